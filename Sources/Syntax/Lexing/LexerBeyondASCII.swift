import Source

/// Characters beyond ASCII, and bytes that are no characters.
extension Lexer {
  /// Reads a name of any script, or a character that stands for a sign of the language.
  mutating func scanBeyondASCII() -> Scanned {
    let start = position
    guard let (scalar, length) = UTF8Scalar.decode(bytes, at: position) else { return scanUnknown() }
    if scalar.startsName {
      skipNameBytes()
      return (.name, nil, false)
    }
    let mark = String(Character(scalar))
    if ForeignQuotes.isOpening(mark) { return scanForeignText(opening: mark, length: length) }
    if scalar.properties.generalCategory == .currencySymbol { return scanCurrencySign(mark, length: length) }
    if scalar.isFullWidthDigit { return scanFullWidthDigits() }
    guard let lookalike = Lookalike.byScalar[scalar] else { return scanUnknown() }
    // A full-width comma needs no blank behind it, the comma of the language needs one between digits.
    let needsBlank = lookalike.kind == .comma && isDigit(start + length)
    report(
      .lookalike(mark, lookalike.sign, edit: lookalike.sign + (needsBlank ? " " : ""), span(start, start + length)))
    return take(length, lookalike.kind, lookalike.word)
  }

  private mutating func scanFullWidthDigits() -> Scanned {
    let start = position
    var ascii = ""
    while let (scalar, length) = UTF8Scalar.decode(bytes, at: position) {
      if scalar.isFullWidthDigit, let digit = Unicode.Scalar(scalar.value - 0xFF10 + 0x30) {
        ascii.unicodeScalars.append(digit)
      } else if scalar == "\u{FF0E}" || scalar == "." || scalar == "_" || isDigit(position) {
        ascii.unicodeScalars.append(scalar == "\u{FF0E}" ? "." : scalar)
      } else {
        break
      }
      position += length
    }
    report(.lookalike(text(start, position), ascii, edit: ascii, span(start, position)))
    return (.malformed, nil, true)
  }

  /// Reports bytes that are not UTF-8, and characters that turn the direction of the text.
  mutating func checkEncoding() {
    if hasBytes([0xFF, 0xFE], at: 0) || hasBytes([0xFE, 0xFF], at: 0) {
      report(.utf16(span(0, 2)))
      return
    }
    var i = 0
    var reported = 0
    while i < bytes.count {
      guard bytes[i] >= 0x80 else {
        i += 1
        continue
      }
      guard let (scalar, length) = UTF8Scalar.decode(bytes, at: i) else {
        let start = i
        while i < bytes.count, bytes[i] >= 0x80, UTF8Scalar.decode(bytes, at: i) == nil { i += 1 }
        if reported < 10 { report(.notUTF8(Array(bytes[start..<i]), span(start, i))) }
        reported += 1
        continue
      }
      if scalar.changesDirection { report(.direction(scalar, span(i, i + length))) }
      i += length
    }
  }
}

/// A character that looks like a sign of the language, and comes from an input method or a word processor.
struct Lookalike: Sendable {
  let sign: String
  let kind: TokenKind
  let word: Word?

  private init(_ sign: String, _ kind: TokenKind, _ word: Word? = nil) {
    self.sign = sign
    self.kind = kind
    self.word = word
  }

  static let byScalar: [Unicode.Scalar: Lookalike] = [
    "\u{FF08}": Lookalike("(", .leftParenthesis), "\u{FF09}": Lookalike(")", .rightParenthesis),
    "\u{FF3B}": Lookalike("[", .leftBracket), "\u{FF3D}": Lookalike("]", .rightBracket),
    "\u{3010}": Lookalike("[", .leftBracket), "\u{3011}": Lookalike("]", .rightBracket),
    "\u{FF5B}": Lookalike("{", .leftBrace), "\u{FF5D}": Lookalike("}", .rightBrace),
    "\u{FF0C}": Lookalike(",", .comma), "\u{3001}": Lookalike(",", .comma), "\u{FF1B}": Lookalike(",", .comma),
    "\u{FF1A}": Lookalike(":", .colon), "\u{FF0E}": Lookalike(".", .dot), "\u{FF1F}": Lookalike("?", .question),
    "\u{FF5C}": Lookalike("|", .bar), "\u{FF05}": Lookalike("%", .percent), "\u{FF1D}": Lookalike("=", .equal),
    "\u{2260}": Lookalike("!=", .notEqual), "\u{FF1C}": Lookalike("<", .less), "\u{FF1E}": Lookalike(">", .greater),
    "\u{2264}": Lookalike("<=", .lessOrEqual), "\u{2265}": Lookalike(">=", .greaterOrEqual),
    "\u{FF0B}": Lookalike("+", .plus), "\u{2212}": Lookalike("-", .minus), "\u{2013}": Lookalike("-", .minus),
    "\u{2014}": Lookalike("-", .minus), "\u{2010}": Lookalike("-", .minus), "\u{2011}": Lookalike("-", .minus),
    "\u{FF0D}": Lookalike("-", .minus), "\u{00D7}": Lookalike("*", .star), "\u{00B7}": Lookalike("*", .star),
    "\u{2217}": Lookalike("*", .star), "\u{FF0A}": Lookalike("*", .star), "\u{00F7}": Lookalike("/", .slash),
    "\u{2215}": Lookalike("/", .slash), "\u{2044}": Lookalike("/", .slash), "\u{FF0F}": Lookalike("/", .slash),
    "\u{2026}": Lookalike("..", .dotDot), "\u{2192}": Lookalike("->", .arrow), "\u{21D2}": Lookalike("->", .arrow),
    "\u{2227}": Lookalike("and", .name, .and), "\u{2228}": Lookalike("or", .name, .or),
    "\u{00AC}": Lookalike("not", .name, .not),
  ]
}
