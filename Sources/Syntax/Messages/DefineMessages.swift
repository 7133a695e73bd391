import Source

/// What may be wrong with the text of a define or of its use.
extension Diagnostic {
  static func argumentOrder(_ span: SourceSpan, named: Name) -> Diagnostic {
    syntax(
      .argumentOrder, "a value without a name follows one with a name", at: span, "which parameter is it for?",
      also: [Label(named.span, "has a name")],
      help: [Help("values in their places stand first; give this one its parameter's name too, as in `name: value`")])
  }

  static func defineWithoutParameters(_ name: Name, isValue: Bool) -> Diagnostic {
    syntax(
      .defineWithoutParameters, "the define `\(name.text)` has no parameters", at: name.span, "of what?",
      help: [
        Help(
          isValue
            ? "a value with a name and nothing else is a `param`: `param \(name.text) = …`"
            : "say what it is given, as in `define \(name.text) (earned: USD, draw: USD)`")
      ])
  }

  static func defineHolds(_ word: String, _ span: SourceSpan, name: Name) -> Diagnostic {
    let here = SourceSpan(file: span.file, start: Int(span.start), end: Int(span.start) + word.utf8.count)
    return syntax(
      .defineForm, "a define holds `let` lines and checks, and this is a `\(word)`", at: here, "not in a define",
      help: [
        Help(
          word == "credit"
            ? "let the plan hold the credit, and hand its total in as an argument"
            : word == "ordered"
              ? "say in the rule how its order enters the position"
              : "write `let \(name.text)` here, and `\(word)` in the plan that uses the define")
      ])
  }

  static func headerInDefine(_ span: SourceSpan) -> Diagnostic {
    syntax(
      .defineForm, "a define has no rows and periods of its own", at: span, "not in a define",
      help: [Help("leave it out: a define has the rows and periods of the sheet that uses it")])
  }
}

extension DiagnosticPage {
  /// The pages about defines.
  static let definePages: [DiagnosticPage] = [
    SyntaxCode.argumentOrder.page(
      "a value without a name follows one with a name",
      """
      Values in their places come first, then those that are named. Behind a name, places no longer say which parameter
      is meant.
      """,
      failing: "define Net (gross: USD, fee: USD) = gross - fee\n\nparam net = Net(gross: 5 USD, 1 USD)",
      mended: "define Net (gross: USD, fee: USD) = gross - fee\n\nparam net = Net(5 USD, fee: 1 USD)"),
    SyntaxCode.defineWithoutParameters.page(
      "a define without parameters",
      "A define is a calculation on what it is given. A value that is given nothing is a `param`.",
      failing: "define Threshold = 5_000 USD", mended: "param Threshold = 5_000 USD"),
    SyntaxCode.defineForm.page(
      "something in a define that is neither a line nor a check",
      """
      A define is made of `let` lines and checks. Rows, periods, credits and what is paid or shown belong to the plan
      that uses it.
      """,
      failing: "define Half (amount: USD) {\n  pay half = amount / 2\n}",
      mended: "define Half (amount: USD) {\n  let half = amount / 2\n}"),
  ]
}
