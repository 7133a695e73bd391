import Columns
import IR

/// The indexes by which rows of one frame find rows of another, each built once and shared by all that join alike.
struct JoinIndexes: Sendable {
  struct Key: Hashable {
    var frame: FrameID
    var columns: [ColumnID]
  }

  struct WindowKey: Hashable {
    var join: Key
    var date: ColumnID
  }

  /// A window that is the same for all rows.
  struct UniformWindow: Hashable {
    var date: ColumnID
    var from: Int32?
    var through: Int32?
  }

  struct TotalKey: Hashable {
    var join: Key
    var window: UniformWindow?
    var function: Aggregation.Function
    var value: ColumnID?
  }

  struct PrefixKey: Hashable {
    var window: WindowKey
    var value: ColumnID?
    var needs: PrefixSums.Needs
  }

  /// Groups of rows by key, and the first row of each.
  struct Join: Sendable {
    var index: KeyIndex
    var firstRows: [Int32]
  }

  var joins: [Key: Join] = [:]
  var windows: [WindowKey: WindowIndex] = [:]
  /// One value a group, and a last one for rows that match no group.
  var totals: [TotalKey: Column] = [:]
  var prefixes: [PrefixKey: PrefixSums] = [:]

  /// Gives up all that belongs to other joins than those for which `isNeeded` is true.
  mutating func keep(_ isNeeded: (Key) -> Bool) {
    joins = joins.filter { isNeeded($0.key) }
    windows = windows.filter { isNeeded($0.key.join) }
    totals = totals.filter { isNeeded($0.key.join) }
    prefixes = prefixes.filter { isNeeded($0.key.window.join) }
  }

  /// Gives up the groups of rows of the joins for which `isDone` is true: only finding groups by key is needed then.
  mutating func forgetGroups(_ isDone: (Key) -> Bool) {
    for key in joins.keys where isDone(key) { joins[key]?.index.forgetGroups() }
  }
}

extension Execution {
  /// The join that a column needs; nil if it needs none.
  func joinKey(_ column: ColumnID) -> JoinIndexes.Key? {
    switch program[column].operation {
    case .lookup(let frame, let theirs, _, _): JoinIndexes.Key(frame: frame, columns: theirs)
    case .aggregate(let aggregation): JoinIndexes.Key(frame: aggregation.frame, columns: aggregation.theirs)
    default: nil
    }
  }

  /// Builds the indexes that `list` will read.
  mutating func prepareJoins(_ list: [ColumnID]) {
    for column in list {
      switch program[column].operation {
      case .lookup(let frame, let theirs, _, _):
        buildJoin(JoinIndexes.Key(frame: frame, columns: theirs))
      case .aggregate(let aggregation):
        prepare(aggregation, site: column)
      case .schedule: prepareSchedule(askedBy: column)
      default: break
      }
    }
  }

  /// - Parameter needsGroups: whether the group of each row is asked for.
  private mutating func buildJoin(_ key: JoinIndexes.Key, needsGroups: Bool = false) {
    if let join = joins.joins[key], !needsGroups || join.index.hasGroups { return }
    suspect(faultsOf: key.columns, in: key.frame)
    let index = KeyIndex(key.columns.map(whole), rowCount: rowCount(key.frame), missing: .matchesNothing)
    joins.joins[key] = JoinIndexes.Join(index: index, firstRows: index.firstRows())
  }

  private mutating func prepare(_ aggregation: Aggregation, site: ColumnID) {
    let key = JoinIndexes.Key(frame: aggregation.frame, columns: aggregation.theirs)
    buildJoin(key, needsGroups: !isPrepared(aggregation))
    guard let join = joins.joins[key] else { return }
    guard let window = aggregation.window, uniformWindow(window) == nil else {
      let total = totalKey(aggregation)
      if let uniform = total.window { suspect(faultsOf: [uniform.date], in: aggregation.frame) }
      if joins.totals[total] == nil {
        let groups = total.window.map { self.groups(join.index.groups, in: $0) } ?? join.index.groups
        joins.totals[total] = totals(aggregation, groups, count: join.index.count, site: site)
      }
      return
    }
    let windowKey = JoinIndexes.WindowKey(join: key, date: window.date)
    if joins.windows[windowKey] == nil {
      suspect(faultsOf: [window.date], in: aggregation.frame)
      joins.windows[windowKey] = WindowIndex(join.index, dates: whole(window.date))
    }
    let needs = PrefixSums.Needs(aggregation.function)
    let prefixKey = JoinIndexes.PrefixKey(window: windowKey, value: aggregation.value, needs: needs)
    if joins.prefixes[prefixKey] == nil, let index = joins.windows[windowKey] {
      joins.prefixes[prefixKey] = PrefixSums(
        index, value: aggregation.value.map(whole), needs: needs, kind: aggregation.value.map { program[$0].kind },
        pool: pool)
    }
  }

  /// True iff all that an aggregate reads besides its join is there.
  private func isPrepared(_ aggregation: Aggregation) -> Bool {
    guard let window = aggregation.window, uniformWindow(window) == nil else {
      return joins.totals[totalKey(aggregation)] != nil
    }
    let join = JoinIndexes.Key(frame: aggregation.frame, columns: aggregation.theirs)
    return joins.windows[JoinIndexes.WindowKey(join: join, date: window.date)] != nil
  }

  /// The rows of `frame` that the keys name; a required row that is not there is a fault that holds the number of the
  /// row that asked for it, and gets its words when it is reported.
  func lookup(
    _ frame: FrameID, theirs: [ColumnID], keys: [Column], rows: Range<Int>, isRequired: Bool, site: ColumnID
  ) -> Column {
    guard let join = joins.joins[JoinIndexes.Key(frame: frame, columns: theirs)] else {
      preconditionFailure("c\(site.index) looks up by an index that was not built")
    }
    let groups = join.index.find(keys, rowCount: rows.count)
    var found = [Int32](repeating: 0, count: rows.count)
    var isFound = Bitmap(repeating: true, count: rows.count)
    var misses: [Int] = []
    for row in groups.indices {
      let group = groups[row]
      let match = group < 0 ? -1 : join.firstRows[Int(group)]
      if match < 0 { misses.append(row) } else { found[row] = match }
    }
    for row in misses { isFound[row] = false }
    var faults = Column.faults(of: keys)
    if isRequired {
      for row in misses where faults[Int32(row)] == nil && keys.allSatisfy({ !$0.isMissing(at: row) }) {
        faults[Int32(row)] = Fault(.noRow(String(rows.lowerBound + row)), site: site.index)
      }
    }
    return Column(
      .codes(found), count: rows.count, validity: misses.isEmpty ? nil : isFound, faults: faults.isEmpty ? nil : faults)
  }

  /// The values of an aggregate for a batch of rows.
  func aggregate(_ aggregation: Aggregation, rows: Range<Int>, site: ColumnID, operand: (ColumnID) -> Column) -> Column
  {
    let key = JoinIndexes.Key(frame: aggregation.frame, columns: aggregation.theirs)
    let keys = aggregation.keys.map(operand)
    guard let join = joins.joins[key] else {
      preconditionFailure("c\(site.index) aggregates by an index that was not built")
    }
    let groups = join.index.find(keys, rowCount: rows.count)
    var result: Column
    if let window = aggregation.window, uniformWindow(window) == nil {
      let windowKey = JoinIndexes.WindowKey(join: key, date: window.date)
      let prefixKey = JoinIndexes.PrefixKey(
        window: windowKey, value: aggregation.value, needs: PrefixSums.Needs(aggregation.function))
      guard let index = joins.windows[windowKey], let prefix = joins.prefixes[prefixKey] else {
        preconditionFailure("c\(site.index) aggregates over a window that was not built")
      }
      let from = window.from.map(operand)
      let through = window.through.map(operand)
      let ranges = index.ranges(groups, from: from, through: through)
      result = windowed(aggregation, prefix, index, ranges, site: site)
      result.addFaults(of: [from, through].compactMap { $0 })
    } else {
      guard let totals = joins.totals[totalKey(aggregation)] else {
        preconditionFailure("c\(site.index) reads totals that were not built")
      }
      let none = Int32(join.index.count)
      result = totals.gather(groups.map { $0 < 0 ? none : $0 })
    }
    result.setMissing(whereAnyOf: keys)
    result.addFaults(of: keys)
    return result
  }

  /// The window as plain days, if it is the same for all rows: then whole groups can be summed once.
  private func uniformWindow(_ window: Aggregation.Window) -> JoinIndexes.UniformWindow? {
    var days: [Int32?] = []
    for bound in [window.from, window.through] {
      guard let bound else {
        days.append(nil)
        continue
      }
      guard let column = columns[Int(bound.index)], column.isConstant, column.faults == nil else { return nil }
      days.append(column.count == 0 ? nil : column.code(at: 0))
    }
    return JoinIndexes.UniformWindow(date: window.date, from: days[0], through: days[1])
  }

  private func totalKey(_ aggregation: Aggregation) -> JoinIndexes.TotalKey {
    JoinIndexes.TotalKey(
      join: JoinIndexes.Key(frame: aggregation.frame, columns: aggregation.theirs),
      window: aggregation.window.flatMap(uniformWindow), function: aggregation.function, value: aggregation.value)
  }

  /// `groups` without the rows whose date is not in the window.
  private func groups(_ groups: [Int32], in window: JoinIndexes.UniformWindow) -> [Int32] {
    let dates = whole(window.date)
    guard case .codes(let days) = dates.flattened().storage else {
      return [Int32](repeating: -1, count: groups.count)
    }
    let from = window.from ?? .min
    let through = window.through ?? .max
    var result = groups
    for row in result.indices where days[row] < from || days[row] > through { result[row] = -1 }
    return GroupTotals.present(result, dates)
  }
}

extension Operation {
  /// The columns of another frame that are read only when the indexes are built.
  var indexed: [ColumnID] {
    switch self {
    case .lookup(_, let theirs, _, _): return theirs
    case .aggregate(let aggregation):
      var result = aggregation.theirs
      if let window = aggregation.window { result.append(window.date) }
      switch aggregation.function {
      // The row with the extreme is looked up in the values once more, which may be the dates as well.
      case .minimum, .maximum: result.removeAll { $0 == aggregation.value }
      case .sum, .count, .countDistinct, .average, .any, .every, .product:
        if let value = aggregation.value { result.append(value) }
      }
      return result
    case .schedule(let question): return question.reads
    default: return []
    }
  }
}
