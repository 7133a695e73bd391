/// Division of many numbers by the same one: a multiplication and a correction each, in place of a division.
struct ConstantDivisor {
  let value: UInt64
  private let inverse: UInt64

  /// - Requires: `value` is positive.
  init(_ value: UInt64) {
    self.value = value
    inverse = .max / value
  }

  /// The quotient and the remainder.
  ///
  /// The inverse is 2⁶⁴ / value less at most 1, so that the estimate is the quotient or one less.
  @inline(__always)
  func quotientAndRemainder(_ dividend: UInt64) -> (quotient: UInt64, remainder: UInt64) {
    let estimate = dividend.multipliedFullWidth(by: inverse).high
    let rest = dividend &- estimate &* value
    return rest >= value ? (estimate &+ 1, rest &- value) : (estimate, rest)
  }
}

/// Division of 128-bit numbers by the same one whose odd part fits 64 bits, as that of a power of ten up to 10²⁷ does:
/// the twos are shifted off, and a division of 128 by 64 bits is one instruction.
struct ConstantWideDivisor {
  let value: UInt128
  private let twos: UInt128
  private let odd: UInt64
  private let lowBits: UInt128

  /// Nil iff the odd part is too great; `value` must be positive.
  init?(_ value: UInt128) {
    twos = UInt128(value.trailingZeroBitCount)
    guard let odd = UInt64(exactly: value >> twos) else { return nil }
    self.value = value
    self.odd = odd
    lowBits = (1 << twos) - 1
  }

  @inline(__always)
  func quotientAndRemainder(_ dividend: UInt128) -> (quotient: UInt128, remainder: UInt128) {
    let (quotient, remainder) = divide(dividend >> twos, by: odd)
    return (quotient, UInt128(remainder) << twos | dividend & lowBits)
  }
}

/// The quotient and the remainder of a division of 128 bits by 64, digit by digit; `divisor` must not be zero.
@inline(__always)
func divide(_ dividend: UInt128, by divisor: UInt64) -> (quotient: UInt128, remainder: UInt64) {
  let (high, rest) = UInt64(truncatingIfNeeded: dividend >> 64).quotientAndRemainder(dividingBy: divisor)
  let (low, remainder) = divisor.dividingFullWidth((rest, UInt64(truncatingIfNeeded: dividend)))
  return (UInt128(high) << 64 | UInt128(low), remainder)
}
