import Allot
import Model
import Syntax

extension Rule {
  static let repeatedValues = Rule(
    .correctness, 24, "repeated-values",
    page: RulePage(
      "A value that stands twice in a list.",
      why: """
        The second one adds nothing. Often the list was copied, and one of the two was meant to be another value.
        """,
      failing: """
        table reps (id) {
          id      text
          base    USD
          region  text
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay kicker = 500 USD when payee.region in ("EMEA", "APAC", "EMEA") else 0 USD
        }

        """,
      mended: """
        table reps (id) {
          id      text
          base    USD
          region  text
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay kicker = 500 USD when payee.region in ("EMEA", "APAC") else 0 USD
        }

        """),
    check: .plan { review in
      review.places(of: .membership).flatMap { place -> [Finding] in
        guard case .isIn(_, let list) = review.nodes[place].expression.kind else { return [] }
        var seen: [Value: SourceSpan] = [:]
        return list.compactMap { item in
          guard let value = review.literal(item), let first = seen.updateValue(item.span, forKey: value) else {
            return nil
          }
          return Finding(
            "a value stands twice in a list", at: item.span, also: [Diagnostic.Label(first, "stands here already")])
        }
      }
    })
}
