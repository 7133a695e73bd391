import Explaining
import Testing

@testable import Allot
@testable import Proving

/// How values came about, as text: a line for each part, slice, row and step, indented below what reads it.
@Suite struct DerivationTests {
  private static func lines(_ derivation: Derivation, _ sources: SourceMap, indent: String = "") -> [String] {
    func text(_ span: SourceSpan) -> String {
      sources[span.file].text(span).split { $0.isWhitespace }.joined(separator: " ")
    }
    func column(_ part: Derivation.Part) -> Int { Int(part.place.start - derivation.span.start) }
    let name = derivation.name.isEmpty ? text(derivation.span) : derivation.name
    return ["\(indent)\(name) = \(derivation.value)"]
      + derivation.parts.map { "\(indent)  \(column($0)) \(text($0.span)): \($0.value)" }
      + derivation.slices.map { "\(indent)  \($0.amount) at \($0.rate) is \($0.earned)" }
      + (derivation.paidBefore.map { ["\(indent)  less \($0)"] } ?? [])
      + derivation.rows.map { "\(indent)  rows \($0.rows)" + ($0.omitted > 0 ? " + \($0.omitted)" : "") }
      + derivation.steps.map { "\(indent)  \(text($0.span)): \($0.value)\($0.isTaken ? "" : " as before")" }
      + derivation.reads.flatMap { lines($0, sources, indent: indent + "  ") }
  }

  private static func derivations(_ example: String) -> [[String]] {
    let plan = Plan(text: ProvingScenario.plan + example)
    guard let first = plan.examples.first else { return [] }
    return plan.derivations(of: plan.run(first)).map { $0.flatMap { lines($0, plan.sources) } }
  }

  @Test func linesShowTheirPartsTiersStepsAndRows() {
    let example = ProvingScenario.example(
      "a", deals: ["Won | new | 2026-05-01 | 400_000", "Lost | old | 2026-05-31 | 7"], csat: "79.9%", expected: "1 | 1")
    #expect(
      DerivationTests.derivations(example) == [
        [
          "commission = 10_000 USD",
          "  0 sales through Slices over month: 600_000 USD",
          "  6 sales through Slices over month: 21_000 USD",
          "  200_000 USD at 2% is 4_000 USD", "  300_000 USD at 4% is 12_000 USD", "  100_000 USD at 5% is 5_000 USD",
          "  rows [\"d0 ann 2026-05-01 600_000 USD\"]",
          "  times 50% \"CSAT\" when (payee.csat else 100%) < 80%: 10_500 USD",
          "  at most cap \"capped\": 10_000 USD",
          "  (payee.csat else 100%) < 80% = true",
          "    1 payee: ann", "    7 payee.csat: 79.9%", "    12 (payee.csat else 100%): 79.9%",
          "    23 (payee.csat else 100%) < 80%: true",
          "  cap = 10_000 USD", "    0 cap: 10_000 USD",
        ],
        [
          "bonus = 0 USD", "  0 Rate(count(sales)): 0 USD", "  5 count(sales): 1", "  rows [\"d0 ann 2026-05-01\"]",
        ],
      ])
  }

  /// The value of a line that reads another, and of an expression with brackets and several lines.
  @Test func readLinesFollow() {
    let example = ProvingScenario.example("a", deals: ["Won | old | 2026-05-31 | 5_000"], expected: "1 | 0")
      .replacing("commission | bonus", "idle | bonus")
    let lines = DerivationTests.derivations(example).first ?? []
    #expect(
      lines.prefix(5) == [
        "idle = 100 USD", "  0 commission: 100 USD", "  11 commission when commission > 50 USD else 0 USD: 100 USD",
        "  16 commission: 100 USD", "  27 commission > 50 USD: true",
      ])
    #expect(lines.dropFirst(5).first == "  commission = 100 USD")
  }

  /// A running amount is shown whole, less what was paid of it; deals that earn one by one are shown with what they earn;
  /// a line of another sheet with its row; the body of a define by its own text.
  @Test func runningAmountsAndOtherRowsAreShown() {
    let plan = Plan(
      text: """
        table reps (id) { id text }
        table deals (id) dated closed {
          id text
          owner reps
          closed date
          amount USD
        }
        marginal rates Slices (attained: percent) -> percent {
          from 0%: 10%
          from 50%: 20%
        }
        reached rates Reached (sales: USD) -> percent {
          from 0 USD: 1%
          from 100 USD: 2%
        }
        define Half (x: USD) = x / 2
        plan Pay {
          for each reps
          during 2026
          paid monthly in USD, negative carried forward
          credit sales from deals to owner of amount
          pay running = sales through Slices over quarter to date against 200 USD
          pay each_deal = sales through Reached over quarter to date in order of closed, id
        }
        sheet People {
          for each reps
          show half = Half(Pay[id, 2026-02].running)
        }
        example "two months" for Pay {
          given reps {
            id
            ann
          }
          given deals {
            id | owner | closed     | amount
            d1 | ann   | 2026-01-05 | 60
            d2 | ann   | 2026-02-05 | 70
            d3 | ann   | 2026-02-06 | 5
          }
          expect {
            payee | month   | running | each_deal
            ann   | 2026-02 | 1       | 1
          }
          expect People {
            id  | half
            ann | 1
          }
        }
        """)
    #expect(plan.diagnostics.isEmpty, "\(DiagnosticRenderer(plan.sources).render(plan.diagnostics))")
    let found = plan.derivations(of: plan.run(plan.examples[0])).map {
      $0.flatMap { DerivationTests.lines($0, plan.sources) }
    }
    // 135 of 200 USD are 67.5%: 100 at 10% and 35 at 20% make 17; 60 at 10% were paid. 130 reach 2%, and so do 135.
    #expect(
      found.first?.filter { !$0.contains("through") } == [
        "running = 11 USD", "  100 USD at 10% is 10 USD", "  35 USD at 20% is 7 USD", "  less 6 USD",
        "  rows [\"d1 ann 2026-01-05 60 USD\", \"d2 ann 2026-02-05 70 USD\", \"d3 ann 2026-02-06 5 USD\"]",
      ])
    #expect(found.dropFirst().first?.contains("  rows [\"d2 ann 1.4 USD\", \"d3 ann 0.1 USD\"]") == true, "\(found)")
    let half = found.last ?? []
    #expect(half.first == "half = 5.5 USD")
    #expect(half.contains { $0.hasSuffix("Pay.running = 11 USD") }, "\(half)")
  }

  /// Slices are shown only where they add up to what is paid.
  @Test(arguments: [
    ("50", [50]), ("100", [100]), ("150", [100, 50]), ("250", [250]), ("310", [300, 10]),
  ]) func slicesAddUp(_ position: String, _ amounts: [Int]) throws {
    let span = SourceSpan(file: FileID(0), start: 0, end: 0)
    let tiers = TierTable(
      name: "T", bounds: [0, 100, 200, 300].map { Rational($0) }, isIncluded: [true, false, true, true],
      rates: [1, 2, 3, 4].map { Rational($0) }, isWhole: [false, false, true, false], end: nil, includesEnd: false,
      span: span)
    let amount = try #require(Rational(decimal: position))
    let slices = try #require(TierSlices(tiers, position: amount, against: Rational(1)))
    #expect(slices.slices.map(\.amount) == amounts.map { Rational($0) })
  }
}
