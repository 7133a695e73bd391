import Allot
import Model
import Syntax

extension Rule {
  static let paymentsCountedTwice = Rule(
    .correctness, 16, "payments-counted-twice",
    page: RulePage(
      "A payment that adds up another payment of the plan.",
      why: """
        All `pay` lines of a plan are paid. One that is the sum of others pays them a second time: a total that is to be
        shown only is a `show` line. A payment that is a share of another one is something else, and in order.
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
          pay commission = 5% of bookings
          pay kicker     = 500 USD when bookings > 9_000 USD else 0 USD
          pay total_pay  = commission + kicker
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
          pay commission = 5% of bookings
          pay kicker     = 500 USD when bookings > 9_000 USD else 0 USD
          show total_pay = commission + kicker
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a share of another payment",
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
            pay commission = 5% of bookings
            pay advance    = 10% of commission
          }

          """),
        RulePage.NearMiss(
          "what a guarantee adds to it",
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
            pay commission = 5% of bookings
            pay top_up     = max(payee.base - commission, 0 USD)
          }

          """),
      ]),
    check: .plan { PaymentsCountedTwice($0).findings })
}

private struct PaymentsCountedTwice {
  private let review: PlanReview

  init(_ review: PlanReview) { self.review = review }

  var findings: [Finding] {
    review.ownSheets.flatMap { number, sheet -> [Finding] in
      guard sheet.kind == .plan else { return [] }
      return sheet.lines.enumerated().filter { $0.element.kind == .pay }.flatMap { place, line -> [Finding] in
        terms(line.value).compactMap { term in
          guard case .field(.sheet(number), .line(let other), 0) = term.kind, other != place,
            sheet.lines[other].kind == .pay, review.isOwn(term.span)
          else { return nil }
          return Finding(
            "`\(line.name)` pays `\(sheet.lines[other].name)` a second time", at: term.span,
            also: [Diagnostic.Label(sheet.lines[other].nameSpan, "is paid by itself")],
            help: [Diagnostic.Help("a `show` line shows a sum without paying it")])
        }
      }
    }
  }

  /// What is added up to a value; what is taken off is not paid.
  private func terms(_ value: TypedExpression) -> [TypedExpression] {
    var result: [TypedExpression] = []
    var pending = [value]
    while let next = pending.popLast() {
      switch next.kind {
      case .binary(.plus, let left, let right): pending += [right, left]
      case .binary(.minus, let left, _): pending.append(left)
      case .conditional(let left, _, let right), .otherwise(let left, let right): pending += [right, left]
      case .round(let inner, _, _): pending.append(inner)
      default: result.append(next)
      }
    }
    // A sum that takes one off again, as in a difference, pays a part of it.
    return result
  }
}
