import Source

/// A file's declarations, in the order of the text.
public struct FileSyntax: Hashable, Sendable {
  public let language: Int?
  public let uses: [TextLiteral]
  public let declarations: [Declaration]

  public init(language: Int?, uses: [TextLiteral], declarations: [Declaration]) {
    self.language = language
    self.uses = uses
    self.declarations = declarations
  }
}

public enum Declaration: Hashable, Sendable {
  case unit(UnitDeclaration)
  case parameter(ParameterDeclaration)
  case table(TableDeclaration)
  case rates(RatesDeclaration)
  case define(DefineDeclaration)
  case curve(CurveDeclaration)
  case sheet(SheetDeclaration)
  case data(DataDeclaration)
  case example(ExampleDeclaration)
  case calendar(CalendarDeclaration)
  case schedule(ScheduleDeclaration)
}

/// `unit box = 12 units`, `unit kg`.
public struct UnitDeclaration: Hashable, Sendable {
  public let name: Name
  public let value: Expression?
  public let documentation: String?

  public init(name: Name, value: Expression?, documentation: String?) {
    self.name = name
    self.value = value
    self.documentation = documentation
  }
}

/// `param threshold = 5%`.
public struct ParameterDeclaration: Hashable, Sendable {
  public let name: Name
  public let value: Expression
  public let documentation: String?

  public init(name: Name, value: Expression, documentation: String?) {
    self.name = name
    self.value = value
    self.documentation = documentation
  }
}

/// A column's declared type.
public struct TypeSyntax: Hashable, Sendable {
  public indirect enum Kind: Hashable, Sendable {
    /// `text`, `bool`, `date`, `timestamp`, `month`, `quarter`, `year`, `week`, `days`, a table's name, or a unit: the checker decides.
    case named(UnitExpression)
    /// `"Won" | "Lost"`.
    case choices([TextLiteral])
    /// `money in currency`: the unit stands in another column.
    case moneyIn(Name)
    /// `units in uom`: each cell is in the unit whose name stands in another column, and read in this one.
    case unitIn(UnitExpression, Name)
    case optional(TypeSyntax)
    /// Text that could not be read; a message has been given.
    case error
  }

  public let kind: Kind
  public let span: SourceSpan

  public init(_ kind: Kind, _ span: SourceSpan) {
    self.kind = kind
    self.span = span
  }
}

public struct ColumnDeclaration: Hashable, Sendable {
  public let name: Name
  /// Nil only for a computed column whose type is inferred.
  public let type: TypeSyntax?
  /// `from "Close Date"`.
  public let header: TextLiteral?
  /// `as "MM/DD/YYYY"`.
  public let format: TextLiteral?
  /// `= E`.
  public let value: Expression?
  public let documentation: String?

  public init(
    name: Name, type: TypeSyntax?, header: TextLiteral?, format: TextLiteral?, value: Expression?,
    documentation: String?
  ) {
    self.name = name
    self.type = type
    self.header = header
    self.format = format
    self.value = value
    self.documentation = documentation
  }
}

/// A constant table's row, a cell as the text between the bars, trimmed.
public struct RowSyntax: Hashable, Sendable {
  public let cells: [TextLiteral]
  public let span: SourceSpan

  public init(cells: [TextLiteral], span: SourceSpan) {
    self.cells = cells
    self.span = span
  }
}

/// `table deals (id) dated closed from "deals.csv" { … } [rows { … }]`.
public struct TableDeclaration: Hashable, Sendable {
  public let name: Name
  /// Empty if rows have no key; `isOneRow` for `one row`.
  public let key: [Name]
  public let isOneRow: Bool
  /// `dated closed`.
  public let dated: Name?
  /// `latest by reported_on, received_at`.
  public let latestBy: [Name]
  /// `valid from starts to ends`: rows are versions.
  public let validity: ValiditySyntax?
  /// `unknown without rows`.
  public let unknownWithoutRows: UnknownRowsSyntax?
  /// `from "deals.csv"`; nil means `NAME.csv`.
  public let path: TextLiteral?
  /// `separated by ";"` (`"\t"` for a tab); nil means that the header line decides.
  public let separator: TextLiteral?
  /// `numbers "1.234,50"`: how this file writes numbers.
  public let numberFormat: TextLiteral?
  public let columns: [ColumnDeclaration]
  /// `where C` lines: rows for which C is false are not part of the table.
  public let conditions: [Expression]
  public let checks: [CheckDeclaration]
  /// A constant table's header and rows, or nil.
  public let rows: [RowSyntax]?
  public let documentation: String?
  public let span: SourceSpan

  public init(
    name: Name, key: [Name], isOneRow: Bool, dated: Name?, latestBy: [Name], path: TextLiteral?,
    separator: TextLiteral?, numberFormat: TextLiteral?, columns: [ColumnDeclaration], conditions: [Expression],
    checks: [CheckDeclaration], rows: [RowSyntax]?, documentation: String?, span: SourceSpan,
    validity: ValiditySyntax? = nil, unknownWithoutRows: UnknownRowsSyntax? = nil
  ) {
    self.name = name
    self.key = key
    self.isOneRow = isOneRow
    self.dated = dated
    self.latestBy = latestBy
    self.validity = validity
    self.unknownWithoutRows = unknownWithoutRows
    self.path = path
    self.separator = separator
    self.numberFormat = numberFormat
    self.columns = columns
    self.conditions = conditions
    self.checks = checks
    self.rows = rows
    self.documentation = documentation
    self.span = span
  }
}

/// `check "a kicker needs a quota" quota > 0 USD`.
public struct CheckDeclaration: Hashable, Sendable {
  public let text: TextLiteral
  public let condition: Expression
  public let span: SourceSpan

  public init(text: TextLiteral, condition: Expression, span: SourceSpan) {
    self.text = text
    self.condition = condition
    self.span = span
  }
}

/// `marginal rates Accelerator (attainment: percent) -> percent { from 0%: 4% … }`.
public struct RatesDeclaration: Hashable, Sendable {
  /// How an amount is paid through tiers: slice by slice, all at the rate reached, each row at the tier that it reaches
  /// or enters at; or, for `adding`, that a value adds all tiers reached.
  public enum Mode: String, Hashable, Sendable { case marginal, whole, reached, entered, adding }
  /// What a keyed table gives when several rows match.
  public enum Precedence: String, Hashable, Sendable {
    case firstMatch = "first match"
    case mostSpecific = "most specific"
    case highest = "highest match"
    case allAdded = "all matches added"
  }

  /// How a `matrix` lays its rows out: `rows` has one row for each of `lines` with each of `columns`, line by line.
  public struct Grid: Hashable, Sendable {
    public let lines: [Matcher]
    public let columns: [Matcher]

    public init(lines: [Matcher], columns: [Matcher]) {
      self.lines = lines
      self.columns = columns
    }
  }

  public struct Axis: Hashable, Sendable {
    public let name: Name
    public let type: TypeSyntax

    public init(name: Name, type: TypeSyntax) {
      self.name = name
      self.type = type
    }
  }

  public enum Matcher: Hashable, Sendable {
    /// `from x`: x is included; `above x`: it is not.
    case lowerBound(Expression, isIncluded: Bool, span: SourceSpan)
    /// `"A" | "B"`: any of these values.
    case values([Expression], span: SourceSpan)
    /// `any`.
    case any(span: SourceSpan)
  }

  public struct Row: Hashable, Sendable {
    /// One for each axis.
    public let matchers: [Matcher]
    public let value: Expression
    /// A mode written for this tier alone: `from 50%: 10% whole`.
    public let mode: Mode?
    public let span: SourceSpan

    public init(matchers: [Matcher], value: Expression, mode: Mode?, span: SourceSpan) {
      self.matchers = matchers
      self.value = value
      self.mode = mode
      self.span = span
    }
  }

  /// `up to x` (x is included) or `below x` (it is not), on a line of its own after the last tier.
  public struct Closing: Hashable, Sendable {
    public let bound: Expression
    public let isIncluded: Bool
    public let span: SourceSpan

    public init(bound: Expression, isIncluded: Bool, span: SourceSpan) {
      self.bound = bound
      self.isIncluded = isIncluded
      self.span = span
    }
  }

  /// Nil for plain `rates`.
  public let mode: Mode?
  public let precedence: Precedence?
  public let name: Name
  public let axes: [Axis]
  public let result: TypeSyntax
  public let rows: [Row]
  public let closing: Closing?
  /// Nil but for a `matrix`.
  public let grid: Grid?
  public let documentation: String?
  public let span: SourceSpan

  public init(
    mode: Mode?, precedence: Precedence?, name: Name, axes: [Axis], result: TypeSyntax, rows: [Row], closing: Closing?,
    grid: Grid? = nil, documentation: String?, span: SourceSpan
  ) {
    self.mode = mode
    self.precedence = precedence
    self.name = name
    self.axes = axes
    self.result = result
    self.rows = rows
    self.closing = closing
    self.grid = grid
    self.documentation = documentation
    self.span = span
  }
}

/// A `plan`, a `sheet`, a `replenish` rule, or the `rules` that say which rule counts.
public struct SheetDeclaration: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable { case plan, sheet, replenish, rules }

  /// What a total below zero does: `negative carried forward`, `negative collected`, `negative dropped`.
  public enum NegativePolicy: String, Hashable, Sendable {
    case carried = "carried forward", collected, dropped
  }

  /// `for each reps where role = "AE"`; `for each dealer, sku in stock or sales`; `for each all`.
  public struct Rows: Hashable, Sendable {
    public enum Source: Hashable, Sendable {
      case table(Name)
      /// The key combinations that occur in the named tables.
      case keys([Name], in: [Name])
      /// Pairs of rows of two tables or sheets.
      case match([Name], MatchSource)
      /// One row.
      case all(SourceSpan)
    }

    public let source: Source
    /// The values for each of which the rows in front are repeated.
    public let range: RowRange?
    public let condition: Expression?
    public let span: SourceSpan

    public init(source: Source, range: RowRange? = nil, condition: Expression?, span: SourceSpan) {
      self.source = source
      self.range = range
      self.condition = condition
      self.span = span
    }
  }

  /// `paid monthly in USD, converted to payee.currency at fx[payee.currency].rate, negative carried forward`.
  public struct Payment: Hashable, Sendable {
    /// The currency that the total is paid in, and how much of it a unit of the plan's currency is.
    public struct Conversion: Hashable, Sendable {
      public let currency: Expression
      public let rate: Expression

      public init(currency: Expression, rate: Expression) {
        self.currency = currency
        self.rate = rate
      }
    }

    public let every: PeriodUnit
    public let currency: Name
    public let conversion: Conversion?
    public let negative: NegativePolicy?
    public let span: SourceSpan

    public init(
      every: PeriodUnit, currency: Name, conversion: Conversion? = nil, negative: NegativePolicy?, span: SourceSpan
    ) {
      self.every = every
      self.currency = currency
      self.conversion = conversion
      self.negative = negative
      self.span = span
    }
  }

  public enum Item: Hashable, Sendable {
    case credit(CreditDeclaration)
    case line(LineDeclaration)
    case entry(OrderEntrySyntax)
    case check(CheckDeclaration)
    case assertion(AssertionDeclaration)
  }

  public let kind: Kind
  public let name: Name
  public let title: TextLiteral?
  public let rows: Rows?
  /// `during 2026`.
  public let during: Expression?
  /// `each month` of a sheet that has a row for each period.
  public let each: PeriodUnit?
  public let payment: Payment?
  /// The order that is stated for the rows.
  public let order: StatedOrder?
  /// `grouped by dealer`.
  public let grouping: GroupingSyntax?
  public let items: [Item]
  /// Nil but for `rules`.
  public let choice: RuleChoiceSyntax?
  /// What makes a sheet an inventory position; nil for any other.
  public let position: PositionClauses?
  public let documentation: String?
  public let span: SourceSpan

  public init(
    kind: Kind, name: Name, title: TextLiteral?, rows: Rows?, during: Expression?, each: PeriodUnit?,
    payment: Payment?, grouping: GroupingSyntax? = nil, items: [Item], documentation: String?, span: SourceSpan,
    choice: RuleChoiceSyntax? = nil,
    order: StatedOrder? = nil,
    position: PositionClauses? = nil
  ) {
    self.order = order
    self.grouping = grouping
    self.position = position
    self.kind = kind
    self.name = name
    self.title = title
    self.rows = rows
    self.during = during
    self.each = each
    self.payment = payment
    self.items = items
    self.choice = choice
    self.documentation = documentation
    self.span = span
  }
}

/// `credit bookings from deals where C to owner, or split by splits.share on closed of amount rounded to 0.01 USD`.
public struct CreditDeclaration: Hashable, Sendable {
  public let name: Name
  public let table: Name
  public let conditions: [Expression]
  /// In order of precedence: `to owner, or split by splits.share` is `[.to(owner), .split(…)]`: the split wins where it has rows.
  public let recipients: [CreditRecipient]
  /// `everyone above owner by manager`: who else is credited, or who alone.
  public let rollUp: RollUpSyntax?
  /// `on closed`; nil means the table's `dated` column.
  public let date: Name?
  /// `of amount`.
  public let amount: Expression
  public let rounding: RoundingClause?
  public let documentation: String?
  public let span: SourceSpan

  public init(
    name: Name, table: Name, conditions: [Expression], recipients: [CreditRecipient], date: Name?, amount: Expression,
    rounding: RoundingClause?, documentation: String?, span: SourceSpan, rollUp: RollUpSyntax? = nil
  ) {
    self.name = name
    self.table = table
    self.conditions = conditions
    self.recipients = recipients
    self.rollUp = rollUp
    self.date = date
    self.amount = amount
    self.rounding = rounding
    self.documentation = documentation
    self.span = span
  }
}

/// A `let`, `show`, `pay` or `order` line.
public struct LineDeclaration: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable { case `let`, show, pay, order }

  public let kind: Kind
  public let name: Name
  public let title: TextLiteral?
  /// `each quarter`.
  public let each: PeriodUnit?
  /// The words `rounded per deal`: each row's share is rounded by itself.
  public let roundedPerDeal: SourceSpan?
  /// `starting 0 USD`: what `previous` of this line is in the first period.
  public let starting: Expression?
  /// `to 4 decimals`.
  public let decimals: Int?
  public let value: Expression
  /// `at sku.price`: what one of the ordered is worth.
  public let price: Expression?
  /// The order whose value in money the line is, of a line that ``price`` adds.
  public let worthOf: Name?
  /// `then` lines of a `pay`, or the block of an `order`.
  public let steps: [Step]
  public let documentation: String?
  public let span: SourceSpan

  public init(
    kind: Kind, name: Name, title: TextLiteral?, each: PeriodUnit?, starting: Expression?, decimals: Int?,
    value: Expression, price: Expression? = nil, worthOf: Name? = nil, steps: [Step],
    roundedPerDeal: SourceSpan? = nil, documentation: String?, span: SourceSpan
  ) {
    self.price = price
    self.worthOf = worthOf
    self.roundedPerDeal = roundedPerDeal
    self.kind = kind
    self.name = name
    self.title = title
    self.each = each
    self.starting = starting
    self.decimals = decimals
    self.value = value
    self.steps = steps
    self.documentation = documentation
    self.span = span
  }
}

/// One change of the running value `it`, in the order of the text.
public struct Step: Hashable, Sendable {
  public enum Action: Hashable, Sendable {
    /// `stop at 0 units`: the value becomes this and no further step runs.
    case stop(at: Expression)
    case set(to: Expression)
    case times(Expression)
    case atLeast(Expression)
    case atMost(Expression)
    case round(RoundingClause)
    /// `unknown "no report"`: the order ends without a quantity.
    case end(OrderOutcome)
  }

  public let action: Action
  public let reason: TextLiteral?
  public let condition: Expression?
  public let span: SourceSpan

  public init(action: Action, reason: TextLiteral?, condition: Expression?, span: SourceSpan) {
    self.action = action
    self.reason = reason
    self.condition = condition
    self.span = span
  }
}
