import Columns
import IR

/// Which rows of frames come and go.
extension Revision {
  /// Determines how a frame's rows differ from the base; everything that they depend on is known.
  mutating func openRows(_ id: FrameID) throws(NeedsFullRun) {
    let rows = program[id].rows
    let isTouched =
      rows.columns.contains { columns[Int($0.index)] != nil } || rows.frames.contains { !frames[Int($0.index)].isEmpty }
    guard isTouched else { return }
    switch rows {
    case .scan, .single: break
    case .filter(let parent, let keep):
      try reopen(id, parent, scope: touchedRows(parent, [keep]))
    case .unique(let parent, let key), .versions(let parent, let key, _, _), .latest(let parent, let key, _, _),
      .best(let parent, let key, _):
      let touched = touchedRows(parent, rows.columns)
      try reopen(id, parent, scope: groups(parent, key, missingIsAValue(rows) ? .isAValue : .matchesNothing, touched))
    case .repeated(let parent, let first, let through):
      try reopen(id, parent, scope: touchedRows(parent, [first, through]))
    case .pairs(let left, let leftKeys, let right, let rightKeys, _):
      try reopenPairs(id, left, leftKeys, right, rightKeys)
    case .keys(let sets): try reopenKeys(id, sets)
    case .spine(let entities, _, let periods): try reopenSpine(id, entities, periods)
    case .ancestors(let ancestry): try reopenAncestors(id, ancestry)
    case .match: throw NeedsFullRun()
    }
    let count = base.rowCount(id) + frames[Int(id.index)].appended
    if count > Int(Int32.max) { throw NeedsFullRun() }
  }

  private func missingIsAValue(_ rows: RowSource) -> Bool {
    if case .best = rows { return false }
    return true
  }

  /// All rows of the groups to which touched rows belong or belonged, and the touched rows, in order.
  func groups(
    _ frame: FrameID, _ key: [ColumnID], _ missing: KeyIndex.Missing, _ touched: [Int32]
  ) -> [Int32] {
    if key.isEmpty { return ordered(liveRows(frame), in: frame) }
    let before = RowSets.union(touched.filter { Int($0) < base.rowCount(frame) }, deadRows(frame))
    let old = key.map { base.whole($0).gather(before) }
    let new = key.map { values($0, at: touched) }
    let index = base.index(frame, key, missing)
    let found = RowSets.union(index.rows(old, count: before.count), index.rows(new, count: touched.count), touched)
    return ordered(RowSets.subtract(deadRows(frame), from: found), in: frame)
  }

  // MARK: Rows of one parent

  /// One row of a frame by what it stands for.
  private struct Standing: Equatable {
    var parent: Int32
    var right: Int32 = -1
    var key: Rational?
  }

  /// Determines anew the rows that stand for those of `scope`, which are in order, and for rows that are gone.
  private mutating func reopen(_ id: FrameID, _ parent: FrameID, scope: [Int32]) throws(NeedsFullRun) {
    var short = short()
    short.frames[Int(parent.index)] = FrameRows(count: scope.count)
    for column in program[id].rows.columns { short.columns[Int(column.index)] = values(column, at: scope) }
    let opened = short.openRows(id)
    guard short.suspects.isEmpty else { throw NeedsFullRun() }
    try note(id, scope: scope, opened, left: scope, right: [])
  }

  /// Notes which rows of `opened`, an execution over short columns, are new and which of the base are gone.
  ///
  /// - Parameters:
  ///   - scope: the parent's rows whose own rows were determined.
  ///   - left: the parent's row for each of the rows that `opened` counts; so `right` of the right side.
  private mutating func note(
    _ id: FrameID, scope: [Int32], _ opened: FrameRows, left: [Int32], right: [Int32]
  ) throws(NeedsFullRun) {
    let hasKey = if case .repeated = program[id].rows { true } else { false }
    var now: [Int32: [Standing]] = [:]
    var order: [Int32] = []
    for row in 0..<opened.count {
      let parent: Int32
      switch opened.parent {
      case .rows(let parents): parent = left[Int(parents[row])]
      case .same, .none: parent = left[row]
      case .cyclic: throw NeedsFullRun()
      }
      var standing = Standing(parent: parent)
      if !opened.right.isEmpty && opened.right[row] >= 0 { standing.right = right[Int(opened.right[row])] }
      if hasKey { standing.key = Revision.number(opened.keys[0], row) }
      if now[parent] == nil { order.append(parent) }
      now[parent, default: []].append(standing)
    }
    let inScope = Set(scope)
    var change = FrameChange()
    var newKeys: [Rational] = []
    guard let own = base.execution.frames[Int(id.index)] else { throw NeedsFullRun() }
    let parent = program[id].rows.parent ?? id
    for gone in deadRows(parent) { change.dead += try children(own, gone) }
    for parent in scope {
      var rest = now[parent] ?? []
      for child in try children(own, parent) {
        var standing = Standing(parent: parent)
        if !own.right.isEmpty { standing.right = own.right[Int(child)] }
        if hasKey { standing.key = Revision.number(own.keys[0], Int(child)) }
        if let place = rest.firstIndex(of: standing) {
          rest.remove(at: place)
        } else {
          change.dead.append(child)
        }
      }
      now[parent] = rest
    }
    for parent in order where inScope.contains(parent) {
      for standing in now[parent] ?? [] {
        change.appended += 1
        change.parents.append(parent)
        change.rights.append(standing.right)
        if let key = standing.key { newKeys.append(key) }
      }
    }
    change.dead = RowSets.union([change.dead])
    if hasKey { change.keys = [Revision.keyColumn(newKeys, like: own.keys[0])] }
    frames[Int(id.index)] = change
  }

  private static func number(_ column: Column, _ row: Int) -> Rational? {
    if case .codes = column.storage { return column.code(at: row).map { Rational(Int($0)) } }
    return column.rational(at: row)
  }

  private static func keyColumn(_ keys: [Rational], like column: Column) -> Column {
    if case .codes = column.storage { return .codes(keys.map { Int32(truncatingIfNeeded: $0.numerator) }) }
    return .numbers(keys)
  }

  /// The rows of the base that stand for a row of the parent.
  private func children(_ rows: FrameRows, _ parent: Int32) throws(NeedsFullRun) -> [Int32] {
    switch rows.parent {
    case .same: return Int(parent) < rows.count ? [parent] : []
    case .rows(let parents):
      var child = RowSets.firstPlace(notBefore: parent, in: parents)
      var result: [Int32] = []
      while child < parents.count && parents[child] == parent {
        result.append(Int32(child))
        child += 1
      }
      return result
    case .none, .cyclic: throw NeedsFullRun()
    }
  }

  /// The rows that stand for some rows of the parent.
  func children(_ frame: FrameID, of parents: [Int32]) throws(NeedsFullRun) -> [Int32] {
    guard let rows = base.execution.frames[Int(frame.index)] else { throw NeedsFullRun() }
    var result: [Int32] = []
    if case .cyclic(let entities) = rows.parent {
      for parent in parents where Int(parent) < entities {
        result += stride(from: parent, to: Int32(rows.count), by: entities)
      }
    } else {
      for parent in parents { result += try children(rows, parent) }
    }
    return RowSets.subtract(deadRows(frame), from: RowSets.union([result]))
  }

  // MARK: Pairs

  private mutating func reopenPairs(
    _ id: FrameID, _ left: FrameID, _ leftKeys: [ColumnID], _ right: FrameID, _ rightKeys: [ColumnID]
  ) throws(NeedsFullRun) {
    let asking = askingRows(left, leftKeys, of: right, rightKeys)
    let scope = ordered(RowSets.union(touchedRows(left, leftKeys), asking), in: left)
    let keys = leftKeys.map { values($0, at: scope) }
    let others = members(right, rightKeys, keys: keys, count: scope.count, .matchesNothing)
    var short = short()
    var leftRows = scope
    var rightRows = others
    if left == right {
      leftRows = ordered(RowSets.union(scope, others), in: left)
      rightRows = leftRows
    }
    short.frames[Int(left.index)] = FrameRows(count: leftRows.count)
    short.frames[Int(right.index)] = FrameRows(count: rightRows.count)
    for column in leftKeys { short.columns[Int(column.index)] = values(column, at: leftRows) }
    for column in rightKeys { short.columns[Int(column.index)] = values(column, at: rightRows) }
    let opened = short.openRows(id)
    guard short.suspects.isEmpty else { throw NeedsFullRun() }
    try note(id, scope: scope, opened, left: leftRows, right: rightRows)
  }

  // MARK: Keys

  private mutating func reopenKeys(_ id: FrameID, _ sets: [RowSource.KeySet]) throws(NeedsFullRun) {
    guard let own = base.execution.frames[Int(id.index)] else { throw NeedsFullRun() }
    // The keys that may have come or gone.
    var parts: [[Column]] = []
    var count = 0
    for set in sets {
      let touched = touchedRows(set.frame, set.columns)
      let before = RowSets.union(touched.filter { Int($0) < base.rowCount(set.frame) }, deadRows(set.frame))
      parts.append(set.columns.map { base.whole($0).gather(before) })
      parts.append(set.columns.map { values($0, at: touched) })
      count += before.count + touched.count
    }
    let keys = own.keys.indices.map { place in Column.concatenated(parts.map { $0[place] }) }
    var rows: [FrameID: [Int32]] = [:]
    for set in sets {
      rows[set.frame, default: []] += members(set.frame, set.columns, keys: keys, count: count, .isAValue)
    }
    var short = short()
    for (frame, list) in rows {
      let list = ordered(RowSets.union([list]), in: frame)
      short.frames[Int(frame.index)] = FrameRows(count: list.count)
      for set in sets where set.frame == frame {
        for column in set.columns { short.columns[Int(column.index)] = values(column, at: list) }
      }
    }
    let opened = short.openRows(id)
    guard short.suspects.isEmpty else { throw NeedsFullRun() }
    let index = base.indexes.index(RowIndexes.Key(rows: .keys(id), isMissingAValue: true)) {
      RowsByKey(own.keys, rowCount: own.count, missing: .isAValue)
    }
    var alive: [Int32] = []
    var new: [Int32] = []
    for row in 0..<Int32(opened.count) {
      let found = index.rows(opened.keys.map { $0.gather([row]) }, count: 1)
      if found.isEmpty { new.append(row) } else { alive += found }
    }
    var change = FrameChange()
    change.dead = RowSets.subtract(RowSets.union([alive]), from: index.rows(keys, count: count))
    change.appended = new.count
    change.keys = opened.keys.map { $0.gather(new) }
    frames[Int(id.index)] = change
  }

  // MARK: Spines and ancestors

  private mutating func reopenSpine(
    _ id: FrameID, _ entities: FrameID, _ periods: Int
  ) throws(NeedsFullRun) {
    var change = FrameChange()
    let count = Int32(base.rowCount(entities))
    let new = appendedRows(entities)
    for period in 0..<Int32(periods) {
      for entity in deadRows(entities) { change.dead.append(period * count + entity) }
      change.parents += new
      change.periods += new.map { _ in period }
    }
    change.appended = change.parents.count
    frames[Int(id.index)] = change
  }

  /// Only people whose own rows are touched climb anew; a changed hierarchy is climbed by all.
  private mutating func reopenAncestors(_ id: FrameID, _ ancestry: Ancestry) throws(NeedsFullRun) {
    let hierarchy = [ancestry.member, ancestry.superior] + [ancestry.from, ancestry.through].compactMap { $0 }
    guard case .row(let people) = program[ancestry.person].kind,
      frames[Int(ancestry.hierarchy.index)].isEmpty, frames[Int(people.index)].isEmpty,
      hierarchy.allSatisfy({ columns[Int($0.index)] == nil }),
      ancestry.frame != ancestry.hierarchy, ancestry.frame != people
    else { throw NeedsFullRun() }
    let own = [ancestry.person] + [ancestry.date].compactMap { $0 }
    let scope = ordered(touchedRows(ancestry.frame, own), in: ancestry.frame)
    var short = short()
    short.frames[Int(ancestry.frame.index)] = FrameRows(count: scope.count)
    for frame in [ancestry.hierarchy, people] {
      short.frames[Int(frame.index)] = FrameRows(count: base.rowCount(frame))
    }
    for column in hierarchy { short.columns[Int(column.index)] = base.whole(column) }
    for column in own { short.columns[Int(column.index)] = values(column, at: scope) }
    let opened = short.openRows(id)
    guard short.suspects.isEmpty else { throw NeedsFullRun() }
    let rights = (0..<Int32(base.rowCount(ancestry.hierarchy))).map { $0 }
    try note(id, scope: scope, opened, left: scope, right: rights)
  }
}
