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
