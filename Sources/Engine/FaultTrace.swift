import Columns
import IR

/// From a faulty value back to the operations and rows that failed.
extension Execution {
  /// A fault in a column at a row.
  struct FaultyCell: Hashable {
    var column: ColumnID
    var row: Int
    var fault: Fault
  }

  /// The cells in which the fault of `cell` arose, as far as it can be followed: one, or several where an aggregate is
  /// over several rows that failed; at most `limit`. Cells that are in `seen` have been followed before, and are passed
  /// over, so that the rows of a long recurrence are walked through once.
  mutating func origins(of cell: FaultyCell, limit: Int, seen: inout Set<FaultyCell>) -> [FaultyCell] {
    guard seen.insert(cell).inserted else { return [] }
    var result: [FaultyCell] = []
    var toDo = [cell]
    while let next = toDo.popLast(), result.count < limit {
      var sources = sources(of: next, limit: limit)
      // In a recurrence a column may have the fault from its own earlier row; what comes from elsewhere is not this fault.
      if next.column.index == next.fault.site { sources.removeAll { $0.fault != next.fault } }
      if sources.isEmpty { result.append(next) }
      for source in sources.reversed() where seen.insert(source).inserted { toDo.append(source) }
    }
    return result
  }

  private mutating func fault(_ column: ColumnID, _ row: Int) -> Fault? {
    guard let values = recomputed(column), row >= 0, row < values.count else { return nil }
    return values.fault(at: row)
  }

  /// The operands and rows from which a cell has its fault.
  private mutating func sources(of cell: FaultyCell, limit: Int) -> [FaultyCell] {
    let node = program[cell.column]
    for operand in node.operation.operands where operand.reach == .row {
      if fault(operand.column, cell.row) == cell.fault {
        return [FaultyCell(column: operand.column, row: cell.row, fault: cell.fault)]
      }
    }
    switch node.operation {
    case .gather(let of, let at):
      guard let row = recomputed(at)?.code(at: cell.row), fault(of, Int(row)) == cell.fault else { return [] }
      return [FaultyCell(column: of, row: Int(row), fault: cell.fault)]
    case .aggregate(let aggregation):
      guard let value = aggregation.value else { return [] }
      return Array(members(value, aggregation, cell.row).prefix(limit))
    case .runningSum(_, let group, _), .apportion(_, _, _, let group, _):
      return inGroup(group, of: cell)
    case .allot(let allotment):
      return inGroup(allotment.group, of: cell)
    case .place(let group, let order):
      for column in group + order.map(\.column) where fault(column, cell.row) == cell.fault {
        return [FaultyCell(column: column, row: cell.row, fault: cell.fault)]
      }
      return []
    case .preceding(let of, _, let group, let place):
      for column in group + [place] where fault(column, cell.row) == cell.fault {
        return [FaultyCell(column: column, row: cell.row, fault: cell.fault)]
      }
      let key = [node.frame.index] + (group + [place]).map(\.index)
      for column in group + [place] { _ = recomputed(column) }
      let earlier = tracedOrders[key] ?? earlierRows(node.frame, group: group, place: place)
      tracedOrders[key] = earlier
      guard earlier.indices.contains(cell.row), fault(of, Int(earlier[cell.row])) == cell.fault else { return [] }
      return [FaultyCell(column: of, row: Int(earlier[cell.row]), fault: cell.fault)]
    case .previous(let of, _, _):
      guard case .spine(let entities, _, _) = program[node.frame].rows else { return [] }
      let earlier = cell.row - rowCount(entities)
      guard fault(of, earlier) == cell.fault else { return [] }
      return [FaultyCell(column: of, row: earlier, fault: cell.fault)]
    default:
      return []
    }
  }

  /// The first operand in a row of the cell's group that has the cell's fault.
  private mutating func inGroup(_ group: [ColumnID], of cell: FaultyCell) -> [FaultyCell] {
    for operand in program[cell.column].operation.operands {
      let cells = cells(operand.column, group, like: group, cell.row).filter { $0.fault == cell.fault }
      if let first = cells.first { return [first] }
    }
    return []
  }

  /// The faulty values that an aggregate takes in at a row.
  private mutating func members(_ value: ColumnID, _ aggregation: Aggregation, _ row: Int) -> [FaultyCell] {
    let cells = cells(value, aggregation.theirs, like: aggregation.keys, row)
    guard let window = aggregation.window, let dates = recomputed(window.date) else { return cells }
    var from = Int32.min
    var through = Int32.max
    if let bound = window.from, let day = recomputed(bound)?.code(at: row) { from = day }
    if let bound = window.through, let day = recomputed(bound)?.code(at: row) { through = day }
    return cells.filter { cell in dates.code(at: cell.row).map { from <= $0 && $0 <= through } ?? false }
  }

  /// The faulty rows of `column` whose `theirs` equal the `keys` at `row`.
  private mutating func cells(
    _ column: ColumnID, _ theirs: [ColumnID], like keys: [ColumnID], _ row: Int
  ) -> [FaultyCell] {
    guard let values = recomputed(column) else { return [] }
    let candidates = values.faultyRows
    if candidates.isEmpty { return [] }
    var parts: [(theirs: Column, kind: ValueKind, own: Value)] = []
    for (their, key) in zip(theirs, keys) {
      guard let theirColumn = recomputed(their), let keyColumn = recomputed(key) else { return [] }
      parts.append((theirColumn, program[their].kind, value(keyColumn, program[key].kind, row)))
    }
    let alike = candidates.filter { candidate in
      parts.allSatisfy { value($0.theirs, $0.kind, candidate.row) == $0.own }
    }
    return alike.map { FaultyCell(column: column, row: $0.row, fault: $0.fault) }
  }
}
