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
    let byDate = WindowIndex.sorted(chosen, by: chosen.map { date(Int($0)) })
    rows = WindowIndex.sorted(byDate, by: WindowIndex.gathered(groups, byDate))
    self.dates = dates.isConstant ? rows.map { date(Int($0)) } : WindowIndex.gathered(codes, rows)
    var starts = [Int32](repeating: 0, count: count + 1)
    starts.withUnsafeMutableBufferPointer { starts in
      for row in chosen { starts[Int(groups[Int(row)]) &+ 1] &+= 1 }
      for group in 1..<starts.count { starts[group] &+= starts[group &- 1] }
    }
    self.starts = starts
  }

  private static func gathered(_ elements: [Int32], _ rows: [Int32]) -> [Int32] {
    [Int32](unsafeUninitializedCapacity: rows.count) { result, count in
      elements.withUnsafeBufferPointer { elements in
        for place in rows.indices { result[place] = elements[Int(rows[place])] }
      }
      count = rows.count
    }
  }

  /// `rows` in the order of their keys, rows with equal keys in the order that they had.
  private static func sorted(_ rows: [Int32], by keys: [Int32]) -> [Int32] {
    guard let least = keys.min(), let greatest = keys.max() else { return rows }
    let width = Int64(greatest) - Int64(least) + 1
    guard width <= Int64(max(65_536, rows.count * 4)) else {
      return rows.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }.map { rows[$0] }
    }
    var places = [Int32](repeating: 0, count: Int(width) + 1)
    return [Int32](unsafeUninitializedCapacity: rows.count) { result, count in
      places.withUnsafeMutableBufferPointer { places in
        keys.withUnsafeBufferPointer { keys in
          for key in keys { places[Int(key &- least) &+ 1] &+= 1 }
          for place in 1..<places.count { places[place] &+= places[place &- 1] }
          for index in keys.indices {
            let slot = Int(keys[index] &- least)
            result[Int(places[slot])] = rows[index]
            places[slot] &+= 1
          }
        }
      }
      count = rows.count
    }
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
