import Columns
import Model
import Source
import Syntax

/// A sheet as rows.
struct LoweredSheet {
  let frame: FrameID
  /// The frame of the entities, which `frame` repeats for each period.
  let entities: FrameID
  /// The frame of what stands in front of a range, which `entities` repeats; without a range, `entities` itself.
  let front: FrameID
  /// The frame of the repeated rows, of which `entities` has some or all; nil without a range.
  let range: FrameID?
  /// The frame of the keys, of which `front` has some or all; nil for rows that are not made of keys.
  let keys: FrameID?
  let hasPeriods: Bool
  /// The first and the last period that are wanted, if earlier or later ones are computed too.
  let firstShown: Period?
  let lastShown: Period?
  /// The first period of `during`, if earlier ones are computed for a running total that begins before it.
  let planStart: Period?
}

extension Lowering {
  mutating func lowered(_ sheet: Int) -> LoweredSheet {
    if let known = sheets[sheet] { return known }
    let declaration = model.sheets[sheet]
    let front = entities(of: sheet)
    let keys = keyFrame(front, of: declaration)
    let (entities, range) = repeated(sheet, front, keys: keys)
    var result = LoweredSheet(
      frame: entities, entities: entities, front: front, range: range, keys: keys, hasPeriods: false, firstShown: nil,
      lastShown: nil, planStart: nil)
    if let unit = declaration.period, let periods = periods(sheet, model.unit(unit)) {
      let frame = addFrame(
        declaration.name,
        .spine(
          entities: entities, first: periods.first, count: Int(periods.last.ordinal - periods.first.ordinal) + 1),
        declaration.span)
      let (from, through) = (periods.shown.lowerBound, periods.shown.upperBound)
      result = LoweredSheet(
        frame: frame, entities: entities, front: front, range: range, keys: keys, hasPeriods: true,
        firstShown: periods.first < from ? from : nil, lastShown: through < periods.last ? through : nil,
        planStart: periods.planStart)
    }
    sheets[sheet] = result
    if result.frame != tableFrames.values.first(where: { $0 == result.frame }) {
      let keys = keyColumns(sheet)
      program.frames[Int(result.frame.index)].identity = keys.map { NamedColumn($0.name, $0.column) }
    }
    return result
  }

  private func keyFrame(_ entities: FrameID, of declaration: SheetModel) -> FrameID? {
    guard case .keys = declaration.rows else { return nil }
    if case .filter(let parent, _) = program[entities].rows { return parent }
    return entities
  }

  /// The periods that are computed, those that are wanted, and the first of `during` if rows begin before it.
  private mutating func periods(
    _ sheet: Int, _ unit: CalendarUnit
  ) -> (first: Period, last: Period, shown: ClosedRange<Period>, planStart: Period?)? {
    let declaration = model.sheets[sheet]
    // A sheet that is only read may have none of the periods that the run is for.
    let isResult = options.only.map { $0.contains(declaration.name) } ?? true
    guard let wanted = needed.wanted(sheet) ?? (isResult ? nil : needed.days[sheet]) else {
      if options.days == nil && declaration.during == nil {
        fail(.periodNeeded(declaration.span, name: declaration.name))
      } else if let asOf = options.asOf, let late = NeededPeriods.leftOut(sheet, model, options) {
        fail(.afterAsOf(declaration.span, name: declaration.name, late, asOf))
      } else {
        fail(.outsidePlan(declaration.span, name: declaration.name))
      }
      return nil
    }
    let all = needed.days[sheet] ?? wanted
    let first = Period(unit, containing: min(all.lowerBound, wanted.lowerBound))
    let last = Period(unit, containing: max(all.upperBound, wanted.upperBound))
    let shown = Period(unit, containing: wanted.lowerBound)...Period(unit, containing: wanted.upperBound)
    let planStart = declaration.during.map { Period(unit, containing: $0.first) }.flatMap { first < $0 ? $0 : nil }
    return (first, last, shown, planStart)
  }

  // ---- Fields ----

  mutating func sheetColumn(_ sheet: Int, _ field: Field, _ span: SourceSpan) -> ColumnID {
    let lowered = lowered(sheet)
    switch field {
    case .line(let line): return lineColumn(sheet, line)
    case .status(let line): return outcomeColumn(\.statusColumns, sheet, line)
    case .reason(let line): return outcomeColumn(\.reasonColumns, sheet, line)
    case .period:
      guard let unit = model.sheets[sheet].period else { return rowNumber(on: lowered.frame, span) }
      return emit(.period, .period(model.unit(unit)), on: lowered.frame, span)
    case .key(let key): return keyColumn(sheet, key, lowered, span)
    case .range:
      guard let range = model.sheets[sheet].range else { return rowNumber(on: lowered.frame, span) }
      return rangeColumn(lowered, range, span)
    case .entity: return entityColumn(sheet, lowered, span)
    case .row, .column, .creditPayee, .creditDate, .creditAmount, .creditSource, .paid:
      return rowNumber(on: lowered.frame, span)
    }
  }

  /// The row in front of a range that a row of the sheet is for; without a range, the entity's.
  mutating func entityRow(_ lowered: LoweredSheet, _ span: SourceSpan) -> ColumnID {
    row(of: lowered.front, from: lowered.frame, span)
  }

  private mutating func keyColumn(
    _ sheet: Int, _ key: Int, _ lowered: LoweredSheet, _ span: SourceSpan
  ) -> ColumnID {
    guard case .keys(_, let types, _) = model.sheets[sheet].rows else { return rowNumber(on: lowered.frame, span) }
    let keys = lowered.keys ?? lowered.front
    var column = keyValue(key, types[key], on: keys, span)
    if keys != lowered.front {
      column = gather(column, at: emit(.parentRow, .row(keys), on: lowered.front, span), on: lowered.front, span)
    }
    guard lowered.frame != lowered.front else { return column }
    return gather(column, at: entityRow(lowered, span), on: lowered.frame, span)
  }

  /// The row of the table or of the other sheet that a row of the sheet is for.
  private mutating func entityColumn(_ sheet: Int, _ lowered: LoweredSheet, _ span: SourceSpan) -> ColumnID {
    let base: FrameID
    switch model.sheets[sheet].rows {
    case .table(let table, _): base = tableFrame(table)
    case .sheet(let source, _): base = self.lowered(source).frame
    case .keys, .one: return rowNumber(on: lowered.frame, span)
    }
    let row = entityRow(lowered, span)
    if lowered.front == base { return row }
    let parent = emit(.parentRow, .row(base), on: lowered.front, span)
    return lowered.frame == lowered.front ? parent : gather(parent, at: row, on: lowered.frame, span)
  }

  /// The columns that name a sheet's rows, as people read them.
  mutating func keyColumns(_ sheet: Int) -> [(name: String, column: ColumnID, type: StaticType)] {
    let declaration = model.sheets[sheet]
    let lowered = lowered(sheet)
    var result: [(name: String, column: ColumnID, type: StaticType)] = []
    switch declaration.rows {
    case .one: break
    case .sheet(let source, _):
      let row = entityColumn(sheet, lowered, declaration.span)
      for key in keyColumns(source) {
        result.append((key.name, gather(key.column, at: row, on: lowered.frame, declaration.span), key.type))
      }
    case .keys(let names, let types, _):
      if let match = declaration.match {
        let rows = [0, 1].map { keyColumn(sheet, $0, lowered, declaration.span) }
        result = matchKeys(match, names, rows, on: lowered.frame, declaration.span)
        break
      }
      for (key, name) in names.enumerated() {
        let column = keyColumn(sheet, key, lowered, declaration.span)
        result.append((name, readable(column, type: types[key], on: lowered.frame), types[key]))
      }
    case .table(let table, _):
      let row = entityColumn(sheet, lowered, declaration.span)
      let keys = model.tables[table].key
      for (key, identity) in zip(keys, tableIdentity(table, at: row, on: lowered.frame)) {
        let isPayee = declaration.kind == .plan && keys.count == 1
        let name = isPayee ? "payee" : identity.name
        result.append((name, identity.column, model.tables[table].columns[key].type))
      }
    }
    if let range = declaration.range, lowered.range != nil {
      result.append((range.name, rangeColumn(lowered, range, declaration.span), range.type))
    }
    if let unit = declaration.period, lowered.hasPeriods {
      let period = sheetColumn(sheet, .period, declaration.span)
      result.append((unit.rawValue, period, StaticType(.period(unit))))
    }
    return result
  }

  // ---- Lines ----

  mutating func lineColumn(_ sheet: Int, _ line: Int) -> ColumnID {
    let key = LineKey(sheet: sheet, line: line)
    if let known = lineColumns[key] { return known }
    linesInProgress.insert(key)
    tracing?.beginLine()
    let declaration = model.sheets[sheet].lines[line]
    let context = Context.sheet(sheet)
    let frame = frame(of: context)
    var column: ColumnID
    switch declaration.kind {
    case .let, .show: column = lower(declaration.value, in: context)
    case .pay: column = payment(declaration, sheet)
    case .order: column = order(declaration, sheet, line)
    }
    if let each = declaration.each {
      let isEnd = isLastPeriod(of: each, sheet, declaration.span)
      let empty =
        declaration.kind == .pay
        ? number(0, on: frame, declaration.span)
        : constant(.missing, program[column].kind, on: frame, declaration.span)
      column = emit(.choose(isEnd, then: column, otherwise: empty), program[column].kind, on: frame, declaration.span)
    }
    if program[column].name == nil, program[column].frame == frame {
      program.columns[Int(column.index)].name = declaration.name
    }
    lineColumns[key] = column
    linesInProgress.remove(key)
    tracing?.endLine(sheet, line, column)
    for pending in pendingPrevious where pending.sheet == sheet && pending.line == line {
      complete(pending.column, with: column)
    }
    pendingPrevious.removeAll { $0.sheet == sheet && $0.line == line }
    return column
  }

  /// True in rows whose period ends with a period of `unit`.
  private mutating func isLastPeriod(of unit: PeriodUnit, _ sheet: Int, _ span: SourceSpan) -> ColumnID {
    let context = Context.sheet(sheet)
    let frame = frame(of: context)
    let own = emit(.lastDay(sheetColumn(sheet, .period, span)), .date, on: frame, span)
    let longer = emit(.lastDay(rowPeriod(unit, 0, in: context, span)), .date, on: frame, span)
    return emit(.compare(.equal, own, longer), .bool, on: frame, span)
  }

  /// A payment, rounded to the currency's smallest amount. A running value is rounded before the earlier payments are
  /// taken off, so that the payments of a window sum to its rounded whole.
  private mutating func payment(_ line: LineModel, _ sheet: Int) -> ColumnID {
    let context = Context.sheet(sheet)
    let frame = frame(of: context)
    let digits = model.sheets[sheet].currency?.minorDigits ?? 2
    let smallest = Rational(Int64(1), scale: digits)
    let step = constant(.number(smallest), .number, on: frame, line.span)
    if line.isRoundedPerDeal, let sum = sumOfShares(sheet, line) { return sum }
    if line.steps.isEmpty {
      switch line.value.kind {
      case .through(let through):
        if through.method.isByRow, let sum = sumOfShares(sheet, line) { return sum }
        return paid(through, step: step, line.value.span, in: context)
      case .trueUp(let value, let scope, let rows):
        let whole = emit(.round(lower(value, in: context), .half, step: step), .number, on: frame, line.span)
        return difference(whole, scope: scope, rows, line.span, in: context)
      default: break
      }
    }
    let value = lower(line.value, in: context)
    let result = steps(line.steps, from: value, sheet, line.span).value
    return emit(.round(result, .half, step: step), .number, on: frame, line.span)
  }
}
