import Allot
import Model

extension Rule {
  static let fallingPay = Rule(
    .tiers, 1, "falling-pay", .error,
    page: RulePage(
      "Rates through which selling more pays less.",
      why: """
        What an amount earns through the tiers goes down somewhere as the amount goes up: a `whole` tier has a lower rate
        than the one before, or a rate is below zero. Somebody who is just below the bound is better off without the next
        deal. The finding says what is paid on both sides of the bound, exactly.

        Pay the slices instead of the whole (`marginal rates`), raise the rate, or move the bound. What is a deduction and
        no rate belongs into a line of its own.
        """,
      failing: pageText(
        "whole rates Size (month_sales: USD) -> percent {\n  from       0 USD: 6%\n  from 100_000 USD: 4%\n}",
        "pay commission = bookings through Size over month"),
      mended: pageText(
        "marginal rates Size (month_sales: USD) -> percent {\n  from       0 USD: 6%\n  from 100_000 USD: 4%\n}",
        "pay commission = bookings through Size over month"),
      nearMisses: [
        RulePage.NearMiss(
          "a rate that falls, of tables that nothing goes through",
          pageText(
            "rates Discount (size: USD) -> percent {\n  from       0 USD: 6%\n  from 100_000 USD: 4%\n}",
            "pay commission = sum(bookings.amount * Discount(bookings.amount))")),
        RulePage.NearMiss(
          "a lower rate for the slice above a bound alone",
          pageText(
            "whole rates Size (month_sales: USD) -> percent {\n  from 0 USD: 4%\n  from 100_000 USD: 3% marginal\n}",
            "pay commission = bookings through Size over month")),
      ]),
    check: .plan { review in
      ReviewedTiers.all(in: review).flatMap { $0.paysByTotal ? $0.falls : [] }
    })
}

extension ReviewedTiers {
  /// Where what goes through the tiers earns less by growing.
  var falls: [Finding] {
    do throws(Undecided) {
      let pay = try curve.curve(.pay)
      var found: [Finding] = []
      for jump in try pay.jumps where try jump.sign == -1 {
        guard let row = row(at: jump), let before = jump.before.constant, let after = jump.after.constant else {
          continue
        }
        let side = jump.isBehind ? "up to \(place(jump.place))" : "just below \(place(jump.place))"
        let there = jump.isBehind ? "just above" : "at it"
        found.append(
          Finding(
            "`\(rates.name)` pays \(self.pay(before)) \(side), and \(self.pay(after)) \(there)",
            at: bound(row), "selling more pays less from here on",
            notes: try witness(of: pay, jump).map { [$0] } ?? [],
            help: [
              Diagnostic.Help("pay slices instead of the whole: `marginal`"),
              Diagnostic.Help("or let the rate of this tier be no lower than the one before"),
            ]))
      }
      for slope in try pay.slopesDown {
        guard let row = curve.tiers.index(of: try slope.sample) else { continue }
        found.append(
          Finding(
            "`\(rates.name)` takes pay away for each unit sold above \(place(slope.lower))", at: rows[row].value.span,
            "a rate below zero",
            help: [Diagnostic.Help("write a deduction as a line of its own, and no rate below `0%`")]))
      }
      return found
    } catch {
      return []
    }
  }

  /// Two amounts that can occur, on both sides of a jump, and what each earns.
  fileprivate func witness(of pay: PayoutCurve, _ jump: CurveJump) throws(Undecided) -> String? {
    guard let axis else { return nil }
    let step = ExactText.step(of: axis)
    let low = jump.isBehind ? jump.place : try jump.place.minus(step)
    let high = jump.isBehind ? try jump.place.plus(step) : jump.place
    guard let before = try pay.amount(at: low)?.constant, let after = try pay.amount(at: high)?.constant,
      after < before
    else { return nil }
    return "\(place(low)) earns \(self.pay(before)), \(place(high)) earns \(self.pay(after))"
  }
}

extension Amount {
  /// The number, iff the amount is one.
  var constant: Rational? { polynomial?.constant }
}
