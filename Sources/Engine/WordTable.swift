/// Distinct 64-bit words, each known by a small number in the order of arrival; negative words stand for nothing.
///
/// ```
/// words | 42 |    | 7 |  | …     open addressing: the word at its hash, or the next free place
/// ids   |  1 | -1 | 0 | -1 | …
/// ```
struct WordTable: Sendable {
  private var words: [Int64]
  private var ids: [Int32]
  private(set) var count = 0

  init() {
    words = [Int64](repeating: 0, count: 64)
    ids = [Int32](repeating: -1, count: 64)
  }

  /// The number of each word, which is added if it is new; -1 for a negative word.
  mutating func intern(_ list: [Int64]) -> [Int32] {
    var result = [Int32](repeating: -1, count: list.count)
    // In pieces, so that the table has room for every word of a piece without a test in the loop.
    var start = 0
    while start < list.count {
      let end = min(list.count, start + max(1024, count))
      reserve(count + (end - start))
      var next = Int32(count)
      let mask = words.count - 1
      words.withUnsafeMutableBufferPointer { words in
        ids.withUnsafeMutableBufferPointer { ids in
          for index in start..<end where list[index] >= 0 {
            let word = list[index]
            var slot = WordTable.hash(word) & mask
            while ids[slot] >= 0 && words[slot] != word { slot = (slot &+ 1) & mask }
            if ids[slot] < 0 {
              words[slot] = word
              ids[slot] = next
              next &+= 1
            }
            result[index] = ids[slot]
          }
        }
      }
      count = Int(next)
      start = end
    }
    return result
  }

  /// The number of each word; -1 for one that is negative or not in the table.
  func find(_ list: [Int64]) -> [Int32] {
    var result = [Int32](repeating: -1, count: list.count)
    let mask = words.count - 1
    words.withUnsafeBufferPointer { words in
      ids.withUnsafeBufferPointer { ids in
        for index in list.indices where list[index] >= 0 {
          let word = list[index]
          var slot = WordTable.hash(word) & mask
          while ids[slot] >= 0 && words[slot] != word { slot = (slot &+ 1) & mask }
          result[index] = ids[slot]
        }
      }
    }
    return result
  }

  private mutating func reserve(_ needed: Int) {
    var capacity = words.count
    while needed * 2 > capacity { capacity *= 2 }
    guard capacity > words.count else { return }
    var wider = [Int64](repeating: 0, count: capacity)
    var widerIDs = [Int32](repeating: -1, count: capacity)
    let mask = capacity - 1
    for old in words.indices where ids[old] >= 0 {
      var slot = WordTable.hash(words[old]) & mask
      while widerIDs[slot] >= 0 { slot = (slot &+ 1) & mask }
      wider[slot] = words[old]
      widerIDs[slot] = ids[old]
    }
    words = wider
    ids = widerIDs
  }

  @inline(__always)
  private static func hash(_ word: Int64) -> Int {
    let product = UInt64(bitPattern: word) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: (product ^ (product >> 32)) >> 1)
  }
}
