// Arithmetic of any size, slow and plain, against which the exact arithmetic of columns is tested.

/// A whole number of any size: a sign and 32-bit digits, the lowest first, without leading zeros.
struct BigInteger: Comparable, CustomStringConvertible {
  var isNegative = false
  var digits: [UInt32] = []

  static let zero = BigInteger(0 as Int)

  init<Integer: BinaryInteger>(_ value: Integer) {
    isNegative = value < 0
    var rest = value.magnitude
    while rest != 0 {
      digits.append(UInt32(truncatingIfNeeded: rest))
      rest >>= 32
    }
  }

  private init(isNegative: Bool, digits: [UInt32]) {
    self.digits = digits
    while self.digits.last == 0 { self.digits.removeLast() }
    self.isNegative = isNegative && !self.digits.isEmpty
  }

  var isZero: Bool { digits.isEmpty }
  var magnitude: BigInteger { BigInteger(isNegative: false, digits: digits) }
  var negated: BigInteger { BigInteger(isNegative: !isNegative, digits: digits) }
  var bitWidth: Int { digits.isEmpty ? 0 : digits.count * 32 - digits[digits.count - 1].leadingZeroBitCount }

  static func < (a: Self, b: Self) -> Bool {
    if a.isNegative != b.isNegative { return a.isNegative }
    return a.isNegative ? isLess(b.digits, a.digits) : isLess(a.digits, b.digits)
  }

  private static func isLess(_ a: [UInt32], _ b: [UInt32]) -> Bool {
    if a.count != b.count { return a.count < b.count }
    for index in a.indices.reversed() where a[index] != b[index] { return a[index] < b[index] }
    return false
  }

  static func + (a: Self, b: Self) -> Self {
    if b.isZero { return a }
    if a.isNegative != b.isNegative { return a - b.negated }
    var digits: [UInt32] = []
    var carry: UInt64 = 0
    for index in 0..<max(a.digits.count, b.digits.count) {
      carry += index < a.digits.count ? UInt64(a.digits[index]) : 0
      carry += index < b.digits.count ? UInt64(b.digits[index]) : 0
      digits.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    digits.append(UInt32(carry))
    return Self(isNegative: a.isNegative, digits: digits)
  }

  static func - (a: Self, b: Self) -> Self {
    if b.isZero { return a }
    if a.isNegative != b.isNegative { return a + b.negated }
    if isLess(a.digits, b.digits) { return (b - a).negated }
    var digits = a.digits
    var borrow: Int64 = 0
    for index in digits.indices {
      let difference = Int64(digits[index]) - (index < b.digits.count ? Int64(b.digits[index]) : 0) - borrow
      borrow = difference < 0 ? 1 : 0
      digits[index] = UInt32(truncatingIfNeeded: difference)
    }
    return Self(isNegative: a.isNegative, digits: digits)
  }

  static func * (a: Self, b: Self) -> Self {
    var digits = [UInt32](repeating: 0, count: a.digits.count + b.digits.count + 1)
    for (i, x) in a.digits.enumerated() {
      var carry: UInt64 = 0
      for (j, y) in b.digits.enumerated() {
        carry += UInt64(x) * UInt64(y) + UInt64(digits[i + j])
        digits[i + j] = UInt32(truncatingIfNeeded: carry)
        carry >>= 32
      }
      digits[i + b.digits.count] = UInt32(carry)
    }
    return Self(isNegative: a.isNegative != b.isNegative, digits: digits)
  }

  /// The quotient toward zero and the remainder, one bit at a time.
  func divided(by divisor: Self) -> (quotient: Self, remainder: Self) {
    var quotient = Self.zero
    var remainder = Self.zero
    for bit in stride(from: bitWidth - 1, through: 0, by: -1) {
      quotient = quotient + quotient
      remainder = remainder + remainder
      if digits[bit / 32] >> UInt32(bit % 32) & 1 != 0 { remainder = remainder + BigInteger(1) }
      if remainder >= divisor.magnitude {
        remainder = remainder - divisor.magnitude
        quotient = quotient + BigInteger(1)
      }
    }
    return (
      Self(isNegative: isNegative != divisor.isNegative, digits: quotient.digits),
      Self(isNegative: isNegative, digits: remainder.digits)
    )
  }

  static func gcd(_ a: Self, _ b: Self) -> Self {
    var a = a.magnitude
    var b = b.magnitude
    while !b.isZero { (a, b) = (b, a.divided(by: b).remainder) }
    return a
  }

  static func powerOfTen(_ exponent: Int) -> Self {
    (0..<exponent).reduce(BigInteger(1)) { power, _ in power * BigInteger(10) }
  }

  var description: String {
    if isZero { return "0" }
    var text = ""
    var rest = magnitude
    while !rest.isZero {
      let (quotient, remainder) = rest.divided(by: BigInteger(10))
      text = "\(remainder.digits.first ?? 0)" + text
      rest = quotient
    }
    return (isNegative ? "-" : "") + text
  }
}

/// A fraction of any size, with a positive denominator, reduced only where it is asked whether it fits.
struct BigRational: Comparable, CustomStringConvertible {
  let numerator: BigInteger
  let denominator: BigInteger

  static let zero = BigRational(BigInteger.zero, BigInteger(1))

  init(_ numerator: BigInteger, _ denominator: BigInteger) {
    self.numerator = denominator.isNegative ? numerator.negated : numerator
    self.denominator = denominator.magnitude
  }

  static func == (a: Self, b: Self) -> Bool { a.numerator * b.denominator == b.numerator * a.denominator }
  static func < (a: Self, b: Self) -> Bool { a.numerator * b.denominator < b.numerator * a.denominator }

  static func + (a: Self, b: Self) -> Self {
    Self(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)
  }

  static func - (a: Self, b: Self) -> Self {
    Self(a.numerator * b.denominator - b.numerator * a.denominator, a.denominator * b.denominator)
  }

  static func * (a: Self, b: Self) -> Self { Self(a.numerator * b.numerator, a.denominator * b.denominator) }

  static func / (a: Self, b: Self) -> Self { Self(a.numerator * b.denominator, a.denominator * b.numerator) }

  var isZero: Bool { numerator.isZero }
  var magnitude: Self { Self(numerator.magnitude, denominator) }

  /// The greatest whole number that is not greater.
  var floor: BigInteger {
    let (quotient, remainder) = numerator.divided(by: denominator)
    return remainder.isNegative ? quotient - BigInteger(1) : quotient
  }

  /// True iff the reduced numerator and denominator have at most 127 bits.
  var fits: Bool {
    if numerator.bitWidth <= 127 && denominator.bitWidth <= 127 { return true }
    let common = BigInteger.gcd(numerator, denominator)
    return numerator.divided(by: common).quotient.bitWidth <= 127
      && denominator.divided(by: common).quotient.bitWidth <= 127
  }

  var description: String { "\(numerator)/\(denominator)" }
}
