import Source

extension DiagnosticPage {
  /// The catalogue's pages about characters, tokens and the order of tokens, by code.
  public static let syntaxPages: [DiagnosticPage] =
    (lexicalPages + structurePages + phrasePages + definePages + examplePages + rowPages + tierPages + schedulePages
    + shapePages + calendarPages + positionPages + rowOrderPages + typePages + orderPages + ruleChoicePages
    + orderEntryPages + assertionPages)
    .sorted { $0.code < $1.code }
}

extension SyntaxCode {
  /// A page about this code.
  func page(_ title: String, _ explanation: String, failing: String, mended: String) -> DiagnosticPage {
    DiagnosticPage(code: rawValue, title: title, explanation: explanation, failing: failing, mended: mended)
  }
}
