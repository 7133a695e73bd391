import Source

/// What a token is; words of the grammar are names that also carry their ``Word``.
public enum TokenKind: UInt8, Hashable, Sendable {
  case endOfFile
  case name, quotedName
  case number, text, date, period
  /// A literal that could not be read; a message has been given.
  case malformed
  /// Bytes that start no token; a message has been given.
  case unknown
  /// A cell of a row block, outer blanks left out.
  case cell
  case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
  case comma, colon, dot, dotDot, question, bar, arrow, percent
  case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case plus, minus, star, slash
  /// `=>`, which other languages use for `>=`, `->` and `:`.
  case fatArrow

  /// How the token is written, where there is only one way.
  public var sign: String? {
    switch self {
    case .leftParenthesis: "("
    case .rightParenthesis: ")"
    case .leftBracket: "["
    case .rightBracket: "]"
    case .leftBrace: "{"
    case .rightBrace: "}"
    case .comma: ","
    case .colon: ":"
    case .dot: "."
    case .dotDot: ".."
    case .question: "?"
    case .bar: "|"
    case .arrow: "->"
    case .percent: "%"
    case .equal: "="
    case .notEqual: "!="
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    case .plus: "+"
    case .minus: "-"
    case .star: "*"
    case .slash: "/"
    case .fatArrow: "=>"
    case .endOfFile, .name, .quotedName, .number, .text, .date, .period, .malformed, .unknown, .cell: nil
    }
  }

  /// Iff a line that starts with this token goes on with the entry of the line before.
  var continuesLine: Bool {
    switch self {
    case .question, .rightParenthesis, .rightBracket: true
    default: isOperator
    }
  }

  /// Iff something must follow this token before an entry can end.
  var isOperator: Bool {
    switch self {
    case .comma, .colon, .dot, .dotDot, .bar, .arrow, .equal, .notEqual, .less, .lessOrEqual, .greater,
      .greaterOrEqual, .plus, .minus, .star, .slash, .fatArrow:
      true
    case .endOfFile, .name, .quotedName, .number, .text, .date, .period, .malformed, .unknown, .cell, .question,
      .percent, .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket, .leftBrace, .rightBrace:
      false
    }
  }
}

/// A token with the blanks and comments in front of it; the tokens of a file cover all its bytes.
///
///     triviaStart    start      end
///     |  # comment   | deals    |
public struct Token: Hashable, Sendable {
  public let kind: TokenKind
  public let word: Word?
  /// Iff it is the first token of its line.
  public let startsLine: Bool
  /// Iff a message has been given that explains what follows on the same line.
  public let isFaulty: Bool
  public let triviaStart: Int32
  public let start: Int32
  public let end: Int32

  /// The offsets of the blanks and comments in front of the token.
  public var triviaRange: Range<Int> { Int(triviaStart)..<Int(start) }
  /// The offsets of the token itself.
  public var range: Range<Int> { Int(start)..<Int(end) }
}
