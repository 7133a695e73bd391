import Columns

/// The keys of rows as one number a row: equal keys are equal words, and no word reaches ``extent``.
///
/// ```
/// key columns     region  quarter                 digits            word
/// row 0           North   2026-Q1       ->        1    2     ->     1 · n + 2
/// row 1           South   2026-Q1                 2    2            2 · n + 2
/// row 2           North   missing                 1    0            1 · n, or none where missing matches nothing
/// ```
struct KeyWords: Sendable {
  /// What a missing part of a key does.
  enum Missing: Sendable {
    /// It equals nothing: the row has no word.
    case matchesNothing
    /// It equals another missing part.
    case isAValue
  }

  private struct Place: Sendable {
    /// The column's place in the key.
    var column: Int
    var digits: KeyDigits
    /// Turns the words of the digits so far into small numbers, where further digits would not fit in a word.
    var fold: WordTable?
  }

  /// The number of rows whose words are made at once: they stay in the nearest cache.
  static let blockSize = 4096

  private var places: [Place] = []
  private let missing: Missing
  /// One more than the greatest word.
  private(set) var extent: Int64 = 1
  private var hasFolds = false

  /// The words of the rows of `columns`, which are whole columns of one frame with `rowCount` rows.
  init(_ columns: [Column], rowCount: Int, missing: Missing) {
    self.missing = missing
    for column in KeyWords.significance(columns) {
      var place = Place(column: column, digits: KeyDigits(columns[column]))
      if extent.multipliedReportingOverflow(by: place.digits.extent).overflow {
        var fold = WordTable()
        forEachBlock(columns, rowCount) { words, _ in _ = fold.intern(Array(words)) }
        extent = Int64(fold.count) + 1
        place.fold = fold
        hasFolds = true
      }
      extent *= place.digits.extent
      places.append(place)
    }
  }

  /// The columns, those first in whose order the rows come: then rows that are near each other have words that are.
  private static func significance(_ columns: [Column]) -> [Int] {
    let sorted = columns.map { column in
      guard case .codes(let codes) = column.storage, !column.isConstant, codes.count >= 512 else { return false }
      let step = codes.count / 256
      return (0..<256).allSatisfy { codes[$0 * step] <= codes[$0 * step + 1] }
    }
    return columns.indices.filter { sorted[$0] } + columns.indices.filter { !sorted[$0] }
  }

  /// The number of words that share the first digit; nil where words are folded.
  var extentOfRest: Int64? {
    guard let first = places.first, !hasFolds else { return nil }
    return extent / first.digits.extent
  }

  /// True iff the words of at most `limit` fit 32 bits.
  func fits(_ limit: Int) -> Bool { !hasFolds && extent <= Int64(min(limit, Int(Int32.max))) }

  /// True iff a bit for each possible word takes less memory than a hash table of the words of so many rows.
  func isRankable(_ rowCount: Int) -> Bool {
    let (limit, isOver) = Int64(rowCount).multipliedReportingOverflow(by: 64)
    return isOver || extent <= max(65_536, limit)
  }

  /// Calls `body` with the words of some rows after others, -1 for rows without a word.
  @inline(__always)
  func forEachBlock(
    _ columns: [Column], _ rowCount: Int, _ body: (UnsafeMutableBufferPointer<Int64>, Range<Int>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: KeyWords.blockSize) { words in
      for start in stride(from: 0, to: rowCount, by: KeyWords.blockSize) {
        let rows = start..<min(start + KeyWords.blockSize, rowCount)
        let block = UnsafeMutableBufferPointer(rebasing: words[..<rows.count])
        write(columns, rows, to: block)
        body(block, rows)
      }
    }
  }

  /// Writes the words of `rows` of `columns`, which are as many and of the same kinds as the index's own; -1 for none.
  func write<Word: FixedWidthInteger & SignedInteger>(
    _ columns: [Column], _ rows: Range<Int>, to words: UnsafeMutableBufferPointer<Word>
  ) {
    words.initialize(repeating: 0)
    for place in places {
      if let fold = place.fold {
        let folded = fold.find(words.map { Int64($0) })
        for row in folded.indices { words[row] = Word(truncatingIfNeeded: folded[row]) }
      }
      append(columns[place.column], rows, place.digits, to: words)
    }
  }

  private func append<Word: FixedWidthInteger & SignedInteger>(
    _ column: Column, _ rows: Range<Int>, _ digits: KeyDigits, to words: UnsafeMutableBufferPointer<Word>
  ) {
    let extent = Word(truncatingIfNeeded: digits.extent)
    if column.isConstant {
      let isMissing = column.validity.map { $0.count > 0 && !$0[0] } ?? false
      let missingDigit: Int64 = missing == .isAValue ? 0 : -1
      let digit = Word(truncatingIfNeeded: isMissing ? missingDigit : digits(column).first ?? -1)
      for row in words.indices { words[row] = words[row] < 0 || digit < 0 ? -1 : words[row] &* extent &+ digit }
      return
    }
    let bits = column.validity.map { Array($0.words[(rows.lowerBound >> 6)..<((rows.upperBound + 63) >> 6)]) } ?? []
    let shift = rows.lowerBound & 63
    let missingDigit: Word = missing == .isAValue ? 0 : -1
    @inline(__always) func isPresent(_ row: Int) -> Bool {
      bits[(row &+ shift) >> 6] >> UInt64((row &+ shift) & 63) & 1 != 0
    }
    if let (least, codes) = digits.codes(of: column) {
      // The distance from the least code wraps for codes that the index does not know, and then is too great.
      let width = UInt32(clamping: digits.extent - 1)
      codes.withUnsafeBufferPointer { codes in
        let codes = UnsafeBufferPointer(rebasing: codes[rows])
        if bits.isEmpty {
          for row in words.indices {
            let distance = UInt32(bitPattern: codes[row] &- least)
            let word = words[row] &* extent &+ Word(truncatingIfNeeded: distance) &+ 1
            words[row] = distance < width && words[row] >= 0 ? word : -1
          }
        } else {
          for row in words.indices {
            let distance = UInt32(bitPattern: codes[row] &- least)
            let known = distance < width ? Word(truncatingIfNeeded: distance) &+ 1 : -1
            let digit = isPresent(row) ? known : missingDigit
            words[row] = digit >= 0 && words[row] >= 0 ? words[row] &* extent &+ digit : -1
          }
        }
      }
      return
    }
    let own = digits(rows.count == column.count ? column : column.slice(rows))
    for row in words.indices {
      let digit = bits.isEmpty || isPresent(row) ? Word(truncatingIfNeeded: own[row]) : missingDigit
      words[row] = digit >= 0 && words[row] >= 0 ? words[row] &* extent &+ digit : -1
    }
  }
}
