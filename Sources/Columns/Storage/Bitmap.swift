/// A vector of bits, 64 to a word.
///
/// ```
/// words   | b63 … b1 b0 | b127 … b64 | …    bit i is bit i % 64 of word i / 64
/// ```
/// The bits of the last word beyond `count` are zero.
public struct Bitmap: Hashable, Sendable {
  public private(set) var words: [UInt64]
  public private(set) var count: Int

  /// `count` equal bits.
  public init(repeating bit: Bool, count: Int) {
    words = [UInt64](repeating: bit ? .max : 0, count: (count + 63) / 64)
    self.count = count
    clearTail()
  }

  /// The bits of `bools`.
  public init(_ bools: [Bool]) {
    self.init(repeating: false, count: bools.count)
    for (index, bit) in bools.enumerated() where bit { words[index >> 6] |= 1 << UInt64(index & 63) }
  }

  /// The first `count` bits of `words`; the other bits are ignored.
  public init(words: [UInt64], count: Int) {
    precondition(words.count == (count + 63) / 64, "a bitmap has one word for each 64 bits")
    self.words = words
    self.count = count
    clearTail()
  }

  private mutating func clearTail() {
    let used = count & 63
    if used != 0 { words[words.count - 1] &= (1 << UInt64(used)) - 1 }
  }

  public subscript(index: Int) -> Bool {
    get { words[index >> 6] >> UInt64(index & 63) & 1 != 0 }
    set {
      precondition(index < count, "a bit beyond the bitmap's end")
      let mask = 1 << UInt64(index & 63) as UInt64
      if newValue { words[index >> 6] |= mask } else { words[index >> 6] &= ~mask }
    }
  }

  /// The number of bits that are set.
  public var populationCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// True iff every bit is set.
  public var isAllTrue: Bool {
    let whole = count >> 6
    for index in 0..<whole where words[index] != .max { return false }
    let used = count & 63
    return used == 0 || words[whole] == (1 << UInt64(used)) - 1
  }

  public static func & (a: Bitmap, b: Bitmap) -> Bitmap { combine(a, b) { $0 & $1 } }

  public static func | (a: Bitmap, b: Bitmap) -> Bitmap { combine(a, b) { $0 | $1 } }

  public static prefix func ~ (a: Bitmap) -> Bitmap {
    var result = a
    for index in result.words.indices { result.words[index] = ~result.words[index] }
    result.clearTail()
    return result
  }

  @inline(__always)
  private static func combine(_ a: Bitmap, _ b: Bitmap, _ operation: (UInt64, UInt64) -> UInt64) -> Bitmap {
    precondition(a.count == b.count, "bitmaps of the same length")
    var result = a
    for index in result.words.indices { result.words[index] = operation(result.words[index], b.words[index]) }
    return result
  }

  public mutating func append(_ bit: Bool) {
    if count & 63 == 0 { words.append(0) }
    count += 1
    if bit { words[words.count - 1] |= 1 << UInt64((count - 1) & 63) }
  }

  public mutating func append(contentsOf other: Bitmap) {
    let shift = UInt64(count & 63)
    if shift == 0 {
      words += other.words
    } else {
      for word in other.words {
        words[words.count - 1] |= word << shift
        words.append(word >> (64 - shift))
      }
    }
    count += other.count
    words.removeLast(words.count - (count + 63) / 64)
  }

  /// The bits of `range`.
  public func slice(_ range: Range<Int>) -> Bitmap {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a range within the bitmap")
    let shift = UInt64(range.lowerBound & 63)
    let first = range.lowerBound >> 6
    var result: [UInt64] = []
    result.reserveCapacity((range.count + 63) / 64)
    for index in 0..<(range.count + 63) / 64 {
      var word = words[first + index] >> shift
      if shift != 0 && first + index + 1 < words.count { word |= words[first + index + 1] << (64 - shift) }
      result.append(word)
    }
    return Bitmap(words: result, count: range.count)
  }

  /// The bits at `indices`; a negative index gives false.
  public func gather(_ indices: [Int32]) -> Bitmap {
    var result = Bitmap(repeating: false, count: indices.count)
    for (row, index) in indices.enumerated() where index >= 0 && self[Int(index)] {
      result.words[row >> 6] |= 1 << UInt64(row & 63)
    }
    return result
  }
}
