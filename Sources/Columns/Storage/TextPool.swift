/// The distinct texts of a run, each known by a small number, its code.
///
/// ```
/// bytes    | N o r t h S o u t h … |    the UTF-8 of all texts, one after the other
/// starts   | 0 | 5 | 10 | …             text c is bytes[starts[c] ..< starts[c + 1]]
/// tables   | … | … | …                  codes by hash; the hash's top bits choose the table
/// ```
/// There are several tables so that one that grows is small.
/// Two texts are the same iff their bytes are: no Unicode normalisation.
public struct TextPool: Sendable {
  var bytes: [UInt8] = []
  var starts: [Int] = [0]
  private var tables = [TextTable](repeating: TextTable(), count: 1 << TextPool.tableBits)

  private static let tableBits = 6

  public init() {}

  /// The number of distinct texts; their codes are 0 to `count - 1` in the order of their arrival.
  public var count: Int { starts.count - 1 }

  // MARK: Texts to codes

  /// The code of `text`, which is added if it is new.
  public mutating func code(for text: String) -> Int32 {
    var text = text
    return text.withUTF8 { code(for: $0) }
  }

  /// The code of the text with these bytes, which is added if it is new.
  public mutating func code(for text: UnsafeBufferPointer<UInt8>) -> Int32 {
    let hash = TextHash(text).value
    return find(text, hash) ?? insert(text, hash)
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
    let code = Int32(count)
    bytes.append(contentsOf: text)
    starts.append(bytes.count)
    tables[TextPool.table(of: hash)].insert(hash, number: code)
    return code
  }

  /// The code of `text`; nil iff it is not in the pool.
  public func find(_ text: String) -> Int32? {
    var text = text
    return text.withUTF8 { find($0) }
  }

  /// The code of the text with these bytes; nil iff it is not in the pool.
  public func find(_ text: UnsafeBufferPointer<UInt8>) -> Int32? { find(text, TextHash(text).value) }

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
    String(decoding: bytes[starts[Int(code)]..<starts[Int(code) + 1]], as: UTF8.self)
  }

  /// Calls `body` with the UTF-8 of the text with this code.
  public func withBytes<Result>(of code: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[starts[Int(code)]..<starts[Int(code) + 1]]))
    }
  }

  /// How two texts compare byte by byte, which for UTF-8 is the order of their Unicode scalars.
  public func order(_ a: Int32, _ b: Int32) -> Order {
    if a == b { return .equal }
    return bytes.withUnsafeBufferPointer { own in
      var left = starts[Int(a)]
      var right = starts[Int(b)]
      let leftEnd = starts[Int(a) + 1]
      let rightEnd = starts[Int(b) + 1]
      while left < leftEnd && right < rightEnd {
        if own[left] != own[right] { return own[left] < own[right] ? .less : .greater }
        left &+= 1
        right &+= 1
      }
      return Order(leftEnd - left, rightEnd - right)
    }
  }

  /// The place of each code among all texts in byte order, so that sorting and comparing need no texts.
  public func ranks() -> [Int32] {
    let sorted = (0..<Int32(count)).sorted { order($0, $1) == .less }
    var ranks = [Int32](repeating: 0, count: count)
    for (rank, code) in sorted.enumerated() { ranks[Int(code)] = Int32(rank) }
    return ranks
  }

  /// Adds the texts of `other`, and answers the code here of each code there.
  public mutating func merge(_ other: TextPool) -> [Int32] {
    (0..<Int32(other.count)).map { code in other.withBytes(of: code) { self.code(for: $0) } }
  }
}
