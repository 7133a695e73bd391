import Allot
import Model
import Syntax

extension Rule {
  static let plansWithoutPeriod = Rule(
    .dates, 4, "plans-without-period", .off,
    page: RulePage(
      "A plan that does not say during which period it holds.",
      why: """
        Without `during` a plan pays for every period that a run asks for, also for those before it was agreed upon and
        after it has ended. `during 2026` makes a run for another year an error.
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
          paid     monthly in USD, negative carried forward
          credit bookings from deals to owner on closed of amount
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
          credit bookings from deals to owner on closed of amount
          pay commission = 5% of bookings
        }

        """),
    check: .plan { review in
      review.syntax.declarations.compactMap { declaration in
        guard case .sheet(let sheet) = declaration, sheet.kind == .plan, sheet.during == nil else { return nil }
        return Finding("plan `\(sheet.name.text)` does not say during which period it holds", at: sheet.name.span)
      }
    })
}
