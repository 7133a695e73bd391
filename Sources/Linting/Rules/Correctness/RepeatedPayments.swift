import Allot
import Model
import Syntax

extension Rule {
  static let repeatedPayments = Rule(
    .correctness, 17, "repeated-payments",
    page: RulePage(
      "Two payments of a plan with the same formula.",
      why: """
        Both are paid. The second line was copied, and the change that it was copied for has not been made.
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
          pay kicker     = 5% of bookings
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
          pay kicker     = 2% of bookings
        }

        """,
      nearMisses: [
        RulePage.NearMiss(
          "the same amount under other conditions",
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
            pay small = 500 USD when bookings > 1_000 USD else 0 USD
            pay large = 500 USD when bookings > 9_000 USD else 0 USD
          }

          """),
        RulePage.NearMiss(
          "the same formula with other steps",
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
              then at most 500 USD
            pay kicker = 5% of bookings
              then at most 900 USD
          }

          """),
      ]),
    check: .plan { review in
      review.ownSheets.flatMap { _, sheet -> [Finding] in
        var seen: [String: LineModel] = [:]
        return sheet.lines.compactMap { line in
          guard line.kind == .pay, review.isOwn(line.nameSpan), review.literal(line.value) == nil else { return nil }
          let steps = line.steps.map { review.text($0.span) }.joined(separator: ";")
          let key = "\(review.wording(line.value)) \(steps) \(line.each?.rawValue ?? "") \(line.isRoundedPerDeal)"
          guard let first = seen[key] else {
            seen[key] = line
            return nil
          }
          return Finding(
            "`\(line.name)` pays the same as `\(first.name)`", at: line.nameSpan,
            also: [Diagnostic.Label(first.nameSpan, "the same formula")])
        }
      }
    })
}
