import Columns
import IR

/// From a faulty value back to the operation and row that failed.
extension Execution {
  /// The column and row that raised `fault`, as far as it can be followed from `column` at `row`.
  mutating func origin(of fault: Fault, _ column: ColumnID, _ row: Int) -> (column: ColumnID, row: Int) {
    var column = column
    var row = row
    // A chain is never longer than this: each step goes to an operand or to an earlier row.
    var steps = program.columns.count + rowCount(program[column].frame)
    while column.index != fault.site, steps > 0, let next = source(of: fault, column, row) {
      (column, row) = next
      steps -= 1
    }
    return (column, row)
  }

  private mutating func has(_ fault: Fault, _ column: ColumnID, _ row: Int) -> Bool {
    guard let values = recomputed(column), row >= 0, row < values.count else { return false }
    return values.fault(at: row) == fault
  }

  /// The operand and row from which the value at `row` has its fault.
  private mutating func source(of fault: Fault, _ column: ColumnID, _ row: Int) -> (column: ColumnID, row: Int)? {
    let node = program[column]
    for operand in node.operation.operands where operand.reach == .row {
      if has(fault, operand.column, row) { return (operand.column, row) }
    }
    switch node.operation {
    case .gather(let of, let at):
      guard let rows = recomputed(at), case .codes(let codes) = rows.storage else { return nil }
      let target = Int(codes[rows.isConstant ? 0 : row])
      return has(fault, of, target) ? (of, target) : nil
    case .aggregate(let aggregation):
      return aggregated(fault, aggregation, row)
    case .runningSum(let of, let group, _), .apportion(let of, _, _, let group, _):
      let sources = [of] + node.operation.operands.map(\.column).filter { $0 != of }
      for source in sources {
        if let found = firstRow(of: fault, source, group, like: group, row) { return (source, found) }
      }
      return nil
    case .previous(let of, _, _):
      guard case .spine(let entities, _, _) = program[node.frame].rows else { return nil }
      let earlier = row - rowCount(entities)
      return has(fault, of, earlier) ? (of, earlier) : nil
    default:
      return nil
    }
  }

  private mutating func aggregated(
    _ fault: Fault, _ aggregation: Aggregation, _ row: Int
  ) -> (column: ColumnID, row: Int)? {
    for source in [aggregation.value].compactMap({ $0 }) + aggregation.theirs {
      if let found = firstRow(of: fault, source, aggregation.theirs, like: aggregation.keys, row) {
        return (source, found)
      }
    }
    return nil
  }

  /// The first row of `source` with the fault whose `theirs` equal the `keys` at `row`.
  private mutating func firstRow(
    of fault: Fault, _ source: ColumnID, _ theirs: [ColumnID], like keys: [ColumnID], _ row: Int
  ) -> Int? {
    guard let values = recomputed(source) else { return nil }
    let candidates = values.faultyRows.filter { $0.fault == fault }.map(\.row)
    if candidates.isEmpty { return nil }
    var parts: [(theirs: Column, theirKind: ValueKind, own: Value)] = []
    for (their, key) in zip(theirs, keys) {
      guard let theirColumn = recomputed(their), let keyColumn = recomputed(key) else { return nil }
      parts.append((theirColumn, program[their].kind, value(keyColumn, program[key].kind, row)))
    }
    return candidates.first { candidate in
      parts.allSatisfy { value($0.theirs, $0.theirKind, candidate) == $0.own }
    }
  }
}
