import Columns
import IR

/// What an amount earns in tiers as a line made of straight segments, so that it can be said what each part of the amount
/// adds, in any order and below zero too.
struct TierSegments {
  struct Part: Hashable {
    let tier: Int
    let amount: Rational
    let rate: Rational
  }

  private struct Segment {
    let tier: Int
    /// Nil for the first segment, which has no beginning.
    let from: Rational?
    let rate: Rational
  }

  private var segments: [Segment] = []

  /// The segments that hold for a position: a whole tier that it has reached pays all that lies below.
  ///
  /// Nil where a number has too many digits.
  init?(_ tiers: TierTable, position: Rational, against quota: Rational) {
    var bounds: [Rational] = []
    for bound in tiers.bounds {
      guard let scaled = bound.multiplying(quota) else { return nil }
      bounds.append(scaled)
    }
    let reached = bounds.indices.filter { position > bounds[$0] || (position == bounds[$0] && tiers.isIncluded[$0]) }
    let first = reached.last { tiers.isWhole[$0] } ?? 0
    for tier in bounds.indices where tier >= first {
      segments.append(Segment(tier: tier, from: tier == first ? nil : bounds[tier], rate: tiers.rates[tier]))
    }
    if segments.isEmpty { return nil }
  }

  /// What lies between two positions, by tier; negative amounts where the second is the lesser.
  func parts(from: Rational, to: Rational) -> [Part]? {
    let (low, high) = from <= to ? (from, to) : (to, from)
    var parts: [Part] = []
    for (place, segment) in segments.enumerated() {
      let start = segment.from.map { max($0, low) } ?? low
      let end = place + 1 < segments.count ? min(segments[place + 1].from ?? high, high) : high
      guard start < end else { continue }
      guard let amount = end.subtracting(start) else { return nil }
      parts.append(Part(tier: segment.tier, amount: from <= to ? amount : amount.negated, rate: segment.rate))
    }
    return from <= to ? parts : parts.reversed()
  }
}
