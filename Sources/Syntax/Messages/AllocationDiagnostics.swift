import Source

/// What is wrong with the form of an allocation.
extension Diagnostic {
  static func allocateWithoutWeight(_ word: SourceSpan, found: String, at span: SourceSpan) -> Diagnostic {
    syntax(
      .allocateForm, "expected `by` and a weight, found \(found)", at: span, "in proportion to what?",
      also: [Label(word, "this allocation")],
      help: [
        Help("`allocate pool by salary exactly`; equal parts are `by 1`"),
        Help(
          "other manners: `levelling position / daily`, `in order of priority`, "
            + "`one pack at a time to the smallest position / daily`"),
      ])
  }

  static func allocateWithoutRounding(_ word: SourceSpan, found: String, at span: SourceSpan) -> Diagnostic {
    syntax(
      .allocateForm, "expected `exactly` or `in steps of …`, found \(found)", at: span, "how are the parts rounded?",
      also: [Label(word, "this allocation")],
      help: [Help("parts `in steps of 0.01 USD` are whole cents that sum to the amount; parts `exactly` are fractions")]
    )
  }

  static func stepsOfSteps(_ word: SourceSpan, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .allocateForm, "what is given one at a time has its steps already", at: span, "a second step",
      also: [Label(word, "this allocation")], help: [Help("leave it out: the step stands behind `one`")])
  }

  static func levelWithoutRatio(_ word: String, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .allocateRatio, "`\(word)` needs a ratio, as in `\(word) position / daily`", at: span, "not `S / W`",
      notes: ["S is what a row has already, and W what it is measured by; the parts raise (S + part) / W"],
      help: [
        Help("a sum in front of `/` stands in parentheses: `(on_hand + in_transit) / daily`"),
        Help("rows that are measured alike are measured by 1: `on_hand / 1`"),
      ])
  }
}
