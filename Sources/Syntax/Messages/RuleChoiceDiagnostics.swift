import Source

/// What is wrong with the form of a row that says which rule counts.
extension Diagnostic {
  static func choiceWidth(_ count: Int, axes: [String], _ span: SourceSpan) -> Diagnostic {
    let conditions = count == 1 ? "1 condition" : "\(count) conditions"
    let list = axes.map { "`\($0)`" }.joined(separator: ", ")
    return syntax(
      .ruleChoiceForm,
      "the row has \(conditions), and the choice depends on \(axes.count) \(axes.count == 1 ? "value" : "values")",
      at: span, "expected a condition for \(list)", help: [Help("`any` stands for a value that does not matter")])
  }

  static func nothingWithoutReason(_ span: SourceSpan) -> Diagnostic {
    syntax(
      .ruleChoiceForm, "the row does not say why nothing is ordered", at: span, "expected a reason behind it",
      help: [Help("the reason stands in the result: `nothing \"phased out\"`")])
  }

  static func ruleBetweenQuotes(_ text: TextLiteral) -> Diagnostic {
    syntax(
      .ruleChoiceForm, "a text stands where a rule is to be named", at: text.span, "no rule",
      help: [
        Help("a rule's name stands without quotes, as in `any: Turnover`"),
        Help(
          "to order nothing, say so: `nothing \"\(text.text)\"`", edits: [Edit(text.span, "nothing \"\(text.text)\"")]),
      ])
  }
}

extension DiagnosticPage {
  /// The page about rows that say which rule counts.
  static let ruleChoicePages: [DiagnosticPage] = [
    SyntaxCode.ruleChoiceForm.page(
      "a row of `rules` that names no rule",
      """
      A row of `rules` has a condition for each value that the choice depends on, a `:`, and the name of a rule, or
      `nothing` with the reason why nothing is ordered.
      """,
      failing: "rules Choice (class: sku.class) {\n  for each stock\n  \"A\": Turnover\n  \"X\": nothing\n}",
      mended:
        "rules Choice (class: sku.class) {\n  for each stock\n  \"A\": Turnover\n  \"X\": nothing \"phased out\"\n}")
  ]
}
