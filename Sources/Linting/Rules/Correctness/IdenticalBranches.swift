import Allot
import Model
import Syntax

extension Rule {
  static let identicalBranches = Rule(
    .correctness, 6, "identical-branches",
    page: RulePage(
      "Two branches that give the same.",
      why: """
        Whatever the condition says, the same comes out. One of the two values was copied and not changed, or the
        condition is left from an earlier plan.
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
          pay kicker = 500 USD when bookings > 1_000 USD else 500 USD
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
          pay kicker = 500 USD when bookings > 1_000 USD else 0 USD
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "the same value in branches that do not follow each other",
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
            pay kicker =
              500 USD when bookings > 9_000 USD
              else 100 USD when bookings > 1_000 USD
              else 500 USD when payee.base = 0 USD
              else 0 USD
          }

          """)
      ]),
    check: .plan { review in
      review.places(of: .conditional).compactMap { place in
        let node = review.nodes[place]
        guard case .conditional(let value, let condition, let otherwise) = node.expression.kind else { return nil }
        var next = otherwise
        if case .conditional(let following, _, _) = otherwise.kind { next = following }
        let words = review.wording(value)
        guard !words.isEmpty, words == review.wording(next), value.span != next.span else { return nil }
        return Finding(
          "both branches give the same", at: next.span, "the same again",
          also: [
            Diagnostic.Label(value.span, "given where the condition holds"),
            Diagnostic.Label(condition.span, "decides nothing"),
          ])
      }
    })
}
