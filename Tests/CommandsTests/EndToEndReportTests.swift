import Allot
import TestSupport
import Testing

/// Reports that come late, twice, or contradict each other, and rows with units of their own.
@Suite struct EndToEndReportTests {
  private static let day = "2026-03-31"

  /// The last report decides; what is wrong with it is an outcome of its own line and of no other.
  private static func scenario(_ reports: [[String]], latestBy: Bool = false) -> Scenario {
    let head = latestBy ? "reports (dealer, sku) latest by reported_on, received_at" : "reports"
    let rule =
      latestBy
      ? """
      replenish TopUp {
        for each reports
        let days_old = today - reported_on
        order quantity from 20 units - on_hand {
          stop at 0 units "stale" when days_old > 7 days
          at least 0 units
        }
      }
      """
      : """
      replenish TopUp {
        for each dealer, sku in reports
        let report   = pick reports by greatest reported_on, received_at
        let on_hand  = 0 units when report is tied else report.on_hand else 0 units
        let days_old = today - max(reports.reported_on) else 0 days
        order quantity from 20 units - on_hand {
          stop at 0 units "conflict" when report is tied
          stop at 0 units "stale" when days_old > 7 days
          at least 0 units
        }
      }
      """
    return Scenario(
      plan: """
        language 1
        table dealers (id) { id text }
        table \(head) {
          dealer      dealers
          sku         text
          reported_on date
          received_at timestamp
          on_hand     units
        }
        \(rule)
        """,
      tables: [
        MemoryTable(name: "dealers", header: ["id"], rows: [["n"], ["s"], ["w"]]),
        MemoryTable(
          name: "reports", header: ["dealer", "sku", "reported_on", "received_at", "on_hand"], rows: reports),
      ], asOf: "2026-04-01")
  }

  private static func outcome(_ rows: [String: (Int, String?)]) -> Scenario.Outcome {
    .results([
      "TopUp": rows.mapValues {
        [
          "quantity": .number(Rational($0.0)), "status": .text($0.0 > 0 ? "ordered" : "none"),
          "reason": $0.1.map(Value.text) ?? .missing,
        ]
      }
    ])
  }

  static let fine = ["s", "nut", day, day + " 09:00:00", "15"]

  /// Reports of the north's bolts beside one of the south's nuts, which orders 20 - 15 whatever the others say.
  static let cases: [(reports: [[String]], quantity: Int, reason: String?)] = [
    ([["n", "bolt", day, day + " 08:00:00", "12"]], 8, nil),
    // A correction that was received later counts: 20 - 14.
    ([["n", "bolt", day, day + " 08:00:00", "12"], ["n", "bolt", day, day + " 11:00:00", "14"]], 6, nil),
    // An older report that was received later does not.
    ([["n", "bolt", day, day + " 08:00:00", "12"], ["n", "bolt", "2026-03-30", day + " 11:00:00", "14"]], 8, nil),
    // The same report again changes nothing.
    ([["n", "bolt", day, day + " 08:00:00", "12"], ["n", "bolt", day, day + " 08:00:00", "12"]], 8, nil),
    // The last report is of 24 March, 8 days before.
    ([["n", "bolt", "2026-03-24", "2026-03-24 08:00:00", "12"]], 0, "stale"),
    ([["n", "bolt", "2026-03-25", "2026-03-25 08:00:00", "12"]], 8, nil),
  ]

  @Test(arguments: cases.indices)
  func lastReports(_ index: Int) throws {
    let (reports, quantity, reason) = Self.cases[index]
    let wanted = Self.outcome(["n|bolt": (quantity, reason), "s|nut": (5, nil)])
    try Self.scenario(reports + [Self.fine]).check(wanted, UInt64(index))
    try Self.scenario(reports + [Self.fine], latestBy: true).check(wanted, UInt64(index))
  }

  /// Two reports of one second that differ: an outcome of that line for a pick, and an error of the run that names both
  /// rows for a table.
  @Test func conflicts() throws {
    let reports = [
      ["n", "bolt", Self.day, Self.day + " 08:00:00", "12"], Self.fine,
      ["n", "bolt", Self.day, Self.day + " 08:00:00", "13"],
    ]
    try Self.scenario(reports).check(Self.outcome(["n|bolt": (0, "conflict"), "s|nut": (5, nil)]), 1)
    let scenario = Self.scenario(reports, latestBy: true)
    #expect(try scenario.run() == .failed(["E0823"]))
    let sources = Dictionary(uniqueKeysWithValues: scenario.tables.map { ($0.name, $0.source) })
    let compiled = try Plan(text: scenario.plan).compile(CompileOptions(asOf: "2026-04-01"))
    do throws(RunError) {
      _ = try compiled.evaluate(DataLocation(tables: sources), options: RunOptions())
      Issue.record("no error")
    } catch {
      let found = try #require(error.findings.first)
      #expect(found.place?.line == 4)
      #expect(found.message == "two rows of `reports` with the key `n`, `bolt` are equally late and differ")
      #expect(found.notes.joined(separator: "; ").contains("reports.csv:2"), "\(found.notes)")
      #expect(found.notes.joined(separator: "; ").contains("`12` and `13`"), "\(found.notes)")
    }
  }

  // MARK: Units of each row

  private static func counted(_ names: String, _ type: String, _ rows: [[String]]) -> Scenario {
    Scenario(
      plan: """
        language 1
        unit box = 12 units
        unit pallet = 40 box
        unit kg
        unit g = 0.001 kg
        table receipts (id) {
          id       text
          uom      \(names)
          quantity \(type) in uom\(type.hasSuffix("kg") ? "" : "?")
        }
        sheet Received {
          for each receipts
          show x = quantity
        }
        """, tables: [MemoryTable(name: "receipts", header: ["id", "uom", "quantity"], rows: rows)])
  }

  @Test func unitsOfEachRow() throws {
    func outcome(_ rows: [String: String?]) -> Scenario.Outcome {
      .results([
        "Received": rows.mapValues { ["x": $0.flatMap { Rational(decimal: $0) }.map(Value.number) ?? .missing] }
      ])
    }
    // 2.5 boxes are 30 units, and a pallet has 40 boxes of 12.
    let rows = [
      ["a", "units", "30"], ["b", "box", "2.5"], ["c", "pallet", "1"], ["d", "unit", "-1"], ["e", "box", ""],
    ]
    try Self.counted("text", "units", rows).check(
      outcome(["a": "30", "b": "30", "c": "480", "d": "-1", "e": nil]), 1)
    try Self.counted("\"box\" | \"units\" | \"pallet\" | \"unit\"", "units", rows).check(
      outcome(["a": "30", "b": "30", "c": "480", "d": "-1", "e": nil]), 2)
    // 250 g are a quarter of a kilogram.
    try Self.counted("text", "kg", [["a", "kg", "3"], ["b", "g", "250"]]).check(outcome(["a": "3", "b": "1/4"]), 3)
  }

  /// Each unit that is not known, or not of this kind, is told with its place and the nearest.
  @Test(arguments: [
    ("bx", "the nearest unit is `box`"), ("kg", "units are counted in `box`, `pallet`, `unit`, `units`"),
  ])
  func unknownUnits(_ name: String, _ note: String) throws {
    let scenario = Self.counted("text", "units", [["a", "box", "1"], ["b", name, "2"]])
    #expect(try scenario.run() == .failed(["E0986"]))
    let sources = Dictionary(uniqueKeysWithValues: scenario.tables.map { ($0.name, $0.source) })
    let compiled = try Plan(text: scenario.plan).compile(CompileOptions())
    do throws(RunError) {
      _ = try compiled.evaluate(DataLocation(tables: sources), options: RunOptions())
      Issue.record("no error")
    } catch {
      let found = try #require(error.findings.first)
      #expect(found.message == "`\(name)` in column `uom` is no unit that units are counted in")
      #expect(found.place?.line == 3)
      #expect(found.place?.file == "receipts.csv")
      #expect(found.notes == [note])
    }
  }
}
