import Columns

/// The rows of a frame with their groups, without those whose date is outside a window, read some at a time.
///
/// Groups are made again for each reader: that costs less than to write them to memory and read them back.
struct GroupedRows: Sendable {
  enum Window: Sendable {
    case all
    /// The same days for all rows; none if the first is after the last.
    case days(from: Int32, through: Int32)
    /// The first and last day of each group.
    case bounds([SIMD2<Int32>])
  }

  let index: KeyIndex
  /// The columns that the index is of.
  let keys: [Column]
  let rowCount: Int
  /// The date of each row, where a window is asked for.
  var dates: Column?
  var window = Window.all

  init(_ index: KeyIndex, keys: [Column], rowCount: Int) {
    self.index = index
    self.keys = keys
    self.rowCount = rowCount
  }

  /// The same rows, only those whose date is in the window; nil if the dates are not plain days.
  func dated(_ dates: Column, _ window: Window) -> GroupedRows? {
    guard case .codes = dates.storage, !dates.isConstant, dates.faults == nil else { return nil }
    var result = self
    result.dates = dates
    result.window = window
    return result
  }

  /// Calls `body` with the groups of some rows that have one and their numbers, in order, until all of `rows` are done.
  ///
  /// - Parameter present: a bit for each row; those that are not set are left out.
  @inline(__always)
  func forEachBlock(
    in rows: Range<Int>, present: Bitmap?,
    _ body: (UnsafeBufferPointer<Int32>, UnsafeBufferPointer<Int32>) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2 * KeyWords.blockSize) { memory in
      for start in stride(from: rows.lowerBound, to: rows.upperBound, by: KeyWords.blockSize) {
        let block = start..<min(start + KeyWords.blockSize, rows.upperBound)
        let groups = UnsafeMutableBufferPointer(rebasing: memory[..<block.count])
        let places = UnsafeMutableBufferPointer(
          rebasing: memory[KeyWords.blockSize..<(KeyWords.blockSize + block.count)])
        let kept = select(block, present, groups, places)
        body(
          UnsafeBufferPointer(rebasing: groups[..<kept]), UnsafeBufferPointer(rebasing: places[..<kept]))
      }
    }
  }

  /// Writes the groups and numbers of those rows that have a group, and returns how many they are.
  private func select(
    _ rows: Range<Int>, _ present: Bitmap?, _ groups: UnsafeMutableBufferPointer<Int32>,
    _ places: UnsafeMutableBufferPointer<Int32>
  ) -> Int {
    index.write(keys, rows, to: groups)
    if let dates, case .codes(let days) = dates.storage {
      days.withUnsafeBufferPointer { days in
        leaveOut(UnsafeBufferPointer(rebasing: days[rows]), groups)
      }
      if let validity = dates.validity { leaveOut(validity, rows, groups) }
    }
    if let present { leaveOut(present, rows, groups) }
    var kept = 0
    for row in groups.indices {
      let group = groups[row]
      // Written at every row and kept only where the place moves on: no branch that could be foretold wrongly.
      groups[kept] = group
      places[kept] = Int32(truncatingIfNeeded: rows.lowerBound &+ row)
      kept &+= group >= 0 ? 1 : 0
    }
    return kept
  }

  /// Takes the groups of rows outside the window away.
  private func leaveOut(_ days: UnsafeBufferPointer<Int32>, _ groups: UnsafeMutableBufferPointer<Int32>) {
    switch window {
    case .all: break
    case .days(let from, let through):
      if from > through {
        groups.update(repeating: -1)
        return
      }
      let width = UInt32(bitPattern: through &- from)
      for row in groups.indices {
        groups[row] = UInt32(bitPattern: days[row] &- from) <= width ? groups[row] : -1
      }
    case .bounds(let bounds):
      bounds.withUnsafeBufferPointer { bounds in
        for row in groups.indices where groups[row] >= 0 {
          let own = bounds[Int(groups[row])]
          groups[row] = days[row] >= own.x && days[row] <= own.y ? groups[row] : -1
        }
      }
    }
  }

  private func leaveOut(_ bits: Bitmap, _ rows: Range<Int>, _ groups: UnsafeMutableBufferPointer<Int32>) {
    bits.words.withUnsafeBufferPointer { bits in
      for row in groups.indices {
        let place = rows.lowerBound &+ row
        groups[row] = bits[place >> 6] >> UInt64(place & 63) & 1 != 0 ? groups[row] : -1
      }
    }
  }

  /// The group of each row; -1 for those that are left out.
  func all() -> [Int32] {
    [Int32](unsafeUninitializedCapacity: rowCount) { result, count in
      result.initialize(repeating: -1)
      forEachBlock(in: 0..<rowCount, present: nil) { groups, places in
        for place in groups.indices { result[Int(places[place])] = groups[place] }
      }
      count = rowCount
    }
  }

  /// Parts of the rows for the threads, if each can have sums of its own for `count` places at little cost.
  func parts(_ workers: Workers, sums count: Int) -> [Range<Int>] {
    let parts = rowCount >= 65_536 && count * 2 <= rowCount ? workers.count : 1
    return Workers.morsels(of: rowCount, size: max(1, (rowCount + parts - 1) / parts))
  }
}
