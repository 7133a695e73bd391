import Allot

/// What a run over data has given the rules that read one.
public enum LintRun: Sendable {
  case review(DataReview)
  /// The run has failed: what is wrong is reported in its place.
  case failed([Diagnostic], SourceMap)

  /// Compiles a plan and runs it.
  public init(_ review: PlanReview, _ options: CompileOptions, _ data: DataLocation, threads: Int) {
    do {
      let program = try review.plan.compile(options)
      let results = try program.evaluate(data, options: RunOptions(threads: threads))
      self = .review(DataReview(plan: review, data: data, program: program, results: results))
    } catch let error as PlanError {
      self = .failed(error.diagnostics, error.sources)
    } catch let error as RunError {
      self = .failed(error.diagnostics, error.sources)
    } catch {
      self = .failed([], review.plan.sources)
    }
  }
}
