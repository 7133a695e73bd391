import Allot
import Model
import Syntax

extension Rule {
  static let identicalOperands = Rule(
    .correctness, 7, "identical-operands",
    page: RulePage(
      "A value that is subtracted from itself, divided by itself, or compared with itself in `min` or `max`.",
      why: """
        The result is 0, 1 or the value, whatever the data are: one of the two was meant to be another one.
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
          pay kicker = 5% of (bookings - bookings)
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

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          credit bookings from deals to owner on closed of amount
          pay kicker = 5% of (bookings - payee.base)
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "two values of one table",
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
            pay kicker = 5% of max(bookings, payee.base)
          }

          """)
      ]),
    check: .plan { review in
      review.places(of: .arithmetic, .call).compactMap { place in
        let node = review.nodes[place]
        let operands: (TypedExpression, TypedExpression)
        switch node.expression.kind {
        case .binary(.minus, let left, let right), .binary(.divide, let left, let right): operands = (left, right)
        case .call(.min, let arguments) where arguments.count == 2: operands = (arguments[0], arguments[1])
        case .call(.max, let arguments) where arguments.count == 2: operands = (arguments[0], arguments[1])
        default: return nil
        }
        let words = review.wording(operands.0)
        guard !words.isEmpty, words == review.wording(operands.1), operands.0.span != operands.1.span,
          review.literal(operands.0) == nil
        else { return nil }
        return Finding(
          "both operands are the same", at: operands.1.span, "the same again",
          also: [Diagnostic.Label(operands.0.span, "the first")])
      }
    })
}
