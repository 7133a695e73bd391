/// A number from 0 on in binary fixed point, cut off behind its last bit: for sums of series whose error is known.
///
/// ```
/// limbs   | f0 | f1 | … | w0 | w1 |      the least first: `fraction` limbs behind the point, the others in front of it
/// ```
///
/// The callers see to it that no result needs more limbs in front of the point than there are.
struct FixedPoint: Equatable {
  var limbs: [UInt64]
  /// The number of limbs behind the point; even, as is the number of those in front of it.
  let fraction: Int
  /// The limbs from here on are 0.
  private var top: Int

  init(whole: UInt64 = 0, fraction: Int, wholeLimbs: Int) {
    limbs = [UInt64](repeating: 0, count: fraction + wholeLimbs)
    limbs[fraction] = whole
    self.fraction = fraction
    top = whole == 0 ? 0 : fraction + 1
  }

  /// The number of `units` of the last bit, times two to the power of `exponent`.
  init(units: UInt64, exponent: Int, fraction: Int, wholeLimbs: Int) {
    self.init(fraction: fraction, wholeLimbs: wholeLimbs)
    let place = exponent / 64
    let bits = UInt64(exponent % 64)
    limbs[place] = units << bits
    if bits > 0, place + 1 < limbs.count { limbs[place + 1] = units >> (64 - bits) }
    top = limbs.count
    trim()
  }

  /// The number with these limbs behind the point and `whole` in front of it.
  init(bits: [UInt64], whole: UInt64, wholeLimbs: Int) {
    limbs = bits + [whole] + [UInt64](repeating: 0, count: wholeLimbs - 1)
    fraction = bits.count
    top = limbs.count
    trim()
  }

  var isZero: Bool { top == 0 }

  /// The limb in front of the point.
  var whole: UInt64 { limbs[fraction] }

  private mutating func trim() {
    while top > 0 && limbs[top - 1] == 0 { top -= 1 }
  }

  mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for place in 0..<top {
      let product = limbs[place].multipliedFullWidth(by: factor)
      let (low, isOver) = product.low.addingReportingOverflow(carry)
      limbs[place] = low
      carry = product.high &+ (isOver ? 1 : 0)
    }
    if carry > 0 && top < limbs.count {
      limbs[top] = carry
      top += 1
    }
  }

  mutating func divide(by divisor: UInt64) {
    var rest: UInt64 = 0
    for place in stride(from: top - 1, through: 0, by: -1) {
      let (quotient, remainder) = divisor.dividingFullWidth((rest, limbs[place]))
      limbs[place] = quotient
      rest = remainder
    }
    trim()
  }

  /// Two limbs at a time, for factors of more than 64 bits.
  mutating func multiply(by factor: UInt128) {
    if let narrow = UInt64(exactly: factor) { return multiply(by: narrow) }
    var carry: UInt128 = 0
    for place in stride(from: 0, to: limbs.count, by: 2) {
      let product = pair(place).multipliedFullWidth(by: factor)
      let (low, isOver) = product.low.addingReportingOverflow(carry)
      setPair(place, low)
      carry = product.high &+ (isOver ? 1 : 0)
    }
    top = limbs.count
    trim()
  }

  mutating func divide(by divisor: UInt128) {
    if let narrow = UInt64(exactly: divisor) { return divide(by: narrow) }
    var rest: UInt128 = 0
    for place in stride(from: limbs.count - 2, through: 0, by: -2) {
      let (quotient, remainder) = divisor.dividingFullWidth((rest, pair(place)))
      setPair(place, quotient)
      rest = remainder
    }
    trim()
  }

  private func pair(_ place: Int) -> UInt128 { UInt128(limbs[place + 1]) << 64 | UInt128(limbs[place]) }

  private mutating func setPair(_ place: Int, _ value: UInt128) {
    limbs[place] = UInt64(truncatingIfNeeded: value)
    limbs[place + 1] = UInt64(truncatingIfNeeded: value >> 64)
  }

  mutating func add(_ other: FixedPoint) {
    var carry: UInt64 = 0
    var place = 0
    while place < other.top || (carry > 0 && place < limbs.count) {
      let (sum, isOver) = limbs[place].addingReportingOverflow(place < other.top ? other.limbs[place] : 0)
      let (total, isOverAgain) = sum.addingReportingOverflow(carry)
      limbs[place] = total
      carry = isOver || isOverAgain ? 1 : 0
      place += 1
    }
    top = max(top, place)
    trim()
  }

  /// The difference, or 0 if it would be less.
  mutating func subtract(_ other: FixedPoint) {
    if self < other {
      for place in 0..<top { limbs[place] = 0 }
      top = 0
      return
    }
    var borrow: UInt64 = 0
    for place in 0..<top {
      let (difference, isUnder) = limbs[place].subtractingReportingOverflow(place < other.top ? other.limbs[place] : 0)
      let (total, isUnderAgain) = difference.subtractingReportingOverflow(borrow)
      limbs[place] = total
      borrow = isUnder || isUnderAgain ? 1 : 0
    }
    trim()
  }

  /// Divides by two to the power of `bits`, which is from 1 to 63.
  mutating func shiftRight(_ bits: UInt64) {
    for place in 0..<top {
      let above = place + 1 < top ? limbs[place + 1] << (64 - bits) : 0
      limbs[place] = limbs[place] >> bits | above
    }
    trim()
  }

  /// The same number with more limbs in front of the point.
  func widened(by count: Int) -> FixedPoint {
    var result = self
    result.limbs += [UInt64](repeating: 0, count: count)
    return result
  }

  func adding(_ other: FixedPoint) -> FixedPoint {
    var result = self
    result.add(other)
    return result
  }

  func subtracting(_ other: FixedPoint) -> FixedPoint {
    var result = self
    result.subtract(other)
    return result
  }

  static func < (a: FixedPoint, b: FixedPoint) -> Bool {
    if a.top != b.top { return a.top < b.top }
    for place in stride(from: a.top - 1, through: 0, by: -1) where a.limbs[place] != b.limbs[place] {
      return a.limbs[place] < b.limbs[place]
    }
    return false
  }
}
