/// What single bytes are to the lexer.
enum LexerClass {
  /// Signs of one byte.
  static let signs: [UInt8: TokenKind] = [
    UInt8(ascii: "("): .leftParenthesis, UInt8(ascii: ")"): .rightParenthesis,
    UInt8(ascii: "["): .leftBracket, UInt8(ascii: "]"): .rightBracket,
    UInt8(ascii: "{"): .leftBrace, UInt8(ascii: "}"): .rightBrace,
    UInt8(ascii: ","): .comma, UInt8(ascii: ":"): .colon, UInt8(ascii: "."): .dot, UInt8(ascii: "?"): .question,
    UInt8(ascii: "|"): .bar, UInt8(ascii: "%"): .percent, UInt8(ascii: "="): .equal, UInt8(ascii: "<"): .less,
    UInt8(ascii: ">"): .greater, UInt8(ascii: "+"): .plus, UInt8(ascii: "-"): .minus, UInt8(ascii: "*"): .star,
    UInt8(ascii: "/"): .slash,
  ]

  /// Iff an ASCII byte may stand inside a name.
  static func continuesName(_ c: UInt8) -> Bool {
    switch c {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  static func startsName(_ c: UInt8) -> Bool {
    continuesName(c) && !(UInt8(ascii: "0")...UInt8(ascii: "9") ~= c)
  }
}
