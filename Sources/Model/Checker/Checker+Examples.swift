import Columns
import Source
import Syntax

/// Examples and the data that they share: every name and every cell is checked against what is declared.
extension Checker {
  mutating func checkExamples(_ files: [FileSyntax]) {
    var data: [String: (name: Name, given: [ExampleModel.GivenRows])] = [:]
    for case .data(let declaration) in files.flatMap(\.declarations) {
      let name = declaration.name
      if let other = globals[name.text]?.name ?? data[name.text]?.name {
        report(.declaredTwice(name, before: other))
        continue
      }
      data[name.text] = (name, declaration.tables.compactMap { given($0) })
    }
    for case .example(let declaration) in files.flatMap(\.declarations) {
      if let example = checkExample(declaration, data: data.mapValues(\.given)) { model.examples.append(example) }
    }
  }

  private mutating func checkExample(
    _ syntax: ExampleDeclaration, data: [String: [ExampleModel.GivenRows]]
  ) -> ExampleModel? {
    // What is given and set is checked even where it is not known for what.
    var givens: [ExampleModel.GivenRows] = []
    for given in syntax.givens {
      switch given {
      case .rows(let rows): givens += self.given(rows).map { [$0] } ?? []
      case .data(let name):
        if let rows = data[name.text] { givens += rows } else { report(unknownGiven(name, known: data.keys.sorted())) }
      }
    }
    let parameters = exampleParameters(syntax.parameters)
    let asOf = syntax.asOf.flatMap { exampleDate($0) }
    var days = syntax.during.flatMap { dateRange($0) }.map { $0.first...$0.last }
    guard let sheet = exampleSheet(syntax.sheet) else { return nil }
    let expected = syntax.expectedRows.compactMap { expectedRows($0, for: sheet) }
    if syntax.expectedRows.isEmpty && syntax.expectedErrors.isEmpty {
      report(.nothingExpected(syntax.title.span))
    }
    if let error = syntax.expectedErrors.first, let rows = syntax.expectedRows.first {
      report(.errorAndRowsExpected(error.span, rows: rows.span))
    }
    if days == nil { days = periods(of: expected) }
    return ExampleModel(
      title: syntax.title, sheet: sheet, givens: givens, parameters: parameters, asOf: asOf, days: days,
      expectedRows: expected, expectedErrors: syntax.expectedErrors)
  }

  private mutating func exampleSheet(_ name: Name) -> Int? {
    if name.text.isEmpty { return nil }
    if case .sheet(let sheet)? = globals[name.text]?.global { return sheet }
    report(.exampleOfWhat(name, known: sheetSyntax.map(\.name.text)))
    return nil
  }

  private func unknownGiven(_ name: Name, known data: [String]) -> Diagnostic {
    isTable(name.text)
      ? .tableWithoutRows(name) : .unknownGiven(name, known: data + tableSyntax.map(\.name.text))
  }

  // ---- Settings ----

  private mutating func exampleParameters(_ syntax: [ParameterDeclaration]) -> [ExampleModel.Parameter] {
    var seen: [String: Name] = [:]
    var result: [ExampleModel.Parameter] = []
    for parameter in syntax where !parameter.name.text.isEmpty {
      if let other = seen[parameter.name.text] {
        report(.declaredTwice(parameter.name, before: other))
        continue
      }
      seen[parameter.name.text] = parameter.name
      guard case .parameter(let index)? = globals[parameter.name.text]?.global else {
        report(.unknownExampleParameter(parameter.name, known: parameterSyntax.map(\.name.text)))
        continue
      }
      let declared = model.parameters[index].value.type
      let value = check(parameter.value, in: .constant)
      if value.type.isPoison || declared.isPoison { continue }
      if value.type.value != declared.value {
        report(.exampleParameterType(value.span, parameter.name, describe(declared), found: describe(value.type)))
      } else if constantValue(value) == nil {
        reportNoValue(value, what: "a param")
      } else {
        result.append(ExampleModel.Parameter(name: parameter.name.text, value: parameter.value))
      }
    }
    return result
  }

  private mutating func exampleDate(_ syntax: Expression) -> CalendarDate? {
    let typed = check(syntax, in: .constant)
    if case .constant(.date(let date)) = typed.kind { return date }
    if !typed.type.isPoison { report(.exampleDate(typed.span)) }
    return nil
  }

  /// From the first to the last period that is expected.
  private func periods(of expected: [ExampleModel.ExpectedRows]) -> ClosedRange<CalendarDate>? {
    var days: ClosedRange<CalendarDate>?
    for rows in expected where rowPeriod(of: rows.sheet) != nil {
      let last = exampleKeys(rows.sheet).count - 1
      guard let place = rows.columns.firstIndex(of: .key(last)) else { continue }
      for row in rows.rows {
        guard case .period(let period) = row.cells[place].value else { continue }
        let own = period.firstDay...period.lastDay
        days = days.map { min($0.lowerBound, own.lowerBound)...max($0.upperBound, own.upperBound) } ?? own
      }
    }
    return days
  }

  // ---- What is given ----

  private mutating func given(_ syntax: TableRowsSyntax) -> ExampleModel.GivenRows? {
    guard case .table(let table)? = globals[syntax.table.text]?.global else {
      if !syntax.table.text.isEmpty {
        report(.unknownGiven(syntax.table, known: tableSyntax.map(\.name.text)))
      }
      return nil
    }
    guard let header = syntax.rows.first else {
      return ExampleModel.GivenRows(table: table, columns: [], rows: [], span: syntax.table.span)
    }
    let declared = model.tables[table].columns
    let names = declared.map(\.name)
    var columns: [Int?] = []
    var seen: [String: SourceSpan] = [:]
    for cell in header.cells {
      let (name, unit) = split(cell, known: names)
      guard let column = declared.firstIndex(where: { $0.name == name.text }) else {
        report(.unknownExampleColumn(name, of: model.tables[table].name, known: declared.map(\.name), what: "column"))
        columns.append(nil)
        continue
      }
      if tableSyntax[table].columns[column].value != nil {
        report(.computedColumnGiven(name, declared[column].span))
        columns.append(nil)
        continue
      }
      if let other = seen.updateValue(name.span, forKey: name.text) { report(.columnTwice(name, before: other)) }
      columns.append(column)
      _ = headerFactor(unit, name, type: declared[column].type, factor: declared[column].factor)
    }
    let rows = Array(syntax.rows.dropFirst())
    let cells = columns.enumerated().compactMap { place, column in
      column.map {
        ExampleCells.Column(
          place: place, name: declared[$0].name, type: cellType(of: declared[$0].type),
          isOptional: declared[$0].type.isOptional)
      }
    }
    // Of a column with an unknown type nothing is known.
    for error in ExampleCells(cells.filter { !declared[columns[$0.place] ?? 0].type.isPoison }, rows).errors {
      report(.unreadableCell(error))
    }
    guard seen.count == header.cells.count, !columns.contains(nil) else { return nil }
    return ExampleModel.GivenRows(
      table: table, columns: columns.compactMap { $0 }, rows: rows, span: header.span)
  }

  // ---- What is expected ----

  /// The keys by which a sheet's rows are known, in the order of the result.
  func exampleKeys(_ sheet: Int) -> [(name: String, type: StaticType)] {
    var keys: [(name: String, type: StaticType)] = []
    switch model.sheets[sheet].rows {
    case .one: break
    case .keys(let names, let types, _):
      keys = model.sheets[sheet].match.map { matchKeys($0, names) } ?? zip(names, types).map { ($0, $1) }
    case .sheet(let source, _): keys = exampleKeys(source)
    case .table(let table, _):
      let columns = model.tables[table].key.map { model.tables[table].columns[$0] }
      let isPayee = model.sheets[sheet].kind == .plan && columns.count == 1
      keys = columns.map { (isPayee ? "payee" : $0.name, $0.type) }
    }
    if let range = model.sheets[sheet].range { keys.append((range.name, range.type)) }
    if let period = model.sheets[sheet].period { keys.append((period.rawValue, StaticType(.period(period)))) }
    return keys
  }

  /// The columns that a result has besides its keys and lines.
  private func otherColumns(_ sheet: Int) -> [(name: String, type: StaticType)] {
    let declaration = model.sheets[sheet]
    switch declaration.kind {
    case .sheet, .rules: return []
    case .plan:
      guard let currency = declaration.currency, declaration.lines.contains(where: { $0.kind == .pay }) else {
        return []
      }
      let money = StaticType.quantity(Unit(currency.code))
      let paid: [(name: String, type: StaticType)] = [
        ("paid_rate", .number), ("paid_currency", .text), ("paid", .number),
      ]
      return [("total", money)] + (declaration.negative == .carried ? [("carried", money)] : [])
        + (declaration.conversion == nil ? [] : paid)
    case .replenish:
      return outcomeFields(of: sheet).map { ($0.name, $0.type.optional(false)) }
    }
  }

  private mutating func expectedRows(
    _ syntax: ExampleDeclaration.ExpectedRows, for sheet: Int
  ) -> ExampleModel.ExpectedRows? {
    var sheet = sheet
    if let name = syntax.sheet {
      guard let other = exampleSheet(name) else { return nil }
      sheet = other
    }
    if brokenSheets.contains(sheet) { return nil }
    var result = ExampleModel.ExpectedRows(
      sheet: sheet, isExact: syntax.isExact, columns: [], names: [], rows: [], span: syntax.span)
    guard let header = syntax.rows.first else {
      if !syntax.isExact { report(.noHeaderExpected(syntax.span)) }
      return result
    }
    let keys = exampleKeys(sheet)
    let others = otherColumns(sheet)
    let lines = model.sheets[sheet].lines
    let known = keys.map(\.name) + lines.map(\.name) + others.map(\.name)
    var cells: [ExampleCells.Column] = []
    var factors: [Rational] = []
    var seen: [String: SourceSpan] = [:]
    for (place, cell) in header.cells.enumerated() {
      let (name, unit) = split(cell, known: known)
      let column: ExampleModel.ExpectedColumn
      let type: StaticType
      if let key = keys.firstIndex(where: { $0.name == name.text }) {
        (column, type) = (.key(key), keys[key].type)
      } else if let line = lines.firstIndex(where: { $0.name == name.text }) {
        (column, type) = (.line(line), lines[line].value.type)
      } else if let other = others.first(where: { $0.name == name.text }) {
        (column, type) = (.other(other.name), other.type)
      } else {
        report(.unknownExampleColumn(name, of: model.sheets[sheet].name, known: known, what: "key or line"))
        continue
      }
      if let other = seen.updateValue(name.span, forKey: name.text) { report(.columnTwice(name, before: other)) }
      guard isWritten(type) else {
        if !type.isPoison { report(.noCellForValue(name, describe(type))) }
        continue
      }
      result.columns.append(column)
      result.names.append(name.text)
      cells.append(
        ExampleCells.Column(place: place, name: name.text, type: cellType(of: type), isOptional: true))
      factors.append(headerFactor(unit, name, type: type, factor: nil))
    }
    let rows = Array(syntax.rows.dropFirst())
    let read = ExampleCells(cells, rows, mayBeInfinite: true)
    for error in read.errors { report(.unreadableCell(error)) }
    guard read.errors.isEmpty, cells.count == header.cells.count else { return nil }
    result.rows = rows.enumerated().map { number, row in
      let cells = cells.indices.map { place -> ExampleModel.ExpectedCell in
        let written = row.cells[cells[place].place]
        return ExampleModel.ExpectedCell(
          text: written.text, value: read.value(number, place, times: factors[place]),
          decimals: ExampleCells.decimals(of: written.text),
          span: written.span)
      }
      return ExampleModel.ExpectedRow(cells: cells, span: row.span)
    }
    return result
  }

  // ---- Headers and types ----

  /// A header's name, and the unit behind it.
  private func split(_ cell: TextLiteral, known: [String]) -> (name: Name, unit: TextLiteral?) {
    let text = cell.text
    func part(_ range: Range<String.Index>) -> SourceSpan {
      let start = Int(cell.span.start) + text.utf8.distance(from: text.startIndex, to: range.lowerBound)
      let length = text.utf8.distance(from: range.lowerBound, to: range.upperBound)
      // A cell between quotes may hold escapes, so that its parts are not where they seem to be.
      guard start + length <= Int(cell.span.end), Int(cell.span.end - cell.span.start) == text.utf8.count else {
        return cell.span
      }
      return SourceSpan(file: cell.span.file, start: start, end: start + length)
    }
    if known.contains(text) { return (Name(text, cell.span), nil) }
    var nameEnd = text.firstIndex(of: " ") ?? text.endIndex
    var name = String(text[..<nameEnd])
    if text.hasPrefix("`"), let quote = text.dropFirst().firstIndex(of: "`") {
      nameEnd = text.index(after: quote)
      name = String(text[text.index(after: text.startIndex)..<quote])
    } else if let longest = known.filter({ text.hasPrefix($0 + " ") }).max(by: { $0.utf8.count < $1.utf8.count }) {
      nameEnd = text.index(text.startIndex, offsetBy: longest.count)
      name = longest
    }
    let rest = text[nameEnd...].drop { $0 == " " }
    let unit = rest.isEmpty ? nil : TextLiteral(String(rest), part(rest.startIndex..<text.endIndex))
    return (Name(name, part(text.startIndex..<nameEnd)), unit)
  }

  /// How many base units one unit of the header is; 1, with a message, if it is not the column's unit.
  private mutating func headerFactor(
    _ written: TextLiteral?, _ name: Name, type: StaticType, factor: Rational?
  ) -> Rational {
    guard let written, !type.isPoison else { return .one }
    if case .number(let quantity) = type.value {
      if quantity.form == .percent || quantity.unit.isOne {
        if ["%", "percent"].contains(written.text), quantity.form == .percent { return .one }
      } else {
        let names = written.text.split(separator: "/", omittingEmptySubsequences: false).map { side in
          side.split(separator: "*").map { Name(String($0.filter { $0 != " " }), written.span) }
        }
        let syntax = UnitExpression(
          numerator: names.first ?? [], denominator: names.dropFirst().flatMap { $0 }, span: written.span)
        guard let (unit, own) = unit(syntax) else { return .one }
        // A column's cells are in its own unit, an expected value in the one that its header names.
        if unit == quantity.unit, factor == nil || own == factor { return own }
      }
    }
    report(.otherUnitInHeader(written, name, wanted: describe(type.optional(false))))
    return .one
  }

  /// Iff a cell can hold a value of the type.
  private func isWritten(_ type: StaticType) -> Bool {
    switch type.value {
    case .bool, .text, .date, .timestamp, .choice, .number, .moneyInColumn, .period: true
    case .row(.table(let table)): model.tables[table].key.count == 1
    case .row, .calendarSpan, .window, .nothing, .poison: false
    }
  }

  /// What a cell of the type holds.
  ///
  /// - Parameter steps: how many references have been followed; keys that refer to each other in a circle are reported
  ///   elsewhere.
  private func cellType(of type: StaticType, after steps: Int = 0) -> CellType {
    switch type.value {
    case .bool: return .bool
    case .date: return .date
    case .timestamp: return .timestamp
    case .period(let unit): return .period(model.unit(unit))
    case .choice(let options): return .choice(options)
    case .number(let quantity): return quantity.form == .percent ? .percent : .number
    case .moneyInColumn: return .number
    case .row(.table(let table)):
      guard steps < model.tables.count, model.tables[table].key.count == 1, let key = model.tables[table].key.first
      else { return .text }
      return cellType(of: model.tables[table].columns[key].type, after: steps + 1)
    case .row, .text, .calendarSpan, .window, .nothing, .poison: return .text
    }
  }
}
