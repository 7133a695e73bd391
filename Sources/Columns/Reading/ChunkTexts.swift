#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The distinct texts of one column within a chunk, in the order of their arrival.
///
/// Texts are not copied: an entry says where the bytes stand in the file. Only those with doubled quotes are, to `own`.
struct ChunkTexts: Sendable {
  struct Entry: Sendable {
    /// The first eight bytes, filled up with zeros.
    let head: UInt64
    let hash: UInt32
    let length: UInt32
    /// The first byte's place in the file; for a text in `own`, -1 minus its place there.
    let place: Int
  }

  private(set) var entries: [Entry] = []
  /// The entries that are not UTF-8.
  private(set) var invalid: Set<Int32> = []
  private var own: [UInt8] = []
  private var slots = [Int32](repeating: -1, count: 256)
  private nonisolated(unsafe) let file: UnsafeRawPointer

  /// - Parameter file: the file's first byte.
  init(file: UnsafeRawPointer) { self.file = file }

  /// The number of the entry with the cell's text, which is added if it is new.
  @inline(__always)
  mutating func code(for cell: CellBlock.Cell) -> Int32 {
    if cell.isQuoted && ChunkTexts.hasQuote(cell) { return add(ChunkTexts.withoutDoubledQuotes(cell)) }
    let key = ChunkTexts.key(cell.start, cell.count)
    let slot = find(cell.start, cell.count, key)
    let code = slots[slot]
    return code >= 0 ? code : insert(cell.bytes, key, at: slot, place: cell.start - file)
  }

  /// The number of the entry with the cell's text; nil iff there is none.
  func find(_ cell: CellBlock.Cell) -> Int32? {
    if cell.isQuoted && ChunkTexts.hasQuote(cell) {
      let text = ChunkTexts.withoutDoubledQuotes(cell)
      return ChunkTexts.withPadding(text) { start in
        let code = slots[find(start, text.count, ChunkTexts.key(start, text.count))]
        return code < 0 ? nil : code
      }
    }
    let code = slots[find(cell.start, cell.count, ChunkTexts.key(cell.start, cell.count))]
    return code < 0 ? nil : code
  }

  /// The number of the entry with this text, which is added if it is new; it need not stand in the file.
  @discardableResult
  mutating func add(_ text: [UInt8]) -> Int32 {
    let (slot, key) = ChunkTexts.withPadding(text) { start in
      let key = ChunkTexts.key(start, text.count)
      return (find(start, text.count, key), key)
    }
    if slots[slot] >= 0 { return slots[slot] }
    let place = -1 - own.count
    own += text
    return text.withUnsafeBufferPointer { insert($0, key, at: slot, place: place) }
  }

  /// Calls `body` with the bytes of each entry, in order.
  func forEach(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    own.withUnsafeBytes { own in
      for entry in entries {
        let start = entry.place >= 0 ? file + entry.place : own.baseAddress.map { $0 + (-1 - entry.place) }
        body(UnsafeRawBufferPointer(start: start, count: Int(entry.length)).bindMemory(to: UInt8.self))
      }
    }
  }

  private struct Key {
    let head: UInt64
    let hash: UInt32
  }

  /// - Parameter start: eight bytes can be read from here even if the text is shorter.
  @inline(__always)
  private static func key(_ start: UnsafeRawPointer, _ count: Int) -> Key {
    var head = start.loadUnaligned(as: UInt64.self).littleEndian
    if count < 8 { head &= (1 &<< UInt64(count &* 8)) &- 1 }
    var state = mix(head ^ (UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15))
    if count > 8 {
      var index = 8
      while index &+ 8 < count {
        state = mix(state ^ start.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian)
        index &+= 8
      }
      state = mix(state ^ start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self).littleEndian)
    }
    return Key(head: head, hash: UInt32(truncatingIfNeeded: state))
  }

  @inline(__always)
  private static func mix(_ word: UInt64) -> UInt64 {
    let product = (word ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }

  /// The slot that holds the text's number, or the free one where it belongs.
  @inline(__always)
  private func find(_ start: UnsafeRawPointer, _ count: Int, _ key: Key) -> Int {
    slots.withUnsafeBufferPointer { slots in
      entries.withUnsafeBufferPointer { entries in
        let mask = slots.count &- 1
        var slot = Int(key.hash) & mask
        while true {
          let code = slots[slot]
          if code < 0 { return slot }
          let entry = entries[Int(code)]
          if entry.head == key.head && entry.hash == key.hash && Int(entry.length) == count
            && (count <= 8 || isEqual(entry, start, count))
          {
            return slot
          }
          slot = (slot &+ 1) & mask
        }
      }
    }
  }

  private func isEqual(_ entry: Entry, _ start: UnsafeRawPointer, _ count: Int) -> Bool {
    if entry.place >= 0 { return memcmp(file + entry.place + 8, start + 8, count - 8) == 0 }
    let first = -1 - entry.place
    return own[first..<first + count].elementsEqual(UnsafeRawBufferPointer(start: start, count: count))
  }

  private mutating func insert(
    _ text: UnsafeBufferPointer<UInt8>, _ key: Key, at slot: Int, place: Int
  ) -> Int32 {
    let code = Int32(entries.count)
    entries.append(Entry(head: key.head, hash: key.hash, length: UInt32(text.count), place: place))
    slots[slot] = code
    if text.contains(where: { $0 >= 0x80 }) && !ChunkTexts.isUTF8(text) { invalid.insert(code) }
    if entries.count * 2 > slots.count { grow() }
    return code
  }

  private mutating func grow() {
    var wider = [Int32](repeating: -1, count: slots.count * 4)
    let mask = wider.count - 1
    for (code, entry) in entries.enumerated() {
      var slot = Int(entry.hash) & mask
      while wider[slot] >= 0 { slot = (slot + 1) & mask }
      wider[slot] = Int32(code)
    }
    slots = wider
  }

  static func isUTF8(_ text: some Sequence<UInt8>) -> Bool { String(validating: text, as: UTF8.self) != nil }

  @inline(__always)
  private static func hasQuote(_ cell: CellBlock.Cell) -> Bool { memchr(cell.start, 34, cell.count) != nil }

  static func withoutDoubledQuotes(_ cell: CellBlock.Cell) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(cell.count)
    var isSecond = false
    for byte in cell.bytes {
      isSecond = byte == UInt8(ascii: "\"") && !isSecond
      if !isSecond { text.append(byte) }
    }
    return text
  }

  /// Calls `body` with a copy of `text` behind which eight bytes can be read.
  private static func withPadding<Result>(_ text: [UInt8], _ body: (UnsafeRawPointer) -> Result) -> Result {
    withUnsafeTemporaryAllocation(byteCount: text.count + 8, alignment: 8) { memory in
      memory.copyBytes(from: text)
      for index in text.count..<memory.count { memory[index] = 0 }
      return body(UnsafeRawPointer(memory.baseAddress.unsafelyUnwrapped))
    }
  }
}
