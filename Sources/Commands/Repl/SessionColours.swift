import Allot
import LineEditing
import Syntax

/// How a line of a session is shown while it is typed.
enum SessionColours {
  static func spans(_ text: String) -> [StyledSpan] {
    var spans: [StyledSpan] = []
    let trimmed = text.drop { $0.isWhitespace }
    if let (command, _) = SessionCommand.named(in: Substring(text)),
      let end = text.index(trimmed.startIndex, offsetBy: command.name.count, limitedBy: text.endIndex)
    {
      spans.append(StyledSpan(trimmed.startIndex..<end, .strong))
    }
    var sources = SourceMap()
    let file = SourceFile(path: "input", bytes: Array(text.utf8))
    for token in parseExpression(file, id: sources.add(file)).tree.tokens {
      guard token.kind == .text || token.kind == .quotedName, let range = text.range(ofBytes: token.range) else {
        continue
      }
      spans.append(StyledSpan(range, .text))
    }
    return spans
  }
}

extension String {
  /// The characters at some places of the text's bytes; nil iff they do not stand between characters.
  func range(ofBytes bytes: Range<Int>) -> Range<String.Index>? {
    guard let start = utf8.index(utf8.startIndex, offsetBy: bytes.lowerBound, limitedBy: utf8.endIndex),
      let end = utf8.index(utf8.startIndex, offsetBy: bytes.upperBound, limitedBy: utf8.endIndex),
      let first = String.Index(start, within: self), let last = String.Index(end, within: self)
    else { return nil }
    return first..<last
  }
}
