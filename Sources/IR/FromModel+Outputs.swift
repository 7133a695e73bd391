import Columns
import Model
import Source
import Syntax

extension Lowering {
  mutating func lowerSheets() {
    let chosen = model.rulesChosen
    for sheet in model.sheets.indices {
      if let only = options.only {
        if !only.contains(model.sheets[sheet].name) { continue }
      } else if chosen.contains(sheet) {
        // Its orders stand where it is chosen.
        continue
      }
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
    case .sheet, .rules: break
    }
    for (index, line) in declaration.lines.enumerated() where line.kind == .show && line.worthOf == nil {
      output.columns.append(outputColumn(line, sheet, column: lineColumn(sheet, index)))
    }
    if let shown = options.shownLines[declaration.name] {
      for (index, line) in declaration.lines.enumerated() where line.kind == .let && shown.contains(line.name) {
        output.columns.append(outputColumn(line, sheet, column: lineColumn(sheet, index)))
      }
    }
    if declaration.kind == .replenish { addReasons(sheet, to: &output) }
    if let choice = declaration.choice { complete(&output, sheet, choice) }
    let place = program.outputs.count
    addGroups(sheet, to: &output)
    program.outputs.insert(output, at: place)
    addClosedPeriods(sheet, output)
    for check in declaration.checks {
      let condition = lower(check.condition, in: .sheet(sheet))
      program.checks.append(
        Check(
          text: check.text, frame: lowered.frame, condition: condition, applies: output.shown,
          witnesses: witnesses(of: check.condition, in: .sheet(sheet)), span: check.span))
    }
    if options.withOrderEntries { addOrderEntries(sheet) }
    if options.withDetail {
      if declaration.kind == .replenish {
        addStepDetail(sheet, output)
        addRowDetail(sheet, output)
      }
      for (index, line) in declaration.lines.enumerated() where line.kind != .let && isChosen(line, of: declaration) {
        addDetail(sheet, index, line)
      }
    }
  }

  /// False iff only other parts of a plan's results were chosen than the rows behind this line.
  private func isChosen(_ line: LineModel, of sheet: SheetModel) -> Bool {
    options.parts.map { $0.contains(sheet.name) || $0.contains("\(sheet.name).\(line.name)") } ?? true
  }

  /// Leaves out the results of which only parts were chosen.
  mutating func keepChosenParts() {
    guard let parts = options.parts else { return }
    program.outputs.removeAll { output in
      // With a ledger, a plan is settled whatever is printed of it.
      let isSettled = options.hasLedger && (output.kind == .plan || output.kind == .closedPeriods)
      return !isSettled && !parts.contains(output.name) && !parts.contains(output.owner)
    }
    program.rowReports.removeAll { !parts.contains($0.name) && !parts.contains($0.rule.owner) }
    for report in program.rowReports.indices { program.rowReports[report].place = program.outputs.count }
  }

  private func outputKind(_ kind: SheetDeclaration.Kind) -> Output.Kind {
    switch kind {
    case .plan: .plan
    case .sheet: .sheet
    case .replenish: .replenish
    case .rules: .rules
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

  mutating func outputColumn(_ line: LineModel, _ sheet: Int, column: ColumnID) -> OutputColumn {
    let frame = frame(of: .sheet(sheet))
    let column = readable(column, type: line.value.type, on: frame)
    let (format, unit) = format(of: line.value.type, decimals: line.decimals)
    return OutputColumn(
      name: line.name, title: line.title, column: column, format: format, unit: unit, isAdditive: false)
  }

  /// How values of a type are printed, and the unit that stands above them.
  func format(of type: StaticType, decimals: Int?) -> (format: OutputColumn.Format, unit: String?) {
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
}
