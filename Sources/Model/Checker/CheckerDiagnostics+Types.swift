import Columns
import Source
import Syntax

/// What the checker says about types, units and missing values.
extension Diagnostic {
  // ---- E03: types and units ----

  static func unitsDiffer(
    _ sign: String, _ a: TypedExpression, _ x: Quantity, _ b: TypedExpression, _ y: Quantity, _ at: SourceSpan
  ) -> Diagnostic {
    let both = x.unit.currency != nil && y.unit.currency != nil
    return Diagnostic(
      "E0301", "\(x.unitDescription) and \(y.unitDescription) cannot stand on the two sides of `\(sign)`", at: at,
      both ? "two currencies" : "two units",
      also: [Label(a.span, "this is \(x.unitDescription)"), Label(b.span, "this is \(y.unitDescription)")],
      notes: [both ? "no exchange rate is ever assumed" : "amounts of different units are never mixed"],
      help: both
        ? [Help("convert one of them at a rate: `amount to \(x.unit) at fx[\"\(y.unit)\", month(closed)].rate`")] : [])
  }

  static func percentWithAmount(
    _ sign: String, _ a: TypedExpression, _ x: Quantity, _ b: TypedExpression, _ y: Quantity, _ at: SourceSpan
  ) -> Diagnostic {
    let amount = x.form == .percent ? y : x
    let kind = amount.unit.currency != nil ? "money" : amount.unit.description
    return Diagnostic(
      "E0302",
      "a percent is not \(kind): percent and \(amount.unitDescription) cannot stand on the two sides of `\(sign)`",
      at: at, "a percent of what?",
      also: [Label(a.span, "this is \(x.unitDescription)"), Label(b.span, "this is \(y.unitDescription)")],
      help: [Help("to take 10 percent of an amount, write `10% of amount`; to add it, `110% of amount`")])
  }

  static func percentWithNumber(_ value: TypedExpression) -> Diagnostic {
    var label = "no percent sign"
    if case .constant(.number(let number)) = value.kind, number != .zero,
      let hundredfold = number.multiplying(Rational(100))
    {
      label = "`\(number)%` or `\(hundredfold)%`?"
    }
    return Diagnostic(
      "E0303", "a plain number stands where a percent is meant", at: value.span, label,
      help: [Help("write the percent sign: `120%` for 1.2")])
  }

  static func literalNeedsUnit(_ value: TypedExpression, unit: Quantity, _ at: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0304", "a plain number stands beside \(unit.unitDescription)", at: value.span, "a number of what?",
      help: [
        Help(
          "write the unit after it",
          edits: [
            Edit(
              SourceSpan(file: value.span.file, start: Int(value.span.end), end: Int(value.span.end)),
              " \(unit.unitDescription)")
          ])
      ])
  }

  static func typeExpected(_ span: SourceSpan, what: String, expected: String, found: String) -> Diagnostic {
    Diagnostic("E0305", "\(what) must be \(expected)", at: span, "this is \(found)")
  }

  static func amountNeeded(_ span: SourceSpan, what: String, found: String) -> Diagnostic {
    Diagnostic("E0305", "\(what) must be an amount", at: span, "this is \(found)")
  }

  static func stepNotPositive(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0305", "the step of the rounding must be above zero", at: span, "rounded to multiples of nothing")
  }

  static func conditionNeeded(_ span: SourceSpan, what: String, found: String) -> Diagnostic {
    Diagnostic("E0305", "\(what) needs a condition, true or false", at: span, "this is \(found)")
  }

  static func cannotCombine(
    _ sign: String, _ a: TypedExpression, _ x: String, _ b: TypedExpression, _ y: String, _ at: SourceSpan
  ) -> Diagnostic {
    let verb = ["=", "!=", "<", "<=", ">", ">="].contains(sign) ? "compared" : "combined"
    return Diagnostic(
      "E0306", "\(x) and \(y) cannot be \(verb) by `\(sign)`", at: at, "two kinds of value",
      also: [Label(a.span, "this is \(x)"), Label(b.span, "this is \(y)")])
  }

  static func notCompared(_ value: TypedExpression, type: String) -> Diagnostic {
    Diagnostic("E0306", "\(type) cannot be compared", at: value.span, "this is \(type)")
  }

  static func notShown(_ span: SourceSpan, type: String) -> Diagnostic {
    Diagnostic(
      "E0306", "a line that is shown, paid or ordered holds one value for each row", at: span, "this is \(type)",
      help: [Help("a `let` may name it")])
  }

  static func notOrdered(_ sign: String, _ span: SourceSpan, type: String) -> Diagnostic {
    Diagnostic("E0306", "`\(sign)` needs values that have an order", at: span, "this is \(type)")
  }

  static func moneyTimesMoney(
    _ a: TypedExpression, _ x: Quantity, _ b: TypedExpression, _ y: Quantity, _ at: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      "E0307", "money times money is nothing that can be paid", at: at, "multiplied",
      also: [Label(a.span, "this is \(x.unitDescription)"), Label(b.span, "this is \(y.unitDescription)")],
      help: [Help("one of the two is meant to be a number or a percent")])
  }

  static func unitTooLarge(_ at: SourceSpan) -> Diagnostic {
    Diagnostic("E0307", "one unit is multiplied by itself more than \(Unit.powerLimit) times", at: at, "once more")
  }

  static func spanTooLong(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0308", "the calendar span is longer than the calendar", at: span, "too long")
  }

  static func daysWithSpan(_ days: TypedExpression, _ span: TypedExpression, _ at: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0308", "days and months cannot be compared: a month has 28 to 31 days", at: at,
      "two kinds of length",
      also: [Label(days.span, "a count of days"), Label(span.span, "a calendar span")],
      help: [Help("write both in days, or compare dates: `today - 2 months`")])
  }

  static func spanNeedsDate(_ at: SourceSpan, found: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0308", "a calendar span is added to a date, and this is \(found)", at: at, "not a date",
      also: [Label(span, "a month has 28 to 31 days, so this is no fixed count of days")],
      help: [Help("write it in days, such as `60 days`, if you mean a count")])
  }

  static func spanAlone(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0308", "a calendar span is no value by itself", at: span, "from which date?",
      notes: ["a month has 28 to 31 days, so this is no fixed count of days"],
      help: [Help("add it to a date, as in `today + 2 months`, or write it in days, such as `60 days`")])
  }

  static func noSuchChoice(_ span: SourceSpan, text: String, options: [String]) -> Diagnostic {
    let near = suggestions(for: text, among: options)
    return Diagnostic(
      "E0309", "\"\(text)\" is not one of the values that the column may have", at: span, "never equal",
      notes: ["the values are " + options.map { "\"\($0)\"" }.joined(separator: ", ")],
      help: near.first.map { [Help("there is \"\($0)\"", edits: [Edit(span, "\"\($0)\"")])] } ?? [])
  }

  static func convertFirst(_ value: TypedExpression) -> Diagnostic {
    Diagnostic(
      "E0310", "every row has its own currency here", at: value.span, "not yet in one currency",
      help: [Help("convert it at a rate: `amount to USD at fx[currency, month(closed)].rate`")])
  }

  static func convertToMoney(_ span: SourceSpan, found: String) -> Diagnostic {
    Diagnostic(
      "E0310", "`to … at` converts into a currency, and `\(found)` is none", at: span, "not a currency",
      help: [Help("an amount of other units is converted by `unit box = 12 units`")])
  }

  static func payInOtherUnit(_ span: SourceSpan, found: String, currency: String, paid: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0311", "the plan pays \(currency), and this is \(found)", at: span, "this is \(found)",
      also: [Label(paid, "paid in \(currency)")])
  }

  static func mayBeMissing(
    _ span: SourceSpan, what: String, sources: [SourceSpan], type: StaticType, isAggregated: Bool = false,
    handling: String? = nil
  ) -> Diagnostic {
    let fallback: String?
    switch type.value {
    case .number(let quantity):
      fallback =
        quantity.form == .percent ? "0%" : quantity.unit.isOne ? "0" : "0 \(quantity.unitDescription)"
    case .bool: fallback = "false"
    case .text, .choice, .date, .timestamp, .period, .row, .moneyInColumn, .calendarSpan, .window, .nothing, .poison:
      fallback = nil
    }
    // The smallest part that may be missing, if there is one, is the place.
    let inner = sources.filter { $0.file == span.file && $0.start >= span.start && $0.end <= span.end }
    let place = inner.first ?? span
    let others = sources.filter { $0 != place && !$0.covers(span) }.map { Label($0, "this may be missing") }
    let present = "take only rows that have it: `where … is not missing`"
    let help: String
    if let handling {
      help = handling
    } else if isAggregated {
      help = present
    } else if let fallback {
      help = "say what holds then, such as `… else \(fallback)`"
    } else {
      help = present + ", or say what holds then: `… else …`"
    }
    return Diagnostic(
      "E0401", "\(what) needs a value, and this may be missing", at: place, "may be missing", also: others,
      notes: ["a missing value is not zero"], help: [Help(help)])
  }
}

extension SourceSpan {
  fileprivate func covers(_ other: SourceSpan) -> Bool {
    file == other.file && start <= other.start && end >= other.end
  }
}
