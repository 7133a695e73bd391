import Source
import Syntax

/// Ranges of values for each of which a sheet's rows are repeated.
extension Checker {
  /// Refuses a range where there are periods, and a name that is taken.
  mutating func declareRange(of sheet: Int) {
    guard let range = sheetSyntax[sheet].rows?.range, !brokenSheets.contains(sheet) else { return }
    if let period = model.sheets[sheet].period {
      report(.rangeBesidePeriods(range.name, each: period))
      brokenSheets.insert(sheet)
      return
    }
    let line = lineSyntax[sheet].first { $0.name.text == range.name.text }?.name.span
    rowsInMaking = (sheet, hasRange: false)
    let isColumn = line == nil && frontField(range.name, of: sheet, depth: 0) != nil
    rowsInMaking = nil
    if line != nil || isColumn { report(.rangeNameTaken(range.name, line: line)) }
  }

  /// The bounds of a sheet's range, checked when its value is first read; nil after a message.
  mutating func range(of sheet: Int, at span: SourceSpan) -> RangeModel? {
    guard let syntax = sheetSyntax[sheet].rows?.range else { return nil }
    let what = Computation.range(sheet: sheet)
    if states[what] == .checked { return model.sheets[sheet].range }
    let result = computing(what, at: span) { checker -> RangeModel? in
      checker.rowsInMaking = (sheet, hasRange: false)
      return checker.checkRange(syntax, of: sheet)
    }
    model.sheets[sheet].range = result ?? nil
    return model.sheets[sheet].range
  }

  private mutating func checkRange(_ syntax: RowRange, of sheet: Int) -> RangeModel? {
    let scope = Scope(row: .sheet(sheet), sheet: sheet)
    let what = "a bound of a range"
    var first = check(syntax.first, in: scope)
    var last = check(syntax.last, in: scope)
    // A year is written as a number.
    if case .period = last.type.value { first = check(asPeriod(syntax.first), in: scope) }
    if case .period = first.type.value { last = check(asPeriod(syntax.last), in: scope) }
    first = required(dateOnly(first), what: what)
    last = required(dateOnly(last), what: what)
    if first.type.isPoison || last.type.isPoison { return nil }
    for bound in [first, last] {
      guard let place = bound.firstPart(where: \.isPlaceAmongOthers) else { continue }
      report(.rankOutsideSheet(place.span, what: "a place among the rows"))
      return nil
    }
    let type: StaticType
    switch (first.type.value, last.type.value) {
    case (.date, .date): type = .date
    case (.period(let a), .period(let b)) where a == b: type = StaticType(.period(a))
    case (.number(let a), .number(let b)) where a.unit == b.unit && a.form != .percent && b.form != .percent:
      type = .quantity(a.unit)
    default:
      report(.rangeOfOthers(syntax.span, first: describe(first.type), last: describe(last.type)))
      return nil
    }
    return RangeModel(
      name: syntax.name.text, type: type, first: first, last: last, condition: nil, span: syntax.span)
  }

  /// `where C` behind a range: about the repeated rows.
  mutating func checkRangeCondition(_ syntax: Expression, of sheet: Int) {
    rowsInMaking = (sheet, hasRange: true)
    defer { rowsInMaking = nil }
    let typed = checkCondition(syntax, in: Scope(row: .sheet(sheet), sheet: sheet), what: "`where`")
    if let place = typed.firstPart(where: \.isPlaceAmongOthers) {
      report(.rankOutsideSheet(place.span, what: "a place among the rows"))
    } else {
      model.sheets[sheet].range?.condition = typed
    }
  }

  // ---- Names ----

  /// The value of the range, if that is what the name is.
  mutating func rangeField(_ name: Name, of sheet: Int, depth: Int) -> TypedExpression? {
    guard let syntax = sheetSyntax[sheet].rows?.range, syntax.name.text == name.text else { return nil }
    let range = range(of: sheet, at: name.span)
    return TypedExpression(.field(.sheet(sheet), .range, depth: depth), range?.type ?? .poison, name.span)
  }

  /// A name where the sheet's rows are still to be made: a line has no value there.
  mutating func fieldInMaking(_ name: Name, of sheet: Int, depth: Int) -> TypedExpression? {
    if let found = frontField(name, of: sheet, depth: depth) { return found }
    if rowsInMaking?.hasRange == true, let range = rangeField(name, of: sheet, depth: depth) { return range }
    let isRange = sheetSyntax[sheet].rows?.range?.name.text == name.text
    let line = lineSyntax[sheet].first { $0.name.text == name.text }
    guard isRange || line != nil else { return nil }
    report(.rangeReadsLine(name, declared: line?.name.span ?? sheetSyntax[sheet].rows?.range?.name.span ?? name.span))
    return TypedExpression(.error, .poison, name.span)
  }

  /// A column or key of the row that a sheet's row is for.
  mutating func frontField(_ name: Name, of sheet: Int, depth: Int) -> TypedExpression? {
    func typed(_ field: Field, _ type: StaticType) -> TypedExpression {
      TypedExpression(.field(.sheet(sheet), field, depth: depth), type, name.span)
    }
    switch model.sheets[sheet].rows {
    case .one: return nil
    case .sheet(let source, _):
      guard let found = field(name, of: .sheet(source), depth: 0) else { return nil }
      return shown(rebased(found, onto: typedEntity(of: sheet, source, depth: depth, name.span)), name, by: sheet)
    case .keys(let names, let types, _):
      if model.sheets[sheet].match != nil, name.text == MatchSource.amount { return typed(.key(2), types[2]) }
      guard let key = names.firstIndex(of: name.text) else { return nil }
      return typed(.key(key), types[key])
    case .table(let table, _):
      let row = StaticType(.row(.table(table)))
      if name.text == "payee", sheetSyntax[sheet].kind == .plan { return typed(.entity, row) }
      guard let column = field(name, of: .table(table), depth: 0), case .field(_, let field, _) = column.kind
      else { return nil }
      return shown(
        TypedExpression(.member(.table(table), field, at: typed(.entity, row)), column.type, name.span), name,
        by: sheet)
    }
  }
}

extension TypedExpression {
  /// The first part, from the outside in, for which `isWanted` is true.
  func firstPart(where isWanted: (TypedExpression) -> Bool) -> TypedExpression? {
    if isWanted(self) { return self }
    for child in children {
      if let found = child.firstPart(where: isWanted) { return found }
    }
    return nil
  }

  /// True iff the value depends on where the row stands among the rows of its sheet.
  var isPlaceAmongOthers: Bool {
    switch kind {
    case .rank, .allocate, .left, .running, .previous: true
    default: false
    }
  }
}
