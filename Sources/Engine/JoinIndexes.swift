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

  /// The days of which groups are summed at once.
  enum TotalWindow: Hashable {
    case all
    case uniform(UniformWindow)
    /// Those of the one row that asks for the group by these keys.
    case own(keys: [ColumnID], Aggregation.Window)
  }

  struct TotalKey: Hashable {
    var join: Key
    var window: TotalWindow
    var function: Aggregation.Function
    var value: ColumnID?
  }

  struct PrefixKey: Hashable {
    var window: WindowKey
    var value: ColumnID?
    var needs: PrefixSums.Needs
  }

  /// Groups of rows by key, and the first row of each, where it has been asked for.
  struct Join: Sendable {
    var index: KeyIndex
    var firstRows: [Int32]?
  }

  var joins: [Key: Join] = [:]
  var windows: [WindowKey: WindowIndex] = [:]
  /// One value a group, and a last one for rows that match no group.
  var totals: [TotalKey: Column] = [:]
  var tables: [TotalKey: WindowTable] = [:]
  var prefixes: [PrefixKey: PrefixSums] = [:]

  /// Gives up all that belongs to other joins than those for which `isNeeded` is true.
  mutating func keep(_ isNeeded: (Key) -> Bool) {
    joins = joins.filter { isNeeded($0.key) }
    windows = windows.filter { isNeeded($0.key.join) }
    totals = totals.filter { isNeeded($0.key.join) }
    tables = tables.filter { isNeeded($0.key.join) }
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
  ///
  /// - Parameter isRecurrence: whether the columns of `list` depend on themselves, so that none can be computed before
  ///   the others.
  mutating func prepareJoins(_ list: [ColumnID], isRecurrence: Bool = false) {
    for column in list {
      switch program[column].operation {
      case .lookup(let frame, let theirs, _, _):
        let key = JoinIndexes.Key(frame: frame, columns: theirs)
        buildJoin(key)
        if let index = joins.joins[key]?.index, joins.joins[key]?.firstRows == nil {
          let firstRows = index.firstRows(theirs.map(whole), rowCount: rowCount(frame))
          joins.joins[key]?.firstRows = firstRows
        }
      case .aggregate(let aggregation):
        prepare(aggregation, site: column, isRecurrence: isRecurrence)
      case .schedule: prepareSchedule(askedBy: column)
      default: break
      }
    }
  }

  private mutating func buildJoin(_ key: JoinIndexes.Key) {
    if joins.joins[key] != nil { return }
    suspect(faultsOf: key.columns, in: key.frame)
    let index = KeyIndex(
      key.columns.map(whole), rowCount: rowCount(key.frame), missing: .matchesNothing, hasGaps: true)
    joins.joins[key] = JoinIndexes.Join(index: index)
  }

  private mutating func prepare(_ aggregation: Aggregation, site: ColumnID, isRecurrence: Bool) {
    let key = JoinIndexes.Key(frame: aggregation.frame, columns: aggregation.theirs)
    buildJoin(key)
    guard let join = joins.joins[key] else { return }
    let total = totalKey(aggregation)
    if joins.totals[total] != nil || joins.tables[total] != nil { return }
    if let window = aggregation.window { suspect(faultsOf: [window.date], in: aggregation.frame) }
    let rows = GroupedRows(join.index, keys: key.columns.map(whole), rowCount: rowCount(key.frame))
    switch total.window {
    case .all:
      joins.totals[total] = totals(aggregation, rows, site: site)
    case .uniform(let window):
      let days = GroupedRows.Window.days(from: window.from ?? .min, through: window.through ?? .max)
      let dated = rows.dated(plainDays(window.date), days)
      joins.totals[total] = dated.map { totals(aggregation, $0, site: site) }
    case .own(_, let window):
      if isRecurrence || !prepareWindows(aggregation, total, window, rows, site: site) {
        prepareSortedWindows(aggregation, window, join.index)
      }
    }
  }

  /// Windows of rows that are asked for one by one, without bringing the rows in the order of their dates; false if that
  /// is not possible.
  private mutating func prepareWindows(
    _ aggregation: Aggregation, _ total: JoinIndexes.TotalKey, _ window: Aggregation.Window, _ rows: GroupedRows,
    site: ColumnID
  ) -> Bool {
    let dates = whole(window.date)
    let bounds = [window.from, window.through].map { $0.map { early($0) } }
    // Few windows, as those of periods are: the sums of all groups between any two of their ends.
    switch aggregation.function {
    case .sum, .count, .average:
      guard let steps = WindowTable.Steps(dates, from: bounds[0], through: bounds[1]) else { break }
      let (size, isOver) = rows.index.count.multipliedReportingOverflow(by: steps.count + 1)
      if isOver || size > min(max(65_536, rows.rowCount * 4), Int(Int32.max) - 1) { break }
      let value = aggregation.value.map(whole)
      if let table = WindowTable(rows, steps, dates, value, aggregation.function, workers) {
        joins.tables[total] = table
        return true
      }
    case .countDistinct, .minimum, .maximum, .any, .every, .product: break
    }
    // One row that asks for each group: each of the group's rows is held against that row's window.
    let keys = aggregation.keys.map { early($0) }
    guard let asking = bounds.compactMap({ $0 }).first?.count,
      let windows = windows(of: rows.index.find(keys, rowCount: asking), rows.index.count, bounds[0], bounds[1]),
      let dated = rows.dated(dates, .bounds(windows))
    else { return false }
    joins.totals[total] = totals(aggregation, dated, site: site)
    return true
  }

  /// The first and last day of each group's window, by the rows that ask for them; nil if two rows ask for one group.
  private func windows(of groups: [Int32], _ count: Int, _ from: Column?, _ through: Column?) -> [SIMD2<Int32>]? {
    var isAsked = [Bool](repeating: false, count: count)
    for group in groups where group >= 0 {
      if isAsked[Int(group)] { return nil }
      isAsked[Int(group)] = true
    }
    let first = WindowIndex.days(from, count: groups.count, unbounded: .min)
    let last = WindowIndex.days(through, count: groups.count, unbounded: .max)
    var windows = [SIMD2<Int32>](repeating: [.max, .min], count: count)
    for (row, group) in groups.enumerated() where group >= 0 { windows[Int(group)] = [first[row], last[row]] }
    return windows
  }

  private mutating func prepareSortedWindows(
    _ aggregation: Aggregation, _ window: Aggregation.Window, _ index: KeyIndex
  ) {
    let key = JoinIndexes.Key(frame: aggregation.frame, columns: aggregation.theirs)
    let windowKey = JoinIndexes.WindowKey(join: key, date: window.date)
    if joins.windows[windowKey] == nil {
      let rows = GroupedRows(index, keys: key.columns.map(whole), rowCount: rowCount(key.frame))
      joins.windows[windowKey] = WindowIndex(rows.all(), count: index.count, dates: whole(window.date))
    }
    let needs = PrefixSums.Needs(aggregation.function)
    let prefixKey = JoinIndexes.PrefixKey(window: windowKey, value: aggregation.value, needs: needs)
    if joins.prefixes[prefixKey] == nil, let index = joins.windows[windowKey] {
      joins.prefixes[prefixKey] = PrefixSums(
        index, value: aggregation.value.map(whole), needs: needs, kind: aggregation.value.map { program[$0].kind },
        pool: pool)
    }
  }

  /// A column of the rows that ask, computed before the others of its pipeline.
  private mutating func early(_ column: ColumnID) -> Column {
    if let whole = columns[Int(column.index)] { return whole }
    let rowCount = rowCount(program[column].frame)
    let ranges = rowCount == 0 ? [0..<0] : Workers.morsels(of: rowCount, size: Execution.batchSize)
    let snapshot = self
    let made = ColumnAssembly.columns(of: ranges, workers: workers) { rows in
      var known: [ColumnID: Column] = [:]
      return [snapshot.early(column, rows: rows, &known).settled()]
    }
    // Never constant: a window must not become the same for all rows after it was made ready row by row.
    let result = made[0].flattened()
    columns[Int(column.index)] = result
    return result
  }

  private func early(_ column: ColumnID, rows: Range<Int>, _ known: inout [ColumnID: Column]) -> Column {
    if let value = known[column] { return value }
    if let whole = columns[Int(column.index)] { return whole.slice(rows) }
    // Operands first: a chain of them is as long as the plan makes it.
    var path = [column]
    while let top = path.last {
      let open = program[top].operation.operands.filter {
        $0.reach == .row && known[$0.column] == nil && columns[Int($0.column.index)] == nil
      }
      if !open.isEmpty {
        path += open.map(\.column)
        continue
      }
      path.removeLast()
      if known[top] == nil {
        let operands = known
        known[top] = evaluate(top, rows: rows) { operands[$0] ?? whole($0).slice(rows) }
      }
    }
    return known[column] ?? Column.missing(count: rows.count)
  }

  /// The dates of a window that is the same for all rows: as many days as rows; rows that failed have none.
  private func plainDays(_ date: ColumnID) -> Column {
    let dates = whole(date).flattened()
    var validity = dates.validity
    for (row, _) in dates.faultyRows {
      var bits = validity ?? Bitmap(repeating: true, count: dates.count)
      bits[row] = false
      validity = bits
    }
    guard case .codes = dates.storage else {
      let days = [Int32](repeating: 0, count: dates.count)
      return Column(.codes(days), count: dates.count, validity: Bitmap(repeating: false, count: dates.count))
    }
    return Column(dates.storage, count: dates.count, validity: validity)
  }

  /// The rows of `frame` that the keys name; a required row that is not there is a fault that holds the number of the
  /// row that asked for it, and gets its words when it is reported.
  func lookup(
    _ frame: FrameID, theirs: [ColumnID], keys: [Column], rows: Range<Int>, isRequired: Bool, site: ColumnID
  ) -> Column {
    guard let join = joins.joins[JoinIndexes.Key(frame: frame, columns: theirs)] else {
      preconditionFailure("c\(site.index) looks up by an index that was not built")
    }
    var found = join.index.find(keys, rowCount: rows.count)
    var least: Int32 = 0
    found.withUnsafeMutableBufferPointer { found in
      (join.firstRows ?? []).withUnsafeBufferPointer { first in
        for row in found.indices {
          let match = found[row] < 0 ? -1 : first[Int(found[row])]
          found[row] = match
          least = min(least, match)
        }
      }
    }
    let misses = least < 0 ? found.indices.filter { found[$0] < 0 } : []
    var isFound = Bitmap(repeating: true, count: misses.isEmpty ? 0 : rows.count)
    for row in misses {
      isFound[row] = false
      found[row] = 0
    }
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
    var groups = join.index.find(keys, rowCount: rows.count)
    var result: Column
    let total = totalKey(aggregation)
    let from = aggregation.window?.from.map(operand)
    let through = aggregation.window?.through.map(operand)
    if let totals = joins.totals[total] {
      let none = Int32(join.index.count)
      for row in groups.indices { groups[row] = groups[row] < 0 ? none : groups[row] }
      result = totals.gather(groups)
    } else if let table = joins.tables[total] {
      result = table.column(aggregation, groups, from: from, through: through, site: site)
    } else {
      result = sortedWindows(aggregation, key, groups, from: from, through: through, site: site)
    }
    result.addFaults(of: [from, through].compactMap { $0 })
    result.setMissing(whereAnyOf: keys)
    result.addFaults(of: keys)
    return result
  }

  private func sortedWindows(
    _ aggregation: Aggregation, _ join: JoinIndexes.Key, _ groups: [Int32], from: Column?, through: Column?,
    site: ColumnID
  ) -> Column {
    guard let date = aggregation.window?.date else {
      preconditionFailure("c\(site.index) reads totals that were not built")
    }
    let windowKey = JoinIndexes.WindowKey(join: join, date: date)
    let prefixKey = JoinIndexes.PrefixKey(
      window: windowKey, value: aggregation.value, needs: PrefixSums.Needs(aggregation.function))
    guard let index = joins.windows[windowKey], let prefix = joins.prefixes[prefixKey] else {
      preconditionFailure("c\(site.index) aggregates over a window that was not built")
    }
    return windowed(aggregation, prefix, index, index.ranges(groups, from: from, through: through), site: site)
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
    let window: JoinIndexes.TotalWindow =
      if let window = aggregation.window {
        uniformWindow(window).map { .uniform($0) } ?? .own(keys: aggregation.keys, window)
      } else {
        .all
      }
    return JoinIndexes.TotalKey(
      join: JoinIndexes.Key(frame: aggregation.frame, columns: aggregation.theirs), window: window,
      function: aggregation.function, value: aggregation.value)
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
