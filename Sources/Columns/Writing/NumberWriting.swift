/// A ``NumberLayout`` as the numbers that writing goes by.
struct NumberWriter {
  let layout: NumberLayout
  let digits: DecimalDigits
  /// The least number of decimals, and the most.
  private let least: Int
  private let most: Int
  private let isPercent: Bool

  init(_ layout: NumberLayout, _ digits: DecimalDigits) {
    self.layout = layout
    self.digits = digits
    isPercent = layout.isPercent
    switch layout.decimals {
    case .exact: (least, most) = (0, .max)
    case .all(let minimum): (least, most) = (max(0, minimum), .max)
    case .fixed(let count): (least, most) = (max(0, count), max(0, count))
    }
  }

  /// The most bytes that a number of up to 128 bits takes.
  static func bound(_ layout: NumberLayout) -> Int {
    switch layout.decimals {
    case .exact: 256
    case .all(let count), .fixed(let count): 256 + max(0, count)
    }
  }

  /// Writes `integer / 10^scale`.
  @inline(__always)
  func write(_ integer: Int64, scale: Int, at place: inout UnsafeMutablePointer<UInt8>) {
    var number = integer.magnitude
    var scale = scale
    if isPercent {
      scale &-= 2
      if scale < 0 {
        let (product, overflow) = number.multipliedReportingOverflow(by: digits.powers[0 &- scale])
        if overflow {
          write(Int128(integer), scale: scale &+ 2, at: &place)
          return
        }
        number = product
        scale = 0
      }
    }
    if scale > most {
      // Half away from zero; less than half of a unit where the unit is beyond 64 bits.
      let excess = scale &- most
      if excess > 19 {
        number = 0
      } else {
        let unit = digits.powers[excess]
        let (quotient, rest) = number.quotientAndRemainder(dividingBy: unit)
        number = quotient &+ (rest >= unit / 2 ? 1 : 0)
      }
      scale = most
    }
    if number == 0 {
      scale = 0
    } else {
      while scale > least {
        let quotient = number / 10
        if quotient &* 10 != number { break }
        number = quotient
        scale &-= 1
      }
    }
    if integer < 0 && number != 0 {
      place[0] = 45
      place += 1
    }
    digits.write(number, scale: scale, at: &place)
    finish(scale: scale, at: &place)
  }

  /// Writes `integer / 10^scale`.
  func write(_ integer: Int128, scale: Int, at place: inout UnsafeMutablePointer<UInt8>) {
    var number = integer.magnitude
    var scale = scale
    if isPercent {
      scale -= 2
      if scale < 0 {
        let (product, overflow) = number.multipliedReportingOverflow(by: UInt128(digits.powers[0 - scale]))
        if overflow || product > UInt128(Int128.max) {
          write(text: layout.text(of: Column.Storage.rational(integer, scale + 2)), at: &place)
          return
        }
        number = product
        scale = 0
      }
    }
    if scale > most {
      let unit = PowersOfTen.wide[scale - most].magnitude
      let (quotient, rest) = number.quotientAndRemainder(dividingBy: unit)
      number = quotient + (rest >= unit / 2 ? 1 : 0)
      scale = most
    }
    if number == 0 { scale = 0 }
    while scale > least {
      let (quotient, rest) = number.quotientAndRemainder(dividingBy: 10)
      if rest != 0 { break }
      number = quotient
      scale -= 1
    }
    if integer < 0 && number != 0 {
      place[0] = 45
      place += 1
    }
    digits.write(number, scale: scale, at: &place)
    finish(scale: scale, at: &place)
  }

  /// Writes a fraction.
  func write(_ number: Rational, at place: inout UnsafeMutablePointer<UInt8>) {
    if !number.isInfinite, let scale = number.decimalScale {
      if scale <= PowersOfTen.greatestExponent, let integer = number.scaled(by: scale) {
        write(integer, scale: scale, at: &place)
        return
      }
    } else if !number.isInfinite, let decimals = decimalsOfEndless {
      let scale = decimals + (isPercent ? 2 : 0)
      if scale <= 19, let integer = NumberWriter.rounded(number, scale: scale, digits) {
        let layout = NumberLayout(.fixed(decimals), isPercent: isPercent)
        NumberWriter(layout, digits).write(integer, scale: scale, at: &place)
        return
      }
    }
    write(text: layout.text(of: number), at: &place)
  }

  /// The decimals of a value that has no end; nil where its fraction is written.
  private var decimalsOfEndless: Int? {
    switch layout.decimals {
    case .exact: nil
    case .all(let minimum): max(minimum, 6)
    case .fixed(let count): count
    }
  }

  /// The number times `10^scale`, rounded half away from zero; nil iff that is not known at once.
  private static func rounded(_ number: Rational, scale: Int, _ digits: DecimalDigits) -> Int128? {
    let (product, overflow) = number.numerator.magnitude.multipliedReportingOverflow(
      by: UInt128(digits.powers[scale]))
    if overflow { return nil }
    let divisor = number.denominator.magnitude
    let (quotient, rest) = product.quotientAndRemainder(dividingBy: divisor)
    guard let size = Int128(exactly: quotient), size < .max else { return nil }
    let rounded = rest >= divisor - rest ? size + 1 : size
    return number.numerator < 0 ? -rounded : rounded
  }

  /// Fills up the decimals, and writes the percent sign.
  @inline(__always)
  private func finish(scale: Int, at place: inout UnsafeMutablePointer<UInt8>) {
    if scale < least {
      if scale == 0 {
        place[0] = 46
        place += 1
      }
      for _ in scale..<least {
        place[0] = 48
        place += 1
      }
    }
    if isPercent {
      place[0] = 37
      place += 1
    }
  }

  private func write(text: String, at place: inout UnsafeMutablePointer<UInt8>) {
    for byte in text.utf8 {
      place[0] = byte
      place += 1
    }
  }
}
