import Columns
import IR

extension Execution {
  /// Determines a frame's rows; everything that they depend on is there.
  mutating func openRows(_ id: FrameID) -> FrameRows {
    switch program[id].rows {
    case .scan(let table):
      return FrameRows(count: tables[table]?.rowCount ?? 0)
    case .single:
      return FrameRows(count: 1)
    case .repeated(let parent, let first, let through):
      return repeatedRows(parent, first, through, in: id)
    case .filter(let parent, let keep):
      return filteredRows(parent, keep)
    case .unique(let parent, let key):
      checkUnique(parent, key, in: id)
      return FrameRows(count: rowCount(parent), parent: .same)
    case .latest(let parent, let key, let by, let content):
      return latestRows(parent, key, by, content, in: id)
    case .versions(let parent, let key, let from, let through):
      checkVersions(parent, key, from, through)
      return FrameRows(count: rowCount(parent), parent: .same)
    case .best(let parent, let key, let order):
      return bestRows(parent, key, order)
    case .ancestors(let ancestry):
      return ancestorRows(ancestry, in: id)
    case .keys(let sets):
      return distinctKeys(sets)
    case .match(let match):
      return matchedRows(match)
    case .spine(let entities, _, let count):
      let (rows, isOver) = rowCount(entities).multipliedReportingOverflow(by: count)
      if isOver || rows > Int(Int32.max) {
        suspects.append(Suspect(.tooManyRows, frame: id, row: nil))
        return FrameRows(count: 0, parent: .cyclic(1))
      }
      return FrameRows(count: rows, parent: .cyclic(max(1, rowCount(entities))))
    case .pairs(let left, let leftKeys, let right, let rightKeys, let keepsUnmatched):
      suspect(faultsOf: leftKeys, in: left)
      suspect(faultsOf: rightKeys, in: right)
      return pairedRows(left, leftKeys, right, rightKeys, keepsUnmatched, in: id)
    }
  }

  // MARK: Filter

  private mutating func filteredRows(_ parent: FrameID, _ keep: ColumnID) -> FrameRows {
    let column = whole(keep)
    let count = rowCount(parent)
    suspect(faultsOf: [keep], in: parent)
    guard case .bools(let bools) = column.storage else { return FrameRows(count: 0, parent: .rows([])) }
    if column.isConstant {
      let isKept = count > 0 && bools[0] && (column.validity.map { $0[0] } ?? true)
      return isKept ? FrameRows(count: count, parent: .same) : FrameRows(count: 0, parent: .rows([]))
    }
    // Counted first, so that nothing needs copying to be as long as it is.
    let total = bools.withUnsafeBufferPointer { bools in bools.reduce(into: 0) { $0 &+= $1 ? 1 : 0 } }
    let rows = [Int32](unsafeUninitializedCapacity: total + 1) { rows, kept in
      // Written at every row and kept only where the place moves on: no branch that could be foretold wrongly.
      bools.withUnsafeBufferPointer { bools in
        for row in 0..<count {
          rows[kept] = Int32(truncatingIfNeeded: row)
          kept &+= bools[row] ? 1 : 0
        }
      }
      if let validity = column.validity {
        let candidates = kept
        kept = 0
        for place in 0..<candidates {
          let row = rows[place]
          rows[kept] = row
          kept &+= validity[Int(row)] ? 1 : 0
        }
      }
    }
    if rows.count == count { return FrameRows(count: count, parent: .same) }
    return FrameRows(count: rows.count, parent: .rows(rows))
  }

  // MARK: Unique and latest

  private mutating func checkUnique(_ parent: FrameID, _ key: [ColumnID], in frame: FrameID) {
    suspect(faultsOf: key, in: parent)
    let count = rowCount(parent)
    if key.isEmpty {
      if count > 1 { suspects.append(Suspect(.severalRows(first: 0), frame: parent, row: 1)) }
      return
    }
    let columns = key.map(whole)
    if KeyIndex.isUnique(columns, rowCount: count, missing: .isAValue) { return }
    let index = KeyIndex(columns, rowCount: count, missing: .isAValue)
    let firstRows = index.firstRows(columns, rowCount: count)
    for row in 0..<count where index.groups[row] >= 0 {
      let first = firstRows[Int(index.groups[row])]
      if Int(first) != row {
        suspects.append(Suspect(.duplicateKey(key, first: first), frame: parent, row: Int32(row)))
      }
    }
  }

  private mutating func latestRows(
    _ parent: FrameID, _ key: [ColumnID], _ by: [ColumnID], _ content: [ColumnID], in frame: FrameID
  ) -> FrameRows {
    suspect(faultsOf: key + by, in: parent)
    let count = rowCount(parent)
    let index = KeyIndex(key.map(whole), rowCount: count, missing: .isAValue)
    let keys = by.map { SortKeys(whole($0), program[$0].kind, pool).keys }
    func order(_ a: Int, _ b: Int) -> Int {
      for key in keys where key[a] != key[b] { return key[a] < key[b] ? -1 : 1 }
      return 0
    }
    var best = [Int32](repeating: -1, count: index.count)
    var ties: [Int32] = []
    for row in 0..<count where index.groups[row] >= 0 {
      let group = Int(index.groups[row])
      let order = best[group] < 0 ? 1 : order(row, Int(best[group]))
      if order > 0 { best[group] = Int32(row) }
      if order == 0 { ties.append(Int32(row)) }
    }
    let stillTied = ties.filter { order(Int($0), Int(best[Int(index.groups[Int($0)])])) == 0 }
    if !stillTied.isEmpty { suspectTies(stillTied, best, index, key, content, in: parent) }
    best.sort()
    return FrameRows(count: best.count, parent: best.count == count ? .same : .rows(best))
  }

  private mutating func suspectTies(
    _ ties: [Int32], _ best: [Int32], _ index: KeyIndex, _ key: [ColumnID], _ content: [ColumnID], in parent: FrameID
  ) {
    suspect(faultsOf: content, in: parent, rows: Set(ties + ties.map { best[Int(index.groups[Int($0)])] }))
    let keys = content.map { SortKeys(whole($0), program[$0].kind, pool).keys }
    for row in ties {
      let first = best[Int(index.groups[Int(row)])]
      let differing = content.indices.filter { keys[$0][Int(row)] != keys[$0][Int(first)] }.map { content[$0] }
      if !differing.isEmpty {
        suspects.append(Suspect(.tie(key, differing: differing, first: first), frame: parent, row: row))
      }
    }
  }

  // MARK: Keys

  private mutating func distinctKeys(_ sets: [RowSource.KeySet]) -> FrameRows {
    for set in sets { suspect(faultsOf: set.columns, in: set.frame) }
    let count = sets.reduce(0) { $0 + rowCount($1.frame) }
    let all = sets[0].columns.indices.map { place in Column.concatenated(sets.map { whole($0.columns[place]) }) }
    let index = KeyIndex(all, rowCount: count, missing: .isAValue)
    // By first appearance, whatever the order of the groups is.
    var isFirst = [Bool](repeating: false, count: count)
    for row in index.firstRows(all, rowCount: count) { isFirst[Int(row)] = true }
    let rows = (0..<Int32(count)).filter { isFirst[Int($0)] }
    if sets.count == 1, !all.contains(where: { $0.validity != nil || $0.faults != nil }) {
      // The totals of a key's rows are often asked for next.
      joins.joins[JoinIndexes.Key(frame: sets[0].frame, columns: sets[0].columns)] = JoinIndexes.Join(index: index)
    }
    return FrameRows(count: rows.count, keys: all.map { $0.gather(rows) })
  }

  // MARK: Pairs

  private mutating func pairedRows(
    _ left: FrameID, _ leftKeys: [ColumnID], _ right: FrameID, _ rightKeys: [ColumnID], _ keepsUnmatched: Bool,
    in frame: FrameID
  ) -> FrameRows {
    let rightKeys = rightKeys.map(whole)
    let leftKeys = leftKeys.map(whole)
    let leftCount = rowCount(left)
    let index = KeyIndex(rightKeys, rowCount: rowCount(right), missing: .matchesNothing, hasGaps: true)
    let matches = GroupMembers(GroupedRows(index, keys: rightKeys, rowCount: rowCount(right)))
    // First how many pairs each part of the left rows has, then the pairs of all parts side by side.
    let parts = Workers.morsels(of: leftCount, size: Execution.batchSize)
    let fewest = keepsUnmatched ? 1 : 0
    let counts = workers.map(parts.count) { part in
      matches.count(of: index.find(leftKeys, parts[part]), fewest: fewest)
    }
    var starts = [0]
    for count in counts {
      let (sum, isOver) = (starts.last ?? 0).addingReportingOverflow(count)
      guard !isOver && sum <= Int(Int32.max) else {
        suspects.append(Suspect(.tooManyRows, frame: frame, row: nil))
        return FrameRows(count: 0, parent: .rows([]))
      }
      starts.append(sum)
    }
    let total = starts.last ?? 0
    var rights: [Int32] = []
    let parents = [Int32](unsafeUninitializedCapacity: total) { parents, parentCount in
      rights = [Int32](unsafeUninitializedCapacity: total) { rights, rightCount in
        for part in parts.indices {
          let places = starts[part]..<starts[part + 1]
          matches.write(
            index.find(leftKeys, parts[part]), from: parts[part].lowerBound, fewest: fewest,
            to: UnsafeMutableBufferPointer(rebasing: parents[places]),
            and: UnsafeMutableBufferPointer(rebasing: rights[places]))
        }
        rightCount = total
      }
      parentCount = total
    }
    return FrameRows(count: total, parent: .rows(parents), right: rights)
  }
}
