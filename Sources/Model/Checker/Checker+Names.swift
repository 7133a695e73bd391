import Columns
import Source
import Syntax

extension Checker {
  /// A bare name in a scope.
  mutating func checkName(_ text: String, _ span: SourceSpan, in scope: Scope) -> TypedExpression {
    let name = Name(text, span)
    if let use = scope.use { return checkDefineName(name, of: use, in: scope) }
    if let row = scope.row, let found = field(name, of: row, depth: 0) {
      return asRead(found, in: scope).known(in: scope)
    }
    if scope.isAssertion, text == AssertionDeclaration.totalPay, let sheet = scope.sheet {
      return totalPay(of: sheet, span)
    }
    if scope.outer == nil, let sheet = scope.sheet,
      let credit = creditSyntax[sheet].firstIndex(where: { $0.name.text == text })
    {
      return total(ofCredit: credit, sheet: sheet, window: nil, span, in: scope)
    }
    if let block = blockValue(Expression(.name(text), span), in: scope) { return block }
    if let sheet = scope.sheet, brokenSheets.contains(sheet), globals[text] == nil {
      return TypedExpression(.error, .poison, span)
    }
    switch globals[text]?.global {
    case .parameter(let index):
      // A unit's value is read before any param is.
      guard model.parameters.indices.contains(index) else {
        report(.notConstant(span, what: "a unit's value"))
        return TypedExpression(.error, .poison, span)
      }
      checkParameter(index, at: span)
      return TypedExpression(.parameter(index), model.parameters[index].value.type, span)
    case .sheet(let sheet) where sheetSyntax[sheet].position != nil && scope.row != nil:
      return positionAtHand(Name(PositionClauses.total, span), of: sheet, name, span, in: scope)
        ?? TypedExpression(.error, .poison, span)
    case .table, .sheet:
      report(.relationAsValue(name, isTable: isTable(text)))
      return TypedExpression(.error, .poison, span)
    case .rates, .curve:
      report(.ratesAsValue(name))
      return TypedExpression(.error, .poison, span)
    case .define(let define):
      report(.defineAsValue(name, isBlock: defineSyntax[define].isBlock))
      return TypedExpression(.error, .poison, span)
    case .schedule(let schedule):
      report(scheduleAsValue(schedule, span))
      return TypedExpression(.error, .poison, span)
    case nil: break
    }
    let isOuterBlock = if case .sheet(let sheet)? = scope.outer { sheetBlocks[sheet][text] != nil } else { false }
    if let outer = scope.outer, isOuterBlock || field(name, of: outer, depth: 1) != nil {
      report(.belongsToOuterRow(name, relation: scope.row.map(describe) ?? ""))
      return TypedExpression(.error, .poison, span)
    }
    if let literal = fiscalYear(text) { return period(literal, span) }
    if text == "infinite" { return infiniteWord(span) }
    if scope.row == nil, !tables(withColumn: text).isEmpty {
      report(.notConstant(span, what: "this"))
      return TypedExpression(.error, .poison, span)
    }
    if let table = tables(withColumn: text).first {
      report(columnAsValue(span, of: .table(table), column: text, in: scope))
      return TypedExpression(.error, .poison, span)
    }
    report(.unknownName(name, known: knownNames(in: scope)))
    return TypedExpression(.error, .poison, span)
  }

  /// A line that is evaluated only at the end of a longer period is missing in between.
  func asRead(_ line: TypedExpression, in scope: Scope) -> TypedExpression {
    guard case .field(.sheet(let sheet), .line(let index), _) = line.kind, mayBeMissing(sheet: sheet, line: index),
      sheet == scope.sheet ? lineSyntax[sheet][index].each != scope.period : scope.outer == nil
    else { return line }
    return TypedExpression(line.kind, line.type.optional(), line.span)
  }

  func isTable(_ name: String) -> Bool {
    if case .table? = globals[name]?.global { return true }
    return false
  }

  private func tables(withColumn name: String) -> [Int] {
    model.tables.indices.filter { table in model.tables[table].columns.contains { $0.name == name } }
  }

  /// A field of a relation's row by its name, or nil.
  mutating func field(_ name: Name, of relation: Relation, depth: Int) -> TypedExpression? {
    func typed(_ field: Field, _ type: StaticType) -> TypedExpression {
      TypedExpression(.field(relation, field, depth: depth), type, name.span)
    }
    switch relation {
    case .table(let table):
      guard let column = place(ofColumn: name.text, table: table) else {
        return validity(name, of: relation, at: nil, depth: depth)
      }
      return typed(.column(column), columnType(table: table, column: column, at: name.span))
    case .sheet(let sheet):
      resolveRows(sheet, at: name.span)
      if rowsInMaking?.sheet == sheet {
        return fieldInMaking(name, of: sheet, depth: depth)
      }
      if let line = place(ofLine: name.text, sheet: sheet) {
        return typed(.line(line), lineType(sheet: sheet, line: line, at: name.span))
      }
      if let range = rangeField(name, of: sheet, depth: depth) { return range }
      if let unit = model.sheets[sheet].period, name.text == unit.rawValue {
        return typed(.period, StaticType(.period(unit)))
      }
      // A rule's own status and reason, not those of the rule that it goes through.
      if case .sheet = model.sheets[sheet].rows, let own = outcomeField(name, of: sheet, depth: depth) { return own }
      return frontField(name, of: sheet, depth: depth) ?? outcomeField(name, of: sheet, depth: depth)
    case .shares(let sheet, let line): return shareField(name, sheet: sheet, line: line, depth: depth)
    case .credit(let sheet, let credit):
      guard let declaration = self.credit(sheet: sheet, credit: credit, at: name.span) else { return nil }
      switch name.text {
      case "payee":
        guard case .table(let table, _) = model.sheets[sheet].rows else { return nil }
        return typed(.creditPayee, StaticType(.row(.table(table))))
      case "date": return typed(.creditDate, .date)
      case "amount": return typed(.creditAmount, declaration.amount.type)
      default:
        guard let column = field(name, of: .table(declaration.table), depth: 0),
          case .field(_, let field, _) = column.kind
        else { return nil }
        return TypedExpression(
          .member(
            .table(declaration.table), field, at: typed(.creditSource, StaticType(.row(.table(declaration.table))))),
          column.type, name.span)
      }
    }
  }

  /// `base.name`: through a reference, or of the row around an aggregate.
  mutating func checkMember(_ base: Expression, _ name: Name, _ span: SourceSpan, in scope: Scope) -> TypedExpression {
    if let value = blockValue(Expression(.member(base, name), span), in: scope) { return value }
    if let use = scope.use {
      if case .thisRow = base.kind {
        report(.rowsInDefine(base.span, what: "`this`", define: defineSyntax[defineUses[use].define].name.text))
        return TypedExpression(.error, .poison, span)
      }
      if case .name(let text) = base.kind, definesName(text, in: use) {
        return member(name, of: check(base, in: scope), span).known(in: scope)
      }
    }
    if case .thisRow = base.kind {
      let depth = scope.outer == nil ? 0 : 1
      if let row = scope.outer ?? scope.row {
        if let found = field(name, of: row, depth: depth) {
          return TypedExpression(found.kind, found.type, span)
        }
        if case .sheet(let sheet) = row, brokenSheets.contains(sheet) { return TypedExpression(.error, .poison, span) }
        report(.unknownColumn(name, table: describe(row), known: fieldNames(of: row)))
      } else {
        report(.thisOutsideRows(base.span))
      }
      return TypedExpression(.error, .poison, span)
    }
    if let relation = scope.row, case .shares = relation, shares(named: base, in: scope) == relation {
      if let found = field(name, of: relation, depth: 0) {
        return TypedExpression(found.kind, found.type, span).known(in: scope)
      }
      report(.unknownColumn(name, table: describe(relation), known: fieldNames(of: relation)))
      return TypedExpression(.error, .poison, span)
    }
    if case .name(let text) = base.kind, let relation = relation(named: text, in: scope) {
      if scope.use == nil, relation == scope.row, let found = field(name, of: relation, depth: 0) {
        return TypedExpression(found.kind, found.type, span).known(in: scope)
      }
      if scope.use != nil || scope.row.flatMap({ field(Name(text, base.span), of: $0, depth: 0) }) == nil {
        if let found = sourceMember(name, of: relation, span, in: scope) { return found.known(in: scope) }
        if case .sheet(let sheet) = relation, sheetSyntax[sheet].position != nil, scope.use == nil, scope.row != nil {
          return positionAtHand(name, of: sheet, Name(text, base.span), span, in: scope)
            ?? TypedExpression(.error, .poison, span)
        }
        if case .sheet(let sheet) = relation, let found = onlyRowMember(name, of: sheet, base.span, span) {
          return found
        }
        if case .table(let table) = relation, model.tables[table].isOneRow,
          let found = field(name, of: relation, depth: 0), case .field(_, let field, _) = found.kind
        {
          let row = TypedExpression(
            .lookup(table: table, keys: [], isRequired: true), StaticType(.row(relation)), base.span)
          return TypedExpression(.member(relation, field, at: row), found.type, span)
        }
        if fieldNames(of: relation).contains(name.text) {
          report(columnAsValue(span, of: relation, column: name.text, in: scope))
        } else {
          report(.unknownColumn(name, table: text, known: fieldNames(of: relation)))
        }
        return TypedExpression(.error, .poison, span)
      }
    }
    let row = check(base, in: scope)
    return member(name, of: row, span).known(in: scope)
  }

  /// The message about a column of other rows that stands where one value is wanted.
  private mutating func columnAsValue(
    _ span: SourceSpan, of relation: Relation, column: String, in scope: Scope
  ) -> Diagnostic {
    var key: [String] = []
    var isAmount = true
    if case .table(let table) = relation {
      key = lookupKey(of: table).map { model.tables[table].columns[$0].name }
      if model.tables[table].validity != nil { key = [(key.last ?? "") + " as of today"] }
      let type = model.tables[table].columns.first { $0.name == column }?.type
      isAmount = type.map { $0.quantity != nil || $0.isPoison } ?? true
    }
    if case .sheet(let sheet) = relation { key = keyNames(of: sheet, in: scope) }
    return .relationColumnAsValue(
      span, relation: describe(relation).filter { $0 != "`" }, column: column, key: key, isAmount: isAmount,
      rows: scope.row.map { describeRows(of: $0) })
  }

  /// What there is a row for, as one says it: `payee and month`.
  private func describeRows(of relation: Relation) -> String {
    guard case .sheet(let sheet) = relation else { return "row of \(describe(relation))" }
    let period = model.sheets[sheet].period.map(\.rawValue)
    let entity: String?
    switch model.sheets[sheet].rows {
    case .one: entity = nil
    case .keys(let names, _, _): entity = names.joined(separator: " and ")
    case .sheet(let source, _): entity = "row of `\(model.sheets[source].name)`"
    case .table(let table, _):
      entity = model.sheets[sheet].kind == .plan ? "payee" : "row of `\(model.tables[table].name)`"
    }
    let parts = [entity, sheetSyntax[sheet].rows?.range?.name.text, period].compactMap { $0 }
    return parts.isEmpty ? "run" : parts.joined(separator: " and ")
  }

  /// The table, sheet or credit of this name.
  func relation(named text: String, in scope: Scope) -> Relation? {
    if scope.use == nil, let sheet = scope.sheet,
      let credit = creditSyntax[sheet].firstIndex(where: { $0.name.text == text })
    {
      return .credit(sheet: sheet, credit: credit)
    }
    switch globals[text]?.global {
    case .table(let index): return .table(index)
    case .sheet(let index): return .sheet(index)
    case .rates, .curve, .parameter, .define, .schedule, nil: return nil
    }
  }

  mutating func member(_ name: Name, of row: TypedExpression, _ span: SourceSpan) -> TypedExpression {
    if row.type.isPoison { return TypedExpression(.error, .poison, span) }
    guard case .row(let relation) = row.type.value else {
      report(.noMembers(name, of: describe(row.type)))
      return TypedExpression(.error, .poison, span)
    }
    if let window = validity(name, of: relation, at: row, depth: 0) { return window }
    guard let column = field(name, of: relation, depth: 0) else {
      report(.unknownColumn(name, table: describe(relation), known: fieldNames(of: relation)))
      return TypedExpression(.error, .poison, span)
    }
    var type = column.type.isPoison ? column.type : column.type.optional(column.type.isOptional || row.type.isOptional)
    // What is kept per quarter is an amount of that quarter.
    if case .lookup(let table, let keys, _) = row.kind, case .number(var quantity) = type.value, !quantity.unit.isOne {
      _ = table
      for key in keys {
        if case .period(let unit) = key.type.value { quantity.basis = unit }
      }
      type = StaticType(.number(quantity), isOptional: type.isOptional)
    }
    let value = rebased(column, onto: row)
    let isOptional = type.isOptional || value.type.isOptional
    return TypedExpression(value.kind, type.isPoison ? type : type.optional(isOptional), span)
  }

  /// `owner.team`, from a row of a relation.
  mutating func member(path: [Name], of relation: Relation) -> TypedExpression {
    guard let first = path.first else {
      return TypedExpression(.error, .poison, SourceSpan(file: FileID(0), start: 0, end: 0))
    }
    guard var typed = field(first, of: relation, depth: 0) else {
      report(.unknownColumn(first, table: describe(relation), known: fieldNames(of: relation)))
      return TypedExpression(.error, .poison, first.span)
    }
    for name in path.dropFirst() { typed = member(name, of: typed, first.span.union(name.span)) }
    return typed
  }

  func fieldNames(of relation: Relation) -> [String] {
    switch relation {
    case .table(let table):
      let names = model.tables[table].columns.map(\.name)
      return model.tables[table].validity == nil || names.contains("valid") ? names : names + ["valid"]
    case .sheet(let sheet):
      var names = lineSyntax[sheet].map(\.name.text) + outcomeFields(of: sheet).map(\.name)
      if let unit = model.sheets[sheet].period { names.append(unit.rawValue) }
      if let range = sheetSyntax[sheet].rows?.range { names.append(range.name.text) }
      switch model.sheets[sheet].rows {
      case .one: break
      case .sheet(let source, _): names += fieldNames(of: .sheet(source))
      case .keys(let keys, _, _): names += keys + (model.sheets[sheet].match == nil ? [] : [MatchSource.amount])
      case .table(let table, _):
        if sheetSyntax[sheet].kind == .plan { names.append("payee") }
        names += model.tables[table].columns.map(\.name)
      }
      return names
    case .shares(let sheet, let line):
      guard let credit = lineShares(sheet: sheet, line: line)?.credit else { return ["paid"] }
      return ["paid"] + fieldNames(of: credit)
    case .credit(let sheet, let credit):
      let columns = creditModels[.credit(sheet: sheet, credit: credit)].map { model.tables[$0.table].columns } ?? []
      return ["payee", "date", "amount"] + columns.map(\.name)
    }
  }

  private func knownNames(in scope: Scope) -> [String] {
    var names = scope.row.map(fieldNames) ?? []
    if let sheet = scope.sheet { names += creditSyntax[sheet].map(\.name.text) }
    return names + globals.keys + Builtin.allCases.map(\.rawValue)
  }
}
