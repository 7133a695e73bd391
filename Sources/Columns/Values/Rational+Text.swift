extension Rational: CustomStringConvertible {
  /// All digits of a value that ends as a decimal, else the fraction: `-0.05`, `1/3`, `infinite`.
  public var description: String {
    isInfinite
      ? numerator < 0 ? "-infinite" : "infinite"
      : decimalScale == nil ? "\(numerator)/\(denominator)" : description(decimals: 0)
  }

  /// All digits of a value that ends as a decimal, without trailing zeros; of any other exactly `decimals` decimals, the
  /// last rounded half away from zero.
  public func description(decimals: Int = 6) -> String {
    var text = ""
    appendDecimal(decimals: decimals, to: &text)
    return text
  }

  /// Appends ``description(decimals:)`` to `text`.
  public func appendDecimal(decimals: Int = 6, to text: inout String) {
    if isInfinite {
      text += description
      return
    }
    let scale = decimalScale
    let count = scale ?? max(decimals, 0)
    let divisor = denominator.magnitude
    var (whole, remainder) = numerator.magnitude.quotientAndRemainder(dividingBy: divisor)
    var digits: [UInt8] = []
    digits.reserveCapacity(count)
    for _ in 0..<count {
      let digit = divisor.dividingFullWidth(remainder.multipliedFullWidth(by: 10))
      digits.append(UInt8(digit.quotient))
      remainder = digit.remainder
    }
    if scale == nil && remainder >= divisor - remainder {
      var place = digits.count - 1
      while place >= 0 && digits[place] == 9 {
        digits[place] = 0
        place -= 1
      }
      if place >= 0 { digits[place] += 1 } else { whole += 1 }
    }
    if numerator < 0 && (whole != 0 || digits.contains { $0 != 0 }) { text += "-" }
    text += String(whole)
    if !digits.isEmpty {
      text += "."
      for digit in digits { text.unicodeScalars.append(Unicode.Scalar(48 + digit)) }
    }
  }

  /// The value that `text` writes: `270000.01`, `-5`, `+0.5`, `1/3`; nil iff it is no such number or does not fit.
  public init?(decimal text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard let bar = bytes.firstIndex(of: UInt8(ascii: "/")) else {
      self.init(decimalBytes: bytes[...])
      return
    }
    guard let above = Rational(decimalBytes: bytes[..<bar]), let below = Rational(decimalBytes: bytes[(bar + 1)...]),
      let quotient = above.dividing(below)
    else { return nil }
    self = quotient
  }

  private init?(decimalBytes bytes: ArraySlice<UInt8>) {
    var rest = bytes
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    let point = rest.firstIndex(of: UInt8(ascii: ".")) ?? rest.endIndex
    if point == rest.startIndex || point + 1 == rest.endIndex { return nil }
    var value: UInt128 = 0
    var scale = 0
    // Zeros wait until another digit of the fraction follows, so that trailing zeros cost no range.
    var waiting = 0
    for index in rest.indices where index != point {
      let digit = rest[index] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      if index > point && digit == 0 {
        waiting += 1
        continue
      }
      let steps = index > point ? waiting + 1 : 1
      if index > point { scale += steps }
      waiting = 0
      for step in 1...steps {
        let (shifted, overflowShift) = value.multipliedReportingOverflow(by: 10)
        let (sum, overflowSum) = shifted.addingReportingOverflow(step == steps ? UInt128(digit) : 0)
        if overflowShift || overflowSum { return nil }
        value = sum
      }
    }
    guard scale <= PowersOfTen.greatestExponent, let numerator = Int128(exactly: value) else { return nil }
    self.init(isNegative ? -numerator : numerator, scale: scale)
  }
}
