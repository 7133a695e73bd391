/// A piece of text and how it is shown.
public struct StyledText: Hashable, Sendable {
  /// What a colour says; the terminal's own colours are used.
  public enum Style: Hashable, Sendable {
    case plain
    case keyword, name, number, text, comment
    case wrong
    case strong, faint
    /// The candidate that TAB would take.
    case chosen

    /// The sequence that starts the style; empty for plain text.
    var sequence: String {
      switch self {
      case .plain: return ""
      case .keyword: return "\u{1B}[35m"
      case .name: return "\u{1B}[36m"
      case .number: return "\u{1B}[33m"
      case .text: return "\u{1B}[32m"
      case .comment, .faint: return "\u{1B}[2m"
      case .wrong: return "\u{1B}[31m"
      case .strong: return "\u{1B}[1m"
      case .chosen: return "\u{1B}[7m"
      }
    }
  }

  public var text: String
  public var style: Style

  public init(_ text: String, _ style: Style = .plain) {
    self.text = text
    self.style = style
  }
}

/// A part of the input and how it is shown.
public struct StyledSpan: Hashable, Sendable {
  public var range: Range<String.Index>
  public var style: StyledText.Style

  public init(_ range: Range<String.Index>, _ style: StyledText.Style) {
    self.range = range
    self.style = style
  }
}
