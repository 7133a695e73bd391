import Allot
import Model
import Syntax

extension Rule {
  static let hardCodedQuotas = Rule(
    .correctness, 22, "hard-coded-quotas", .off,
    page: RulePage(
      "A target that stands in a formula as an amount.",
      why: """
        Attainment is measured against an amount that is the same for everybody and forever. A column of the payees'
        table, or a `param`, can differ from person to person and be raised without a change of the plan.

        This is off unless it is asked for: some plans do have one target for all.
        """,
      failing: """
        table reps (id) {
          id     text
          base   USD
        }

        table deals (id) dated closed {
          id      text
          owner   reps
          closed  date
          amount  USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          credit bookings from deals to owner on closed of amount
          let attained = bookings / 100_000 USD
          pay kicker = 500 USD when attained > 100% else 0 USD
        }

        """,
      mended: """
        table reps (id) {
          id     text
          base   USD
        }

        table deals (id) dated closed {
          id      text
          owner   reps
          closed  date
          amount  USD
        }

        param target = 100_000 USD

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          credit bookings from deals to owner on closed of amount
          let attained = bookings / target
          pay kicker = 500 USD when attained > 100% else 0 USD
        }

        """),
    check: .plan { review in
      review.places(of: .arithmetic, .through).compactMap { place in
        let node = review.nodes[place]
        let target: TypedExpression
        switch node.expression.kind {
        case .binary(.divide, _, let divisor): target = divisor
        case .through(let through):
          guard let against = through.against else { return nil }
          target = against
        default: return nil
        }
        guard review.number(target) != nil, target.type.quantity?.unit.isMonetary == true else { return nil }
        return Finding("a formula measures against `\(review.text(target.span))`", at: target.span)
      }
    })
}
