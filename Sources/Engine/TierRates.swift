import Columns
import IR

extension Execution {
  /// The rate of the tier that holds each value.
  func tierRates(_ table: TierTable, _ value: Column, site: Int32) -> Column {
    RowMap([value], count: value.count, site: site).numbers { row in
      guard let amount = value.rational(at: row) else { return .missing }
      guard let tier = table.tier(of: amount, times: .one) else { return .fault(table.outside(amount, nil)) }
      return .value(table.rates[tier])
    }
  }

  /// What each amount earns through the tiers.
  func tierAmounts(_ table: TierTable, _ value: Column, against: Column?, site: Int32) -> Column {
    RowMap([value] + (against.map { [$0] } ?? []), count: value.count, site: site).numbers { row in
      guard let amount = value.rational(at: row) else { return .missing }
      guard let against else { return table.amount(amount, times: .one) }
      guard let quota = against.rational(at: row) else { return .missing }
      if quota.signum == 0 { return .fault(.divisionByZero) }
      if quota.signum < 0 {
        return .fault(
          .outsideTiers("an amount cannot be measured against \(quota.description(decimals: 6)), which is negative"))
      }
      return table.amount(amount, times: quota)
    }
  }
}

extension TierTable {
  /// The tier that holds `amount` when all bounds are `scale` times as great; nil if there is none.
  fileprivate func tier(of amount: Rational, times scale: Rational) -> Int? {
    if let end {
      guard let bound = end.multiplying(scale) else { return nil }
      if includesEnd ? amount > bound : amount >= bound { return nil }
    }
    return bounds.indices.last { tier in
      guard let bound = bounds[tier].multiplying(scale) else { return false }
      return isIncluded[tier] ? amount >= bound : amount > bound
    }
  }

  fileprivate func amount(_ amount: Rational, times scale: Rational) -> RowAnswer<Rational> {
    guard let last = tier(of: amount, times: scale) else { return .fault(outside(amount, scale)) }
    if isWhole[last] { return amount.multiplying(rates[last]).map { .value($0) } ?? .fault(.overflow) }
    var sum = Rational.zero
    for tier in 0...last {
      // The part of the amount in a tier is what lies between its bounds on the way from 0 to the amount.
      guard let lower = bounds[tier].multiplying(scale) else { return .fault(.overflow) }
      let next = tier + 1 < bounds.count ? bounds[tier + 1] : end
      var upper: Rational?
      if let next {
        guard let bound = next.multiplying(scale) else { return .fault(.overflow) }
        upper = bound
      }
      func clamp(_ number: Rational) -> Rational {
        let raised = max(number, lower)
        return upper.map { min(raised, $0) } ?? raised
      }
      guard let part = clamp(amount).subtracting(clamp(.zero)), let earned = part.multiplying(rates[tier]),
        let next = sum.adding(earned)
      else { return .fault(.overflow) }
      sum = next
    }
    return .value(sum)
  }

  fileprivate func outside(_ amount: Rational, _ scale: Rational?) -> Fault.Reason {
    var text = "`\(name)` has no tier for \(amount.description(decimals: 6))"
    if let scale, scale != .one { text += " against \(scale.description(decimals: 6))" }
    return .outsideTiers(text)
  }
}
