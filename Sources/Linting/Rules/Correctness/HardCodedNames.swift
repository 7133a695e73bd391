import Allot
import Model
import Syntax

extension Rule {
  static let hardCodedNames = Rule(
    .correctness, 9, "hard-coded-names",
    page: RulePage(
      "A person, a dealer or another row that a formula names.",
      why: """
        An exception for one key belongs into a table, where it has a date and an approval beside it, and where the next
        one can be added without touching the plan. In a formula it is overlooked, and wrong as soon as the person
        changes roles.

        Rows of rates, examples and tables in the plan's text may name keys: they are such tables.
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
          pay kicker = 500 USD when payee.id = "ann" else 0 USD
        }

        """,
      mended: """
        table reps (id) {
          id          text
          base        USD
          has_kicker  bool
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
          pay kicker = 500 USD when payee.has_kicker else 0 USD
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a column that is no key",
          """
          table reps (id) {
            id      text
            base    USD
            region  text
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
            pay kicker = 500 USD when payee.region = "EMEA" else 0 USD
          }

          """)
      ]),
    check: .plan { HardCodedNames($0).findings })
}

private struct HardCodedNames {
  private let review: PlanReview

  init(_ review: PlanReview) { self.review = review }

  var findings: [Finding] {
    review.places(of: .comparison, .membership, .lookup).flatMap { place -> [Finding] in
      let node = review.nodes[place]
      switch review.roots[node.root].owner {
      case .ratesBound, .parameter, .choice, .schedule: return []
      case .column, .tableCondition, .tableCheck, .ratesValue, .ratesEnd, .curve, .rows, .rowCondition, .credit, .line,
        .starting, .step, .check, .grouping, .orderEntry, .conversion:
        break
      }
      switch node.expression.kind {
      case .binary(.equal, let left, let right), .binary(.notEqual, let left, let right):
        return [named(left, right) ?? named(right, left)].compactMap { $0 }
      case .isIn(let operand, let list): return list.compactMap { named(operand, $0) }
      case .lookup(let table, let keys, _):
        // A table with more than one key may be asked for a kind of row.
        return keys.count == 1 ? keys.compactMap { text($0).map { finding($1, $0, table) } } : []
      default: return []
      }
    }
  }

  private func text(_ expression: TypedExpression) -> (String, SourceSpan)? {
    guard case .constant(.text(let text)) = expression.kind, !text.isEmpty else { return nil }
    return (text, expression.span)
  }

  /// A finding if `operand` is a row, or its key, and `value` is a text.
  private func named(_ operand: TypedExpression, _ value: TypedExpression) -> Finding? {
    guard let (text, span) = text(value), let table = keyTable(operand) else { return nil }
    return finding(span, text, table)
  }

  private func keyTable(_ operand: TypedExpression) -> Int? {
    if case .row(.table(let table)) = operand.type.value { return table }
    switch operand.kind {
    case .field(.table(let table), .column(let column), _), .member(.table(let table), .column(let column), _):
      return review.model.tables[table].key == [column] ? table : nil
    default: return nil
    }
  }

  private func finding(_ span: SourceSpan, _ text: String, _ table: Int) -> Finding {
    let model = review.model.tables[table]
    // Rows that stand in the text are a list that the author knows, such as the currencies.
    return Finding(
      "a formula names `\(text)`, one row of `\(model.name)`", at: span,
      notes: model.rows == nil ? [] : ["the rows of `\(model.name)` stand in the plan"],
      help: [Diagnostic.Help("a column of `\(model.name)` can say which rows are meant")])
  }
}
