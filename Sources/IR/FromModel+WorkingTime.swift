import Columns
import Model
import Source

/// The days of windows, and what is counted of them.
extension Lowering {
  /// `days(w)`, `weekdays(w)`, `months_in(w)`: a window that ends before it begins has no days.
  mutating func measure(
    _ builtin: Builtin, _ window: TypedExpression, _ span: SourceSpan, on frame: FrameID,
    _ operand: (inout Lowering, TypedExpression) -> ColumnID
  ) -> ColumnID {
    guard case .window(let window) = window.kind, let from = window.from, let through = window.through else {
      fail(.windowWithoutEnds(span, function: builtin.rawValue))
      return constant(.missing, .number, on: frame, span)
    }
    let (last, first) = (operand(&self, through), operand(&self, from))
    let result: ColumnID
    switch builtin {
    case .weekdays:
      let through = weekdays(before: last, plus: 1, span, on: frame)
      let before = weekdays(before: first, plus: 0, span, on: frame)
      result = emit(.subtract(through, before), .number, on: frame, span)
    case .monthsIn: result = months(first, last, span, on: frame)
    default:
      let between = emit(.daysBetween(last, first), .number, on: frame, span)
      result = emit(.add(between, number(1, on: frame, span)), .number, on: frame, span)
    }
    // A period, or a window made of one, always has days.
    if window.basis != nil { return result }
    return emit(.maximum(result, number(0, on: frame, span)), .number, on: frame, span)
  }

  /// The days since a Monday, as whole weeks and the days behind them, of which Monday is 0.
  private mutating func weeks(
    to date: ColumnID, plus further: Int, _ span: SourceSpan, on frame: FrameID
  ) -> (weeks: ColumnID, rest: ColumnID) {
    let monday = constant(.date(CalendarDate(days: -3)), .date, on: frame, span)
    let between = emit(.daysBetween(date, monday), .number, on: frame, span)
    // Added to the number, as no day follows 9999-12-31.
    let days =
      further == 0 ? between : emit(.add(between, number(further, on: frame, span)), .number, on: frame, span)
    let seven = number(7, on: frame, span)
    let exact = emit(.divide(days, seven, zeroIsMissing: false), .number, on: frame, span)
    let weeks = emit(.round(exact, .floor, step: number(1, on: frame, span)), .number, on: frame, span)
    let whole = emit(.multiply(weeks, seven), .number, on: frame, span)
    return (weeks, emit(.subtract(days, whole), .number, on: frame, span))
  }

  /// The days from Monday to Friday between a fixed Monday and the day `further` days after a date, not counted itself.
  private mutating func weekdays(
    before date: ColumnID, plus further: Int, _ span: SourceSpan, on frame: FrameID
  ) -> ColumnID {
    let (weeks, rest) = weeks(to: date, plus: further, span, on: frame)
    let five = number(5, on: frame, span)
    let inWeeks = emit(.multiply(weeks, five), .number, on: frame, span)
    return emit(
      .add(inWeeks, emit(.minimum(rest, five), .number, on: frame, span)), .number, on: frame, span)
  }

  /// The name of a date's weekday.
  mutating func weekday(of date: ColumnID, _ span: SourceSpan, on frame: FrameID) -> ColumnID {
    let rest = weeks(to: date, plus: 0, span, on: frame).rest
    let names = Builtin.weekdayNames
    var result = constant(.text(names[6]), .text, on: frame, span)
    for (day, name) in names.enumerated().dropLast().reversed() {
      let isDay = emit(.compare(.equal, rest, number(day, on: frame, span)), .bool, on: frame, span)
      let name = constant(.text(name), .text, on: frame, span)
      result = emit(.choose(isDay, then: name, otherwise: result), .text, on: frame, span)
    }
    return result
  }

  /// How many of the plan's months lie wholly between two dates, both included.
  private mutating func months(
    _ first: ColumnID, _ last: ColumnID, _ span: SourceSpan, on frame: FrameID
  ) -> ColumnID {
    let unit = model.unit(.month)
    let one = number(1, on: frame, span)
    let zero = number(0, on: frame, span)
    let firstMonth = emit(.periodOf(first, unit), .period(unit), on: frame, span)
    let lastMonth = emit(.periodOf(last, unit), .period(unit), on: frame, span)
    let between = emit(.periodsBetween(lastMonth, firstMonth), .number, on: frame, span)
    let begins = emit(
      .compare(.equal, first, emit(.firstDay(firstMonth), .date, on: frame, span)), .bool, on: frame, span)
    let ends = emit(.compare(.equal, last, emit(.lastDay(lastMonth), .date, on: frame, span)), .bool, on: frame, span)
    let opening = emit(.choose(begins, then: one, otherwise: zero), .number, on: frame, span)
    // The last month counts if it is whole; the first is then one too many where it is not.
    let closing = emit(.choose(ends, then: zero, otherwise: one), .number, on: frame, span)
    let whole = emit(.add(between, opening), .number, on: frame, span)
    return emit(.subtract(whole, closing), .number, on: frame, span)
  }
}
