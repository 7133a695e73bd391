import Allot
import TestSupport
import Testing

/// Rows for the values of ranges, against figures computed by hand.
@Suite struct EndToEndRangeTests {
  private static let stock = """
    language 1
    table skus (id) {
      id    text
      lead  days
    }
    rows {
      id | lead
      A  | 2
      B  | 0
      C  | -1
    }
    table stock (dealer, sku) {
      dealer   text
      sku      skus
      on_hand  units
      daily    units
    }
    rows {
      dealer | sku | on_hand | daily
      d2     | A   | 5       | 5
      d1     | A   | 10      | 4
      d1     | B   | 3       | 1
      d1     | C   | 3       | 1
    }
    table due (id) dated on_day {
      id      text
      dealer  text
      sku     skus
      on_day  date
      units   units
    }
    rows {
      id | dealer | sku | on_day     | units
      2  | d1     | A   | 2026-03-03 | 20
      1  | d1     | A   | 2026-03-02 | 3
      3  | d2     | B   | 2026-03-09 | 7
    }

    """

  /// d1 A: 10 - 4 = 6; 6 + 3 - 4 = 5; 5 + 20 - 4 = 21. d2 A: 5 - 5 = 0; then 5 a day are lost, or owed.
  /// B has one day, as its lead is none, and C, whose range ends before it begins, has no row.
  @Test func projectsDayByDay() throws {
    let plan =
      EndToEndRangeTests.stock + """
        sheet Projection {
          for each stock, day in 2026-03-01 .. 2026-03-01 + sku.lead
          let receipts = sum(due.units over day .. day per dealer, sku)
          let lost starting on_hand = max(previous(lost) + receipts - daily, 0 units)
          let owed starting on_hand = previous(owed) + receipts - daily
          show closing = lost
          show net = owed
          show opening = previous(lost)
        }
        sheet Ends {
          for each stock
          show days = count(Projection)
          show last = sum(Projection.net where day = 2026-03-03)
          show seen = Projection[dealer, sku, 2026-03-02]?.closing else -1 units
        }
        """
    try EndToEndShapeTests.check(
      plan, "Projection",
      [
        "d1|A|2026-03-01": ["opening": "10", "closing": "6", "net": "6"],
        "d1|A|2026-03-02": ["opening": "6", "closing": "5", "net": "5"],
        "d1|A|2026-03-03": ["opening": "5", "closing": "21", "net": "21"],
        "d2|A|2026-03-01": ["opening": "5", "closing": "0", "net": "0"],
        "d2|A|2026-03-02": ["opening": "0", "closing": "0", "net": "-5"],
        "d2|A|2026-03-03": ["opening": "0", "closing": "0", "net": "-10"],
        "d1|B|2026-03-01": ["closing": "2", "net": "2"],
      ])
    try EndToEndShapeTests.check(
      plan, "Ends",
      [
        "d1|A": ["days": "3", "last": "21", "seen": "5"], "d2|A": ["days": "3", "last": "-10", "seen": "0"],
        "d1|B": ["days": "1", "last": "0", "seen": "-1"], "d1|C": ["days": "0", "last": "0", "seen": "-1"],
      ])
  }

  /// 2026-03-01 is a Sunday, the last day of week 9; the ninth of March begins week 11.
  @Test func goesThroughWeeksOfKeys() throws {
    try EndToEndShapeTests.check(
      EndToEndRangeTests.stock + """
        sheet Weeks {
          for each dealer, sku in stock or due, week in week(2026-03-01) .. week(2026-03-09) where sku.id != "C"
          let n starting 0 = previous(n) + 1
          show number = n
          show receipts = sum(due.units over week)
          show first = first_day(week)
        }
        """, "Weeks",
      [
        "d1|A|2026-W09": ["number": "1", "receipts": "0", "first": "2026-02-23"],
        "d1|A|2026-W10": ["number": "2", "receipts": "23"], "d1|A|2026-W11": ["number": "3", "receipts": "0"],
        "d2|A|2026-W09": ["number": "1"], "d2|A|2026-W10": ["number": "2"], "d2|A|2026-W11": ["number": "3"],
        "d1|B|2026-W09": ["number": "1"], "d1|B|2026-W10": ["number": "2"], "d1|B|2026-W11": ["number": "3"],
        "d2|B|2026-W09": ["number": "1", "receipts": "0"], "d2|B|2026-W10": ["receipts": "0"],
        "d2|B|2026-W11": ["number": "3", "receipts": "7"],
      ])
  }

  /// 10 in 3 lots of whole units: what has been delivered after k lots is 10 k / 3, rounded to 3, 7 and 10.
  @Test func cutsAnOrderIntoParts() throws {
    try EndToEndShapeTests.check(
      """
      language 1
      table asks (id) {
        id     text
        need   units
        parts  number
      }
      rows {
        id | need | parts
        a  | 10   | 3
        b  | 4    | 1
        c  | 0    | 0
      }
      replenish TopUp {
        for each asks
        order quantity from need
      }
      sheet Lots {
        for each TopUp, part in 1 .. parts
        let so_far = quantity * part / parts rounded to 1 unit
        let before = quantity * (part - 1) / parts rounded to 1 unit
        show lot = so_far - before
        show due = 2026-03-01 + 7 days * (part - 1)
      }
      """, "Lots",
      [
        "a|1": ["lot": "3", "due": "2026-03-01"], "a|2": ["lot": "4", "due": "2026-03-08"],
        "a|3": ["lot": "3", "due": "2026-03-15"], "b|1": ["lot": "4"],
      ])
  }

  /// Demand of 3, 0, 4 and 5 a day against 10: all of the first three days, which take 7, and 3 of the 5 on the fourth.
  @Test func coversDatedDemandDayByDay() throws {
    let plan = """
      language 1
      table stock (sku) {
        sku      text
        on_hand  units
      }
      rows {
        sku | on_hand
        A   | 10
        B   | 0
      }
      table demand (sku, day) dated day {
        sku    text
        day    date
        units  units
      }
      rows {
        sku | day        | units
        A   | 2026-03-01 | 3
        A   | 2026-03-03 | 4
        A   | 2026-03-04 | 5
        A   | 2026-03-05 | 1
        B   | 2026-03-01 | 1
      }
      sheet Days {
        for each stock, on_day in 2026-03-01 .. 2026-03-31
        let asked = sum(demand.units over on_day .. on_day per sku)
        let left starting on_hand = previous(left) - met
        let met = min(previous(left), asked)
        let covered = met / asked else (1 when previous(left) > 0 units else 0)
        show part = covered
      }
      sheet Cover {
        for each stock
        let short = min(Days.on_day where part < 1 per sku) else 2026-03-31
        show days = sum(Days.part where on_day <= this.short per sku)
      }
      """
    try EndToEndShapeTests.check(plan, "Cover", ["A": ["days": "3.6"], "B": ["days": "0"]])
  }

  @Test func stopsAtRangesThatMakeNoSense() throws {
    func sheet(_ range: String) -> String {
      "language 1\nsheet S {\n  for each n in \(range)\n  show x = n\n}\n"
    }
    for (range, codes) in [
      ("1 .. 100_000", []), ("1 .. 100_001", ["E0973"]), ("1 .. 2.5", ["E0973"]), ("1 / 3 .. 2", ["E0973"]),
      ("-2 .. -5", []), ("1 unit .. 3 units", []), ("2026-01-01 .. 2526-01-01", ["E0973"]),
      ("2026-01 .. 2027-12", []), ("-9_000_000_000_000_000_000 .. 9_000_000_000_000_000_000", ["E0973"]),
    ] {
      #expect(try EndToEndShapeTests.codes(sheet(range)) == codes, "\(range)")
    }
  }

  /// Rows that nothing names keep their parts together, in the order of the file.
  @Test func printsTheKeysOfRanges() throws {
    let plan = """
      language 1
      table lines {
        item  text
        n     number
      }
      rows {
        item | n
        x    | 2
        w    | 1
      }
      sheet Parts {
        for each lines, part in 1 .. n where part != 5
        show what = item
      }
      sheet Grid {
        for each a in 1 .. 2
        in order of greatest a
        let k starting 0 = previous(k) + 1
        show place = k
      }
      """
    let compiled = try Plan(text: plan).compile(CompileOptions())
    let outputs = try compiled.evaluate(DataLocation(tables: [:])).outputs
    let texts = outputs.map { table in
      (0..<table.rowCount).map { row in
        table.definitions.indices.map { table.text(row: row, column: $0) }.joined(separator: " ")
      }
    }
    #expect(texts == [["1 x", "2 x", "1 w"], ["2 1", "1 2"]])
  }
}
