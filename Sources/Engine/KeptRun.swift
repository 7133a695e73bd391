import Columns
import IR
import Source

/// A run that keeps every value, for those who ask where its results come from.
public struct KeptRun: RunValues {
  /// What the run gave.
  public let outcome: RunOutcome
  public let program: Program
  private var execution: Execution

  /// Runs `program`, and computes `columns` even where no result reads them.
  public init(
    _ program: Program, tables: [String: DataSource] = [:], keeping columns: [ColumnID],
    options: RunOptions = RunOptions()
  ) {
    var execution = Execution(program, options: options)
    let needed = Reach(
      program, roots: program.required + program.outputColumns + columns, frames: program.outputFrames)
    let failure = execution.complete(tables, keeping: needed.columns)
    outcome = failure ?? .results(execution.results())
    self.program = program
    self.execution = execution
  }

  /// The number of rows of a frame; nil if the run ended before they were there.
  public func rowCount(_ frame: FrameID) -> Int? { execution.frames[Int(frame.index)]?.count }

  /// Whether a column's values are there.
  public func has(_ column: ColumnID) -> Bool { execution.columns[Int(column.index)] != nil }

  /// A value; nil if it could not be computed, or the run ended before.
  public func value(_ column: ColumnID, row: Int) -> Value? {
    guard let values = execution.columns[Int(column.index)], row >= 0, row < values.count,
      values.fault(at: row) == nil
    else { return nil }
    return Execution.value(values, program.columns[Int(column.index)].kind, row, execution.pool)
  }

  public func parentRow(_ frame: FrameID, row: Int) -> Int? { execution.parentRow(frame, row) }

  public func place(_ frame: FrameID, row: Int) -> DataPlace? { execution.place(frame, row) }

  public func constantSpan(_ frame: FrameID, row: Int) -> SourceSpan? { execution.constantSpan(frame, row) }

  /// The names and texts of what names a row; of a pair of rows, its right side's.
  public mutating func identity(_ frame: FrameID, row: Int) -> [NamedText] {
    var frame = frame
    var row = row
    while program[frame].identity.isEmpty {
      if case .pairs(_, _, let right, _, _) = program[frame].rows {
        guard let rows = execution.frames[Int(frame.index)], rows.right.indices.contains(row), rows.right[row] >= 0
        else {
          return []
        }
        (frame, row) = (right, Int(rows.right[row]))
      } else if case .filter(let parent, _) = program[frame].rows, let next = execution.parentRow(frame, row) {
        (frame, row) = (parent, next)
      } else {
        break
      }
    }
    return execution.identity(frame, row)
  }

  /// The rows of a frame that a row of a result stands for, in the order of the result.
  public func rows(of output: Output) -> [Int] {
    guard rowCount(output.frame) != nil, output.columnsRead.allSatisfy(has) else { return [] }
    return execution.rows(of: output).map { Int($0) }
  }
}
