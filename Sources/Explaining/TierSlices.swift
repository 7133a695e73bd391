import Columns
import IR

/// What an amount has in each tier that it reaches, by plain arithmetic: who shows them holds their total against what
/// the engine has computed.
package struct TierSlices {
  package struct Slice: Hashable {
    package let tier: Int
    package let amount: Rational
    package let earned: Rational
  }

  package private(set) var slices: [Slice] = []
  package private(set) var total = Rational.zero

  /// Nil where a number has too many digits.
  package init?(_ tiers: TierTable, position: Rational, against quota: Rational) {
    var bounds: [Rational] = []
    for bound in tiers.bounds {
      guard let scaled = bound.multiplying(quota) else { return nil }
      bounds.append(scaled)
    }
    var reached: [(tier: Int, from: Rational)] = []
    for (tier, bound) in bounds.enumerated() where position > bound || (position == bound && tiers.isIncluded[tier]) {
      reached.append((tier, tier == 0 && bound > Rational.zero ? Rational.zero : bound))
    }
    // A whole tier pays everything below it at its own rate.
    if let whole = reached.lastIndex(where: { tiers.isWhole[$0.tier] }) {
      reached.removeFirst(whole)
      reached[0].from = .zero
    }
    for (place, entry) in reached.enumerated() {
      let end = place + 1 < reached.count ? reached[place + 1].from : position
      guard let amount = end.subtracting(entry.from), let earned = amount.multiplying(tiers.rates[entry.tier]),
        let sum = total.adding(earned)
      else { return nil }
      total = sum
      slices.append(Slice(tier: entry.tier, amount: amount, earned: earned))
    }
  }
}
