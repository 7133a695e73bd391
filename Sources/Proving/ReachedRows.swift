import Allot
import Columns
import Engine
import IR

/// The rows in which a program's columns matter: in which a result or a check looks at them.
///
/// ```
/// A when C else B      C in every row that matters, A where C is true, B where it is false
/// A and B              B where A is not false
/// A else B             B where A is missing
/// gather, previous     the row that is read
/// sum, lookup, sort    every row
/// ```
///
/// A program computes both sides of a choice in every row; only the one that is taken matters.
struct ReachedRows {
  private let run: KeptRun
  private var isReached: [[Bool]]
  private var isFrameReached: [Bool]
  private var pending: [(column: ColumnID, rows: [Int])] = []

  init(_ run: KeptRun) {
    self.run = run
    let program = run.program
    isReached = [[Bool]](repeating: [], count: program.columns.count)
    isFrameReached = [Bool](repeating: false, count: program.frames.count)
    for output in program.outputs {
      let rows = run.rows(of: output)
      if let shown = output.shown { reachAll(shown) }
      for column in output.columnsRead where column != output.shown { reach(column, rows) }
      reach(output.frame)
    }
    for check in program.checks {
      if let applies = check.applies { reachAll(applies) }
      let rows = (0..<(run.rowCount(check.frame) ?? 0)).filter { row in
        check.applies.map { run.value($0, row: row) == .bool(true) } ?? true
      }
      reach(check.condition, rows)
    }
    for column in program.required { reachAll(column) }
    while let (column, rows) = pending.popLast() { follow(column, rows) }
  }

  /// The rows in which a column matters.
  func rows(_ column: ColumnID) -> [Int] {
    let flags = isReached[Int(column.index)]
    return flags.indices.filter { flags[$0] }
  }

  private mutating func reachAll(_ column: ColumnID) {
    reach(column, Array(0..<(run.rowCount(run.program[column].frame) ?? 0)))
  }

  private mutating func reach(_ column: ColumnID, _ rows: [Int]) {
    let place = Int(column.index)
    let frame = run.program[column].frame
    guard let count = run.rowCount(frame), run.has(column) else { return }
    if isReached[place].isEmpty { isReached[place] = [Bool](repeating: false, count: count) }
    var new: [Int] = []
    for row in rows where row >= 0 && row < count && !isReached[place][row] {
      isReached[place][row] = true
      new.append(row)
    }
    if !new.isEmpty { pending.append((column, new)) }
    reach(frame)
  }

  /// What decides which rows a frame has.
  private mutating func reach(_ frame: FrameID) {
    guard !isFrameReached[Int(frame.index)] else { return }
    isFrameReached[Int(frame.index)] = true
    let source = run.program[frame].rows
    for column in source.columns { reachAll(column) }
    for other in source.frames { reach(other) }
  }

  private mutating func follow(_ column: ColumnID, _ rows: [Int]) {
    func rowsWhere(_ test: ColumnID, _ isWanted: (Value?) -> Bool) -> [Int] {
      rows.filter { isWanted(run.value(test, row: $0)) }
    }
    let operation = run.program[column].operation
    if let other = operation.otherFrame { reach(other) }
    switch operation {
    case .choose(let condition, let then, let otherwise):
      reach(condition, rows)
      reach(then, rowsWhere(condition) { $0 == .bool(true) })
      reach(otherwise, rowsWhere(condition) { $0 == .bool(false) })
    case .and(let a, let b):
      reach(a, rows)
      reach(b, rowsWhere(a) { $0 != .bool(false) })
    case .or(let a, let b):
      reach(a, rows)
      reach(b, rowsWhere(a) { $0 != .bool(true) })
    case .coalesce(let a, let b):
      reach(a, rows)
      reach(b, rowsWhere(a) { $0 == .missing })
    case .gather(let of, let at):
      reach(at, rows)
      reach(of, rows.compactMap { run.row(at, row: $0) })
    default:
      for operand in operation.operands {
        switch operand.reach {
        case .row: reach(operand.column, rows)
        case .rows, .earlier: reachAll(operand.column)
        }
      }
    }
  }
}
