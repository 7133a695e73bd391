import Allot
import Model
import Syntax

extension Rule {
  static let unguardedDivisors = Rule(
    .correctness, 20, "unguarded-divisors", .off,
    page: RulePage(
      "A division by what the data may make 0.",
      why: """
        A quota of 0, for somebody on leave, stops the run with the row's name, unless the expression says what holds
        then: `bookings / quota else 0%`. That is safe, but may come as a surprise in the last night of a quarter. A
        check of the table, such as `check "a quota is above 0" quota > 0 USD`, answers for all uses of the column.
        """,
      failing: """
        table reps (id) {
          id     text
          quota  USD
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
          show attained = bookings / payee.quota
          pay commission = 5% of bookings
        }

        """,
      mended: """
        table reps (id) {
          id     text
          quota  USD
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
          show attained = bookings / payee.quota else 0%
          pay commission = 5% of bookings
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a column that a check keeps above 0",
          """
          table reps (id) {
            id     text
            quota  USD
            check "a quota is above 0" quota > 0 USD
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
            show attained = bookings / payee.quota
            pay commission = 5% of bookings
          }

          """),
        RulePage.NearMiss(
          "a number that is written",
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
            pay commission = bookings / 20
          }

          """),
      ]),
    check: .plan { UnguardedDivisors($0).findings })
}

private struct UnguardedDivisors {
  private let review: PlanReview

  init(_ review: PlanReview) { self.review = review }

  var findings: [Finding] {
    review.places(of: .arithmetic).compactMap { place in
      let node = review.nodes[place]
      guard case .binary(.divide, _, let divisor) = node.expression.kind, review.model.constantValue(divisor) == nil,
        !isGuarded(place), !isChecked(divisor), mayBeZero(divisor)
      else { return nil }
      return Finding(
        "`\(review.text(divisor.span))` may be 0", at: divisor.span, "stops the run where it is 0",
        help: [Diagnostic.Help("`else` behind the division says what holds then")])
    }
  }

  /// True iff an `else` or a condition around the division answers for it.
  private func isGuarded(_ place: Int) -> Bool {
    review.ancestors(of: place).contains { ancestor in
      switch review.nodes[ancestor].expression.kind {
      case .otherwise, .conditional: true
      default: false
      }
    }
  }

  /// True iff a check of the table compares the column.
  private func isChecked(_ divisor: TypedExpression) -> Bool {
    guard let column = column(divisor) else { return false }
    let table = review.model.tables[column.table]
    return (table.checks.map(\.condition) + table.conditions).contains { condition in
      review.joined(by: .and, condition).contains { part in
        guard case .binary(let operation, let left, let right) = part.kind, operation.isComparison else { return false }
        return [left, right].contains { self.column($0) == column }
      }
    }
  }

  private func column(_ expression: TypedExpression) -> DeclarationUses.TableColumn? {
    switch expression.kind {
    case .field(.table(let table), .column(let column), _), .member(.table(let table), .column(let column), _):
      DeclarationUses.TableColumn(table: table, column: column)
    default: nil
    }
  }

  /// Lines of the plan itself are computed, and judged where that is.
  private func mayBeZero(_ divisor: TypedExpression) -> Bool {
    switch divisor.kind {
    case .field(.table, _, _), .member(.table, _, _), .aggregate, .lookup: true
    default: false
    }
  }
}
