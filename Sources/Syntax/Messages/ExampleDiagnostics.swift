import Source

/// What the parser says about examples.
extension Diagnostic {
  static func unknownExampleItem(_ found: String, word: String?, _ span: SourceSpan) -> Diagnostic {
    let words = ["given", "as of", "during", "param", "expect"]
    let near = word.flatMap { suggestions(for: $0, among: words).first }
    return Diagnostic(
      .error, SyntaxCode.unknownExampleItem.rawValue, "no line of an example starts with \(found)", at: span,
      "expected a line of the example",
      notes: ["the lines start with `given`, `as of`, `during`, `param` or `expect`"],
      help: near.map { [Help("there is a word with a similar name: `\($0)`", edits: [Edit(span, $0)])] } ?? [])
  }

  static func expectedErrorForm(found: String, at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .error, SyntaxCode.expectedErrorForm.rawValue,
      "expected the code of a message or a part of its text, found \(found)",
      at: span, "expected a code or a text",
      help: [Help("write `expect error E0922`, or `expect error \"has no row\"`")])
  }
}

extension DiagnosticPage {
  /// The pages about the form of examples.
  static let examplePages: [DiagnosticPage] = [
    SyntaxCode.unknownExampleItem.page(
      "no line of an example starts with this word",
      """
      An example says what is given and what must come out. Its lines start with `given`, `as of`, `during`, `param`
      or `expect`.
      """,
      failing: "example \"a\" for Pay {\n  expects {\n    id\n  }\n}",
      mended: "example \"a\" for Pay {\n  expect {\n    id\n  }\n}"),
    SyntaxCode.expectedErrorForm.page(
      "an expected error that is neither a code nor a text",
      """
      A run that must fail is expected by the code of its message, `expect error E0922`, or by a part of the message's
      text between quotes.
      """,
      failing: "example \"a\" for Pay {\n  expect error 922\n}",
      mended: "example \"a\" for Pay {\n  expect error E0922\n}"),
  ]
}
