import Allot
import Commands
import Foundation
import Testing

/// Plans on fiscal calendars.
@Suite struct EndToEndCalendarTests {
  static let february = "calendar year from february named by its end"
  static let retail = "calendar 4-5-4 weeks, year ends on the saturday nearest january 31, named by its start"

  /// Deals on both sides of the beginnings of years, quarters and months.
  static let deals = [
    ("2024-02-03", 1), ("2024-02-04", 2), ("2024-03-02", 4), ("2024-03-03", 8), ("2024-04-06", 16),
    ("2024-04-07", 32), ("2024-04-30", 64), ("2024-05-01", 128), ("2024-05-04", 256), ("2024-05-05", 512),
    ("2025-01-31", 1024), ("2025-02-01", 2048), ("2025-02-02", 4096),
  ]

  /// The plan, with a calendar, the quotas of its first quarter and the period that it is during.
  static func plan(_ calendar: String, quarter: String, during: String, isReversed: Bool = false) -> String {
    let rows = deals.enumerated().map { "  d\($0.offset) | ann | \($0.element.0) | \($0.element.1)" }
    return """
      language 1

      \(calendar)

      table reps (id) { id text }
      rows {
        id
        ann
      }
      table quotas (rep, quarter) {
        rep reps
        quarter quarter
        target USD
      }
      rows {
        rep | quarter | target
        ann | \(quarter) | 100
      }
      table deals (id) dated closed {
        id text
        owner reps
        closed date
        amount USD
      }
      rows {
        id | owner | closed | amount
      \((isReversed ? rows.reversed() : rows).joined(separator: "\n"))
      }
      whole rates Slices (attainment: percent) -> percent {
        from 0%: 1%
        from 50%: 10%
      }
      plan P {
        for each reps
        during \(during)
        paid monthly in USD, negative carried forward
        credit sales from deals to owner of amount
        let quota = quotas[payee, this quarter]?.target else 1_000 USD
        pay earned = sales through Slices over quarter to date against quota
        pay bonus each quarter = 1 USD when (sales over quarter) >= quota else 0 USD
        show sold = sales
        show qtd = sales over quarter to date
        show ytd = sales over year to date
        show three = sales over last 3 months through this month
        show before = sales over previous quarter
        show q = this quarter
        show y = this year
        show first = first_day(this month)
        show last = last_day(this month)
      }
      """
  }

  /// The rows of the only result, cells separated by blanks.
  static func rows(_ text: String, period: String? = nil, threads: Int = 1, asOf: String? = nil) throws -> [String] {
    let results = try Plan(text: text).compile(CompileOptions(period: period, asOf: asOf))
      .evaluate(options: RunOptions(threads: threads))
    let table = try #require(results.outputs.first)
    return (0..<table.rowCount).map { row in
      table.definitions.indices.map { table.text(row: row, column: $0) }.joined(separator: " ")
    }
  }

  /// FY2025 of a year from February, named by its end, is February 2024 to January 2025. Months are calendar months.
  ///
  /// ```
  /// 2024-02   02-03 1 + 02-04 2                                  3
  /// 2024-03   03-02 4 + 03-03 8                                 12
  /// 2024-04   04-06 16 + 04-07 32 + 04-30 64                   112   quarter 127, quota 100
  /// 2024-05   05-01 128 + 05-04 256 + 05-05 512                896   the next quarter, quota 1000
  /// 2025-01   01-31 1024; 02-01 is FY2026
  /// ```
  /// Paid: 1% of 3; 1% of 15 = 0.15 less 0.03; from 50% of the quota on, 10% of 127 = 12.70 less 0.15; 10% of 896.
  @Test func aYearFromFebruary() throws {
    let text = Self.plan(Self.february, quarter: "FY2025-Q1", during: "FY2025")
    let rows = try Self.rows(text)
    #expect(rows.count == 12)
    #expect(
      rows.prefix(4) == [
        "ann 2024-02 0.03 0.00 0.03 0.00 3.00 3.00 3.00 3.00 0.00 FY2025-Q1 FY2025 2024-02-01 2024-02-29",
        "ann 2024-03 0.12 0.00 0.12 0.00 12.00 15.00 15.00 15.00 0.00 FY2025-Q1 FY2025 2024-03-01 2024-03-31",
        "ann 2024-04 12.55 1.00 13.55 0.00 112.00 127.00 127.00 127.00 0.00 FY2025-Q1 FY2025 2024-04-01 2024-04-30",
        "ann 2024-05 89.60 0.00 89.60 0.00 896.00 896.00 1023.00 1020.00 127.00 FY2025-Q2 FY2025 2024-05-01 2024-05-31",
      ])
    #expect(
      rows[11] == "ann 2025-01 102.40 1.00 103.40 0.00 1024.00 1024.00 2047.00 1024.00 0.00 FY2025-Q4 FY2025 "
        + "2025-01-01 2025-01-31")
    try checkReadings(text, year: "FY2025", months: rows.map { String($0.split(separator: " ")[1]) })
  }

  /// FY2024 of the retail calendar begins on 2024-02-04 and ends on 2025-02-01; its first quarter has the weeks 4-5-4.
  ///
  /// ```
  /// FY2024-P01   02-04 … 03-02   2 + 4                                       6
  /// FY2024-P02   03-03 … 04-06   8 + 16                                     24
  /// FY2024-P03   04-07 … 05-04   32 + 64 + 128 + 256                       480   quarter 510, quota 100
  /// FY2024-P04   05-05 … 06-01   512                                       512
  /// FY2024-P12   01-05 … 02-01   1024 + 2048                              3072
  /// ```
  /// Paid: 1% of 6; 1% of 30 = 0.30 less 0.06; 10% of 510 = 51 less 0.30; from 50% of 1000 on, 10% of 512.
  @Test func aYearOfWeeks() throws {
    let text = Self.plan(Self.retail, quarter: "FY2024-Q1", during: "FY2024")
    let rows = try Self.rows(text)
    #expect(rows.count == 12)
    #expect(
      rows.prefix(4) == [
        "ann FY2024-P01 0.06 0.00 0.06 0.00 6.00 6.00 6.00 7.00 1.00 FY2024-Q1 FY2024 2024-02-04 2024-03-02",
        "ann FY2024-P02 0.24 0.00 0.24 0.00 24.00 30.00 30.00 31.00 1.00 FY2024-Q1 FY2024 2024-03-03 2024-04-06",
        "ann FY2024-P03 50.70 1.00 51.70 0.00 480.00 510.00 510.00 510.00 1.00 FY2024-Q1 FY2024 2024-04-07 2024-05-04",
        "ann FY2024-P04 51.20 0.00 51.20 0.00 512.00 512.00 1022.00 1016.00 510.00 FY2024-Q2 FY2024 "
          + "2024-05-05 2024-06-01",
      ])
    #expect(
      rows[11] == "ann FY2024-P12 307.20 1.00 308.20 0.00 3072.00 3072.00 4094.00 3072.00 0.00 FY2024-Q4 FY2024 "
        + "2025-01-05 2025-02-01")
    // FY2023 has 53 weeks, the last of which belongs to P12: 02-03, the only deal of that year.
    let before = try Self.rows(Self.plan(Self.retail, quarter: "FY2024-Q1", during: "FY2023"), period: "FY2023-P12")
    #expect(
      before == [
        "ann FY2023-P12 0.01 0.00 0.01 0.00 1.00 1.00 1.00 1.00 0.00 FY2023-Q4 FY2023 2023-12-31 2024-02-03"
      ])
    try checkReadings(text, year: "FY2024", months: rows.map { String($0.split(separator: " ")[1]) })
  }

  /// Thirteen periods: quarters of three, three, three and four; the second quarter begins with P04.
  @Test func aYearOfThirteenPeriods() throws {
    let text = Self.plan(
      "calendar 13 periods, year ends on the saturday nearest january 31, named by its end", quarter: "FY2025-Q1",
      during: "FY2025")
    let rows = try Self.rows(text)
    let quarters = rows.map { $0.split(separator: " ")[11] }
    #expect(rows.count == 13)
    #expect(
      quarters == ["Q1", "Q1", "Q1", "Q2", "Q2", "Q2", "Q3", "Q3", "Q3", "Q4", "Q4", "Q4", "Q4"].map { "FY2025-\($0)" })
    // P03 ends on 04-27, so 04-30 is P04: P01 to P03 hold 6, 8 and 16 + 32.
    #expect(rows[2].hasSuffix(" 48.00 62.00 62.00 62.00 1.00 FY2025-Q1 FY2025 2024-03-31 2024-04-27"))
    try checkReadings(text, year: "FY2025", months: rows.map { String($0.split(separator: " ")[1]) })
  }

  /// A year at once, by its quarters, month by month, on several threads and with its rows the other way round gives the
  /// same rows.
  private func checkReadings(_ text: String, year: String, months: [String]) throws {
    let all = try Self.rows(text)
    #expect(try Self.rows(text, period: year) == all)
    #expect(try (1...4).flatMap { try Self.rows(text, period: "\(year)-Q\($0)") } == all)
    #expect(try months.flatMap { try Self.rows(text, period: $0) } == all)
    #expect(try Self.rows(text, threads: 3) == all)
    let lines = text.components(separatedBy: "\n")
    let deals = lines.indices.filter { lines[$0].hasPrefix("  d") && lines[$0].contains("| ann |") }
    #expect(deals.count == Self.deals.count)
    var shuffled = lines
    for (place, other) in zip(deals, deals.reversed()) { shuffled[place] = lines[other] }
    #expect(try Self.rows(shuffled.joined(separator: "\n")) == all)
  }

  /// The ordinary calendar, and the same plan where January is named as the year's beginning.
  @Test func aYearFromJanuary() throws {
    let plain = try Self.rows(Self.plan("", quarter: "2024-Q1", during: "2024"))
    #expect(try Self.rows(Self.plan("calendar year from january", quarter: "2024-Q1", during: "2024")) == plain)
    #expect(plain[1].hasPrefix("ann 2024-02 0.03 0.00 0.03 0.00 3.00 3.00 3.00 3.00 0.00 2024-Q1 2024 "))
  }

  @Test(arguments: [
    ("FY2025", february, "2024-02-01", "2025-01-31"), ("FY2025-Q2", february, "2024-05-01", "2024-07-31"),
    ("2024-02..2024-05", february, "2024-02-01", "2024-05-31"), ("2024-W10", february, "2024-03-04", "2024-03-10"),
    ("FY2024-P12", retail, "2025-01-05", "2025-02-01"), ("FY2024-Q1 .. FY2024-Q2", retail, "2024-02-04", "2024-08-03"),
  ]) func periodsOfARun(_ text: String, _ calendar: String, _ first: String, _ last: String) throws {
    let plan = Plan(
      text: "\(calendar)\ntable t (id) { id text }\nrows {\n id\n a\n}\nsheet S { for each t\n each week\n"
        + " show first = first_day(this week)\n show last = last_day(this week) }")
    let results = try plan.compile(CompileOptions(period: text)).evaluate()
    let table = try #require(results.outputs.first)
    #expect(table.text(row: 0, column: 2) <= first && table.text(row: 0, column: 3) >= first)
    #expect(table.text(row: table.rowCount - 1, column: 2) <= last)
    #expect(table.text(row: table.rowCount - 1, column: 3) >= last)
  }

  @Test(arguments: [
    ("2025", february, "`FY2025` is 2024-02-01 to 2025-01-31"),
    ("2025-Q1", retail, "`FY2025-Q1` is 2025-02-02 to 2025-05-03"), ("2025-03", retail, ""),
    ("FY2025-P03", february, ""), ("FY2025-P13", retail, ""),
    ("FY2025", "", "declare when years begin, as in `calendar year from february named by its end`"),
  ]) func periodsOfAnotherCalendarAreRefused(_ text: String, _ calendar: String, _ help: String) throws {
    let plan = Plan(text: "\(calendar)\ntable t (id) { id text }\nsheet S { for each t\n each month\n show x = id }")
    do {
      _ = try plan.compile(CompileOptions(period: text))
      Issue.record("\(text) is no period of this plan")
    } catch {
      #expect(error.diagnostics.map(\.code) == ["E0170"])
      #expect(error.diagnostics.first?.help.map(\.text) == (help.isEmpty ? [] : [help]))
    }
  }

  /// A cell of another calendar is refused, and the period that is meant is named.
  @Test(arguments: [
    ("FY2025-Q1", "2025-Q1", february, "`FY2025-Q1` is 2024-02-01 to 2024-04-30"),
    ("2024-Q1", "FY2024-Q1", "", "a fiscal quarter needs a `calendar` line in the plan"),
  ]) func cellsOfAnotherCalendarAreRefused(_ good: String, _ bad: String, _ calendar: String, _ note: String) throws {
    let during = String(good.dropLast(3))
    _ = try Self.rows(Self.plan(calendar, quarter: good, during: during))
    do {
      _ = try Plan(text: Self.plan(calendar, quarter: bad, during: during)).compile().evaluate()
      Issue.record("\(bad) is no quarter of this plan")
    } catch let error as RunError {
      #expect(error.findings.map(\.code) == ["E0803"])
      #expect(DiagnosticRenderer(error.sources).render(error.diagnostics).contains(note))
    }
  }

  /// Periods that begin after the as-of date have no rows, and the result says which; a run that asks for no others says
  /// that it has none.
  @Test func periodsAfterTheAsOfDateAreNamed() throws {
    func run(_ arguments: String) throws -> TestRun {
      try Package.withFolder { folder in
        let text = Self.plan(Self.retail, quarter: "FY2024-Q1", during: "FY2024")
        try Data(text.utf8).write(to: folder.appendingPathComponent("p.allot"))
        return TestRun(line: "allot run p.allot \(arguments)", in: folder)
      }
    }
    // FY2024-P11 begins on 2024-12-01 and FY2024-P12 on 2025-01-05.
    for (asOf, note) in [
      ("2024-12-01", "FY2024-P12 is left out: it begins after 2024-12-01\n"),
      ("2024-11-30", "FY2024-P11 to FY2024-P12 are left out: they begin after 2024-11-30\n"), ("2025-01-05", nil),
    ] {
      for format in ["table", "md"] {
        let output = try run("--as-of \(asOf) --format \(format)").output
        #expect(output.contains(" left out: ") == (note != nil))
        #expect(note.map { output.hasSuffix($0) } ?? true)
      }
    }
    #expect(try run("--as-of 2024-11-30 --format json").output.contains("\"leftOut\": [\n        \"FY2024-P11\","))
    #expect(try !run("--as-of 2025-01-05 --format json").output.contains("leftOut"))
    #expect(try run("--format json").output.contains("\"calendar\": \"4-5-4 weeks, year ends on the saturday nearest"))
    let none = try run("--as-of 2024-02-03")
    #expect(none.status == .findings || none.status == .usage)
    #expect(none.transcript.contains("error[E0904]: every period asked of `P` begins after 2024-02-03, the as-of date"))
    #expect(none.transcript.contains("the first is `FY2024-P01`, from 2024-02-04 on"))
  }
}
