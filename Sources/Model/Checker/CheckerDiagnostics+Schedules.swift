import Source
import Syntax

/// What the checker says of schedules.
extension Diagnostic {
  // ---- Questions ----

  static func scheduleNeeded(_ span: SourceSpan, name: String?, known: [String]) -> Diagnostic {
    let near = name.map { suggestions(for: $0, among: known) } ?? []
    var help = near.prefix(1).map { Help("write `\($0)`", edits: [Edit(span, $0)]) }
    if known.isEmpty {
      help = [Help("declare one, as in `schedule Working { every mon, tue, wed, thu, fri }`")]
    } else if help.isEmpty {
      help = [Help("the schedules are " + known.map { "`\($0)`" }.joined(separator: ", "))]
    }
    return Diagnostic(
      "E0282", name.map { "`\($0)` is no schedule, and one is wanted here" } ?? "a schedule is wanted here", at: span,
      "not a schedule", help: help)
  }

  static func scheduleStandsFirst(_ span: SourceSpan, function: String) -> Diagnostic {
    Diagnostic(
      "E0282", "`\(function)` takes the schedule first, then the date", at: span, "stands behind the date",
      help: [Help("such as `\(function)(Working, today)`")])
  }

  static func scheduledWithoutEnds(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0282", "the days of a schedule are counted in a window with a beginning and an end", at: span,
      "goes on without end", help: [Help("such as `days(last 30 days before today on Working)`")])
  }

  static func scheduleOutsideDays(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0282", "`on` and a schedule stand inside `days( )` only", at: span, "not counted here",
      help: [Help("count the days of a window that are in it, as in `days(last 30 days before today on Working)`")])
  }

  static func scheduleCount(_ span: SourceSpan, other: String, isNegative: Bool) -> Diagnostic {
    Diagnostic(
      "E0282", "days of a schedule are counted by a whole number, 0 at least", at: span, "not such a number",
      help: isNegative ? [Help("`\(other)` goes the other way")] : [])
  }

  static func scheduleKeys(_ span: SourceSpan, _ schedule: ScheduleDeclaration, isOptional: Bool) -> Diagnostic {
    let name = schedule.name.text
    guard let key = schedule.key else {
      return Diagnostic(
        "E0284", "`\(name)` is one schedule for all", at: span, "asked for one row's",
        also: [Label(schedule.name.span, "declared without `for`")],
        help: [Help("leave the brackets out", edits: [Edit(span, name)])])
    }
    let message =
      isOptional
      ? "every row of `\(key.text)` has its `\(name)`" : "`\(name)` is a schedule for each row of `\(key.text)`"
    return Diagnostic(
      "E0284", message, at: span, isOptional ? "needs no `?` and no day" : "whose?",
      also: [Label(key.span, "declared here")],
      help: [Help("say whose is meant, as in `\(name)[payee]` or `\(name)[\(key.text.singular)]`")])
  }

  static func scheduleAsValue(_ span: SourceSpan, name: String) -> Diagnostic {
    Diagnostic(
      "E0285", "a schedule is no value by itself", at: span, "what is asked of it?",
      help: [
        Help("ask whether a day is in it: `today in \(name)`"),
        Help("count its days: `days(last 30 days before today on \(name))`"),
        Help("go to one of its days: `next_day(\(name), today)`, `day_from(\(name), today)`"),
      ])
  }

  // ---- Declarations ----

  static func scheduleWithoutDays(_ name: Name, isEmpty: Bool) -> Diagnostic {
    Diagnostic(
      "E0283", "`\(name.text)` has no days", at: name.span, isEmpty ? "has no lines" : "only takes days away",
      help: [Help("say on which days it is, as in `every mon, tue`, `every day` or `also extra.day`")])
  }

  static func weekdayNeeded(_ span: SourceSpan, found: String, isRange: Bool) -> Diagnostic {
    Diagnostic(
      "E0283", "`every` takes a column of weekdays", at: span, isRange ? "a range" : "this is \(found)",
      notes: ["they are texts as `weekday(d)` gives them: `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat`, `Sun`"],
      help: [Help("days that are dates are taken away by `never` or added by `also`")])
  }

  static func weekdayChoices(_ span: SourceSpan, others: [String]) -> Diagnostic {
    Diagnostic(
      "E0283", "`every` takes a column of weekdays", at: span,
      others.isEmpty ? "a range" : "may be " + others.map { "\"\($0)\"" }.joined(separator: ", "),
      notes: ["weekdays are `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat`, `Sun`"])
  }

  static func datesNeeded(_ span: SourceSpan, effect: String, found: String) -> Diagnostic {
    Diagnostic(
      "E0283", "`\(effect)` takes columns of dates", at: span, "this is \(found)",
      help: [
        Help(
          "weekdays are named by `every`; days are dates, periods, or ranges such as `closures.first .. closures.last`")
      ]
    )
  }

  static func daysOfTwoTables(_ last: Name, other: Name) -> Diagnostic {
    Diagnostic(
      "E0287", "a range of days is of one row, and these are two tables", at: last.span, "another table",
      also: [Label(other.span, "the first day's")])
  }

  static func scheduleOfNoKey(_ table: Name, isVersioned: Bool) -> Diagnostic {
    Diagnostic(
      "E0286", "`\(table.text)` has no rows that a schedule can be for", at: table.span,
      isVersioned ? "its rows are versions" : "not keyed by one column",
      help: [Help("a schedule is for the rows of a table with one key column, as in `table dealers (id)`")])
  }

  static func viaOfOneSchedule(_ span: SourceSpan, schedule: String) -> Diagnostic {
    Diagnostic(
      "E0287", "`\(schedule)` is one schedule for all, so its days belong to nobody", at: span, "not needed",
      help: [Help("a schedule for each row of a table is declared `schedule \(schedule) for dealers`")])
  }

  static func viaOtherTable(_ span: SourceSpan, found: String, wanted: String) -> Diagnostic {
    Diagnostic(
      "E0287", "`via` names the column that says which row of `\(wanted)` a day belongs to", at: span,
      "this is \(found)")
  }

  static func severalOwners(_ table: Name, wanted: String, columns: [String], after span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0287", "`\(table.text)` has several columns that name a row of `\(wanted)`", at: table.span,
      "whose days are they?",
      help: [Help("say which counts: " + columns.map { "`via \($0)`" }.joined(separator: " or "))])
  }
}

extension String {
  /// A table's name as the name of one of its rows: `dealer` of `dealers`.
  fileprivate var singular: String { count > 2 && hasSuffix("s") && !hasSuffix("ss") ? String(dropLast()) : self }
}
