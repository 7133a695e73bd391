import Columns
import IR

/// Whole numbers, one a row, that order as a column's values do: missing first, text by bytes, false before true.
struct SortKeys {
  private(set) var keys: [Int64]

  /// The groups of rows as keys.
  init(groups: [Int32]) { keys = groups.map { Int64($0) } }

  init(_ column: Column, _ kind: ValueKind, _ pool: TextPool) {
    switch column.storage {
    case .bools(let bools):
      keys = bools.map { $0 ? 1 : 0 }
    case .codes(let codes):
      keys = kind == .text ? pool.sortKeys(of: codes) : codes.map { Int64($0) }
    case .integers(let values, _):
      keys = values
      // The least number stands for missing; a value that is as small is brought out of its way.
      if values.contains(.min) { keys = SortKeys.ranks(column) }
    case .wide, .rationals:
      keys = SortKeys.ranks(column)
    }
    if column.isConstant && column.count != keys.count {
      keys = [Int64](repeating: keys.first ?? 0, count: column.count)
    }
    guard let validity = column.validity else { return }
    for row in keys.indices where !validity[column.isConstant ? 0 : row] { keys[row] = .min }
  }

  /// The same keys from the greatest on; missing stays first.
  var reversed: SortKeys {
    var result = self
    result.keys = keys.map { $0 == .min ? .min : -$0 }
    return result
  }

  private static func ranks(_ column: Column) -> [Int64] {
    let rows = column.elementCount
    let numbers = (0..<rows).map { column.rational(at: $0) ?? .zero }
    let order = (0..<rows).sorted { numbers[$0] < numbers[$1] }
    var ranks = [Int64](repeating: 0, count: rows)
    for (place, row) in order.enumerated() where place > 0 {
      let before = order[place - 1]
      ranks[row] = ranks[before] + (numbers[before] == numbers[row] ? 0 : 1)
    }
    return ranks
  }
}

/// The order of rows by several keys, then by row number.
enum RowOrder {
  /// `rows`, which ascend, in the order of `keys`: the first key decides, then the next.
  static func sorted(_ rows: [Int32], by keys: [SortKeys]) -> [Int32] {
    if keys.isEmpty || rows.count < 2 { return rows }
    guard let words = packed(rows, keys) else {
      return rows.sorted { a, b in
        for key in keys {
          let left = key.keys[Int(a)]
          let right = key.keys[Int(b)]
          if left != right { return left < right }
        }
        return a < b
      }
    }
    return radixSorted(rows, words)
  }

  /// All keys of a row in one word that orders as they do; nil if they do not fit.
  private static func packed(_ rows: [Int32], _ keys: [SortKeys]) -> [UInt64]? {
    var words = [UInt64](repeating: 0, count: rows.count)
    var extent: UInt64 = 1
    for key in keys {
      // The least word of a key is kept for missing, so that its distance from the values does not count.
      var least = Int64.max
      var greatest = Int64.min
      for row in rows where key.keys[Int(row)] != .min {
        least = min(least, key.keys[Int(row)])
        greatest = max(greatest, key.keys[Int(row)])
      }
      if least > greatest { continue }
      let (width, overflow) = greatest.subtractingReportingOverflow(least)
      if overflow || width > .max - 2 { return nil }
      let own = UInt64(width) + 2
      let (product, isTooWide) = extent.multipliedReportingOverflow(by: own)
      if isTooWide { return nil }
      extent = product
      for (place, row) in rows.enumerated() {
        let value = key.keys[Int(row)]
        words[place] = words[place] &* own &+ (value == .min ? 0 : UInt64(value - least) + 1)
      }
    }
    return words
  }

  /// A stable sort, eleven bits at a time from the lowest; digits that all rows share cost nothing.
  private static func radixSorted(_ rows: [Int32], _ words: [UInt64]) -> [Int32] {
    var rows = rows
    var words = words
    let varying = words.reduce(0) { $0 | ($1 ^ words[0]) }
    var shift: UInt64 = 0
    while shift < 64 {
      if (varying >> shift) & 2047 != 0 {
        var starts = [Int](repeating: 0, count: 2049)
        for word in words { starts[Int((word >> shift) & 2047) + 1] += 1 }
        for digit in 0..<2048 { starts[digit + 1] += starts[digit] }
        var nextRows = rows
        var nextWords = words
        for place in words.indices {
          let digit = Int((words[place] >> shift) & 2047)
          nextRows[starts[digit]] = rows[place]
          nextWords[starts[digit]] = words[place]
          starts[digit] += 1
        }
        rows = nextRows
        words = nextWords
      }
      shift += 11
    }
    return rows
  }
}
