import Allot
import Model
import Syntax

extension Rule {
  static let comparisonsWithTrue = Rule(
    .style, 6, "comparisons-with-true",
    page: RulePage(
      "A truth value that is compared with `true` or `false`.",
      why: """
        `when is_active = true` says no more than `when is_active`, and `= false` no more than `not`. The shorter form
        reads as the sentence is spoken.
        """,
      failing: """
        table reps (id) {
          id         text
          base       USD
          is_active  bool
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay kicker = 500 USD when payee.is_active = true else 0 USD
        }

        """,
      mended: """
        table reps (id) {
          id         text
          base       USD
          is_active  bool
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay kicker = 500 USD when payee.is_active else 0 USD
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a comparison of two columns",
          """
          table reps (id) {
            id         text
            base       USD
            is_active  bool
            is_new     bool
          }

          plan Base {
            for each reps
            during   2026
            paid     monthly in USD, negative carried forward
            pay kicker = 500 USD when payee.is_active = payee.is_new else 0 USD
          }

          """)
      ],
      fix: "Leaves the value alone, where it is a column or a line compared with `true`. This is a safe fix."),
    check: .plan { review in
      review.places(of: .comparison).compactMap { place in
        let node = review.nodes[place]
        let operation: BinaryOperator
        let operand: TypedExpression
        let value: Bool
        switch node.expression.kind {
        case .binary(let sign, let left, let right) where sign == .equal || sign == .notEqual:
          operation = sign
          if case .constant(.bool(let known)) = right.kind {
            (operand, value) = (left, known)
          } else if case .constant(.bool(let known)) = left.kind {
            (operand, value) = (right, known)
          } else {
            return nil
          }
        default: return nil
        }
        guard operand.type.value == .bool, !operand.type.isOptional else { return nil }
        let isPositive = value == (operation == .equal)
        let text = review.text(operand.span)
        // A longer operand may need parentheses that the text does not have.
        let isPlain: Bool
        switch operand.kind {
        case .field, .member: isPlain = isPositive
        default: isPlain = false
        }
        return Finding(
          "a truth value is compared with `\(value)`", at: node.expression.span,
          help: [
            isPlain
              ? Diagnostic.Help(
                "the value alone says it", edits: [Diagnostic.Edit(node.expression.span, text)], safety: .safe)
              : Diagnostic.Help(isPositive ? "the value alone says it" : "`not` in front of the value says it")
          ])
      }
    })
}
