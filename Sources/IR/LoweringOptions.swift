import Columns
import Source

/// What a run chooses, beside the plan's text and the data.
public struct LoweringOptions: Hashable, Sendable {
  /// The first and the last day that results are wanted for; nil for all that the plan is `during`.
  public var days: ClosedRange<CalendarDate>?
  /// What `today` is.
  public var asOf: CalendarDate?
  /// Other values for params, by their index in the model.
  public var parameters: [Int: Value]
  /// The names of the plans, sheets and rules whose results are wanted; nil for all.
  public var only: Set<String>?
  /// Whether results are wanted row by row too, where a line has rows.
  public var withDetail: Bool
  /// The `let` lines that are printed too, by the name of their plan, sheet or rule.
  public var shownLines: [String: Set<String>] = [:]

  public init(
    days: ClosedRange<CalendarDate>? = nil, asOf: CalendarDate? = nil, parameters: [Int: Value] = [:],
    only: Set<String>? = nil, withDetail: Bool = false
  ) {
    self.days = days
    self.asOf = asOf
    self.parameters = parameters
    self.only = only
    self.withDetail = withDetail
  }
}

/// A program, or why there is none for these options.
public enum LoweringResult: Sendable {
  case program(Program)
  case failed([Diagnostic])
}
