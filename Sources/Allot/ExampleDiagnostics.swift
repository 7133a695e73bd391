import Syntax

/// What a failed example says.
extension Diagnostic {
  static func columnsNotGiven(
    _ columns: [String], of table: String, _ span: SourceSpan, declared: [SourceSpan]
  ) -> Diagnostic {
    let names = columns.map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(
      .error, "E0940", "`\(table)` is given without \(names), which the plan reads", at: span, "no \(names) here",
      also: declared.prefix(4).map { Label($0, "may not be missing") },
      help: [Help("give \(columns.count == 1 ? "the column" : "these columns") too")])
  }

  static func valuesDiffer(_ differences: [ExampleDifference], row: String) -> Diagnostic {
    func words(_ text: String) -> String { text.isEmpty ? "missing" : "`\(text)`" }
    let first = differences[0]
    let message: String
    if differences.count == 1 {
      let wanted = first.expected.isEmpty ? "it must be missing" : "`\(first.expected)` is expected"
      message = "`\(first.line)` is \(words(first.found)), and \(wanted)"
    } else {
      let lines = differences.map { "`\($0.line)`" }.joined(separator: ", ")
      message = "\(differences.count) values of a row are not as expected: \(lines)"
    }
    func label(_ difference: ExampleDifference) -> String {
      let found = difference.found.isEmpty ? "missing" : difference.found
      return differences.count == 1 ? "found \(found)" : "`\(difference.line)`: found \(found)"
    }
    return Diagnostic(
      .error, "E0941", message, at: Label(first.span, label(first)),
      also: differences.dropFirst().map { Label($0.span, label($0)) },
      notes: row.isEmpty ? [] : ["the row is \(row)"])
  }

  static func notOneRow(
    _ count: Int, of sheet: String, named: String, _ span: SourceSpan, rows: [String]
  ) -> Diagnostic {
    let shown = rows.filter { !$0.isEmpty }
    var notes = shown.prefix(5).map { count == 0 ? "there is \($0)" : "one is \($0)" }
    if shown.count > 5 { notes.append("and \(shown.count - 5) more") }
    if rows.isEmpty { notes = ["it has no rows"] }
    let what = named.isEmpty ? "" : " with \(named)"
    let message =
      count == 0 ? "`\(sheet)` has no row\(what)" : "`\(sheet)` has \(count) rows\(what), and one is expected"
    return Diagnostic(
      .error, "E0942", message, at: span, count == 0 ? "no such row" : "not one row", notes: notes,
      help: count == 0 ? [] : [Help("name further keys in the header, until they name one row")])
  }

  static func furtherRows(of sheet: String, _ span: SourceSpan, rows: [String]) -> Diagnostic {
    var notes = rows.prefix(8).map { $0.isEmpty ? "a row without a key" : "there is \($0)" }
    if rows.count > 8 { notes.append("and \(rows.count - 8) more") }
    let count = rows.count == 1 ? "a further row" : "\(rows.count) further rows"
    return Diagnostic(
      .error, "E0943", "`\(sheet)` has \(count)", at: span, "exactly these rows are expected", notes: notes,
      help: [Help("`expect` without `exactly` compares only the rows that it lists")])
  }

  static func noErrorCame(_ match: ExampleDeclaration.ExpectedError.Match, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(.error, "E0944", "\(match.words) is expected, and the run gave results", at: span, "no error came")
  }

  static func otherErrorCame(_ match: ExampleDeclaration.ExpectedError.Match, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .error, "E0944", "\(match.words) is expected, and the run failed for another reason", at: span,
      "another error came")
  }
}

extension ExampleDeclaration.ExpectedError.Match {
  fileprivate var words: String {
    switch self {
    case .code(let code): "the error \(code)"
    case .text(let text): "an error with `\(text)`"
    }
  }
}
