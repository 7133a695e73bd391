import Allot

/// A plan together with a run of it over data.
public struct DataReview: Sendable {
  public let plan: PlanReview
  /// Where the tables were read from.
  public let data: DataLocation
  /// What was compiled: its programs can be run again with other options.
  public let program: CompiledPlan
  public let results: Results

  public init(plan: PlanReview, data: DataLocation, program: CompiledPlan, results: Results) {
    self.plan = plan
    self.data = data
    self.program = program
    self.results = results
  }

  /// The result of a plan, sheet or rule by its name.
  public func result(_ name: String) -> OutputTable? {
    results.outputs.first { $0.output.name == name && $0.output.kind != .detail }
  }
}
