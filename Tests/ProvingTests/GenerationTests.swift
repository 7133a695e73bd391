import Formatting
import Testing

@testable import Allot
@testable import Proving

/// Examples that are made from others.
@Suite struct GenerationTests {
  private static let example = ProvingScenario.example(
    "two deals", deals: ["Won | old | 2026-05-10 | 190_000", "Won | new | 2026-05-31 | 20_000"],
    csat: "85%", expected: "4_800 | 100")

  /// The position is the first deal's amount and 30,000; a deal below 0 does not count, so that no case ends at 0.
  @Test func casesStandAtBoundsAndBesideThem() throws {
    let plan = Plan(text: ProvingScenario.plan + GenerationTests.example)
    #expect(plan.examples.map { plan.run($0).isPassed } == [true])
    let generated = plan.generatedExamples()
    let titles = generated.text.split(separator: "\n").filter { $0.hasPrefix("example ") }
      .map { $0.split(separator: "\"")[1] }
    #expect(titles.count == generated.count)
    #expect(
      titles
        == [
          "Slices just below `from 200_000 USD`: deals.amount 169_999.99",
          "Slices at `from 200_000 USD`: deals.amount 170_000",
          "Slices just above `from 200_000 USD`: deals.amount 170_000.01",
          "Slices just below `from 500_000 USD`: deals.amount 469_999.99",
          "Slices at `from 500_000 USD`: deals.amount 470_000",
          "Slices just above `from 500_000 USD`: deals.amount 470_000.01",
          "deals.closed on 2026-05-01, the first day of `month`",
          "deals.closed on 2026-04-30, the day before `month`",
          "deals.closed on 2026-05-31, the last day of `month`", "deals.closed on 2026-06-01, the day after `month`",
          "reps.csat of 0", "reps.csat below 0: -85%", "deals.amount of 0",
          "deals.amount below 0: -190_000",
        ].map { $0[...] })
    // The text is in order, passes, is laid out, and makes nothing new.
    let extended = Plan(text: ProvingScenario.plan + GenerationTests.example + generated.text)
    #expect(extended.diagnostics.isEmpty)
    #expect(extended.examples.count == generated.count + 1)
    for example in extended.examples { #expect(extended.run(example).isPassed, "\(example.title)") }
    let laid = try formatted(Array(generated.text.utf8), path: "a.allot")
    #expect(!laid.isChanged)
    #expect(extended.generatedExamples(of: [extended.examples[0]]).count == 0)
  }
}
