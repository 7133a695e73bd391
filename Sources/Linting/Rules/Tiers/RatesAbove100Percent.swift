import Allot
import Model

extension Rule {
  static let ratesAbove100Percent = Rule(
    .tiers, 5, "rates-above-100-percent", .warning,
    page: RulePage(
      "A rate that pays more than all of what goes through it.",
      why: """
        Each further dollar sold pays more than a dollar. Nearly always the rate is a factor (`150%` for one and a half
        times the ordinary rate) in a table that wants rates, or a digit too many. A factor is called, and multiplies:
        `5% of bookings * Factor(attained)`.
        """,
      failing: pageText(
        "marginal rates Ladder (month_sales: USD) -> percent {\n  from       0 USD: 5%\n  from 100_000 USD: 150%\n}",
        "pay commission = bookings through Ladder over month"),
      mended: pageText(
        "marginal rates Ladder (month_sales: USD) -> percent {\n  from       0 USD: 5%\n  from 100_000 USD: 7.5%\n}",
        "pay commission = bookings through Ladder over month"),
      nearMisses: [
        RulePage.NearMiss(
          "a factor, which multiplies",
          pageText(
            "rates Factor (month_sales: USD) -> percent {\n  from       0 USD: 100%\n  from 100_000 USD: 150%\n}",
            "pay commission = 5% of bookings * Factor(bookings)"))
      ]),
    check: .plan { review in
      ReviewedTiers.all(in: review).flatMap { tiers -> [Finding] in
        guard let use = tiers.uses.through.first, tiers.rates.result.quantity?.unit.isOne == true else { return [] }
        return tiers.rows.indices.filter { tiers.curve.rates[$0] > .one }.map { row in
          Finding(
            "this tier of `\(tiers.rates.name)` pays more than all of what goes through it",
            at: tiers.rows[row].value.span, "above 100%",
            also: [Diagnostic.Label(use.1, "an amount goes through it")],
            help: [Diagnostic.Help("write the rate itself, or call the table as a factor of a line")])
        }
      }
    })
}
