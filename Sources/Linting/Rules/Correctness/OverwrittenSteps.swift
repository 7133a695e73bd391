import Allot
import Model
import Syntax

extension Rule {
  static let overwrittenSteps = Rule(
    .correctness, 11, "overwritten-steps",
    page: RulePage(
      "A step whose result a later `set` throws away.",
      why: """
        `set` without `when` gives a value of its own. Unless that value is made of `it`, whatever the steps in front of
        it have done is lost. Only what ends the steps before counts.
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
            round up to 12 units "whole packs"
            set to 24 units "two packs"
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
            set to 24 units "two packs"
            round up to 12 units "whole packs"
          }
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a value that is made of `it`",
          """
          table stock (sku) {
            sku      text
            on_hand  units
            target   units
          }

          replenish TopUp {
            for each stock
            order quantity from target - on_hand {
              round up to 12 units "whole packs"
              set to it + 12 units "a pack more"
            }
          }

          """),
        RulePage.NearMiss(
          "a `set` for some rows",
          """
          table stock (sku) {
            sku      text
            on_hand  units
            target   units
          }

          replenish TopUp {
            for each stock
            order quantity from target - on_hand {
              round up to 12 units "whole packs"
              set to 24 units "two packs" when it > 24 units
            }
          }

          """),
      ]),
    check: .plan { review in
      review.ownSteps.flatMap { line -> [Finding] in
        guard
          let place = line.steps.lastIndex(where: { step in
            guard case .set(let value) = step.action, step.condition == nil else { return false }
            return !value.holdsIt
          })
        else { return [] }
        return line.steps[..<place].compactMap { step in
          switch step.action {
          case .stop, .end: return nil
          case .set, .times, .atLeast, .atMost, .round: break
          }
          // What a later condition asks is not lost.
          if line.steps.contains(where: { $0.span.start > step.span.start && $0.condition?.holdsIt == true }) {
            return nil
          }
          return Finding(
            "the result of a step is thrown away", at: step.span, "lost",
            also: [Diagnostic.Label(line.steps[place].span, "sets another value")])
        }
      }
    })
}
