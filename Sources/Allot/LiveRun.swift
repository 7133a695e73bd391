import Engine
import IR

/// A run whose tables and plan may change: a change of some rows, of a param or of a line computes only what it reaches.
///
/// ```swift
/// let live = try compiled.live(DataLocation(folder: "data"))
/// let raised = try live.applying([
///   .update(table: "deals", row: .cells(["deal_id": "D17"]), cells: ["amount": "20_000"])
/// ])
/// let cheaper = try raised.replacing(plan: plan.compile(CompileOptions(parameters: [NamedText("rate", "4%")])))
/// ```
///
/// It is a value: what a change gives is a new one, and the old one stays as it is. The results are those of a run over
/// the changed tables, and so are the errors.
public struct LiveRun: Sendable {
  private let plan: CompiledPlan
  private let data: DataLocation
  private let evaluation: LiveEvaluation
  /// The results, as ``CompiledPlan/evaluate(_:options:)`` gives them.
  public let results: Results

  /// How much was computed for the last change.
  public var effort: Effort { evaluation.effort }

  fileprivate init(_ plan: CompiledPlan, _ data: DataLocation, _ evaluation: LiveEvaluation) throws(RunError) {
    self.plan = plan
    self.data = data
    self.evaluation = evaluation
    results = try plan.settle(evaluation.results).results
  }

  /// The run with changes of its tables made, one after the other.
  ///
  /// - Throws: a change that cannot be made, or what is wrong with the data then.
  public func applying(_ changes: [TableChange]) throws(LiveRunError) -> LiveRun {
    try LiveRun.make(plan, data) { () throws(LiveFailure) in try evaluation.applying(changes) }
  }

  /// The same tables, with their changes, under another plan: another value of a param, another text of a line. What
  /// means the same in both plans is not computed again.
  ///
  /// - Throws: what is wrong with the data under that plan.
  public func replacing(plan: CompiledPlan) throws(LiveRunError) -> LiveRun {
    let tables = plan.tables(data, for: plan.program)
    return try LiveRun.make(plan, data) { () throws(LiveFailure) in
      try evaluation.replacing(plan.program, tables: tables)
    }
  }

  /// The run with its changes as the beginning of further ones: rows are numbered anew, as they follow each other now.
  public func rebased() throws(LiveRunError) -> LiveRun {
    try LiveRun.make(plan, data) { () throws(LiveFailure) in try evaluation.rebased() }
  }

  /// The texts of a row's cells as they are now, by the headers of the table's file.
  ///
  /// - Throws: a table or a row that is not there.
  public func cells(of row: TableChange.RowName, in table: String) throws(LiveRunError) -> [String: String] {
    do throws(LiveFailure) {
      return try evaluation.cells(of: row, in: table)
    } catch {
      switch error {
      case .change(let problem): throw .change(problem)
      case .run(let findings, let omitted): throw .run(plan.error(findings, omitted: omitted, data))
      }
    }
  }

  /// The files of tables with changed rows, as they were read and as they would be.
  public var changedFiles: [ChangedFile] { evaluation.changedFiles }

  fileprivate static func make(
    _ plan: CompiledPlan, _ data: DataLocation, _ evaluate: () throws(LiveFailure) -> LiveEvaluation
  ) throws(LiveRunError) -> LiveRun {
    let evaluation: LiveEvaluation
    do {
      evaluation = try evaluate()
    } catch {
      switch error {
      case .change(let problem): throw .change(problem)
      case .run(let findings, let omitted): throw .run(plan.error(findings, omitted: omitted, data))
      }
    }
    do {
      return try LiveRun(plan, data, evaluation)
    } catch {
      throw .run(error)
    }
  }
}

/// Why a live run has no results.
public enum LiveRunError: Error, Sendable {
  /// A change names a table, a column or a row that is not there.
  case change(ChangeProblem)
  /// What is wrong with the data, or with what the plan makes of them.
  case run(RunError)
}

extension CompiledPlan {
  /// Runs the plan over its tables, and keeps what a change needs so that only what it reaches is computed again.
  ///
  /// - Throws: what is wrong with the data, as ``evaluate(_:options:)`` does.
  public func live(
    _ data: DataLocation = DataLocation(), options: RunOptions = RunOptions()
  ) throws(LiveRunError) -> LiveRun {
    try LiveRun.make(self, data) { () throws(LiveFailure) in
      try LiveEvaluation(program, tables: tables(data, for: program), options: options)
    }
  }
}
