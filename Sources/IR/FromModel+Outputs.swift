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
        OutputColumn(name: $0.name, title: nil, column: $0.column, format: .plain, unit: nil, isAdditive: false)
      }, columns: [], order: keys.map(\.column))
    switch declaration.kind {
    case .plan: addPayments(sheet, to: &output)
    case .replenish: addOrders(sheet, to: &output)
    case .sheet: break
    }
    for (index, line) in declaration.lines.enumerated() where line.kind == .show {
      output.columns.append(outputColumn(line, sheet, column: lineColumn(sheet, index)))
    }
    if declaration.kind == .replenish { addReasons(sheet, to: &output) }
    program.outputs.append(output)
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

  /// Where periods before the wanted ones are computed for their history: true in the wanted ones.
  private mutating func shown(_ sheet: Int, _ lowered: LoweredSheet) -> ColumnID? {
    guard let first = lowered.firstShown else { return nil }
    let span = model.sheets[sheet].span
    let period = sheetColumn(sheet, .period, span)
    let bound = constant(.period(first), .period(first.unit), on: lowered.frame, span)
    return emit(.compare(.greaterOrEqual, period, bound), .bool, on: lowered.frame, span)
  }

  private mutating func outputColumn(_ line: LineModel, _ sheet: Int, column: ColumnID) -> OutputColumn {
    let frame = frame(of: .sheet(sheet))
    let column = readable(column, type: line.value.type, on: frame)
    var format = OutputColumn.Format.plain
    var unit: String?
    if case .number(let quantity) = line.value.type.value {
      unit = quantity.unit.isOne ? nil : quantity.unit.description
      switch quantity.form {
      case .percent: format = .percent(line.decimals.map { .fixed($0) } ?? .all(minimum: 0))
      case .plain, .ratio: format = .number(line.decimals.map { .fixed($0) } ?? .all(minimum: 0))
      }
    }
    return OutputColumn(
      name: line.name, title: line.title, column: column, format: format, unit: unit, isAdditive: false)
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
    switch declaration.negative {
    case .collected, nil: output.columns.append(money("total", nil, total, isAdditive: true))
    case .dropped:
      let paid = emit(.maximum(total, zero), .number, on: frame, span)
      output.columns.append(money("total", nil, paid, isAdditive: true))
    case .carried:
      // owed = what earlier periods took too much; due = total - owed; paid = the part of it above zero.
      let owedBefore = emitUnshared(.previous(of: zero, initial: zero, restarts: nil), .number, on: frame, span)
      let due = emit(.subtract(total, owedBefore), .number, on: frame, span)
      let paid = emit(.maximum(due, zero), .number, on: frame, span)
      let owed = emit(.subtract(paid, due), .number, on: frame, span)
      program.columns[Int(owedBefore.index)].operation = .previous(of: owed, initial: zero, restarts: nil)
      program.columns[Int(owed.index)].name = "carried"
      output.columns.append(money("total", nil, paid, isAdditive: true))
      output.columns.append(money("carried", nil, owed, isAdditive: false))
    }
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

  // ---- Row by row ----

  /// What each credited row earns of a line that pays a credit through tiers: the slices, in order, of the same running
  /// value, so that they sum to what is paid.
  private mutating func addDetail(_ sheet: Int, _ index: Int, _ line: LineModel) {
    guard line.steps.isEmpty, case .through(let through) = line.value.kind, let relation = through.credit,
      case .credit(_, let creditIndex) = relation, let currency = model.sheets[sheet].currency,
      let unit = model.sheets[sheet].period
    else { return }
    let credit = lowered(sheet: sheet, credit: creditIndex)
    let context = Context.credit(sheet: sheet, credit: creditIndex)
    let lowered = lowered(sheet)
    let span = line.span
    // Only rows of people and periods that the plan covers have a sheet's row to be part of.
    let frame = credit.frame
    let period = emit(.periodOf(credit.date, CalendarUnit(unit)), .period(CalendarUnit(unit)), on: frame, span)
    let row = emit(
      .lookup(
        frame: lowered.frame,
        theirs: [sheetColumn(sheet, .entity, span), sheetColumn(sheet, .period, span)],
        keys: [credit.payee, period], isRequired: false), .row(lowered.frame), on: frame, span)
    let isCovered = emit(.not(emit(.isMissing(row), .bool, on: frame, span)), .bool, on: frame, span)
    let covered = filter(frame, keep: isCovered, line.name, span)
    let inside = Context.filtered(covered, of: context)
    func read(_ column: ColumnID) -> ColumnID {
      gather(column, at: emit(.parentRow, .row(frame), on: covered, span), on: covered, span)
    }
    let sheetRow = read(row)
    let payee = read(credit.payee)
    let amount = read(credit.amount)
    var group = [payee]
    let scope: PeriodUnit? =
      switch through.scope {
      case nil: unit
      case .period(let window)?: window
      case .plan?: nil
      }
    if let scope {
      group.append(
        emit(.periodOf(read(credit.date), CalendarUnit(scope)), .period(CalendarUnit(scope)), on: covered, span))
    }
    let source = tableIdentity(model.sheets[sheet].credits[creditIndex].table, at: read(credit.source), on: covered)
    let written = through.order.map { lower($0, in: inside) }
    let order = (written.isEmpty ? [read(credit.date)] : written) + source.map(\.column)
    let after = emit(.runningSum(of: amount, group: group, order: order), .number, on: covered, span)
    let before = emit(.subtract(after, amount), .number, on: covered, span)
    let against = through.against.map { lower($0, in: .sheet(sheet)) }.map {
      gather($0, at: sheetRow, on: covered, span)
    }
    let table = tierTable(through.rates)
    let step = constant(.number(Rational(Int64(1), scale: currency.minorDigits)), .number, on: covered, span)
    func paid(_ position: ColumnID) -> ColumnID {
      let earned = emit(.tierAmount(table: table, position, against: against), .number, on: covered, span)
      return emit(.round(earned, .half, step: step), .number, on: covered, span)
    }
    let share = emit(.subtract(paid(after), paid(before)), .number, on: covered, span)
    let payeeKey = gather(keyColumns(sheet)[0].column, at: sheetRow, on: covered, span)
    let periodColumn = read(period)
    let unitName = line.value.type.quantity.map { $0.unit.description }
    let creditUnit = model.sheets[sheet].credits[creditIndex].amount.type.quantity.map { $0.unit.description }
    func plain(_ name: String, _ column: ColumnID) -> OutputColumn {
      OutputColumn(name: name, title: nil, column: column, format: .plain, unit: nil, isAdditive: false)
    }
    program.frames[Int(covered.index)].identity = source + [NamedColumn("payee", payeeKey)]
    program.outputs.append(
      Output(
        kind: .detail, name: "\(model.sheets[sheet].name).\(line.name)", title: line.title, frame: covered,
        shown: detailShown(lowered, sheetRow, covered, sheet, span), isPrimary: nil,
        keys: [plain("payee", payeeKey), plain(unit.rawValue, periodColumn)]
          + source.map { plain($0.name, $0.column) },
        columns: [
          plain("date", read(credit.date)),
          OutputColumn(
            name: "credit", title: nil, column: amount, format: .number(.all(minimum: 0)), unit: creditUnit,
            isAdditive: true),
          OutputColumn(
            name: "position", title: nil, column: after, format: .number(.all(minimum: 0)), unit: creditUnit,
            isAdditive: false),
          OutputColumn(
            name: line.name, title: line.title, column: share,
            format: .number(.fixed(currency.minorDigits)), unit: unitName,
            isAdditive: true),
        ], order: [payeeKey, periodColumn] + order))
  }

  private mutating func detailShown(
    _ lowered: LoweredSheet, _ row: ColumnID, _ covered: FrameID, _ sheet: Int, _ span: SourceSpan
  ) -> ColumnID? {
    shown(sheet, lowered).map { gather($0, at: row, on: covered, span) }
  }
}
