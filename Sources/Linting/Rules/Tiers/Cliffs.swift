import Allot
import Model

extension Rule {
  private static let least = RuleOption(
    "cliffs.least", percent: 10, "the jump that is reported, of what is paid below it")

  static let cliffs = Rule(
    .tiers, 2, "cliffs", .off,
    page: RulePage(
      "A bound at which pay jumps.",
      why: """
        A `whole` tier pays its rate from the first unit on, so that pay jumps where the tier begins: one cent more sold
        may pay thousands. Deals are then split, moved and argued about around the bound. That may be what the plan wants;
        the finding says how high the jump is, so that it is wanted with open eyes. A jump down is `falling-pay`.

        `cliffs.least` says how high a jump must be, as a share of what is paid below the bound.
        """,
      failing: pageText(
        "whole rates Size (month_sales: USD) -> percent {\n  from       0 USD: 2%\n  from 100_000 USD: 4%\n}",
        "pay commission = bookings through Size over month"),
      mended: pageText(
        "marginal rates Size (month_sales: USD) -> percent {\n  from       0 USD: 2%\n  from 100_000 USD: 4%\n}",
        "pay commission = bookings through Size over month"),
      nearMisses: [
        RulePage.NearMiss(
          "a jump of less than a tenth",
          pageText(
            "whole rates Size (month_sales: USD) -> percent {\n  from       0 USD: 4%\n  from 100_000 USD: 4.3%\n}",
            "pay commission = bookings through Size over month"))
      ]),
    options: [least],
    check: .plan { review in
      let share = review.value(of: least)
      return ReviewedTiers.all(in: review).flatMap { $0.paysByTotal ? $0.cliffs(atLeast: share) : [] }
    })
}

extension ReviewedTiers {
  fileprivate func cliffs(atLeast share: Rational) -> [Finding] {
    do throws(Undecided) {
      var found: [Finding] = []
      for jump in try curve.curve(.pay).jumps where try jump.sign == 1 {
        guard let row = row(at: jump), let before = jump.before.constant, let after = jump.after.constant else {
          continue
        }
        let height = try after.minus(before)
        if try height < share.times(before) { continue }
        let multiple = try before.signum == 0 ? "" : ", \(ExactText.roughPercent(height.over(before))) more"
        found.append(
          Finding(
            "pay through `\(rates.name)` jumps from \(pay(before)) to \(pay(after))\(multiple)", at: bound(row),
            "at \(place(jump.place))", help: [Diagnostic.Help("pay slices, which have no jumps: `marginal`")]))
      }
      return found
    } catch {
      return []
    }
  }
}
