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
  public func index(of position: Rational) -> Int? { index { position.order(against: $0) } }

  /// The tier that holds a position which compares with a bound's value as `order` answers.
  private func index(_ order: (Rational) -> Order) -> Int? {
    if let closing {
      let end = order(closing.value)
      if end == .greater || (end == .equal && !closing.isIncluded) { return nil }
    }
    var index = -1
    for bound in bounds {
      let start = order(bound.value)
      if start == .less || (start == .equal && !bound.isIncluded) { break }
      index += 1
    }
    return index < 0 ? nil : index
  }
}

// MARK: - The tier of each row

extension Tiers {
  /// The tier of each row of `x`, measured against the same row of `quota` if there is one; outside all tiers is a fault.
  ///
  /// The bounds are multiplied by the quota, so that nothing is divided; a quota of zero is a fault all the same.
  public func indices(of x: Column, against quota: Column? = nil, site: Int32) -> Column {
    guard let quota else { return plainIndices(of: x, site: site) }
    var states = RowStates(x, quota)
    var result = [Int32](repeating: 0, count: states.elementCount)
    let narrow = NarrowBounds(self, x.numbers, quota.numbers)
    for element in result.indices where states.hasValue(element) {
      let xElement = x.element(of: element)
      let quotaElement = quota.element(of: element)
      if let narrow, narrow.quota[quotaElement] != 0 {
        let index = narrow.index(narrow.x[xElement], against: narrow.quota[quotaElement])
        if index >= 0 {
          result[element] = index
          continue
        }
      }
      let position = x.numbers.rational(xElement)
      let unit = quota.numbers.rational(quotaElement)
      guard unit.numerator != 0 else {
        states.fail(element, Fault(.divisionByZero, site: site))
        continue
      }
      guard let attained = position.dividing(unit) else {
        states.fail(element, Fault(.overflow, site: site))
        continue
      }
      if let index = index(of: attained) {
        result[element] = Int32(index)
      } else {
        states.fail(element, Fault(.outsideTiers(attained.description(decimals: 6)), site: site))
      }
    }
    return states.column(.codes(result))
  }

  private func plainIndices(of x: Column, site: Int32) -> Column {
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
        states.fail(element, Fault(.outsideTiers(numbers.rational(element).description(decimals: 6)), site: site))
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
  let x: [Int64]
  let quota: [Int64]
  private let left: [Int64]
  private let right: [Int64]
  private let isIncluded: [Bool]
  private let hasClosing: Bool

  /// Nil iff a column or a bound is too wide for that.
  init?(_ tiers: Tiers, _ x: Column.Storage, _ quota: Column.Storage) {
    guard case .integers(let x, let xScale) = x, case .integers(let quota, let quotaScale) = quota else { return nil }
    self.x = x
    self.quota = quota
    var left: [Int64] = []
    var right: [Int64] = []
    var isIncluded: [Bool] = []
    for bound in tiers.bounds + (tiers.closing.map { [$0] } ?? []) {
      // x/10^s ≥ n/d · q/10^t  ⇔  x · d · 10^(t-s) ≥ q · n, or with the power on the other side.
      guard let d = Int64.scaled(bound.value.denominator, by: quotaScale - xScale),
        let n = Int64.scaled(bound.value.numerator, by: xScale - quotaScale)
      else { return nil }
      left.append(d)
      right.append(n)
      isIncluded.append(bound.isIncluded)
    }
    self.left = left
    self.right = right
    self.isIncluded = isIncluded
    hasClosing = tiers.closing != nil
  }

  /// The tier of x / quota, -1 if there is none; the quota must not be zero.
  @inline(__always)
  func index(_ x: Int64, against quota: Int64) -> Int32 {
    let sign: Int128 = quota < 0 ? -1 : 1
    let x = Int128(x) * sign
    let quota = Int128(quota) * sign
    let count = hasClosing ? left.count - 1 : left.count
    var index: Int32 = -1
    for bound in 0..<count {
      let position = x * Int128(left[bound])
      let edge = quota * Int128(right[bound])
      if position < edge || (position == edge && !isIncluded[bound]) { break }
      index += 1
    }
    if hasClosing {
      let position = x * Int128(left[count])
      let edge = quota * Int128(right[count])
      if position > edge || (position == edge && !isIncluded[count]) { return -1 }
    }
    return index
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
