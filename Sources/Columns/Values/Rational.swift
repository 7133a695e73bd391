/// An exact fraction, always reduced, or ``infinite``.
///
/// The magnitude of the numerator and the denominator are at most 2¹²⁷ - 1. Arithmetic answers nil iff the reduced
/// result is not a value of this type; an intermediate result never overflows by itself.
public struct Rational: Hashable, Sendable {
  public let numerator: Int128
  /// Positive, and without a common factor with the numerator; zero of ``infinite`` and its negation.
  public let denominator: Int128

  public static let zero = Rational(0)
  public static let one = Rational(1)

  /// The fraction of two numbers that are known to be reduced.
  init(reducedNumerator numerator: Int128, denominator: Int128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The whole number `value`.
  public init(_ value: Int) {
    self.init(reducedNumerator: Int128(value), denominator: 1)
  }

  /// The whole number `value`.
  public init(_ value: Int64) {
    self.init(reducedNumerator: Int128(value), denominator: 1)
  }

  /// The fraction `numerator / denominator`; nil iff it does not fit or the denominator is zero.
  public init?(_ numerator: Int128, over denominator: Int128) {
    guard denominator != 0 else { return nil }
    self.init(
      isNegative: (numerator < 0) != (denominator < 0), numerator.magnitude, over: denominator.magnitude)
  }

  /// The value `integer / 10^scale`, for a scale from 0 to 38.
  public init(_ integer: Int64, scale: Int) {
    if scale == 0 {
      self.init(integer)
    } else if scale <= 18 {
      let power = PowersOfTen.narrow[scale]
      let divisor = Int64(greatestCommonDivisor(integer.magnitude, power.magnitude))
      self.init(reducedNumerator: Int128(integer / divisor), denominator: Int128(power / divisor))
    } else {
      let power = PowersOfTen.wide[scale]
      let divisor = Int128(greatestCommonDivisor(Int128(integer).magnitude, power.magnitude))
      self.init(reducedNumerator: Int128(integer) / divisor, denominator: power / divisor)
    }
  }

  /// The value `integer / 10^scale`, for a scale from 0 to 38; nil iff it does not fit.
  public init?(_ integer: Int128, scale: Int) {
    self.init(integer, over: PowersOfTen.wide[scale])
  }

  private init?(isNegative: Bool, _ numerator: UInt128, over denominator: UInt128) {
    // Nearly all numbers of a plan fit 64 bits, where division is many times faster.
    if let above = UInt64(exactly: numerator), let below = UInt64(exactly: denominator) {
      let (above, below) = reduced(above, below)
      self.init(reducedNumerator: isNegative ? -Int128(above) : Int128(above), denominator: Int128(below))
      return
    }
    let divisor = greatestCommonDivisor(numerator, denominator)
    self.init(isNegative: isNegative, reduced: numerator / divisor, over: denominator / divisor)
  }

  private init?(isNegative: Bool, reduced numerator: UInt128, over denominator: UInt128) {
    guard let above = Int128(exactly: numerator), let below = Int128(exactly: denominator) else { return nil }
    self.init(reducedNumerator: isNegative ? -above : above, denominator: below)
  }

  /// True iff the value is a whole number.
  public var isInteger: Bool { denominator == 1 }

  /// -1, 0 or 1, as the value is negative, zero or positive.
  public var signum: Int { Int(numerator.signum()) }

  public var negated: Rational { Rational(reducedNumerator: -numerator, denominator: denominator) }

  public var magnitude: Rational { numerator < 0 ? negated : self }

  /// The smallest scale at which the value is a whole number over a power of ten; nil iff it has no end as a decimal.
  public var decimalScale: Int? {
    if isInfinite { return nil }
    let twos = denominator.trailingZeroBitCount
    let odd = denominator >> Int128(twos)
    return UInt64(exactly: odd).map { decimalScale(twos, odd: $0) } ?? decimalScale(twos, odd: odd)
  }

  private func decimalScale<Integer: BinaryInteger>(_ twos: Int, odd: Integer) -> Int? {
    var rest = odd
    var fives = 0
    while rest % 5 == 0 {
      rest /= 5
      fives += 1
    }
    return rest == 1 ? max(twos, fives) : nil
  }

  /// The whole number that the value times `10^scale` is; nil iff that is no whole number or does not fit.
  public func scaled(by scale: Int) -> Int128? {
    guard scale <= PowersOfTen.greatestExponent, !isInfinite else { return nil }
    let (factor, remainder) = PowersOfTen.wide[scale].quotientAndRemainder(dividingBy: denominator)
    guard remainder == 0 else { return nil }
    let (product, overflow) = numerator.multipliedReportingOverflow(by: factor)
    return overflow ? nil : product
  }
}

// MARK: - Arithmetic

extension Rational {
  public func adding(_ other: Rational) -> Rational? {
    if denominator == other.denominator && denominator == 1 {
      let (sum, overflow) = numerator.addingReportingOverflow(other.numerator)
      return overflow || sum == .min ? nil : Rational(reducedNumerator: sum, denominator: 1)
    }
    if isInfinite || other.isInfinite { return addingInfinite(other) }
    if let a = Int64(exactly: numerator), let b = Int64(exactly: denominator),
      let c = Int64(exactly: other.numerator), let d = Int64(exactly: other.denominator)
    {
      return Rational.narrowSum(a, UInt64(b), c, UInt64(d))
    }
    // a/b + c/d = (a·d/g + c·b/g) / (b·d/g) with g = gcd(b, d), and only a factor of g can still be common.
    let common = Int128(greatestCommonDivisor(denominator.magnitude, other.denominator.magnitude))
    let left = other.denominator / common
    let right = denominator / common
    let (a, overflowA) = numerator.multipliedReportingOverflow(by: left)
    let (c, overflowC) = other.numerator.multipliedReportingOverflow(by: right)
    let (sum, overflowSum) = a.addingReportingOverflow(c)
    if overflowA || overflowC || overflowSum { return addingWide(other, common: common) }
    let rest = greatestCommonDivisor(sum.magnitude, common.magnitude)
    let (below, overflow) = right.magnitude.multipliedReportingOverflow(by: other.denominator.magnitude / rest)
    return overflow ? nil : Rational(isNegative: sum < 0, reduced: sum.magnitude / rest, over: below)
  }

  /// a/b + c/d by the same rule; products of two 64-bit numbers and their sum always fit.
  private static func narrowSum(_ a: Int64, _ b: UInt64, _ c: Int64, _ d: UInt64) -> Rational? {
    let common = b == d ? b : greatestCommonDivisor(b, d)
    let right = common == 1 ? b : b / common
    let left = common == 1 ? d : d / common
    let sum = Int128(a) * Int128(left) + Int128(c) * Int128(right)
    if common == 1 { return Rational(reducedNumerator: sum, denominator: Int128(right) * Int128(d)) }
    let residue = UInt64(exactly: sum.magnitude).map { $0 % common } ?? UInt64(sum.magnitude % UInt128(common))
    let rest = greatestCommonDivisor(residue, common)
    if rest == 1 { return Rational(reducedNumerator: sum, denominator: Int128(right) * Int128(d)) }
    let above = Int64(exactly: sum).map { Int128($0 / Int64(rest)) } ?? sum / Int128(rest)
    return Rational(reducedNumerator: above, denominator: Int128(right) * Int128(d / rest))
  }

  /// The sum where a numerator over the common denominator does not fit before it is reduced.
  private func addingWide(_ other: Rational, common: Int128) -> Rational? {
    let right = (denominator / common).magnitude
    let a = WideMagnitude(numerator.magnitude, times: (other.denominator / common).magnitude)
    let c = WideMagnitude(other.numerator.magnitude, times: right)
    let sum: WideMagnitude
    let isNegative: Bool
    if (numerator < 0) == (other.numerator < 0) {
      sum = a + c
      isNegative = numerator < 0
    } else if a >= c {
      sum = a - c
      isNegative = numerator < 0
    } else {
      sum = c - a
      isNegative = other.numerator < 0
    }
    let residue = sum.quotientAndRemainder(dividingBy: WideMagnitude(high: 0, low: common.magnitude)).remainder.low
    let rest = greatestCommonDivisor(residue, common.magnitude)
    let above = sum.quotientAndRemainder(dividingBy: WideMagnitude(high: 0, low: rest)).quotient
    let (below, overflow) = right.multipliedReportingOverflow(by: other.denominator.magnitude / rest)
    guard above.high == 0, !overflow else { return nil }
    return Rational(isNegative: isNegative, reduced: above.low, over: below)
  }

  public func subtracting(_ other: Rational) -> Rational? { adding(other.negated) }

  public func multiplying(_ other: Rational) -> Rational? {
    if denominator == 1 && other.denominator == 1 {
      let (product, overflow) = numerator.multipliedReportingOverflow(by: other.numerator)
      return overflow || product == .min ? nil : Rational(reducedNumerator: product, denominator: 1)
    }
    if isInfinite || other.isInfinite { return multiplyingInfinite(other) }
    return Rational.product(
      numerator, denominator, other.numerator.magnitude, other.denominator.magnitude,
      isNegative: (numerator < 0) != (other.numerator < 0))
  }

  /// The quotient; nil iff it does not fit or `other` is zero.
  public func dividing(_ other: Rational) -> Rational? {
    guard other.numerator != 0 else { return nil }
    if isInfinite || other.isInfinite { return dividingInfinite(other) }
    return Rational.product(
      numerator, denominator, other.denominator.magnitude, other.numerator.magnitude,
      isNegative: (numerator < 0) != (other.numerator < 0))
  }

  /// |a|/b · c/d, reduced crosswise before anything is multiplied, so that the products are reduced too.
  private static func product(
    _ a: Int128, _ b: Int128, _ c: UInt128, _ d: UInt128, isNegative: Bool
  ) -> Rational? {
    if let a = UInt64(exactly: a.magnitude), let b = UInt64(exactly: b), let c = UInt64(exactly: c),
      let d = UInt64(exactly: d)
    {
      let (a, d) = reduced(a, d)
      let (c, b) = reduced(c, b)
      return Rational(isNegative: isNegative, reduced: UInt128(a) * UInt128(c), over: UInt128(b) * UInt128(d))
    }
    let first = greatestCommonDivisor(a.magnitude, d)
    let second = greatestCommonDivisor(c, b.magnitude)
    let (above, overflowAbove) = (a.magnitude / first).multipliedReportingOverflow(by: c / second)
    let (below, overflowBelow) = (b.magnitude / second).multipliedReportingOverflow(by: d / first)
    if overflowAbove || overflowBelow { return nil }
    return Rational(isNegative: isNegative, reduced: above, over: below)
  }

  /// The multiple of `step` that the value rounds to, whatever the step's sign; nil iff it does not fit or `step` is 0.
  public func rounded(_ mode: RoundingMode, toMultipleOf step: Rational) -> Rational? {
    guard step.numerator != 0, !isInfinite, !step.isInfinite else { return nil }
    if let quotient = dividing(step.magnitude) {
      let count = mode.quotient(quotient.numerator, by: quotient.denominator)
      return Rational(reducedNumerator: count, denominator: 1).multiplying(step.magnitude)
    }
    let dividend = WideMagnitude(numerator.magnitude, times: step.denominator.magnitude)
    let divisor = WideMagnitude(denominator.magnitude, times: step.numerator.magnitude)
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    if remainder == WideMagnitude(high: 0, low: 0) { return self }
    guard quotient.high == 0, var count = Int128(exactly: quotient.low), count < .max else { return nil }
    let isAwayFromZero = mode.awayFromZero(
      isNegative: numerator < 0, isOdd: count & 1 != 0, half: Order(remainder, divisor - remainder))
    if isAwayFromZero { count += 1 }
    return Rational(reducedNumerator: numerator < 0 ? -count : count, denominator: 1).multiplying(step.magnitude)
  }

  /// True iff the value is a whole number of `step`s; of steps of zero only zero is.
  public func isMultiple(of step: Rational) -> Bool {
    if step.numerator == 0 { return numerator == 0 }
    if isInfinite || step.isInfinite { return numerator == 0 }
    let dividend = WideMagnitude(numerator.magnitude, times: step.denominator.magnitude)
    let divisor = WideMagnitude(denominator.magnitude, times: step.numerator.magnitude)
    return dividend.quotientAndRemainder(dividingBy: divisor).remainder == WideMagnitude(high: 0, low: 0)
  }
}

// MARK: - Comparison

extension Rational: Comparable {
  public static func < (a: Rational, b: Rational) -> Bool { a.order(against: b) == .less }

  /// How the value compares with `other`, exactly.
  public func order(against other: Rational) -> Order {
    if denominator == other.denominator { return Order(numerator, other.numerator) }
    let (left, overflowLeft) = numerator.multipliedReportingOverflow(by: other.denominator)
    let (right, overflowRight) = other.numerator.multipliedReportingOverflow(by: denominator)
    if !overflowLeft && !overflowRight { return Order(left, right) }
    if (numerator < 0) != (other.numerator < 0) { return numerator < 0 ? .less : .greater }
    let order = Order(
      WideMagnitude(numerator.magnitude, times: other.denominator.magnitude),
      WideMagnitude(other.numerator.magnitude, times: denominator.magnitude))
    return numerator < 0 ? order.reversed : order
  }
}

/// The greatest number that divides both; the other number iff one is zero, and 1 iff both are.
func greatestCommonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
  var a = a
  var b = b
  while a > UInt128(UInt64.max) || b > UInt128(UInt64.max) {
    if b == 0 { return a }
    (a, b) = (b, a % b)
  }
  return UInt128(greatestCommonDivisor(UInt64(truncatingIfNeeded: a), UInt64(truncatingIfNeeded: b)))
}

/// The greatest number that divides both; the other number iff one is zero, and 1 iff both are.
func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
  var a = a
  var b = b
  (a, b) = (max(a, b), min(a, b))
  if b == 0 { return a == 0 ? 1 : a }
  if b == 1 { return 1 }
  // One division makes both as small as the smaller; from there on, shifts and subtractions are faster.
  (a, b) = (b, a % b)
  if b == 0 { return a }
  let twos = min(a.trailingZeroBitCount, b.trailingZeroBitCount)
  a >>= UInt64(truncatingIfNeeded: a.trailingZeroBitCount)
  while b != 0 {
    b >>= UInt64(truncatingIfNeeded: b.trailingZeroBitCount)
    (a, b) = (min(a, b), max(a, b) - min(a, b))
  }
  return a << UInt64(truncatingIfNeeded: twos)
}

/// Both numbers without their common factor.
private func reduced(_ a: UInt64, _ b: UInt64) -> (UInt64, UInt64) {
  let common = greatestCommonDivisor(a, b)
  return common == 1 ? (a, b) : (a / common, b / common)
}
