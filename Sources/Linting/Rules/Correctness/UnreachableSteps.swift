import Allot
import Model
import Syntax

extension Rule {
  static let unreachableSteps = Rule(
    .correctness, 10, "unreachable-steps",
    page: RulePage(
      "A step behind one that always ends the order or the payment.",
      why: """
        `stop at` without `when`, and an `unknown` or `conflict` without one, end the steps: what stands below never
        acts. The condition is missing, or the steps stand in the wrong order.
        """,
      failing: """
        table stock (sku) {
          sku      text
          on_hand  units
          target   units
        }

        replenish TopUp {
          for each stock
          order quantity from target - on_hand {
            stop at 0 units "frozen"
            round up to 12 units "whole packs"
          }
        }

        """,
      mended: """
        table stock (sku) {
          sku      text
          on_hand  units
          target   units
        }

        replenish TopUp {
          for each stock
          order quantity from target - on_hand {
            stop at 0 units "no need" when it <= 0 units
            round up to 12 units "whole packs"
          }
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "the step that always ends stands last",
          """
          table stock (sku) {
            sku      text
            on_hand  units
            target   units
          }

          replenish TopUp {
            for each stock
            order quantity from target - on_hand {
              stop at 0 units "no need" when it <= 0 units
              stop at 12 units "one pack"
            }
          }

          """)
      ]),
    check: .plan { review in
      review.ownSteps.compactMap { line in
        guard let place = line.steps.firstIndex(where: { $0.isEnd && $0.condition == nil }),
          place + 1 < line.steps.count
        else { return nil }
        return Finding(
          "a step is never reached", at: line.steps[place + 1].span, "never acts",
          also: [Diagnostic.Label(line.steps[place].span, "always ends the steps")])
      }
    })
}

extension TypedStep {
  /// True iff no step behind it acts.
  fileprivate var isEnd: Bool {
    switch action {
    case .stop, .end: true
    case .set, .times, .atLeast, .atMost, .round: false
    }
  }
}
