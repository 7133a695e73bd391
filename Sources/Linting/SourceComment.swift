import Allot
import Syntax

/// A comment of a file: from its `#` to the end of its line.
public struct SourceComment: Hashable, Sendable {
  public let span: SourceSpan
  /// From 1.
  public let line: Int
  /// True iff nothing but blanks stands in front of it.
  public let isAlone: Bool
  /// True iff it begins with `##`.
  public let isDocumentation: Bool
  /// The token behind the comment, by its place.
  public let nextToken: Int

  static func all(in tree: SyntaxTree, _ file: FileID, _ source: SourceFile) -> [SourceComment] {
    let hash = UInt8(ascii: "#")
    let bytes = source.bytes
    guard bytes.contains(hash) else { return [] }
    var comments: [SourceComment] = []
    for (number, token) in tree.tokens.enumerated() where token.triviaStart < token.start {
      var place = Int(token.triviaStart)
      let end = min(Int(token.start), bytes.count)
      while place < end {
        guard bytes[place] == hash else {
          place += 1
          continue
        }
        let start = place
        while place < end, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
        let line = source.lines.line(at: start)
        let lineStart = source.lines.range(ofLine: line).lowerBound
        comments.append(
          SourceComment(
            span: SourceSpan(file: file, start: start, end: place), line: line + 1,
            isAlone: bytes[lineStart..<start].allSatisfy { $0 == 0x20 || $0 == 0x09 },
            isDocumentation: start + 1 < place && bytes[start + 1] == hash, nextToken: number))
      }
    }
    return comments
  }
}
