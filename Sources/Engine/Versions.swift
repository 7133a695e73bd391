import Columns
import IR

/// Rows that are versions, and rows that rank first.
extension Execution {
  /// Notes versions that end before they begin, and versions of one key that share a day.
  mutating func checkVersions(_ parent: FrameID, _ key: [ColumnID], _ from: ColumnID, _ through: ColumnID?) {
    suspect(faultsOf: key + [from] + [through].compactMap { $0 }, in: parent)
    let count = rowCount(parent)
    let starts = whole(from)
    let ends = through.map(whole)
    let index = KeyIndex(key.map(whole), rowCount: count, missing: .isAValue)
    var rows: [Int32] = []
    for row in 0..<count {
      guard let start = starts.code(at: row), index.groups[row] >= 0 else { continue }
      if let end = ends?.code(at: row), end < start {
        suspects.append(Suspect(.endsFirst(from, through ?? from), frame: parent, row: Int32(row)))
      } else {
        rows.append(Int32(row))
      }
    }
    rows.sort { a, b in
      let left = (index.groups[Int(a)], starts.code(at: Int(a)) ?? 0, a)
      return left < (index.groups[Int(b)], starts.code(at: Int(b)) ?? 0, b)
    }
    /// The version that ends last among those of the key so far.
    var last: (group: Int32, row: Int32, end: Int32)?
    for row in rows {
      let group = index.groups[Int(row)]
      let start = starts.code(at: Int(row)) ?? 0
      let end = through == nil ? start : ends?.code(at: Int(row)) ?? .max
      if let last, last.group == group, start <= last.end {
        let pair = (min(row, last.row), max(row, last.row))
        suspects.append(
          Suspect(.overlap(key, from: from, through: through, other: pair.0), frame: parent, row: pair.1))
      }
      if let known = last, known.group == group, known.end >= end { continue }
      last = (group, row, end)
    }
  }

  /// The rows that rank first among those of their key.
  mutating func bestRows(_ parent: FrameID, _ key: [ColumnID], _ order: [RowSource.Ranking]) -> FrameRows {
    suspect(faultsOf: key + order.map(\.column), in: parent)
    let count = rowCount(parent)
    let index = KeyIndex(key.map(whole), rowCount: count, missing: .matchesNothing)
    let keys = order.map { (SortKeys(whole($0.column), program[$0.column].kind, pool).keys, $0.isGreatest) }
    func precedes(_ a: Int, _ b: Int) -> Int {
      for (key, isGreatest) in keys where key[a] != key[b] { return (key[a] > key[b]) == isGreatest ? 1 : -1 }
      return 0
    }
    var best = [Int32](repeating: -1, count: index.count)
    for row in 0..<count where index.groups[row] >= 0 {
      let group = Int(index.groups[row])
      if best[group] < 0 || precedes(row, Int(best[group])) > 0 { best[group] = Int32(row) }
    }
    var rows: [Int32] = []
    for row in 0..<count where index.groups[row] >= 0 {
      if precedes(row, Int(best[Int(index.groups[row])])) == 0 { rows.append(Int32(row)) }
    }
    return FrameRows(count: rows.count, parent: .rows(rows))
  }

  /// The row itself where it is the only one of its kind.
  func single(_ row: Column, count: Column, site: ColumnID) -> Column {
    RowMap([row, count], count: row.count, site: site.index).codes { place in
      guard let code = row.code(at: place), let number = count.rational(at: place) else { return .missing }
      return number > .one ? .fault(.ambiguous("")) : .value(code)
    }
  }
}
