import Syntax

/// Where a blank stands between two tokens of a line.
extension TokenRoles {
  /// Iff a blank stands between the token in front of `index` and the one there.
  func hasBlank(before index: Int, in tree: SyntaxTree) -> Bool {
    let before = tree.tokens[index - 1]
    let token = tree.tokens[index]
    let owner = self[index].owner
    switch token.kind {
    case .comma, .colon, .dot, .question, .rightParenthesis, .rightBracket, .leftBracket: return false
    case .percent where before.kind == .number: return false
    case .leftParenthesis where TokenRoles.calls.contains(owner): return false
    case .minus where owner == .through || owner == .calendar: return false
    default: break
    }
    switch before.kind {
    case .dot, .leftParenthesis, .leftBracket: return false
    case .minus:
      switch self[index - 1].owner {
      case .through, .calendar: return false
      // Two signs in a row would start a comment of other languages.
      case .unary: return token.kind == .minus
      default: return true
      }
    default: return true
    }
  }

  /// What is written with its parenthesis behind its name.
  static let calls: Set<NodeKind> = [.call, .aggregate, .rank, .running, .previous, .through]
}
