import Source
import Syntax

/// What the checker says about defines and their uses.
extension Diagnostic {
  private static func listed(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }

  /// The nearest known name, with the edit to it.
  private static func near(_ name: Name, among known: [String]) -> [Help] {
    guard let first = suggestions(for: name.text, among: known).first else { return [] }
    return [Help("a similar name exists: `\(first)`", edits: [Edit(name.span, first)])]
  }

  // ---- E0220, E0221: arguments ----

  static func unknownArgument(_ label: Name, of name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0220", "`\(name.text)` has no parameter `\(label.text)`", at: label.span, "unknown parameter",
      notes: ["its parameters are \(listed(known))"], help: near(label, among: known))
  }

  static func argumentTwice(_ label: Name, of name: Name, before: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0220", "`\(label.text)` of `\(name.text)` is given twice", at: label.span, "given again",
      also: [Label(before, "given here")], help: [Help("keep one of the two")])
  }

  static func tooManyArguments(_ span: SourceSpan, _ name: Name, signature: String) -> Diagnostic {
    Diagnostic(
      "E0220", "`\(name.text)` is given more values than it has parameters", at: span, "one too many",
      notes: ["it is used as `\(signature)`"])
  }

  static func argumentsHaveNoNames(_ label: Name, of name: Name) -> Diagnostic {
    Diagnostic(
      "E0220", "the values of `\(name.text)` have places, not names", at: label.span, "a name",
      help: [Help("write the values alone, in their order")])
  }

  static func argumentMissing(_ name: Name, parameters: [String], signature: String) -> Diagnostic {
    Diagnostic(
      "E0221", "`\(name.text)` is not given \(listed(parameters))", at: name.span, "\(listed(parameters)) missing",
      notes: ["it is used as `\(signature)`"])
  }

  // ---- E0222: units ----

  static func argumentUnitsDiffer(
    _ value: TypedExpression, _ parameter: String, _ type: String, of define: String, other: String,
    _ otherType: String, otherSpan: SourceSpan, unit: String
  ) -> Diagnostic {
    Diagnostic(
      "E0222", "`\(parameter)` of `\(define)` is \(type), and `\(other)` is \(otherType)", at: value.span, type,
      also: [Label(otherSpan, otherType)],
      notes: ["`\(unit)` is the same unit wherever it stands in one use of `\(define)`"],
      help: [Help("give both in one unit, or convert one where it is handed in")])
  }

  static func unitVariableUnknown(_ unit: Name, define: String) -> Diagnostic {
    Diagnostic(
      "E0222", "no argument of `\(define)` says what `\(unit.text)` is", at: unit.span, "which unit?",
      help: [Help("give a parameter the type `\(unit.text)`, or leave `in \(unit.text)` out")])
  }

  static func unitNotTold(_ span: SourceSpan, unit: String, define: String) -> Diagnostic {
    Diagnostic(
      "E0222", "no argument says what `\(unit)` of `\(define)` is here", at: span, "which unit?",
      help: [Help("give one of the arguments that have the type `\(unit)`")])
  }

  static func unitRestsOnItself(_ span: SourceSpan, parameter: String, define: String) -> Diagnostic {
    Diagnostic(
      "E0222", "the unit of `\(parameter)` of `\(define)` rests on what the define gives", at: span, "a circle",
      help: [
        Help("let another argument of this type say the unit, or compute this one without the define's own lines")
      ])
  }

  // ---- E0223: blocks and values ----

  static func blockAsValue(_ span: SourceSpan, name: String, last: Name, lines: [String]) -> Diagnostic {
    let end = SourceSpan(file: last.span.file, start: Int(last.span.end), end: Int(last.span.end))
    return Diagnostic(
      "E0223", "`\(name)` is a block of lines, not a value", at: span, "which line of it?",
      notes: ["its lines are \(listed(lines))"],
      help: lines.last.map { line in
        [Help("name one of its lines, as in `\(name).\(line)`", edits: lines.count == 1 ? [Edit(end, ".\(line)")] : [])]
      } ?? [])
  }

  static func unknownBlockLine(_ name: Name, block: String, lines: [String]) -> Diagnostic {
    Diagnostic(
      "E0223", "the block `\(block)` has no line `\(name.text)`", at: name.span, "unknown line",
      notes: ["its lines are \(listed(lines))"], help: near(name, among: lines))
  }

  static func blockCalled(_ name: Name, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0223", "`\(name.text)` gives a block of lines, not a value", at: span, "used as a value",
      help: [
        Help(
          "give the block a name in a plan or sheet: `let x = \(name.text)(…)`; then `x.line` is the value of a line")
      ])
  }

  static func defineAsValue(_ name: Name, isBlock: Bool) -> Diagnostic {
    Diagnostic(
      "E0223", "`\(name.text)` is a define, not a value", at: name.span, "of what?",
      help: [Help("give it its values, as in `\(isBlock ? "let x = " : "")\(name.text)(…)`")])
  }

  static func blockWithClauses(_ name: Name, isEach: Bool) -> Diagnostic {
    let word = isEach ? "each" : "starting"
    return Diagnostic(
      "E0223", "`\(name.text)` names a block, whose lines have `each` and `starting` of their own", at: name.span,
      "named with `\(word)`", help: [Help("leave `\(word)` out")])
  }

  static func blockWithoutLines(_ name: Name) -> Diagnostic {
    Diagnostic(
      "E0223", "the block `\(name.text)` has no lines", at: name.span, "gives nothing",
      help: [Help("write a line, as in `let paid = …`")])
  }

  // ---- E0224 to E0226 ----

  static func defineOfItself(_ name: Name, ring: [String]) -> Diagnostic {
    Diagnostic(
      "E0224", "the define `\(name.text)` is made of itself: \(ring.map { "`\($0)`" }.joined(separator: " -> "))",
      at: name.span, "never ends",
      help: [Help("what a period owes to the one before is written with `previous(x)`")])
  }

  static func notSeenByDefine(_ name: Name, define: String, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0225", "the define `\(define)` sees nothing called `\(name.text)`", at: name.span, "not seen here",
      notes: [
        "a define sees its parameters, its own lines, params, rates, tables that it looks a row up in, and other defines"
      ],
      help: near(name, among: known) + [Help("hand it in: give the define a parameter for it")])
  }

  static func rowsInDefine(_ span: SourceSpan, what: String, define: String) -> Diagnostic {
    Diagnostic(
      "E0225", "\(what) is about the rows of a sheet, and the define `\(define)` sees none", at: span, "which rows?",
      help: [Help("compute it in the plan or sheet, and hand it in as an argument")])
  }

  static func useTooLarge(_ span: SourceSpan, name: String, why: String) -> Diagnostic {
    Diagnostic(
      "E0226", "`\(name)` cannot be used here: \(why)", at: span, "too large",
      help: [Help("give parts names with `let`")])
  }
}
