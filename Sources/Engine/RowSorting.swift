import Columns

/// The order of rows by several keys, then by row number.
enum RowSorting {
  /// `rows`, which ascend, in the order of `keys`: the first key decides, then the next.
  static func sorted(_ rows: [Int32], by keys: [SortKeys]) -> [Int32] {
    sorted(rows, keyCount: keys.count) { keys[$0] }
  }

  /// `rows`, which ascend, in the order of `keyCount` keys, of which only those are made that decide something.
  ///
  /// ```
  /// key 0, 1, … as far as they fit      one word a row: sorted by digits
  /// the next ones                       rows whose words are equal, again in words; and so on
  /// ```
  static func sorted(_ rows: [Int32], keyCount: Int, key: (Int) -> SortKeys) -> [Int32] {
    if rows.count < 2 { return rows }
    var rows = rows
    // Runs of rows that all keys so far leave equal.
    var ties = [0..<rows.count]
    var place = 0
    var next = keyCount > 0 ? key(0) : nil
    while let first = next, !ties.isEmpty {
      var words = [UInt64](repeating: 0, count: ties.reduce(0) { $0 + $1.count })
      var extent: UInt64 = 1
      next = nil
      guard add(first, rows, ties, to: &words, &extent) else {
        // A single key that is wider than a word.
        sort(&rows, &ties, by: first)
        place += 1
        if place < keyCount && !ties.isEmpty { next = key(place) }
        continue
      }
      place += 1
      while place < keyCount {
        let more = key(place)
        guard add(more, rows, ties, to: &words, &extent) else {
          next = more
          break
        }
        place += 1
      }
      sort(&rows, &ties, by: words)
    }
    return rows
  }

  /// Makes each row's word order by one more key; answers false, and changes nothing, iff it does not fit.
  private static func add(
    _ key: SortKeys, _ rows: [Int32], _ ties: [Range<Int>], to words: inout [UInt64], _ extent: inout UInt64
  ) -> Bool {
    // The least word of a key is kept for missing, so that its distance from the values does not count.
    var least = Int64.max
    var greatest = Int64.min
    key.keys.withUnsafeBufferPointer { keys in
      for tie in ties {
        for place in tie {
          let value = keys[Int(rows[place])]
          if value != .min {
            least = min(least, value)
            greatest = max(greatest, value)
          }
        }
      }
    }
    if least > greatest { return true }
    let (width, overflow) = greatest.subtractingReportingOverflow(least)
    if overflow || width > .max - 2 { return false }
    let own = UInt64(width) + 2
    let (product, isTooWide) = extent.multipliedReportingOverflow(by: own)
    if isTooWide { return false }
    extent = product
    key.keys.withUnsafeBufferPointer { keys in
      words.withUnsafeMutableBufferPointer { words in
        rows.withUnsafeBufferPointer { rows in
          var word = 0
          for tie in ties {
            for place in tie {
              let value = keys[Int(rows[place])]
              // Within the extent, which has just been found to fit.
              words[word] = words[word] &* own &+ (value == .min ? 0 : UInt64(bitPattern: value &- least) &+ 1)
              word &+= 1
            }
          }
        }
      }
    }
    return true
  }

  /// Sorts the rows of each tie by their words, and leaves as ties those that are still equal.
  ///
  /// - Parameter words: those of the ties' rows, one tie after the other.
  private static func sort(_ rows: inout [Int32], _ ties: inout [Range<Int>], by words: [UInt64]) {
    var words = words
    var left: [Range<Int>] = []
    var start = 0
    for tie in ties {
      let own = start..<start + tie.count
      start = own.upperBound
      if !isAscending(words, own) {
        if tie.count > shortRun {
          var part = Array(rows[tie])
          var partWords = Array(words[own])
          radixSort(&part, &partWords)
          rows.replaceSubrange(tie, with: part)
          words.replaceSubrange(own, with: partWords)
        } else {
          insertionSort(&rows, tie, &words, own.lowerBound)
        }
      }
      let distance = tie.lowerBound - own.lowerBound
      words.withUnsafeBufferPointer { words in
        var first = own.lowerBound
        for place in own.lowerBound + 1...own.upperBound
        where place == own.upperBound || words[place] != words[first] {
          if place - first > 1 { left.append(first + distance..<place + distance) }
          first = place
        }
      }
    }
    ties = left
  }

  private static let shortRun = 48

  private static func isAscending(_ words: [UInt64], _ range: Range<Int>) -> Bool {
    words.withUnsafeBufferPointer { words in
      for place in range.dropFirst() where words[place] < words[place - 1] { return false }
      return true
    }
  }

  /// - Parameter start: where the words of the rows of `tie` begin.
  private static func insertionSort(
    _ rows: inout [Int32], _ tie: Range<Int>, _ words: inout [UInt64], _ start: Int
  ) {
    let distance = tie.lowerBound - start
    for place in start + 1..<start + tie.count {
      let word = words[place]
      let row = rows[place + distance]
      var hole = place
      while hole > start && words[hole - 1] > word {
        words[hole] = words[hole - 1]
        rows[hole + distance] = rows[hole + distance - 1]
        hole -= 1
      }
      words[hole] = word
      rows[hole + distance] = row
    }
  }

  /// Sorts each tie by a key that has no word.
  private static func sort(_ rows: inout [Int32], _ ties: inout [Range<Int>], by key: SortKeys) {
    var left: [Range<Int>] = []
    for tie in ties {
      let sorted = rows[tie].sorted { a, b in
        let (left, right) = (key.keys[Int(a)], key.keys[Int(b)])
        return left == right ? a < b : left < right
      }
      rows.replaceSubrange(tie, with: sorted)
      var first = tie.lowerBound
      for place in tie.lowerBound + 1...tie.upperBound
      where place == tie.upperBound || key.keys[Int(rows[place])] != key.keys[Int(rows[first])] {
        if place - first > 1 { left.append(first..<place) }
        first = place
      }
    }
    ties = left
  }

  /// A stable sort of rows by their words, eleven bits at a time from the lowest; digits that all share cost nothing.
  private static func radixSort(_ rows: inout [Int32], _ words: inout [UInt64]) {
    let varying = words.reduce(0) { $0 | ($1 ^ words[0]) }
    var nextRows = rows
    var nextWords = words
    var starts = [Int](repeating: 0, count: 2_048)
    var shift: UInt64 = 0
    while shift < 64 {
      if (varying >> shift) & 2_047 != 0 {
        starts.withUnsafeMutableBufferPointer { starts in
          starts.update(repeating: 0)
          words.withUnsafeBufferPointer { words in
            for word in words { starts[Int(truncatingIfNeeded: (word &>> shift) & 2_047)] &+= 1 }
            var sum = 0
            for digit in 0..<2_048 {
              let count = starts[digit]
              starts[digit] = sum
              sum &+= count
            }
            rows.withUnsafeBufferPointer { rows in
              nextRows.withUnsafeMutableBufferPointer { nextRows in
                nextWords.withUnsafeMutableBufferPointer { nextWords in
                  for place in 0..<words.count {
                    let word = words[place]
                    let digit = Int(truncatingIfNeeded: (word &>> shift) & 2_047)
                    let target = starts[digit]
                    starts[digit] = target &+ 1
                    nextRows[target] = rows[place]
                    nextWords[target] = word
                  }
                }
              }
            }
          }
        }
        swap(&rows, &nextRows)
        swap(&words, &nextWords)
      }
      shift += 11
    }
  }
}
