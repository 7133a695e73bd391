import Model

/// What is wrong with the files of a plan and with what is asked of it.
extension Diagnostic {
  static func usedFileUnreadable(_ span: SourceSpan, _ error: FileError, from path: String) -> Diagnostic {
    let folder = folderPath(of: path)
    let near = error.nearest.map { name in
      // As the author must write it: seen from the file that uses it.
      folder.isEmpty || !name.hasPrefix(folder + "/") ? name : String(name.dropFirst(folder.count + 1))
    }
    var help: [Help] = []
    if let first = near.first {
      let list = near.map { "`\($0)`" }.joined(separator: ", ")
      help = [Help("a file with a similar name is there: \(list)", edits: [Edit(span, "\"\(first)\"")])]
    }
    return Diagnostic(
      "E0160", "the file `\(error.path)` cannot be read", at: span, error.reason,
      notes: ["a path is seen from the folder of the file that uses it"], help: help)
  }

  static func useCycle(_ span: SourceSpan, ring: [String], others: [SourceSpan]) -> Diagnostic {
    let chain = ring.map { "`\($0)`" }.joined(separator: " -> ")
    let message = ring.count == 2 ? "the file uses itself" : "these files use each other: \(chain)"
    return Diagnostic(
      "E0161", message, at: span, "leads back to `\(ring[0])`", also: others.map { Label($0, "used here") },
      help: [Help("move what both need into a file of its own, and use that one in both")])
  }

  static func noPeriod(_ span: SourceSpan, _ text: String, in calendar: FiscalCalendar?) -> Diagnostic {
    let samples = [CalendarUnit.Length.year, .quarter, .month].map { "`\(CalendarUnit($0, in: calendar).sample)`" }
    let forms = samples.joined(separator: ", ") + " or `\(CalendarUnit.week.sample)`"
    let notes = calendar.map { ["the plan says `calendar \($0)`"] } ?? []
    let month = CalendarUnit(.month, in: calendar)
    let several = month.calendar == nil ? "2026-01..2026-03" : "FY2026-P01..FY2026-P03"
    var help: [Help] = []
    if days(named: text, in: nil) != nil, !text.contains("..") {
      // A period of the ordinary calendar: the one with the same number is most likely meant.
      if let meant = Period("FY" + text, in: calendar) {
        help = [Help("`\(meant)` is \(meant.firstDay) to \(meant.lastDay)", edits: [Edit(span, "\(meant)")])]
      }
    } else if calendar == nil, text.hasPrefix("FY") {
      help = [Help("declare when years begin, as in `calendar year from february named by its end`")]
    }
    return Diagnostic(
      "E0170", "`\(text)` is no period\(calendar == nil ? "" : " of the plan's calendar")", at: span,
      notes: notes + ["a period is written \(forms), and several as `\(several)`"], help: help)
  }

  static func noDate(_ span: SourceSpan, _ text: String) -> Diagnostic {
    Diagnostic("E0171", "`\(text)` is no day of the calendar", at: span, notes: ["a date is written `2026-03-31`"])
  }

  static func unknownResult(_ span: SourceSpan, _ name: String, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0172", "no plan, sheet or replenishment rule is called `\(name)`", at: span,
      notes: known.isEmpty ? ["these files have none"] : ["the names are \(listed(known))"], help: nearest(name, known))
  }

  static func unknownParameter(_ span: SourceSpan, _ name: String, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0173", "the plan has no param `\(name)`", at: span,
      notes: known.isEmpty ? ["it has no params at all"] : ["the names are \(listed(known))"],
      help: nearest(name, known))
  }

  static func parameterTwice(_ span: SourceSpan, _ name: String) -> Diagnostic {
    Diagnostic("E0173", "the param `\(name)` is given twice", at: span)
  }

  static func parameterType(_ new: ParameterModel, expected old: ParameterModel) -> Diagnostic {
    let wanted = described(old.value.type)
    let found = described(new.value.type)
    let hint: [Help]
    switch old.value.type.quantity {
    case let quantity? where quantity.form == .percent: hint = [Help("write a percent such as `5%`")]
    case let quantity? where !quantity.unit.isOne: hint = [Help("write the unit too: `5_000 \(quantity.unit)`")]
    default: hint = []
    }
    return Diagnostic(
      "E0174", "the param `\(new.name)` is \(wanted), and its new value is \(found)", at: new.value.span,
      "this is \(found)", also: [Label(old.span, "declared here as \(wanted)")], help: hint)
  }

  static func unknownTable(_ span: SourceSpan, _ name: String, known: [String], isConstant: Bool) -> Diagnostic {
    if isConstant {
      return Diagnostic(
        "E0175", "the rows of the table `\(name)` stand in the plan", at: span,
        help: [Help("take `rows { … }` out of its declaration, and it is read from a file")])
    }
    return Diagnostic(
      "E0175", "the plan has no table `\(name)`", at: span,
      notes: known.isEmpty ? ["it reads no files at all"] : ["it reads \(listed(known))"], help: nearest(name, known))
  }

  static func standardInputTwice(_ span: SourceSpan, tables: [String]) -> Diagnostic {
    Diagnostic(
      "E0176", "only one table can be read from the standard input", at: span,
      notes: ["it is asked for by \(listed(tables))"])
  }

  /// True iff the compiler lacks something that the run can be given: a date or a period.
  var isAboutOptions: Bool { ["E0901", "E0903", "E0904"].contains(code) }

  private static func nearest(_ name: String, _ known: [String]) -> [Help] {
    let near = suggestions(for: name, among: known)
    return near.isEmpty ? [] : [Help("a similar name exists: \(listed(near))")]
  }

  private static func listed(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 8 ? shown + " and \(names.count - 8) more" : shown
  }

  private static func described(_ type: StaticType) -> String {
    switch type.value {
    case .number(let quantity):
      quantity.form == .percent ? "a percent" : quantity.unit.isOne ? "a number" : "an amount in \(quantity.unit)"
    case .bool: "true or false"
    case .text, .choice: "a text"
    case .date: "a date"
    case .timestamp: "a timestamp"
    case .period(let unit): "a \(unit.rawValue)"
    case .calendarSpan: "a span of time"
    case .window: "a window of days"
    case .moneyInColumn: "an amount of money"
    case .row: "a row"
    case .nothing, .poison: "no value"
    }
  }

  private init(
    _ code: String, _ message: String, at span: SourceSpan, _ label: String = "", also: [Label] = [],
    notes: [String] = [], help: [Help] = []
  ) {
    self.init(.error, code, message, at: span, label, also: also, notes: notes, help: help)
  }
}
