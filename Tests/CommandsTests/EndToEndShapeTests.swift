import Allot
import TestSupport
import Testing

/// A sheet's rows as texts, by key and column.
typealias Cells = [String: [String: String]]

/// Curves, matrices and rates of which several rows match, against figures computed by hand.
@Suite struct EndToEndShapeTests {
  /// Checks one result of a plan that stands for itself: as it stands, with shuffled tables, with several threads.
  static func check(
    _ plan: String, _ name: String, _ expected: Cells, tables: [MemoryTable] = [], period: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let scenario = Scenario(plan: plan, tables: tables, period: period)
    for threads in [1, 3] {
      let shuffle = threads == 1 ? nil : SeededRandom(seed: 7)
      guard case .results(let results) = try scenario.run(threads: threads, shuffledBy: shuffle) else {
        Issue.record("no results", sourceLocation: sourceLocation)
        return
      }
      let found = (results[name] ?? [:]).mapValues { row in row.mapValues(\.description) }
      for (key, cells) in expected {
        for (column, text) in cells where found[key]?[column] != text {
          let text = "\(key) \(column): \(found[key]?[column] ?? "nothing"), expected \(text)"
          Issue.record("\(text), \(threads) threads", sourceLocation: sourceLocation)
        }
      }
      #expect(found.count == expected.count, sourceLocation: sourceLocation)
    }
  }

  /// The codes of what is wrong with a run.
  static func codes(_ plan: String, period: String? = nil) throws -> [String] {
    if case .failed(let codes) = try Scenario(plan: plan, tables: [], period: period).run() { return codes }
    return []
  }

  private static let people = """
    language 1
    table people (id) {
      id    text
      done  percent
      sold  USD
      place text
      since date
    }
    rows {
      id | done | sold   | place  | since
      a  | 40%  | 0      | North  | 2026-01-31
      b  | 50%  | 39_999 | North  | 2026-05-14
      c  | 90%  | 40_000 | South  | 2026-05-15
      d  | 100% | 60_000 | Island | 2026-12-31
      e  | 125% | 80_000 | North  | 2027-01-01
      f  | 180% | 99_999 | South  | 2026-05-16
    }

    """

  /// Between two points: P = P0 + (A - A0) * (P1 - P0) / (A1 - A0). Below 50% and above 150% each choice has its figure:
  /// 40% extended is 0% + (40% - 50%) * 2 = -20%; 180% extended is 200% + (180% - 150%) * 2 = 260%.
  @Test func curvesAreStraightBetweenTheirPoints() throws {
    func curve(_ name: String, _ below: String, _ above: String) -> String {
      """
      curve \(name) (attained: percent) -> percent {
        at  50%: 0%
        at 100%: 100%
        at 150%: 200%
        below: \(below)
        above: \(above)
      }

      """
    }
    try EndToEndShapeTests.check(
      EndToEndShapeTests.people + curve("Plain", "10%", "held") + curve("Long", "extended", "extended")
        + curve("Flat", "held", "175%") + curve("Mixed", "extended", "held") + """
          curve Rate (sold: USD) -> percent {
            at 40_000 USD: 4%
            at 80_000 USD: 6%
            below: 4%
            above: held
          }
          curve One (attained: percent) -> USD {
            at 100%: 500 USD
            below: 0 USD
            above: 700 USD
          }
          sheet Pay {
            for each people
            show plain = Plain(done)
            show long  = Long(done)
            show flat  = Flat(done)
            show mixed = Mixed(done)
            show rate  = Rate(sold)
            show paid  = sold * Rate(sold)
            show one   = One(done)
            show third = 3 * Plain(250% / 3)
            show twice = Long(Long(done))
          }
          """,
      "Pay",
      [
        // twice: 40% -> -20% -> 0% + (-20% - 50%) * 2 = -140%.
        "a": [
          "plain": "0.1", "long": "-0.2", "flat": "0", "mixed": "-0.2", "rate": "0.04", "paid": "0", "one": "0",
          "twice": "-1.4",
        ],
        // third: (83 1/3% - 50%) * 2 is 66 2/3%, and three times that exactly 2.
        "b": ["plain": "0", "long": "0", "flat": "0", "mixed": "0", "rate": "0.04", "one": "0", "third": "2"],
        // 90%: (90% - 50%) * 2 = 80%.
        "c": ["plain": "0.8", "long": "0.8", "flat": "0.8", "mixed": "0.8", "rate": "0.04", "one": "0"],
        // Halfway between 40k and 80k the rate is halfway between 4% and 6%: 5%, and 60k * 5% = 3,000.
        "d": ["plain": "1", "long": "1", "flat": "1", "rate": "0.05", "paid": "3000", "one": "500"],
        // 125%: 100% + 25% * 2 = 150%.
        "e": ["plain": "1.5", "long": "1.5", "flat": "1.5", "rate": "0.06", "one": "700"],
        "f": ["plain": "2", "long": "2.6", "flat": "1.75", "mixed": "2", "rate": "0.06", "one": "700"],
      ])
    func refused(_ below: String, _ above: String) throws -> [String] {
      try EndToEndShapeTests.codes(
        EndToEndShapeTests.people + curve("C", below, above) + "sheet S { for each people  show x = C(done) }")
    }
    #expect(try refused("refused", "held") == ["E0958"])
    #expect(try refused("held", "refused") == ["E0958"])
    #expect(try refused("held", "held") == [])
  }

  /// A line begins `from` (the bound included) or `above` (not); each column likewise.
  @Test func matricesFindTheCell() throws {
    try EndToEndShapeTests.check(
      EndToEndShapeTests.people + """
        matrix Commission (sold: USD, done: percent) -> percent {
                           | from 0% | from 90% | above 100%
          from       0 USD | 1%      | 2%       | 3%
          from  40_000 USD | 2%      | 4%       | 5%
          above 80_000 USD | 3%      | 6%       | 2% + 5%
          up to 99_999 USD
        }
        matrix Fee (place: text, done: percent) -> USD most specific {
                  | from 0% | from 100%
          "North" | 10 USD  | 20 USD
          any     | 30 USD  | -40 USD
        }
        sheet Pay {
          for each people
          show rate = Commission(sold, done)
          show fee  = Fee(place, done)
        }
        """, "Pay",
      [
        "a": ["rate": "0.01", "fee": "10"], "b": ["rate": "0.01", "fee": "10"], "c": ["rate": "0.04", "fee": "30"],
        // 60,000 at exactly 100%: `above 100%` has not begun.
        "d": ["rate": "0.04", "fee": "-40"],
        // 80,000 exactly: the line `above 80_000 USD` has not begun.
        "e": ["rate": "0.05", "fee": "20"], "f": ["rate": "0.07", "fee": "-40"],
      ])
    func codes(_ closing: String) throws -> [String] {
      try EndToEndShapeTests.codes(
        """
        language 1
        matrix M (x: USD, y: percent) -> percent {
          | from 0%
          from 0 USD | 1%
          \(closing)
        }
        sheet S { for each all  show x = M(10 USD, 5%) }
        """)
    }
    #expect(try codes("up to 10 USD") == [])
    #expect(try codes("below 10 USD") == ["E0924"])
  }

  /// The same three rows under each of the words: 3%, 5% and 4% match in the North, 3% alone elsewhere.
  @Test func severalMatchesCountAsIsSaid() throws {
    func rates(_ name: String, _ words: String, _ first: String) -> String {
      """
      rates \(name) (place: text, sold: USD) -> percent \(words) {
        \(first)
        "North", from 0 USD: 5%
        "North", any: 4%
      }

      """
    }
    try EndToEndShapeTests.check(
      EndToEndShapeTests.people + rates("Added", "all matches added", "any, any: 3%")
        + rates("Highest", "highest match", "any, any: 3%") + rates("First", "first match", "any, any: 3%")
        + rates("Specific", "most specific", "any, any: 3%") + """
          sheet Pay {
            for each people
            show added    = Added(place, sold)
            show highest  = Highest(place, sold)
            show first    = First(place, sold)
            show specific = Specific(place, sold)
          }
          """, "Pay",
      [
        "a": ["added": "0.12", "highest": "0.05", "first": "0.03", "specific": "0.05"],
        "b": ["added": "0.12"], "c": ["added": "0.03", "highest": "0.03"], "d": ["added": "0.03"],
        "e": ["added": "0.12"], "f": ["added": "0.03", "highest": "0.03", "specific": "0.03"],
      ])
    // Nothing that matches is nothing to add: not 0%.
    for words in ["all matches added", "highest match"] {
      let plan = rates("R", words, "\"South\", any: 3%") + "sheet S { for each all  show x = R(\"Island\", 1 USD) }"
      #expect(try EndToEndShapeTests.codes(plan) == ["E0924"])
    }
  }

  /// Rates that change by date: 6% from 15 May on, 5% before; and from a quarter on.
  @Test func ratesChangeByDate() throws {
    try EndToEndShapeTests.check(
      EndToEndShapeTests.people + """
        rates Product (product: text, on: date) -> percent {
          "A", from 2026-01-01: 5%
          "A", from 2026-05-15: 6%
          "B", from 2026-01-01: 1%
        }
        rates Quarterly (place: text, in_: quarter) -> percent {
          any, from 2026-Q1: 1%
          any, above 2026-Q2: 2%
        }
        rates OfYear (year: year) -> percent {
          from 2026: 3%
          from 2027: 4%
        }
        rates Since (on: date) -> percent {
          from 2026-01-01: 1%
          from 2026-05-15: 2%
          up to 2027-01-01
        }
        sheet Pay {
          for each people
          show rate    = Product("A", since)
          show by_q    = Quarterly(place, quarter(since))
          show by_year = OfYear(year(since))
          show plain   = Since(since)
        }
        """, "Pay",
      [
        "a": ["rate": "0.05", "by_q": "0.01", "by_year": "0.03", "plain": "0.01"],
        "b": ["rate": "0.05", "by_q": "0.01", "plain": "0.01"],
        "c": ["rate": "0.06", "by_q": "0.01", "plain": "0.02"],
        "d": ["rate": "0.06", "by_q": "0.02", "by_year": "0.03", "plain": "0.02"],
        "e": ["rate": "0.06", "by_q": "0.02", "by_year": "0.04", "plain": "0.02"],
        "f": ["rate": "0.06", "by_q": "0.01"],
      ])
    let closed = "rates Since (on: date) -> percent {\n  from 2026-01-01: 1%\n  below 2026-02-01\n}\n"
    #expect(
      try EndToEndShapeTests.codes(closed + "sheet S { for each all  show x = Since(2026-02-01) }") == ["E0924"])
    #expect(try EndToEndShapeTests.codes(closed + "sheet S { for each all  show x = Since(2026-01-31) }") == [])
  }
}
