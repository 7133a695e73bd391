/// What a run asks for, as a person writes it.
public struct CompileOptions: Hashable, Sendable {
  /// Which results are wanted: `2026`, `2026-Q1`, `2026-03`, `2026-W14`, a date, or two of them as `2026-01..2026-03`;
  /// in a plan with a calendar of its own `FY2026`, `FY2026-Q1`, `FY2026-P03`; nil for all that the plan is `during`.
  public var period: String?
  /// What `today` is: `2026-03-31`.
  public var asOf: String?
  /// Values for params in place of those in the text, each as the text of an expression: `5%`, `300_000 USD`.
  public var parameters: [NamedText]
  /// The plans, sheets and rules whose results are wanted; empty for all.
  public var only: [String]
  /// Whether results are wanted row by row too, where a line has rows.
  public var withDetail: Bool
  /// What has been paid before; nil for a run without a ledger.
  public var ledger: Ledger?
  /// Whether the run's statements are to be added to ``ledger``.
  public var addsToLedger: Bool
  /// Whether it is to be told how each amount came about.
  public var isExplained = false

  public init(
    period: String? = nil, asOf: String? = nil, parameters: [NamedText] = [], only: [String] = [],
    withDetail: Bool = false, ledger: Ledger? = nil, addsToLedger: Bool = false
  ) {
    self.period = period
    self.asOf = asOf
    self.parameters = parameters
    self.only = only
    self.withDetail = withDetail
    self.ledger = ledger
    self.addsToLedger = addsToLedger
  }
}

/// Why a plan cannot be compiled, or not for what was asked.
public struct PlanError: Error, Sendable {
  public let diagnostics: [Diagnostic]
  /// The plan's files, and the options that are at fault as texts of their own.
  public let sources: SourceMap

  /// True iff the plan itself is in order: something else must be asked for.
  public let isAboutOptions: Bool

  /// The number of errors that are not among ``diagnostics``.
  public var omitted = 0

  package init(diagnostics: [Diagnostic], sources: SourceMap, isAboutOptions: Bool, omitted: Int = 0) {
    self.diagnostics = diagnostics
    self.sources = sources
    self.isAboutOptions = isAboutOptions
    self.omitted = omitted
  }
}

/// The first and the last day that an option names; nil iff it names none.
package func days(named text: String, in calendar: FiscalCalendar?) -> ClosedRange<CalendarDate>? {
  func days(_ part: String) -> ClosedRange<CalendarDate>? {
    if let date = CalendarDate(iso: part) { return date...date }
    return Period(part, in: calendar).map { $0.firstDay...$0.lastDay }
  }
  guard let dots = text.firstRange(of: "..") else { return days(text) }
  func trimmed(_ part: Substring) -> String { part.filter { $0 != " " } }
  guard let first = days(trimmed(text[..<dots.lowerBound])), let last = days(trimmed(text[dots.upperBound...])),
    first.lowerBound <= last.upperBound
  else { return nil }
  return first.lowerBound...last.upperBound
}
