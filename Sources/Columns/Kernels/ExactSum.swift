/// A sum of up to 2³² values of 128 bits, which never overflows before it is read.
///
/// ```
/// high · 2⁶⁴ + low     low: the sum of the lower halves, high: of the upper halves
/// ```
struct ExactSum {
  private var high: Int128 = 0
  private var low: UInt128 = 0

  @inline(__always)
  mutating func add(_ value: Int128) {
    high &+= value >> 64
    low &+= UInt128(UInt64(truncatingIfNeeded: value))
  }

  /// The sum divided by `denominator`; nil iff the reduced fraction does not fit.
  func over(_ denominator: Int128) -> Rational? {
    let upper = high + Int128(low >> 64)
    let rest = UInt64(truncatingIfNeeded: low)
    if let fitting = Int64(exactly: upper) {
      return Rational(Int128(fitting) << 64 | Int128(rest), over: denominator)
    }
    // Sign and magnitude in 256 bits, reduced there.
    let isNegative = upper < 0
    var magnitude = WideMagnitude(upper.magnitude, times: 1 << 64)
    let tail = WideMagnitude(high: 0, low: UInt128(rest))
    magnitude = isNegative ? magnitude - tail : magnitude + tail
    let divisor = WideMagnitude(high: 0, low: denominator.magnitude)
    let residue = magnitude.quotientAndRemainder(dividingBy: divisor).remainder.low
    let common = greatestCommonDivisor(residue, denominator.magnitude)
    let numerator = magnitude.quotientAndRemainder(dividingBy: WideMagnitude(high: 0, low: common)).quotient
    guard numerator.high == 0, let fitting = Int128(exactly: numerator.low) else { return nil }
    return Rational(isNegative ? -fitting : fitting, over: denominator / Int128(common))
  }

  /// The sum as an `Int128`; nil iff it does not fit.
  var wide: Int128? {
    let upper = high + Int128(low >> 64)
    guard let fitting = Int64(exactly: upper) else { return nil }
    let sum = Int128(fitting) << 64 | Int128(UInt64(truncatingIfNeeded: low))
    return sum == .min ? nil : sum
  }
}
