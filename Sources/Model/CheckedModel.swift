import Columns
import Source
import Syntax

/// A plan that has been checked: every name resolved, every expression typed.
public struct CheckedModel: Sendable {
  /// The calendar that is declared; nil for the ordinary one.
  public var calendar: FiscalCalendar?
  public var tables: [TableModel] = []
  public var rates: [RatesModel] = []
  public var curves: [CurveModel] = []
  public var parameters: [ParameterModel] = []
  public var schedules: [ScheduleModel] = []
  public var sheets: [SheetModel] = []
  public var examples: [ExampleModel] = []
  /// True iff a value may be infinite.
  public var usesInfinite = false

  public init() {}
}

public struct ParameterModel: Sendable {
  public var name: String
  public var value: TypedExpression
  /// The value, once the param has been checked: what names it need not go through the params that it names.
  public internal(set) var constant: Value?
  public var span: SourceSpan
}

public struct TableModel: Sendable {
  public struct ColumnModel: Sendable {
    public var name: String
    public var type: StaticType
    public var header: String
    public var format: String?
    /// How many base units one unit of the cells is: 12 for a column of boxes.
    public var factor: Rational?
    /// Where each row's own unit stands, if it has one.
    public var rowUnit: RowUnitModel? = nil
    /// The value of a computed column.
    public var value: TypedExpression?
    public var documentation: String?
    public var span: SourceSpan
  }

  public var name: String
  public var key: [Int]
  public var isOneRow: Bool
  public var dated: Int?
  public var latestBy: [Int]
  /// The columns with the first and the last day of each version; the first is the last column of `key`.
  public var validity: (from: Int, to: Int?)? = nil
  /// What makes the table's aggregates missing, and not 0, where there are no rows; nil if nothing does.
  public var unknownWithoutRows: UnknownRowsModel? = nil
  public var columns: [ColumnModel]
  public var conditions: [TypedExpression]
  public var checks: [CheckModel]
  public var path: String
  public var separator: String?
  public var numberFormat: String?
  public var rowHeader: [TextLiteral]
  public var rows: [RowSyntax]?
  public var documentation: String?
  public var span: SourceSpan
}

public struct CheckModel: Sendable {
  public var text: String
  public var condition: TypedExpression
  public var span: SourceSpan
}

public struct RatesModel: Sendable {
  public struct Axis: Sendable {
    public var name: String
    public var type: StaticType
    public var isOrdered: Bool
  }

  public enum Matcher: Sendable {
    case any
    case values([TypedExpression])
    case lowerBound(TypedExpression, isIncluded: Bool)
  }

  public struct Row: Sendable {
    public var matchers: [Matcher]
    public var value: TypedExpression
    public var isWhole: Bool
    public var span: SourceSpan
  }

  public var name: String
  public var mode: RatesDeclaration.Mode?
  public var precedence: RatesDeclaration.Precedence?
  public var axes: [Axis]
  public var result: StaticType
  public var rows: [Row]
  public var end: TypedExpression?
  public var includesEnd: Bool
  public var documentation: String?
  public var span: SourceSpan
  /// True iff the rows are those of a declaration of ``RuleChoiceModel``, which is no table of rates in the text.
  public var isChoice = false

  /// True iff the table has one ordered axis, and so tiers.
  public var isTiers: Bool { axes.count == 1 && axes[0].isOrdered }

  /// True iff the table has tiers on its first axis for each of the keys on the others.
  public var hasColumns: Bool {
    mode != nil && precedence != .highest && precedence != .allAdded && axes.count > 1 && axes[0].isOrdered
      && !axes.dropFirst().contains { $0.isOrdered }
  }

  /// True iff some tiers pay a slice and others everything.
  public var isMixed: Bool { rows.contains { $0.isWhole } && rows.contains { !$0.isWhole } }
}

public struct SheetModel: Sendable {
  public enum Rows: Sendable {
    case table(Int, condition: TypedExpression?)
    /// The rows of another sheet; the condition is about these.
    case sheet(Int, condition: TypedExpression?)
    /// Distinct keys in several tables and sheets.
    case keys(names: [String], types: [StaticType], sources: [KeySource])
    case one
  }

  /// A table or sheet in which keys occur, and its values that give them.
  public struct KeySource: Sendable {
    public var relation: Relation
    public var columns: [TypedExpression]
  }

  public var kind: SheetDeclaration.Kind
  public var name: String
  public var title: String?
  public var rows: Rows
  /// What makes the rows pairs of a giver and a taker; nil for any others. Then the rows are those of keys, of which the
  /// first two are the rows of either side, and the third, without a name, is what the pair has of both amounts.
  public var match: MatchModel?
  /// The values for each of which the rows are repeated.
  public var range: RangeModel?
  /// The order along which `previous` goes, where it is stated.
  public var order: TypedOrder?
  /// Which of the rows made of keys there are; nil for all.
  public var keyCondition: TypedExpression?
  /// The length of a row's period, if rows have one.
  public var period: PeriodUnit?
  /// The first and last day of `during`.
  public var during: (first: CalendarDate, last: CalendarDate)?
  public var currency: Currency?
  /// What the total is paid in, where that is not ``currency``.
  public var conversion: ConversionModel?
  public var negative: SheetDeclaration.NegativePolicy?
  public var credits: [CreditModel]
  public var lines: [LineModel]
  /// What the lines of one order have in common, if a rule groups them.
  public var grouping: [GroupModel] = []
  /// How a rule's orders enter the position.
  public var entries: [OrderEntryModel] = []
  /// Nil but for a sheet that says which rule counts.
  public var choice: RuleChoiceModel? = nil
  public var checks: [CheckModel]
  /// The laws about what is paid, for every value of a variable.
  public var assertions: [AssertionModel] = []
  public var documentation: String?
  public var span: SourceSpan
}

/// The values of a range: both bounds are computed in each row that is repeated, and belong to it.
public struct RangeModel: Sendable {
  public var name: String
  public var type: StaticType
  public var first: TypedExpression
  public var last: TypedExpression
  /// Which of the repeated rows there are; nil for all.
  public var condition: TypedExpression?
  public var span: SourceSpan

  /// All that decides which rows there are.
  public var expressions: [TypedExpression] { [first, last] + [condition].compactMap { $0 } }
}

/// A value that the lines of one order have in common, with the name of its column.
public struct GroupModel: Sendable {
  public var name: String
  public var value: TypedExpression
}

/// The currency in which a total is paid, as a text, and how much of it a unit of the plan's currency is.
public struct ConversionModel: Sendable {
  public var currency: TypedExpression
  public var rate: TypedExpression
}

public struct CreditModel: Sendable {
  /// A table whose rows say who shares a row's credit.
  public struct Split: Sendable {
    public enum Kind: Sendable {
      /// Shares that make 100%.
      case split
      /// Shares beside those of others.
      case overlay
      /// Everyone gets all.
      case team
    }

    public var kind: Kind
    public var table: Int
    /// What the shares belong to, from the credited row; nil for the row itself.
    public var via: TypedExpression?
    /// The split table's column that names the credited row, the one that names the payee, and the share.
    public var rowColumn: Int
    public var payeeColumn: Int
    public var shareColumn: Int?
    public var span: SourceSpan
  }

  public var name: String
  public var table: Int
  public var condition: TypedExpression?
  /// A row of the payees' table; missing for those whom only the split names.
  public var recipient: TypedExpression?
  /// True iff a row may go to nobody.
  public var allowsNobody = false
  public var rollUp: RollUpModel?
  public var split: Split?
  public var date: TypedExpression
  public var amount: TypedExpression
  public var rounding: (mode: RoundingMode, step: TypedExpression)?
  public var span: SourceSpan
}

public struct LineModel: Sendable {
  public var kind: LineDeclaration.Kind
  public var name: String
  public var title: String?
  /// The period at whose end the line is evaluated, if it is longer than the row's.
  public var each: PeriodUnit?
  public var starting: TypedExpression?
  public var decimals: Int?
  /// The order whose value in money the line is.
  public var worthOf: Int?
  /// True iff each row's share of the payment is rounded by itself.
  public var isRoundedPerDeal = false
  public var value: TypedExpression
  public var steps: [TypedStep]
  public var documentation: String?
  public var span: SourceSpan
  public var nameSpan: SourceSpan
}

public struct TypedStep: Sendable {
  public enum Action: Sendable {
    case stop(TypedExpression)
    case set(TypedExpression)
    case times(TypedExpression)
    case atLeast(TypedExpression)
    case atMost(TypedExpression)
    case round(RoundingMode, TypedExpression)
    case end(OrderOutcome)
  }

  public var action: Action
  public var reason: String?
  public var condition: TypedExpression?
  public var span: SourceSpan
}
