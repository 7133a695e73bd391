import Allot
import Model
import Syntax

extension Rule {
  static let hardCodedYears = Rule(
    .dates, 1, "hard-coded-years", .off,
    page: RulePage(
      "A date or a period in a condition or a formula.",
      why: """
        A plan is `during` a period, and windows follow it. A year that is written into a formula besides is overlooked
        when the plan is copied for the next one. Put what changes on a day into rates with dates, or into a table with
        `valid from`.

        This is off unless it is asked for, because a plan may well change on a day that was agreed upon.
        """,
      failing: """
        table reps (id) {
          id     text
          base   USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay kicker = 500 USD when first_day(this month) >= 2026-07-01 else 0 USD
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

        param bonus = 500 USD

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          credit bookings from deals to owner on closed of amount
          pay kicker = bonus when bookings > 0 USD else 0 USD
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "the plan's own period",
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
          }

          """)
      ]),
    check: .plan { review in
      review.places(of: .day).compactMap { place in
        let node = review.nodes[place]
        switch review.roots[node.root].owner {
        case .ratesBound, .parameter, .schedule, .ratesEnd: return nil
        case .column, .tableCondition, .tableCheck, .ratesValue, .curve, .rows, .rowCondition, .credit, .line,
          .starting,
          .step, .check, .grouping, .orderEntry, .conversion, .choice:
          break
        }
        switch node.expression.kind {
        case .constant(.date), .constant(.period): break
        default: return nil
        }
        return Finding("a formula names `\(review.text(node.expression.span))`", at: node.expression.span)
      }
    })
}
