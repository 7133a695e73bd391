import Allot
import Model
import Syntax

extension Rule {
  static let constantConditions = Rule(
    .correctness, 3, "constant-conditions",
    page: RulePage(
      "A condition that is always true, or never.",
      why: """
        Two comparisons of one value that no value meets together, or of which each value meets one, decide nothing:
        `stage = "Won" and stage = "Closed"` credits nobody, and `stage != "Won" or stage != "Closed"` everyone. Most
        often `and` and `or` are mixed up, or a bound is on the wrong side.

        Values of params count as unknown, because a run may set them.
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
          pay kicker = 5% of bookings when payee.base > 1_000 USD and payee.base < 500 USD else 0 USD
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
          pay kicker = 5% of bookings when payee.base < 1_000 USD and payee.base > 500 USD else 0 USD
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a bound that a param gives",
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

          param least = 1_000 USD

          plan Base {
            for each reps
            during   2026
            paid     monthly in USD, negative carried forward
            credit bookings from deals to owner on closed of amount
            pay kicker = 500 USD when bookings > least and bookings < 500 USD else 0 USD
          }

          """),
        RulePage.NearMiss(
          "two comparisons that one value alone meets",
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
            pay kicker = 5% of bookings when payee.base >= 500 USD and payee.base <= 500 USD else 0 USD
          }

          """),
      ]),
    check: .plan { ConstantConditions($0).findings })
}

private struct ConstantConditions {
  private let review: PlanReview

  init(_ review: PlanReview) { self.review = review }

  var findings: [Finding] { review.places(of: .comparison, .logic).compactMap(finding) }

  private func finding(_ place: Int) -> Finding? {
    let expression = review.nodes[place].expression
    guard case .binary(let operation, let left, let right) = expression.kind else { return nil }
    switch operation {
    case .and, .or: return isTop(place, operation) ? joined(expression, operation) : nil
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      if case .bool(let value)? = review.literal(expression) { return constant(expression, value, []) }
      if case .constant = right.kind { return nil }
      guard review.wording(left) == review.wording(right), !review.wording(left).isEmpty else { return nil }
      return constant(expression, [.equal, .lessOrEqual, .greaterOrEqual].contains(operation), [])
    case .plus, .minus, .times, .divide, .percentOf: return nil
    }
  }

  /// True iff the condition is no part of a longer one of the same kind.
  private func isTop(_ place: Int, _ operation: BinaryOperator) -> Bool {
    guard let parent = review.nodes[place].parent else { return true }
    if case .binary(operation, _, _) = review.nodes[parent].expression.kind { return false }
    return true
  }

  private func joined(_ expression: TypedExpression, _ operation: BinaryOperator) -> Finding? {
    let conditions = review.joined(by: operation, expression).compactMap(review.simpleCondition)
    for (number, second) in conditions.enumerated() {
      for first in conditions[..<number] where first.operand == second.operand {
        if operation == .and, first.allowed.intersection(second.allowed).isEmpty {
          return constant(expression, false, [first, second])
        }
        if operation == .or, let rest = first.allowed.complement, rest.isSubset(of: second.allowed) {
          return constant(expression, true, [first, second])
        }
      }
    }
    return nil
  }

  private func constant(_ expression: TypedExpression, _ value: Bool, _ parts: [SimpleCondition]) -> Finding {
    let labels = parts.map {
      Diagnostic.Label($0.expression.span, value ? "holds, or the other one does" : "excludes the other one")
    }
    return Finding(
      "the condition is \(value ? "always" : "never") true", at: expression.span,
      "holds \(value ? "whatever" : "for no") values the row has", also: labels)
  }
}
