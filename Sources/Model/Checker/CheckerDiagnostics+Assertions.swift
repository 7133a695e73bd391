import Source
import Syntax

/// What the checker says about laws.
extension Diagnostic {
  static func unknownVariable(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0470", "no line and no credit of the plan is called `\(name.text)`", at: name.span, "unknown name",
      help: nearest(name, among: known))
  }

  static func variableIsNoAmount(_ name: Name, found: String) -> Diagnostic {
    Diagnostic("E0470", "`\(name.text)` is \(found), and no amount that has values", at: name.span, "no amount")
  }

  static func paymentRuns(_ name: Name) -> Diagnostic {
    Diagnostic(
      "E0471", "`\(name.text)` is what is paid: it follows from what runs, and does not run itself", at: name.span,
      "a payment",
      help: [Help("name what it is paid for: a line such as the attainment, or a credit")])
  }

  static func domainEndsFirst(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0472", "the values end before they begin", at: span, "the greater one stands first")
  }

  static func fixedTwice(_ name: Name, before: Name, isVariable: Bool) -> Diagnostic {
    Diagnostic(
      "E0473",
      isVariable ? "`\(name.text)` is what runs, and has no single value" : "`\(name.text)` is given two values",
      at: name.span, isVariable ? "given a value" : "given again",
      also: [Label(before.span, isVariable ? "runs here" : "first given here")],
      help: [Help("leave one of the two out")])
  }

  static func nothingIsPaid(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0474", "the plan has no `pay` line, so that there is no total pay", at: span, "of nothing",
      help: [Help("name the line that is meant")])
  }
}
