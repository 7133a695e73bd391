import Allot
import Model
import Syntax

extension Rule {
  static let idleSteps = Rule(
    .correctness, 13, "idle-steps",
    page: RulePage(
      "A step that never changes anything.",
      why: """
        An `at most` behind a smaller one, an `at least` behind a greater one, and `times 1` do nothing, and their
        reason is never shown. A bound was meant to be another one, or a step has been left over.
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
            at most 24 units "room"
            at most 48 units "budget"
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
            at most 48 units "budget"
            at most 24 units "room"
          }
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a step in between that raises the amount",
          """
          table stock (sku) {
            sku      text
            on_hand  units
            target   units
          }

          replenish TopUp {
            for each stock
            order quantity from target - on_hand {
              at most 24 units "room"
              times 2 "both weeks"
              at most 48 units "budget"
            }
          }

          """)
      ]),
    check: .plan { IdleSteps($0).findings })
}

private struct IdleSteps {
  private let review: PlanReview

  init(_ review: PlanReview) { self.review = review }

  var findings: [Finding] { review.ownSteps.flatMap(findings) }

  private func findings(_ line: LineModel) -> [Finding] {
    var found: [Finding] = []
    var most: (value: Rational, step: TypedStep)?
    var least: (value: Rational, step: TypedStep)?
    for step in line.steps {
      switch step.action {
      case .atMost(let amount):
        guard let value = review.number(amount) else {
          least = nil
          continue
        }
        if let bound = most, bound.value <= value { found.append(idle(step, bound.step, "is no greater already")) }
        if step.condition == nil, most.map({ value < $0.value }) ?? true { most = (value, step) }
        least = nil
      case .atLeast(let amount):
        guard let value = review.number(amount) else {
          most = nil
          continue
        }
        if let bound = least, bound.value >= value { found.append(idle(step, bound.step, "is no less already")) }
        if step.condition == nil, least.map({ value > $0.value }) ?? true { least = (value, step) }
        most = nil
      case .times(let factor):
        if review.literal(factor) == .number(.one) {
          found.append(Finding("a step never changes the amount", at: step.span, "times 1"))
        } else {
          (most, least) = (nil, nil)
        }
      case .set, .round: (most, least) = (nil, nil)
      case .stop, .end: break
      }
    }
    return found
  }

  private func idle(_ step: TypedStep, _ other: TypedStep, _ why: String) -> Finding {
    Finding(
      "a step never changes the amount", at: step.span, "never acts", also: [Diagnostic.Label(other.span, why)])
  }
}
