import Syntax

/// Where a line of the author's may begin, and where one may be begun that is too wide.
extension TokenRoles {
  /// Iff the author's line break in front of token `index` is kept.
  func mayStartLine(_ index: Int, in tree: SyntaxTree) -> Bool {
    let token = tree.tokens[index]
    let before = tree.tokens[index - 1]
    switch token.kind {
    case .comma, .colon, .dot, .question, .percent, .leftBrace, .rightBrace, .leftBracket, .cell: return false
    case .leftParenthesis where TokenRoles.calls.contains(self[index].owner): return false
    default: break
    }
    if before.kind == .dot || (before.kind == .minus && !hasBlank(before: index, in: tree)) { return false }
    let role = self[index]
    switch role.owner {
    case .number: return role.startsNode
    case .row, .matrixHeader, .matrixLine: return false
    case .language, .use, .unit, .parameter, .calendar, .tableKey, .weekdays: return before.kind == .comma
    case .define, .schedule, .table, .rates, .curve, .matrix, .ruleChoice, .sheet, .data, .example, .given:
      return token.kind == .rightParenthesis || [.leftParenthesis, .comma].contains(before.kind)
    case .column, .defineParameter, .check: return token.kind != .equal && before.kind != .name
    case .line:
      switch token.word {
      case .from, .at, .each, .starting, .in, .to: return token.kind == .name
      default: return false
      }
    case .type where before.kind == .colon, .unitExpression where before.kind == .colon: return false
    default: return true
    }
  }

  /// Iff token `index` starts a clause of the credit that it belongs to.
  func startsCreditClause(_ index: Int, in tree: SyntaxTree) -> Bool {
    guard self[index].owner == .credit, let word = tree.tokens[index].word else { return false }
    return [.where, .to, .on, .of].contains(word)
  }

  /// A place where a line that is too wide may be broken: the loosest first, and all places of one chain together.
  struct Break: Hashable {
    let looseness: Int
    let chain: Int
  }

  /// What a line break in front of token `index` would separate; nil where none may be put.
  func lineBreak(before index: Int, in tree: SyntaxTree) -> Break? {
    let token = tree.tokens[index]
    let before = tree.tokens[index - 1]
    let role = self[index]
    let last = self[index - 1]
    func at(_ role: Role, _ order: Int) -> Break {
      Break(looseness: role.level * 4 + order, chain: role.chain * 4 + order)
    }
    let isHead = [.define, .rates, .matrix, .ruleChoice, .orderEntry].contains(last.owner)
    let isOperand = isHead || token.word?.mayStartStatement != true
    switch before.kind {
    case .leftParenthesis:
      guard isOperand, token.kind != .rightParenthesis else { return nil }
      return isHead || last.owner == .call ? at(last, 1) : nil
    case .comma:
      guard isOperand else { return nil }
      switch last.owner {
      case .tier, .choiceRow, .credit, .rollUp, .recipient: return nil
      default: return at(last, 2)
      }
    default: break
    }
    // The head of a declaration goes on at its indentation, so that it is told from the block.
    if token.kind == .rightParenthesis, [.define, .rates, .matrix, .ruleChoice].contains(role.owner) {
      return at(role, 1)
    }
    if role.startsNode, role.owner == .aggregateClause { return at(role, 0) }
    switch role.owner {
    case .binary: return isOperator(index, in: tree) ? at(role, 0) : nil
    case .conditional, .otherwise: return isWord(token, [.when, .else]) ? at(role, 0) : nil
    case .over: return isWord(token, [.over]) ? at(role, 0) : nil
    case .through: return isWord(token, [.through, .over, .counting, .against]) ? at(role, 0) : nil
    case .round: return isWord(token, [.rounded]) ? at(role, 0) : nil
    case .convert: return isWord(token, [.to]) ? at(role, 0) : nil
    case .pick, .rank, .running: return isWord(token, [.where, .per, .by]) && before.word != .ties ? at(role, 0) : nil
    case .allocate: return startsAllocationClause(index, in: tree) ? at(role, 0) : nil
    case .rollUp: return isWord(token, [.by, .within, .where]) ? at(role, 0) : nil
    case .rowsHeader: return isWord(token, [.where]) ? at(role, 0) : nil
    case .line: return isWord(token, [.from, .at]) ? at(role, 0) : nil
    case .credit: return startsCreditClause(index, in: tree) ? at(role, 0) : nil
    case .assertion: return isWord(token, [.for, .with]) ? at(role, 0) : nil
    case .tableOption: return role.startsNode ? Break(looseness: 1, chain: -1) : nil
    case .step: return isWord(token, [.when]) ? at(role, 0) : token.kind == .text ? at(role, 1) : nil
    case .type: return token.kind == .bar ? at(role, 0) : nil
    default: return nil
    }
  }

  private func startsAllocationClause(_ index: Int, in tree: SyntaxTree) -> Bool {
    let next = index + 1 < tree.tokens.count ? tree.tokens[index + 1].word : nil
    switch tree.tokens[index].word {
    case .per, .levelling, .ties, .exactly: return true
    case .at: return next == .most
    case .in: return next == .steps
    case .by: return tree.tokens[index - 1].word != .ties
    default: return false
    }
  }

  /// Iff token `index` is the sign or word of an operation with two operands.
  private func isOperator(_ index: Int, in tree: SyntaxTree) -> Bool {
    let token = tree.tokens[index]
    switch token.kind {
    case .plus, .minus, .star, .slash, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: return true
    default: return isWord(token, [.and, .or])
    }
  }

  private func isWord(_ token: Token, _ words: Set<Word>) -> Bool { token.word.map(words.contains) ?? false }

  /// Iff the token in front of `index` is the sign behind which a line's value stands.
  func startsValue(_ index: Int, in tree: SyntaxTree) -> Bool {
    guard tree.tokens[index - 1].kind == .equal, tree.tokens[index].word?.mayStartStatement != true else {
      return false
    }
    switch self[index - 1].owner {
    case .line, .parameter, .define, .unit, .column: return true
    default: return false
    }
  }
}
