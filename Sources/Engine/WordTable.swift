/// Distinct 64-bit words, each known by a small number in the order of arrival; negative words stand for nothing.
///
/// ```
/// slots | 42: 1 |  | 7: 0 |  | …     open addressing: the word at its hash, or the next free place
/// ```
struct WordTable: Sendable {
  /// A word and its number, which is -1 in a free slot: together in one line of the cache.
  private struct Slot: Sendable {
    var word: Int64 = 0
    var number: Int32 = -1
  }

  private var slots = [Slot](repeating: Slot(), count: 64)
  private(set) var count = 0

  /// The number of each word, which is added if it is new; -1 for a negative word.
  mutating func intern(_ words: UnsafeBufferPointer<Int64>, to numbers: UnsafeMutableBufferPointer<Int32>) {
    // In pieces, so that the table has room for every word of a piece without a test in the loop.
    var start = 0
    while start < words.count {
      let end = min(words.count, start + max(1024, count))
      reserve(count + (end - start))
      var next = Int32(count)
      let mask = slots.count - 1
      slots.withUnsafeMutableBufferPointer { slots in
        for index in start..<end {
          let word = words[index]
          if word < 0 {
            numbers[index] = -1
            continue
          }
          var slot = WordTable.hash(word) & mask
          while slots[slot].number >= 0 && slots[slot].word != word { slot = (slot &+ 1) & mask }
          if slots[slot].number < 0 {
            slots[slot] = Slot(word: word, number: next)
            next &+= 1
          }
          numbers[index] = slots[slot].number
        }
      }
      count = Int(next)
      start = end
    }
  }

  /// The number of each word; -1 for one that is negative or not in the table.
  func find(_ words: UnsafeBufferPointer<Int64>, to numbers: UnsafeMutableBufferPointer<Int32>) {
    let mask = slots.count - 1
    slots.withUnsafeBufferPointer { slots in
      for index in words.indices {
        let word = words[index]
        if word < 0 {
          numbers[index] = -1
          continue
        }
        var slot = WordTable.hash(word) & mask
        while slots[slot].number >= 0 && slots[slot].word != word { slot = (slot &+ 1) & mask }
        numbers[index] = slots[slot].number
      }
    }
  }

  mutating func intern(_ words: [Int64]) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: words.count) { numbers, count in
      words.withUnsafeBufferPointer { intern($0, to: numbers) }
      count = words.count
    }
  }

  func find(_ words: [Int64]) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: words.count) { numbers, count in
      words.withUnsafeBufferPointer { find($0, to: numbers) }
      count = words.count
    }
  }

  private mutating func reserve(_ needed: Int) {
    var capacity = slots.count
    while needed * 2 > capacity { capacity *= 2 }
    guard capacity > slots.count else { return }
    var wider = [Slot](repeating: Slot(), count: capacity)
    let mask = capacity - 1
    wider.withUnsafeMutableBufferPointer { wider in
      for old in slots where old.number >= 0 {
        var slot = WordTable.hash(old.word) & mask
        while wider[slot].number >= 0 { slot = (slot &+ 1) & mask }
        wider[slot] = old
      }
    }
    slots = wider
  }

  @inline(__always)
  private static func hash(_ word: Int64) -> Int {
    let product = UInt64(bitPattern: word) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: (product ^ (product >> 32)) >> 1)
  }
}
