import Source

/// What may be wrong with the declaration of an inventory position.
extension Diagnostic {
  static func positionWithoutPolicy(_ name: Name) -> Diagnostic {
    Diagnostic(
      .error, SyntaxCode.positionForm.rawValue, "the position `\(name.text)` does not say what a total below zero is",
      at: name.span, "below zero?",
      help: [
        Help("`below zero kept`: what is owed counts, so that an order covers the backorders too"),
        Help("`below zero as 0`: what could not be delivered is lost, and the position is nothing"),
      ])
  }

  static func positionPolicyForm(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      .error, SyntaxCode.positionForm.rawValue, "a position's total below zero is kept, or it is nothing", at: span,
      "expected `below zero kept` or `below zero as 0`")
  }

  static func positionOfNothing(_ name: Name) -> Diagnostic {
    Diagnostic(
      .error, SyntaxCode.positionForm.rawValue, "the position `\(name.text)` is made of nothing", at: name.span,
      "no components",
      help: [Help("name what is added, as in `counts on_hand = …`, and what is taken off: `less reserved = …`")])
  }

  static func unknownPositionItem(_ found: String, word: String?, _ span: SourceSpan) -> Diagnostic {
    let words = ["for", "counts", "less", "below", "let", "show", "check", "each", "during"]
    return Diagnostic(
      .error, SyntaxCode.positionForm.rawValue, "no line of a position starts with \(found)", at: span,
      "expected a line",
      notes: ["the lines start with `for each`, `counts`, `less`, `below zero`, `let`, `show` and `check`"],
      help: Diagnostic.similar(word, among: words, span))
  }
}

extension DiagnosticPage {
  /// The pages about positions.
  static let positionPages: [DiagnosticPage] = [
    SyntaxCode.positionForm.page(
      "a position that leaves open what it is",
      """
      A position names what it counts and what it takes off, and says what a total below zero is. `below zero kept`:
      backorders count, and an order covers them too. `below zero as 0`: what could not be delivered is lost, and there is
      nothing. The two differ by what is owed.
      """,
      failing: "position p {\n  for each stock\n  counts hand = on_hand\n  less sold = reserved\n}",
      mended: "position p {\n  for each stock\n  counts hand = on_hand\n  less sold = reserved\n  below zero kept\n}")
  ]
}
