import Source

/// Row blocks: lines of cells between bars.
extension Lexer {
  /// Reads the tokens of a row block up to and without its closing brace, from behind the opening one.
  ///
  /// A block that is not closed ends in front of the first line that plainly starts a declaration.
  mutating func lexRows() {
    var triviaStart = position
    var startsLine = false
    while true {
      if skipRowTrivia() { startsLine = true }
      guard position < bytes.count, bytes[position] != UInt8(ascii: "}") else { break }
      if startsLine, startsDeclarationLine() { break }
      let start = position
      let scanned: Scanned
      switch bytes[position] {
      case UInt8(ascii: "|"):
        position += 1
        scanned = (.bar, nil, false)
      case UInt8(ascii: "\""): scanned = scanText()
      case 0xEF where isFullWidthBar(position):
        position += 3
        report(.lookalike("\u{FF5C}", "|", edit: "|", span(start, position)))
        scanned = (.bar, nil, false)
      default: scanned = scanCell()
      }
      append(
        scanned.kind, scanned.word, from: start, trivia: triviaStart, startsLine: startsLine, isFaulty: scanned.isFaulty
      )
      triviaStart = position
      startsLine = false
    }
    // The trivia belongs to the next token, which starts its own scan from here.
    position = triviaStart
  }

  private mutating func skipRowTrivia() -> Bool {
    var sawLineEnd = false
    var isBehindBlank = false
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0B, 0x0C: position += 1
      case 0x0A, 0x0D:
        position += 1
        sawLineEnd = true
      case UInt8(ascii: "#") where sawLineEnd || (isBehindBlank && isFollowedByBlank):
        while !isLineEnd(position) { position += 1 }
      case 0x80...:
        guard let (scalar, length) = UTF8Scalar.decode(bytes, at: position), scalar.isBlankInSource else {
          return sawLineEnd
        }
        position += length
      default: return sawLineEnd
      }
      isBehindBlank = true
    }
    return sawLineEnd
  }

  /// Iff the `#` at hand has a blank behind it, as a comment's has inside a row, where `#1` is a part of a cell.
  private var isFollowedByBlank: Bool {
    let next = byte(position + 1)
    return next == 0x20 || next == 0x09 || next == UInt8(ascii: "#") || isLineEnd(position + 1)
  }

  /// Iff the bar that an input method for Chinese or Japanese writes stands at `i`.
  private func isFullWidthBar(_ i: Int) -> Bool { hasBytes([0xEF, 0xBD, 0x9C], at: i) }

  /// Reads a cell up to the next bar, brace, line end, or comment that has a blank in front.
  private mutating func scanCell() -> Scanned {
    var end = position
    var isBehindBlank = false
    while !isLineEnd(position) {
      let c = bytes[position]
      if c == UInt8(ascii: "|") || c == UInt8(ascii: "}") || isFullWidthBar(position)
        || (c == UInt8(ascii: "#") && isBehindBlank && isFollowedByBlank)
      {
        break
      }
      let (scalar, length) = UTF8Scalar.decode(bytes, at: position) ?? ("\u{FFFD}", 1)
      position += length
      isBehindBlank = c == 0x20 || c == 0x09 || c == 0x0B || c == 0x0C || scalar.isBlankInSource
      if !isBehindBlank { end = position }
    }
    position = end
    return (.cell, nil, false)
  }

  /// Iff at `position`, without any blanks in front, a declaration's word starts a line that holds no bar.
  private func startsDeclarationLine() -> Bool {
    guard position == 0 || isLineEnd(position - 1) else { return false }
    var end = position
    while end < bytes.count, LexerClass.continuesName(bytes[end]) { end += 1 }
    guard let word = Word(bytes[position..<end]), Word.declarationStarts.contains(word), byte(end) == 0x20 else {
      return false
    }
    while !isLineEnd(end) {
      if bytes[end] == UInt8(ascii: "|") { return false }
      end += 1
    }
    return true
  }
}
