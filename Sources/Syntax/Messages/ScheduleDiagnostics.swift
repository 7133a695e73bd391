import Source

/// What may be wrong with the text of a schedule.
extension Diagnostic {
  static func unknownWeekday(_ text: String, _ span: SourceSpan) -> Diagnostic {
    let names = CalendarDays.shortWeekdayNames
    let lower = text.lowercased()
    let short = names.filter { lower.hasPrefix($0) }
    let near = short.isEmpty ? Array(suggestions(for: lower, among: names).prefix(1)) : short
    let isList = ["weekday", "weekdays", "workday", "workdays"].contains(lower)
    return syntax(
      .weekdayName, "`\(text)` is not the name of a weekday", at: span, "not a weekday",
      notes: ["the weekdays are `mon`, `tue`, `wed`, `thu`, `fri`, `sat` and `sun`; `every day` is all of them"],
      help: isList
        ? [Help("name them", edits: [Edit(span, "mon, tue, wed, thu, fri")])]
        : near.map { Help("write `\($0)`", edits: [Edit(span, $0)]) })
  }

  static func weekdayTwice(_ name: String, _ span: SourceSpan, earlier: SourceSpan) -> Diagnostic {
    syntax(
      .weekdayTwice, "the schedule has `\(name)` twice", at: span, "the second time",
      also: [Label(earlier, "the first time")], help: [Help("keep one of them")])
  }

  static func scheduleLine(_ found: String, word: String?, _ span: SourceSpan) -> Diagnostic {
    var help: [Help] = []
    switch word {
    case "not", "except", "no", "without": help = [Help("take days away with `never`", edits: [Edit(span, "never")])]
    case "and", "plus", "add", "or": help = [Help("add days with `also`", edits: [Edit(span, "also")])]
    case "on", "each": help = [Help("name weekdays with `every`", edits: [Edit(span, "every")])]
    default: break
    }
    return syntax(
      .scheduleLine, "no line of a schedule starts with \(found)", at: span, "expected `every`, `never` or `also`",
      notes: [
        "a schedule has weekdays, as in `every mon, tue`, and days of tables, as in `never holidays.day` or `also extra.day`"
      ], help: help)
  }
}
