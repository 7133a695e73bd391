/// The catalogue's page about one code: what it means, a text that triggers it, and that text mended.
public struct DiagnosticPage: Hashable, Sendable {
  public let code: String
  /// What is wrong, in a few words.
  public let title: String
  /// Why the language asks for this, and how to mend the text; paragraphs are separated by empty lines.
  public let explanation: String
  /// A text that is answered with this code.
  public let failing: String
  /// The same text without the fault.
  public let mended: String

  public init(code: String, title: String, explanation: String, failing: String, mended: String) {
    self.code = code
    self.title = title
    self.explanation = explanation
    self.failing = failing
    self.mended = mended
  }
}
