import Source

/// Splits a file's bytes into tokens, and reports what is no token.
///
/// Whatever the bytes are, the tokens with their trivia cover all of them, in order and without overlap. A sign of another
/// language is read as the sign it stands for after a message has been given, so that the parser need not stumble again.
struct Lexer {
  let bytes: [UInt8]
  let file: FileID
  var position = 0
  var tokens: [Token] = []
  var diagnostics: [Diagnostic] = []
  /// The number of parentheses and brackets that are open.
  private var openParentheses = 0
  /// The number of braces that are open in the example or data at hand; 0 outside of them.
  private var exampleDepth = 0

  private init(_ bytes: [UInt8], _ file: FileID) {
    self.bytes = bytes
    self.file = file
  }

  /// The tokens of `bytes`, the last one of which is the end of the file.
  static func lex(_ bytes: [UInt8], in file: FileID) -> (tokens: [Token], diagnostics: [Diagnostic]) {
    var lexer = Lexer(bytes, file)
    lexer.checkEncoding()
    lexer.run()
    return (lexer.tokens, lexer.diagnostics)
  }

  private mutating func run() {
    if bytes.starts(with: SourceFile.byteOrderMark) { position = 3 }
    var triviaStart = 0
    var startsLine = true
    while true {
      if skipTrivia() { startsLine = true }
      let start = position
      guard start < bytes.count else {
        append(.endOfFile, nil, from: start, trivia: triviaStart, startsLine: true)
        return
      }
      let (kind, word, isFaulty) = scan()
      append(kind, word, from: start, trivia: triviaStart, startsLine: startsLine, isFaulty: isFaulty)
      triviaStart = position
      startsLine = false
      noteExample()
      if kind == .leftBrace, exampleDepth == 2 || opensRows() {
        lexRows()
        triviaStart = position
      }
    }
  }

  mutating func append(
    _ kind: TokenKind, _ word: Word?, from start: Int, trivia: Int, startsLine: Bool, isFaulty: Bool = false
  ) {
    tokens.append(
      Token(
        kind: kind, word: word, startsLine: startsLine, isFaulty: isFaulty,
        triviaStart: Int32(trivia), start: Int32(start), end: Int32(position)))
  }

  // MARK: - Bytes

  /// The byte at `i`, or 0 past the end.
  func byte(_ i: Int) -> UInt8 { i < bytes.count ? bytes[i] : 0 }

  func isDigit(_ i: Int) -> Bool { byte(i) &- 0x30 < 10 }

  /// Iff the bytes from `i` on spell `text`.
  func has(_ text: StaticString, at i: Int) -> Bool {
    guard i + text.utf8CodeUnitCount <= bytes.count else { return false }
    for j in 0..<text.utf8CodeUnitCount where bytes[i + j] != text.utf8Start[j] { return false }
    return true
  }

  func isLineEnd(_ i: Int) -> Bool { i >= bytes.count || bytes[i] == 0x0A || bytes[i] == 0x0D }

  func span(_ start: Int, _ end: Int) -> SourceSpan { SourceSpan(file: file, start: start, end: end) }

  func text(_ start: Int, _ end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }

  mutating func report(_ diagnostic: Diagnostic) {
    if diagnostics.count < Parser.diagnosticLimit { diagnostics.append(diagnostic) }
  }

  // MARK: - Trivia

  /// Skips blanks, comments and what a message calls superfluous; true if a line ended.
  mutating func skipTrivia() -> Bool {
    var sawLineEnd = false
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0B, 0x0C: position += 1
      case 0x0A, 0x0D:
        position += 1
        sawLineEnd = true
      case UInt8(ascii: "#"): skipToLineEnd()
      case UInt8(ascii: "/") where byte(position + 1) == UInt8(ascii: "/"):
        reportForeignComment("//")
      case UInt8(ascii: "/") where byte(position + 1) == UInt8(ascii: "*"):
        if reportBlockComment() { sawLineEnd = true }
      case UInt8(ascii: "-") where byte(position + 1) == UInt8(ascii: "-"):
        reportForeignComment("--")
      case UInt8(ascii: ";") where openParentheses == 0:
        report(.semicolon(span(position, position + 1)))
        position += 1
      case 0x80...:
        guard let (scalar, length) = UTF8Scalar.decode(bytes, at: position), scalar.isBlankInSource else {
          return sawLineEnd
        }
        position += length
      default: return sawLineEnd
      }
    }
    return sawLineEnd
  }

  private mutating func skipToLineEnd() {
    while !isLineEnd(position) { position += 1 }
  }

  private mutating func reportForeignComment(_ sign: String) {
    report(.foreignComment(sign, span(position, position + 2)))
    skipToLineEnd()
  }

  /// Skips `/* … */`; true if it held a line end.
  private mutating func reportBlockComment() -> Bool {
    let start = position
    var sawLineEnd = false
    position += 2
    while position < bytes.count, !has("*/", at: position) {
      sawLineEnd = sawLineEnd || isLineEnd(position)
      position += 1
    }
    position = min(position + 2, bytes.count)
    report(.blockComment(span(start, min(start + 2, bytes.count))))
    return sawLineEnd
  }

  // MARK: - Tokens

  typealias Scanned = (kind: TokenKind, word: Word?, isFaulty: Bool)

  /// Reads one token at `position`, where a byte stands that is no trivia.
  private mutating func scan() -> Scanned {
    let c = bytes[position]
    switch c {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
      return scanName()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return scanNumberOrDate()
    case UInt8(ascii: "\""): return scanText()
    case UInt8(ascii: "`"): return scanQuotedName()
    case 0x80...: return scanBeyondASCII()
    default: return scanSign(c)
    }
  }

  private mutating func scanName() -> Scanned {
    let start = position
    skipNameBytes()
    if let period = scanFiscalPeriod(start) { return period }
    return (.name, Word(bytes[start..<position]), false)
  }

  mutating func skipNameBytes() {
    while position < bytes.count {
      let c = bytes[position]
      if c < 0x80 {
        guard LexerClass.continuesName(c) else { return }
        position += 1
      } else {
        guard let (scalar, length) = UTF8Scalar.decode(bytes, at: position), scalar.continuesName else { return }
        position += length
      }
    }
  }

  private mutating func scanQuotedName() -> Scanned {
    let start = position
    position += 1
    while !isLineEnd(position), bytes[position] != UInt8(ascii: "`") { position += 1 }
    guard !isLineEnd(position) else {
      report(.unterminatedName(span(start, position)))
      return (.malformed, nil, true)
    }
    position += 1
    if position - start == 2 {
      report(.emptyName(span(start, position)))
      return (.malformed, nil, true)
    }
    return (.quotedName, nil, false)
  }

  private mutating func scanSign(_ c: UInt8) -> Scanned {
    let next = byte(position + 1)
    switch (c, next) {
    case (UInt8(ascii: "-"), UInt8(ascii: ">")): return take(2, .arrow)
    case (UInt8(ascii: "!"), UInt8(ascii: "=")):
      if byte(position + 2) == UInt8(ascii: "=") { return foreign("!==", .notEqual, means: "!=") }
      return take(2, .notEqual)
    case (UInt8(ascii: "<"), UInt8(ascii: "=")): return take(2, .lessOrEqual)
    case (UInt8(ascii: "<"), UInt8(ascii: ">")): return foreign("<>", .notEqual, means: "!=")
    case (UInt8(ascii: ">"), UInt8(ascii: "=")): return take(2, .greaterOrEqual)
    case (UInt8(ascii: "="), UInt8(ascii: "=")):
      if byte(position + 2) == UInt8(ascii: "=") { return foreign("===", .equal, means: "=") }
      return foreign("==", .equal, means: "=")
    case (UInt8(ascii: "="), UInt8(ascii: ">")): return take(2, .fatArrow)
    case (UInt8(ascii: ":"), UInt8(ascii: "=")): return foreign(":=", .equal, means: "=")
    case (UInt8(ascii: "&"), UInt8(ascii: "&")): return foreign("&&", .name, .and, means: "and")
    case (UInt8(ascii: "|"), UInt8(ascii: "|")): return foreign("||", .name, .or, means: "or")
    case (UInt8(ascii: "*"), UInt8(ascii: "*")):
      report(.noPower(span(position, position + 2)))
      return take(2, .star, isFaulty: true)
    case (UInt8(ascii: "."), UInt8(ascii: ".")):
      if byte(position + 2) == UInt8(ascii: ".") { return foreign("...", .dotDot, means: "..") }
      return take(2, .dotDot)
    case (UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9")) where !followsOperand: return scanLeadingDot()
    case (UInt8(ascii: "$"), _): return scanCurrencySign("$", length: 1)
    case (UInt8(ascii: "'"), _): return scanForeignText(opening: "'", length: 1)
    case (UInt8(ascii: "^"), _):
      report(.noPower(span(position, position + 1)))
      return take(1, .star, isFaulty: true)
    case (UInt8(ascii: "&"), _): return foreign("&", .name, .and, means: "and")
    case (UInt8(ascii: "!"), _): return foreign("!", .name, .not, means: "not")
    case (UInt8(ascii: ";"), _):
      report(.semicolonForComma(span(position, position + 1)))
      return take(1, .comma)
    default:
      if let kind = LexerClass.signs[c] { return take(1, kind) }
      return scanUnknown()
    }
  }

  mutating func take(_ length: Int, _ kind: TokenKind, _ word: Word? = nil, isFaulty: Bool = false) -> Scanned {
    position += length
    switch kind {
    case .leftParenthesis, .leftBracket: openParentheses += 1
    case .rightParenthesis, .rightBracket: openParentheses = max(0, openParentheses - 1)
    case .leftBrace, .rightBrace: openParentheses = 0
    default: break
    }
    return (kind, word, isFaulty)
  }

  /// Reads a sign of another language as the one that it stands for.
  private mutating func foreign(
    _ sign: String, _ kind: TokenKind, _ word: Word? = nil, means replacement: String
  ) -> Scanned {
    let end = position + sign.utf8.count
    let needsBlanks = word != nil
    let before = needsBlanks && position > 0 && LexerClass.continuesName(bytes[position - 1]) ? " " : ""
    let after = needsBlanks && LexerClass.continuesName(byte(end)) ? " " : ""
    report(.foreignSign(sign, means: replacement, edit: before + replacement + after, span(position, end)))
    return take(sign.utf8.count, kind, word)
  }

  /// Iff the token before, with nothing between, ends an operand, so that a dot here chooses a column.
  private var followsOperand: Bool {
    guard let last = tokens.last, Int(last.end) == position else { return false }
    switch last.kind {
    case .name, .quotedName, .rightParenthesis, .rightBracket, .question, .text, .date, .period: return true
    default: return false
    }
  }

  /// Reads the bytes of one character that starts no token.
  mutating func scanUnknown() -> Scanned {
    let start = position
    if let (scalar, length) = UTF8Scalar.decode(bytes, at: position) {
      position += length
      report(.unknownCharacter(scalar, span(start, position)))
    } else {
      // Already reported by `checkEncoding`.
      while position < bytes.count, bytes[position] >= 0x80, UTF8Scalar.decode(bytes, at: position) == nil {
        position += 1
      }
    }
    return (.unknown, nil, true)
  }

  // MARK: - Row blocks

  /// Follows the braces of examples and data, in which every inner block holds rows.
  private mutating func noteExample() {
    guard let last = tokens.last else { return }
    switch last.kind {
    case .leftBrace where exampleDepth > 0 || opensExample(): exampleDepth += 1
    case .rightBrace where exampleDepth > 0: exampleDepth -= 1
    default:
      // A declaration at the start of a line ends an example whose brace is missing.
      guard exampleDepth > 0, last.startsLine, let word = last.word, word != .param,
        Word.declarationStarts.contains(word), last.start == 0 || isLineEnd(Int(last.start) - 1)
      else { return }
      exampleDepth = 0
    }
  }

  /// Iff the brace just read opens an example or data: `data NAME {`, `example TEXT for NAME {`.
  private func opensExample() -> Bool {
    let count = tokens.count
    if count >= 3, tokens[count - 3].word == .data, tokens[count - 3].startsLine { return true }
    // What stands between may be incomplete.
    for place in stride(from: count - 2, through: max(0, count - 5), by: -1) {
      if tokens[place].word == .example, tokens[place].startsLine, tokens[place + 1].kind == .text { return true }
    }
    return false
  }

  /// Iff the brace just read opens a row block: `rows` stands in front of it, and in front of that a line end or a `}`.
  private func opensRows() -> Bool {
    let count = tokens.count
    guard count >= 2, tokens[count - 2].word == .rows else { return false }
    return tokens[count - 2].startsLine || (count >= 3 && tokens[count - 3].kind == .rightBrace)
  }
}
