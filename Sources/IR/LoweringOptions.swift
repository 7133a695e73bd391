import Columns
import Model
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
  /// The names of the results that are wanted, where parts of a plan's or rule's results are chosen: `TopUp.steps`.
  public var parts: Set<String>? = nil
  /// Whether results are wanted row by row too, where a line has rows.
  public var withDetail: Bool
  /// The `let` lines that are printed too, by the name of their plan, sheet or rule.
  public var shownLines: [String: Set<String>] = [:]
  /// Whether what a rule's orders add to the tables is wanted too.
  public var withOrderEntries = false
  /// The days whose statements a ledger holds, by the plan's name: what the plan pays for them is computed again.
  public var closed: [String: ClosedRange<CalendarDate>]

  /// What the program tells of the columns that hold the values of the text: ``Program/trace``.
  public var traced = Traced.nothing

  /// Whose columns a program tells.
  public enum Traced: Hashable, Sendable {
    case nothing
    /// The values of all parts of the text, those of conditions too that joins and windows would answer.
    case parts
    /// What amounts are made of, in the program of any run; what credited rows fill tiers has its order.
    case amounts
  }

  /// True iff the run goes on with a ledger, whose first statement is where a plan begins that is not `during` anything.
  public var hasLedger = false

  public init(
    days: ClosedRange<CalendarDate>? = nil, asOf: CalendarDate? = nil, parameters: [Int: Value] = [:],
    only: Set<String>? = nil, withDetail: Bool = false, closed: [String: ClosedRange<CalendarDate>] = [:]
  ) {
    self.days = days
    self.asOf = asOf
    self.parameters = parameters
    self.only = only
    self.withDetail = withDetail
    self.closed = closed
  }
}

/// A program, or why there is none for these options.
public enum LoweringResult: Sendable {
  case program(Program)
  case failed([Diagnostic])
}

/// The periods that a run asks of a sheet; nil if it has no periods, or none of those that the run is for.
public func wantedPeriods(_ sheet: Int, of model: CheckedModel, _ options: LoweringOptions) -> ClosedRange<Period>? {
  guard let unit = model.sheets[sheet].period, let days = NeededPeriods.wanted(sheet, model, options) else {
    return nil
  }
  let length = model.unit(unit)
  return Period(length, containing: days.lowerBound)...Period(length, containing: days.upperBound)
}
