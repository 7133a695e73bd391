import Columns
import Source
import Syntax

/// Periods that are moved by so many periods, and the number of periods between two.
extension Checker {
  /// The type of `period + number`, `period - number` and `period - period`; nil for any other sum of periods.
  func periodSum(_ operation: BinaryOperator, _ left: StaticType, _ right: StaticType) -> StaticType? {
    let isOptional = left.isOptional || right.isOptional
    switch (left.value, right.value) {
    case (.period, .number(let count)) where count.unit.isOne && count.form != .percent:
      return left.optional(isOptional)
    case (.period(let a), .period(let b)) where a == b && operation == .minus:
      return StaticType.number.optional(isOptional)
    default: return nil
    }
  }

  /// `week(d) + 2 weeks`, `this month - 1 quarter`: the span is made of whole periods of the period's own length.
  mutating func add(
    _ count: Int, _ unit: PeriodUnit, to period: TypedExpression, of own: PeriodUnit, _ operation: BinaryOperator,
    _ spanSpan: SourceSpan, _ span: SourceSpan
  ) -> TypedExpression {
    guard count <= 1_000_000 else {
      report(.spanTooLong(spanSpan))
      return TypedExpression(.error, .poison, span)
    }
    guard let each = periods(of: own, in: unit) else {
      report(.spanOfOtherPeriods(spanSpan, unit: unit, own: own, period.span))
      return TypedExpression(.error, .poison, span)
    }
    let moved = shifted(period, by: operation == .minus ? -count * each : count * each)
    return TypedExpression(moved.kind, moved.type, span)
  }

  /// How many periods of a length each longer one has; nil if not all have as many.
  private func periods(of own: PeriodUnit, in unit: PeriodUnit) -> Int? {
    let months = model.calendar?.monthsInYear ?? 12
    return switch (own, unit) {
    case (.week, .week), (.month, .month), (.quarter, .quarter), (.year, .year): 1
    case (.month, .quarter): months == 12 ? 3 : nil
    case (.month, .year): months
    case (.quarter, .year): 4
    default: nil
    }
  }
}

extension Diagnostic {
  static func periodSum(
    _ operation: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, _ a: String, _ b: String,
    _ at: SourceSpan
  ) -> Diagnostic {
    let unit: PeriodUnit =
      switch (left.type.value, right.type.value) {
      case (.period(let unit), _), (_, .period(let unit)): unit
      default: .month
      }
    let sign = operation.rawValue
    var help = [Help("a \(unit.rawValue) is moved by a number of \(unit.rawValue)s, as in `this \(unit.rawValue) + 2`")]
    if case (.period(let x), .period(let y)) = (left.type.value, right.type.value), x == y {
      help = [Help("`a - b` is the number of \(unit.rawValue)s from b to a")]
    } else if left.type.quantity?.unit == .days || right.type.quantity?.unit == .days {
      help.append(Help("a day is moved by days, as in `first_day(this \(unit.rawValue)) + 2 days`"))
    }
    return Diagnostic(
      "E0281", "`\(sign)` does not combine \(a) and \(b)", at: at, "no sum of these",
      also: [Label(left.span, a), Label(right.span, b)], help: help)
  }

  static func spanOfOtherPeriods(
    _ span: SourceSpan, unit: PeriodUnit, own: PeriodUnit, _ period: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      "E0281", "a \(own.rawValue) is moved by \(own.rawValue)s, and this is a number of \(unit.rawValue)s", at: span,
      "in \(unit.rawValue)s", also: [Label(period, "a \(own.rawValue)")],
      notes: [
        isLonger(unit, than: own)
          ? "not every \(unit.rawValue) has the same number of \(own.rawValue)s"
          : "a \(unit.rawValue) is shorter than a \(own.rawValue)"
      ],
      help: [Help("move a day by it, as in `\(own.rawValue)(today + 1 \(unit.rawValue))`")])
  }
}
