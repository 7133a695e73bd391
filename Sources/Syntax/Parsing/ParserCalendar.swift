import Source

/// The declaration of the calendar.
extension Parser {
  mutating func calendar(_ documentation: String?) -> CalendarDeclaration {
    let mark = mark()
    advance()
    let year = accept(.year, .from) ? yearFromMonth() : yearOfWeeks()
    let naming = naming()
    let span = span(from: mark)
    if !isRecovering {
      if naming == nil, year != nil, year != .months(from: 1) { report(.yearWithoutName(span)) }
      endOfStatement("the next declaration")
    }
    close(.calendar, mark)
    return CalendarDeclaration(year: year, naming: naming, documentation: documentation, span: span)
  }

  private mutating func naming() -> CalendarDeclaration.Naming? {
    let hasComma = accept(.comma)
    guard !isRecovering, hasComma || word == .named else { return nil }
    expect(.named, "`named by its start` or `named by its end`")
    expect(.by, "`by its start` or `by its end`")
    expect(.its, "`its start` or `its end`")
    if accept(.start) { return .start }
    if accept(.end) { return .end }
    expected("`start` or `end`")
    return nil
  }

  private mutating func yearFromMonth() -> CalendarDeclaration.Year? {
    month().map { .months(from: $0) }
  }

  private mutating func yearOfWeeks() -> CalendarDeclaration.Year? {
    guard let pattern = pattern() else { return nil }
    expect(.comma, "`,` and the day with which the year ends")
    expect(.year, "`year ends on the` and a weekday")
    expect(.ends, "`ends on the` and a weekday")
    expect(.on, "`on the` and a weekday")
    expect(.the, "`the` and a weekday")
    if accept(.last) {
      let weekday = weekday()
      expect(.of, "`of` and a month")
      guard let month = month(), let weekday, !isRecovering else { return nil }
      return .weeks(pattern, .last(weekday: weekday, month: month))
    }
    let weekday = weekday()
    expect(.nearest, "`nearest` and a day, as in `nearest january 31`")
    let start = index
    guard let month = month(), let weekday, !isRecovering else { return nil }
    guard kind == .number, isOnSameLine else {
      expected("the day of the month")
      return nil
    }
    let digits = text(of: index)
    advance()
    guard let day = Int(digits), day >= 1, day <= CalendarDays.days(inMonth: month, of: 2001) else {
      report(.noDayOfEachYear(span(of: start).union(span(of: index - 1))))
      return nil
    }
    return .weeks(pattern, .nearest(weekday: weekday, month: month, day: day))
  }

  /// `4-4-5 weeks` or `13 periods`.
  private mutating func pattern() -> CalendarDeclaration.Pattern? {
    guard !isRecovering, kind == .number, isOnSameLine else {
      expected("`year from` and a month, or weeks such as `4-4-5 weeks`")
      return nil
    }
    let start = index
    var text = text(of: index)
    advance()
    while kind == .minus, kind(ahead: 1) == .number, isOnSameLine {
      text += "-" + self.text(of: index + 1)
      advance()
      advance()
    }
    let unit = word == .periods ? "periods" : "weeks"
    guard accept(.periods) || accept(.weeks) else {
      expected("`weeks` or `periods`")
      return nil
    }
    if let pattern = CalendarDeclaration.Pattern(rawValue: "\(text) \(unit)") { return pattern }
    fail(.weeksOfNoCalendar("\(text) \(unit)", span(of: start).union(span(of: index - 1))))
    return nil
  }

  private mutating func month() -> Int? { named("a month", among: CalendarDays.smallMonthNames) }

  private mutating func weekday() -> Int? { named("a weekday", among: CalendarDays.weekdayNames) }

  /// The place, counted from 1, of the name at hand in a list of names.
  private mutating func named(_ what: String, among names: [String]) -> Int? {
    guard !isRecovering, kind == .name, isOnSameLine else {
      expected("\(what), as in `\(names[0])`")
      return nil
    }
    let text = text(of: index)
    if let place = names.firstIndex(of: text) {
      advance()
      return place + 1
    }
    fail(.unknownCalendarName(text, what: what, among: names, span(of: index)))
    return nil
  }
}
