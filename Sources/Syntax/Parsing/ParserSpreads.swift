import Source

/// Variances and deviations, totals `each day`, and `to 4 decimals`.
extension Parser {
  /// Iff the `sample` or `population` at hand begins the name of an aggregate.
  var startsSpread: Bool {
    (word(ahead: 1) == .variance || word(ahead: 1) == .deviation) && kind(ahead: 2) == .leftParenthesis
      && isOnSameLine(ahead: 1)
  }

  /// The function whose name begins at hand, which is consumed.
  mutating func aggregateFunction() -> Aggregate.Function {
    var text = self.text(of: index)
    if (word == .count && word(ahead: 1) == .distinct) || ((word == .sample || word == .population) && startsSpread) {
      advance()
      text += " \(self.text(of: index))"
    }
    advance()
    // Only the words of `Aggregate.Function` come here.
    return Aggregate.Function(rawValue: text) ?? .sum
  }

  /// Reads `each day` or `to 4 decimals`; false if none stands here.
  mutating func spreadClause(_ clauses: inout Clauses) -> Bool {
    guard let word, word == .each || word == .to else { return false }
    let mark = mark()
    let here = span(of: index)
    if let earlier = clauses.places[word] { report(.repeatedClause(file.text(here), here, earlier: earlier)) }
    clauses.places[word] = here
    advance()
    if word == .to {
      guard let count = decimals() else {
        clauses.isUnread = true
        return false
      }
      clauses.decimals = clauses.decimals ?? DecimalsClause(count, span(from: mark))
    } else {
      guard !isRecovering, let part = self.word.flatMap({ Aggregate.Each.Part(rawValue: $0.rawValue) }) else {
        expected("`day`, `week`, `month`, `quarter` or `year`, as in `each day`")
        clauses.isUnread = true
        return false
      }
      advance()
      clauses.each = clauses.each ?? Aggregate.Each(part, span(from: mark))
    }
    close(.aggregateClause, mark)
    return true
  }

  /// An argument with the `to 4 decimals` behind it, if there is one.
  mutating func decimals(behind argument: (inout Parser) -> Expression) -> Expression {
    let mark = mark()
    let value = argument(&self)
    guard !isRecovering, word == .to else { return value }
    let valueHeight = height
    let clause = self.mark()
    let here = span(of: index)
    advance()
    guard let count = decimals() else { return errorExpression() }
    height = valueHeight
    raise(0, here)
    return finish(.decimals(value, DecimalsClause(count, span(from: clause))), .decimals, mark)
  }

  /// Names under which other languages know a deviation or a variance.
  static let bareSpreads: [String: Word] = [
    "deviation": .deviation, "stdev": .deviation, "stddev": .deviation, "std": .deviation, "stdevp": .deviation,
    "std_dev": .deviation, "stdev_p": .deviation, "stdev_s": .deviation, "standard_deviation": .deviation,
    "variance": .variance, "var": .variance, "varp": .variance, "var_p": .variance, "var_s": .variance,
  ]

  /// Reports a `deviation(T.x where …)`: no function of that name takes clauses.
  ///
  /// - Requires: the name's `(` is at hand.
  mutating func reportSpreadWithClauses(_ name: Name) {
    guard let spread = Parser.bareSpreads[name.text], !isRecovering else { return }
    var ahead = self
    ahead.owners = WordOwners(clausesBelongToAggregate: true)
    ahead.advance()
    _ = ahead.expression()
    guard !ahead.isRecovering, let word = ahead.word,
      [.where, .over, .per, .via, .on, .each, .to].contains(word)
        || (word == .in && ahead.word(ahead: 1) == .total)
    else { return }
    fail(.spreadWithoutDivisor(name, spread))
  }
}
