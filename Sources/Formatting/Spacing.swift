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
    case .cell where resemblesComment(tree.bytes(of: token)): return false
    case .bar where before.kind == .cell: return !endsInSign(tree.bytes(of: before))
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

  /// Iff a cell would be read as a comment if a blank stood in front of it.
  private func resemblesComment(_ cell: ArraySlice<UInt8>) -> Bool {
    guard cell.first == UInt8(ascii: "#") else { return false }
    return [nil, 0x20, 0x09, UInt8(ascii: "#")].contains(cell.dropFirst().first)
  }

  /// Iff a blank behind a cell would make a comment of its last sign: `a #|`.
  private func endsInSign(_ cell: ArraySlice<UInt8>) -> Bool {
    guard cell.last == UInt8(ascii: "#") else { return false }
    guard let before = cell.dropLast().last else { return true }
    // Beyond ASCII it may be a blank of another script.
    return before <= 0x20 || before >= 0x80
  }

  /// What is written with its parenthesis behind its name.
  static let calls: Set<NodeKind> = [.call, .aggregate, .rank, .running, .previous, .through]
}
