#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The texts of one column within a chunk, and what finds them again.
///
/// A text has one entry, unless most texts have been new: then searching for each is given up. Texts that are not UTF-8
/// are never found.
struct TextIndex {
  private(set) var texts: ChunkTexts
  private let table = KeyTable()
  /// The number of texts that were looked for.
  private var searchCount = 0
  private(set) var isSearching = true

  /// Searching is worth its cost if more than one text in four has come before; this many show whether it is so.
  private static let trialCount = 1 << 11

  /// - Parameter file: the file's first byte.
  init(file: UnsafeRawPointer) { texts = ChunkTexts(file: file) }

  /// What finds the texts of most cells; good until one is added.
  var probe: KeyTable.Probe { table.probe }

  /// The number of the entry with the cell's text, which is added if it is new, and whether it is UTF-8.
  @inline(never)
  mutating func code(for cell: CellBlock.Cell) -> (code: Int32, isValid: Bool) {
    if cell.isQuoted && TextIndex.hasQuote(cell) { return add(TextIndex.withoutDoubledQuotes(cell)) }
    let key = TextKey(padded: cell.start, cell.count)
    if isSearching, let code = find(key, cell.start) { return (code, true) }
    let hash = TextHash(padded: cell.start, cell.count)
    return note(texts.append(hash, cell.start, cell.count), key, hash, cell.bytes)
  }

  /// The number of the entry with the cell's text; nil iff there is none.
  func find(_ cell: CellBlock.Cell) -> Int32? {
    if cell.isQuoted && TextIndex.hasQuote(cell) {
      let text = TextIndex.withoutDoubledQuotes(cell)
      return TextIndex.withPadding(text) { find(TextKey(padded: $0, text.count), $0) }
    }
    return find(TextKey(padded: cell.start, cell.count), cell.start)
  }

  /// The number of the entry with this text, which is added if it is new, and whether it is UTF-8.
  @discardableResult
  mutating func add(_ text: [UInt8]) -> (code: Int32, isValid: Bool) {
    TextIndex.withPadding(text) { start in
      let key = TextKey(padded: start, text.count)
      if isSearching, let code = find(key, start) { return (code, true) }
      let hash = TextHash(padded: start, text.count)
      return text.withUnsafeBufferPointer { note(texts.append(own: text, hash), key, hash, $0) }
    }
  }

  /// Notes that `count` texts more have been looked for.
  mutating func note(searches count: Int) {
    searchCount += count
    if searchCount >= TextIndex.trialCount && texts.entries.count * 4 > searchCount * 3 { isSearching = false }
  }

  private func find(_ key: TextKey, _ start: UnsafeRawPointer) -> Int32? {
    table.number(of: key) { number in
      texts.withBytes(of: texts.entries[Int(number)]) {
        memcmp($0.baseAddress.unsafelyUnwrapped, start, key.count) == 0
      }
    }
  }

  /// Lets a new entry be found.
  private mutating func note(
    _ code: Int32, _ key: TextKey, _ hash: TextHash, _ text: UnsafeBufferPointer<UInt8>
  ) -> (code: Int32, isValid: Bool) {
    let isValid = hash.isASCII || TextIndex.isUTF8(text)
    if isValid && isSearching { table.insert(key, number: code) }
    return (code, isValid)
  }

  private static func isUTF8(_ text: some Sequence<UInt8>) -> Bool { String(validating: text, as: UTF8.self) != nil }

  private static func hasQuote(_ cell: CellBlock.Cell) -> Bool { memchr(cell.start, 34, cell.count) != nil }

  /// The text of a quoted cell.
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
