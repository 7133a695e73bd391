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
    case .wide, .fractions, .rationals:
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
