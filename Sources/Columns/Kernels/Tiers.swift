/// The tiers of a rates table: each is a lower bound and ends where the next begins.
public struct Tiers: Hashable, Sendable {
  /// One end of a tier.
  public struct Bound: Hashable, Sendable {
    public let value: Rational
    /// True iff the value itself lies inside: `from` and `up to`, not `above` and `below`.
    public let isIncluded: Bool

    public init(_ value: Rational, isIncluded: Bool = true) {
      self.value = value
      self.isIncluded = isIncluded
    }
  }

  /// The text of the fault of an amount that is in no tier, measured against a quota if there is one.
  public typealias Description = (_ amount: Rational, _ quota: Rational?) -> String

  /// The amount, and the quota if there is one.
  public static func describe(_ amount: Rational, _ quota: Rational?) -> String {
    let text = amount.description(decimals: 6)
    return quota.map { "\(text) against \($0.description(decimals: 6))" } ?? text
  }

  /// The lower bounds, each above the one before, or equal if that one is included and this one is not.
  public let bounds: [Bound]
  /// The upper end of the last tier; nil: it has none.
  public let closing: Bound?

  /// - Requires: `bounds` is not empty and ascends.
  public init(_ bounds: [Bound], closing: Bound? = nil) {
    self.bounds = bounds
    self.closing = closing
  }

  /// The tier that holds `position`; nil iff none does.
  public func index(of position: Rational) -> Int? {
    if let closing {
      let end = position.order(against: closing.value)
      if end == .greater || (end == .equal && !closing.isIncluded) { return nil }
    }
    var index = -1
    for bound in bounds {
      let start = position.order(against: bound.value)
      if start == .less || (start == .equal && !bound.isIncluded) { break }
      index += 1
    }
    return index < 0 ? nil : index
  }

  /// The same tiers with each bound multiplied by a positive number; nil iff one does not fit.
  func scaled(by factor: Rational) -> Tiers? {
    var products: [Bound] = []
    for bound in bounds + (closing.map { [$0] } ?? []) {
      guard let product = bound.value.multiplying(factor) else { return nil }
      products.append(Bound(product, isIncluded: bound.isIncluded))
    }
    let end = closing == nil ? nil : products.removeLast()
    return Tiers(products, closing: end)
  }
}

// MARK: - The tier of each row

extension Tiers {
  /// The tier of each row of `x`, measured against the same row of `quota` if there is one; outside all tiers is a fault.
  ///
  /// The bounds are multiplied by the quota, so that nothing is divided. A quota of zero is a fault all the same, and
  /// so is a negative one, against which nothing can be measured.
  public func indices(
    of x: Column, against quota: Column? = nil, site: Int32, describing: Description = Tiers.describe
  ) -> Column {
    guard let quota else { return plainIndices(of: x, site: site, describing: describing) }
    var states = RowStates(x, quota)
    let amounts = x.numbers
    let quotas = quota.numbers
    var result: [Int32]
    if let narrow = NarrowBounds(self, amounts, quotas) {
      result = narrow.indices(
        Lane(narrow.x, isConstant: x.isConstant), against: Lane(narrow.quota, isConstant: quota.isConstant))
    } else {
      result = [Int32](repeating: -1, count: states.elementCount)
    }
    // What is left is rare or wide.
    for element in result.indices where result[element] < 0 {
      result[element] = 0
      guard states.hasValue(element) else { continue }
      let amountElement = x.element(of: element)
      let quotaElement = quota.element(of: element)
      let unit = quotas.rational(quotaElement)
      let amount = amounts.rational(amountElement)
      if unit.signum == 0 {
        states.fail(element, Fault(.divisionByZero, site: site))
      } else if unit.signum < 0 {
        states.fail(element, Fault(.outsideTiers(describing(amount, unit)), site: site))
      } else if let tiers = scaled(by: unit) {
        if let index = tiers.index(of: amount) {
          result[element] = Int32(index)
        } else {
          states.fail(element, Fault(.outsideTiers(describing(amount, unit)), site: site))
        }
      } else {
        states.fail(element, Fault(.overflow, site: site))
      }
    }
    return states.column(.codes(result))
  }

  private func plainIndices(of x: Column, site: Int32, describing: Description) -> Column {
    var states = RowStates(x)
    let numbers = x.numbers
    var result: [Int32]
    if case .integers(let elements, let scale) = numbers, let (starts, end) = thresholds(scale: scale) {
      // The tier is the number of thresholds passed less one; beyond the end it is none.
      result = loop(elements) { element in
        var index: Int32 = -1
        for start in starts { index &+= element >= start ? 1 : 0 }
        return element > end ? -1 : index
      }
    } else {
      result = loop(numbers.asRationals) { Int32(index(of: $0) ?? -1) }
    }
    for element in result.indices where result[element] < 0 {
      if states.hasValue(element) {
        states.fail(element, Fault(.outsideTiers(describing(numbers.rational(element), nil)), site: site))
      }
      result[element] = 0
    }
    return states.column(.codes(result))
  }

  /// The bounds for integers over `10^scale`: the smallest integer of each tier and the greatest of the last; nil iff one
  /// does not fit.
  private func thresholds(scale: Int) -> (starts: [Int64], end: Int64)? {
    guard scale <= 18 else { return nil }
    let unit = Rational(Int64(1), scale: scale)
    var starts: [Int64] = []
    for bound in bounds {
      guard let edge = bound.value.dividing(unit)?.rounded(bound.isIncluded ? .ceiling : .floor, toMultipleOf: .one),
        let start = Int64(exactly: edge.numerator), start < .max
      else { return nil }
      starts.append(bound.isIncluded ? start : start + 1)
    }
    guard let closing else { return (starts, .max) }
    guard let edge = closing.value.dividing(unit)?.rounded(closing.isIncluded ? .floor : .ceiling, toMultipleOf: .one),
      let end = Int64(exactly: edge.numerator), end > .min
    else { return nil }
    return (starts, closing.isIncluded ? end : end - 1)
  }
}

/// The bounds of tiers prepared for comparing x with bound · quota in 128 bits: x · left ≥ quota · right.
private struct NarrowBounds {
  struct Edge {
    let left: Int64
    let right: Int64
    /// 1 iff the bound itself is below the edge: a position has to be greater by one at least.
    let distance: Int64
  }

  let x: [Int64]
  let quota: [Int64]
  private var starts: [Edge] = []
  private var end: Edge?

  /// Nil iff a column or a bound is too wide for that.
  init?(_ tiers: Tiers, _ x: Column.Storage, _ quota: Column.Storage) {
    guard case .integers(let x, let xScale) = x, case .integers(let quota, let quotaScale) = quota else { return nil }
    self.x = x
    self.quota = quota
    func edge(_ bound: Tiers.Bound, isAfter: Bool) -> Edge? {
      // x/10^s ≥ n/d · q/10^t  ⇔  x · d · 10^(t-s) ≥ q · n, or with the power on the other side.
      guard let left = Int64.scaled(bound.value.denominator, by: quotaScale - xScale),
        let right = Int64.scaled(bound.value.numerator, by: xScale - quotaScale)
      else { return nil }
      return Edge(left: left, right: right, distance: isAfter ? 1 : 0)
    }
    for bound in tiers.bounds {
      guard let start = edge(bound, isAfter: !bound.isIncluded) else { return nil }
      starts.append(start)
    }
    if let closing = tiers.closing {
      guard let end = edge(closing, isAfter: closing.isIncluded) else { return nil }
      self.end = end
    }
  }

  /// The tier of each x / quota, -1 if there is none or the quota is not positive.
  func indices(_ x: Lane<Int64>, against quota: Lane<Int64>) -> [Int32] {
    starts.withUnsafeBufferPointer { starts in
      if productsFit64Bits(x.elements, quota.elements) {
        return loop(x, quota) { x, quota in
          NarrowBounds.index(quota, starts, end) { x &* $0.left >= quota &* $0.right &+ $0.distance }
        }
      }
      return loop(x, quota) { x, quota in
        NarrowBounds.index(quota, starts, end) {
          Int128(x) &* Int128($0.left) >= Int128(quota) &* Int128($0.right) &+ Int128($0.distance)
        }
      }
    }
  }

  @inline(__always)
  private static func index(
    _ quota: Int64, _ starts: UnsafeBufferPointer<Edge>, _ end: Edge?, reaches: (Edge) -> Bool
  ) -> Int32 {
    var index: Int32 = -1
    for start in starts { index &+= reaches(start) ? 1 : 0 }
    if let end, reaches(end) { return -1 }
    return quota > 0 ? index : -1
  }

  /// True iff no product of an amount or a quota and an edge's factor reaches 2⁶².
  private func productsFit64Bits(_ x: [Int64], _ quota: [Int64]) -> Bool {
    let edges = starts + (end.map { [$0] } ?? [])
    let left = edges.reduce(UInt64(0)) { max($0, $1.left.magnitude) }
    let right = edges.reduce(UInt64(0)) { max($0, $1.right.magnitude) }
    func fits(_ elements: [Int64], _ factor: UInt64) -> Bool {
      // As many bits as the widest element has.
      var bits: UInt64 = 0
      for element in elements { bits |= element.magnitude }
      let (product, overflow) = bits.multipliedReportingOverflow(by: factor)
      return !overflow && product < 1 << 62
    }
    return fits(x, left) && fits(quota, right)
  }
}

extension Int64 {
  /// `value · 10^max(exponent, 0)`; nil iff it does not fit.
  fileprivate static func scaled(_ value: Int128, by exponent: Int) -> Int64? {
    guard let narrow = Int64(exactly: value) else { return nil }
    guard exponent > 0 else { return narrow }
    guard exponent <= 18 else { return nil }
    let (product, overflow) = narrow.multipliedReportingOverflow(by: PowersOfTen.narrow[exponent])
    return overflow ? nil : product
  }
}
