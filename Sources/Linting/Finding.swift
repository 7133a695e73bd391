import Allot

/// What a rule has found, before its severity is known.
public struct Finding: Hashable, Sendable {
  /// One sentence that stands alone: lower-case start, no full stop, user text in backquotes.
  public let message: String
  /// The smallest span that shows it.
  public let primary: Diagnostic.Label
  public let secondary: [Diagnostic.Label]
  public let notes: [String]
  public let help: [Diagnostic.Help]

  public init(
    _ message: String, at span: SourceSpan, _ label: String = "", also secondary: [Diagnostic.Label] = [],
    notes: [String] = [], help: [Diagnostic.Help] = []
  ) {
    self.message = message
    self.primary = Diagnostic.Label(span, label)
    self.secondary = secondary
    self.notes = notes
    self.help = help
  }

  func diagnostic(_ rule: Rule, _ severity: Diagnostic.Severity) -> Diagnostic {
    Diagnostic(severity, rule.code, message, at: primary, also: secondary, notes: notes, help: help)
  }
}
