import Columns
import Syntax

/// What the checker knows of a value.
public struct StaticType: Hashable, Sendable {
  public let value: ValueType
  /// True iff the value may be missing.
  public let isOptional: Bool

  public init(_ value: ValueType, isOptional: Bool = false) {
    self.value = value
    self.isOptional = isOptional
  }

  /// The type of a part that has been reported already; it agrees with everything.
  public static let poison = StaticType(.poison)
  public static let bool = StaticType(.bool)
  public static let text = StaticType(.text)
  public static let date = StaticType(.date)
  public static let number = StaticType(.number(Quantity(.one)))

  public static func quantity(_ unit: Unit) -> StaticType { StaticType(.number(Quantity(unit))) }

  public var isPoison: Bool { value == .poison }

  var isPeriod: Bool { if case .period = value { true } else { false } }

  public func optional(_ flag: Bool = true) -> StaticType { StaticType(value, isOptional: flag) }

  /// The quantity, iff the value is a number.
  public var quantity: Quantity? {
    if case .number(let quantity) = value { return quantity }
    return nil
  }
}

public enum ValueType: Hashable, Sendable {
  case poison
  case bool, text, date, timestamp
  /// One of a closed list of texts.
  case choice([String])
  case number(Quantity)
  /// An amount whose currency stands in another column of the table.
  case moneyInColumn(currency: Int)
  case period(PeriodUnit)
  /// `2 months`.
  case calendarSpan
  case window
  /// A row of a relation: what a reference or a lookup gives.
  case row(Relation)
  /// The word `missing` alone.
  case nothing
}

/// A number's unit and how it flows.
public struct Quantity: Hashable, Sendable {
  public enum Form: Hashable, Sendable {
    /// A plain number, or an amount of the unit.
    case plain
    case percent
    /// A quotient of two amounts of one unit: stands where a number or a percent is wanted.
    case ratio
  }

  public var unit: Unit
  public var form: Form
  /// The period over which the amount has been gathered, if it is a flow: a month's bookings, a quarter's quota.
  public var basis: PeriodUnit?
  /// True iff the amount grows from pay period to pay period within its window.
  public var isRunning: Bool

  public init(_ unit: Unit, _ form: Form = .plain, basis: PeriodUnit? = nil, isRunning: Bool = false) {
    self.unit = unit
    self.form = form
    self.basis = basis
    self.isRunning = isRunning
  }

  public static let percent = Quantity(.one, .percent)

  /// `USD`, `units / days`, `percent`, `number`.
  public var unitDescription: String { form == .percent ? "percent" : unit.description }
}

/// Something that has rows and can be named in an expression.
public enum Relation: Hashable, Sendable {
  case table(Int)
  case sheet(Int)
  case credit(sheet: Int, credit: Int)
  /// The credited rows of a line, with what each one earns of it.
  case shares(sheet: Int, line: Int)
}

/// One value of a relation's row.
public enum Field: Hashable, Sendable {
  /// A table's column.
  case column(Int)
  /// A sheet's line.
  case line(Int)
  /// What has become of a rule's order, and why.
  case status(line: Int), reason(line: Int)
  /// The nth key of a sheet over keys.
  case key(Int)
  /// The row of the table that a sheet goes through (`payee` in a plan).
  case entity
  /// The period of a sheet's row.
  case period
  /// The value of a sheet's range that a row is for.
  case range
  /// The row itself.
  case row
  /// A credit's recipient, date and amount, and the row that it credits.
  case creditPayee, creditDate, creditAmount, creditSource
  /// What a credited row earns of a line.
  case paid
}

extension StaticType {
  /// True iff of two values one is the less: amounts, days and periods.
  var isOrdered: Bool {
    switch value {
    case .number, .moneyInColumn, .date, .timestamp, .period, .nothing, .poison: true
    case .bool, .text, .choice, .row, .calendarSpan, .window: false
    }
  }
}
