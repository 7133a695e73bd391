import Columns
import IR

/// A base as it is with some rows of its tables changed: step by step, in the order in which the base was computed, only
/// what the changes reach.
///
/// ```
/// deals     row 7 changed      amount                        ┐
/// shares    rows 9, 10         their amount is gathered      │ row by row, for the rows that are touched
/// Plan      row 31             sums shares by payee: all     │
///                              shares of that payee again    ┘
/// ```
///
/// Each step finds the rows that it must compute anew, gathers what they read into short columns, lets the engine itself
/// compute these, and keeps what differs from the base. Aggregates, windows, orders and recurrences are computed over all
/// rows of the groups that are touched. So a value is what a run over the changed tables would give, computed by the same
/// operations; what is wrong anywhere ends in such a run.
struct Revision {
  let base: LiveBase
  /// Computes short columns; its pool holds the texts of the changes as well.
  var scratch: Execution
  var frames: [FrameChange]
  var columns: [ColumnChange?]
  var effort = Effort()
  /// The numbers of the tables that have changes.
  let editedTables: [Int]
  /// The columns of which a value was computed, by number.
  private var isComputed: [Bool]

  var program: Program { base.program }

  /// The changes of tables, made known but with nothing computed yet.
  init(_ base: LiveBase, _ edits: [Int: TableEdits]) throws(NeedsFullRun) {
    self.base = base
    var options = base.execution.options
    options.threads = 1
    scratch = Execution(base.program, options: options)
    scratch.pool = base.execution.pool
    scratch.schedules = base.execution.schedules
    frames = [FrameChange](repeating: FrameChange(), count: base.program.frames.count)
    columns = [ColumnChange?](repeating: nil, count: base.program.columns.count)
    isComputed = [Bool](repeating: false, count: base.program.columns.count)
    editedTables = edits.keys.filter { edits[$0]?.isEmpty == false }.sorted()
    for table in editedTables {
      if let edit = edits[table] { try read(edit, of: table) }
    }
  }

  /// Computes everything that the changes reach.
  mutating func compute() throws(NeedsFullRun) {
    for steps in base.schedule.depths {
      for step in steps {
        switch step {
        case .rows(let frame): try openRows(frame)
        case .whole(let column): try computeWhole(column)
        case .recurrence(let cycle): try computeRecurrence(cycle)
        case .pipeline(let frame, let list): try computePipeline(frame, list)
        }
      }
    }
    effort.columns = isComputed.count { $0 }
    for check in program.checks { try judge(check) }
  }

  // MARK: Rows

  /// The rows of a frame that are there, ascending.
  func liveRows(_ frame: FrameID) -> [Int32] {
    let change = frames[Int(frame.index)]
    let count = base.rowCount(frame) + change.appended
    return RowSets.subtract(change.dead, from: Array(0..<Int32(count)))
  }

  /// The new rows of a frame.
  func appendedRows(_ frame: FrameID) -> [Int32] {
    let first = Int32(base.rowCount(frame))
    return Array(first..<first + Int32(frames[Int(frame.index)].appended))
  }

  /// The rows of the base that are gone.
  func deadRows(_ frame: FrameID) -> [Int32] { frames[Int(frame.index)].dead }

  /// The rows in which any of some columns of a frame differs, and the new ones.
  func touchedRows(_ frame: FrameID, _ list: [ColumnID]) -> [Int32] {
    RowSets.union(list.map { columns[Int($0.index)]?.rows ?? [] } + [appendedRows(frame)])
  }

  /// The rows of a frame whose `columns` equal the `keys` of any of some rows, as they are now or were in the base, and
  /// all rows that may do so by a change; in the order of the frame.
  func members(
    _ frame: FrameID, _ columns: [ColumnID], keys: [Column], count: Int, _ missing: KeyIndex.Missing
  ) -> [Int32] {
    if columns.isEmpty { return ordered(liveRows(frame), in: frame) }
    let found = base.index(frame, columns, missing).rows(keys, count: count)
    let there = RowSets.subtract(deadRows(frame), from: found)
    return ordered(RowSets.union(there, touchedRows(frame, columns)), in: frame)
  }

  /// The rows of `frame` whose `keys` equal what `theirs` are, or were in the base, in the rows of another frame that
  /// are gone or new or differ in `theirs` or in `others`.
  func askingRows(
    _ frame: FrameID, _ keys: [ColumnID], of other: FrameID, _ theirs: [ColumnID], others: [ColumnID] = []
  ) -> [Int32] {
    let touched = touchedRows(other, theirs + others)
    let gone = deadRows(other)
    if touched.isEmpty && gone.isEmpty { return [] }
    if keys.isEmpty { return liveRows(frame) }
    let index = base.index(frame, keys, .matchesNothing)
    let before = RowSets.union(touched.filter { Int($0) < base.rowCount(other) }, gone)
    let found = RowSets.union(
      index.rows(theirs.map { base.whole($0).gather(before) }, count: before.count),
      index.rows(theirs.map { values($0, at: touched) }, count: touched.count))
    return RowSets.subtract(deadRows(frame), from: found)
  }

  // MARK: Values

  /// The values of a column at rows that are there, or missing where the row is negative.
  func values(_ column: ColumnID, at rows: [Int32]) -> Column {
    let whole = base.whole(column)
    guard let change = columns[Int(column.index)] else { return whole.gather(rows) }
    return Revision.mixed(whole, rows, { RowSets.place(of: $0, in: change.rows) }, with: change.values)
  }

  /// The rows of a column of the base, or the elements of another one where `place` has one for a row.
  static func mixed(_ whole: Column, _ rows: [Int32], _ place: (Int32) -> Int?, with others: Column) -> Column {
    var own: [Int32] = []
    var places = [Int32](repeating: 0, count: rows.count)
    for (number, row) in rows.enumerated() {
      if let other = place(row) {
        places[number] = -1 - Int32(truncatingIfNeeded: other)
      } else {
        places[number] = Int32(truncatingIfNeeded: own.count)
        own.append(row)
      }
    }
    if own.count == rows.count { return whole.gather(rows) }
    if own.isEmpty { return others.gather(places.map { -1 - $0 }) }
    let first = Int32(truncatingIfNeeded: own.count)
    return Column.concatenated([whole.gather(own), others]).gather(places.map { $0 < 0 ? first - 1 - $0 : $0 })
  }

  /// Notes the values of a column in `rows`, which ascend, as far as they differ from the base.
  mutating func note(_ column: ColumnID, _ rows: [Int32], _ values: Column) throws(NeedsFullRun) {
    isComputed[Int(column.index)] = true
    effort.values += rows.count
    let values = values.settled()
    let count = base.rowCount(program[column].frame)
    let whole = base.whole(column)
    var kept: [Int32] = []
    for (place, row) in rows.enumerated() where Int(row) >= count || !values.isSame(at: place, as: whole, at: Int(row))
    {
      kept.append(Int32(truncatingIfNeeded: place))
    }
    if kept.isEmpty {
      columns[Int(column.index)] = nil
      return
    }
    let differing = kept.count == rows.count ? values : values.gather(kept)
    if base.isDecisive[Int(column.index)] && differing.firstFault != nil { throw NeedsFullRun() }
    columns[Int(column.index)] = ColumnChange(rows: kept.map { rows[Int($0)] }, values: differing)
  }

  /// The same for rows that come in another order.
  mutating func note(_ column: ColumnID, unordered rows: [Int32], _ values: Column) throws(NeedsFullRun) {
    let order = rows.indices.sorted { rows[$0] < rows[$1] }
    try note(column, order.map { rows[$0] }, values.gather(order.map { Int32($0) }))
  }

  /// Counts a column that is computed only on the way.
  mutating func count(_ column: ColumnID, _ rows: Int) {
    isComputed[Int(column.index)] = true
    effort.values += rows
  }

  /// An execution over short columns.
  func short() -> Execution {
    var result = Execution(program, options: base.execution.options)
    result.pool = scratch.pool
    result.schedules = scratch.schedules
    return result
  }

  // MARK: Laws

  /// Holds a law against the rows in which anything that it reads differs.
  private func judge(_ check: Check) throws(NeedsFullRun) {
    let rows = touchedRows(check.frame, [check.condition] + [check.applies].compactMap { $0 })
    if rows.isEmpty { return }
    let condition = values(check.condition, at: rows)
    let applies = check.applies.map { values($0, at: rows) }
    for place in rows.indices where applies.map({ $0.bool(at: place) == true }) ?? true {
      if condition.bool(at: place) != true { throw NeedsFullRun() }
    }
  }
}

extension Column {
  /// True iff two rows of columns of one kind have the same value, or none both.
  func isSame(at row: Int, as other: Column, at otherRow: Int) -> Bool {
    let hasValue = self.hasValue(at: row)
    guard hasValue == other.hasValue(at: otherRow) else { return false }
    guard hasValue else { return fault(at: row) == other.fault(at: otherRow) }
    let (element, otherElement) = (self.element(of: row), other.element(of: otherRow))
    switch (storage, other.storage) {
    case (.bools(let a), .bools(let b)): return a[element] == b[otherElement]
    case (.codes(let a), .codes(let b)): return a[element] == b[otherElement]
    case (.integers(let a, let scale), .integers(let b, let otherScale)) where scale == otherScale:
      return a[element] == b[otherElement]
    case (.bools, _), (.codes, _), (_, .bools), (_, .codes): return false
    case (.integers, _), (.wide, _), (.rationals, _), (.fractions, _):
      return rational(at: row) == other.rational(at: otherRow)
    }
  }
}
