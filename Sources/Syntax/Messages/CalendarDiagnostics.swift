import Source

/// What may be wrong with the declaration of a calendar.
extension Diagnostic {
  static func unknownCalendarName(_ text: String, what: String, among names: [String], _ span: SourceSpan) -> Diagnostic
  {
    let lower = text.lowercased()
    let short = lower.count >= 3 ? names.filter { $0.hasPrefix(lower) } : []
    let near = short.isEmpty ? Array(suggestions(for: lower, among: names).prefix(1)) : short
    return Diagnostic(
      .error, SyntaxCode.calendarName.rawValue, "`\(text)` is not the name of \(what)", at: span, "not \(what)",
      notes: ["a calendar names \(what == "a month" ? "months" : "weekdays") in full and in small letters"],
      help: near.map { Help("write `\($0)`", edits: [Edit(span, $0)]) })
  }

  static func weeksOfNoCalendar(_ text: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .error, SyntaxCode.calendarWeeks.rawValue, "no calendar has `\(text)`", at: span, "not weeks of a year",
      help: [Help("a quarter is made of `4-4-5 weeks`, `4-5-4 weeks` or `5-4-4 weeks`, or a year of `13 periods`")])
  }

  static func yearWithoutName(_ span: SourceSpan) -> Diagnostic {
    let end = SourceSpan(file: span.file, start: Int(span.end), end: Int(span.end))
    return Diagnostic(
      .error, SyntaxCode.calendarNaming.rawValue, "the calendar does not say which number a year has", at: span,
      "lies in two calendar years",
      help: [
        Help("FY2026 begins in 2026", edits: [Edit(end, " named by its start")]),
        Help("FY2026 ends in 2026", edits: [Edit(end, " named by its end")]),
      ])
  }

  static func noDayOfEachYear(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .error, SyntaxCode.calendarDay.rawValue, "a year cannot end near this day", at: span, "no day of each year",
      help: [Help("name a day that every year has, as in `nearest january 31`, or `the last saturday of february`")])
  }
}
