import Source

/// Text literals.
extension Lexer {
  /// Reads a text between double quotes; a message is given if it does not end on its line.
  mutating func scanText() -> Scanned {
    let start = position
    position += 1
    var isFaulty = false
    while !isLineEnd(position) {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return (.text, nil, isFaulty)
      case UInt8(ascii: "\\"): if !scanEscape() { isFaulty = true }
      default: position += 1
      }
    }
    report(.unterminatedText(span(start, start + 1), end: span(position, position)))
    return (.text, nil, true)
  }

  /// Skips an escape, and reports it and returns false if it means nothing.
  private mutating func scanEscape() -> Bool {
    let start = position
    position += 1
    guard !isLineEnd(position) else { return true }
    switch bytes[position] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "n"), UInt8(ascii: "t"):
      position += 1
      return true
    case UInt8(ascii: "u") where byte(position + 1) == UInt8(ascii: "{"):
      var end = position + 2
      while !isLineEnd(end), bytes[end] != UInt8(ascii: "}"), bytes[end] != UInt8(ascii: "\"") { end += 1 }
      let digits = text(position + 2, end)
      let isClosed = byte(end) == UInt8(ascii: "}") && !isLineEnd(end)
      position = isClosed ? end + 1 : end
      if isClosed, digits.utf8.count <= 6, digits.utf8.allSatisfy({ TextEscapes.hexValue($0) != nil }),
        let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil
      {
        return true
      }
      report(.badScalarEscape(text(start, position), span(start, position)))
      return false
    default:
      // The whole character, so that the span does not cut one in two.
      position += UTF8Scalar.decode(bytes, at: position)?.length ?? 1
      report(.unknownEscape(text(start, position), span(start, position)))
      return false
    }
  }

  /// Reads a text between quotes that are not the language's; the closing one must stand on the same line.
  mutating func scanForeignText(opening: String, length: Int) -> Scanned {
    let start = position
    var end = position + length
    let closings = ForeignQuotes.closings(for: opening)
    while !isLineEnd(end) {
      if let closing = closings.first(where: { hasBytes(Array($0.utf8), at: end) }) {
        let contents = text(start + length, end)
        position = end + closing.utf8.count
        report(.foreignQuotes(opening, closing, contents: contents, span(start, position)))
        return (.text, nil, false)
      }
      end += 1
    }
    position = start + length
    report(.loneQuote(opening, span(start, position)))
    return (.unknown, nil, true)
  }

  func hasBytes(_ needle: [UInt8], at i: Int) -> Bool {
    guard i + needle.count <= bytes.count else { return false }
    for j in needle.indices where bytes[i + j] != needle[j] { return false }
    return true
  }
}

/// Quotation marks of other writing systems and of word processors.
enum ForeignQuotes {
  /// The marks that close what `opening` opened.
  static func closings(for opening: String) -> [String] {
    switch opening {
    case "'": ["'"]
    case "\u{2018}", "\u{2019}", "\u{201A}", "\u{201B}": ["\u{2019}", "\u{2018}", "'"]
    case "\u{201C}", "\u{201D}", "\u{201E}", "\u{201F}": ["\u{201D}", "\u{201C}", "\u{201F}", "\""]
    case "\u{00AB}": ["\u{00BB}"]
    case "\u{00BB}": ["\u{00AB}", "\u{00BB}"]
    case "\u{2039}": ["\u{203A}"]
    case "\u{300C}": ["\u{300D}"]
    case "\u{300E}": ["\u{300F}"]
    case "\u{300A}": ["\u{300B}"]
    case "\u{FF02}": ["\u{FF02}", "\""]
    case "\u{FF07}": ["\u{FF07}", "'"]
    default: []
    }
  }

  static func isOpening(_ mark: String) -> Bool { !closings(for: mark).isEmpty }
}

/// What the escapes of a text mean.
enum TextEscapes {
  static func hexValue(_ c: UInt8) -> UInt8? {
    switch c {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): c - 0x30
    case UInt8(ascii: "a")...UInt8(ascii: "f"): c - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): c - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// The text that `bytes`, without the quotes, stand for; an escape that means nothing stands for itself.
  static func unescape(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(UInt8(ascii: "\\")) else { return String(decoding: bytes, as: UTF8.self) }
    var result: [UInt8] = []
    var i = bytes.startIndex
    while i < bytes.endIndex {
      guard bytes[i] == UInt8(ascii: "\\"), i + 1 < bytes.endIndex else {
        result.append(bytes[i])
        i += 1
        continue
      }
      switch bytes[i + 1] {
      case UInt8(ascii: "n"): result.append(0x0A)
      case UInt8(ascii: "t"): result.append(0x09)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): result.append(bytes[i + 1])
      case UInt8(ascii: "u"):
        if let end = bytes[i...].firstIndex(of: UInt8(ascii: "}")), i + 3 <= end,
          let value = UInt32(String(decoding: bytes[(i + 3)..<end], as: UTF8.self), radix: 16),
          let scalar = Unicode.Scalar(value)
        {
          result.append(contentsOf: Array(String(Character(scalar)).utf8))
          i = end + 1
          continue
        }
        result.append(contentsOf: bytes[i...(i + 1)])
      default: result.append(contentsOf: bytes[i...(i + 1)])
      }
      i += 2
    }
    return String(decoding: result, as: UTF8.self)
  }
}
