import Columns
import Source
import Syntax

extension Checker {
  /// Enters every table with the types of its columns, so that tables may refer to each other.
  mutating func declareTables() {
    for (index, syntax) in tableSyntax.enumerated() {
      var table = TableModel(
        name: syntax.name.text, key: [], isOneRow: syntax.isOneRow, dated: nil, latestBy: [], columns: [],
        conditions: [], checks: [], path: syntax.path?.text ?? "\(syntax.name.text).csv",
        separator: syntax.separator?.text, numberFormat: syntax.numberFormat?.text, rowHeader: [], rows: nil,
        documentation: syntax.documentation, span: syntax.name.span)
      var seen: [String: Name] = [:]
      for column in syntax.columns {
        if let other = seen[column.name.text] { report(.declaredTwice(column.name, before: other)) }
        seen[column.name.text] = column.name
        let declared = column.type.map { staticType($0, table: index) }
        table.columns.append(
          TableModel.ColumnModel(
            name: column.name.text, type: declared?.type ?? .poison, header: column.header?.text ?? column.name.text,
            format: column.format?.text, factor: declared?.factor, value: nil, documentation: column.documentation,
            span: column.name.span))
      }
      table.key = syntax.key.compactMap { self.column($0, of: syntax) }
      table.latestBy = syntax.latestBy.compactMap { self.column($0, of: syntax) }
      if let dated = syntax.dated, let column = self.column(dated, of: syntax) {
        switch table.columns[column].type.value {
        case .date, .timestamp, .poison: table.dated = column
        default: report(.datedNeedsDate(dated, type: describe(table.columns[column].type)))
        }
      }
      if let validity = syntax.validity { declare(validity, of: syntax, in: &table) }
      if let unknown = syntax.unknownWithoutRows { declare(unknown, of: syntax, in: &table) }
      for column in table.key where table.columns[column].type.isOptional {
        report(.keyMayBeMissing(syntax.columns[column].name))
      }
      if let rows = syntax.rows {
        if let header = rows.first {
          table.rowHeader = header.cells
          table.rows = Array(rows.dropFirst())
        } else {
          table.rows = []
        }
      }
      model.tables.append(table)
    }
    // References need a key to refer to.
    for (index, syntax) in tableSyntax.enumerated() {
      for (number, column) in syntax.columns.enumerated() {
        if case .row(.table(let target)) = model.tables[index].columns[number].type.value,
          model.tables[target].key.count != 1
        {
          if model.tables[target].validity != nil {
            report(.referenceToVersions(column.name, table: tableSyntax[target].name))
            continue
          }
          let key = model.tables[target].key.map { model.tables[target].columns[$0].name }
          report(.referenceNeedsOneKey(column.name, table: tableSyntax[target].name, key: key))
        }
      }
    }
    checkKeys()
    checkFormats()
  }

  /// Reports keys that are references in a circle: no cell could ever say what such a row is known by.
  private mutating func checkKeys() {
    func target(_ table: Int) -> Int? {
      guard model.tables[table].key.count == 1, let key = model.tables[table].key.first,
        case .row(.table(let next)) = model.tables[table].columns[key].type.value
      else { return nil }
      return next
    }
    for table in model.tables.indices {
      var seen: Set<Int> = []
      var next = target(table)
      while let current = next, current != table, seen.insert(current).inserted { next = target(current) }
      if next == table, let key = model.tables[table].key.first {
        report(.keyOfItself(tableSyntax[table].columns[key].name, table: tableSyntax[table].name.text))
      }
    }
  }

  mutating func column(_ name: Name, of table: TableDeclaration) -> Int? {
    if let index = table.columns.firstIndex(where: { $0.name.text == name.text }) { return index }
    report(.unknownColumn(name, table: table.name.text, known: table.columns.map(\.name.text)))
    return nil
  }

  mutating func checkTable(_ index: Int) {
    let syntax = tableSyntax[index]
    for column in syntax.columns.indices where syntax.columns[column].value != nil {
      _ = columnType(table: index, column: column, at: syntax.columns[column].name.span)
    }
    for column in syntax.columns.indices {
      model.tables[index].columns[column].value = columnValues[.column(table: index, column: column)]
    }
    let scope = Scope(row: .table(index))
    for condition in syntax.conditions {
      model.tables[index].conditions.append(checkCondition(condition, in: scope, what: "a table's `where`"))
    }
    for check in syntax.checks {
      let condition = checkCondition(check.condition, in: scope, what: "a check")
      model.tables[index].checks.append(CheckModel(text: check.text.text, condition: condition, span: check.span))
    }
  }

  /// The type of a table's column; a computed one is checked when it is first read.
  mutating func columnType(table: Int, column: Int, at span: SourceSpan) -> StaticType {
    let syntax = tableSyntax[table].columns[column]
    guard let value = syntax.value else { return model.tables[table].columns[column].type }
    let what = Computation.column(table: table, column: column)
    if states[what] == .checked { return model.tables[table].columns[column].type }
    let typed = computing(what, at: span) { checker -> TypedExpression in
      let typed = checker.check(value, in: Scope(row: .table(table)))
      guard let declared = syntax.type else {
        return checker.reportInfiniteWord(typed) ? TypedExpression(.error, .poison, typed.span) : typed
      }
      return checker.coerce(typed, to: checker.staticType(declared, table: table).type, what: "`\(syntax.name.text)`")
    }
    guard let typed else { return .poison }
    columnValues[what] = typed
    model.tables[table].columns[column].type = typed.type
    return typed.type
  }

  /// Checks a condition, which must be a bool that is not missing.
  mutating func checkCondition(_ syntax: Expression, in scope: Scope, what: String) -> TypedExpression {
    let typed = check(syntax, in: scope)
    if typed.type.isPoison { return typed }
    guard typed.type.value == .bool else {
      report(.conditionNeeded(typed.span, what: what, found: describe(typed.type)))
      return TypedExpression(.error, .poison, typed.span)
    }
    return required(typed, what: what)
  }

  /// Reports a value that may be missing where one is needed.
  mutating func required(_ typed: TypedExpression, what: String) -> TypedExpression {
    if typed.type.isOptional, !typed.type.isPoison {
      report(
        .mayBeMissing(typed.span, what: what, sources: optionalSources(of: typed), type: typed.type)
          .because(unknown: unknownTables(in: typed)))
      return TypedExpression(.error, .poison, typed.span)
    }
    return typed
  }
}
