import Allot
import Model
import Syntax

extension Rule {
  static let idleArithmetic = Rule(
    .correctness, 8, "idle-arithmetic",
    page: RulePage(
      "A multiplication by 1 or 0, or an addition of 0.",
      why: """
        Nothing is changed, or everything is lost: a rate or a factor was meant to stand there, or is left from an
        earlier plan. Where the factor is to be set later, make it a `param`.
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
          pay commission = bookings * 100%
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
          pay commission = bookings * 10%
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a param that is 1 today",
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

          param factor = 100%

          plan Base {
            for each reps
            during   2026
            paid     monthly in USD, negative carried forward
            credit bookings from deals to owner on closed of amount
            pay commission = bookings * factor
          }

          """),
        RulePage.NearMiss(
          "an amount of 0 that stands for nothing",
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
            pay commission = bookings * 10% when payee.base > 0 USD else 0 USD
          }

          """),
      ]),
    check: .plan { review in
      review.places(of: .arithmetic).compactMap { place in
        let node = review.nodes[place]
        guard case .binary(let operation, let left, let right) = node.expression.kind else { return nil }
        func isLiteral(_ expression: TypedExpression, _ number: Int) -> Bool {
          // What converts a unit into another, as in `1 USD / unit`, changes something.
          guard case .constant(.number(let value)) = expression.kind, value == Rational(Int64(number)),
            let quantity = expression.type.quantity
          else { return false }
          return quantity.unit.isOne || operation == .plus || operation == .minus
        }
        let idle: TypedExpression?
        switch operation {
        case .times, .percentOf: idle = [left, right].first { isLiteral($0, 1) || isLiteral($0, 0) }
        case .divide: idle = isLiteral(right, 1) ? right : nil
        case .plus: idle = [left, right].first { isLiteral($0, 0) }
        case .minus: idle = isLiteral(right, 0) ? right : nil
        case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: idle = nil
        }
        guard let idle, review.literal(left) == nil || review.literal(right) == nil else { return nil }
        let isLost = isLiteral(idle, 0) && (operation == .times || operation == .percentOf)
        return Finding(
          isLost ? "the product is always 0" : "an operation changes nothing", at: idle.span,
          isLost ? "makes it 0" : "changes nothing")
      }
    })
}
