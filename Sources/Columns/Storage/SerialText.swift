/// A text that ends in a number of fixed width, as most identifiers do: a head and a number.
///
/// ```
/// D00012345    head D000, number 12345 of 5 digits
/// SKU-00017    head SKU-, number 17 of 5 digits
/// L0042        head L,    number 42 of 4 digits
/// ```
/// The texts with one head are a ``SerialBlock``. They are told apart by their numbers alone, so that they need no hash
/// table, no memory and no comparison of bytes.
struct SerialText {
  let block: SerialBlock
  let number: Int32

  /// Fewer digits at the end of a text make no number: such texts are often words.
  static let fewestDigits = 3
  static let mostDigits = 5
  /// A head is no longer than what a ``TextKey`` holds whole.
  static let longestHead = 16

  /// The text of `count` bytes at `start`; nil iff it ends in no number or has too long a head.
  ///
  /// - Parameter start: eight bytes can be read from here even if the text is shorter, and eight before it.
  @inline(__always)
  init?(padded start: UnsafeRawPointer, _ count: Int) {
    let tail = (start + (count &- 8)).loadUnaligned(as: UInt64.self).littleEndian
    // The top bit of each byte that is no digit.
    let distance = tail ^ 0x3030_3030_3030_3030
    let others = (((distance & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | distance) & 0x8080_8080_8080_8080
    let digits = min(others.leadingZeroBitCount &>> 3, SerialText.mostDigits, count)
    let head = count &- digits
    if digits < SerialText.fewestDigits || head > SerialText.longestHead { return nil }
    let shift = UInt64(truncatingIfNeeded: (8 &- digits) &* 8)
    let filled = (tail & (.max &<< shift)) | (0x3030_3030_3030_3030 &>> UInt64(truncatingIfNeeded: digits &* 8))
    number = Int32(truncatingIfNeeded: PlainNumber.number(filled))
    block = SerialBlock(head: TextKey(padded: start, head), digits: digits)
  }
}

/// What tells at once that a text belongs to one block, and reads its number: most columns of identifiers have one.
struct SerialShape {
  private var count = Int.min
  private var headMask: UInt64 = 0
  private var head: UInt64 = 0
  private var digitMask: UInt64 = 0

  /// Fits no text.
  init() {}

  /// The shape of a block's texts; fits none if the head is longer than eight bytes.
  @inline(__always)
  init(of text: SerialText, padded start: UnsafeRawPointer) {
    let headCount = text.block.headCount
    guard headCount <= 8 else { return }
    count = text.block.count
    // A shift by 64 would be one by 0.
    headMask = headCount == 8 ? .max : (1 &<< UInt64(truncatingIfNeeded: headCount &* 8)) &- 1
    head = start.loadUnaligned(as: UInt64.self).littleEndian & headMask
    digitMask = .max &<< UInt64(truncatingIfNeeded: (8 &- text.block.digitCount) &* 8)
  }

  /// The number of the text of `count` bytes at `start`; negative iff it is of another shape, or another block's.
  ///
  /// - Parameter start: as in ``SerialText/init(padded:_:)``.
  @inline(__always)
  func number(padded start: UnsafeRawPointer, _ count: Int) -> Int32 {
    if count != self.count { return -1 }
    let tail = (start + (count &- 8)).loadUnaligned(as: UInt64.self).littleEndian
    let distance = tail ^ 0x3030_3030_3030_3030
    let others = (((distance & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | distance) & 0x8080_8080_8080_8080
    let isOther = (start.loadUnaligned(as: UInt64.self).littleEndian & headMask) ^ head
    if isOther | (others & digitMask) != 0 { return -1 }
    return Int32(truncatingIfNeeded: PlainNumber.number((tail & digitMask) | (0x3030_3030_3030_3030 & ~digitMask)))
  }
}

/// The texts that have a head and a number of digits behind it in common.
struct SerialBlock: Hashable, Sendable {
  private let first: UInt64
  private let rest: UInt64
  /// The length of the head in the lower bits, the number of digits above them; 0 of no block.
  private let shape: UInt32

  @inline(__always)
  init(head: TextKey, digits: Int) {
    first = head.head
    rest = head.rest
    shape = UInt32(truncatingIfNeeded: head.count | (digits &<< 8))
  }

  /// Equals no block of a text.
  init() { (first, rest, shape) = (0, 0, 0) }

  var headCount: Int { Int(shape & 0xFF) }
  var digitCount: Int { Int(shape >> 8) }
  /// The length of each of the texts.
  var count: Int { headCount + digitCount }

  /// A place in a small table; the upper bits are the best ones.
  @inline(__always)
  var place: UInt64 { (first ^ (rest &* 0xC2B2_AE3D_27D4_EB4F) ^ UInt64(shape)) &* 0x9E37_79B9_7F4A_7C15 }

  /// True iff the texts may be known by their numbers: their heads are ASCII, and hold no quote, which in a cell could
  /// stand for half of one.
  var isPlain: Bool {
    var isPlain = true
    for byte in headBytes where byte >= 0x80 || byte == UInt8(ascii: "\"") { isPlain = false }
    return isPlain
  }

  /// The bytes of the head.
  var headBytes: [UInt8] {
    // As a ``TextKey`` keeps them: up to eight at the upper end, else the first eight and the last eight.
    func bytes(_ word: UInt64, from place: Int) -> [UInt8] {
      (place..<8).map { UInt8(truncatingIfNeeded: word >> UInt64($0 * 8)) }
    }
    if headCount <= 8 { return bytes(first, from: 8 - headCount) }
    return bytes(first, from: 0) + bytes(rest, from: 16 - headCount)
  }

  /// The text with `number`.
  func text(_ number: Int32) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { output, initializedCount in
      if let start = output.baseAddress { write(number, head: headBytes, to: start) }
      initializedCount = count
    }
  }

  /// Writes the text with `number` to `output`, which has room for ``count`` bytes.
  func write(_ number: Int32, head: [UInt8], to output: UnsafeMutablePointer<UInt8>) {
    for index in head.indices { output[index] = head[index] }
    var rest = number
    for index in stride(from: count - 1, through: headCount, by: -1) {
      output[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }
}

/// How serial texts are coded: above all other codes, with the block's number and the text's own.
enum SerialCode {
  static let first: Int32 = 1 << 30
  private static let numberBits: Int32 = 17
  /// The number of blocks for which there are codes.
  static let blockLimit = 1 << 13

  @inline(__always)
  static func code(block: Int32, number: Int32) -> Int32 { first | (block &<< numberBits) | number }

  @inline(__always)
  static func isSerial(_ code: Int32) -> Bool { code >= first }

  /// The number of the code's block.
  @inline(__always)
  static func block(_ code: Int32) -> Int { Int((code & ~first) &>> numberBits) }

  /// The number that the text ends in.
  @inline(__always)
  static func number(_ code: Int32) -> Int32 { code & ((1 << numberBits) - 1) }
}
