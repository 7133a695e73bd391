import Columns
import IR

/// What a program has in common with one that was run before: rows and columns that mean the same.
///
/// Columns mean the same if their operations are equal once every operand is replaced by the one of the earlier program
/// that means the same; operands come first, so one pass nearly suffices. Columns of a recurrence depend on themselves and
/// are compared all together. What holds a fault is computed anew: faults know the place in their own program.
struct KeptColumns {
  /// The new program's execution with everything in it that is kept.
  private(set) var execution: Execution
  private let base: LiveBase
  private var map: Renumbering

  private var old: Program { base.program }
  private var new: Program { execution.program }

  /// - Parameter isSame: whether a table of this name is still read from the same place.
  init(of base: LiveBase, in program: Program, isSame: (String) -> Bool) {
    self.base = base
    execution = Execution(program, options: base.execution.options)
    map = Renumbering(program)
    findConstants(isSame)
    findColumns()
    keep()
  }

  /// The changes of tables by the numbers that they have in the new program.
  func edits(_ edits: [Int: TableEdits]) -> [Int: TableEdits] {
    var result: [Int: TableEdits] = [:]
    for (number, edit) in edits {
      let name = old.inputs[number].name
      if let own = new.inputs.firstIndex(where: { $0.name == name }) { result[own] = edit }
    }
    return result
  }

  /// What was computed besides what is kept.
  func effort(_ next: LiveBase) -> Effort {
    var effort = Effort()
    for number in new.columns.indices where execution.columns[number] == nil {
      guard let column = next.execution.columns[number] else { continue }
      effort.columns += 1
      effort.values += column.count
    }
    effort.isFullRun = execution.columns.allSatisfy { $0 == nil }
    return effort
  }

  // MARK: Tables, tiers, rates

  private mutating func findConstants(_ isSame: (String) -> Bool) {
    for input in new.inputs {
      let found = old.inputs.indices.first { number in
        let other = old.inputs[number]
        return other.name == input.name && KeptColumns.isSame(other.source, input.source)
          && other.rowHeader == input.rowHeader && other.separator == input.separator
          && other.numberFormat == input.numberFormat && base.execution.tables[number] != nil
      }
      let isRead = if case .file = input.source { isSame(input.name) } else { true }
      map.inputs.append(isRead ? found : nil)
      map.inputColumns.append(
        input.columns.map { column in
          found.flatMap { number in
            old.inputs[number].columns.firstIndex { other in
              other.header == column.header && other.kind == column.kind && other.isOptional == column.isOptional
                && other.format == column.format
            }
          }
        })
    }
    for table in new.tiers {
      map.tiers.append(
        old.tiers.firstIndex { other in
          var other = other
          other.span = table.span
          return other == table
        })
    }
    for rates in new.keyedRates {
      map.keyedRates.append(
        old.keyedRates.firstIndex { other in
          var other = other
          other.span = rates.span
          guard other.rows.count == rates.rows.count else { return false }
          for row in other.rows.indices { other.rows[row].span = rates.rows[row].span }
          return other == rates
        })
    }
    map.schedules = [Int?](repeating: nil, count: new.schedules.count)
  }

  private static func isSame(_ a: TableInput.Source, _ b: TableInput.Source) -> Bool {
    switch (a, b) {
    case (.file, .file): true
    case (.rows(let left, _), .rows(let right, _)): left == right
    case (.file, .rows), (.rows, .file): false
    }
  }

  // MARK: Columns

  private struct Meaning: Hashable {
    var frame: FrameID
    var kind: ValueKind
    var operation: Operation
  }

  private mutating func findColumns() {
    // A calendar decides what the periods are.
    guard old.calendar == new.calendar else { return }
    var columns: [Meaning: ColumnID] = [:]
    for (number, node) in old.columns.enumerated() {
      columns[Meaning(frame: node.frame, kind: node.kind, operation: node.operation)] = ColumnID(number)
    }
    var frames: [RowSource: FrameID] = [:]
    for (number, frame) in old.frames.enumerated() where base.execution.frames[number] != nil {
      if frames[frame.rows] == nil { frames[frame.rows] = FrameID(number) }
    }
    let cycles = new.recurrences
    let oldCycles = old.recurrences
    let recurring = Set(cycles.joined())
    var found = -1
    var count = 0
    // What depends on a recurrence may stand before its last column.
    while count > found {
      found = count
      findFrames(frames)
      for (number, node) in new.columns.enumerated() where map.columns[number] == nil {
        if map.frames[Int(node.frame.index)] == nil { findFrames(frames) }
        if recurring.contains(ColumnID(number)) { continue }
        if let meaning = meaning(ColumnID(number)) { map.columns[number] = columns[meaning] }
      }
      for cycle in cycles where map.columns[Int(cycle[0].index)] == nil {
        for other in oldCycles where other.count == cycle.count {
          if keepCycle(cycle, as: other) { break }
        }
      }
      findSchedules()
      count = map.columns.count { $0 != nil } + map.frames.count { $0 != nil } + map.schedules.count { $0 != nil }
    }
  }

  private func meaning(_ column: ColumnID) -> Meaning? {
    let node = new[column]
    do throws(Renumbering.Unknown) {
      return Meaning(
        frame: try map(node.frame), kind: try map(node.kind),
        operation: try map(node.operation, rows: new[node.frame].rows))
    } catch {
      return nil
    }
  }

  private mutating func findFrames(_ known: [RowSource: FrameID]) {
    for (number, frame) in new.frames.enumerated() where map.frames[number] == nil {
      do throws(Renumbering.Unknown) {
        map.frames[number] = known[try map(frame.rows)]
      } catch {
        continue
      }
    }
  }

  private mutating func findSchedules() {
    for (number, schedule) in new.schedules.enumerated() where map.schedules[number] == nil {
      do throws(Renumbering.Unknown) {
        let own = try map(schedule)
        map.schedules[number] = old.schedules.firstIndex { other in
          var other = other
          other.span = own.span
          return other == own
        }
      } catch {
        continue
      }
    }
  }

  /// Keeps the columns of a recurrence if they mean the same as those of another one, place by place.
  private mutating func keepCycle(_ cycle: [ColumnID], as other: [ColumnID]) -> Bool {
    for (column, known) in zip(cycle, other) { map.columns[Int(column.index)] = known }
    let isSame = zip(cycle, other).allSatisfy { column, known in
      let node = old[known]
      return meaning(column) == Meaning(frame: node.frame, kind: node.kind, operation: node.operation)
    }
    if !isSame {
      for column in cycle { map.columns[Int(column.index)] = nil }
    }
    return isSame
  }

  // MARK: Keeping

  private mutating func keep() {
    execution.pool = base.execution.pool
    for (number, other) in map.inputs.enumerated() {
      if let other { execution.tables[number] = base.execution.tables[other] }
    }
    for (number, other) in map.frames.enumerated() {
      if let other { execution.frames[number] = base.execution.frames[Int(other.index)] }
    }
    for (number, other) in map.schedules.enumerated() {
      if let other { execution.schedules[number] = base.execution.schedules[other] }
    }
    for (number, other) in map.columns.enumerated() {
      guard let other, let column = base.execution.columns[Int(other.index)], column.faults == nil else { continue }
      execution.columns[number] = column
    }
  }
}
