import Columns
import Source
import Syntax

/// The plan's calendar, and the periods that are written in it.
extension Checker {
  mutating func declare(_ calendar: CalendarDeclaration) {
    if let other = calendarSpan {
      report(.calendarTwice(calendar.span, before: other))
      return
    }
    calendarSpan = calendar.span
    model.calendar = FiscalCalendar(calendar)
    isCalendarBroken = model.calendar == nil && calendar.year != .months(from: 1)
  }

  mutating func period(_ literal: PeriodLiteral, _ span: SourceSpan) -> TypedExpression {
    let unit = model.unit(literal.unit)
    if literal.isFiscal != (unit.calendar != nil) {
      // A calendar that could not be read has been reported; what its periods are called is not known.
      if !isCalendarBroken { report(periodOfAnotherCalendar(literal, span)) }
      return TypedExpression(.error, .poison, span)
    }
    guard let period = Period(unit, year: literal.year, number: literal.number) else {
      // What is on no calendar at all has been reported by the lexer.
      if let calendar = unit.calendar { report(.notInCalendar(literal, calendar, span)) }
      return TypedExpression(.error, .poison, span)
    }
    return TypedExpression(.constant(.period(period)), StaticType(.period(literal.unit)), span)
  }

  private func periodOfAnotherCalendar(_ literal: PeriodLiteral, _ span: SourceSpan) -> Diagnostic {
    guard let calendar = model.calendar else {
      return .noFiscalYears(
        span, literal, ordinary: Period(model.unit(literal.unit), year: literal.year, number: literal.number))
    }
    let unit = model.unit(literal.unit)
    var meant: Period?
    if literal.isFiscal {
      // `FY2026-P03` where months are calendar months: the third month of the year.
      let year = literal.number > 12 ? nil : Period(model.unit(.year), year: literal.year, number: 1)
      meant = year.flatMap { Period(unit, containing: $0.firstDay).advanced(by: literal.number - 1) }
    } else if literal.unit == .month {
      // The month of weeks in whose midst the calendar month lies.
      meant = CalendarDate(year: literal.year, month: literal.number, day: 15).map { Period(unit, containing: $0) }
    } else {
      meant = Period(unit, year: literal.year, number: literal.number)
    }
    return .anotherCalendar(span, literal, calendar, meant: meant)
  }

  /// The fiscal year that a name such as `FY2026` means, where nothing else is called so.
  func fiscalYear(_ name: String) -> PeriodLiteral? {
    guard name.utf8.count == 6, name.hasPrefix("FY"), name.dropFirst(2).allSatisfy({ $0.isASCII && $0.isNumber }),
      let year = Int(name.dropFirst(2)), year > 0
    else { return nil }
    return PeriodLiteral(unit: .year, year: year, number: 1, isFiscal: true)
  }
}

extension Diagnostic {
  static func calendarTwice(_ span: SourceSpan, before: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0250", "the plan declares a second calendar", at: span, "declared again here",
      also: [Label(before, "first declared here")],
      notes: ["one calendar says what a year, a quarter and a month are, in all files of a plan"],
      help: [Help("leave one of the two out")])
  }

  static func noFiscalYears(_ span: SourceSpan, _ literal: PeriodLiteral, ordinary: Period?) -> Diagnostic {
    let unit = literal.unit.rawValue
    return Diagnostic(
      "E0251", "`\(literal.text)` is a fiscal \(unit), and the plan declares no calendar", at: span,
      "a \(unit) of which calendar?",
      help: [Help("declare when years begin, as in `calendar year from february named by its end`")]
        + (ordinary.map { [Help("the calendar \(unit) is `\($0)`", edits: [Edit(span, "\($0)")])] } ?? []))
  }

  static func anotherCalendar(
    _ span: SourceSpan, _ literal: PeriodLiteral, _ calendar: FiscalCalendar, meant: Period?
  ) -> Diagnostic {
    let unit = literal.unit.rawValue
    return Diagnostic(
      "E0251", "`\(literal.text)` is no \(unit) of the plan's calendar", at: span, "of another calendar",
      notes: ["the plan says `calendar \(calendar)`"],
      help: meant.map { meant in
        [
          Help(
            "`\(meant)` is a \(unit) of it: \(meant.firstDay) to \(meant.lastDay)",
            edits: [Edit(span, "\(meant)")])
        ]
      } ?? [])
  }

  static func notInCalendar(_ literal: PeriodLiteral, _ calendar: FiscalCalendar, _ span: SourceSpan) -> Diagnostic {
    let isTooHigh = literal.unit == .month && literal.number > calendar.monthsInYear
    return Diagnostic(
      "E0251", "the plan's calendar has no \(literal.unit.rawValue) `\(literal.text)`", at: span, "not in the calendar",
      notes: [
        isTooHigh
          ? "its years have the months P01 to P\(calendar.monthsInYear)" : "its days run from 0001-01-01 to 9999-12-31"
      ])
  }
}

extension PeriodLiteral {
  /// The period as it is written.
  fileprivate var text: String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    let year = (isFiscal ? "FY" : "") + padded(year, 4)
    return switch unit {
    case .week: "\(year)-W\(padded(number, 2))"
    case .month: "\(year)-\(isFiscal ? "P" : "")\(padded(number, 2))"
    case .quarter: "\(year)-Q\(number)"
    case .year: year
    }
  }
}
