import Allot
import Comparing
import Engine

/// A plan over its data with changes made, kept so that the next change computes only what it reaches.
///
/// ```swift
/// let scenario = try Scenario(plan, data: DataLocation(folder: "data"))
/// let won = try scenario.applying(
///   .update(table: "deals", row: .key(["d17"]), cells: [NamedText("stage", "Closed Won")]))
/// let difference = won.difference(from: scenario)
/// ```
///
/// It is a value: a change gives another scenario, and this one stays what it is.
public struct Scenario: Sendable {
  /// The plan, with the changes of its text.
  public let plan: Plan
  public let data: DataLocation
  /// What is asked for, with the changed params.
  public let options: CompileOptions
  /// All that was changed, in order.
  public let changes: [ScenarioChange]
  let live: LiveRun

  /// The results, as a run over the changed files gives them.
  public var results: Results { live.results }

  /// How much was computed for the last change.
  public var effort: Effort { live.effort }

  private init(
    _ plan: Plan, _ data: DataLocation, _ options: CompileOptions, _ changes: [ScenarioChange], _ live: LiveRun
  ) {
    self.plan = plan
    self.data = data
    self.options = options
    self.changes = changes
    self.live = live
  }

  /// Runs a plan over its tables as they are in their files.
  public init(
    _ plan: Plan, data: DataLocation = DataLocation(), options: CompileOptions = CompileOptions(),
    runOptions: RunOptions = RunOptions()
  ) throws(ScenarioError) {
    do {
      let compiled = try plan.compile(options)
      try compiled.validate(data)
      self.init(plan, data, options, [], try compiled.live(data, options: runOptions))
    } catch let error as PlanError {
      throw .plan(error)
    } catch let error as LiveRunError {
      throw ScenarioError(error)
    } catch {
      preconditionFailure("compiling and evaluating throw these two errors alone")
    }
  }

  /// The scenario with further changes, made one after the other.
  public func applying(_ changes: [ScenarioChange]) throws(ScenarioError) -> Scenario {
    var editing = ScenarioEditing(self)
    for change in changes { try editing.make(change) }
    try editing.finish()
    return Scenario(editing.plan, data, editing.options, self.changes + changes, editing.live)
  }

  /// The scenario with one further change.
  public func applying(_ change: ScenarioChange) throws(ScenarioError) -> Scenario { try applying([change]) }

  /// The same scenario, asked for other periods or another day.
  public func asking(for options: CompileOptions) throws(ScenarioError) -> Scenario {
    let live = try Scenario.replacing(live, plan, options)
    return Scenario(plan, data, options, changes, live)
  }

  /// The results of another plan over the same tables with the same changes, such as this one with a line more.
  package func results(of plan: Plan, _ options: CompileOptions) throws(ScenarioError) -> Results {
    try Scenario.replacing(live, plan, options).results
  }

  /// The scenario with further lines in a plan, sheet or rule, and only its results.
  func watching(_ plan: Plan, _ options: CompileOptions) throws(ScenarioError) -> Scenario {
    Scenario(plan, data, options, changes, try Scenario.replacing(live, plan, options))
  }

  /// What the results are more and less than those of another scenario.
  public func difference(from other: Scenario) -> PayoutDifference {
    PayoutDifference(from: other.results, of: other.plan, to: results, of: plan)
  }

  /// The files of tables whose rows were changed, as they were read and as they would be.
  public var changedFiles: [ChangedFile] { live.changedFiles }

  static func replacing(_ live: LiveRun, _ plan: Plan, _ options: CompileOptions) throws(ScenarioError) -> LiveRun {
    let compiled: CompiledPlan
    do throws(PlanError) {
      compiled = try plan.compile(options)
    } catch {
      throw .plan(error)
    }
    do throws(LiveRunError) {
      return try live.replacing(plan: compiled)
    } catch {
      throw ScenarioError(error)
    }
  }
}

extension ScenarioError {
  init(_ error: LiveRunError) {
    switch error {
    case .run(let error): self = .run(error)
    case .change(let problem): self = .request(RequestProblem(problem))
    }
  }
}

extension RequestProblem {
  /// A change that the tables do not allow.
  init(_ problem: ChangeProblem) {
    switch problem {
    case .noTable(let name, let known):
      self = .unknown("the plan reads no table", name, known: known)
    case .noColumn(let name, let table, let known):
      self = .unknown("`\(table)` has no column", name, known: known)
    case .noRow, .severalRows, .unreadable:
      self.init(problem.message)
    }
  }
}
