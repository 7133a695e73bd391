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
    case .counted(let window): return counted(window, span, in: scope)
    }
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

  /// The window of the row's own period, in scopes that have one.
  func ownWindow(_ span: SourceSpan, in scope: Scope) -> TypedWindow? {
    scope.period.map { unit in
      TypedWindow(
        from: firstDay(row(unit, span)), through: lastDay(row(unit, span)), basis: unit, scope: nil, span: span)
    }
  }
}
