import Allot
import Model
import Syntax

extension Rule {
  static let undocumentedPlans = Rule(
    .style, 7, "undocumented-plans", .off,
    page: RulePage(
      "A plan or a rule without a documentation comment.",
      why: """
        `##` in front of a plan is what statements, reports and other tools show about it: what is paid, to whom and for
        what, in the words of the plan's letter.
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

        ## 5% of all bookings.
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
        guard case .sheet(let sheet) = declaration, sheet.kind != .sheet, sheet.documentation == nil else { return nil }
        return Finding(
          "`\(sheet.name.text)` has no documentation", at: sheet.name.span,
          help: [Diagnostic.Help("lines that begin with `##` in front of it say what it is for")])
      }
    })
}
