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
    let rows = RowSorting.sorted(Array(0..<Int32(count)), by: [SortKeys(groups: groups)] + keys)
    // Whether each row is of the same group as the row before it, and equal to it in all of the order.
    let isNext = adjacent(rows, groups) { $0 == $1 }
    var isTied = isNext
    for key in keys {
      let isEqual = adjacent(rows, key.keys) { $0 == $1 }
      for index in isTied.indices { isTied[index] = isTied[index] && isEqual[index] }
    }
    var faults = Column.faults(of: (group + order.map(\.column)).map(whole))
    let places = [Int64](unsafeUninitializedCapacity: count) { places, initialized in
      var place: Int64 = 0
      for (index, row) in rows.enumerated() {
        place = isNext[index] ? place &+ 1 : 1
        places[Int(row)] = place
      }
      initialized = count
    }
    for index in isTied.indices where isTied[index] {
      for tied in [rows[index - 1], rows[index]] where faults[tied] == nil {
        faults[tied] = Fault(.ambiguous(""), site: site.index)
      }
    }
    return Column(.integers(places, scale: 0), count: count, faults: faults.isEmpty ? nil : faults)
  }

  /// Whether a relation holds between each row's element and that of the row before it; false for the first.
  @inline(__always)
  private func adjacent<Element>(
    _ rows: [Int32], _ elements: [Element], _ holds: (Element, Element) -> Bool
  ) -> [Bool] {
    [Bool](unsafeUninitializedCapacity: rows.count) { result, count in
      elements.withUnsafeBufferPointer { elements in
        for index in rows.indices {
          result[index] = index > 0 && holds(elements[Int(rows[index - 1])], elements[Int(rows[index])])
        }
      }
      count = rows.count
    }
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
