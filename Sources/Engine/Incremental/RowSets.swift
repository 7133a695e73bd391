/// Sets of row numbers as ascending arrays: the few rows of a frame that a change touches.
enum RowSets {
  /// The rows that are in any of `lists`, which need not ascend.
  static func union(_ lists: [Int32]...) -> [Int32] { union(lists) }

  /// The rows that are in any of `lists`, which need not ascend.
  static func union(_ lists: [[Int32]]) -> [Int32] {
    let filled = lists.filter { !$0.isEmpty }
    guard let first = filled.first else { return [] }
    if filled.count == 1 && isAscending(first) { return first }
    var result = filled.flatMap { $0 }.sorted()
    var kept = 1
    for place in result.indices.dropFirst() where result[place] != result[kept - 1] {
      result[kept] = result[place]
      kept += 1
    }
    result.removeLast(result.count - kept)
    return result
  }

  /// The rows of `rows` that are not in `others`; both ascend.
  static func subtract(_ others: [Int32], from rows: [Int32]) -> [Int32] {
    if others.isEmpty { return rows }
    return rows.filter { place(of: $0, in: others) == nil }
  }

  /// Where `row` stands in `rows`, which ascend.
  static func place(of row: Int32, in rows: [Int32]) -> Int? {
    guard let first = rows.first, let last = rows.last, first <= row, row <= last else { return nil }
    let place = firstPlace(notBefore: row, in: rows)
    return rows[place] == row ? place : nil
  }

  /// The first place in `rows`, which ascend, whose row is not less than `row`; their number if there is none.
  static func firstPlace(notBefore row: Int32, in rows: [Int32]) -> Int {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func isAscending(_ rows: [Int32]) -> Bool {
    for place in rows.indices.dropFirst() where rows[place - 1] >= rows[place] { return false }
    return true
  }
}
