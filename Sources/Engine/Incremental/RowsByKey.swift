import Columns
import IR
import Synchronization

/// The rows of a frame by the values of some of its columns.
///
/// ```
/// group     0          1
/// members   3    0     4     1    2          starts = [0, 2, 5]
/// ```
struct RowsByKey: Sendable {
  private let index: KeyIndex
  private let starts: [Int32]
  private let members: [Int32]

  /// - Parameter columns: whole columns of one frame with `rowCount` rows, one at least.
  init(_ columns: [Column], rowCount: Int, missing: KeyIndex.Missing) {
    var index = KeyIndex(columns, rowCount: rowCount, missing: missing)
    let groups = index.find(columns, rowCount: rowCount)
    index.forgetGroups()
    self.index = index
    var starts = [Int32](repeating: 0, count: Int(groups.max() ?? -1) + 2)
    for group in groups where group >= 0 { starts[Int(group) + 1] += 1 }
    for group in 0..<starts.count - 1 { starts[group + 1] += starts[group] }
    var next = starts
    var members = [Int32](repeating: 0, count: Int(starts.last ?? 0))
    for (row, group) in groups.enumerated() where group >= 0 {
      members[Int(next[Int(group)])] = Int32(truncatingIfNeeded: row)
      next[Int(group)] += 1
    }
    self.starts = starts
    self.members = members
  }

  /// The rows whose values equal those of any of `count` rows of `keys`, ascending.
  func rows(_ keys: [Column], count: Int) -> [Int32] {
    if count == 0 { return [] }
    let found = RowSets.union(index.find(keys, rowCount: count).filter { $0 >= 0 && Int($0) + 1 < starts.count })
    return RowSets.union(found.map { group in Array(members[Int(starts[Int(group)])..<Int(starts[Int(group) + 1])]) })
  }
}

/// The indexes that changes have needed so far, each built once for all values of a live run that share its base.
final class RowIndexes: Sendable {
  struct Key: Hashable {
    enum Rows: Hashable {
      /// Columns of a frame.
      case columns(FrameID, [ColumnID])
      /// The keys of a frame of keys.
      case keys(FrameID)
    }

    var rows: Rows
    var isMissingAValue: Bool
  }

  private let known = Mutex<[Key: RowsByKey]>([:])
  private let orders = Mutex<[Int: [Int32]]>([:])

  func index(_ key: Key, _ make: () -> RowsByKey) -> RowsByKey {
    if let there = known.withLock({ $0[key] }) { return there }
    let made = make()
    return known.withLock { known in
      if let there = known[key] { return there }
      known[key] = made
      return made
    }
  }

  /// The rows of a result, by its number, in the order in which they are printed.
  func order(_ output: Int, _ make: () -> [Int32]) -> [Int32] {
    if let there = orders.withLock({ $0[output] }) { return there }
    let made = make()
    orders.withLock { $0[output] = made }
    return made
  }
}
