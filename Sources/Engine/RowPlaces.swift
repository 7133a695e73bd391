import Columns
import IR

/// Places of rows in a stated order, and values of the rows before.
extension Execution {
  /// The place of each row in its group, from 1; rows that are equal in all of the order have a fault.
  func place(group: [ColumnID], order: [RowSource.Ranking], site: ColumnID) -> Column {
    let frame = program[site].frame
    let count = rowCount(frame)
    let groups = KeyIndex(group.map(whole), rowCount: count, missing: .isAValue).groups
    let keys = order.map { ranking in
      let keys = SortKeys(whole(ranking.column), program[ranking.column].kind, pool)
      return ranking.isGreatest ? keys.reversed : keys
    }
    let rows = RowOrder.sorted(Array(0..<Int32(count)), by: [SortKeys(groups: groups)] + keys)
    var places = [Int64](repeating: 0, count: count)
    var faults = Column.faults(of: (group + order.map(\.column)).map(whole))
    var place: Int64 = 0
    for (index, row) in rows.enumerated() {
      place += 1
      if index > 0 {
        let before = rows[index - 1]
        if groups[Int(before)] != groups[Int(row)] {
          place = 1
        } else if keys.allSatisfy({ $0.keys[Int(before)] == $0.keys[Int(row)] }) {
          for tied in [before, row] where faults[tied] == nil {
            faults[tied] = Fault(.ambiguous(""), site: site.index)
          }
        }
      }
      places[Int(row)] = place
    }
    return Column(.integers(places, scale: 0), count: count, faults: faults.isEmpty ? nil : faults)
  }

  /// The row before each row in its group; -1 for the first.
  func earlierRows(_ frame: FrameID, group: [ColumnID], place: ColumnID) -> [Int32] {
    let (rows, groups) = orderedGroups(frame, group: group, order: [place])
    var earlier = [Int32](repeating: -1, count: rows.count)
    for index in rows.indices.dropFirst() where groups[Int(rows[index])] == groups[Int(rows[index - 1])] {
      earlier[Int(rows[index])] = rows[index - 1]
    }
    return earlier
  }

  /// The values of the rows before, of a column that does not depend on this one.
  func preceding(_ of: ColumnID, initial: ColumnID, group: [ColumnID], place: ColumnID) -> Column {
    let earlier = earlierRows(program[of].frame, group: group, place: place)
    let isFirst = Column.bools(earlier.map { $0 < 0 })
    var result = Column.choose(isFirst, then: whole(initial), otherwise: whole(of).gather(earlier))
    result.addFaults(of: group.map(whole) + [whole(place)])
    return result
  }
}
