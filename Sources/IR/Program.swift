import Columns
import Source

/// A compiled plan: tables to read, frames of rows, columns over them, laws to hold, results to print.
///
/// ```
/// inputs:   CSV tables, with the columns that are needed
/// frames:   scan -> filter -> latest -> spine, pairs, keys        each is a set of rows
/// columns:  one operation each, over one frame, in an order in which operands come first
///           (but for `previous`, which may look ahead: see ``Operation/previous(of:initial:)``)
/// outputs:  columns of a frame, with their names and how to print them
/// ```
///
/// The program holds no name that needs resolving and no type that needs checking: an engine or a SQL generator reads
/// nothing else.
public struct Program: Sendable {
  /// The calendar that the units of periods are of; nil for the ordinary one.
  public var calendar: FiscalCalendar?
  public var inputs: [TableInput] = []
  public var frames: [Frame] = []
  public var columns: [ColumnNode] = []
  public var tiers: [TierTable] = []
  public var keyedRates: [KeyedRates] = []
  public var schedules: [DaySchedule] = []
  /// Columns whose faults are errors even where nothing reads them: references and keys.
  public var required: [ColumnID] = []
  public var checks: [Check] = []
  /// What a lookup's frame is called where that is not the frame's own name: a sheet may have a table's rows.
  public var lookupNames: [ColumnID: String] = [:]
  public var outputs: [Output] = []
  public var rowReports: [RowReport] = []
  /// Where the values of the text's parts are, if ``LoweringOptions/traced`` asks for it; a run does not read it.
  public var trace: Trace?

  public init() {}

  public subscript(frame: FrameID) -> Frame { frames[Int(frame.index)] }
  public subscript(column: ColumnID) -> ColumnNode { columns[Int(column.index)] }
}

public struct FrameID: Hashable, Sendable {
  public let index: Int32
  public init(_ index: Int) { self.index = Int32(index) }
}

/// Identifies a column; also the `site` of the faults that it raises.
public struct ColumnID: Hashable, Sendable {
  public let index: Int32
  public init(_ index: Int) { self.index = Int32(index) }
}

/// What a column's values are, whatever their physical form.
public enum ValueKind: Hashable, Sendable {
  case bool, number, text, date, timestamp
  /// An ordinal of ``Period``.
  case period(CalendarUnit)
  /// A row number of a frame.
  case row(FrameID)
}

/// A table to read.
public struct TableInput: Hashable, Sendable {
  public enum Source: Hashable, Sendable {
    /// The file's path as the plan writes it.
    case file(String)
    /// A constant table: the cells' texts and places; the header is in `columns`.
    case rows([[String]], spans: [SourceSpan])
  }

  public struct InputColumn: Hashable, Sendable {
    public var name: String
    /// The header in the file; for constant tables the position in the row is found by it too.
    public var header: String
    public var kind: CellKind
    public var isOptional: Bool
    /// The sample that shows how cells are written, or nil.
    public var format: String?
    public var span: SourceSpan

    public init(
      name: String, header: String, kind: CellKind, isOptional: Bool, format: String?, span: SourceSpan
    ) {
      self.name = name
      self.header = header
      self.kind = kind
      self.isOptional = isOptional
      self.format = format
      self.span = span
    }
  }

  public enum CellKind: Hashable, Sendable {
    case text, bool, number, percent, date, timestamp
    case period(CalendarUnit)
    case choice([String])
  }

  public var name: String
  public var source: Source
  /// For a constant table, its header cells.
  public var rowHeader: [String]
  public var separator: String?
  public var numberFormat: String?
  /// Only the columns that the program reads.
  public var columns: [InputColumn]
  public var span: SourceSpan

  public init(
    name: String, source: Source, rowHeader: [String], separator: String?, numberFormat: String?,
    columns: [InputColumn], span: SourceSpan
  ) {
    self.name = name
    self.source = source
    self.rowHeader = rowHeader
    self.separator = separator
    self.numberFormat = numberFormat
    self.columns = columns
    self.span = span
  }
}

/// A set of rows.
public struct Frame: Hashable, Sendable {
  public var name: String
  public var rows: RowSource
  /// Columns that name a row in messages (`id`, `payee`, `month`), with those names.
  public var identity: [NamedColumn] = []
  public var span: SourceSpan

  public init(name: String, rows: RowSource, span: SourceSpan) {
    self.name = name
    self.rows = rows
    self.span = span
  }
}

public struct NamedColumn: Hashable, Sendable {
  public var name: String
  public var column: ColumnID

  public init(_ name: String, _ column: ColumnID) {
    self.name = name
    self.column = column
  }
}

/// Where a frame's rows come from.
public enum RowSource: Hashable, Sendable {
  /// The rows of `inputs[table]`, in the order of the file.
  case scan(table: Int)
  /// The parent's rows for which `keep` is true (missing drops the row, a fault is an error), in order.
  case filter(of: FrameID, keep: ColumnID)
  /// Checks that no two of the parent's rows agree on all of `key`; the same rows. At most one row if `key` is empty.
  case unique(of: FrameID, key: [ColumnID])
  /// Of the parent's rows that agree on `key`, the one with the greatest `by`, compared column by column. Rows that
  /// tie on all of `by` must agree on all of `content`, else they are an error; then the first stays.
  case latest(of: FrameID, key: [ColumnID], by: [ColumnID], content: [ColumnID])
  /// The same rows, checked to be versions: none ends before it begins, and no two of one key share a day. Without
  /// `through`, no two of one key begin on the same day. A missing last day is no end.
  case versions(of: FrameID, key: [ColumnID], from: ColumnID, through: ColumnID?)
  /// Of the parent's rows that agree on `key` (missing agrees with nothing), those that rank first: by the first of
  /// `order`, then the next. All of them, in order, where several rank alike.
  case best(of: FrameID, key: [ColumnID], order: [Ranking])
  /// For each row those who stand above its person: see ``Ancestry``.
  case ancestors(Ancestry)
  /// The distinct combinations of keys in several frames, by first appearance; read through ``Operation/key(_:)``.
  case keys([KeySet])
  /// Pairs of rows of two frames, where their amounts overlap: see ``Match``. ``Operation/parentRow`` is the giver's
  /// row, ``Operation/rightRow`` the taker's, and ``Operation/key(_:)`` 0 the amount.
  case match(Match)
  /// One row.
  case single
  /// Entities × `count` periods from `first`: row = period index × number of entities + entity index.
  case spine(entities: FrameID, first: Period, count: Int)
  /// Each of the parent's rows once for each value from `first` to `through`, in order: dates, whole numbers or periods;
  /// the value is ``Operation/key(_:)`` 0. A row whose `through` is less than its `first` has none.
  case repeated(of: FrameID, first: ColumnID, through: ColumnID)
  /// All pairs of a left and a right row with equal keys (missing equals nothing), by left row, then right row. Left
  /// rows without a match appear once with a missing right row if `keepsUnmatched`. Without keys, every pair.
  case pairs(left: FrameID, leftKeys: [ColumnID], right: FrameID, rightKeys: [ColumnID], keepsUnmatched: Bool)

  /// A value by which rows rank, the greatest or the least first.
  public struct Ranking: Hashable, Sendable {
    public var column: ColumnID
    public var isGreatest: Bool

    public init(_ column: ColumnID, isGreatest: Bool) {
      self.column = column
      self.isGreatest = isGreatest
    }
  }

  public struct KeySet: Hashable, Sendable {
    public var frame: FrameID
    public var columns: [ColumnID]

    public init(frame: FrameID, columns: [ColumnID]) {
      self.frame = frame
      self.columns = columns
    }
  }
}

/// One column: an operation over a frame's rows.
public struct ColumnNode: Hashable, Sendable {
  public var frame: FrameID
  public var kind: ValueKind
  public var operation: Operation
  /// The text that it comes from.
  public var span: SourceSpan
  /// The author's name for it, if it has one.
  public var name: String?

  public init(frame: FrameID, kind: ValueKind, operation: Operation, span: SourceSpan, name: String? = nil) {
    self.frame = frame
    self.kind = kind
    self.operation = operation
    self.span = span
    self.name = name
  }
}

/// Tiers on one axis: `bounds[i]` opens tier i, which has `rates[i]`.
public struct TierTable: Hashable, Sendable {
  public var name: String
  public var bounds: [Rational]
  /// True iff `bounds[i]` itself belongs to tier i.
  public var isIncluded: [Bool]
  public var rates: [Rational]
  /// True iff, when the amount ends in tier i, everything below is paid at its rate.
  public var isWhole: [Bool]
  /// The end of the last tier, if it is closed.
  public var end: Rational?
  public var includesEnd: Bool
  public var span: SourceSpan
  /// Where each tier stands in the text; empty if that is not known.
  public var tierSpans: [SourceSpan] = []

  public init(
    name: String, bounds: [Rational], isIncluded: [Bool], rates: [Rational], isWhole: [Bool], end: Rational?,
    includesEnd: Bool, span: SourceSpan
  ) {
    self.name = name
    self.bounds = bounds
    self.isIncluded = isIncluded
    self.rates = rates
    self.isWhole = isWhole
    self.end = end
    self.includesEnd = includesEnd
    self.span = span
  }
}

/// Rows matched by several axes.
public struct KeyedRates: Hashable, Sendable {
  /// What holds where several rows match: an error unless it is written.
  public enum Precedence: Hashable, Sendable { case only, firstMatch, mostSpecific, highest, allAdded }

  public enum Matcher: Hashable, Sendable {
    case any
    case values([Value])
    /// On an ordered axis: the row holds from here to the next greater bound among the rows whose other matchers are
    /// the same as this row's.
    case from(Rational, isIncluded: Bool)
  }

  public struct Row: Hashable, Sendable {
    public var matchers: [Matcher]
    public var value: Value
    public var span: SourceSpan

    public init(matchers: [Matcher], value: Value, span: SourceSpan) {
      self.matchers = matchers
      self.value = value
      self.span = span
    }
  }

  public var name: String
  public var axisNames: [String]
  public var precedence: Precedence
  public var rows: [Row]
  /// Where the first axis ends, if it is closed.
  public var end: Rational?
  public var includesEnd: Bool
  /// The unit of which the rows say how many one of another is, where the axis is units' names.
  public var unit: String?
  public var span: SourceSpan

  public init(
    name: String, axisNames: [String], precedence: Precedence, rows: [Row], end: Rational? = nil,
    includesEnd: Bool = false, unit: String? = nil, span: SourceSpan
  ) {
    self.unit = unit
    self.name = name
    self.axisNames = axisNames
    self.precedence = precedence
    self.rows = rows
    self.end = end
    self.includesEnd = includesEnd
    self.span = span
  }
}

/// A law: `condition` must be true in every row of `frame` for which `applies` is true; missing fails.
public struct Check: Hashable, Sendable {
  public var text: String
  public var frame: FrameID
  public var condition: ColumnID
  public var applies: ColumnID?
  /// Named values to print with a failure.
  public var witnesses: [NamedColumn]
  public var span: SourceSpan

  public init(
    text: String, frame: FrameID, condition: ColumnID, applies: ColumnID?, witnesses: [NamedColumn], span: SourceSpan
  ) {
    self.text = text
    self.frame = frame
    self.condition = condition
    self.applies = applies
    self.witnesses = witnesses
    self.span = span
  }
}

/// A result: columns of a frame.
public struct Output: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case plan, sheet, replenish, rules, detail
    /// What the lines of each order of a rule add up to.
    case orders
    /// The pay lines of a plan's closed periods, to be held against a ledger; not printed.
    case closedPeriods
    /// What a rule's orders add to the tables, to run it on its own result; not printed.
    case orderEntries
    /// What a ledger's closed statements paid too much or too little.
    case priorPeriods
  }

  /// The columns of one order of a rule.
  public struct Order: Hashable, Sendable {
    public var quantity: ColumnID
    /// What it is worth, if it has a price.
    public var value: ColumnID?
    /// `ordered`, `none`, `unknown` or `conflict`.
    public var status: ColumnID
    public var reason: ColumnID

    public init(quantity: ColumnID, value: ColumnID?, status: ColumnID, reason: ColumnID) {
      self.quantity = quantity
      self.value = value
      self.status = status
      self.reason = reason
    }
  }

  public var kind: Kind
  public var name: String
  /// The plan, sheet or rule that it is a result of.
  public var owner: String
  public var title: String?
  public var frame: FrameID
  /// Rows that are printed; nil for all.
  public var shown: ColumnID?
  /// False in rows that are printed only on demand (`--all`): those of a replenish rule that order nothing. Nil if none
  /// are.
  public var isPrimary: ColumnID?
  public var keys: [OutputColumn]
  public var columns: [OutputColumn]
  /// The orders of a replenishment rule, all of whose columns are among ``columns``.
  public var orders: [Order] = []
  /// True iff the result only explains another one: a value in it that failed, but that the other makes no use of, is
  /// no error, and printed as nothing.
  public var isExplanation = false
  /// What the lines of one order have in common, where a rule groups its lines; not printed as columns.
  public var groups: [OutputColumn] = []
  /// The rows are sorted by these, ascending: text by bytes, missing first.
  public var order: [ColumnID]
  /// The periods that were asked for and that begin after the as-of date: they have no rows.
  public var leftOut: ClosedRange<Period>?
  /// Where the run begins, of a plan that carries totals below zero forward and says nowhere when it begins: what an
  /// earlier period would have carried is not known.
  public var carriedSince: Period?
  /// True in rows for which no rule counts; nil but for rules that are chosen.
  public var isWithoutRule: ColumnID?

  public init(
    kind: Kind, name: String, title: String?, frame: FrameID, shown: ColumnID?, isPrimary: ColumnID?,
    keys: [OutputColumn], columns: [OutputColumn], order: [ColumnID]
  ) {
    self.kind = kind
    self.name = name
    owner = name
    self.title = title
    self.frame = frame
    self.shown = shown
    self.isPrimary = isPrimary
    self.keys = keys
    self.columns = columns
    self.order = order
  }

  /// All columns that the result is made of.
  public var columnsRead: [ColumnID] {
    [shown, isPrimary, isWithoutRule].compactMap { $0 } + order + (keys + columns + groups).map(\.column)
  }
}

public struct OutputColumn: Hashable, Sendable {
  /// How values are printed.
  public enum Format: Hashable, Sendable {
    /// Text, booleans, dates, timestamps, periods: as they are.
    case plain
    case number(Decimals)
    /// As a number of hundredths with `%`.
    case percent(Decimals)
    /// Money whose currency stands in another column of the result, with the decimals of that currency.
    case money(in: ColumnID)
  }

  /// How many decimals are printed.
  public enum Decimals: Hashable, Sendable {
    /// All of a value that ends, but at least `minimum`; six of one that does not end.
    case all(minimum: Int)
    /// Exactly so many, rounded half away from zero.
    case fixed(Int)
  }

  public var name: String
  public var title: String?
  public var column: ColumnID
  public var format: Format
  /// The unit in the author's words (`USD`, `units / day`), or nil.
  public var unit: String?
  /// True iff a total of the column over rows makes sense.
  public var isAdditive: Bool

  public init(name: String, title: String?, column: ColumnID, format: Format, unit: String?, isAdditive: Bool) {
    self.name = name
    self.title = title
    self.column = column
    self.format = format
    self.unit = unit
    self.isAdditive = isAdditive
  }
}
