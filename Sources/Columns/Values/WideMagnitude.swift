/// A whole number from 0 to 2²⁵⁶ - 1, for the intermediate results of exact arithmetic whose final result may be smaller.
package struct WideMagnitude: Comparable, Sendable {
  var high: UInt128
  var low: UInt128

  package static let zero = WideMagnitude(high: 0, low: 0)

  package init(_ value: UInt64) { self.init(high: 0, low: UInt128(value)) }

  init(high: UInt128, low: UInt128) {
    self.high = high
    self.low = low
  }

  /// The product of `a` and `b`.
  init(_ a: UInt128, times b: UInt128) {
    let product = a.multipliedFullWidth(by: b)
    high = product.high
    low = product.low
  }

  package static func < (a: Self, b: Self) -> Bool { (a.high, a.low) < (b.high, b.low) }

  /// The sum of two numbers below 2²⁵⁵.
  package static func + (a: Self, b: Self) -> Self {
    let (low, carry) = a.low.addingReportingOverflow(b.low)
    return Self(high: a.high + b.high + (carry ? 1 : 0), low: low)
  }

  /// The difference of two numbers of which the first is not smaller.
  package static func - (a: Self, b: Self) -> Self {
    let (low, borrow) = a.low.subtractingReportingOverflow(b.low)
    return Self(high: a.high - b.high - (borrow ? 1 : 0), low: low)
  }

  /// The product; nil iff it is 2²⁵⁴ or more.
  package func multiplied(by factor: UInt64) -> WideMagnitude? {
    let (top, topOverflow) = high.multipliedReportingOverflow(by: UInt128(factor))
    let product = low.multipliedFullWidth(by: UInt128(factor))
    let (sum, sumOverflow) = top.addingReportingOverflow(product.high)
    let result = WideMagnitude(high: sum, low: product.low)
    return topOverflow || sumOverflow || result.isLarge ? nil : result
  }

  /// True iff it is 2²⁵⁴ or more, so that the sum of two might not fit.
  package var isLarge: Bool { high >> 126 != 0 }

  /// The number, iff it is below 2¹²⁸.
  package var narrow: UInt128? { high == 0 ? low : nil }

  private var leadingZeroBitCount: Int {
    high == 0 ? 128 + low.leadingZeroBitCount : high.leadingZeroBitCount
  }

  private func shiftedLeft(by bits: Int) -> Self {
    if bits == 0 { return self }
    if bits >= 128 { return Self(high: low << UInt128(bits - 128), low: 0) }
    return Self(high: (high << UInt128(bits)) | (low >> UInt128(128 - bits)), low: low << UInt128(bits))
  }

  private var halved: Self { Self(high: high >> 1, low: (low >> 1) | (high << 127)) }

  /// The quotient and the remainder of the division by `divisor`, which must not be zero.
  ///
  /// One bit of the quotient a step: only taken where a product of two `Int128` overflowed.
  package func quotientAndRemainder(dividingBy divisor: Self) -> (quotient: Self, remainder: Self) {
    var quotient = Self(high: 0, low: 0)
    var remainder = self
    if remainder < divisor { return (quotient, remainder) }
    let distance = divisor.leadingZeroBitCount - remainder.leadingZeroBitCount
    var shifted = divisor.shiftedLeft(by: distance)
    for _ in 0...distance {
      quotient = quotient.shiftedLeft(by: 1)
      if remainder >= shifted {
        remainder = remainder - shifted
        quotient.low |= 1
      }
      shifted = shifted.halved
    }
    return (quotient, remainder)
  }
}
