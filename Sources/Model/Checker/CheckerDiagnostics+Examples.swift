import Columns
import Source
import Syntax

/// What the checker says about examples.
extension Diagnostic {
  private static func near(_ name: Name, among known: [String]) -> [Help] {
    let near = suggestions(for: name.text, among: known)
    guard let first = near.first else { return [] }
    let list = near.map { "`\($0)`" }.joined(separator: ", ")
    return [Help("a similar name exists: \(list)", edits: [Edit(name.span, first)])]
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 12 ? shown + " and \(names.count - 12) more" : shown
  }

  static func exampleOfWhat(_ name: Name, known: [String]) -> Diagnostic {
    let help = near(name, among: known)
    return Diagnostic(
      "E0230", "no plan, sheet or rule is called `\(name.text)`", at: name.span, "unknown name",
      notes: help.isEmpty && !known.isEmpty ? ["there is \(list(known))"] : [], help: help)
  }

  static func unknownGiven(_ name: Name, known: [String]) -> Diagnostic {
    let help = near(name, among: known)
    return Diagnostic(
      "E0231", "no table or data is called `\(name.text)`", at: name.span, "unknown name",
      notes: help.isEmpty && !known.isEmpty ? ["there is \(list(known))"] : [], help: help)
  }

  static func tableWithoutRows(_ name: Name) -> Diagnostic {
    Diagnostic(
      "E0231", "the table `\(name.text)` is given without rows", at: name.span, "no rows behind it",
      help: [Help("write its rows behind it: `given \(name.text) { … }`; a table that is not given is empty")])
  }

  static func unknownExampleColumn(_ name: Name, of owner: String, known: [String], what: String) -> Diagnostic {
    let help = near(name, among: known)
    return Diagnostic(
      "E0232", "`\(owner)` has no \(what) `\(name.text)`", at: name.span, "unknown \(what)",
      notes: help.isEmpty && !known.isEmpty ? ["it has \(list(known))"] : [], help: help)
  }

  static func computedColumnGiven(_ name: Name, _ declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0232", "the column `\(name.text)` is computed, and cannot be given", at: name.span, "a computed column",
      also: [Label(declared, "computed here")], help: [Help("give the columns that it is computed from")])
  }

  static func columnTwice(_ name: Name, before: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0232", "the header names `\(name.text)` twice", at: name.span, "again here", also: [Label(before, "first here")]
    )
  }

  static func noCellForValue(_ name: Name, _ type: String) -> Diagnostic {
    Diagnostic(
      "E0232", "`\(name.text)` is \(type), which no cell can hold", at: name.span, "cannot be written in a cell")
  }

  static func otherUnitInHeader(_ unit: TextLiteral, _ name: Name, wanted: String) -> Diagnostic {
    Diagnostic(
      "E0233",
      wanted == unit.text
        ? "`\(name.text)` is not counted in `\(unit.text)`" : "`\(name.text)` is \(wanted), not `\(unit.text)`",
      at: unit.span, "another unit",
      help: [Help("the unit behind a name may be left out")])
  }

  static func unreadableCell(_ fault: ExampleCells.Fault) -> Diagnostic {
    Diagnostic(
      "E0234", fault.error.message, at: fault.span,
      fault.error.problem == .emptyCell ? "an empty cell" : "cannot be read",
      // Cells are written in one way only; what a file's format could say is of no use here.
      notes: fault.error.suggestions.filter { !$0.contains("`as \"") && !$0.contains("UTF-8") })
  }

  static func nothingExpected(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0235", "the example expects nothing", at: span, "no `expect` in this example",
      help: [Help("add `expect { … }` with the keys of a row and the values it must have, or `expect error`")])
  }

  static func errorAndRowsExpected(_ error: SourceSpan, rows: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0235", "the example expects rows and an error", at: error, "an error",
      also: [Label(rows, "rows")], notes: ["a run with an error has no results"],
      help: [Help("make two examples of it")])
  }

  static func noHeaderExpected(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0235", "nothing stands in this `expect`", at: span, "no header and no rows",
      help: [Help("`expect exactly { }` expects that there are no rows")])
  }

  static func unknownExampleParameter(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0236", "no param is called `\(name.text)`", at: name.span, "unknown param", help: near(name, among: known))
  }

  static func exampleParameterType(
    _ span: SourceSpan, _ name: Name, _ wanted: String, found: String
  ) -> Diagnostic {
    Diagnostic(
      "E0236", "the param `\(name.text)` is \(wanted), and this is \(found)", at: span, "another kind of value")
  }

  static func exampleDate(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0236", "`as of` needs a date such as `2026-04-01`", at: span, "no date")
  }
}
