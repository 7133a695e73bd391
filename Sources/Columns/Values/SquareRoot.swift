extension Rational {
  /// The square root, rounded half away from zero to so many decimals; nil iff the value is below zero.
  ///
  /// - Parameter decimals: from 0 to 14.
  public func squareRoot(decimals: Int) -> Rational? {
    guard numerator >= 0 else { return nil }
    // The root of n/d over 10^s is that of X = n · 10^(2s) / d. With k = ⌊√X⌋, it is nearer to k + 1 iff
    // X ≥ (k + 1/2)² = k² + k + 1/4.
    let power = PowersOfTen.wide[2 * decimals].magnitude
    let (whole, rest): (WideMagnitude, UInt128)
    let (product, isOver) = numerator.magnitude.multipliedReportingOverflow(by: power)
    if isOver {
      let divisor = WideMagnitude(high: 0, low: denominator.magnitude)
      let parts = WideMagnitude(numerator.magnitude, times: power).quotientAndRemainder(dividingBy: divisor)
      (whole, rest) = (parts.quotient, parts.remainder.low)
    } else {
      let parts = product.quotientAndRemainder(dividingBy: denominator.magnitude)
      (whole, rest) = (WideMagnitude(high: 0, low: parts.quotient), parts.remainder)
    }
    var root = whole.squareRoot
    let edge = WideMagnitude(root, times: root + 1)
    // The rest is at least a quarter of the divisor.
    if edge < whole || edge == whole && rest >= (denominator.magnitude + 3) / 4 { root += 1 }
    return Int128(exactly: root).flatMap { Rational($0, scale: decimals) }
  }
}

extension WideMagnitude {
  /// The greatest whole number whose square is not greater, of a number below 2²⁵⁴.
  fileprivate var squareRoot: UInt128 {
    if high == 0 { return UInt128(WideMagnitude.squareRoot(low)) }
    var root: UInt128 = 0
    for bit in stride(from: 126, through: 0, by: -1) {
      let next = root | (1 << UInt128(bit))
      if WideMagnitude(next, times: next) <= self { root = next }
    }
    return root
  }

  /// The same of a number of 128 bits.
  @inline(__always)
  fileprivate static func squareRoot(_ value: UInt128) -> UInt64 {
    if value == 0 { return 0 }
    // A root of 53 good bits, bettered by one step of Newton's, is off by very little.
    let high = UInt64(truncatingIfNeeded: value >> 64)
    let estimate = (Double(high) * 0x1p64 + Double(UInt64(truncatingIfNeeded: value))).squareRoot()
    let guess = UInt64(min(estimate, 0x1p64 - 2048))
    let better = (UInt128(guess) + divide(value, by: guess).quotient) / 2
    var root = better > UInt128(UInt64.max) ? UInt64.max : UInt64(better)
    while UInt128(root) * UInt128(root) > value { root -= 1 }
    while root < .max, UInt128(root + 1) * UInt128(root + 1) <= value { root += 1 }
    return root
  }
}

extension Fractions {
  /// The square roots, rounded as ``Rational/squareRoot(decimals:)`` does, over `10^decimals`; nil iff a number is below
  /// zero or there are more decimals than 9.
  func squareRoots(decimals: Int) -> [Int64]? {
    guard decimals <= 9 else { return nil }
    let power = PowersOfTen.narrow[2 * decimals].magnitude
    let divisor = denominator.magnitude
    let quarter = (divisor + 3) / 4
    return checkedLoop(lane.elements) { element in
      // At most 2⁶³ · 10¹⁸, so that a root is below 2⁶².
      let (whole, rest) = divide(UInt128(element.magnitude) * UInt128(power), by: divisor)
      var root = UInt128(WideMagnitude.squareRoot(whole))
      let edge = root * (root + 1)
      if edge < whole || edge == whole && rest >= quarter { root += 1 }
      return (Int64(truncatingIfNeeded: root), element < 0)
    }
  }
}
