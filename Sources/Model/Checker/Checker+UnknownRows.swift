import Columns
import Source
import Syntax

/// Tables that are unknown where they have no rows.
extension Checker {
  /// Reads `unknown without rows per dealer`.
  mutating func declare(_ syntax: UnknownRowsSyntax, of declaration: TableDeclaration, in table: inout TableModel) {
    let columns = syntax.per.compactMap { column($0, of: declaration) }
    guard columns.count == syntax.per.count else { return }
    table.unknownWithoutRows = UnknownRowsModel(columns: columns, span: syntax.span)
  }

  /// The part of an aggregate's joins by which a row must be found for the aggregate to be known; nil if it is known
  /// without rows, or missing without them anyway.
  func knownBy(_ aggregate: TypedAggregate, giving type: StaticType) -> [TypedAggregate.Join]? {
    guard !type.isOptional, case .table(let table) = aggregate.relation,
      let unknown = model.tables[table].unknownWithoutRows
    else { return nil }
    if unknown.columns.isEmpty { return aggregate.joins }
    return aggregate.joins.filter { isMade($0.theirs, of: unknown.columns, table: table) }
  }

  /// True iff the value is made of these columns of the table's row alone: `dealer`, `dealer.region`.
  private func isMade(_ value: TypedExpression, of columns: [Int], table: Int) -> Bool {
    switch value.kind {
    case .field(.table(table), .column(let column), depth: 0):
      if columns.contains(column) { return true }
      guard let computed = columnValues[.column(table: table, column: column)] else { return false }
      return isMade(computed, of: columns, table: table)
    case .field: return false
    default: return !value.children.isEmpty && value.children.allSatisfy { isMade($0, of: columns, table: table) }
    }
  }

  /// The tables that are unknown without rows and of which the value has an aggregate, for a message.
  func unknownTables(in value: TypedExpression) -> [Name] {
    var found: [Name] = []
    if case .aggregate(let aggregate) = value.kind, aggregate.knownBy != nil,
      case .table(let table) = aggregate.relation, let span = model.tables[table].unknownWithoutRows?.span
    {
      found.append(Name(model.tables[table].name, span))
    }
    if case .field(.sheet(let sheet), .line(let line), 0) = value.kind,
      let made = lineModels[.line(sheet: sheet, line: line)]
    {
      found += unknownTables(in: made.value)
    }
    for child in value.children { found += unknownTables(in: child) }
    return found.enumerated().filter { index, name in !found[..<index].contains(name) }.map(\.element)
  }
}

extension Diagnostic {
  /// The message about a value that may be missing, with the tables that make it unknown.
  func because(unknown tables: [Name]) -> Diagnostic {
    guard !tables.isEmpty else { return self }
    return Diagnostic(
      severity, code, message, at: primary,
      also: secondary + tables.map { Label($0.span, "`\($0.text)` is unknown where it has no rows") }, notes: notes,
      help: help + [Help("where nothing was reported, 0 is a guess: `is missing` tells the two apart")])
  }

  static func creditOfUnknown(_ name: Name, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0402", "`\(name.text)` is unknown without rows, and a credit without rows is 0", at: name.span,
      "is no source of credits", also: [Label(declared, "declared here")],
      notes: ["whoever has no rows would be credited nothing, as if that were known"],
      help: [Help("add it up in a `let`, as in `sum(\(name.text).…)`, and say what holds where it is missing")])
  }
}
