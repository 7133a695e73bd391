import Syntax

/// What differs between two texts, as little of both as reads well by itself.
struct ExpressionDifference {
  let old: String
  let new: String

  /// Texts of up to this many characters are shown whole.
  private static let shortLength = 60

  /// The tokens that differ, and nothing else; where one side has none more than the other, that side is empty.
  init(tokensOf oldText: TreeText, _ oldTokens: Range<Int>, _ newText: TreeText, _ newTokens: Range<Int>) {
    let a = oldText.sayings(oldTokens)
    let b = newText.sayings(newTokens)
    let left = zip(a, b).prefix { $0 == $1 }.count
    let right = zip(a.dropFirst(left).reversed(), b.dropFirst(left).reversed()).prefix { $0 == $1 }.count
    old = oldText.words(oldTokens.lowerBound + left..<oldTokens.upperBound - right)
    new = newText.words(newTokens.lowerBound + left..<newTokens.upperBound - right)
  }

  /// - Parameter isStep: whether a reason and a condition may stand behind the value.
  init(
    _ oldText: TreeText, _ oldTokens: Range<Int>, _ newText: TreeText, _ newTokens: Range<Int>, isStep: Bool = false
  ) {
    var (oldTokens, newTokens) = (oldTokens, newTokens)
    if isStep {
      (oldTokens, newTokens) = ExpressionDifference.withoutCommonEnd(oldText, oldTokens, newText, newTokens)
      (oldTokens, newTokens) = ExpressionDifference.withoutCommonStart(oldText, oldTokens, newText, newTokens)
    }
    let whole = (oldText.words(oldTokens), newText.words(newTokens))
    guard max(whole.0.count, whole.1.count) > ExpressionDifference.shortLength else {
      (old, new) = whole
      return
    }
    let a = oldText.sayings(oldTokens)
    let b = newText.sayings(newTokens)
    var left = zip(a, b).prefix { $0 == $1 }.count
    var right = zip(a.dropFirst(left).reversed(), b.dropFirst(left).reversed()).prefix { $0 == $1 }.count
    // Both are widened by the same tokens until each is something that can be said by itself.
    while true {
      let before = (left, right)
      for (text, tokens) in [(oldText, oldTokens), (newText, newTokens)] {
        let differing = tokens.lowerBound + left..<tokens.upperBound - right
        let widened = text.phrase(around: differing, in: tokens)
        left = widened.lowerBound - tokens.lowerBound
        right = tokens.upperBound - widened.upperBound
      }
      if before == (left, right) { break }
    }
    old = oldText.words(oldTokens.lowerBound + left..<oldTokens.upperBound - right)
    new = newText.words(newTokens.lowerBound + left..<newTokens.upperBound - right)
  }

  /// The tokens from the reason or the condition on, where what stands in front of it is the same.
  private static func withoutCommonStart(
    _ oldText: TreeText, _ old: Range<Int>, _ newText: TreeText, _ new: Range<Int>
  ) -> (Range<Int>, Range<Int>) {
    let common = zip(oldText.sayings(old), newText.sayings(new)).prefix { $0 == $1 }.count
    let start = (old.lowerBound..<old.lowerBound + common + 1).last { index in
      old.contains(index) && index > old.lowerBound
        && (oldText.tree.tokens[index].word == .when || oldText.tree.tokens[index].kind == .text)
    }
    guard let start else { return (old, new) }
    return (start..<old.upperBound, new.lowerBound + (start - old.lowerBound)..<new.upperBound)
  }

  /// The tokens without a reason or a condition behind them that both have.
  private static func withoutCommonEnd(
    _ oldText: TreeText, _ old: Range<Int>, _ newText: TreeText, _ new: Range<Int>
  ) -> (Range<Int>, Range<Int>) {
    let a = oldText.sayings(old)
    let b = newText.sayings(new)
    let common = zip(a.reversed(), b.reversed()).prefix { $0 == $1 }.count
    let shorter = min(a.count, b.count)
    // Something must be left in front on both sides.
    let start = (old.upperBound - min(common, shorter - 1)..<old.upperBound).first { index in
      let token = oldText.tree.tokens[index]
      return token.kind == .text && index > old.lowerBound && oldText.tree.tokens[index - 1].kind != .equal
        && ![.equal, .notEqual, .bar, .comma, .leftParenthesis].contains(oldText.tree.tokens[index - 1].kind)
        || token.word == .when
    }
    guard let start, start > old.lowerBound else { return (old, new) }
    let length = old.upperBound - start
    return (old.lowerBound..<start, new.lowerBound..<new.upperBound - length)
  }
}

extension TreeText {
  /// The tokens of the smallest expression around `tokens` that is more than a name or a literal, within `limits`.
  func phrase(around tokens: Range<Int>, in limits: Range<Int>) -> Range<Int> {
    // An empty range stands between two tokens, both of which are then part of the phrase.
    let wanted =
      tokens.isEmpty
      ? max(limits.lowerBound, tokens.lowerBound - 1)..<min(limits.upperBound, tokens.upperBound + 1) : tokens
    var best: Range<Int>?
    var node: SyntaxTree.NodeID? = tree.root
    while let current = node {
      let range = tree.tokenRange(current)
      let isWithin = range.lowerBound >= limits.lowerBound && range.upperBound <= limits.upperBound
      if isWithin, isPhrase(tree.kind(current)) { best = range }
      node =
        tree.children(current).lazy.compactMap { element -> SyntaxTree.NodeID? in
          guard case .node(let child) = element else { return nil }
          let range = tree.tokenRange(child)
          return range.lowerBound <= wanted.lowerBound && range.upperBound >= wanted.upperBound ? child : nil
        }.first
    }
    return best ?? limits
  }

  private func isPhrase(_ kind: NodeKind) -> Bool {
    switch kind {
    case .number, .text, .bool, .missing, .date, .period, .name, .thisRow, .it, .today, .relativePeriod, .member,
      .decimals, .argument, .aggregateClause, .type, .unitExpression, .rounding, .parentheses, .error:
      false
    default: true
    }
  }
}
