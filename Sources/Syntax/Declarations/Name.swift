import Source

/// An identifier as written, without backquotes.
public struct Name: Hashable, Sendable {
  public let text: String
  public let span: SourceSpan

  public init(_ text: String, _ span: SourceSpan) {
    self.text = text
    self.span = span
  }
}

/// A text literal, unescaped.
public struct TextLiteral: Hashable, Sendable {
  public let text: String
  public let span: SourceSpan

  public init(_ text: String, _ span: SourceSpan) {
    self.text = text
    self.span = span
  }
}
