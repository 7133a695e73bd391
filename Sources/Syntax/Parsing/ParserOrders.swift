import Source

/// What only replenishment rules have: outcomes of orders, and their grouping.
extension Parser {
  /// `unknown` or `conflict`, with the reason that must stand behind it left to the step.
  mutating func outcome() -> OrderOutcome? {
    let mark = span(of: index)
    let outcome: OrderOutcome
    if accept(Word.unknown) {
      outcome = .unknown
    } else if accept(.conflict) {
      outcome = .conflict
    } else {
      return nil
    }
    if !isRecovering, kind != .text { report(.outcomeWithoutReason(outcome, mark)) }
    return outcome
  }

  /// `grouped by dealer, sku.supplier`.
  mutating func grouping() -> GroupingSyntax {
    let mark = mark()
    advance()
    let what = "a key or column of the rule's rows, as in `grouped by dealer`"
    expect(.by, "`by` and keys or columns of the rule's rows, as in `grouped by dealer`")
    var paths = [path(what)]
    while !isRecovering, accept(.comma) { paths.append(path(what)) }
    endOfStatement("the next line")
    close(.groupingHeader, mark)
    return GroupingSyntax(paths: paths, span: span(from: mark))
  }
}

extension Diagnostic {
  static func outcomeWithoutReason(_ outcome: OrderOutcome, _ span: SourceSpan) -> Diagnostic {
    let end = SourceSpan(file: span.file, start: Int(span.end), end: Int(span.end))
    return syntax(
      .outcomeWithoutReason, "`\(outcome.rawValue)` does not say why", at: span, "no reason",
      notes: ["who reads the result has nothing but the reason to act on"],
      help: [Help("the reason stands behind it as a text", edits: [Edit(end, " \"why\"")])])
  }
}
