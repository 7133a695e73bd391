/// The distinct texts of a run, each known by a small number, its code.
///
/// ```
/// bytes    | N o r t h S o u t h … |    the UTF-8 of all texts, one after the other
/// starts   | 0 | 5 | 10 | …             text c is bytes[starts[c] ..< starts[c + 1]]
/// tables   | … | … | …                  codes by hash; the hash's top bits choose the table
/// ```
/// There are several tables so that one that grows is small. Texts that end in a number have codes of their own kind
/// and stand in none of these: see ``SerialText``.
///
/// Two texts are the same iff their bytes are: no Unicode normalisation. Codes say nothing of the order of texts.
public struct TextPool: Sendable {
  /// The bytes of the texts that are not serial, and where each begins; last where the next one will.
  private(set) var bytes: [UInt8] = []
  private(set) var starts: [Int] = [0]
  private var tables = [TextTable](repeating: TextTable(), count: 1 << TextPool.tableBits)

  private static let tableBits = 6

  /// The blocks of serial texts, in the order of their arrival.
  private(set) var blocks: [SerialBlock] = []
  private(set) var heads: [[UInt8]] = []
  private var blockNumbers: [SerialBlock: Int32] = [:]

  public init() {}

  /// The number of distinct texts that are not serial; their codes are 0 to `plainCount - 1` in the order of arrival.
  private var plainCount: Int { starts.count - 1 }

  // MARK: Texts to codes

  /// The code of `text`, which is added if it is new.
  public mutating func code(for text: String) -> Int32 {
    var text = text
    return text.withUTF8 { code(for: $0) }
  }

  /// The code of the text with these bytes, which is added if it is new.
  public mutating func code(for text: UnsafeBufferPointer<UInt8>) -> Int32 {
    if let serial = SerialText(text), let block = number(of: serial.block) {
      return SerialCode.code(block: block, number: serial.number)
    }
    let hash = TextHash(text).value
    return find(text, hash) ?? insert(text, hash)
  }

  /// The code of a serial text, which is added if it is new.
  mutating func code(of block: SerialBlock, number: Int32) -> Int32 {
    block.text(number).withUnsafeBufferPointer { code(for: $0) }
  }

  /// The number of a block of serial texts, which is added if it is new; nil if its texts are coded as any other.
  ///
  /// That is decided when the first of them arrives: once there is no room for a block, there is none for later ones.
  mutating func number(of block: SerialBlock) -> Int32? {
    if let number = blockNumbers[block] { return number }
    if blocks.count >= SerialCode.blockLimit || !block.isPlain { return nil }
    let number = Int32(blocks.count)
    blocks.append(block)
    heads.append(block.headBytes)
    blockNumbers[block] = number
    return number
  }

  /// The codes of many texts, which are added if they are new: faster than one after the other.
  ///
  /// - Parameters:
  ///   - hashes: the texts' hashes.
  ///   - withText: calls its last argument with the bytes of the text at a place.
  mutating func codes(
    _ hashes: some RandomAccessCollection<UInt64>,
    withText: (_ place: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Int32) -> Int32
  ) -> [Int32] {
    var codes: [Int32] = []
    codes.reserveCapacity(hashes.count)
    var rest = hashes[...]
    while !rest.isEmpty {
      let batch = rest.prefix(TextPool.batchSize)
      rest = rest.dropFirst(TextPool.batchSize)
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: TextPool.batchSize) { candidates in
        // All slots of the batch come from memory together.
        var place = 0
        for hash in batch {
          let slot = tables[TextPool.table(of: hash)].firstSlot(hash) ?? 0
          candidates[place] = TextTable.number(in: slot, hash) ?? -1
          place &+= 1
        }
        place = 0
        for hash in batch {
          let candidate = candidates[place]
          let code = withText(codes.count) { text in
            if let serial = SerialText(text), let block = number(of: serial.block) {
              return SerialCode.code(block: block, number: serial.number)
            }
            if candidate >= 0 && isEqual(candidate, text) { return candidate }
            return find(text, hash) ?? insert(text, hash)
          }
          codes.append(code)
          place &+= 1
        }
      }
    }
    return codes
  }

  private static let batchSize = 64

  private mutating func insert(_ text: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int32 {
    let code = Int32(plainCount)
    bytes.append(contentsOf: text)
    starts.append(bytes.count)
    tables[TextPool.table(of: hash)].insert(hash, number: code)
    return code
  }

  /// The code of `text`; nil if no text that was added has it. A serial text may have one though it was not added.
  public func find(_ text: String) -> Int32? {
    var text = text
    return text.withUTF8 { find($0) }
  }

  /// The code of the text with these bytes, as ``find(_:)-(String)``.
  public func find(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    if let serial = SerialText(text), let block = blockNumbers[serial.block] {
      return SerialCode.code(block: block, number: serial.number)
    }
    return find(text, TextHash(text).value)
  }

  private func find(_ text: UnsafeBufferPointer<UInt8>, _ hash: UInt64) -> Int32? {
    tables[TextPool.table(of: hash)].find(hash) { isEqual($0, text) }
  }

  /// Which table holds the texts with this hash.
  @inline(__always)
  private static func table(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash &>> UInt64(64 - tableBits)) }

  /// True iff the text with this code has these bytes.
  @inline(__always)
  private func isEqual(_ code: Int32, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = starts[Int(code)]
    guard starts[Int(code) + 1] - start == text.count else { return false }
    return bytes.withUnsafeBufferPointer { own in
      var index = 0
      while index < text.count {
        if own[start &+ index] != text[index] { return false }
        index &+= 1
      }
      return true
    }
  }

  // MARK: Codes to texts

  /// The text with this code.
  public func string(_ code: Int32) -> String {
    withBytes(of: code) { String(decoding: $0, as: UTF8.self) }
  }

  /// Calls `body` with the UTF-8 of the text with this code.
  public func withBytes<Result>(of code: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if SerialCode.isSerial(code) {
      let number = SerialCode.block(code)
      let block = blocks[number]
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: block.count) { text in
        text.initialize(repeating: 0)
        if let start = text.baseAddress { block.write(SerialCode.number(code), head: heads[number], to: start) }
        return body(UnsafeBufferPointer(text))
      }
    }
    return bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[starts[Int(code)]..<starts[Int(code) + 1]]))
    }
  }

  /// How two texts compare byte by byte, which for UTF-8 is the order of their Unicode scalars.
  public func order(_ a: Int32, _ b: Int32) -> Order {
    if a == b { return .equal }
    if SerialCode.isSerial(a) && SerialCode.isSerial(b) && SerialCode.block(a) == SerialCode.block(b) {
      return Order(a, b)
    }
    return withBytes(of: a) { left in withBytes(of: b) { TextPool.order(left, $0) } }
  }

  private static func order(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Order {
    var index = 0
    while index < left.count && index < right.count {
      if left[index] != right[index] { return left[index] < right[index] ? .less : .greater }
      index &+= 1
    }
    return Order(left.count, right.count)
  }

  // MARK: Order

  /// Numbers that order as the texts with these codes do, and are equal iff the texts are; 0 for a code of no text.
  ///
  /// - Complexity: O(*n*) for serial texts of one length, and for few distinct texts; else a sort of the distinct ones.
  public func sortKeys(of codes: [Int32]) -> [Int64] {
    var hasPlain = false
    var isUsed = [Bool](repeating: false, count: blocks.count)
    for code in codes {
      if SerialCode.isSerial(code) { isUsed[SerialCode.block(code)] = true } else { hasPlain = true }
    }
    let used = blocks.indices.filter { isUsed[$0] }
    if !hasPlain, let first = used.first,
      used.allSatisfy({
        blocks[$0].headCount == blocks[first].headCount && blocks[$0].digitCount == blocks[first].digitCount
      })
    {
      // Heads of one length decide before the numbers do.
      let sorted = used.sorted { heads[$0].lexicographicallyPrecedes(heads[$1]) }
      var keys = [Int64](repeating: 0, count: blocks.count)
      for (rank, block) in sorted.enumerated() { keys[block] = Int64(SerialCode.code(block: Int32(rank), number: 0)) }
      return codes.map { keys[SerialCode.block($0)] + Int64(SerialCode.number($0)) }
    }
    return used.isEmpty ? ranks(ofPlain: codes) : ranks(of: codes)
  }

  /// The place of each text among those that occur, where none is serial.
  private func ranks(ofPlain codes: [Int32]) -> [Int64] {
    // Only the texts that occur are compared: a column of few texts is cheap whatever the pool holds.
    var isUsed = [Bool](repeating: false, count: plainCount)
    for code in codes where code >= 0 && Int(code) < plainCount { isUsed[Int(code)] = true }
    let used = (0..<Int32(plainCount)).filter { isUsed[Int($0)] }
    var ranks = [Int64](repeating: 0, count: plainCount)
    for (rank, code) in sorted(used).enumerated() { ranks[Int(code)] = Int64(rank) }
    return codes.map { $0 >= 0 && Int($0) < ranks.count ? ranks[Int($0)] : 0 }
  }

  /// The place of each text among those that occur.
  private func ranks(of codes: [Int32]) -> [Int64] {
    let sortedCodes = codes.sorted()
    var distinct: [Int32] = []
    for code in sortedCodes where code >= 0 && code != distinct.last { distinct.append(code) }
    var ranks: [Int32: Int64] = [:]
    ranks.reserveCapacity(distinct.count)
    for (rank, code) in sorted(distinct).enumerated() { ranks[code] = Int64(rank) }
    return codes.map { ranks[$0] ?? 0 }
  }

  /// Codes in the order of their texts.
  private func sorted(_ codes: [Int32]) -> [Int32] {
    // The first eight bytes decide most comparisons.
    let starts = codes.map { code in
      withBytes(of: code) { text in
        (0..<8).reduce(UInt64(0)) { $0 << 8 | UInt64($1 < text.count ? text[$1] : 0) }
      }
    }
    let order = codes.indices.sorted { a, b in
      starts[a] != starts[b] ? starts[a] < starts[b] : self.order(codes[a], codes[b]) == .less
    }
    return order.map { codes[$0] }
  }
}

extension SerialText {
  /// The text with these bytes; nil iff it is not serial.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    // The last digits tell most other texts, without a copy that bytes can be read around.
    let count = text.count
    guard count >= SerialText.fewestDigits, count <= SerialText.longestHead + SerialText.mostDigits,
      text[count - 1] &- UInt8(ascii: "0") <= 9, text[count - 2] &- UInt8(ascii: "0") <= 9
    else { return nil }
    let found = withUnsafeTemporaryAllocation(byteCount: count + 16, alignment: 8) { memory -> SerialText? in
      memory.initializeMemory(as: UInt8.self, repeating: 0)
      guard let start = memory.baseAddress else { return nil }
      for index in 0..<count { memory[8 + index] = text[index] }
      return SerialText(padded: start + 8, count)
    }
    guard let found else { return nil }
    self = found
  }
}
