import Columns
import Source
import Syntax

extension Checker {
  /// The days that a window, a period, a date or a range of them names; nil with a message if it is none of these.
  mutating func checkWindow(_ syntax: Expression, in scope: Scope) -> TypedWindow? {
    let span = syntax.span
    switch syntax.kind {
    case .window(let window):
      if scope.period == nil, columnNamed(by: window, span, in: scope) != nil { break }
      return checkWindow(window, span, in: scope)
    case .range(let low, let high):
      guard let first = checkWindow(low, in: scope), let last = checkWindow(high, in: scope) else { return nil }
      if let start = fixedDay(first.from), let end = fixedDay(last.through), start > end {
        report(.windowEndsFirst(span))
        return nil
      }
      return TypedWindow(from: first.from, through: last.through, basis: nil, scope: nil, span: span)
    default: break
    }
    let typed = dateOnly(check(asPeriod(syntax), in: scope))
    switch typed.type.value {
    case .poison: return nil
    case .date: return TypedWindow(from: typed, through: typed, basis: nil, scope: nil, span: span)
    case .period(let unit):
      return TypedWindow(from: firstDay(typed), through: lastDay(typed), basis: unit, scope: nil, span: span)
    case .window:
      if let window = windowValue(of: typed) { return window }
    default: break
    }
    report(.windowNeeded(span, found: describe(typed.type)))
    return nil
  }

  /// The window that an expression of type window stands for: itself, or what a `let` names.
  private func windowValue(of typed: TypedExpression) -> TypedWindow? {
    switch typed.kind {
    case .window(let window): return window
    case .field(.sheet(let sheet), .line(let line), 0):
      return lineModels[.line(sheet: sheet, line: line)].flatMap { windowValue(of: $0.value) }
    default: return nil
    }
  }

  /// The day that a window's bound is in every row, if the text says it.
  private func fixedDay(_ bound: TypedExpression?) -> CalendarDate? {
    switch bound?.kind {
    case .constant(.date(let date))?: return date
    case .call(let builtin, let arguments)?:
      guard case .constant(.period(let period))? = arguments.first?.kind else { return nil }
      return builtin == .firstDay ? period.firstDay : builtin == .lastDay ? period.lastDay : nil
    default: return nil
    }
  }

  /// The column or key called `month`, `quarter` and so on, where the row has one: the words are names too.
  mutating func columnNamed(
    by window: WindowExpression, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression? {
    guard case .whole(let unit) = window else { return nil }
    if let use = scope.use {
      return definesName(unit.rawValue, in: use) ? checkDefineName(Name(unit.rawValue, span), of: use, in: scope) : nil
    }
    guard let row = scope.row else { return nil }
    return field(Name(unit.rawValue, span), of: row, depth: 0)
  }

  private mutating func checkWindow(_ window: WindowExpression, _ span: SourceSpan, in scope: Scope) -> TypedWindow? {
    switch window {
    case .allTime: return TypedWindow(from: nil, through: nil, basis: nil, scope: nil, span: span)
    case .toDate(let unit):
      guard let period = rowPeriod(unit, span, "`\(unit.rawValue) to date`", in: scope) else { return nil }
      return TypedWindow(
        from: firstDay(row(unit, span)), through: lastDay(row(period, span)), basis: unit,
        scope: unit == period ? nil : .period(unit), span: span)
    case .whole(let unit):
      guard rowPeriod(unit, span, "`\(unit.rawValue)`", in: scope) != nil else { return nil }
      return TypedWindow(
        from: firstDay(row(unit, span)), through: lastDay(row(unit, span)), basis: unit, scope: nil, span: span)
    case .planToDate:
      guard let period = scope.period else {
        report(.periodsNeeded(span, what: "`plan to date`"))
        return nil
      }
      guard let sheet = scope.sheet, let during = model.sheets[sheet].during else {
        report(.planToDateNeedsDuring(span))
        return nil
      }
      let first = TypedExpression(.constant(.date(during.first)), .date, span)
      return TypedWindow(from: first, through: lastDay(row(period, span)), basis: nil, scope: .plan, span: span)
    case .last(let count, let unit, let end, let includesEnd):
      return last(count, unit, end, includesEnd, span, in: scope)
    }
  }

  private mutating func last(
    _ count: Expression, _ unit: PeriodUnit?, _ end: Expression, _ includesEnd: Bool, _ span: SourceSpan,
    in scope: Scope
  ) -> TypedWindow? {
    let number = check(count, in: scope)
    let end = dateOnly(check(asPeriod(end), in: scope))
    if number.type.isPoison || end.type.isPoison { return nil }
    guard let quantity = number.type.quantity, quantity.unit.isOne || quantity.unit == .days, !number.type.isOptional
    else {
      report(
        .typeExpected(count.span, what: "the length of a window", expected: "number", found: describe(number.type)))
      return nil
    }
    func days(_ count: Int) -> TypedExpression {
      TypedExpression(.constant(.number(Rational(count))), .quantity(.days), span)
    }
    func minus(_ date: TypedExpression, _ days: TypedExpression) -> TypedExpression {
      TypedExpression(.binary(.minus, date, days), .date, span)
    }
    func plus(_ date: TypedExpression, _ days: TypedExpression) -> TypedExpression {
      TypedExpression(.binary(.plus, date, days), .date, span)
    }
    if case .number(let length)? = constantValue(number), !length.isInteger || length <= .zero {
      report(.windowLength(count.span))
      return nil
    }
    if case .period(let endUnit) = end.type.value {
      guard let unit, unit == endUnit, case .number(let value)? = constantValue(number), value.isInteger,
        let length = Int(exactly: value.numerator), length > 0
      else {
        report(.windowEndsInPeriod(span, unit: endUnit))
        return nil
      }
      let lastPeriod = includesEnd ? end : shifted(end, by: -1)
      return TypedWindow(
        from: firstDay(shifted(end, by: includesEnd ? 1 - length : -length)), through: lastDay(lastPeriod), basis: nil,
        scope: nil, span: span)
    }
    guard end.type.value == .date else {
      report(.typeExpected(end.span, what: "the end of a window", expected: "date", found: describe(end.type)))
      return nil
    }
    let through = includesEnd ? end : minus(end, days(1))
    let start: TypedExpression
    switch unit {
    case nil:
      start = minus(end, TypedExpression(number.kind, .quantity(.days), number.span))
    case .week:
      let weeks = TypedExpression(number.kind, .quantity(.days), number.span)
      start = minus(end, TypedExpression(.binary(.times, weeks, days(7)), .quantity(.days), span))
    case .month, .quarter, .year:
      let factor = unit == .month ? -1 : unit == .quarter ? -3 : -12
      let months = TypedExpression(
        .binary(.times, number, TypedExpression(.constant(.number(Rational(factor))), .number, span)), .number, span)
      start = TypedExpression(.call(.plusMonthsClamped, [end, months]), .date, span)
    }
    return TypedWindow(
      from: includesEnd ? plus(start, days(1)) : start, through: through, basis: nil, scope: nil, span: span)
  }

  /// The row's period, if windows of `unit` are made of it; nil with a message otherwise.
  private mutating func rowPeriod(
    _ unit: PeriodUnit, _ span: SourceSpan, _ what: String, in scope: Scope
  ) -> PeriodUnit? {
    guard let period = scope.period else {
      report(.periodsNeeded(span, what: what))
      return nil
    }
    guard unit == period || isLonger(unit, than: period) else {
      report(.periodTooShort(span, unit: unit, period: period))
      return nil
    }
    return period
  }

  func row(_ unit: PeriodUnit, _ span: SourceSpan) -> TypedExpression {
    TypedExpression(.rowPeriod(unit, offset: 0), StaticType(.period(unit)), span)
  }

  func firstDay(_ period: TypedExpression) -> TypedExpression {
    TypedExpression(.call(.firstDay, [period]), StaticType.date.optional(period.type.isOptional), period.span)
  }

  func lastDay(_ period: TypedExpression) -> TypedExpression {
    TypedExpression(.call(.lastDay, [period]), StaticType.date.optional(period.type.isOptional), period.span)
  }

  private func shifted(_ period: TypedExpression, by count: Int) -> TypedExpression {
    count == 0 ? period : TypedExpression(.shiftPeriod(period, by: count), period.type, period.span)
  }

  /// The window of the row's own period, in scopes that have one.
  func ownWindow(_ span: SourceSpan, in scope: Scope) -> TypedWindow? {
    scope.period.map { unit in
      TypedWindow(
        from: firstDay(row(unit, span)), through: lastDay(row(unit, span)), basis: unit, scope: nil, span: span)
    }
  }
}
