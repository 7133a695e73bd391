/// What plans have paid: one row for each amount of each statement. Rows are added and never changed.
///
/// ```
/// plan,payee,statement,line,for_period,amount,currency,cause
/// Rep,ann,2026-01,commission,2026-01,300.00,USD,earned
/// Rep,ann,2026-02,commission,2026-02,500.00,USD,earned
/// Rep,ann,2026-02,commission,2026-01,200.00,USD,recomputed      a deal of January that came late
/// ```
/// A payee's statement is the sum of its rows in the plan's currency.
public struct Ledger: Hashable, Sendable {
  public var rows: [Row]
  /// The file that the first rows come from, as it was read; nil for a ledger that begins with this run.
  public let file: File?

  public struct Row: Hashable, Sendable {
    public var plan: String
    /// The payee's key; keys of several columns have `|` between them.
    public var payee: String
    /// The period with whose statement the amount is paid.
    public var statement: Period
    /// The pay line; empty where the amount is one of the whole statement.
    public var line: String
    /// The period that the amount is for.
    public var forPeriod: Period
    public var amount: Rational
    public var currency: String
    public var cause: Cause

    public init(
      plan: String, payee: String, statement: Period, line: String, forPeriod: Period, amount: Rational,
      currency: String, cause: Cause
    ) {
      self.plan = plan
      self.payee = payee
      self.statement = statement
      self.line = line
      self.forPeriod = forPeriod
      self.amount = amount
      self.currency = currency
      self.cause = cause
    }
  }

  /// Why an amount is in a statement.
  public enum Cause: String, CaseIterable, Hashable, Sendable {
    /// A line of the statement's own period.
    case earned
    /// What a line of an earlier period is more, or less, than its rows so far.
    case recomputed
    /// What is taken from later statements, or taken off this one for earlier ones.
    case carried
    /// What a statement below zero lacked and nobody has to pay back.
    case dropped
    /// The statement's total in the currency that it is paid in; it is no part of the sum.
    case paid

    /// True iff the row belongs to one line and not to the whole statement.
    public var isOfLine: Bool {
      switch self {
      case .earned, .recomputed: true
      case .carried, .dropped, .paid: false
      }
    }
  }

  /// The bytes of a ledger's file, and how it is laid out.
  public struct File: Hashable, Sendable {
    public let path: String
    public let bytes: [UInt8]
    let header: [String]
    let separator: UInt8
    /// The line on which each row begins.
    let lines: RowLines
    let rowCount: Int
  }

  /// The columns of a ledger's file.
  public static let columns = ["plan", "payee", "statement", "line", "for_period", "amount", "currency", "cause"]

  /// An empty ledger.
  public init() {
    rows = []
    file = nil
  }

  init(rows: [Row], file: File) {
    self.rows = rows
    self.file = file
  }

  /// The cells of a row, in the order of ``columns``.
  public func cells(_ row: Row) -> [String] {
    [
      row.plan, row.payee, "\(row.statement)", row.line, "\(row.forPeriod)", coins(row.amount, row.currency),
      row.currency, row.cause.rawValue,
    ]
  }

  /// The file with all rows: the bytes that were read, and behind them the rows that were added.
  public func csv() -> [UInt8] {
    let separator = file?.separator ?? UInt8(ascii: ",")
    let header = file?.header ?? Ledger.columns
    var writer = CSVWriter(separator: separator)
    if file == nil {
      for name in header { writer.append(name) }
      writer.endRow()
    }
    let places = header.map { name in Ledger.columns.firstIndex(of: name) ?? 0 }
    for row in rows[(file?.rowCount ?? 0)...] {
      let cells = cells(row)
      for place in places { writer.append(cells[place]) }
      writer.endRow()
    }
    guard let file else { return writer.bytes }
    if writer.bytes.isEmpty { return file.bytes }
    let ending: [UInt8] = file.endsLinesWithReturn ? [0x0D, 0x0A] : [0x0A]
    let isEnded = file.bytes.last == 0x0A || file.bytes.last == 0x0D
    let added = ending.count == 1 ? writer.bytes : Array(writer.bytes.flatMap { $0 == 0x0A ? ending : [$0] })
    return file.bytes + (isEnded ? [] : ending) + added
  }
}
