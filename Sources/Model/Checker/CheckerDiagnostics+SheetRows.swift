import Source
import Syntax

/// Messages about sheets whose rows, or whose values, are those of other sheets.
extension Diagnostic {
  static func sheetIsNoTable(_ name: Name, kind: String) -> Diagnostic {
    Diagnostic(
      "E0206", "no table is called `\(name.text)`", at: name.span, "this is a \(kind)",
      notes: ["here the rows must be those of a file, or written in the plan"])
  }

  static func planOfSheet(_ name: Name, kind: String) -> Diagnostic {
    Diagnostic(
      "E0258", "a plan pays the rows of a table, and `\(name.text)` is a \(kind)", at: name.span, "not a table",
      notes: ["who is paid must be known before anything is computed"],
      help: [Help("go through the table of the payees, and read `\(name.text)[payee].x` or `sum(\(name.text).x)`")])
  }

  static func periodsTwice(_ name: Name, _ theirs: PeriodUnit, each own: PeriodUnit) -> Diagnostic {
    Diagnostic(
      "E0259", "the rows of `\(name.text)` have a \(theirs.rawValue) already", at: name.span,
      "a row for each \(theirs.rawValue)",
      help: [
        Help("leave `each \(own.rawValue)` out: `\(theirs.rawValue)` is one of the keys"),
        Help("or go through what `\(name.text)` goes through, and look its rows up by their \(theirs.rawValue)"),
      ])
  }

  static func rowsWithoutKey(_ span: SourceSpan, name: String, isOneRow: Bool) -> Diagnostic {
    Diagnostic(
      "E0260", isOneRow ? "`\(name)` has one row, which needs no key" : "the rows of `\(name)` have no key", at: span,
      isOneRow ? "no key" : "which row?",
      help: [
        Help(
          isOneRow
            ? "write the name and the line: `\(name).x`"
            : "declare what the rows of its table are known by, or aggregate them, as in `sum(\(name).x)`")
      ])
  }

  static func rowsOfEachOther(_ span: SourceSpan, _ ring: [String]) -> Diagnostic {
    let way = ring.dropFirst().isEmpty ? "" : ", by way of " + ring.dropFirst().joined(separator: ", ")
    return Diagnostic(
      "E0603", "\(ring.first ?? "this") has its own rows\(way)", at: span, "which rows are there?",
      help: [Help("let one of them go through a table")])
  }

  static func noKey(_ name: Name, of sheet: String, type: String) -> Diagnostic {
    Diagnostic(
      "E0218", "`\(name.text)` of `\(sheet)` cannot be a key", at: name.span, "this is \(type)",
      notes: ["a key is a reference, a text, a choice, a date or a period"])
  }

  static func keysHaveNoPeriod(_ span: SourceSpan, unit: String) -> Diagnostic {
    Diagnostic(
      "E0218", "`where` behind `for each` chooses keys, and they are the same in every \(unit)", at: span,
      "of which \(unit)?", help: [Help("let a line ask for the \(unit), as in `let x = … when C else …`")])
  }

  static func conditionOnOneRow(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0218", "`for each all` is one row, which there always is", at: span, "nothing to choose from",
      help: [Help("leave the condition out")])
  }
}
