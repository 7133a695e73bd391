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

  /// - Parameters:
  ///   - groups: the group of each row; -1 for none.
  ///   - count: one more than the greatest group.
  init(_ groups: [Int32], count: Int, dates: Column) {
    let faulty = Set(dates.faultyRows.map(\.row))
    var codes: [Int32] = []
    if case .codes(let values) = dates.storage { codes = values }
    func date(_ row: Int) -> Int32 { codes[dates.isConstant ? 0 : row] }
    var chosen: [Int32] = []
    chosen.reserveCapacity(groups.count)
    for row in groups.indices where groups[row] >= 0 {
      if let validity = dates.validity, !validity[dates.isConstant ? 0 : row] { continue }
      if !faulty.isEmpty && faulty.contains(row) { continue }
      chosen.append(Int32(row))
    }
    let byDate = WindowIndex.countingSorted(chosen) { date(Int($0)) }
    rows = WindowIndex.countingSorted(byDate) { groups[Int($0)] }
    self.dates = rows.map { date(Int($0)) }
    var starts = [Int32](repeating: 0, count: count + 1)
    for row in rows { starts[Int(groups[Int(row)]) + 1] += 1 }
    for group in 0..<count { starts[group + 1] += starts[group] }
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
    let least = WindowIndex.days(from, count: groups.count, unbounded: .min)
    let greatest = WindowIndex.days(through, count: groups.count, unbounded: .max)
    var result = [Range<Int32>](repeating: 0..<0, count: groups.count)
    dates.withUnsafeBufferPointer { dates in
      starts.withUnsafeBufferPointer { starts in
        for row in groups.indices where groups[row] >= 0 {
          let end = starts[Int(groups[row]) + 1]
          // The first place that is not before the first day, and the first that is after the last.
          var start = starts[Int(groups[row])]
          if least[row] != .min {
            start = WindowIndex.first(dates, from: start, to: end, notBefore: Int64(least[row]))
          }
          var stop = end
          if greatest[row] != .max {
            stop = WindowIndex.first(dates, from: start, to: end, notBefore: Int64(greatest[row]) + 1)
          }
          result[row] = start..<stop
        }
      }
    }
    return result
  }

  /// The day of each row, and `unbounded` where there is none.
  static func days(_ column: Column?, count: Int, unbounded: Int32) -> [Int32] {
    guard let column = column?.flattened(), case .codes(var days) = column.storage else {
      return [Int32](repeating: unbounded, count: count)
    }
    if column.validity != nil || column.faults != nil {
      for row in days.indices where !column.hasValue(at: row) { days[row] = unbounded }
    }
    return days
  }

  /// The first place of a sorted range whose date is not before the day.
  private static func first(
    _ dates: UnsafeBufferPointer<Int32>, from start: Int32, to end: Int32, notBefore day: Int64
  ) -> Int32 {
    var low = start
    var high = end
    while low < high {
      let middle = low + (high - low) / 2
      if Int64(dates[Int(middle)]) < day { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
