/// A number of digits with at most one point, the usual form, read eight bytes at a time.
///
/// This answers at once or not at all: what it does not read, ``NumberText`` may, and what both read is the same.
enum PlainNumber {
  /// Reads a cell of 1 to 16 bytes, `-` or `+` not counted; false iff that must be done in the careful way.
  ///
  /// - Parameter start: eight bytes before it can be read.
  @inline(__always)
  static func read(_ start: UnsafeRawPointer, _ count: Int, _ mantissa: inout Int64, _ scale: inout Int) -> Bool {
    var start = start
    var count = count
    var isNegative = false
    let first = count > 0 ? start.load(as: UInt8.self) : 0
    if first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      isNegative = first == UInt8(ascii: "-")
      start += 1
      count &-= 1
    }
    guard count >= 1, count <= 16 else { return false }

    var low = (start + (count &- 8)).loadUnaligned(as: UInt64.self).littleEndian
    if count < 8 { low = filled(low, count) }
    let points = zeroBytes(low ^ 0x2E2E_2E2E_2E2E_2E2E)
    var power: Int64 = 100_000_000
    scale = 0
    if points != 0 {
      // The bytes before the point move over it.
      guard count > 1 else { return false }
      let place = UInt64(points.trailingZeroBitCount) & ~7
      scale = 7 &- Int(place &>> 3)
      let before = (1 &<< place) &- 1
      low = (low & (~before &<< 8)) | ((low & before) &<< 8) | 0x30
      power = 10_000_000
    }
    guard areDigits(low) else { return false }
    mantissa = number(low)
    if count > 8 {
      var high = (start + (count &- 16)).loadUnaligned(as: UInt64.self).littleEndian
      if count < 16 { high = filled(high, count &- 8) }
      guard areDigits(high) else { return false }
      mantissa = number(high) &* power &+ mantissa
    }
    if isNegative { mantissa = 0 &- mantissa }
    return true
  }

  /// The number of a cell of 1 to 8 digits and nothing else; negative iff it holds anything else.
  ///
  /// - Parameter start: eight bytes before it can be read.
  @inline(__always)
  static func readDigits(_ start: UnsafeRawPointer, _ count: Int) -> Int64 {
    if UInt(bitPattern: count &- 1) >= 8 { return -1 }
    let tail = (start + (count &- 8)).loadUnaligned(as: UInt64.self).littleEndian
    let own: UInt64 = .max &<< UInt64(truncatingIfNeeded: (8 &- count) &* 8)
    let digits = (tail & own) | (0x3030_3030_3030_3030 & ~own)
    return areDigits(digits) ? number(digits) : -1
  }

  /// The last `count` of eight bytes, with zeros as digits before them; `count` is from 1 to 7.
  @inline(__always)
  private static func filled(_ word: UInt64, _ count: Int) -> UInt64 {
    let shift = UInt64(8 &* (8 &- count))
    return (word & (.max &<< shift)) | (0x3030_3030_3030_3030 &>> UInt64(8 &* count))
  }

  @inline(__always)
  private static func areDigits(_ word: UInt64) -> Bool {
    let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
    return (word & high) | (((word &+ 0x0606_0606_0606_0606) & high) &>> 4) == 0x3333_3333_3333_3333
  }

  /// The number of eight digits, the first of them in the lowest byte.
  @inline(__always)
  static func number(_ digits: UInt64) -> Int64 {
    var pairs = digits &- 0x3030_3030_3030_3030
    pairs = pairs &* 10 &+ (pairs &>> 8)
    let even = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let odd = ((pairs &>> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    return Int64(truncatingIfNeeded: (even &+ odd) &>> 32)
  }

  /// The top bit of each byte that is zero, and no other bit.
  @inline(__always)
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    return ~(((word & low) &+ low) | word | low)
  }
}
