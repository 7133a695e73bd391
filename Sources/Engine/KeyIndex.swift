import Columns

/// The distinct keys among some rows, each known by a small number, its group; in the order of first appearance.
///
/// ```
/// key columns     region  quarter                 digits            word           group
/// row 0           North   2026-Q1       ->        1    2     ->     1 · n + 2  ->  0
/// row 1           South   2026-Q1                 2    2            2 · n + 2      1
/// row 2           North   2026-Q1                 1    2            1 · n + 2      0
/// ```
///
/// Every key column turns into digits, the digits of a row into one word, and the words into groups: by a plain table
/// if there are few possible words, else by a hash table. Equal values have equal digits whatever their storage is.
struct KeyIndex: Sendable {
  /// What a missing part of a key does.
  enum Missing: Sendable {
    /// It equals nothing: the row has no group.
    case matchesNothing
    /// It equals another missing part.
    case isAValue
  }

  private enum Part: Sendable {
    /// Codes from `least` on; the digit of missing is 0.
    case codes(least: Int64)
    /// Whole numbers over ten to the power of `scale`.
    case decimals(scale: Int, WordTable, negatives: WordTable)
    case rationals([Rational: Int32])
  }

  private struct Digit: Sendable {
    var part: Part
    /// One more than the greatest digit.
    var extent: Int64
    /// Turns the words of the digits so far into small numbers, where further digits would not fit in a word.
    var fold: WordTable?
  }

  private var digits: [Digit] = []
  private var direct: [Int32] = []
  private var table = WordTable()
  private let missing: Missing
  /// The number of groups.
  private(set) var count = 0
  /// The group of each row; -1 where it has none.
  private(set) var groups: [Int32] = []

  /// The index of the rows of `columns`, which are whole columns of one frame with `rowCount` rows.
  ///
  /// Without columns, all rows are one group.
  init(_ columns: [Column], rowCount: Int, missing: Missing) {
    self.missing = missing
    var extent: Int64 = 1
    for (place, column) in columns.enumerated() {
      var digit = KeyIndex.learn(column)
      if extent.multipliedReportingOverflow(by: digit.extent).overflow {
        var fold = WordTable()
        for rows in KeyIndex.blocks(rowCount) { _ = fold.intern(words(columns[..<place], rows)) }
        extent = Int64(fold.count) + 1
        digit.fold = fold
      }
      extent *= digit.extent
      digits.append(digit)
    }
    groups.reserveCapacity(rowCount)
    if extent <= max(1 << 16, Int64(rowCount) * 4) {
      direct = [Int32](repeating: -1, count: Int(extent))
      for rows in KeyIndex.blocks(rowCount) { groups += number(words(columns[...], rows)) }
    } else {
      for rows in KeyIndex.blocks(rowCount) { groups += table.intern(words(columns[...], rows)) }
      count = table.count
    }
  }

  /// Rows are turned into words some at a time: words take more memory than what they stand for.
  private static func blocks(_ rowCount: Int) -> [Range<Int>] {
    Workers.morsels(of: rowCount, size: Execution.batchSize)
  }

  /// The words of some rows, by the first of the digits.
  private func words(_ columns: ArraySlice<Column>, _ rows: Range<Int>) -> [Int64] {
    var words = [Int64](repeating: 0, count: rows.count)
    for (column, digit) in zip(columns, digits) {
      if let fold = digit.fold { words = fold.find(words).map { Int64($0) } }
      append(rows.count == column.count ? column : column.slice(rows), digit, to: &words)
    }
    return words
  }

  /// The group of each row of `columns`, which are as many and of the same kinds as the index's own; -1 for none.
  func find(_ columns: [Column], rowCount: Int) -> [Int32] {
    var result: [Int32] = []
    result.reserveCapacity(rowCount)
    for rows in KeyIndex.blocks(rowCount) {
      let words = words(columns[...], rows)
      if direct.isEmpty {
        result += table.find(words)
      } else {
        for word in words { result.append(word < 0 ? -1 : direct[Int(word)]) }
      }
    }
    return result
  }

  /// False iff the groups of rows are forgotten, or there are no rows.
  var hasGroups: Bool { !groups.isEmpty }

  /// Keeps only what ``find(_:rowCount:)`` needs.
  mutating func forgetGroups() { groups = [] }

  /// The first row of each group.
  func firstRows() -> [Int32] {
    var result = [Int32](repeating: -1, count: count)
    for (row, group) in groups.enumerated() where group >= 0 && result[Int(group)] < 0 {
      result[Int(group)] = Int32(row)
    }
    return result
  }

  private mutating func number(_ words: [Int64]) -> [Int32] {
    var result = [Int32](repeating: -1, count: words.count)
    var next = Int32(count)
    direct.withUnsafeMutableBufferPointer { direct in
      for row in words.indices where words[row] >= 0 {
        let word = Int(words[row])
        if direct[word] < 0 {
          direct[word] = next
          next &+= 1
        }
        result[row] = direct[word]
      }
    }
    count = Int(next)
    return result
  }

  // MARK: Digits

  private static func learn(_ column: Column) -> Digit {
    switch column.storage {
    case .bools:
      return Digit(part: .codes(least: 0), extent: 3)
    case .codes(let codes):
      var least = Int32.max
      var greatest = Int32.min
      for code in codes {
        least = min(least, code)
        greatest = max(greatest, code)
      }
      if codes.isEmpty { return Digit(part: .codes(least: 0), extent: 1) }
      return Digit(part: .codes(least: Int64(least)), extent: Int64(greatest) - Int64(least) + 2)
    case .integers(let values, let scale):
      var positives = WordTable()
      var negatives = WordTable()
      for rows in KeyIndex.blocks(values.count) {
        _ = positives.intern(Array(values[rows]))
        _ = negatives.intern(values[rows].map(KeyIndex.mirrored))
      }
      let extent = Int64(positives.count + negatives.count) + 1
      return Digit(part: .decimals(scale: scale, positives, negatives: negatives), extent: extent)
    case .wide, .fractions, .rationals:
      var numbers: [Rational: Int32] = [:]
      for row in 0..<column.elementCount {
        if let number = column.rational(at: row), numbers[number] == nil { numbers[number] = Int32(numbers.count) }
      }
      return Digit(part: .rationals(numbers), extent: Int64(numbers.count) + 1)
    }
  }

  /// -1 - value: a word that is negative iff the value is not.
  private static func mirrored(_ value: Int64) -> Int64 { ~value }

  /// Appends the column's digit to each word; a word becomes -1 where the digit is none that the index knows.
  private func append(_ column: Column, _ digit: Digit, to words: inout [Int64]) {
    let own = self.digits(of: column, digit)
    let extent = digit.extent
    let validity = column.validity
    let missingDigit: Int64 = missing == .isAValue ? 0 : -1
    if column.isConstant {
      let isMissing = validity.map { $0.count > 0 && !$0[0] } ?? false
      let value = isMissing ? missingDigit : own.first ?? -1
      for row in words.indices { words[row] = words[row] < 0 || value < 0 ? -1 : words[row] &* extent &+ value }
    } else if let validity {
      for row in words.indices {
        let value = validity[row] ? own[row] : missingDigit
        words[row] = words[row] < 0 || value < 0 ? -1 : words[row] &* extent &+ value
      }
    } else {
      for row in words.indices {
        words[row] = words[row] < 0 || own[row] < 0 ? -1 : words[row] &* extent &+ own[row]
      }
    }
  }

  /// The digit of each element of the column's storage, from 1; -1 for one that the index does not know.
  private func digits(of column: Column, _ digit: Digit) -> [Int64] {
    switch (digit.part, column.storage) {
    case (.decimals, .bools), (.decimals, .codes), (.rationals, .bools), (.rationals, .codes):
      // One side has no values at all, so its storage may be of another kind.
      return [Int64](repeating: -1, count: column.elementCount)
    case (.codes(_), .bools(let bools)):
      return bools.map { $0 ? 2 : 1 }
    case (.codes(let least), .codes(let codes)):
      let extent = digit.extent
      return codes.map { code in
        let value = Int64(code) - least + 1
        return value >= 1 && value < extent ? value : -1
      }
    case (.decimals(let scale, let positives, let negatives), .integers(let values, let own)) where own == scale:
      let above = positives.find(values)
      let below = negatives.find(values.map(KeyIndex.mirrored))
      let offset = Int64(positives.count)
      return values.indices.map { row in
        if above[row] >= 0 { return Int64(above[row]) + 1 }
        return below[row] >= 0 ? Int64(below[row]) + 1 + offset : -1
      }
    case (.decimals(let scale, let positives, let negatives), _):
      // Of another scale or storage: each value is brought to the index's own, if it has one there.
      let values = numbers(of: column).map { number in number.scaled(by: scale).flatMap { Int64(exactly: $0) } }
      let words = values.map { $0 ?? 0 }
      let above = positives.find(words)
      let below = negatives.find(words.map(KeyIndex.mirrored))
      let offset = Int64(positives.count)
      return values.indices.map { row in
        if values[row] == nil { return -1 }
        if above[row] >= 0 { return Int64(above[row]) + 1 }
        return below[row] >= 0 ? Int64(below[row]) + 1 + offset : -1
      }
    case (.rationals(let known), _):
      return numbers(of: column).map { known[$0].map { Int64($0) + 1 } ?? -1 }
    case (.codes(_), _):
      return [Int64](repeating: -1, count: column.elementCount)
    }
  }

  /// The numbers of the column's storage; zero where one is missing or faulty, which nobody reads.
  private func numbers(of column: Column) -> [Rational] {
    (0..<column.elementCount).map { column.rational(at: $0) ?? .zero }
  }
}
