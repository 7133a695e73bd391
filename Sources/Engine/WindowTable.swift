import Columns
import IR

/// Sums of groups up to each day at which some window begins or ends, so that a window's sum is the difference of two.
///
/// ```
/// windows asked for   1..3, 4..6, 1..6           cuts: before 1, 4 and 7
/// days                1 2 3   4 5 6              steps 0 and 1
/// group 0             2 . 1   . 5 .              sums of the steps before:  0 3 8
/// ```
struct WindowTable: Sendable {
  /// How the days of the dates are put into steps.
  struct Steps: Sendable {
    /// The first day, and the last of all dates.
    let first: Int32
    let last: Int32
    /// The step of each day from the first on, and of the day after the last, which begins a step of its own.
    let ofDay: [Int32]

    /// The number of steps.
    var count: Int { Int(ofDay[ofDay.count - 1]) }

    /// The steps that begin wherever a window of `from` and `through` begins or ends; nil if the dates are too far apart.
    init?(_ dates: Column, from: Column?, through: Column?) {
      guard case .codes(let days) = dates.storage, !dates.isConstant, dates.faults == nil,
        let (first, last) = KeyDigits.range(of: days, dates.validity), Int64(last) - Int64(first) < 100_000
      else { return nil }
      self.first = first
      self.last = last
      let width = Int(last - first) + 1
      var isCut = [Bool](repeating: false, count: width + 1)
      isCut[width] = true
      for (bound, shift) in [(from, 0), (through, 1)] {
        guard let bound else { continue }
        Steps.forEachDay(bound) { _, day in
          if let day { isCut[min(max(Int(day) + shift - Int(first), 0), width)] = true }
        }
      }
      // What lies before the first cut is a step as well, so that a cut at the first day itself changes nothing.
      isCut[0] = false
      var step: Int32 = 0
      ofDay = isCut.map { isCut in
        step += isCut ? 1 : 0
        return step
      }
    }

    /// The number of whole steps before a day.
    @inline(__always)
    func before(_ day: Int) -> Int {
      ofDay.withUnsafeBufferPointer { Int($0[min(max(day - Int(first), 0), $0.count - 1)]) }
    }

    /// Calls `body` with each row and its day; nil where there is none.
    @inline(__always)
    fileprivate static func forEachDay(_ column: Column, _ body: (Int, Int32?) -> Void) {
      guard case .codes(let days) = column.storage else {
        for row in 0..<column.count { body(row, nil) }
        return
      }
      let isWhole = column.validity == nil && column.faults == nil
      for row in 0..<column.count {
        body(row, isWhole || column.hasValue(at: row) ? days[column.isConstant ? 0 : row] : nil)
      }
    }
  }

  let steps: Steps
  /// For each group as many numbers as there are steps, and one.
  private let sums: [Int64]
  private let counts: [Int64]
  private let scale: Int

  /// Nil if a number does not fit, or the values are of another form than plain numbers.
  init?(
    _ rows: GroupedRows, _ steps: Steps, _ dates: Column, _ value: Column?, _ function: Aggregation.Function,
    _ workers: Workers
  ) {
    guard value?.faults == nil, value?.isConstant != true, case .codes(let days) = dates.storage,
      let rows = rows.dated(dates, .days(from: steps.first, through: steps.last))
    else { return nil }
    let width = steps.count + 1
    let count = rows.index.count * width
    let parts = rows.parts(workers, sums: count)
    var scale = 0
    var sums: [Int64] = []
    var counts: [Int64] = []
    if function != .count {
      guard let value, case .integers(let values, let own) = value.storage else { return nil }
      scale = own
      var isOver = false
      let results = workers.map(parts.count) { part in
        WindowTable.sums(rows, parts[part], value.validity, days, steps, count, values)
      }
      for (part, own) in results.enumerated() {
        isOver = isOver || own.isOver
        if part == 0 {
          sums = own.sums
        } else {
          isOver = WindowTable.add(own.sums, to: &sums) || isOver
        }
      }
      isOver = WindowTable.accumulate(&sums, width) || isOver
      if isOver { return nil }
    }
    if function != .sum {
      let results = workers.map(parts.count) { part in
        WindowTable.sums(rows, parts[part], value?.validity, days, steps, count, nil).sums
      }
      for (part, own) in results.enumerated() {
        if part == 0 { counts = own } else { _ = WindowTable.add(own, to: &counts) }
      }
      _ = WindowTable.accumulate(&counts, width)
    }
    self.steps = steps
    self.sums = sums
    self.counts = counts
    self.scale = scale
  }

  /// The sums of the values, or the numbers of rows, of each group and step of some rows, each one place further on.
  private static func sums(
    _ grouped: GroupedRows, _ part: Range<Int>, _ present: Bitmap?, _ days: [Int32], _ steps: Steps, _ count: Int,
    _ values: [Int64]?
  ) -> (sums: [Int64], isOver: Bool) {
    let width = steps.count + 1
    let first = steps.first
    var over = 0
    var result = [Int64](repeating: 0, count: max(1, count))
    result.withUnsafeMutableBufferPointer { result in
      days.withUnsafeBufferPointer { days in
        steps.ofDay.withUnsafeBufferPointer { stepOfDay in
          (values ?? []).withUnsafeBufferPointer { values in
            let isSum = !values.isEmpty
            grouped.forEachBlock(in: part, present: present) { groups, rows in
              for place in groups.indices {
                let row = Int(rows[place])
                let step = Int(stepOfDay[Int(days[row] &- first)])
                let slot = Int(groups[place]) &* width &+ step &+ 1
                let (sum, isOver) = result[slot].addingReportingOverflow(isSum ? values[row] : 1)
                result[slot] = sum
                over |= isOver ? 1 : 0
              }
            }
          }
        }
      }
    }
    return (result, over != 0)
  }

  /// Adds element by element; true iff a sum does not fit.
  private static func add(_ other: [Int64], to sums: inout [Int64]) -> Bool {
    var over = 0
    for place in sums.indices {
      let (sum, isOver) = sums[place].addingReportingOverflow(other[place])
      sums[place] = sum
      over |= isOver ? 1 : 0
    }
    return over != 0
  }

  /// Turns the sums of steps into those of all steps before, group by group; true iff one does not fit.
  private static func accumulate(_ sums: inout [Int64], _ width: Int) -> Bool {
    var over = 0
    sums.withUnsafeMutableBufferPointer { sums in
      for start in stride(from: 0, to: sums.count - width + 1, by: width) {
        var sum: Int64 = 0
        for place in start..<(start + width) {
          let (next, isOver) = sum.addingReportingOverflow(sums[place])
          sum = next
          sums[place] = next
          over |= isOver ? 1 : 0
        }
      }
    }
    return over != 0
  }

  /// The aggregate over each row's window; a bound that is nil, missing or faulty does not bound.
  func column(
    _ aggregation: Aggregation, _ groups: [Int32], from: Column?, through: Column?, site: ColumnID
  ) -> Column {
    let width = Int32(steps.count + 1)
    var first = groups.map { $0 < 0 ? 0 : $0 * width }
    var last = groups.map { $0 < 0 ? 0 : $0 * width + width - 1 }
    if let from {
      Steps.forEachDay(from) { row, day in
        if let day, groups[row] >= 0 { first[row] += Int32(steps.before(Int(day))) }
      }
    }
    if let through {
      Steps.forEachDay(through) { row, day in
        guard let day, groups[row] >= 0 else { return }
        last[row] = max(first[row], groups[row] * width + Int32(steps.before(Int(day) + 1)))
      }
    }
    switch aggregation.function {
    case .count:
      return Column(.integers(differences(counts, first, last).map { $0 ?? 0 }, scale: 0), count: groups.count)
    case .average:
      let own = differences(counts, first, last).map { $0 ?? 0 }
      return GroupTotals.averages(sums(first, last), own, site: site)
    default:
      return sums(first, last)
    }
  }

  private func sums(_ first: [Int32], _ last: [Int32]) -> Column {
    let values = differences(sums, first, last)
    let plain = values.compactMap { $0 }
    if plain.count == values.count { return Column(.integers(plain, scale: scale), count: values.count) }
    let wide = first.indices.map { Int128(sums[Int(last[$0])]) - Int128(sums[Int(first[$0])]) }
    return Column.numbers(wide, scale: scale, validity: nil, faults: [:])
  }

  /// What lies between two places of each row; nil where it does not fit.
  private func differences(_ sums: [Int64], _ first: [Int32], _ last: [Int32]) -> [Int64?] {
    sums.withUnsafeBufferPointer { sums in
      first.indices.map { row in
        let (value, isOver) = sums[Int(last[row])].subtractingReportingOverflow(sums[Int(first[row])])
        return isOver ? nil : value
      }
    }
  }
}
