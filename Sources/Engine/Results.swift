import Columns
import IR

/// What a run gives.
public enum RunOutcome: Sendable {
  case results(Results)
  /// What is wrong, the first findings, and the number of the others.
  case failed([RunFinding], omitted: Int)
}

/// The results of a run, and what was read for them.
public struct Results: Sendable {
  public struct ReadFile: Hashable, Sendable {
    public var table: String
    public var path: String
    public var rows: Int

    public init(table: String, path: String, rows: Int) {
      self.table = table
      self.path = path
      self.rows = rows
    }
  }

  public var outputs: [OutputTable]
  /// The files in the order of the program's tables; constant tables are not among them.
  public var files: [ReadFile]

  public init(outputs: [OutputTable], files: [ReadFile]) {
    self.outputs = outputs
    self.files = files
  }
}

/// One result: its rows in their order, its columns with the keys first.
public struct OutputTable: Sendable {
  public var output: Output
  public var rowCount: Int
  /// The number of rows that are printed without being asked for.
  public var primaryCount: Int
  /// Whether a row is printed without being asked for.
  public var isPrimary: [Bool]
  /// The number of rows for which no rule counts.
  public var withoutRuleCount = 0
  /// The keys and then the columns, with one row for each row of the result.
  public var columns: [Column]
  public var kinds: [ValueKind]
  public var pool: TextPool

  /// The definitions of ``columns``.
  public let definitions: [OutputColumn]
  /// The values by which a rule's lines are put together to orders, by `output.groups`.
  public var groups: [Column] = []
  public var groupKinds: [ValueKind] = []

  public init(
    output: Output, rowCount: Int, primaryCount: Int, isPrimary: [Bool], columns: [Column], kinds: [ValueKind],
    pool: TextPool, definitions: [OutputColumn]
  ) {
    self.output = output
    self.rowCount = rowCount
    self.primaryCount = primaryCount
    self.isPrimary = isPrimary
    self.columns = columns
    self.kinds = kinds
    self.pool = pool
    self.definitions = definitions
  }

  /// The exact value of a cell.
  public func value(row: Int, column: Int) -> Value {
    Execution.value(columns[column], kinds[column], row, pool)
  }

  /// What names the order that a row of a rule belongs to.
  public func group(of row: Int) -> [Value] {
    groups.indices.map { Execution.value(groups[$0], groupKinds[$0], row, pool) }
  }

  /// A cell as it is printed; empty iff it is missing.
  public func text(row: Int, column: Int) -> String {
    let value = value(row: row, column: column)
    guard case .number(let number) = value else { return value.description }
    let format = definitions[column].format
    if case .money(let currency) = format, let place = definitions.firstIndex(where: { $0.column == currency }) {
      let digits = minorDigits(ofCurrency: self.value(row: row, column: place).description)
      return OutputColumn.Format.number(digits.map { .fixed($0) } ?? .all(minimum: 0)).text(of: number)
    }
    return format.text(of: number)
  }
}

extension Execution {
  /// The rows of a result in their order, with its columns.
  func table(_ output: Output) -> OutputTable {
    let rows = RowOrder.sorted(
      shownRows(output), by: output.order.map { SortKeys(whole($0), program[$0].kind, pool) })
    let definitions = output.keys + output.columns
    let columns = workers.map(definitions.count) { whole(definitions[$0].column).gather(rows) }
    let primary = output.isPrimary.map { column in rows.map { whole(column).bool(at: Int($0)) ?? false } }
    let isPrimary = primary ?? [Bool](repeating: true, count: rows.count)
    var table = OutputTable(
      output: output, rowCount: rows.count, primaryCount: isPrimary.count { $0 }, isPrimary: isPrimary,
      columns: columns, kinds: definitions.map { program[$0.column].kind }, pool: pool, definitions: definitions)
    table.groups = output.groups.map { whole($0.column).gather(rows) }
    table.groupKinds = output.groups.map { program[$0.column].kind }
    if let column = output.isWithoutRule {
      table.withoutRuleCount = rows.count { whole(column).bool(at: Int($0)) ?? false }
    }
    return table
  }

  /// The rows of a result that are printed, in the order of their frame.
  func shownRows(_ output: Output) -> [Int32] {
    guard let shown = output.shown else { return Array(0..<Int32(rowCount(output.frame))) }
    return whole(shown).selection
  }
}
