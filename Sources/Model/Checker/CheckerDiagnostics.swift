import Columns
import Source
import Syntax

/// What the checker says about names and declarations. Each message stands alone; codes have pages in the catalogue.
extension Diagnostic {
  /// The nearest known names as a note's sentence, and the edit to the first.
  static func nearest(_ name: Name, among known: some Sequence<String>) -> [Help] {
    let near = suggestions(for: name.text, among: known)
    guard let first = near.first else { return [] }
    let list = near.map { "`\($0)`" }.joined(separator: ", ")
    return [Help("a similar name exists: \(list)", edits: [Edit(name.span, first)])]
  }

  /// Names that stand in a message, at most eight.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 8 ? shown + " and \(names.count - 8) more" : shown
  }

  // ---- E02: names and declarations ----

  static func unknownName(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0201", "nothing here is called `\(name.text)`", at: name.span, "unknown name", help: nearest(name, among: known)
    )
  }

  static func declaredTwice(_ name: Name, before: Name) -> Diagnostic {
    Diagnostic(
      "E0202", "`\(name.text)` is declared twice", at: name.span, "declared again here",
      also: [Label(before.span, "first declared here")],
      help: [Help("give one of the two another name")])
  }

  static func typeNameTaken(_ name: Name, isUnit: Bool) -> Diagnostic {
    Diagnostic(
      "E0202", "`\(name.text)` is \(isUnit ? "a unit" : "a type of the language") already", at: name.span, "taken",
      notes: ["a column of type `\(name.text)` could be either"], help: [Help("give it another name")])
  }

  static func unitDeclaredTwice(_ name: Name) -> Diagnostic {
    Diagnostic("E0202", "the unit `\(name.text)` exists already", at: name.span, "declared again here")
  }

  static func unknownColumn(_ name: Name, table: String, known: [String]) -> Diagnostic {
    let table = table.filter { $0 != "`" }
    let near = nearest(name, among: known)
    let notes = near.isEmpty && !known.isEmpty ? ["`\(table)` has \(list(known))"] : []
    return Diagnostic(
      "E0203", "`\(table)` has no column `\(name.text)`", at: name.span, "unknown column", notes: notes, help: near)
  }

  static func unknownUnit(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0204", "no unit is called `\(name.text)`", at: name.span, "unknown unit",
      notes: ["currencies, `units` and `days` are known; others are declared: `unit \(name.text)`"],
      // A currency is only meant by what looks like one.
      help: nearest(name, among: known.filter { name.text.count == 3 || Currency(code: $0) == nil }))
  }

  static func unknownType(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0205", "no type, unit or table is called `\(name.text)`", at: name.span, "unknown type",
      notes: [
        "a column is text, bool, date, timestamp, month, quarter, year, week, number, percent, a unit, or a table's name"
      ],
      help: nearest(name, among: known))
  }

  static func unknownTable(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0206", "no table is called `\(name.text)`", at: name.span, "unknown table", help: nearest(name, among: known))
  }

  static func unknownRates(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0206", "no rates are called `\(name.text)`", at: name.span, "unknown rates", help: nearest(name, among: known))
  }

  static func unknownFunction(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0207", "no function or rates table is called `\(name.text)`", at: name.span, "unknown function",
      help: nearest(name, among: known))
  }

  static func argumentCount(_ name: Name, found: Int, signature: String) -> Diagnostic {
    let given = found == 0 ? "no values" : found == 1 ? "one value" : "\(found) values"
    return Diagnostic(
      "E0208", "`\(name.text)` is given \(given), and takes another number of them", at: name.span, given,
      notes: ["it is called as `\(signature)`"])
  }

  static func keyCount(_ span: SourceSpan, table: String, found: Int, key: [String]) -> Diagnostic {
    let expected = key.isEmpty ? "it has no key" : "its key is (\(key.joined(separator: ", ")))"
    let given = found == 1 ? "one value" : "\(found) values"
    return Diagnostic(
      "E0208", "`\(table)` is looked up by \(given), and \(expected)", at: span, given,
      help: key.isEmpty ? [Help("declare what its rows are known by: `table \(table) (id)`")] : [])
  }

  static func headerMissing(_ name: Name, kind: String, what: String) -> Diagnostic {
    let example = what == "paid" ? "paid monthly in USD, negative carried forward" : "for each reps"
    return Diagnostic(
      "E0209",
      "the \(kind) `\(name.text)` does not say \(what == "paid" ? "when and in what it is paid" : "what it has a row for")",
      at: name.span, "no `\(what)` line", help: [Help("add a line such as `\(example)`")])
  }

  static func negativePolicyMissing(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0210", "the plan does not say what happens to a total below zero", at: span, "no `negative …` here",
      notes: ["a return or a lower quota can make a period's total negative"],
      help: [
        Help(
          "add one of `negative carried forward` (later pay is reduced), `negative collected` (it is paid back), "
            + "`negative dropped` (it is forgiven)")
      ])
  }

  static func onlyInPlans(_ span: SourceSpan, what: String) -> Diagnostic {
    Diagnostic("E0211", "\(what) belongs in a plan that has a row for each payee", at: span, "not in such a plan")
  }

  static func onlyInReplenish(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0211", "an `order` line belongs in a `replenish` rule", at: span, "not in such a rule")
  }

  static func notConstant(_ span: SourceSpan, what: String) -> Diagnostic {
    Diagnostic(
      "E0212", "\(what) must be known without any data", at: span, "not a constant",
      notes: ["literals, params and arithmetic on them are constants"])
  }

  static func noExactValue(_ span: SourceSpan, what: String) -> Diagnostic {
    Diagnostic(
      "E0212", "\(what) has no exact value", at: span, "no value",
      notes: ["it divides by zero, or has more digits than can be held exactly"])
  }

  static func endsBeforeItBegins(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0212", "`during` ends before it begins", at: span, "the later one stands first")
  }

  static func duringCutsPeriods(_ span: SourceSpan, unit: PeriodUnit, whole: (Period, Period)) -> Diagnostic {
    let periods = whole.0 == whole.1 ? "\(whole.0)" : "\(whole.0) .. \(whole.1)"
    return Diagnostic(
      "E0212", "`during` begins or ends within a \(unit.rawValue)", at: span, "not whole \(unit.rawValue)s",
      notes: ["a row is for a whole \(unit.rawValue), and all of its days count"],
      help: [Help("name whole \(unit.rawValue)s: `during \(periods)`", edits: [Edit(span, periods)])])
  }

  static func lastPaymentNeverComes(_ span: SourceSpan, each: PeriodUnit, during: SourceSpan?) -> Diagnostic {
    Diagnostic(
      "E0212", "the plan ends within a \(each.rawValue), whose payment would never come", at: span,
      "paid at the end of each \(each.rawValue)",
      also: during.map { [Label($0, "ends within a \(each.rawValue)")] } ?? [],
      help: [Help("let `during` end with a \(each.rawValue), or pay the line in every period")])
  }

  static func periodNeeded(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0212", "`during` needs a period", at: span, "no period",
      notes: ["such as `2026`, `2026-Q1` or `2026-01 .. 2026-06`"])
  }

  static func numberTooLong(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0213", "the number has more digits than can be held exactly", at: span, "at most 38 digits")
  }

  static func relationAsValue(_ name: Name, isTable: Bool) -> Diagnostic {
    Diagnostic(
      "E0214", "`\(name.text)` is a \(isTable ? "table" : "sheet"), not a value", at: name.span, "has many rows",
      help: [
        Help(
          "aggregate it, as in `sum(\(name.text).amount)`"
            + ", or look a row up, as in `\(name.text)[key].\(isTable ? "column" : "line")`")
      ])
  }

  static func ratesAsValue(_ name: Name) -> Diagnostic {
    Diagnostic(
      "E0214", "`\(name.text)` is a rates table, not a value", at: name.span, "a rate for what?",
      help: [
        Help(
          "give it a value, as in `\(name.text)(x)`, or pay through it, as in `bookings through \(name.text) over quarter to date`"
        )
      ])
  }

  static func noMembers(_ name: Name, of type: String) -> Diagnostic {
    Diagnostic("E0215", "`.\(name.text)` follows \(type), which has no columns", at: name.span, "no such column")
  }

  static func formatUnusable(_ format: TextLiteral, _ why: String) -> Diagnostic {
    Diagnostic("E0219", why, at: format.span, "not how cells are written")
  }

  static func lookupNeedsTable(_ span: SourceSpan, found: String?, help: String?) -> Diagnostic {
    Diagnostic(
      "E0215", "`[ ]` looks a row up in a table, and this is \(found ?? "none")", at: span, "not a table",
      help: help.map { [Help($0)] } ?? [])
  }

  static func thisOutsideRows(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0215", "`this` is the row at hand, and there is none here", at: span, "no row")
  }

  static func itOutsideSteps(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0215", "`it` is the running value of a step, and this is no step", at: span, "outside a step")
  }

  static func recipientIsNoPayee(_ span: SourceSpan, found: String, isText: Bool, payees: String) -> Diagnostic {
    Diagnostic(
      "E0216", "the credit does not go to a row of `\(payees)`, which the plan is for", at: span, "this is \(found)",
      help: isText ? [Help("declare the column with the type `\(payees)`")] : [])
  }

  static func splitNeedsReferences(
    _ name: Name, to row: String, and payees: String, via ways: [String] = [], isTeam: Bool = false,
    behind clause: SourceSpan
  ) -> Diagnostic {
    let end = SourceSpan(file: clause.file, start: Int(clause.end), end: Int(clause.end))
    let help = ways.map { way in
      Help(
        "if they belong to what `\(way)` refers to, say so: `… via \(way)`",
        edits: ways.count == 1 ? [Edit(end, " via \(way)")] : [])
    }
    return Diagnostic(
      "E0216", "`\(name.text)` does not say who \(isTeam ? "belongs to a row" : "gets which share of a row")",
      at: name.span, isTeam ? "is no team" : "cannot split the credit",
      notes: [
        "it needs one column of type `\(row)` (the row that is \(isTeam ? "credited" : "split")) and one of type "
          + "`\(payees)` (who \(isTeam ? "belongs to it" : "gets a share"))"
      ], help: help)
  }

  static func sharesViaNoRow(_ span: SourceSpan, found: String, table: String) -> Diagnostic {
    Diagnostic(
      "E0216", "`via` leads to nothing that rows of `\(table)` could belong to", at: span, "this is \(found)",
      help: [Help("name a column that refers to a row of a table")])
  }

  static func keyMayBeMissing(_ name: Name) -> Diagnostic {
    Diagnostic("E0217", "the key column `\(name.text)` may be missing", at: name.span, "`?` makes it optional")
  }

  static func referenceNeedsOneKey(_ name: Name, table: Name, key: [String]) -> Diagnostic {
    Diagnostic(
      "E0217", "`\(name.text)` refers to `\(table.text)`, which is not keyed by one column", at: name.span,
      "one cell cannot name its row",
      also: [Label(table.span, key.isEmpty ? "has no key" : "keyed by \(key.joined(separator: ", "))")],
      help: [
        Help(
          key.isEmpty
            ? "declare what its rows are known by: `table \(table.text) (id)`"
            : "look the row up with all its keys: `\(table.text)[\(key.joined(separator: ", "))].column`")
      ])
  }

  static func keyOfItself(_ name: Name, table: String) -> Diagnostic {
    Diagnostic(
      "E0217", "the key `\(name.text)` of `\(table)` is a row of `\(table)` again", at: name.span, "known by itself",
      help: [Help("give the key a type of its own, such as `text`")])
  }

  static func datedNeedsDate(_ name: Name, type: String) -> Diagnostic {
    Diagnostic("E0217", "`\(name.text)` is not a date", at: name.span, "this is \(type)")
  }

  static func keysDiffer(_ name: Name, _ first: String, _ second: String) -> Diagnostic {
    Diagnostic(
      "E0218", "`\(name.text)` is not the same thing in all these tables", at: name.span,
      "\(first) in one, \(second) in another")
  }
}

extension Diagnostic {
  /// An error, as almost all of these are.
  init(
    _ code: String, _ message: String, at span: SourceSpan, _ label: String = "", also: [Label] = [],
    notes: [String] = [], help: [Help] = []
  ) {
    self.init(.error, code, message, at: span, label, also: also, notes: notes, help: help)
  }
}
