import Allot
import Model
import Syntax

extension Rule {
  static let boundsAgainstPacks = Rule(
    .correctness, 15, "bounds-against-packs",
    page: RulePage(
      "A minimum or a most that is no whole number of packs.",
      why: """
        With packs of 12, a minimum of 30 is 36 and a most of 30 is 24, if the steps round at all: what is written is
        never what is ordered. Write the amount that holds.
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
            at least 30 units "least order"
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
            at least 36 units "least order"
            round up to 12 units "whole packs"
          }
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a bound of each row",
          """
          table stock (sku) {
            sku      text
            on_hand  units
            target   units
          }

          replenish TopUp {
            for each stock
            order quantity from target - on_hand {
              at least target "least order"
              round up to 12 units "whole packs"
            }
          }

          """),
        RulePage.NearMiss(
          "a bound in money",
          """
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
            pay kicker = 5% of bookings
              then at most 5_000 USD
              then round half to 0.01 USD
          }

          """),
      ]),
    check: .plan { review in
      review.ownSteps.filter { $0.kind == .order }.flatMap { line -> [Finding] in
        let packs = line.steps.compactMap { step -> (value: Rational, step: TypedStep)? in
          guard case .round(_, let pack) = step.action, let value = review.number(pack), value.signum > 0 else {
            return nil
          }
          return (value, step)
        }
        guard packs.count == 1, let pack = packs.first else { return [] }
        return line.steps.compactMap { step in
          switch step.action {
          case .atLeast(let amount), .atMost(let amount):
            guard let value = review.number(amount), !value.isMultiple(of: pack.value) else { return nil }
            // The rule about rounding up beyond a bound says more.
            if case .atMost = step.action, step.span.start < pack.step.span.start { return nil }
            return Finding(
              "a bound is no whole number of packs", at: amount.span,
              also: [Diagnostic.Label(pack.step.span, "the packs")])
          case .stop, .set, .times, .round, .end: return nil
          }
        }
      }
    })
}
