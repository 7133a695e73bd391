import Model

/// Which declarations of a plan are read somewhere.
///
/// What only itself reads, as a line does with `previous`, is not.
public struct DeclarationUses: Sendable {
  public private(set) var tables: Set<Int> = []
  public private(set) var columns: Set<TableColumn> = []
  public private(set) var rates: Set<Int> = []
  public private(set) var curves: Set<Int> = []
  public private(set) var parameters: Set<Int> = []
  public private(set) var schedules: Set<Int> = []
  public private(set) var lines: Set<SheetLine> = []
  public private(set) var credits: Set<SheetCredit> = []
  /// The sheets that others read.
  public private(set) var sheets: Set<Int> = []

  public struct TableColumn: Hashable, Sendable {
    public let table: Int
    public let column: Int

    public init(table: Int, column: Int) {
      self.table = table
      self.column = column
    }
  }

  public struct SheetLine: Hashable, Sendable {
    public let sheet: Int
    public let line: Int

    public init(sheet: Int, line: Int) {
      self.sheet = sheet
      self.line = line
    }
  }

  public struct SheetCredit: Hashable, Sendable {
    public let sheet: Int
    public let credit: Int

    public init(sheet: Int, credit: Int) {
      self.sheet = sheet
      self.credit = credit
    }
  }

  init(_ model: CheckedModel, _ roots: [PlanReview.Root], _ nodes: [PlanReview.Node]) {
    for node in nodes { add(node.expression, of: roots[node.root].owner) }
    for (number, table) in model.tables.enumerated() { add(table, number) }
    for (number, sheet) in model.sheets.enumerated() { add(sheet, number, model) }
    for schedule in model.schedules {
      if let table = schedule.table { tables.insert(table) }
      for days in schedule.days { tables.insert(days.table) }
    }
    for example in model.examples {
      for rows in example.expectedRows {
        for case .line(let line) in rows.columns { lines.insert(SheetLine(sheet: rows.sheet, line: line)) }
      }
    }
  }

  private mutating func add(_ table: TableModel, _ number: Int) {
    let fixed =
      table.key + table.latestBy + [table.dated, table.validity?.from, table.validity?.to].compactMap { $0 }
      + (table.unknownWithoutRows?.columns ?? [])
    for column in fixed { columns.insert(TableColumn(table: number, column: column)) }
    for column in table.columns {
      if case .row(.table(let other)) = column.type.value, other != number { tables.insert(other) }
      if case .moneyInColumn(let currency) = column.type.value {
        columns.insert(TableColumn(table: number, column: currency))
      }
      if let unit = column.rowUnit { columns.insert(TableColumn(table: number, column: unit.column)) }
    }
  }

  private mutating func add(_ sheet: SheetModel, _ number: Int, _ model: CheckedModel) {
    switch sheet.rows {
    case .table(let table, _): tables.insert(table)
    case .sheet(let other, _): sheets.insert(other)
    case .keys(_, let types, let sources):
      for source in sources { add(source.relation, of: .rows(sheet: number)) }
      for case .row(let relation) in types.map(\.value) { add(relation, of: .rows(sheet: number)) }
    case .one: break
    }
    for side in sheet.match?.sides ?? [] { add(side.relation, of: .rows(sheet: number)) }
    for credit in sheet.credits {
      tables.insert(credit.table)
      if let split = credit.split {
        tables.insert(split.table)
        for column in [split.rowColumn, split.payeeColumn] + [split.shareColumn].compactMap({ $0 }) {
          columns.insert(TableColumn(table: split.table, column: column))
        }
      }
      if let rollUp = credit.rollUp {
        tables.insert(rollUp.table)
        for column in [rollUp.superior] + [rollUp.member].compactMap({ $0 }) {
          columns.insert(TableColumn(table: rollUp.table, column: column))
        }
      }
    }
    for entry in sheet.entries {
      tables.insert(entry.table)
      switch entry.target {
      case .column(let column, let keys):
        for column in [column] + keys.map(\.column) {
          columns.insert(TableColumn(table: entry.table, column: column))
        }
      case .row(let values):
        for value in values { columns.insert(TableColumn(table: entry.table, column: value.column)) }
      }
    }
    for case .rule(let rule, let order) in sheet.choice?.choices ?? [] {
      sheets.insert(rule)
      lines.insert(SheetLine(sheet: rule, line: order))
    }
    for line in sheet.lines { if let order = line.worthOf { lines.insert(SheetLine(sheet: number, line: order)) } }
  }

  private mutating func add(_ relation: Relation, of owner: ExpressionOwner) {
    switch relation {
    case .table(let table): tables.insert(table)
    case .sheet(let sheet): if owner.sheet != sheet { sheets.insert(sheet) }
    case .credit(let sheet, let credit): credits.insert(SheetCredit(sheet: sheet, credit: credit))
    case .shares(let sheet, let line): add(line, of: sheet, owner)
    }
  }

  private mutating func add(_ line: Int, of sheet: Int, _ owner: ExpressionOwner) {
    if owner.sheet != sheet || owner.line != line { lines.insert(SheetLine(sheet: sheet, line: line)) }
  }

  private mutating func add(_ relation: Relation, _ field: Field, of owner: ExpressionOwner) {
    // A column that a column of its own table is computed from is read; the table is not, for that alone.
    switch owner {
    case .column(let own, _), .tableCondition(let own), .tableCheck(let own, _):
      if relation != .table(own) { add(relation, of: owner) }
    case .parameter, .ratesBound, .ratesValue, .ratesEnd, .curve, .schedule, .rows, .rowCondition, .credit, .line,
      .starting, .step, .check, .assertion, .grouping, .orderEntry, .conversion, .choice:
      add(relation, of: owner)
    }
    switch (relation, field) {
    case (.table(let table), .column(let column)): columns.insert(TableColumn(table: table, column: column))
    case (.sheet(let sheet), .line(let line)), (.sheet(let sheet), .status(let line)),
      (.sheet(let sheet), .reason(let line)):
      add(line, of: sheet, owner)
    case (_, _): break
    }
  }

  private mutating func add(_ expression: TypedExpression, of owner: ExpressionOwner) {
    switch expression.kind {
    case .parameter(let number): if owner != .parameter(number) { parameters.insert(number) }
    case .field(let relation, let field, _), .member(let relation, let field, _): add(relation, field, of: owner)
    case .lookup(let table, _, _): tables.insert(table)
    case .sheetRow(let sheet, _, _): if owner.sheet != sheet { sheets.insert(sheet) }
    case .aggregate(let aggregate): add(aggregate.relation, of: owner)
    case .pick(let pick), .isTied(let pick): add(pick.rows.relation, of: owner)
    case .previous(let line, _): if let sheet = owner.sheet { add(line, of: sheet, owner) }
    case .through(let through):
      rates.insert(through.rates)
      for relation in [through.counted, through.credit].compactMap({ $0 }) { add(relation, of: owner) }
    case .tierRate(let number, _), .matchRates(let number, _): rates.insert(number)
    case .curve(let number, _): curves.insert(number)
    case .schedule(let question): schedules.insert(question.schedule)
    case .error, .constant, .today, .rank, .allocate, .running, .left, .negate, .not, .binary, .isMissing, .isIn,
      .isInWindow, .conditional, .otherwise, .round, .convert, .call, .addMonths, .rowPeriod, .shiftPeriod, .window,
      .trueUp, .it:
      break
    }
  }
}
