/// Distinct words of rows that come in the order of the first digit of their words, each known by a small number in the
/// order of first appearance: the words of one first digit are few and lie together, so that no hash is needed.
///
/// ```
/// words    7·n + 2   7·n + 5   7·n + 2   9·n + 1
/// number   0         1         0         2              starts   digit 7: 0   8: 2   9: 2   10: 3
/// ```
struct RunWords: Sendable {
  /// One more than the greatest of the digits behind the first, put together.
  private let rest: Int64
  /// The distinct words, by their numbers.
  private var words: [Int64] = []
  /// The number of the first word of each first digit, and last the number of words.
  private var starts: [Int32]
  /// The first digit of the last word.
  private var digit: Int64 = -1

  /// More distinct words than this with one first digit are better found by a hash.
  private static let longestRun = 32

  /// - Parameter digits: one more than the greatest first digit.
  init(rest: Int64, digits: Int) {
    self.rest = rest
    starts = [Int32](repeating: 0, count: digits + 1)
  }

  var count: Int { words.count }

  /// The number of each word, which is added if it is new, -1 for a negative one; false iff the words come in another
  /// order, or are too many for one first digit: then nothing here means anything.
  mutating func intern(
    _ block: UnsafeBufferPointer<Int64>, to numbers: UnsafeMutableBufferPointer<Int32>
  ) -> Bool {
    var first = digit < 0 ? 0 : Int(starts[Int(digit)])
    for index in block.indices {
      let word = block[index]
      if word < 0 {
        numbers[index] = -1
        continue
      }
      if digit < 0 || UInt64(bitPattern: word &- digit &* rest) >= UInt64(rest) {
        // Another first digit, which must be a greater one.
        let next = word / rest
        if next < digit { return false }
        for passed in (digit + 1)...next { starts[Int(passed)] = Int32(words.count) }
        digit = next
        first = words.count
      }
      var place = first
      while place < words.count && words[place] != word { place &+= 1 }
      if place == words.count {
        if place - first == RunWords.longestRun { return false }
        words.append(word)
      }
      numbers[index] = Int32(truncatingIfNeeded: place)
    }
    return true
  }

  /// Notes that all words are there.
  mutating func finish() {
    for passed in Int(digit + 1)..<starts.count { starts[passed] = Int32(words.count) }
  }

  /// The number of each word; -1 for one that is negative or was not added.
  func find(_ block: UnsafeBufferPointer<Int64>, to numbers: UnsafeMutableBufferPointer<Int32>) {
    words.withUnsafeBufferPointer { words in
      starts.withUnsafeBufferPointer { starts in
        var least: Int64 = 0
        var run = 0..<0
        for index in block.indices {
          let word = block[index]
          numbers[index] = -1
          if word < 0 { continue }
          if run.isEmpty || UInt64(bitPattern: word &- least) >= UInt64(rest) {
            let digit = word / rest
            if digit >= Int64(starts.count - 1) { continue }
            least = digit &* rest
            run = Int(starts[Int(digit)])..<Int(starts[Int(digit) + 1])
          }
          for place in run where words[place] == word { numbers[index] = Int32(truncatingIfNeeded: place) }
        }
      }
    }
  }
}
