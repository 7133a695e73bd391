import Columns
import Source
import Syntax

/// Which rows a sheet has: those of a table or of another sheet, or keys that occur in several of them.
extension Checker {
  // ---- Which rows there are ----

  /// Finds out which rows a sheet has. Rows that are made of other sheets' lines wait until all lines have their names.
  mutating func resolveRows(_ index: Int, at span: SourceSpan) {
    switch rowStates[index] ?? .unchecked {
    case .checked: return
    case .checking:
      let ring = rowPath.drop { $0 != index }
      report(.rowsOfEachOther(sheetSyntax[index].rows?.span ?? span, ring.map { describe(.sheet($0)) }))
      brokenSheets.formUnion(ring)
      return
    case .unchecked: break
    }
    if !areLinesKnown, hasRowsOfLines(index, after: 0) { return }
    rowStates[index] = .checking
    rowPath.append(index)
    if let rows = sheetSyntax[index].rows, !declareRows(index, rows) { brokenSheets.insert(index) }
    rowPath.removeLast()
    rowStates[index] = .checked
  }

  private func hasRowsOfLines(_ index: Int, after steps: Int) -> Bool {
    switch sheetSyntax[index].rows?.source {
    case .table(let name)?:
      guard let source = sheet(named: name), steps < sheetSyntax.count else { return false }
      return hasRowsOfLines(source, after: steps + 1)
    case .keys(_, let tables)?: return tables.contains { sheet(named: $0) != nil }
    case .match(_, let match)?: return [match.giver, match.taker].contains { sheet(named: $0.relation) != nil }
    case .all?, nil: return false
    }
  }

  private func sheet(named name: Name) -> Int? {
    if case .sheet(let sheet)? = globals[name.text]?.global { return sheet }
    return nil
  }

  /// False after a message, or if what gives the rows has had one.
  private mutating func declareRows(_ index: Int, _ rows: SheetDeclaration.Rows) -> Bool {
    switch rows.source {
    case .all: model.sheets[index].rows = .one
    case .table(let name):
      if let source = sheet(named: name) { return declareRows(index, of: source, name) }
      guard case .table(let table)? = relationWithRows(name) else { return false }
      model.sheets[index].rows = .table(table, condition: nil)
    case .match(let names, let match): return declareMatch(index, names, match)
    case .keys(let names, let tables):
      let sources = tables.compactMap { keySource($0, names) }
      guard let first = sources.first, sources.count == tables.count else { return false }
      let types = first.columns.map(\.type)
      for source in sources.dropFirst() {
        for (key, column) in source.columns.enumerated() where column.type.value != types[key].value {
          report(
            .keysDiffer(
              names[key], types[key].value == .poison ? "" : describe(types[key]), describe(column.type)))
        }
      }
      model.sheets[index].rows = .keys(names: names.map(\.text), types: types, sources: sources)
    }
    return true
  }

  private mutating func declareRows(_ index: Int, of source: Int, _ name: Name) -> Bool {
    if sheetSyntax[index].kind == .plan {
      report(.planOfSheet(name, kind: kindName(source)))
      return false
    }
    resolveRows(source, at: name.span)
    if brokenSheets.contains(source) { return false }
    if let own = model.sheets[index].period, let theirs = rowPeriod(of: source) {
      report(.periodsTwice(name, theirs, each: own))
      return false
    }
    model.sheets[index].rows = .sheet(source, condition: nil)
    return true
  }

  /// The columns of a table, or the keys and lines of a sheet, that give the keys; nil after a message.
  private mutating func keySource(_ name: Name, _ keys: [Name]) -> SheetModel.KeySource? {
    guard let relation = relationWithRows(name) else { return nil }
    if case .sheet(let sheet) = relation {
      resolveRows(sheet, at: name.span)
      if brokenSheets.contains(sheet) { return nil }
    }
    let columns = keys.compactMap { key in keyColumn(key, of: relation, name) }
    return columns.count == keys.count ? SheetModel.KeySource(relation: relation, columns: columns) : nil
  }

  mutating func keyColumn(_ key: Name, of relation: Relation, _ name: Name) -> TypedExpression? {
    if case .table(let table) = relation {
      guard let column = tableSyntax[table].columns.firstIndex(where: { $0.name.text == key.text }) else {
        report(.unknownColumn(key, table: name.text, known: tableSyntax[table].columns.map(\.name.text)))
        return nil
      }
      let type = columnType(table: table, column: column, at: key.span)
      return TypedExpression(.field(relation, .column(column), depth: 0), type, key.span)
    }
    guard let found = field(key, of: relation, depth: 0) else {
      report(.unknownColumn(key, table: name.text, known: fieldNames(of: relation)))
      return nil
    }
    let value = required(asRead(found, in: Scope(row: relation)), what: "a key")
    switch value.type.value {
    case .poison: return nil
    case .text, .choice, .date, .period, .row(.table): return value
    case .bool, .timestamp, .number, .moneyInColumn, .calendarSpan, .window, .row, .nothing:
      report(.noKey(key, of: name.text, type: describe(value.type)))
      return nil
    }
  }

  /// The table of this name; nil after a message.
  mutating func table(_ name: Name) -> Int? {
    if case .table(let index)? = globals[name.text]?.global { return index }
    if let sheet = sheet(named: name) {
      report(.sheetIsNoTable(name, kind: kindName(sheet)))
    } else {
      report(.unknownTable(name, known: tableSyntax.map(\.name.text)))
    }
    return nil
  }

  /// The table or sheet of this name; nil after a message.
  mutating func relationWithRows(_ name: Name) -> Relation? {
    switch globals[name.text]?.global {
    case .table(let table)?: return .table(table)
    case .sheet(let sheet)?: return .sheet(sheet)
    case .rates?, .curve?, .parameter?, .define?, .schedule?, nil:
      report(.unknownTable(name, known: tableSyntax.map(\.name.text) + sheetSyntax.map(\.name.text)))
      return nil
    }
  }

  /// `where C` behind `for each`: about the row of the table or sheet, or about the keys.
  mutating func checkRowCondition(_ syntax: Expression, of index: Int) {
    if brokenSheets.contains(index) { return }
    if sheetSyntax[index].rows?.range != nil {
      checkRangeCondition(syntax, of: index)
      return
    }
    switch model.sheets[index].rows {
    case .table(let table, _):
      let typed = checkCondition(syntax, in: Scope(row: .table(table)), what: "`where`")
      model.sheets[index].rows = .table(table, condition: typed)
    case .sheet(let source, _):
      let typed = checkCondition(syntax, in: Scope(row: .sheet(source)), what: "`where`")
      model.sheets[index].rows = .sheet(source, condition: typed)
    case .keys:
      let typed = checkCondition(syntax, in: Scope(row: .sheet(index), sheet: index), what: "`where`")
      if let place = typed.firstPart(where: { $0.isPlaceAmongOthers }) {
        report(.rankOutsideSheet(place.span, what: "a place among the rows"))
      } else if let period = typed.firstPart(where: { $0.isPeriod(of: index) }) {
        report(.keysHaveNoPeriod(period.span, unit: model.sheets[index].period?.rawValue ?? "period"))
      } else {
        model.sheets[index].keyCondition = typed
      }
    case .one: report(.conditionOnOneRow(syntax.span))
    }
  }

  // ---- From a row to the row that it is for ----

  /// The row of another sheet that a sheet's row is for.
  func typedEntity(of sheet: Int, _ source: Int, depth: Int, _ span: SourceSpan) -> TypedExpression {
    TypedExpression(.field(.sheet(sheet), .entity, depth: depth), StaticType(.row(.sheet(source))), span)
  }

  /// The value of a relation's row at hand, as one of the row that `row` names.
  func rebased(_ value: TypedExpression, onto row: TypedExpression) -> TypedExpression {
    var isOptional = value.type.isOptional || row.type.isOptional
    let kind: TypedExpression.Kind
    switch value.kind {
    case .field(let relation, let field, _):
      if case .sheet(let sheet) = relation, case .line(let line) = field {
        isOptional = isOptional || mayBeMissing(sheet: sheet, line: line)
      }
      kind = .member(relation, field, at: row)
    case .member(let relation, let field, let at): kind = .member(relation, field, at: rebased(at, onto: row))
    default: return value
    }
    return TypedExpression(kind, value.type.isPoison ? value.type : value.type.optional(isOptional), value.span)
  }

  /// True iff a line is evaluated only at the end of a longer period than its rows have.
  func mayBeMissing(sheet: Int, line: Int) -> Bool {
    lineSyntax[sheet][line].each != nil && lineSyntax[sheet][line].kind != .pay
  }

  /// The value of the row that a sheet's row is for, as one that is not missing where the sheet has no row without it:
  /// `for each Need where quantity is not missing`.
  func shown(_ value: TypedExpression, _ name: Name, by sheet: Int) -> TypedExpression {
    guard value.type.isOptional, rowsInMaking == nil, let condition = sheetSyntax[sheet].rows?.condition,
      condition.asksFor(name.text)
    else { return value }
    return TypedExpression(value.kind, value.type.optional(false), value.span)
  }

  /// A sheet, the sheet whose rows it has, and so on.
  func chain(of sheet: Int) -> [Int] {
    var chain = [sheet]
    while chain.count <= model.sheets.count, let last = chain.last, case .sheet(let source, _) = model.sheets[last].rows
    {
      chain.append(source)
    }
    return chain
  }

  /// The period of a sheet's rows: its own, or that of the rows that it goes through.
  func rowPeriod(of sheet: Int) -> PeriodUnit? {
    chain(of: sheet).lazy.compactMap { self.model.sheets[$0].period }.first
  }

  /// The row of `source`, one of the chain of a sheet, that the sheet's row is for; the row itself for the sheet.
  func row(of source: Int, from sheet: Int, _ span: SourceSpan) -> TypedExpression {
    var at = sheet
    var row: TypedExpression?
    while at != source, case .sheet(let next, _) = model.sheets[at].rows {
      let step = typedEntity(of: at, next, depth: 0, span)
      row = row.map { rebased(step, onto: $0) } ?? step
      at = next
    }
    return row ?? TypedExpression(.field(.sheet(sheet), .row, depth: 0), StaticType(.row(.sheet(sheet))), span)
  }

  /// How the rows of a relation are matched to a sheet's row where both go through the same rows, or where the relation
  /// gives the sheet its keys; nil if neither is so.
  mutating func sheetJoins(of sheet: Int, to relation: Relation, _ span: SourceSpan) -> [TypedAggregate.Join]? {
    resolveRows(sheet, at: span)
    if case .sheet(let other) = relation {
      resolveRows(other, at: span)
      let theirs = chain(of: other)
      if other != sheet, let shared = chain(of: sheet).first(where: { theirs.contains($0) }) {
        return [
          TypedAggregate.Join(theirs: row(of: shared, from: other, span), mine: row(of: shared, from: sheet, span))
        ]
      }
    }
    let root = chain(of: sheet).last ?? sheet
    guard case .keys(_, let types, let sources) = model.sheets[root].rows,
      let source = sources.first(where: { $0.relation == relation })
    else { return nil }
    return types.indices.map { key in
      let field = TypedExpression(.field(.sheet(root), .key(key), depth: 0), types[key], span)
      let column = source.columns[key]
      return TypedAggregate.Join(
        theirs: TypedExpression(column.kind, column.type, span),
        mine: root == sheet ? field : rebased(field, onto: row(of: root, from: sheet, span)))
    }
  }

  /// `TopUp.quantity` in a row of a sheet for each row of `TopUp`, or for each row of a sheet for each row of it.
  mutating func sourceMember(
    _ name: Name, of relation: Relation, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression? {
    guard scope.use == nil, case .sheet(let sheet)? = scope.row else { return nil }
    let chain = chain(of: sheet)
    switch relation {
    case .sheet(let source):
      guard source != sheet, chain.contains(source), let found = field(name, of: relation, depth: 0) else { return nil }
      let value = rebased(found, onto: row(of: source, from: sheet, span))
      let nearest = chain.prefix { $0 != source }.last ?? sheet
      let known = shown(value, name, by: nearest)
      return TypedExpression(known.kind, known.type, span)
    case .table(let table):
      guard let root = chain.last, case .table(table, _) = model.sheets[root].rows,
        let found = field(name, of: relation, depth: 0)
      else { return nil }
      let entity = TypedExpression(
        .field(.sheet(root), .entity, depth: 0), StaticType(.row(.table(table))), span)
      let value = rebased(found, onto: root == sheet ? entity : rebased(entity, onto: row(of: root, from: sheet, span)))
      return TypedExpression(value.kind, value.type, span)
    case .credit, .shares: return nil
    }
  }
}

extension Expression {
  /// True iff the condition holds only where the value of this name is there.
  fileprivate func asksFor(_ name: String) -> Bool {
    switch kind {
    case .binary(.and, let a, let b, _): a.asksFor(name) || b.asksFor(name)
    case .isMissing(let value, negated: true): value.kind == .name(name)
    default: false
    }
  }
}

extension TypedExpression {
  /// True iff it is the period of a sheet's row at hand.
  fileprivate func isPeriod(of sheet: Int) -> Bool {
    if case .field(.sheet(sheet), .period, _) = kind { return true }
    return false
  }
}
