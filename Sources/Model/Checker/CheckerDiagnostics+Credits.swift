import Source
import Syntax

/// What the checker says about versions, recipients, hierarchies and picks.
extension Diagnostic {
  // ---- Versions ----

  static func validityNeedsDate(_ name: Name, type: String) -> Diagnostic {
    Diagnostic(
      "E0240", "a version is valid for days, and `\(name.text)` is no date", at: name.span, "this is \(type)",
      help: [Help("declare the column with the type `date`, or `date?` for the last day")])
  }

  static func versionWithoutStart(_ name: Name) -> Diagnostic {
    Diagnostic(
      "E0240", "the first day of a version may be missing", at: name.span, "`?` makes it optional",
      help: [Help("declare it as `date`; only the last day may be empty, for a version that goes on")])
  }

  static func validityOfOneColumn(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0240", "the first and the last day of a version stand in one column", at: span, "one column for both",
      help: [Help("name two columns, or only the first day: a version then ends where the next one begins")])
  }

  static func versionsOfOneRow(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0240", "a table of one row has no versions", at: span, "rows would be versions",
      help: [Help("leave out `one row`: a table without a key that is `valid from` a column has one version a day")])
  }

  static func versionNotChosen(_ key: SourceSpan, table: String, day: String) -> Diagnostic {
    let end = SourceSpan(file: key.file, start: Int(key.end), end: Int(key.end))
    return Diagnostic(
      "E0241", "`\(table)` has versions, and nothing says as of which day one is wanted", at: key, "as of when?",
      help: [Help("name the day: `as of \(day)`", edits: [Edit(end, " as of \(day)")])])
  }

  static func dateOfPlainTable(between key: SourceSpan, and day: SourceSpan, table: String) -> Diagnostic {
    let words = SourceSpan(file: day.file, start: Int(key.end), end: Int(day.end))
    return Diagnostic(
      "E0242", "`\(table)` has no versions, and one is asked for as of a day", at: day, "not needed",
      help: [
        Help("leave the day out", edits: key.end <= day.start ? [Edit(words, "")] : []),
        Help("if its rows are versions, say so in its declaration: `table \(table) (…) valid from starts to ends`"),
      ])
  }

  static func referenceToVersions(_ name: Name, table: Name) -> Diagnostic {
    Diagnostic(
      "E0243", "`\(name.text)` refers to `\(table.text)`, which has several versions of a row", at: name.span,
      "one cell cannot say which version", also: [Label(table.span, "its rows are versions")],
      help: [Help("refer to what the versions are of, and look one up: `\(table.text)[\(name.text) as of closed]`")])
  }

  static func openWindowCounted(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0244", "a version that goes on without end has no number of days", at: span, "may have no last day",
      help: [Help("count the days that it shares with a period: `overlap(…, this quarter)`")])
  }

  // ---- Hierarchies ----

  static func hierarchyForm(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0245", "a hierarchy is one column", at: span, "more than a table and its column",
      help: [Help("write a column of the payees' table, `by manager`, or of another one, `by positions.manager`")])
  }

  static func hierarchyNotKeyed(_ table: Name, payees: String) -> Diagnostic {
    Diagnostic(
      "E0245", "`\(table.text)` does not have one row for each of `\(payees)`", at: table.span,
      "says not for whom each row is",
      help: [
        Help("key it by a column of type `\(payees)`: `table \(table.text) (rep)`, with `valid from` for versions")
      ])
  }

  static func hierarchyColumn(
    _ name: Name, found: String, payees: String, isFull: Bool, declared: SourceSpan
  ) -> Diagnostic {
    if isFull {
      return Diagnostic(
        "E0245", "`\(name.text)` is never empty, so nobody stands at the top", at: name.span, "always somebody",
        also: [Label(declared, "declared here")],
        help: [Help("declare it as `\(payees)?` and leave the cells of those at the top empty")])
    }
    return Diagnostic(
      "E0245", "`\(name.text)` does not say who of `\(payees)` is one level higher", at: name.span, "this is \(found)",
      also: [Label(declared, "declared here")], help: [Help("declare it as `\(payees)?`")])
  }

  // ---- Recipients ----

  static func recipientNeverReached(_ span: SourceSpan, _ before: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0246", "the recipient before this one is always there", at: span, "never reached",
      also: [Label(before, "never missing")], help: [Help("leave it out, or put it in front")])
  }

  static func twoWaysToShare(_ span: SourceSpan, _ before: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0246", "a row is shared in two ways", at: span, "the second one", also: [Label(before, "the first one")],
      help: [Help("write two credits")])
  }

  static func overlayWithOthers(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0246", "an overlay comes on top of what others are credited, and cannot be one of several ways", at: span,
      "beside the others", help: [Help("write a credit of its own for it")])
  }

  static func nobodyNotLast(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0246", "`nobody` stands for a row to which no other recipient applies", at: span, "not the last of several",
      help: [Help("put it last: `to owner.manager, or nobody`")])
  }

  static func aboveSomebodyElse(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0246", "this is not who the credit goes to in the first place", at: span, "somebody else",
      help: [
        Help("write `above them`", edits: [Edit(span, "them")]),
        Help("or write a credit of its own: `to everyone above … by …`"),
      ])
  }

  // ---- Picks ----

  static func pickNotOrdered(_ value: TypedExpression, type: String) -> Diagnostic {
    Diagnostic(
      "E0247", "\(type) has no greatest and no least value", at: value.span, "cannot rank rows",
      help: [Help("rank by a number, a date, a period or a text")])
  }

  static func tieOfNoPick(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0247", "only a pick may be tied", at: span, "not a pick",
      help: [Help("ask it of the pick, or of the `let` that names it: `(pick deals by greatest amount) is tied`")])
  }

  // ---- Credit across payees ----

  static func creditAcrossPayees(
    _ span: SourceSpan, credit: String, table: String, line: String?, function: String
  ) -> Diagnostic {
    let what = line.map { "`\($0)`, which is made of the credit `\(credit)`," } ?? "the credit `\(credit)`"
    return Diagnostic(
      "E0511", "\(what) is added up over several people", at: span, "may hold a row twice",
      notes: [
        "what people are credited with need not be what was sold: a row of `\(table)` may go to several of them, or to nobody here"
      ],
      help: [
        Help("take the total from the table: `\(function)(\(table)\(function == "count" ? "" : ".amount") …)`"),
        Help("if each person's credit is meant to count, say so: `… overlaps counted`"),
      ])
  }
}
