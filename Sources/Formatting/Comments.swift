import Syntax

/// The comments and blank lines between two tokens.
struct Gap {
  /// A comment with a line of its own.
  struct OwnLine: Hashable {
    let text: ArraySlice<UInt8>
    /// Iff a blank line stands in front of it.
    let followsBlankLine: Bool
  }

  /// The comment behind the token before, on its line.
  var trailing: ArraySlice<UInt8>?
  var comments: [OwnLine] = []
  /// Iff a blank line stands between the last comment, or the token before, and the token behind.
  var endsInBlankLine = false
  /// Iff a line ends in the gap.
  var hasLineEnd = false
  /// True iff something stands there that is neither blank nor a comment, which a message has been given about.
  var isFaulty = false

  /// Reads the gap in front of token `index` of `tree`.
  init(before index: Int, of tree: SyntaxTree) {
    let bytes = tree.leadingTrivia(tree.id(ofToken: index))
    var isFirstLine = index > 0
    var sawBlankLine = false
    var start = bytes.startIndex
    if index == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start += 3 }
    while start < bytes.endIndex {
      let end = bytes[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.endIndex
      let isWhole = end < bytes.endIndex
      let line = bytes[start..<end]
      if let sign = line.firstIndex(of: UInt8(ascii: "#")), Gap.isBlank(line[..<sign]) {
        let text = Gap.withoutTrailingBlanks(line[sign...])
        if isFirstLine {
          trailing = text
        } else {
          comments.append(OwnLine(text: text, followsBlankLine: sawBlankLine))
        }
        sawBlankLine = false
      } else if Gap.isBlank(line) {
        if !isFirstLine, isWhole { sawBlankLine = true }
      } else {
        isFaulty = true
      }
      guard isWhole else { break }
      hasLineEnd = true
      isFirstLine = false
      start = bytes[end...].starts(with: [0x0D, 0x0A]) ? end + 2 : end + 1
    }
    endsInBlankLine = sawBlankLine
  }

  /// Iff the bytes are blanks alone, those of Unicode among them.
  private static func isBlank(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 }
      || String(decoding: bytes, as: UTF8.self).unicodeScalars.allSatisfy { scalar in
        scalar.isBlankInSource && !scalar.changesDirection || [0x20, 0x09, 0x0B, 0x0C].contains(scalar.value)
      }
  }

  private static func withoutTrailingBlanks(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes = bytes.dropLast() }
    return bytes
  }
}
