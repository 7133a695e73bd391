import Columns
import IR

/// Columns that are computed over whole groups of rows, or period by period: for the groups that are touched.
extension Revision {
  /// Computes a column that needs whole columns of its own frame.
  mutating func computeWhole(_ column: ColumnID) throws(NeedsFullRun) {
    let group: [ColumnID]
    switch program[column].operation {
    case .runningSum(_, let own, _), .apportion(_, _, _, let own, _), .place(let own, _), .preceding(_, _, let own, _):
      group = own
    case .allot(let allotment): group = allotment.group
    default: throw NeedsFullRun()
    }
    let frame = program[column].frame
    let operands = program[column].operation.operands.map(\.column)
    let touched = touchedRows(frame, operands)
    guard !touched.isEmpty || !deadRows(frame).isEmpty else { return }
    let rows = groups(frame, group, .isAValue, touched)
    if rows.isEmpty { return }
    var short = short()
    short.frames[Int(frame.index)] = FrameRows(count: rows.count)
    for operand in operands { short.columns[Int(operand.index)] = values(operand, at: rows) }
    let result = short.computeWhole(column)
    guard short.suspects.isEmpty else { throw NeedsFullRun() }
    try note(column, unordered: rows, result)
  }

  /// Computes columns that depend on their own earlier values.
  mutating func computeRecurrence(_ cycle: [ColumnID]) throws(NeedsFullRun) {
    let frame = program[cycle[0]].frame
    let own = Set(cycle)
    var outside: Set<ColumnID> = []
    var elsewhere: Set<ColumnID> = []
    var touched = [appendedRows(frame)]
    for column in cycle {
      let operation = program[column].operation
      for operand in operation.operands where !own.contains(operand.column) {
        if program[operand.column].frame == frame {
          outside.insert(operand.column)
        } else {
          elsewhere.insert(operand.column)
        }
      }
      switch operation {
      case .gather(let of, let at):
        guard let change = columns[Int(of.index)] else { break }
        // Where the places themselves are computed in the recurrence, any row may read any.
        touched.append(own.contains(at) ? liveRows(frame) : try readingRows(frame, at, change.rows))
      case .lookup(let other, _, _, _): try checkUntouched(other, operation)
      case .aggregate(let aggregation): try checkUntouched(aggregation.frame, operation)
      case .schedule(let question):
        if let keys = question.keys { try checkUntouched(keys, operation) }
        try checkUntouched(frame, operation)
      case .runningSum, .apportion, .place, .allot: throw NeedsFullRun()
      default: break
      }
    }
    touched.append(touchedRows(frame, Array(outside)))
    let rows = RowSets.subtract(deadRows(frame), from: RowSets.union(touched))
    guard !rows.isEmpty || !deadRows(frame).isEmpty else { return }
    var short = short()
    let computed = try layOut(cycle, frame, rows, &short)
    if computed.isEmpty { return }
    for column in outside where short.columns[Int(column.index)] == nil {
      short.columns[Int(column.index)] = values(column, at: computed)
    }
    for column in elsewhere { keepWhole(column, &short) }
    for column in cycle {
      guard let other = program[column].operation.otherFrame else { continue }
      short.frames[Int(other.index)] = base.execution.frames[Int(other.index)]
    }
    short.prepareJoins(cycle, isRecurrence: true)
    let results = short.computeRecurrence(cycle, base.schedule.isKept)
    guard short.suspects.isEmpty else { throw NeedsFullRun() }
    for (column, result) in zip(cycle, results) {
      if base.schedule.isKept[Int(column.index)] {
        try note(column, unordered: computed, result)
      } else {
        count(column, computed.count)
      }
    }
  }

  /// The rows that a recurrence is computed for, in the order in which it has them.
  private func layOut(
    _ cycle: [ColumnID], _ frame: FrameID, _ touched: [Int32], _ short: inout Execution
  ) throws(NeedsFullRun) -> [Int32] {
    for column in cycle {
      if case .preceding(_, _, let group, _) = program[column].operation {
        let rows = groups(frame, group, .isAValue, touched)
        short.frames[Int(frame.index)] = FrameRows(count: rows.count)
        return rows
      }
    }
    guard case .spine(let entities, _, let periods) = program[frame].rows else { throw NeedsFullRun() }
    let chosen = RowSets.union([parentRows(frame, touched)])
    short.frames[Int(entities.index)] = FrameRows(count: chosen.count)
    short.frames[Int(frame.index)] = FrameRows(count: chosen.count * periods, parent: .cyclic(max(1, chosen.count)))
    let count = Int32(base.rowCount(entities))
    let first = Int32(base.rowCount(frame))
    let new = appendedRows(entities)
    var rows: [Int32] = []
    rows.reserveCapacity(chosen.count * periods)
    for period in 0..<Int32(periods) {
      for entity in chosen {
        if let place = RowSets.place(of: entity, in: new) {
          rows.append(first + period * Int32(new.count) + Int32(place))
        } else {
          rows.append(period * count + entity)
        }
      }
    }
    return rows
  }

  private func checkUntouched(_ frame: FrameID, _ operation: Operation) throws(NeedsFullRun) {
    let reads = operation.operands.filter { $0.reach == .rows }
    if !frames[Int(frame.index)].isEmpty || reads.contains(where: { columns[Int($0.column.index)] != nil }) {
      throw NeedsFullRun()
    }
  }

  /// A whole column of another frame with the rows' own numbers, so that rows that name its rows find them.
  private func keepWhole(_ column: ColumnID, _ short: inout Execution) {
    let frame = program[column].frame
    let change = frames[Int(frame.index)]
    if columns[Int(column.index)] == nil && change.appended == 0 {
      short.columns[Int(column.index)] = base.whole(column)
    } else {
      let rows = Array(0..<Int32(base.rowCount(frame) + change.appended))
      short.columns[Int(column.index)] = values(column, at: rows)
    }
  }
}
