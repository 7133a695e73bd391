import Columns
import Model
import Source
import Syntax

extension Lowering {
  mutating func lowerSheets() {
    for sheet in model.sheets.indices {
      if let only = options.only, !only.contains(model.sheets[sheet].name) { continue }
      lowerSheet(sheet)
    }
  }

  private mutating func lowerSheet(_ sheet: Int) {
    let declaration = model.sheets[sheet]
    let lowered = lowered(sheet)
    let keys = keyColumns(sheet)
    var output = Output(
      kind: outputKind(declaration.kind), name: declaration.name, title: declaration.title, frame: lowered.frame,
      shown: shown(sheet, lowered), isPrimary: nil,
      keys: keys.map {
        let (format, unit) = format(of: $0.type, decimals: nil)
        return OutputColumn(
          name: $0.name, title: nil, column: $0.column, format: format, unit: unit, isAdditive: false)
      }, columns: [], order: printedOrder(sheet) + keys.map(\.column))
    output.leftOut = NeededPeriods.leftOut(sheet, model, options)
    if declaration.kind == .plan, declaration.negative == .carried, declaration.during == nil, !options.hasLedger {
      output.carriedSince = wantedPeriods(sheet, of: model, options)?.lowerBound
    }
    switch declaration.kind {
    case .plan: addPayments(sheet, to: &output)
    case .replenish: addOrders(sheet, to: &output)
    case .sheet: break
    }
    for (index, line) in declaration.lines.enumerated() where line.kind == .show {
      output.columns.append(outputColumn(line, sheet, column: lineColumn(sheet, index)))
    }
    if let shown = options.shownLines[declaration.name] {
      for (index, line) in declaration.lines.enumerated() where line.kind == .let && shown.contains(line.name) {
        output.columns.append(outputColumn(line, sheet, column: lineColumn(sheet, index)))
      }
    }
    if declaration.kind == .replenish { addReasons(sheet, to: &output) }
    program.outputs.append(output)
    addClosedPeriods(sheet, output)
    for check in declaration.checks {
      let condition = lower(check.condition, in: .sheet(sheet))
      program.checks.append(
        Check(
          text: check.text, frame: lowered.frame, condition: condition, applies: output.shown,
          witnesses: witnesses(of: check.condition, in: .sheet(sheet)), span: check.span))
    }
    if options.withDetail {
      for (index, line) in declaration.lines.enumerated() where line.kind == .pay { addDetail(sheet, index, line) }
    }
  }

  private func outputKind(_ kind: SheetDeclaration.Kind) -> Output.Kind {
    switch kind {
    case .plan: .plan
    case .sheet: .sheet
    case .replenish: .replenish
    }
  }

  /// Where periods besides the wanted ones are computed: true in the wanted ones.
  mutating func shown(_ sheet: Int, _ lowered: LoweredSheet) -> ColumnID? {
    let span = model.sheets[sheet].span
    func test(_ comparison: Operation.Comparison, _ bound: Period?) -> ColumnID? {
      guard let bound else { return nil }
      let period = sheetColumn(sheet, .period, span)
      let constant = constant(.period(bound), .period(bound.unit), on: lowered.frame, span)
      return emit(.compare(comparison, period, constant), .bool, on: lowered.frame, span)
    }
    let isLate = test(.greaterOrEqual, lowered.firstShown)
    guard let isEarly = test(.lessOrEqual, lowered.lastShown) else { return isLate }
    return isLate.map { emit(.and($0, isEarly), .bool, on: lowered.frame, span) } ?? isEarly
  }

  private mutating func outputColumn(_ line: LineModel, _ sheet: Int, column: ColumnID) -> OutputColumn {
    let frame = frame(of: .sheet(sheet))
    let column = readable(column, type: line.value.type, on: frame)
    let (format, unit) = format(of: line.value.type, decimals: line.decimals)
    return OutputColumn(
      name: line.name, title: line.title, column: column, format: format, unit: unit, isAdditive: false)
  }

  /// How values of a type are printed, and the unit that stands above them.
  private func format(of type: StaticType, decimals: Int?) -> (format: OutputColumn.Format, unit: String?) {
    guard case .number(let quantity) = type.value else { return (.plain, nil) }
    let unit = quantity.unit.isOne ? nil : quantity.unit.description
    switch quantity.form {
    case .percent: return (.percent(decimals.map { .fixed($0) } ?? .all(minimum: 0)), unit)
    case .plain, .ratio:
      // Money is shown with its cents even where they are zero.
      let minimum = quantity.unit.currency?.minorDigits ?? 0
      return (.number(decimals.map { .fixed($0) } ?? .all(minimum: minimum)), unit)
    }
  }

  // ---- Plans ----

  /// The pay lines, their total, and what is carried forward.
  private mutating func addPayments(_ sheet: Int, to output: inout Output) {
    let declaration = model.sheets[sheet]
    guard let currency = declaration.currency else { return }
    let frame = output.frame
    let span = declaration.span
    let format = OutputColumn.Format.number(.fixed(currency.minorDigits))
    func money(_ name: String, _ title: String?, _ column: ColumnID, isAdditive: Bool) -> OutputColumn {
      OutputColumn(
        name: name, title: title, column: column, format: format, unit: currency.code, isAdditive: isAdditive)
    }
    var total: ColumnID?
    for (index, line) in declaration.lines.enumerated() where line.kind == .pay {
      let column = lineColumn(sheet, index)
      output.columns.append(money(line.name, line.title, column, isAdditive: true))
      total = total.map { emit(.add($0, column), .number, on: frame, span) } ?? column
    }
    guard let total else { return }
    let zero = number(0, on: frame, span)
    var statement = total
    switch declaration.negative {
    case .collected, nil: output.columns.append(money("total", nil, total, isAdditive: true))
    case .dropped:
      let paid = emit(.maximum(total, zero), .number, on: frame, span)
      statement = paid
      output.columns.append(money("total", nil, paid, isAdditive: true))
    case .carried:
      // owed = what earlier periods took too much; due = total - owed; paid = the part of it above zero.
      let restarts = beginning(sheet, span)
      let owedBefore = emitUnshared(.previous(of: zero, initial: zero, restarts: restarts), .number, on: frame, span)
      let due = emit(.subtract(total, owedBefore), .number, on: frame, span)
      let paid = emit(.maximum(due, zero), .number, on: frame, span)
      let owed = emit(.subtract(paid, due), .number, on: frame, span)
      program.columns[Int(owedBefore.index)].operation = .previous(of: owed, initial: zero, restarts: restarts)
      program.columns[Int(owed.index)].name = "carried"
      statement = paid
      output.columns.append(money("total", nil, paid, isAdditive: true))
      output.columns.append(money("carried", nil, owed, isAdditive: false))
    }
    addConversion(sheet, of: statement, to: &output)
  }

  // ---- Replenishment ----

  private mutating func addOrders(_ sheet: Int, to output: inout Output) {
    let declaration = model.sheets[sheet]
    let frame = output.frame
    let zero = number(0, on: frame, declaration.span)
    for (index, line) in declaration.lines.enumerated() where line.kind == .order {
      let column = lineColumn(sheet, index)
      var ordered = outputColumn(line, sheet, column: column)
      ordered.isAdditive = true
      output.columns.append(ordered)
      let orders = emit(.compare(.greater, column, zero), .bool, on: frame, line.span)
      output.isPrimary = output.isPrimary.map { emit(.or($0, orders), .bool, on: frame, line.span) } ?? orders
      let isAllowed = emit(.compare(.greaterOrEqual, column, zero), .bool, on: frame, line.span)
      program.checks.append(
        Check(
          text: "an order is not negative", frame: frame, condition: isAllowed, applies: nil,
          witnesses: [NamedColumn(line.name, column)], span: line.nameSpan))
    }
  }

  private mutating func addReasons(_ sheet: Int, to output: inout Output) {
    let orders = model.sheets[sheet].lines.indices.filter { model.sheets[sheet].lines[$0].kind == .order }
    for line in orders {
      guard let reason = reasonColumns[LineKey(sheet: sheet, line: line)] else { continue }
      let name = orders.count == 1 ? "reason" : "\(model.sheets[sheet].lines[line].name)_reason"
      output.columns.append(
        OutputColumn(name: name, title: nil, column: reason, format: .plain, unit: nil, isAdditive: false))
    }
  }
}
