import Allot
import Model
import Syntax

extension Rule {
  static let conditionsOutsideThePlan = Rule(
    .dates, 3, "conditions-outside-the-plan",
    page: RulePage(
      "A condition on the credit date that no day of the plan meets.",
      why: """
        The plan is `during` a period, and the credit asks for days outside of it: nothing is ever credited. Most often
        the year in the condition was not changed when the plan was copied.
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
          credit bookings from deals where closed >= 2027-01-01 to owner on closed of amount
          pay commission = 5% of bookings
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
          credit bookings from deals where closed >= 2026-07-01 to owner on closed of amount
          pay commission = 5% of bookings
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a condition on another date",
          """
          table reps (id) {
            id     text
            base   USD
          }

          table deals (id) dated closed {
            id      text
            owner   reps
            closed  date
            `paid`  date
            amount  USD
          }

          plan Base {
            for each reps
            during   2026
            paid     monthly in USD, negative carried forward
            credit bookings from deals where `paid` >= 2027-01-01 to owner on closed of amount
            pay commission = 5% of bookings
          }

          """)
      ]),
    check: .plan { review in
      review.ownSheets.flatMap { _, sheet -> [Finding] in
        guard let during = sheet.during else { return [] }
        let plan = AllowedValues.range(
          lower: AllowedValues.Bound(value: Rational(Int64(during.first.days)), isIncluded: true),
          upper: AllowedValues.Bound(value: Rational(Int64(during.last.days)), isIncluded: true))
        return sheet.credits.flatMap { credit -> [Finding] in
          guard let condition = credit.condition, review.isOwn(credit.span) else { return [] }
          let date = review.fieldName(credit.date)
          return review.joined(by: .and, condition).compactMap { part in
            guard let simple = review.simpleCondition(part), let date,
              review.operand(part).flatMap(review.fieldName) == date,
              simple.allowed.intersection(plan).isEmpty
            else { return nil }
            return Finding(
              "the plan has no day for which this holds", at: part.span, "nothing is credited",
              notes: ["the plan is from \(during.first) to \(during.last)"])
          }
        }
      }
    })
}

extension PlanReview {
  /// The table and column of a plain field.
  fileprivate func fieldName(_ expression: TypedExpression) -> DeclarationUses.TableColumn? {
    guard case .field(.table(let table), .column(let column), _) = expression.kind else { return nil }
    return DeclarationUses.TableColumn(table: table, column: column)
  }

  /// What a comparison with a literal is about.
  fileprivate func operand(_ condition: TypedExpression) -> TypedExpression? {
    guard case .binary(let operation, let left, let right) = condition.kind, operation.isComparison else { return nil }
    return literal(left) == nil ? left : right
  }
}
