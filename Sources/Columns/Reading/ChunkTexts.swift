/// The texts of one column within a chunk, in the order of their arrival.
///
/// Texts are not copied: an entry says where the bytes stand in the file. Only those with doubled quotes are, to `own`.
struct ChunkTexts: Sendable {
  struct Entry: Sendable {
    let hash: UInt64
    /// The first byte's place in the file; for a text in `own`, -1 minus its place there.
    let place: Int
    let count: Int
  }

  private(set) var entries: [Entry] = []
  private var own: [UInt8] = []
  private nonisolated(unsafe) let file: UnsafeRawPointer

  /// - Parameter file: the file's first byte.
  init(file: UnsafeRawPointer) { self.file = file }

  /// The codes of the entries in a pool, to which they are added.
  func codes(in pool: inout TextPool) -> [Int32] {
    pool.codes(entries.lazy.map(\.hash)) { place, body in withBytes(of: entries[place], body) }
  }

  /// Calls `body` with the bytes of each entry, in order.
  func forEach(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    for entry in entries { withBytes(of: entry, body) }
  }

  /// Calls `body` with the bytes of an entry.
  @inline(__always)
  func withBytes<Result>(of entry: Entry, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if entry.place >= 0 {
      return body(UnsafeRawBufferPointer(start: file + entry.place, count: entry.count).bindMemory(to: UInt8.self))
    }
    return own.withUnsafeBufferPointer { own in
      let first = -1 - entry.place
      return body(UnsafeBufferPointer(rebasing: own[first..<first + entry.count]))
    }
  }

  /// Adds an entry for a text that stands in the file, and answers its number.
  mutating func append(_ hash: TextHash, _ start: UnsafeRawPointer, _ count: Int) -> Int32 {
    entries.append(Entry(hash: hash.value, place: start - file, count: count))
    return Int32(truncatingIfNeeded: entries.count - 1)
  }

  /// Adds an entry for a text that does not stand in the file, and answers its number.
  mutating func append(own text: [UInt8], _ hash: TextHash) -> Int32 {
    entries.append(Entry(hash: hash.value, place: -1 - own.count, count: text.count))
    own += text
    return Int32(truncatingIfNeeded: entries.count - 1)
  }
}
