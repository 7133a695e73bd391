import Allot
import Model

extension Rule {
  static let repeatedRates = Rule(
    .tiers, 3, "repeated-rates", .warning,
    page: RulePage(
      "A tier that gives what the tier before it gives.",
      why: """
        The bound between two tiers with one rate decides nothing. One of the two rates is often meant to be another one;
        if not, the second tier can go.
        """,
      failing: pageText(
        """
        marginal rates Ladder (month_sales: USD) -> percent {
          from       0 USD: 2%
          from 100_000 USD: 4%
          from 200_000 USD: 4%
        }
        """, "pay commission = bookings through Ladder over month"),
      mended: pageText(
        """
        marginal rates Ladder (month_sales: USD) -> percent {
          from       0 USD: 2%
          from 100_000 USD: 4%
        }
        """, "pay commission = bookings through Ladder over month"),
      nearMisses: [
        RulePage.NearMiss(
          "one rate, of a slice and of the whole",
          pageText(
            """
            marginal rates Ladder (month_sales: USD) -> percent {
              from       0 USD: 2%
              from 100_000 USD: 4%
              from 200_000 USD: 4% whole
            }
            """, "pay commission = bookings through Ladder over month")),
        RulePage.NearMiss(
          "milestones of one amount, which add up",
          pageText(
            """
            adding rates Milestones (month_sales: USD) -> USD {
              from       0 USD: 0 USD
              from 100_000 USD: 500 USD
              from 200_000 USD: 500 USD
            }
            """, "pay bonus = Milestones(bookings)")),
      ],
      fix: "Takes the second tier out. Nothing changes in what is paid: the fix is safe."),
    check: .plan { review in ReviewedTiers.all(in: review).flatMap { $0.repeated(in: review) } })
}

extension ReviewedTiers {
  fileprivate func repeated(in review: PlanReview) -> [Finding] {
    if rates.mode == .adding { return [] }
    return rows.indices.dropFirst().filter {
      curve.rates[$0] == curve.rates[$0 - 1] && curve.isWhole[$0] == curve.isWhole[$0 - 1]
    }.map { row in
      let edits = review.source.wholeLines(of: rows[row].span).map { [Diagnostic.Edit($0, "")] } ?? []
      return Finding(
        "this tier of `\(rates.name)` gives what the one before it gives", at: rows[row].span, "the same rate",
        also: [Diagnostic.Label(rows[row - 1].span, "the tier before")],
        help: [
          Diagnostic.Help("take it out, or give it the rate that is meant", edits: edits, safety: .safe)
        ])
    }
  }
}
