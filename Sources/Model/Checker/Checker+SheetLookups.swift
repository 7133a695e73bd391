import Columns
import Source
import Syntax

/// Single rows of sheets, by what they are known by.
extension Checker {
  /// What the rows of a sheet are known by, as values of the row.
  mutating func rowKeys(of sheet: Int, _ span: SourceSpan) -> [(name: String, value: TypedExpression)] {
    resolveRows(sheet, at: span)
    func typed(_ field: Field, _ type: StaticType) -> TypedExpression {
      TypedExpression(.field(.sheet(sheet), field, depth: 0), type, span)
    }
    var keys: [(name: String, value: TypedExpression)]
    switch model.sheets[sheet].rows {
    case .one: keys = []
    case .keys(let names, let types, _): keys = names.indices.map { (names[$0], typed(.key($0), types[$0])) }
    case .sheet(let source, _):
      let row = typedEntity(of: sheet, source, depth: 0, span)
      keys = rowKeys(of: source, span).map { ($0.name, rebased($0.value, onto: row)) }
    case .table(let table, _):
      let entity = typed(.entity, StaticType(.row(.table(table))))
      let isPayee = model.sheets[sheet].kind == .plan && model.tables[table].key.count == 1
      keys = model.tables[table].key.map { column in
        let type = columnType(table: table, column: column, at: span)
        let name = model.tables[table].columns[column].name
        return (
          isPayee ? "payee" : name, TypedExpression(.member(.table(table), .column(column), at: entity), type, span)
        )
      }
    }
    if let name = sheetSyntax[sheet].rows?.range?.name, let range = rangeField(name, of: sheet, depth: 0) {
      keys.append((name.text, range))
    }
    if let unit = model.sheets[sheet].period { keys.append((unit.rawValue, typed(.period, StaticType(.period(unit))))) }
    return keys
  }

  /// The keys of a sheet's rows as a lookup writes them, for a message.
  mutating func keyNames(of sheet: Int, in scope: Scope) -> [String] {
    rowKeys(of: sheet, sheetSyntax[sheet].name.span).map { key in
      if case .period(let unit) = key.value.type.value, scope.period == unit, key.name == unit.rawValue {
        return "this \(key.name)"
      }
      return key.name
    }
  }

  /// `TopUp[dealer, sku]`.
  mutating func sheetRow(
    of sheet: Int, _ keys: [Expression], asOf date: Expression?, _ isOptional: Bool, _ name: SourceSpan,
    _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    let text = sheetSyntax[sheet].name.text
    var parts = rowKeys(of: sheet, name)
    if brokenSheets.contains(sheet) || keys.contains(where: { $0.kind == .error }) { return failed() }
    if let date {
      report(.dateOfPlainTable(between: keys.last?.span ?? name, and: date.span, table: text))
      return failed()
    }
    guard !parts.isEmpty else {
      report(.rowsWithoutKey(span, name: text, isOneRow: isOneRow(sheet)))
      return failed()
    }
    // A reference to the row of a table that a row is for stands for all the keys of that row.
    var first: TypedExpression?
    if let entity = tableRow(of: sheet, name), case .row(.table(let table)) = entity.type.value,
      case let ownKeys = model.tables[table].key.count, keys.count == parts.count - ownKeys + 1, ownKeys > 0
    {
      let value = check(keys[0], in: scope)
      if value.type.isPoison { return failed() }
      if value.type.value == entity.type.value { parts.replaceSubrange(..<ownKeys, with: [("", entity)]) }
      first = value
    }
    guard keys.count == parts.count else {
      report(.keyCount(span, table: text, found: keys.count, key: parts.map(\.name)))
      return failed()
    }
    var isOptionalRow = isOptional
    var joins: [TypedAggregate.Join] = []
    for (place, part) in parts.enumerated() {
      let isPeriod = if case .period = part.value.type.value { true } else { false }
      let known = place == 0 ? first : nil
      var value = known ?? check(isPeriod ? asPeriod(keys[place]) : keys[place], in: scope)
      value = coerce(
        value, to: part.value.type.optional(value.type.isOptional), what: "the key `\(part.name)` of `\(text)`")
      if value.type.isPoison { return failed() }
      if value.type.isOptional { isOptionalRow = true }
      joins.append(TypedAggregate.Join(theirs: part.value, mine: value))
    }
    return TypedExpression(
      .sheetRow(sheet: sheet, keys: joins, isRequired: !isOptional),
      StaticType(.row(.sheet(sheet)), isOptional: isOptionalRow), span)
  }

  /// The row of a table that a sheet's row is for in the end; nil if there is none.
  func tableRow(of sheet: Int, _ span: SourceSpan) -> TypedExpression? {
    guard let root = chain(of: sheet).last, case .table(let table, _) = model.sheets[root].rows else { return nil }
    let entity = TypedExpression(.field(.sheet(root), .entity, depth: 0), StaticType(.row(.table(table))), span)
    return root == sheet ? entity : rebased(entity, onto: row(of: root, from: sheet, span))
  }

  /// True iff a sheet has one row in all.
  private func isOneRow(_ sheet: Int) -> Bool {
    guard rowPeriod(of: sheet) == nil, sheetSyntax[sheet].rows?.range == nil, let root = chain(of: sheet).last,
      root == sheet
    else { return false }
    if case .one = model.sheets[root].rows { return true }
    return false
  }

  /// `Totals.value` of a sheet that has one row.
  mutating func onlyRowMember(_ name: Name, of sheet: Int, _ base: SourceSpan, _ span: SourceSpan) -> TypedExpression? {
    resolveRows(sheet, at: base)
    guard isOneRow(sheet), !brokenSheets.contains(sheet), let found = field(name, of: .sheet(sheet), depth: 0) else {
      return nil
    }
    let row = TypedExpression(
      .sheetRow(sheet: sheet, keys: [], isRequired: true), StaticType(.row(.sheet(sheet))), base)
    let value = rebased(found, onto: row)
    return TypedExpression(value.kind, value.type, span)
  }

  /// What a sheet is called: `plan`, `sheet`, `rule`.
  func kindName(_ sheet: Int) -> String {
    switch sheetSyntax[sheet].kind {
    case .plan: "plan"
    case .sheet: sheetSyntax[sheet].position == nil ? "sheet" : "position"
    case .replenish: "rule"
    case .rules: "choice of rules"
    }
  }
}
