import Allot
import Model
import Syntax

extension Rule {
  static let repeatedConditions = Rule(
    .correctness, 5, "repeated-conditions",
    page: RulePage(
      "A condition that another one beside it says already.",
      why: """
        Joined by `and`, a condition that follows from the other one adds nothing, and joined by `or` one that the other
        one follows from. Often a name or a bound was meant to differ after the line was copied.
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
          pay kicker = 500 USD when bookings > 1_000 USD and bookings > 500 USD else 0 USD
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
          pay kicker = 500 USD when bookings > 1_000 USD and payee.base > 500 USD else 0 USD
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a range",
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
            pay kicker = 5% of bookings when payee.base > 500 USD and payee.base < 1_000 USD else 0 USD
          }

          """)
      ]),
    check: .plan { RepeatedConditions($0).findings })
}

private struct RepeatedConditions {
  private let review: PlanReview

  init(_ review: PlanReview) { self.review = review }

  var findings: [Finding] {
    review.places(of: .logic).compactMap { place in
      let node = review.nodes[place]
      guard case .binary(let operation, _, _) = node.expression.kind, operation == .and || operation == .or else {
        return nil
      }
      if let parent = node.parent, case .binary(operation, _, _) = review.nodes[parent].expression.kind { return nil }
      return finding(node.expression, operation)
    }
  }

  private func finding(_ expression: TypedExpression, _ operation: BinaryOperator) -> Finding? {
    let parts = review.joined(by: operation, expression)
    let simple = parts.map(review.simpleCondition)
    let words = parts.map(review.wording)
    for second in parts.indices {
      for first in 0..<second {
        // What a checker writes for one phrase, such as a range, stands at one place.
        if parts[first].span == parts[second].span || words[first].isEmpty { continue }
        if words[first] == words[second] { return finding(parts[second], parts[first]) }
        guard let a = simple[first], let b = simple[second], a.operand == b.operand else { continue }
        // An `and` or `or` that never or always holds has a rule of its own.
        if operation == .and, a.allowed.intersection(b.allowed).isEmpty { continue }
        if operation == .or, let rest = a.allowed.complement, rest.isSubset(of: b.allowed) { continue }
        if a.allowed.isSubset(of: b.allowed) {
          return operation == .and ? finding(parts[second], parts[first]) : finding(parts[first], parts[second])
        }
        if b.allowed.isSubset(of: a.allowed) {
          return operation == .and ? finding(parts[first], parts[second]) : finding(parts[second], parts[first])
        }
      }
    }
    return nil
  }

  private func finding(_ idle: TypedExpression, _ other: TypedExpression) -> Finding {
    Finding(
      "a condition adds nothing to the one beside it", at: idle.span, "adds nothing",
      also: [Diagnostic.Label(other.span, "says it already")])
  }
}
