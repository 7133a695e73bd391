import Testing

@testable import Allot
@testable import Proving

/// What examples reach, of a plan with everything that counts.
@Suite struct CoverageTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let title: String
    let examples: [String]
    /// The messages about what is not reached, with the line that they point to, in order.
    let gaps: [String]
    var testDescription: String { title }
  }

  private static func example(_ deals: String..., csat: String = "90%", paid: String) -> String {
    ProvingScenario.example("a", deals: deals, csat: csat, expected: paid)
  }

  static let cases: [Case] = [
    Case(
      title: "one small deal", examples: [example("Won | old | 2026-05-01 | 1_000", paid: "20 | 0")],
      gaps: [
        "no example computes the column `double`: double",
        "no example reaches this tier: from 200_000 USD: 4%", "no example reaches this tier: from 500_000 USD: 5%",
        "no example reaches this tier: from 2: 100 USD", "no example reaches this tier: from 4: 300 USD",
        "no example reaches this tier: \"new\": 150%",
        "`stage = \"Won\"` is false in no example: stage = \"Won\"",
        "`amount > 0 USD` is false in no example: amount > 0 USD",
        "this step changes nothing in any example: times 50% \"CSAT\" when (payee.csat else 100%) < 80%",
        "`(payee.csat else 100%) < 80%` is true in no example: (payee.csat else 100%) < 80%",
        "no example comes to this value: what stands before `else` is always there: 100%",
        "this step changes nothing in any example: at most cap \"capped\"",
        "no example computes `idle`: idle",
      ]),
    // A lost deal and a deal of nothing; both sides of `else`; a slice in each tier and the cap; CSAT below.
    Case(
      title: "all but the middle of whole rates",
      examples: [
        example("Won | new | 2026-05-01 | 400_000", "Lost | old | 2026-05-01 | 1", paid: "10_000 | 0"),
        example("Won | old | 2026-05-01 | 0", csat: "", paid: "0 | 0"),
        example("Won | old | 2026-05-01 | 100", csat: "79.9%", paid: "1 | 0"),
        example(
          "Won | old | 2026-05-01 | 1", "Won | old | 2026-05-02 | 1", "Won | old | 2026-05-03 | 1",
          "Won | old | 2026-05-31 | 1", paid: "0.08 | 300"
        ).replacing("commission | bonus", "commission | bonus | idle").replacing("| 300", "| 300 | 0"),
        example("Won | old | 2026-05-01 | 5_000", paid: "100 | 0")
          .replacing("commission | bonus", "commission | bonus | idle").replacing("| 0\n", "| 0 | 100\n"),
      ],
      gaps: [
        "no example computes the column `double`: double",
        "no example reaches this tier: from 2: 100 USD",
      ]),
    // The run of an example that fails is looked at, too.
    Case(
      title: "a check that is not met",
      examples: [
        """
        example "a month of returns" for Pay {
          given Team
          given deals {
            id | owner | stage | kind | closed | amount
            d1 | ann | Won | old | 2026-05-01 | 1
          }
          during 2026-05
          expect error E0930
        }
        """
      ], gaps: []),
  ]

  @Test(arguments: cases) func gaps(_ test: Case) {
    let plan = Plan(text: ProvingScenario.plan + test.examples.joined(separator: "\n"))
    #expect(plan.diagnostics.isEmpty, "\(DiagnosticRenderer(plan.sources).render(plan.diagnostics))")
    let coverage = plan.coverage()
    let found = coverage.gaps.map { gap in
      "\(gap.message): \(plan.sources[gap.span.file].text(gap.span).split { $0.isWhitespace }.joined(separator: " "))"
    }
    if !test.gaps.isEmpty {
      #expect(found == test.gaps.map { $0.split { $0.isWhitespace }.joined(separator: " ") })
    }
    let (reached, all) = coverage.count()
    #expect(all == 6 + 8 + 6 + 10, "\(Coverage.Kind.allCases.map { coverage.count($0) })")
    #expect(reached == coverage.items.count - coverage.unreached.count)
  }

  /// Conditions whose words negate count in their own sense; those that a join or a window answers are looked at.
  @Test func negatedAndJoinedConditionsCount() {
    let plan = Plan(
      text: """
        table shops (id) {
          id text
          since date
          left date?
        }
        sheet Old {
          for each shops
          show others = count(shops where id != this.id and since <= this.since and left is not missing in total)
          show alike = count(shops where since = this.since in total)
        }
        example "two" for Old {
          given shops {
            id | since | left
            a | 2026-01-01 | 2026-02-01
            b | 2026-01-02 | 2026-02-01
          }
          expect {
            id | others | alike
            a | 0 | 1
            b | 1 | 1
          }
        }
        """)
    #expect(plan.examples.map { plan.run($0).isPassed } == [true], "\(plan.diagnostics.map(\.message))")
    #expect(plan.coverage().gaps.map(\.message) == ["`left is not missing` is false in no example"])
  }
}

extension String {
  func replacing(_ part: String, _ other: String) -> String {
    guard let range = firstRange(of: part) else { return self }
    return self[..<range.lowerBound] + other + self[range.upperBound...]
  }
}
