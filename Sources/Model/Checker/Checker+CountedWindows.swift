import Columns
import Source
import Syntax

/// Windows that are counted backward from their end or forward from their beginning.
extension Checker {
  mutating func counted(_ syntax: CountedWindow, _ span: SourceSpan, in scope: Scope) -> TypedWindow? {
    let count = check(syntax.count, in: scope)
    let edge = dateOnly(check(asPeriod(syntax.edge), in: scope))
    if count.type.isPoison || edge.type.isPoison { return nil }
    guard let quantity = count.type.quantity, quantity.unit.isOne || quantity.unit == .days, !count.type.isOptional
    else {
      report(
        .typeExpected(
          syntax.count.span, what: "the length of a window", expected: "number", found: describe(count.type)))
      return nil
    }
    if case .number(let length)? = constantValue(count), !length.isInteger || length <= .zero {
      report(.windowLength(syntax.count.span))
      return nil
    }
    if case .period(let unit) = edge.type.value {
      guard syntax.unit == unit, quantity.unit.isOne else {
        report(.windowOfPeriods(span, unit: unit, isForward: syntax.isForward))
        return nil
      }
      return periods(count, edge, syntax, span)
    }
    guard edge.type.value == .date else {
      report(
        .typeExpected(
          edge.span, what: syntax.isForward ? "the beginning of a window" : "the end of a window", expected: "date",
          found: describe(edge.type)))
      return nil
    }
    return days(count, edge, syntax, span)
  }

  /// So many whole periods before or after one.
  private func periods(
    _ count: TypedExpression, _ edge: TypedExpression, _ syntax: CountedWindow, _ span: SourceSpan
  ) -> TypedWindow {
    let near = syntax.includesEdge ? edge : shifted(edge, by: syntax.isForward ? 1 : -1)
    // The other end is one period nearer where the edge is the first of those that count.
    let far: TypedExpression
    if case .number(let length)? = constantValue(count), let length = Int(exactly: length.numerator) {
      let steps = syntax.includesEdge ? length - 1 : length
      far = shifted(edge, by: syntax.isForward ? steps : -steps)
    } else {
      let back = syntax.includesEdge ? shifted(edge, by: syntax.isForward ? -1 : 1) : edge
      far = TypedExpression(.binary(syntax.isForward ? .plus : .minus, back, count), edge.type, span)
    }
    return TypedWindow(
      from: firstDay(syntax.isForward ? near : far), through: lastDay(syntax.isForward ? far : near), basis: nil,
      scope: nil, span: span)
  }

  /// So many days, weeks or months before or after a day.
  ///
  /// ```
  /// last 2 months before d     (d - 2 months) .. d - 1      next 2 months after d    d + 1 .. (d + 2 months)
  /// last 2 months through d    (d - 2 months) + 1 .. d      next 2 months from d     d .. (d + 2 months) - 1
  /// ```
  private func days(
    _ count: TypedExpression, _ edge: TypedExpression, _ syntax: CountedWindow, _ span: SourceSpan
  ) -> TypedWindow {
    func days(_ count: Int) -> TypedExpression {
      TypedExpression(.constant(.number(Rational(count))), .quantity(.days), span)
    }
    func moved(_ date: TypedExpression, _ days: TypedExpression, isForward: Bool) -> TypedExpression {
      TypedExpression(.binary(isForward ? .plus : .minus, date, days), edge.type, span)
    }
    let far: TypedExpression
    switch syntax.unit {
    case nil:
      far = moved(edge, TypedExpression(count.kind, .quantity(.days), count.span), isForward: syntax.isForward)
    case .week:
      let weeks = TypedExpression(count.kind, .quantity(.days), count.span)
      let length = TypedExpression(.binary(.times, weeks, days(7)), .quantity(.days), span)
      far = moved(edge, length, isForward: syntax.isForward)
    case .month, .quarter, .year:
      let factor = syntax.unit == .month ? 1 : syntax.unit == .quarter ? 3 : 12
      let signed = TypedExpression(
        .constant(.number(Rational(syntax.isForward ? factor : -factor))), .number, span)
      let months = TypedExpression(.binary(.times, count, signed), .number, span)
      far = TypedExpression(.call(.plusMonthsClamped, [edge, months]), edge.type, span)
    }
    let near = syntax.includesEdge ? edge : moved(edge, days(1), isForward: syntax.isForward)
    let other = syntax.includesEdge ? moved(far, days(1), isForward: !syntax.isForward) : far
    return TypedWindow(
      from: syntax.isForward ? near : other, through: syntax.isForward ? other : near, basis: nil, scope: nil,
      span: span)
  }

  func shifted(_ period: TypedExpression, by count: Int) -> TypedExpression {
    count == 0 ? period : TypedExpression(.shiftPeriod(period, by: count), period.type, period.span)
  }
}
