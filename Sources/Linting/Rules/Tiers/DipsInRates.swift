import Allot
import Model

extension Rule {
  static let dipsInRates = Rule(
    .tiers, 6, "dips-in-rates", .warning,
    page: RulePage(
      "A rate that is lower than the one before it, with a higher one behind it.",
      why: """
        Rates that rise are accelerators, and rates that fall are a brake on windfalls. Rates that fall and then rise
        again are neither: most often a decelerator that should pay less below a threshold pays more than the base rate.
        """,
      failing: pageText(
        """
        marginal rates Ladder (month_sales: USD) -> percent {
          from       0 USD: 8%
          from  50_000 USD: 6%
          from 100_000 USD: 9%
        }
        """, "pay commission = bookings through Ladder over month"),
      mended: pageText(
        """
        marginal rates Ladder (month_sales: USD) -> percent {
          from       0 USD: 3%
          from  50_000 USD: 6%
          from 100_000 USD: 9%
        }
        """, "pay commission = bookings through Ladder over month"),
      nearMisses: [
        RulePage.NearMiss(
          "a lower rate for what lies far above the target",
          pageText(
            """
            marginal rates Ladder (month_sales: USD) -> percent {
              from       0 USD: 4%
              from  50_000 USD: 6%
              from 500_000 USD: 1%
            }
            """, "pay commission = bookings through Ladder over month"))
      ]),
    check: .plan { review in
      ReviewedTiers.all(in: review).flatMap { tiers -> [Finding] in
        let rates = tiers.curve.rates
        guard !tiers.uses.through.isEmpty, tiers.curve.isWhole.allSatisfy({ !$0 }) else { return [] }
        return rates.indices.dropFirst().dropLast().compactMap { row in
          guard rates[row] < rates[row - 1],
            let higher = rates.indices.first(where: { $0 > row && rates[$0] > rates[row] })
          else { return nil }
          return Finding(
            "the rates of `\(tiers.rates.name)` fall here and rise again later", at: tiers.rows[row].value.span,
            "lower than the rate before it",
            also: [
              Diagnostic.Label(tiers.rows[row - 1].value.span, "the rate before it"),
              Diagnostic.Label(tiers.rows[higher].value.span, "higher again"),
            ],
            help: [Diagnostic.Help("check which of the three is meant; a decelerator pays less below its bound")])
        }
      }
    })
}
