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
    count = bools.count
    words = bools.withUnsafeBytes { bytes in
      [UInt64](unsafeUninitializedCapacity: (bools.count + 63) / 64) { output, initialized in
        initialized = (bools.count + 63) / 64
        for word in 0..<initialized {
          var bits: UInt64 = 0
          for group in 0..<8 where word * 64 + group * 8 < bytes.count {
            let first = word * 64 + group * 8
            var eight: UInt64 = 0
            if first + 8 <= bytes.count {
              eight = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: first, as: UInt64.self))
            } else {
              for byte in first..<bytes.count { eight |= UInt64(bytes[byte]) << UInt64(8 * (byte - first)) }
            }
            // The product moves the lowest bit of byte n to bit 56 + n.
            bits |= ((eight &* 0x0102_0408_1020_4080) >> 56) << UInt64(8 * group)
          }
          (output.baseAddress! + word).initialize(to: bits)
        }
      }
    }
  }

  /// The bits as truth values.
  public var bools: [Bool] {
    [Bool](unsafeUninitializedCapacity: count) { output, initialized in
      initialized = count
      let bytes = UnsafeMutableRawBufferPointer(output)
      words.withUnsafeBufferPointer { words in
        var first = 0
        while first + 8 <= count {
          let eight = words[first >> 6] >> UInt64(first & 63) & 0xFF
          // Bit n of the eight comes to stand alone in byte n, whose highest bit then says whether it is set.
          let spread = (eight &* 0x0101_0101_0101_0101) & 0x8040_2010_0804_0201
          let set = (spread &+ 0x7F7F_7F7F_7F7F_7F7F) >> 7 & 0x0101_0101_0101_0101
          bytes.storeBytes(of: set.littleEndian, toByteOffset: first, as: UInt64.self)
          first += 8
        }
        for bit in first..<count { bytes[bit] = UInt8(truncatingIfNeeded: words[bit >> 6] >> UInt64(bit & 63) & 1) }
      }
    }
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
    words.withUnsafeBufferPointer { words in
      let count = count
      return Bitmap(
        loop(indices) { index in
          if index < 0 { return false }
          precondition(index < count, "an index within the bitmap")
          return words[Int(index) >> 6] >> UInt64(index & 63) & 1 != 0
        })
    }
  }
}
