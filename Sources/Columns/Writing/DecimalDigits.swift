/// Writes numbers as decimal digits, two at a time, behind each other into memory that its callers have made room in.
struct DecimalDigits {
  /// The powers of ten that 64 bits hold, by exponent: 0 to 19.
  let powers: UnsafePointer<UInt64>
  /// `00`, `01` to `99`.
  private let pairs: UnsafePointer<UInt8>

  private static let pairTexts: StaticString =
    """
    0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849\
    5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899
    """

  static let powersOfTen: [UInt64] = (0..<20).map { exponent in
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  init(powers: UnsafePointer<UInt64>) {
    self.powers = powers
    pairs = DecimalDigits.pairTexts.utf8Start
  }

  /// The number of digits of a number, at least one.
  @inline(__always)
  func count(_ number: UInt64) -> Int {
    let number = number | 1
    let guess = ((64 &- number.leadingZeroBitCount) &* 1233) &>> 12
    return guess &+ (number >= powers[guess] ? 1 : 0)
  }

  /// Writes the last `count` digits of a number that has no more, with zeros in front.
  @inline(__always)
  func write(_ number: UInt64, count: Int, at place: UnsafeMutablePointer<UInt8>) {
    var rest = number
    var end = count
    while end >= 2 {
      let quotient = rest / 100
      writePair(Int(truncatingIfNeeded: rest &- quotient &* 100), at: place + (end &- 2))
      rest = quotient
      end &-= 2
    }
    if end == 1 { place[0] = 48 &+ UInt8(truncatingIfNeeded: rest) }
  }

  /// Writes a number from 0 to 99.
  @inline(__always)
  func writePair(_ number: Int, at place: UnsafeMutablePointer<UInt8>) {
    let source = UnsafeRawPointer(pairs + number &* 2)
    UnsafeMutableRawPointer(place).storeBytes(of: source.loadUnaligned(as: UInt16.self), as: UInt16.self)
  }

  /// Writes `number / 10^scale` with all `scale` decimals, and moves `place` behind it.
  @inline(__always)
  func write(_ number: UInt64, scale: Int, at place: inout UnsafeMutablePointer<UInt8>) {
    let count = max(count(number), scale &+ 1)
    if scale == 0 {
      write(number, count: count, at: place)
      place += count
      return
    }
    // From the last digit to the first; the point stands behind the first `whole` of them.
    let whole = count &- scale
    var rest = number
    var end = count &+ 1
    while end >= whole &+ 3 {
      let quotient = rest / 100
      writePair(Int(truncatingIfNeeded: rest &- quotient &* 100), at: place + (end &- 2))
      rest = quotient
      end &-= 2
    }
    if end == whole &+ 2 {
      let quotient = rest / 10
      place[end &- 1] = 48 &+ UInt8(truncatingIfNeeded: rest &- quotient &* 10)
      rest = quotient
    }
    place[whole] = 46
    write(rest, count: whole, at: place)
    place += count &+ 1
  }

  /// Writes `number / 10^scale` with all `scale` decimals, and moves `place` behind it.
  func write(_ number: UInt128, scale: Int, at place: inout UnsafeMutablePointer<UInt8>) {
    if let narrow = UInt64(exactly: number) {
      write(narrow, scale: scale, at: &place)
      return
    }
    // Three parts of at most 19 digits, of which the first that is not zero has no zeros in front.
    let part = UInt128(powers[19])
    let (upper, low) = number.quotientAndRemainder(dividingBy: part)
    let (high, middle) = upper.quotientAndRemainder(dividingBy: part)
    let first = UInt64(truncatingIfNeeded: high == 0 ? middle : high)
    let firstCount = self.count(first)
    let digits = firstCount + (high == 0 ? 19 : 38)
    let count = max(digits, scale + 1)
    for zero in 0..<count - digits { place[zero] = 48 }
    var next = place + (count - digits)
    write(first, count: firstCount, at: next)
    next += firstCount
    if high != 0 {
      write(UInt64(truncatingIfNeeded: middle), count: 19, at: next)
      next += 19
    }
    write(UInt64(truncatingIfNeeded: low), count: 19, at: next)
    if scale > 0 {
      let whole = count - scale
      for digit in stride(from: count - 1, through: whole, by: -1) { place[digit + 1] = place[digit] }
      place[whole] = 46
    }
    place += count + (scale > 0 ? 1 : 0)
  }

  /// Writes a day as `2026-03-31`, and moves `place` behind it.
  @inline(__always)
  func write(_ date: CalendarDate, at place: inout UnsafeMutablePointer<UInt8>) {
    let (year, month, day) = date.components
    guard 0...9999 ~= year else {
      for byte in date.description.utf8 {
        place[0] = byte
        place += 1
      }
      return
    }
    writePair(year / 100, at: place)
    writePair(year % 100, at: place + 2)
    place[4] = 45
    writePair(month, at: place + 5)
    place[7] = 45
    writePair(day, at: place + 8)
    place += 10
  }
}
