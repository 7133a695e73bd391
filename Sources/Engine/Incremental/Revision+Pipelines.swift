import Columns
import IR

/// Columns that are computed row by row, for the rows that are touched.
extension Revision {
  /// Computes some columns of a frame, operands first, in the rows in which anything that they read from elsewhere
  /// differs.
  mutating func computePipeline(_ frame: FrameID, _ list: [ColumnID]) throws(NeedsFullRun) {
    var reached: [ColumnID: [Int32]] = [:]
    var touched = [appendedRows(frame)]
    let own = Set(list)
    var gathered: [ColumnID: [[Int32]]] = [:]
    for column in list {
      let operation = program[column].operation
      for operand in operation.operands where operand.reach == .row && !own.contains(operand.column) {
        if let change = columns[Int(operand.column.index)] { touched.append(change.rows) }
      }
      switch operation {
      case .gather(let of, let at):
        if let change = columns[Int(of.index)] { gathered[at, default: []].append(change.rows) }
      case .previous(let of, _, _):
        if let change = columns[Int(of.index)] { touched.append(try laterRows(frame, change.rows)) }
      case .lookup(let other, let theirs, let keys, _):
        reached[column] = askingRows(frame, keys, of: other, theirs)
      case .aggregate(let aggregation):
        let others = [aggregation.value, aggregation.window?.date].compactMap { $0 }
        reached[column] = askingRows(
          frame, aggregation.keys, of: aggregation.frame, aggregation.theirs, others: others)
      case .schedule(let question):
        try checkUntouched(question)
      default: break
      }
    }
    for (at, lists) in gathered { touched.append(try readingRows(frame, at, RowSets.union(lists))) }
    let rows = RowSets.subtract(deadRows(frame), from: RowSets.union(touched + reached.values))
    if !rows.isEmpty { try compute(list, of: frame, rows, reached) }
  }

  /// A schedule is made of whole columns: where one of them differs, every answer may.
  private func checkUntouched(_ question: ScheduleQuestion) throws(NeedsFullRun) {
    let frames = question.reads.map { program[$0].frame } + [question.keys].compactMap { $0 }
    if question.reads.contains(where: { columns[Int($0.index)] != nil })
      || frames.contains(where: { !self.frames[Int($0.index)].isEmpty })
    {
      throw NeedsFullRun()
    }
  }

  /// The rows of a spine one period later.
  func laterRows(_ frame: FrameID, _ rows: [Int32]) throws(NeedsFullRun) -> [Int32] {
    guard case .cyclic(let entities)? = base.execution.frames[Int(frame.index)]?.parent else { throw NeedsFullRun() }
    let count = base.rowCount(frame)
    // New rows are touched anyway.
    return rows.filter { Int($0) + entities < count }.map { $0 + Int32(entities) }
  }

  /// The rows of the base in which `at` names one of some rows of another frame.
  func readingRows(_ frame: FrameID, _ at: ColumnID, _ rows: [Int32]) throws(NeedsFullRun) -> [Int32] {
    if case .parentRow = program[at].operation { return try children(frame, of: rows) }
    guard case .codes(let codes) = base.whole(at).storage else { return [] }
    if base.whole(at).isConstant { return liveRows(frame) }
    guard let first = rows.first, let last = rows.last else { return [] }
    var result: [Int32] = []
    codes.withUnsafeBufferPointer { codes in
      if first == last {
        for row in codes.indices where codes[row] == first { result.append(Int32(truncatingIfNeeded: row)) }
        return
      }
      for row in codes.indices where codes[row] >= first && codes[row] <= last {
        if RowSets.place(of: codes[row], in: rows) != nil { result.append(Int32(truncatingIfNeeded: row)) }
      }
    }
    return RowSets.subtract(deadRows(frame), from: result)
  }

  /// Computes columns for some rows; every row that is new is among them.
  private mutating func compute(
    _ list: [ColumnID], of frame: FrameID, _ rows: [Int32], _ reached: [ColumnID: [Int32]]
  ) throws(NeedsFullRun) {
    var registers: [ColumnID: Column] = [:]
    var lastUse: [ColumnID: Int] = [:]
    for (place, column) in list.enumerated() {
      for operand in program[column].operation.operands { lastUse[operand.column] = place }
    }
    for (place, column) in list.enumerated() {
      let isKept = base.schedule.isKept[Int(column.index)]
      if !isKept && lastUse[column] == nil { continue }
      func operand(_ operand: ColumnID) -> Column { registers[operand] ?? values(operand, at: rows) }
      let value: Column
      switch program[column].operation {
      case .lookup(let other, let theirs, let keys, _):
        try join(column, frame, theirs: theirs, keys, [], of: other, reached[column] ?? [], values: theirs)
        value = values(column, at: rows)
      case .aggregate(let aggregation):
        let bounds = [aggregation.window?.from, aggregation.window?.through].compactMap { $0 }
        let read = aggregation.theirs + [aggregation.value, aggregation.window?.date].compactMap { $0 }
        try join(
          column, frame, theirs: aggregation.theirs, aggregation.keys, bounds, of: aggregation.frame,
          reached[column] ?? [], values: read)
        value = values(column, at: rows)
      default:
        value = evaluate(column, frame, rows, operand)
        if isKept { try note(column, rows, value) } else { count(column, rows.count) }
      }
      registers[column] = value
      for operand in program[column].operation.operands where lastUse[operand.column] == place {
        registers[operand.column] = nil
      }
    }
  }

  /// Computes a lookup or an aggregate where its own keys or bounds differ and in `reached`; elsewhere it is as it was.
  private mutating func join(
    _ column: ColumnID, _ frame: FrameID, theirs: [ColumnID], _ keys: [ColumnID], _ bounds: [ColumnID],
    of other: FrameID, _ reached: [Int32], values read: [ColumnID]
  ) throws(NeedsFullRun) {
    let rows = RowSets.union(touchedRows(frame, keys + bounds), reached)
    if rows.isEmpty { return }
    let own = keys.map { values($0, at: rows) }
    let members = self.members(other, theirs, keys: own, count: rows.count, .matchesNothing)
    var short = short()
    short.frames[Int(other.index)] = FrameRows(count: members.count)
    for column in read { short.columns[Int(column.index)] = values(column, at: members) }
    for bound in bounds where columns[Int(bound.index)] == nil && short.columns[Int(bound.index)] == nil {
      // A window that is the same for all rows is summed as such, as in a run.
      if base.whole(bound).isConstant { short.columns[Int(bound.index)] = base.whole(bound) }
    }
    // The rows that ask are not those of the short execution: nothing of them may be read beforehand.
    short.prepareJoins([column], isRecurrence: true)
    guard short.suspects.isEmpty else { throw NeedsFullRun() }
    var result = short.evaluate(column, rows: 0..<rows.count) { values($0, at: rows) }
    if case .lookup = program[column].operation, case .codes(let codes) = result.storage {
      result.storage = .codes(codes.map { members.isEmpty ? 0 : members[Int($0)] })
    }
    try note(column, rows, result)
  }

  /// The values of any other column at some rows.
  func evaluate(
    _ column: ColumnID, _ frame: FrameID, _ rows: [Int32], _ operand: (ColumnID) -> Column
  ) -> Column {
    let node = program[column]
    switch node.operation {
    case .constant(let value): return scratch.constant(value, node.kind, count: rows.count)
    case .parentRow: return .codes(parentRows(frame, rows))
    case .rowNumber: return .codes(rows)
    case .rightRow:
      let rights = rightRows(frame, rows)
      let isMatched = rights.contains(-1) ? Bitmap(rights.map { $0 >= 0 }) : nil
      return Column(.codes(rights), count: rows.count, validity: isMatched)
    case .period:
      guard case .spine(_, let first, _) = program[frame].rows else { return .missing(count: rows.count) }
      return .codes(periodNumbers(frame, rows).map { first.ordinal + $0 })
    case .key(let place):
      guard let own = base.execution.frames[Int(frame.index)]?.keys[place] else { return .missing(count: rows.count) }
      let change = frames[Int(frame.index)]
      guard change.appended > 0 else { return own.gather(rows) }
      let count = Int32(base.rowCount(frame))
      return Revision.mixed(own, rows, { $0 >= count ? Int($0 - count) : nil }, with: change.keys[place])
    case .gather(let of, let at):
      return gather(of, operand(at))
    case .previous(let of, let initial, let restarts):
      let earlier = earlierRows(frame, rows)
      var isFirst = Column.bools(earlier.map { $0 < 0 })
      if let restarts { isFirst = isFirst.or(operand(restarts)) }
      return Column.choose(isFirst, then: operand(initial), otherwise: values(of, at: earlier))
    default:
      return scratch.evaluate(column, rows: 0..<rows.count, operand: operand)
    }
  }

  private func gather(_ of: ColumnID, _ places: Column) -> Column {
    guard case .codes(var codes) = places.flattened().storage else { return .missing(count: places.count) }
    if places.validity != nil || places.faults != nil {
      for row in codes.indices where !places.hasValue(at: row) { codes[row] = -1 }
    }
    var result = values(of, at: codes)
    if places.faults != nil {
      result = result.flattened()
      result.addFaults(of: [places])
    }
    return result
  }
}
