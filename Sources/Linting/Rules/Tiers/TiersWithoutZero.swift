import Allot
import Model

extension Rule {
  static let tiersWithoutZero = Rule(
    .tiers, 4, "tiers-without-zero", .warning,
    page: RulePage(
      "Tiers that begin above zero, with an amount going through them that begins at zero.",
      why: """
        A total begins at zero in every window. A value outside the tiers is an error that stops the run, so that one
        payee without sales in a month stops the pay of all. Write what holds below the first bound:
        `from 0 USD: 0%`.
        """,
      failing: pageText(
        "marginal rates Ladder (month_sales: USD) -> percent {\n  from 50_000 USD: 2%\n  from 100_000 USD: 4%\n}",
        "pay commission = bookings through Ladder over month"),
      mended: pageText(
        """
        marginal rates Ladder (month_sales: USD) -> percent {
          from       0 USD: 0%
          from  50_000 USD: 2%
          from 100_000 USD: 4%
        }
        """, "pay commission = bookings through Ladder over month"),
      nearMisses: [
        RulePage.NearMiss(
          "a table that is called with amounts that may never be zero",
          pageText(
            "rates Size (deal: USD) -> percent {\n  from 1 USD: 2%\n  from 100_000 USD: 4%\n}",
            "pay commission = sum(bookings.amount * Size(bookings.amount))"))
      ]),
    check: .plan { review in
      ReviewedTiers.all(in: review).compactMap { tiers in
        guard tiers.curve.tiers.index(of: .zero) == nil, let use = tiers.uses.through.first,
          case .aggregate(let total) = use.0.position.kind, total.isTotal, let first = tiers.curve.tiers.bounds.first,
          first.value.signum >= 0
        else { return nil }
        return Finding(
          "`\(tiers.rates.name)` has no tier for an amount of zero, with which every window begins",
          at: tiers.bound(0), "the first bound",
          also: [Diagnostic.Label(use.1, "an amount that begins at zero")],
          notes: ["a value outside the tiers stops the run: one payee without sales is enough"],
          help: [Diagnostic.Help("say what holds below it, as in `from \(tiers.place(.zero)): 0%`")])
      }
    })
}
