import Columns
import Model
import Source
import Syntax

/// What each credited row earns of a line.
extension Lowering {
  /// The rows that share a line; nil if it has no shares.
  mutating func heldRows(ofLine line: Int, _ sheet: Int) -> HeldRows? {
    guard let shares = model.shares(sheet: sheet, line: line), case .credit(_, let credit) = shares.credit else {
      return nil
    }
    return heldRows(of: credit, in: sheet, each: shares.period)
  }

  /// What each credited row is paid of a line, rounded as the line is; nil if it has no shares.
  mutating func share(_ sheet: Int, _ line: Int) -> ColumnID? {
    let key = LineKey(sheet: sheet, line: line)
    if let known = shares[key] { return known }
    guard let parts = model.shares(sheet: sheet, line: line), let rows = heldRows(ofLine: line, sheet) else {
      return nil
    }
    let declaration = model.sheets[sheet].lines[line]
    let span = declaration.span
    let frame = rows.frame
    var step: ColumnID?
    if declaration.kind == .pay {
      let digits = model.sheets[sheet].currency?.minorDigits ?? 2
      step = constant(.number(Rational(Int64(1), scale: digits)), .number, on: frame, span)
    }
    func rounded(_ column: ColumnID) -> ColumnID {
      step.map { emit(.round(column, .half, step: $0), .number, on: frame, span) } ?? column
    }
    func difference(_ a: ColumnID, _ b: ColumnID) -> ColumnID {
      emit(.subtract(a, b), .number, on: frame, span)
    }
    /// The share of a row of its own, as a step of the rounded running total, so that the shares sum to it.
    func ordered(_ own: ColumnID, _ window: [ColumnID], _ order: [ColumnID]) -> ColumnID {
      if step == nil { return own }
      if declaration.isRoundedPerDeal { return rounded(own) }
      let after = emit(.runningSum(of: own, group: window, order: order), .number, on: frame, span)
      return difference(rounded(after), rounded(difference(after, own)))
    }
    let share: ColumnID
    switch parts.value {
    case .through(let through):
      guard let earnings = rowEarnings(through, sheet, declaration.value.span) else { return nil }
      if let own = earnings.own {
        share = ordered(own, earnings.window, earnings.order)
      } else if let running = earnings.running {
        share =
          declaration.isRoundedPerDeal
          ? rounded(difference(running.after, running.before))
          : difference(rounded(running.after), rounded(running.before))
      } else {
        return nil
      }
    case .linear(let linear):
      let own = value(of: linear, on: rows, sheet, span)
      let window = windows(of: rows, nil, sheet, each: parts.period)
      share = ordered(own, window, order(of: rows, [], amounts: [rows.amount, own]))
    }
    shares[key] = share
    if declaration.kind == .pay { checkShares(share, at: rows.sheetRow, line, sheet) }
    return share
  }

  /// A credited row's part of an amount that is a sum over such rows.
  private mutating func value(
    of linear: LineShares.Linear, on rows: HeldRows, _ sheet: Int, _ span: SourceSpan
  ) -> ColumnID {
    let frame = rows.frame
    let zero = number(0, on: frame, span)
    func part(_ inner: LineShares.Linear) -> ColumnID { value(of: inner, on: rows, sheet, span) }
    func factor(_ expression: TypedExpression) -> ColumnID {
      gather(lower(expression, in: .sheet(sheet)), at: rows.sheetRow, on: frame, span)
    }
    func made(_ operation: Operation) -> ColumnID { emit(operation, .number, on: frame, span) }
    switch linear {
    case .rows(let aggregate):
      let value = aggregate.value.map { lower($0, in: rows.context) } ?? rows.amount
      guard let condition = aggregate.condition else { return value }
      // A condition that is missing leaves the row out, and a missing condition chooses nothing.
      let test = lower(condition, in: rows.context)
      let isTrue = emit(
        .coalesce(test, constant(.bool(false), .bool, on: frame, span)), .bool, on: frame, span)
      return made(.choose(isTrue, then: value, otherwise: zero))
    case .negated(let a): return made(.negate(part(a)))
    case .times(let a, let b): return made(.multiply(part(a), factor(b)))
    case .dividedBy(let a, let b): return made(.divide(part(a), factor(b), zeroIsMissing: false))
    case .plus(let a, let b): return made(.add(part(a), part(b)))
    case .minus(let a, let b): return made(.subtract(part(a), part(b)))
    case .chosen(let a, let condition, let b):
      return made(.choose(factor(condition), then: a.map { part($0) } ?? zero, otherwise: b.map { part($0) } ?? zero))
    }
  }

  /// What a line pays that is the sum of its rows' shares; nil if it has none.
  mutating func sumOfShares(_ sheet: Int, _ line: LineModel) -> ColumnID? {
    guard let number = model.sheets[sheet].lines.firstIndex(where: { $0.nameSpan == line.nameSpan }),
      let share = share(sheet, number), let rows = heldRows(ofLine: number, sheet)
    else { return nil }
    return sum(of: share, heldBy: sheet, at: rows.sheetRow, line.span)
  }

  /// The law of the shares: those of a period's rows make what is paid.
  private mutating func checkShares(_ share: ColumnID, at row: ColumnID, _ line: Int, _ sheet: Int) {
    let declaration = model.sheets[sheet].lines[line]
    let key = LineKey(sheet: sheet, line: line)
    // Where the payment is made of the shares, there is nothing to hold against it; and it may be in the making.
    if declaration.isRoundedPerDeal || linesInProgress.contains(key) { return }
    if case .through(let through) = declaration.value.kind, through.method.isByRow { return }
    guard checkedShares.insert(key).inserted else { return }
    let lowered = lowered(sheet)
    let column = lineColumn(sheet, line)
    let sum = sum(of: share, heldBy: sheet, at: row, declaration.span)
    let isSame = emit(.compare(.equal, sum, column), .bool, on: lowered.frame, declaration.span)
    program.checks.append(
      Check(
        text: "the shares of the credited rows add up to what is paid", frame: lowered.frame, condition: isSame,
        applies: shown(sheet, lowered),
        witnesses: [NamedColumn("sum of shares", sum), NamedColumn(declaration.name, column)],
        span: declaration.nameSpan))
  }

  // ---- Shares as rows ----

  mutating func frameOfShares(_ sheet: Int, _ line: Int) -> FrameID {
    heldRows(ofLine: line, sheet)?.frame ?? lowered(sheet).frame
  }

  mutating func shareColumn(_ sheet: Int, _ line: Int, _ field: Field, _ span: SourceSpan) -> ColumnID {
    guard let rows = heldRows(ofLine: line, sheet) else { return rowNumber(on: lowered(sheet).frame, span) }
    switch field {
    case .paid: return share(sheet, line) ?? rows.amount
    case .creditPayee: return rows.payee
    case .creditDate: return rows.date
    case .creditAmount: return rows.amount
    case .creditSource: return rows.source
    case .period: return rows.period
    case .column, .line, .status, .reason, .key, .range, .entity, .row: return rowNumber(on: rows.frame, span)
    }
  }

  /// True for the shares that count: not those of periods that are only computed for a running total; and, for rows
  /// without periods, only those of the periods that the run was asked for.
  mutating func isCounted(_ sheet: Int, _ line: Int, isOfRun: Bool) -> ColumnID? {
    let lowered = lowered(sheet)
    guard let rows = heldRows(ofLine: line, sheet) else { return nil }
    let span = model.sheets[sheet].lines[line].nameSpan
    if isOfRun {
      return shown(sheet, lowered).map { gather($0, at: rows.sheetRow, on: rows.frame, span) }
    }
    return lowered.planStart.map { first in
      let bound = constant(.period(first), .period(first.unit), on: rows.frame, span)
      return emit(.compare(.greaterOrEqual, rows.period, bound), .bool, on: rows.frame, span)
    }
  }

  /// The later of a date and the first day of the period that pays the row: a share is there when it is paid.
  mutating func notBeforePayment(_ date: ColumnID, in context: Context, _ span: SourceSpan) -> ColumnID {
    var inner = context
    while case .filtered(_, let base) = inner { inner = base }
    guard case .shares(let sheet, let line) = inner, let rows = heldRows(ofLine: line, sheet) else { return date }
    let frame = frame(of: context)
    var first = emit(.firstDay(rows.period), .date, on: rows.frame, span)
    if frame != rows.frame {
      first = column(.shares(sheet: sheet, line: line), .period, depth: 0, in: context, span)
      first = emit(.firstDay(first), .date, on: frame, span)
    }
    let isLate = emit(.compare(.greaterOrEqual, date, first), .bool, on: frame, span)
    return emit(.choose(isLate, then: date, otherwise: first), .date, on: frame, span)
  }
}
