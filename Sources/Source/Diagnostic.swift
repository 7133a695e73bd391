/// A finding about a text, ready to be rendered for a terminal or a machine.
public struct Diagnostic: Hashable, Sendable {
  /// Only an error keeps a plan from being run.
  public enum Severity: String, Sendable, Hashable { case error, warning, info }

  /// A place in a text with the words that belong under it.
  public struct Label: Hashable, Sendable {
    public let span: SourceSpan
    public let text: String

    public init(_ span: SourceSpan, _ text: String) {
      self.span = span
      self.text = text
    }
  }

  /// A replacement of one span of text.
  public struct Edit: Hashable, Sendable {
    public let span: SourceSpan
    public let replacement: String

    public init(_ span: SourceSpan, _ replacement: String) {
      self.span = span
      self.replacement = replacement
    }
  }

  /// A way to mend the text: a sentence and, where it is known, the edits that do it.
  public struct Help: Hashable, Sendable {
    /// Whether a tool may make the edits.
    public enum Safety: String, Hashable, Sendable, CaseIterable {
      /// They change no result: a tool makes them where it is asked to mend.
      case safe
      /// They may change a result: a tool makes them only where it is asked for these, too.
      case unsafe
      /// They show what is meant, and may need a value that only the author knows: no tool makes them.
      case display
    }

    public let text: String
    public let edits: [Edit]
    public let safety: Safety

    public init(_ text: String, edits: [Edit] = [], safety: Safety = .display) {
      self.text = text
      self.edits = edits
      self.safety = safety
    }
  }

  public let severity: Severity
  /// The stable code, such as `E0203`; it has a page in the catalogue.
  public let code: String
  /// One sentence that stands alone: lower-case start, no full stop, user text in backquotes.
  public let message: String
  /// The smallest span that shows the fault.
  public let primary: Label
  /// Places that contributed: where a unit, rate or window was declared.
  public let secondary: [Label]
  public let notes: [String]
  public let help: [Help]

  public init(
    _ severity: Severity = .error, _ code: String, _ message: String, at primary: Label,
    also secondary: [Label] = [], notes: [String] = [], help: [Help] = []
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.primary = primary
    self.secondary = secondary
    self.notes = notes
    self.help = help
  }

  public init(
    _ severity: Severity = .error, _ code: String, _ message: String, at span: SourceSpan, _ label: String = "",
    also secondary: [Label] = [], notes: [String] = [], help: [Help] = []
  ) {
    self.init(
      severity, code, message, at: Label(span, label), also: secondary, notes: notes, help: help)
  }
}
