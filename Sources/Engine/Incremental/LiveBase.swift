import Columns
import IR

/// A run of which everything is kept that computing changes reads.
struct LiveBase: Sendable {
  let execution: Execution
  /// The steps of the whole program, in their order.
  let schedule: Schedule
  /// True for the columns in which a fault is an error whatever reads them, by column number.
  let isDecisive: [Bool]
  /// The results and the reports, apart.
  let outputs: [OutputTable]
  let reports: [OutputTable]
  let indexes = RowIndexes()

  var program: Program { execution.program }

  /// Runs a program over tables, or what is left of it to run.
  ///
  /// - Parameter begun: an execution that may hold rows and columns already.
  static func run(_ begun: Execution, _ sources: [String: DataSource]) -> Result<LiveBase, LiveFailure> {
    var execution = begun
    let program = execution.program
    let kept = LiveBase.keptColumns(program)
    switch execution.complete(sources, keeping: kept) {
    case .failed(let findings, let omitted): return .failure(.run(findings, omitted: omitted))
    case .results, nil: break
    }
    for column in kept {
      if case .schedule = program[column].operation { execution.prepareSchedule(askedBy: column) }
    }
    // The run's own indexes are not those that changes need.
    execution.joins = JoinIndexes()
    return .success(LiveBase(execution))
  }

  private init(_ execution: Execution) {
    self.execution = execution
    let program = execution.program
    let roots = LiveBase.keptColumns(program)
    schedule = LiveBase.schedule(program, roots)
    isDecisive = LiveBase.decisive(program)
    outputs = program.outputs.map { execution.table($0) }
    reports = program.rowReports.map { execution.table($0) }
  }

  private static func schedule(_ program: Program, _ roots: [ColumnID]) -> Schedule {
    Schedule(
      program, roots: roots, frames: program.outputFrames,
      isDone: { column in
        if case .input = program[column].operation { return true }
        return false
      }, isOpen: { _ in false })
  }

  /// The columns that are computed and kept: what is written or read by rows at all, and besides the results of joins
  /// and what rows join by, so that a change needs to look only at the rows that it touches.
  private static func keptColumns(_ program: Program) -> [ColumnID] {
    var roots = program.required + program.outputColumns
    let reach = Reach(program, roots: roots, frames: program.outputFrames)
    for column in reach.columns {
      let operation = program[column].operation
      switch operation {
      case .lookup(_, _, let keys, _): roots += [column] + keys
      case .aggregate(let aggregation):
        let bounds = [aggregation.window?.from, aggregation.window?.through].compactMap { $0 }
        roots += [column] + aggregation.keys + bounds
      case .gather(_, let at):
        if case .parentRow = program[at].operation { break }
        roots.append(at)
      case .schedule: roots.append(column)
      default: break
      }
    }
    let isKept = schedule(program, roots).isKept
    return program.columns.indices.filter { isKept[$0] }.map { ColumnID($0) }
  }

  private static func decisive(_ program: Program) -> [Bool] {
    var result = [Bool](repeating: false, count: program.columns.count)
    func mark(_ columns: [ColumnID]) {
      for column in columns { result[Int(column.index)] = true }
    }
    mark(program.required)
    for frame in program.frames { mark(frame.rows.columns) }
    for check in program.checks { mark([check.condition] + [check.applies].compactMap { $0 }) }
    for output in program.outputs where !output.isExplanation { mark([output.shown].compactMap { $0 }) }
    for node in program.columns {
      switch node.operation {
      case .lookup(_, let theirs, _, _): mark(theirs)
      case .aggregate(let aggregation): mark(aggregation.theirs + [aggregation.window?.date].compactMap { $0 })
      default: break
      }
    }
    return result
  }

  /// A whole column of the base.
  func whole(_ column: ColumnID) -> Column { execution.whole(column) }

  /// The number of rows that a frame has in the base.
  func rowCount(_ frame: FrameID) -> Int { execution.rowCount(frame) }

  /// The rows of a frame by the values of some of its columns.
  func index(_ frame: FrameID, _ columns: [ColumnID], _ missing: KeyIndex.Missing) -> RowsByKey {
    let key = RowIndexes.Key(rows: .columns(frame, columns), isMissingAValue: missing == .isAValue)
    return indexes.index(key) { RowsByKey(columns.map(whole), rowCount: rowCount(frame), missing: missing) }
  }
}

/// Why there is no live run.
public enum LiveFailure: Error, Sendable {
  /// A change that cannot be made.
  case change(ChangeProblem)
  /// What is wrong with the data or with what the plan makes of them, the first findings, and the number of the others.
  case run([RunFinding], omitted: Int)
}
