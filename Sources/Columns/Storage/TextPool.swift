/// The distinct texts of a run, each known by a small number, its code.
///
/// ```
/// bytes   | N o r t h S o u t h … |       the UTF-8 of all texts, one after the other
/// starts  | 0 | 5 | 10 | …                text c is bytes[starts[c] ..< starts[c + 1]]
/// hashes  | h0 | h1 | …                   so that growing and missing never read a text
/// slots   | -1 | 1 | -1 | 0 | …           open addressing: the code at its hash, or the next free place
/// ```
/// Two texts are the same iff their bytes are: no Unicode normalisation.
public struct TextPool: Sendable {
  private var bytes: [UInt8] = []
  private var starts: [Int] = [0]
  private var hashes: [UInt32] = []
  private var slots: [Int32] = [Int32](repeating: -1, count: 64)

  public init() {}

  /// The number of distinct texts; their codes are 0 to `count - 1` in the order of their arrival.
  public var count: Int { hashes.count }

  // MARK: Texts to codes

  /// The code of `text`, which is added if it is new.
  public mutating func code(for text: String) -> Int32 {
    var text = text
    return text.withUTF8 { code(for: $0) }
  }

  /// The code of the text with these bytes, which is added if it is new.
  public mutating func code(for text: UnsafeBufferPointer<UInt8>) -> Int32 {
    let hash = TextPool.hash(text)
    let slot = find(text, hash)
    if slots[slot] >= 0 { return slots[slot] }
    return insert(text, hash, at: slot)
  }

  /// The code of `text`; nil iff it is not in the pool.
  public func find(_ text: String) -> Int32? {
    var text = text
    return text.withUTF8 { find($0) }
  }

  /// The code of the text with these bytes; nil iff it is not in the pool.
  public func find(_ text: UnsafeBufferPointer<UInt8>) -> Int32? {
    let code = slots[find(text, TextPool.hash(text))]
    return code < 0 ? nil : code
  }

  /// The slot that holds the text's code, or the free one where it belongs.
  private func find(_ text: UnsafeBufferPointer<UInt8>, _ hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while true {
      let code = slots[slot]
      if code < 0 { return slot }
      if hashes[Int(code)] == hash && isEqual(code, text) { return slot }
      slot = (slot + 1) & mask
    }
  }

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

  private mutating func insert(_ text: UnsafeBufferPointer<UInt8>, _ hash: UInt32, at slot: Int) -> Int32 {
    let code = Int32(hashes.count)
    bytes.append(contentsOf: text)
    starts.append(bytes.count)
    hashes.append(hash)
    slots[slot] = code
    if hashes.count * 2 > slots.count { grow() }
    return code
  }

  private mutating func grow() {
    var wider = [Int32](repeating: -1, count: slots.count * 4)
    let mask = wider.count - 1
    for code in hashes.indices {
      var slot = Int(hashes[code]) & mask
      while wider[slot] >= 0 { slot = (slot + 1) & mask }
      wider[slot] = Int32(code)
    }
    slots = wider
  }

  /// A hash of the bytes, eight at a time; the same in every run, so that results never depend on it.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var state = UInt64(truncatingIfNeeded: text.count) &* 0x9E37_79B9_7F4A_7C15
    let raw = UnsafeRawBufferPointer(text)
    var index = 0
    while index &+ 8 <= raw.count {
      state = mix(state, raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index &+= 8
    }
    var tail: UInt64 = 0
    var shift: UInt64 = 0
    while index < raw.count {
      tail |= UInt64(raw[index]) << shift
      shift &+= 8
      index &+= 1
    }
    state = mix(state, tail)
    return UInt32(truncatingIfNeeded: state ^ (state >> 32))
  }

  @inline(__always)
  private static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
    let product = (state ^ word ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
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
    var codes: [Int32] = []
    codes.reserveCapacity(other.count)
    for code in 0..<other.count {
      let hash = other.hashes[code]
      codes.append(
        other.withBytes(of: Int32(code)) { text in
          let slot = find(text, hash)
          return slots[slot] >= 0 ? slots[slot] : insert(text, hash, at: slot)
        })
    }
    return codes
  }
}
