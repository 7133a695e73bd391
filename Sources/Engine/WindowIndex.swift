import Columns

/// The rows of a join's groups in the order of a date, so that a window of a group is a range of places.
///
/// ```
/// group     0                 1
/// place     0    1    2       3    4          starts = [0, 3, 5]
/// dates     5    9    9       2    7
/// rows      3    0    4       1    2          equal dates in the order of the rows
/// ```
struct WindowIndex: Sendable {
  /// The rows in order; rows without a group or a date are left out.
  let rows: [Int32]
  let dates: [Int32]
  /// The first place of each group, and last the number of places.
  let starts: [Int32]

  init(_ index: KeyIndex, dates: Column) {
    let faulty = Set(dates.faultyRows.map(\.row))
    var codes: [Int32] = []
    if case .codes(let values) = dates.storage { codes = values }
    func date(_ row: Int) -> Int32 { codes[dates.isConstant ? 0 : row] }
    var chosen: [Int32] = []
    chosen.reserveCapacity(index.groups.count)
    for row in index.groups.indices where index.groups[row] >= 0 {
      if let validity = dates.validity, !validity[dates.isConstant ? 0 : row] { continue }
      if !faulty.isEmpty && faulty.contains(row) { continue }
      chosen.append(Int32(row))
    }
    let byDate = WindowIndex.countingSorted(chosen) { date(Int($0)) }
    rows = WindowIndex.countingSorted(byDate) { index.groups[Int($0)] }
    self.dates = rows.map { date(Int($0)) }
    var starts = [Int32](repeating: 0, count: index.count + 1)
    for row in rows { starts[Int(index.groups[Int(row)]) + 1] += 1 }
    for group in 0..<index.count { starts[group + 1] += starts[group] }
    self.starts = starts
  }

  /// `rows` in the order of `key`, rows with equal keys in the order that they had.
  private static func countingSorted(_ rows: [Int32], by key: (Int32) -> Int32) -> [Int32] {
    let keys = rows.map(key)
    guard let least = keys.min(), let greatest = keys.max() else { return rows }
    let width = Int64(greatest) - Int64(least) + 1
    guard width <= Int64(max(65_536, rows.count * 4)) else {
      return rows.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { rows[$0] }
    }
    var places = [Int32](repeating: 0, count: Int(width) + 1)
    for key in keys { places[Int(Int64(key) - Int64(least)) + 1] += 1 }
    for place in 0..<Int(width) { places[place + 1] += places[place] }
    var result = rows
    for (row, key) in zip(rows, keys) {
      let slot = Int(Int64(key) - Int64(least))
      result[Int(places[slot])] = row
      places[slot] += 1
    }
    return result
  }

  /// The places of each row's window in its group; bounds that are nil, missing or faulty do not bound.
  func ranges(_ groups: [Int32], from: Column?, through: Column?) -> [Range<Int32>] {
    let least = from.map(WindowIndex.bounds)
    let greatest = through.map(WindowIndex.bounds)
    return groups.indices.map { row in
      let group = groups[row]
      guard group >= 0 else { return 0..<0 }
      var start = starts[Int(group)]
      var end = starts[Int(group) + 1]
      if let least, let bound = least(row) { start = first(from: start, to: end, notBefore: Int64(bound)) }
      if let greatest, let bound = greatest(row) { end = first(from: start, to: end, notBefore: Int64(bound) + 1) }
      return start..<max(start, end)
    }
  }

  private static func bounds(_ column: Column) -> (Int) -> Int32? {
    guard case .codes(let codes) = column.storage else { return { _ in nil } }
    let isConstant = column.isConstant
    let validity = column.validity
    return { row in
      let place = isConstant ? 0 : row
      if let validity, !validity[place] { return nil }
      return codes[place]
    }
  }

  /// The first place of a sorted range whose date is not before the day.
  private func first(from start: Int32, to end: Int32, notBefore day: Int64) -> Int32 {
    var low = start
    var high = end
    while low < high {
      let middle = (low + high) / 2
      if Int64(dates[Int(middle)]) < day { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
