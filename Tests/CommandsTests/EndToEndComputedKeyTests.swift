import Allot
import Columns
import TestSupport
import Testing

/// Sheets whose keys are computed columns.
@Suite struct EndToEndComputedKeyTests {
  /// What is past due counts today: 5 and 6 units on 31 January, 7 on 20 February.
  @Test func daysThatAreComputed() throws {
    let scenario = Scenario(
      plan: """
        table demand (id) {
          id        text
          due       date
          quantity  units
          counts_on = max(due, today)
        }
        sheet Days {
          for each counts_on in demand
          show wanted = sum(demand.quantity per counts_on)
        }
        """,
      tables: [
        MemoryTable(
          name: "demand", header: ["id", "due", "quantity"],
          rows: [["a", "2026-01-20", "5"], ["b", "2026-02-20", "7"], ["c", "2026-01-31", "6"]])
      ], asOf: "2026-01-31")
    try scenario.check(
      .results([
        "Days": [
          "2026-01-31": ["wanted": .number(Rational(11))], "2026-02-20": ["wanted": .number(Rational(7))],
        ]
      ]), 1)
  }
}
