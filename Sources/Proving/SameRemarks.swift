import Source
import Syntax

/// What the author says of changes that change nothing: `# same: a payee never has less than nothing`.
struct SameRemarks {
  struct Remark: Hashable {
    let span: SourceSpan
    /// The line whose mutants it is about, from 1.
    let line: Int
    let reason: String
  }

  private(set) var remarks: [Remark] = []

  /// The remarks of a file: behind a line about that line, on a line of its own about the next one with a text.
  init(_ tree: SyntaxTree, _ id: FileID, _ file: SourceFile) {
    for token in tree.tokens {
      var start = token.triviaRange.lowerBound
      while start < token.triviaRange.upperBound {
        guard file.bytes[start] == UInt8(ascii: "#") else {
          start += 1
          continue
        }
        let end = file.bytes[start..<token.triviaRange.upperBound].firstIndex(of: UInt8(ascii: "\n"))
        let range = start..<(end ?? token.triviaRange.upperBound)
        let text = String(decoding: file.bytes[range], as: UTF8.self)
        if let reason = SameRemarks.reason(in: text) {
          let place = file.lineColumn(at: start)
          let isAlone = file.line(place.line).prefix(while: { $0 != "#" }).allSatisfy(\.isWhitespace)
          remarks.append(
            Remark(
              span: SourceSpan(file: id, start: range.lowerBound, end: range.upperBound),
              line: isAlone ? file.lineColumn(at: token.range.lowerBound).line : place.line, reason: reason))
        }
        start = range.upperBound
      }
    }
  }

  /// What stands behind `# same:`; nil for any other comment.
  private static func reason(in comment: String) -> String? {
    let words = comment.drop { $0 == "#" || $0.isWhitespace }
    guard words.hasPrefix("same:") else { return nil }
    return words.dropFirst(5).split { $0.isWhitespace }.joined(separator: " ")
  }
}
