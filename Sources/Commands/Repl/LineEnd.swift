import Allot
import Syntax

/// Whether a line is whole, as the language's own reader sees it.
struct LineEnd {
  /// True iff the line cannot end here: a parenthesis is open, or an operator or a word waits for what follows.
  let isOpen: Bool

  init(_ line: String) {
    var sources = SourceMap()
    let file = SourceFile(path: "input", bytes: Array(line.utf8))
    let tokens = parseExpression(file, id: sources.add(file)).tree.tokens
    var depth = 0
    for token in tokens {
      switch token.kind {
      case .leftParenthesis, .leftBracket, .leftBrace: depth += 1
      case .rightParenthesis, .rightBracket, .rightBrace: depth -= 1
      default: break
      }
    }
    let last = tokens.last { $0.kind != .endOfFile }
    isOpen = depth > 0 || last.map(LineEnd.waits) ?? false
  }

  private static func waits(_ token: Token) -> Bool {
    switch token.kind {
    case .comma, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .star, .slash: true
    case .name:
      switch token.word {
      case .and, .or, .else, .when, .where, .of: true
      default: false
      }
    default: false
    }
  }
}
