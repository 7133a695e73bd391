/// The rows of each group, in order.
///
/// ```
/// group    0        1  2            starts = [0, 2, 2, 5]
/// rows     4  7        0  1  9
/// ```
struct GroupMembers: Sendable {
  private let starts: [Int32]
  private let rows: [Int32]

  init(_ grouped: GroupedRows) {
    // One place further on, so that filling the places moves each start to where it belongs.
    var next = [Int32](repeating: 0, count: grouped.index.count + 2)
    var total = 0
    next.withUnsafeMutableBufferPointer { next in
      grouped.forEachBlock(in: 0..<grouped.rowCount, present: nil) { groups, _ in
        for group in groups { next[Int(group) &+ 2] &+= 1 }
        total &+= groups.count
      }
      for group in 1..<next.count { next[group] &+= next[group - 1] }
    }
    rows = [Int32](unsafeUninitializedCapacity: total) { rows, count in
      next.withUnsafeMutableBufferPointer { next in
        grouped.forEachBlock(in: 0..<grouped.rowCount, present: nil) { groups, places in
          for place in groups.indices {
            let group = Int(groups[place]) &+ 1
            rows[Int(next[group])] = places[place]
            next[group] &+= 1
          }
        }
      }
      count = total
    }
    starts = next
  }

  /// The number of rows of all of `groups`, of each at least `fewest`; a negative group has none.
  func count(of groups: [Int32], fewest: Int) -> Int {
    starts.withUnsafeBufferPointer { starts in
      var total = 0
      for group in groups {
        let own = group < 0 ? 0 : Int(starts[Int(group) &+ 1] &- starts[Int(group)])
        total &+= max(own, fewest)
      }
      return total
    }
  }

  /// Writes a pair for each row of each group: the group's place, from `first` on, and the row; -1 for a group without
  /// rows, if `fewest` is 1.
  func write(
    _ groups: [Int32], from first: Int, fewest: Int, to lefts: UnsafeMutableBufferPointer<Int32>,
    and rights: UnsafeMutableBufferPointer<Int32>
  ) {
    starts.withUnsafeBufferPointer { starts in
      rows.withUnsafeBufferPointer { rows in
        var pair = 0
        for place in groups.indices {
          let left = Int32(truncatingIfNeeded: first &+ place)
          let group = Int(groups[place])
          let start = group < 0 ? 0 : Int(starts[group])
          let end = group < 0 ? 0 : Int(starts[group &+ 1])
          if start == end && fewest == 1 {
            lefts[pair] = left
            rights[pair] = -1
            pair &+= 1
          }
          for row in start..<end {
            lefts[pair] = left
            rights[pair] = rows[row]
            pair &+= 1
          }
        }
      }
    }
  }
}
