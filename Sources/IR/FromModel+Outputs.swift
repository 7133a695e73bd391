import Columns
import Model
import Source
import Syntax

extension TypedWindow {
  /// True iff the window is the period of its `basis` that the row is in, not an earlier or later one.
  fileprivate var isOwnPeriod: Bool {
    guard case .call(.firstDay, let first)? = from?.kind, case .call(.lastDay, let last)? = through?.kind,
      case .rowPeriod(_, offset: 0) = first[0].kind, case .rowPeriod(_, offset: 0) = last[0].kind
    else { return false }
    return true
  }
}

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
      }, columns: [], order: keys.map(\.column))
    output.leftOut = NeededPeriods.leftOut(sheet, model, options)
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

  // ---- Row by row ----

  /// What each credited row earns of a line that pays a credit through tiers: the slices, in order, of the same running
  /// value, so that they sum to what is paid.
  private mutating func addDetail(_ sheet: Int, _ index: Int, _ line: LineModel) {
    guard line.steps.isEmpty, case .through(let through) = line.value.kind, let relation = through.credit,
      case .credit(_, let creditIndex) = relation, let currency = model.sheets[sheet].currency,
      let unit = model.sheets[sheet].period, let scope = detailScope(of: through, line, unit)
    else { return }
    let credit = lowered(sheet: sheet, credit: creditIndex)
    let context = Context.credit(sheet: sheet, credit: creditIndex)
    let lowered = lowered(sheet)
    let span = line.span
    // Only rows of people and periods that the plan covers have a sheet's row to be part of.
    let frame = credit.frame
    // A line that is paid each quarter is paid in the month that holds the quarter's last day.
    var day = credit.date
    if let each = line.each {
      let longer = emit(.periodOf(day, model.unit(each)), .period(model.unit(each)), on: frame, span)
      day = emit(.lastDay(longer), .date, on: frame, span)
    }
    let period = emit(.periodOf(day, model.unit(unit)), .period(model.unit(unit)), on: frame, span)
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
    if case .period(let window) = scope {
      group.append(
        emit(.periodOf(read(credit.date), model.unit(window)), .period(model.unit(window)), on: covered, span))
    }
    let source = tableIdentity(model.sheets[sheet].credits[creditIndex].table, at: read(credit.source), on: covered)
    let written = through.order.map { lower($0, in: inside) }
    // Where no key tells rows apart, those that are still equal are alike in all that is printed.
    let order =
      (written.isEmpty ? [read(credit.date)] : written) + source.map(\.column)
      + (source.isEmpty ? [read(credit.date), amount] : [])
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
    checkShares(share, at: sheetRow, of: line, column: lineColumn(sheet, index), sheet, lowered)
    let payeeKey = gather(keyColumns(sheet)[0].column, at: sheetRow, on: covered, span)
    let periodColumn = read(period)
    let unitName = line.value.type.quantity.map { $0.unit.description }
    let credited = model.sheets[sheet].credits[creditIndex].amount.type.quantity?.unit
    let creditUnit = credited.map { $0.description }
    let creditFormat = OutputColumn.Format.number(.all(minimum: credited?.currency?.minorDigits ?? 0))
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
            name: "credit", title: nil, column: amount, format: creditFormat, unit: creditUnit,
            isAdditive: true),
          OutputColumn(
            name: "position", title: nil, column: after, format: creditFormat, unit: creditUnit,
            isAdditive: false),
          OutputColumn(
            name: line.name, title: line.title, column: share,
            format: .number(.fixed(currency.minorDigits)), unit: unitName,
            isAdditive: true),
        ], order: [payeeKey, periodColumn] + order))
  }

  /// Where the position in the tiers starts anew; nil if one row may count in several payments, so that no shares of
  /// its own add up to them.
  private func detailScope(of through: TypedThrough, _ line: LineModel, _ unit: PeriodUnit) -> RunningScope? {
    if let scope = through.scope { return scope }
    guard case .aggregate(let aggregate) = through.position.kind, let window = aggregate.window,
      window.basis == line.each ?? unit, window.isOwnPeriod
    else { return nil }
    return .period(line.each ?? unit)
  }

  /// The law of the detail: the shares of a period's rows make what is paid.
  private mutating func checkShares(
    _ share: ColumnID, at row: ColumnID, of line: LineModel, column: ColumnID, _ sheet: Int, _ lowered: LoweredSheet
  ) {
    let mine = rowNumber(on: lowered.frame, line.span)
    let sum = emit(
      .aggregate(
        Aggregation(
          function: .sum, frame: program[share].frame, value: share, theirs: [row], keys: [mine], window: nil)),
      .number, on: lowered.frame, line.span)
    let isSame = emit(.compare(.equal, sum, column), .bool, on: lowered.frame, line.span)
    program.checks.append(
      Check(
        text: "the shares of the credited rows add up to what is paid", frame: lowered.frame, condition: isSame,
        applies: shown(sheet, lowered), witnesses: [NamedColumn("sum of shares", sum), NamedColumn(line.name, column)],
        span: line.nameSpan))
  }

  private mutating func detailShown(
    _ lowered: LoweredSheet, _ row: ColumnID, _ covered: FrameID, _ sheet: Int, _ span: SourceSpan
  ) -> ColumnID? {
    shown(sheet, lowered).map { gather($0, at: row, on: covered, span) }
  }
}
