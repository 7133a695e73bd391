import Columns
import Model
import Source
import Syntax

extension Lowering {
  /// The column that holds an expression's value over a context's frame.
  ///
  /// - Parameters:
  ///   - it: the running value, inside a step.
  ///   - zeroIsMissing: whether a division by zero gives missing, as inside `E else F`.
  mutating func lower(
    _ expression: TypedExpression, in context: Context, it: ColumnID? = nil, zeroIsMissing: Bool = false
  ) -> ColumnID {
    guard tracing != nil else { return column(of: expression, in: context, it: it, zeroIsMissing: zeroIsMissing) }
    tracing?.begin()
    let column = column(of: expression, in: context, it: it, zeroIsMissing: zeroIsMissing)
    tracing?.end(expression, column)
    return column
  }

  private mutating func column(
    of expression: TypedExpression, in context: Context, it: ColumnID?, zeroIsMissing: Bool
  ) -> ColumnID {
    let frame = frame(of: context)
    let span = expression.span
    let kind = kind(of: expression.type)
    func operand(_ inner: TypedExpression) -> ColumnID {
      lower(inner, in: context, it: it, zeroIsMissing: zeroIsMissing)
    }
    func made(_ operation: Operation) -> ColumnID { emit(operation, kind, on: frame, span) }
    switch expression.kind {
    case .error, .window: return constant(.missing, kind, on: frame, span)
    case .constant(let value): return constant(value, kind, on: frame, span)
    case .parameter:
      return constant(
        model.constantValue(expression, overrides: options.parameters) ?? .missing, kind, on: frame, span)
    case .today:
      guard let asOf = options.asOf else {
        fail(.todayNeedsDate(span))
        return constant(.missing, .date, on: frame, span)
      }
      return constant(.date(asOf), .date, on: frame, span)
    case .field(let relation, let field, let depth):
      return column(relation, field, depth: depth, in: context, span)
    case .member(.table(let table), let field, let row):
      let at = operand(row)
      guard case .column(let column) = field else { return at }
      return gather(tableColumn(table, column), at: at, on: frame, span)
    case .member(let relation, let field, let row):
      let at = operand(row)
      let source: Context =
        switch relation {
        case .table(let table): .table(table)
        case .sheet(let sheet): .sheet(sheet)
        case .credit(let sheet, let credit): .credit(sheet: sheet, credit: credit)
        case .shares(let sheet, let line): .shares(sheet: sheet, line: line)
        }
      return gather(column(relation, field, depth: 0, in: source, span), at: at, on: frame, span)
    case .lookup(let table, let keys, let isRequired):
      let target = tableFrame(table)
      let theirs = model.tables[table].key.map { tableColumn(table, $0) }
      let mine = keys.map { operand($0) }
      return emit(
        .lookup(frame: target, theirs: theirs, keys: mine, isRequired: isRequired), .row(target), on: frame, span)
    case .sheetRow(let sheet, let keys, let isRequired):
      return sheetRow(sheet, keys, isRequired: isRequired, mine: keys.map { operand($0.mine) }, span, on: frame)
    case .aggregate(let aggregate): return lower(aggregate, kind, span, in: context)
    case .pick(let pick): return lower(pick, span, in: context)
    case .isTied(let pick): return isTied(pick, span, in: context)
    case .rank(let ranking): return lower(ranking, span, in: context)
    case .allocate(let allocation):
      return lower(allocation, span, zeroIsMissing: zeroIsMissing, in: context)
    case .left(let allocation): return left(of: allocation, span, in: context)
    case .negate(let a): return made(.negate(operand(a)))
    case .not(let a): return made(.not(operand(a)))
    case .binary(let operation, let a, let b):
      let (x, y) = (operand(a), operand(b))
      return binary(operation, (a.type, x), (b.type, y), kind, span, frame, zeroIsMissing)
    case .isMissing(let a): return made(.isMissing(operand(a)))
    case .isIn(let value, let list):
      let value = operand(value)
      var result: ColumnID?
      for item in list {
        let test = emit(.compare(.equal, value, operand(item)), .bool, on: frame, span)
        result = result.map { emit(.or($0, test), .bool, on: frame, span) } ?? test
      }
      return result ?? constant(.bool(false), .bool, on: frame, span)
    case .isInWindow(let value, let window):
      let date = operand(value)
      var result: ColumnID?
      if let from = window.from {
        result = emit(.compare(.greaterOrEqual, date, operand(from)), .bool, on: frame, span)
      }
      if let through = window.through {
        let test = emit(.compare(.lessOrEqual, date, operand(through)), .bool, on: frame, span)
        result = result.map { emit(.and($0, test), .bool, on: frame, span) } ?? test
      }
      return result ?? constant(.bool(true), .bool, on: frame, span)
    case .conditional(let value, let condition, let otherwise):
      let test = operand(condition)
      let first = isNothing(value) ? constant(.missing, kind, on: frame, span) : operand(value)
      let second = isNothing(otherwise) ? constant(.missing, kind, on: frame, span) : operand(otherwise)
      return made(.choose(test, then: first, otherwise: second))
    case .otherwise(let value, let fallback):
      let first = lower(value, in: context, it: it, zeroIsMissing: true)
      let second = isNothing(fallback) ? constant(.missing, kind, on: frame, span) : operand(fallback)
      return made(.coalesce(first, second))
    case .round(let value, let mode, let step): return made(.round(operand(value), mode, step: operand(step)))
    case .convert(let value, let currency, let code, let rate):
      let amount = operand(value)
      let target = constant(.text(code), .text, on: frame, span)
      let isSame = emit(.compare(.equal, operand(currency), target), .bool, on: frame, span)
      let converted = emit(.multiply(amount, operand(rate)), .number, on: frame, span)
      return made(.choose(isSame, then: amount, otherwise: converted))
    case .call(let builtin, let arguments) where [.days, .weekdays, .monthsIn].contains(builtin):
      return measure(builtin, arguments[0], span, on: frame) { lowering, bound in
        lowering.lower(bound, in: context, it: it, zeroIsMissing: zeroIsMissing)
      }
    case .schedule(let question):
      return lower(question, kind, span, on: frame) { lowering, part in
        lowering.lower(part, in: context, it: it, zeroIsMissing: zeroIsMissing)
      }
    case .call(.overlap, let arguments): return overlap(arguments, span, in: context, it: it)
    case .call(.sqrt, let arguments):
      return made(.squareRoot(operand(arguments[0]), decimals: arguments.decimals))
    case .call(.normalQuantile, let arguments):
      return made(.normalQuantile(operand(arguments[0]), decimals: arguments.decimals))
    case .call(let builtin, let arguments):
      return call(builtin, arguments.map { operand($0) }, arguments[0].type, kind, span, frame)
    case .addMonths(let date, let months):
      return made(.addMonths(operand(date), number(months, on: frame, span), isClamped: false))
    case .rowPeriod(let unit, let offset): return rowPeriod(unit, offset, in: context, span)
    case .shiftPeriod(let period, let count): return made(.shiftPeriod(operand(period), by: count))
    case .previous(let line, let rows): return previous(line, rows, kind, span, in: context)
    case .running(let total): return lower(total, span, in: context)
    case .through(let through):
      return paid(through, step: nil, span, in: context)
    case .trueUp(let value, let scope, let rows):
      let running = operand(value)
      return difference(running, scope: scope, rows, span, in: context)
    case .tierRate(let rates, let value): return made(.tierRate(table: tierTable(rates), operand(value), against: nil))
    case .matchRates(let rates, let values):
      return made(.matchRates(table: keyedTable(rates), values.map { operand($0) }))
    case .curve(let curve, let value): return lower(curve: curve, at: operand(value), frame, span)
    case .it: return it ?? constant(.missing, kind, on: frame, span)
    }
  }

  mutating func fail(_ diagnostic: Diagnostic) {
    if !failures.contains(diagnostic) { failures.append(diagnostic) }
  }

  /// True iff the expression is the word `missing`, which takes the kind of what it stands beside.
  private func isNothing(_ expression: TypedExpression) -> Bool { expression.type.value == .nothing }

  private mutating func binary(
    _ operation: BinaryOperator, _ a: (type: StaticType, column: ColumnID), _ b: (type: StaticType, column: ColumnID),
    _ kind: ValueKind, _ span: SourceSpan, _ frame: FrameID, _ zeroIsMissing: Bool
  ) -> ColumnID {
    let (x, y) = (a.column, b.column)
    func made(_ operation: Operation) -> ColumnID { emit(operation, kind, on: frame, span) }
    switch operation {
    case .and: return made(.and(x, y))
    case .or: return made(.or(x, y))
    case .equal: return made(.compare(.equal, x, y))
    case .notEqual: return made(.compare(.notEqual, x, y))
    case .less: return made(.compare(.less, x, y))
    case .lessOrEqual: return made(.compare(.lessOrEqual, x, y))
    case .greater: return made(.compare(.greater, x, y))
    case .greaterOrEqual: return made(.compare(.greaterOrEqual, x, y))
    case .plus:
      switch a.type.value {
      case .date: return made(.addDays(x, y))
      case .period: return made(.addPeriods(x, y))
      default: return made(.add(x, y))
      }
    case .minus:
      switch (a.type.value, b.type.value) {
      case (.date, .date): return made(.daysBetween(x, y))
      case (.date, _): return made(.addDays(x, emit(.negate(y), .number, on: frame, span)))
      case (.period, .period): return made(.periodsBetween(x, y))
      case (.period, _): return made(.addPeriods(x, emit(.negate(y), .number, on: frame, span)))
      default: return made(.subtract(x, y))
      }
    case .times, .percentOf: return made(.multiply(x, y))
    case .divide: return made(.divide(x, y, zeroIsMissing: zeroIsMissing))
    }
  }

  private mutating func call(
    _ builtin: Builtin, _ arguments: [ColumnID], _ first: StaticType, _ kind: ValueKind, _ span: SourceSpan,
    _ frame: FrameID
  ) -> ColumnID {
    func made(_ operation: Operation) -> ColumnID { emit(operation, kind, on: frame, span) }
    switch builtin {
    case .min, .max:
      var result = arguments[0]
      for argument in arguments.dropFirst() {
        guard kind == .number else {
          // Days and periods are ordered but no amounts: the engine's extremes are of numbers.
          let comesFirst = emit(
            .compare(builtin == .min ? .lessOrEqual : .greaterOrEqual, result, argument), .bool, on: frame, span)
          result = made(.choose(comesFirst, then: result, otherwise: argument))
          continue
        }
        result = made(builtin == .min ? .minimum(result, argument) : .maximum(result, argument))
      }
      return result
    case .abs: return made(.absolute(arguments[0]))
    case .percent, .days, .overlap, .weekdays, .monthsIn, .sqrt, .normalQuantile, .nextDay, .previousDay, .dayFrom,
      .dayThrough:
      return arguments[0]
    case .remainder:
      let isAbove = emit(.compare(.greater, arguments[1], number(0, on: frame, span)), .bool, on: frame, span)
      let step = made(.assure(arguments[1], holds: isAbove, text: "the step of a remainder is not above 0"))
      return made(.subtract(arguments[0], made(.round(arguments[0], .floor, step: step))))
    case .poissonQuantile: return made(.poissonQuantile(mean: arguments[0], probability: arguments[1]))
    case .weekday: return weekday(of: arguments[0], span, on: frame)
    case .month: return periodOf(arguments[0], first, model.unit(.month), span, frame)
    case .quarter: return periodOf(arguments[0], first, model.unit(.quarter), span, frame)
    case .year: return periodOf(arguments[0], first, model.unit(.year), span, frame)
    case .week: return periodOf(arguments[0], first, model.unit(.week), span, frame)
    case .firstDay: return made(.firstDay(arguments[0]))
    case .lastDay: return made(.lastDay(arguments[0]))
    case .plusMonths: return made(.addMonths(arguments[0], arguments[1], isClamped: false))
    case .plusMonthsClamped: return made(.addMonths(arguments[0], arguments[1], isClamped: true))
    case .monthsBetween: return made(.monthsBetween(arguments[0], arguments[1]))
    case .dateOf: return made(.dateOf(timestamp: arguments[0]))
    case .startsWith: return made(.startsWith(arguments[0], arguments[1]))
    case .contains: return made(.contains(arguments[0], arguments[1]))
    }
  }

  private mutating func periodOf(
    _ value: ColumnID, _ type: StaticType, _ unit: CalendarUnit, _ span: SourceSpan, _ frame: FrameID
  ) -> ColumnID {
    var date = value
    if case .period(let found) = type.value {
      if model.unit(found) == unit { return value }
      date = emit(.firstDay(value), .date, on: frame, span)
    }
    return emit(.periodOf(date, unit), .period(unit), on: frame, span)
  }

  // ---- Periods and running values ----

  /// The period of a length that holds the row's own, or one `offset` later; inside an aggregate, of the row around it.
  mutating func rowPeriod(_ unit: PeriodUnit, _ offset: Int, in context: Context, _ span: SourceSpan) -> ColumnID {
    let frame = frame(of: context)
    let wanted = model.unit(unit)
    switch context {
    case .sheet(let sheet):
      let own = sheetColumn(sheet, .period, span)
      var period = own
      if model.sheets[sheet].period != unit {
        let first = emit(.firstDay(own), .date, on: frame, span)
        period = emit(.periodOf(first, wanted), .period(wanted), on: frame, span)
      }
      if offset == 0 { return period }
      return emit(.shiftPeriod(period, by: offset), .period(wanted), on: frame, span)
    case .filtered(_, let inner):
      let value = rowPeriod(unit, offset, in: inner, span)
      return gather(value, at: emit(.parentRow, .row(self.frame(of: inner)), on: frame, span), on: frame, span)
    case .pairs(_, let left, _):
      let value = rowPeriod(unit, offset, in: left, span)
      return gather(value, at: emit(.parentRow, .row(self.frame(of: left)), on: frame, span), on: frame, span)
    case .scan, .table, .credit, .shares: return constant(.missing, .period(wanted), on: frame, span)
    }
  }

  private mutating func previous(
    _ line: Int, _ rows: Int, _ kind: ValueKind, _ span: SourceSpan, in context: Context
  ) -> ColumnID {
    guard case .sheet(let sheet) = context, let starting = model.sheets[sheet].lines[line].starting else {
      return constant(.missing, kind, on: frame(of: context), span)
    }
    let frame = frame(of: context)
    let initial = lower(starting, in: context)
    let key = LineKey(sheet: sheet, line: line)
    if let column = preceding(key, initial: initial, kind, span) { return column }
    var first = previousColumns[key]
    if first == nil {
      first = emitPrevious(key, initial: initial, kind, span, on: frame)
    }
    let restarts = beginning(sheet, span)
    var column = first ?? initial
    for _ in 1..<max(1, rows) {
      column = emit(.previous(of: column, initial: initial, restarts: restarts), kind, on: frame, span)
    }
    return column
  }

  /// A line's value one row earlier, where the line may still be in the making.
  private mutating func emitPrevious(
    _ key: LineKey, initial: ColumnID, _ kind: ValueKind, _ span: SourceSpan, on frame: FrameID
  ) -> ColumnID {
    let restarts = beginning(key.sheet, span)
    let column = emitUnshared(.previous(of: initial, initial: initial, restarts: restarts), kind, on: frame, span)
    previousColumns[key] = column
    if linesInProgress.contains(key) {
      pendingPrevious.append((column, key.sheet, key.line))
    } else {
      let value = lineColumn(key.sheet, key.line)
      program.columns[Int(column.index)].operation = .previous(of: value, initial: initial, restarts: restarts)
    }
    return column
  }

  /// A running value less what it was `rows` rows before, from 0 where its window begins.
  mutating func difference(
    _ value: ColumnID, scope: RunningScope?, _ rows: Int, _ span: SourceSpan, in context: Context
  ) -> ColumnID {
    guard let scope, case .sheet(let sheet) = context else { return value }
    let frame = frame(of: context)
    let zero = number(0, on: frame, span)
    let restarts = starts(scope, sheet: sheet, span)
    var before = value
    for _ in 0..<rows {
      before = emit(.previous(of: before, initial: zero, restarts: restarts), .number, on: frame, span)
    }
    return emit(.subtract(value, before), .number, on: frame, span)
  }

  /// True in the rows of the first period of `during`, where earlier ones are computed too; nil if it is the first.
  mutating func beginning(_ sheet: Int, _ span: SourceSpan) -> ColumnID? {
    let lowered = lowered(sheet)
    guard let first = lowered.planStart else { return nil }
    let bound = constant(.period(first), .period(first.unit), on: lowered.frame, span)
    return emit(
      .compare(.equal, sheetColumn(sheet, .period, span), bound), .bool, on: lowered.frame, span)
  }

  /// True in the rows whose period is the first of the window; nil if only the first row is.
  mutating func starts(_ scope: RunningScope, sheet: Int, _ span: SourceSpan) -> ColumnID? {
    guard case .period(let unit) = scope else { return beginning(sheet, span) }
    let context = Context.sheet(sheet)
    let frame = frame(of: context)
    let own = emit(.firstDay(sheetColumn(sheet, .period, span)), .date, on: frame, span)
    let window = emit(.firstDay(rowPeriod(unit, 0, in: context, span)), .date, on: frame, span)
    return emit(.compare(.equal, own, window), .bool, on: frame, span)
  }
}

extension Diagnostic {
  static func todayNeedsDate(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .error, "E0901", "`today` needs a date, and the run was given none", at: span,
      notes: ["results never depend on the clock"], help: [Help("add `--as-of 2026-03-31`")])
  }

  static func windowWithoutEnds(_ span: SourceSpan, function: String) -> Diagnostic {
    Diagnostic(.error, "E0902", "`\(function)` needs a window with two ends, and this one has none", at: span)
  }

  static func periodNeeded(_ span: SourceSpan, name: String) -> Diagnostic {
    Diagnostic(
      .error, "E0903", "nothing says for which periods `\(name)` is wanted", at: span,
      help: [Help("add `during 2026` to it, or run it with `--period 2026-Q1`")])
  }

  static func periodsReadNeeded(_ span: SourceSpan, name: String) -> Diagnostic {
    Diagnostic(
      .error, "E0903", "nothing says for which periods `\(name)` is to be computed", at: span,
      "reads periods that are not asked for",
      notes: ["periods that were left out would be missing from this value, and nothing would say so"],
      help: [Help("add `during 2026` to `\(name)`, or gather its lines over days with a beginning and an end")])
  }

  static func beginningNeeded(
    _ span: SourceSpan, _ reading: SourceSpan, name: String, isPlan: Bool
  ) -> Diagnostic {
    Diagnostic(
      .error, "E0903", "nothing says in which period `\(name)` begins", at: span, "not `during` anything",
      also: [Label(reading, "goes back to the first period")],
      notes: ["a balance that began with the run would be another one in a longer run"],
      help: [Help("add `during 2026` to `\(name)`")]
        + (isPlan ? [Help("a run with `--paid` and `--ledger` goes on from the ledger's first statement")] : []))
  }

  static func afterAsOf(
    _ span: SourceSpan, name: String, _ periods: ClosedRange<Period>, _ asOf: CalendarDate
  ) -> Diagnostic {
    Diagnostic(
      .error, "E0904", "every period asked of `\(name)` begins after \(asOf), the as-of date", at: span,
      notes: ["the first is `\(periods.lowerBound)`, from \(periods.lowerBound.firstDay) on"],
      help: [Help("ask for an earlier period, or give a later `--as-of`")])
  }

  static func outsidePlan(_ span: SourceSpan, name: String) -> Diagnostic {
    Diagnostic(.error, "E0904", "the period asked for lies outside what `\(name)` is `during`", at: span)
  }
}
