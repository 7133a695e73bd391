import Source

/// An expression with its place in the text.
public struct Expression: Hashable, Sendable {
  public let span: SourceSpan
  public let kind: Kind

  public init(_ kind: Kind, _ span: SourceSpan) {
    self.kind = kind
    self.span = span
  }

  public indirect enum Kind: Hashable, Sendable {
    /// `270_000 USD`, `6%`, `12`, `3 USD / unit`: the digits without underscores (`270000`, `0.01`), then the unit.
    case number(digits: String, unit: UnitExpression?)
    case text(String)
    case bool(Bool)
    /// The word `missing`.
    case missing
    case date(DateLiteral)
    /// `2026`, written where a period stands, is a `number`; `2026-Q1`, `2026-03`, `2026-W14` are periods.
    case period(PeriodLiteral)
    /// `2 months`, `1 quarter`, `3 years`.
    case span(count: Int, unit: PeriodUnit)
    case name(String)
    /// The row at hand inside an aggregate: `this.x` is `member(.thisRow, x)`.
    case thisRow
    /// The running value inside a step.
    case it
    case today
    /// `this month`, `this quarter`, `previous quarter`, `next month`: a period relative to the row's, by `offset`.
    case relativePeriod(offset: Int, PeriodUnit)
    case member(Expression, Name)
    /// `t[k1, k2]`; `isOptional` for `t[k]?`; with a date for `t[k as of closed]`.
    case lookup(Expression, keys: [Expression], asOf: Expression?, isOptional: Bool)
    /// A built-in function, rates or a `define`, but not an aggregate.
    case call(Name, [Argument])
    /// `x to 4 decimals`, as an argument of a function whose values have no end.
    case decimals(Expression, DecimalsClause)
    case aggregate(Aggregate)
    /// `pick deals by greatest closed`.
    case pick(Pick)
    /// `x is tied`, `x is not tied`, of a pick.
    case isTied(Expression, negated: Bool)
    case rank(Ranking)
    case running(RunningTotal)
    case allocate(Allocation)
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression, operatorSpan: SourceSpan)
    /// `x is missing`, `x is not missing`.
    case isMissing(Expression, negated: Bool)
    /// `x is infinite`, `x is not infinite`.
    case isInfinite(Expression, negated: Bool)
    /// `x in (a, b, c)`, `x not in (…)`.
    case inList(Expression, [Expression], negated: Bool)
    /// `d in W` for a date and a window or period; `x in lo .. hi`.
    case inWindow(Expression, Expression, negated: Bool)
    /// `A when C else B`.
    case conditional(value: Expression, condition: Expression, otherwise: Expression)
    /// `E else F`: `F` where `E` is missing or divides by zero.
    case otherwise(Expression, Expression)
    /// `W on Working`: the days of a window that are in a schedule, inside `days( )`.
    case scheduled(Expression, on: Expression)
    /// `E over W`.
    case over(Expression, Expression)
    case through(Through)
    case trueUp(Expression)
    /// `previous(x)`.
    case previous(Expression)
    case round(Expression, RoundingClause)
    /// `E to USD at R`.
    case convert(Expression, to: UnitExpression, at: Expression)
    /// `E as monthly`: says over which period a flow runs.
    case restate(Expression, PeriodUnit)
    /// `R(x, y)` where R is a rates declaration is a `call`; a window is one of these.
    case window(WindowExpression)
    /// `a .. b`.
    case range(Expression, Expression)
    /// Text that could not be read; a message has been given.
    case error
  }
}

/// A value that a call hands over: by its place, or by a name, as in `draw: 3_000 USD`.
public struct Argument: Hashable, Sendable {
  public let label: Name?
  public let value: Expression

  public init(label: Name? = nil, _ value: Expression) {
    self.label = label
    self.value = value
  }
}

/// A date as written, already checked against the calendar.
public struct DateLiteral: Hashable, Sendable {
  public let year: Int
  public let month: Int
  public let day: Int

  public init(year: Int, month: Int, day: Int) {
    self.year = year
    self.month = month
    self.day = day
  }
}

/// A calendar period's length.
public enum PeriodUnit: String, Hashable, Sendable, CaseIterable {
  case week, month, quarter, year
}

/// One period: `number` is the month 1...12, the quarter 1...4, the ISO week 1...53, the fiscal month 1...13, or 1 for a
/// year.
public struct PeriodLiteral: Hashable, Sendable {
  public let unit: PeriodUnit
  public let year: Int
  public let number: Int
  /// True iff it is written as a period of a fiscal year: `FY2026-Q1`.
  public let isFiscal: Bool

  public init(unit: PeriodUnit, year: Int, number: Int, isFiscal: Bool = false) {
    self.unit = unit
    self.isFiscal = isFiscal
    self.year = year
    self.number = number
  }
}

/// `USD`, `units / day`, `USD / unit`, `%`: a product of named units and their inverses, as written.
public struct UnitExpression: Hashable, Sendable {
  public let numerator: [Name]
  public let denominator: [Name]
  public let span: SourceSpan

  public init(numerator: [Name], denominator: [Name], span: SourceSpan) {
    self.numerator = numerator
    self.denominator = denominator
    self.span = span
  }
}

public enum UnaryOperator: String, Hashable, Sendable { case minus = "-", not }

public enum BinaryOperator: String, Hashable, Sendable {
  case or, and
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  /// `10% of amount`.
  case percentOf = "of"
}

/// `E through R(k) over W counting C against Q continued in order of a, b`.
public struct Through: Hashable, Sendable {
  /// What happens to the amount so far when what stands `against` changes inside the window.
  public enum Change: String, Hashable, Sendable { case reRated = "re-rated", continued, restarted }

  public let amount: Expression
  public let rates: Name
  /// The values of each credited row for the axes behind the first.
  public let keys: [Expression]
  public let window: Expression
  /// `counting arr`: the credit that moves the position.
  public let counting: Name?
  public let against: Expression?
  public let change: Change?
  public let changeSpan: SourceSpan?
  public let order: [Name]
  /// `pro rata`: all rows at one blended rate, so that no order is needed.
  public let proRata: SourceSpan?

  public init(
    amount: Expression, rates: Name, keys: [Expression] = [], window: Expression, counting: Name? = nil,
    against: Expression?, change: Change? = nil, changeSpan: SourceSpan? = nil, order: [Name],
    proRata: SourceSpan? = nil
  ) {
    self.amount = amount
    self.rates = rates
    self.keys = keys
    self.window = window
    self.counting = counting
    self.against = against
    self.change = change
    self.changeSpan = changeSpan
    self.order = order
    self.proRata = proRata
  }
}

/// `rounded up to 12 units`; `step` is nil for the unit's own smallest amount (`rounded to cents` is not a word: write 0.01 USD).
public struct RoundingClause: Hashable, Sendable {
  /// `half` is half away from zero; `up` and `down` are away from and toward zero; `ceiling` and `floor` are toward plus and minus infinity.
  public enum Mode: String, Hashable, Sendable, CaseIterable {
    case half, halfEven = "half even", up, down, ceiling, floor
  }

  public let mode: Mode
  public let step: Expression

  public init(mode: Mode, step: Expression) {
    self.mode = mode
    self.step = step
  }
}

/// A window of days.
public indirect enum WindowExpression: Hashable, Sendable {
  /// `month to date`, `quarter to date`, `year to date`: from the start of the period that holds the row's period, through the row's end.
  case toDate(PeriodUnit)
  /// `plan to date`: from the plan's first day.
  case planToDate
  /// `month`, `quarter`, `year`, `week`: the whole period that holds the row's.
  case whole(PeriodUnit)
  /// `last 30 days before today`, `next 3 months from this month`.
  case counted(CountedWindow)
  /// `all time`.
  case allTime
}
