#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The texts of one column within a chunk, in the order of their arrival.
///
/// Texts are not copied: an entry says where the bytes stand in the file. Only those with doubled quotes are, to `own`.
/// A text has one entry, unless most texts have been new: then searching for each is given up.
struct ChunkTexts: Sendable {
  struct Entry: Sendable {
    /// The first eight bytes, filled up with zeros.
    let head: UInt64
    let hash: UInt64
    /// The first byte's place in the file; for a text in `own`, -1 minus its place there.
    let place: Int
    let count: Int32
  }

  private(set) var entries: [Entry] = []
  /// The entries that are not UTF-8.
  private(set) var invalid: Set<Int32> = []
  private var own: [UInt8] = []
  private var table = TextTable()
  /// The number of texts that were looked for.
  private var searchCount = 0
  private var isSearching = true
  private nonisolated(unsafe) let file: UnsafeRawPointer

  /// Searching is worth its cost if more than one text in four has come before; this many show whether it is so.
  private static let trialCount = 1 << 11

  /// - Parameter file: the file's first byte.
  init(file: UnsafeRawPointer) { self.file = file }

  /// The number of the entry with the cell's text, which is added if it is new.
  @inline(__always)
  mutating func code(for cell: CellBlock.Cell) -> Int32 {
    if cell.isQuoted && ChunkTexts.hasQuote(cell) { return add(ChunkTexts.withoutDoubledQuotes(cell)) }
    let hash = TextHash(padded: cell.start, cell.count)
    if isSearching, let code = find(hash, cell.start, cell.count) { return code }
    return insert(hash, cell.bytes, place: cell.start - file)
  }

  /// The number of the entry with the cell's text; nil iff there is none.
  func find(_ cell: CellBlock.Cell) -> Int32? {
    if cell.isQuoted && ChunkTexts.hasQuote(cell) {
      return ChunkTexts.withoutDoubledQuotes(cell).withUnsafeBufferPointer { text in
        find(TextHash(text), UnsafeRawPointer(text.baseAddress ?? file.assumingMemoryBound(to: UInt8.self)), text.count)
      }
    }
    return find(TextHash(padded: cell.start, cell.count), cell.start, cell.count)
  }

  /// The number of the entry with this text, which is added if it is new; it need not stand in the file.
  @discardableResult
  mutating func add(_ text: [UInt8]) -> Int32 {
    text.withUnsafeBufferPointer { text in
      let hash = TextHash(text)
      let start = text.baseAddress.map { UnsafeRawPointer($0) } ?? file
      if let code = find(hash, start, text.count) { return code }
      let place = -1 - own.count
      own.append(contentsOf: text)
      return insert(hash, text, place: place)
    }
  }

  /// Calls `body` with the bytes of each entry, in order.
  func forEach(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    for entry in entries { withBytes(of: entry, body) }
  }

  /// Calls `body` with the bytes of an entry.
  @inline(__always)
  func withBytes<Result>(of entry: Entry, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if entry.place >= 0 {
      return body(
        UnsafeRawBufferPointer(start: file + entry.place, count: Int(entry.count)).bindMemory(to: UInt8.self))
    }
    return own.withUnsafeBufferPointer { own in
      let first = -1 - entry.place
      return body(UnsafeBufferPointer(rebasing: own[first..<first + Int(entry.count)]))
    }
  }

  /// Gives up what is only needed to add texts.
  mutating func finish() { table = TextTable() }

  @inline(__always)
  private func find(_ hash: TextHash, _ start: UnsafeRawPointer, _ count: Int) -> Int32? {
    table.find(hash.value) { number in
      entries.withUnsafeBufferPointer { entries in
        let entry = entries[Int(number)]
        return entry.head == hash.head && Int(entry.count) == count && (count <= 8 || isEqual(entry, start, count))
      }
    }
  }

  private func isEqual(_ entry: Entry, _ start: UnsafeRawPointer, _ count: Int) -> Bool {
    if entry.place >= 0 { return memcmp(file + entry.place + 8, start + 8, count - 8) == 0 }
    return withBytes(of: entry) { $0.elementsEqual(UnsafeRawBufferPointer(start: start, count: count)) }
  }

  private mutating func insert(_ hash: TextHash, _ text: UnsafeBufferPointer<UInt8>, place: Int) -> Int32 {
    let code = Int32(truncatingIfNeeded: entries.count)
    entries.append(
      Entry(head: hash.head, hash: hash.value, place: place, count: Int32(truncatingIfNeeded: text.count)))
    if isSearching { table.insert(hash.value, number: code) }
    if !hash.isASCII && !ChunkTexts.isUTF8(text) { invalid.insert(code) }
    return code
  }

  /// Notes that `count` texts more have been looked for.
  mutating func note(searches count: Int) {
    searchCount += count
    if isSearching && searchCount >= ChunkTexts.trialCount && entries.count * 4 > searchCount * 3 {
      isSearching = false
      table = TextTable()
    }
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
}
