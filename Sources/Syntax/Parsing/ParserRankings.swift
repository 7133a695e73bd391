import Source

/// A value that depends on where a row stands among the others: `rank(…)`.
extension Parser {
  /// `rank(E, greatest first, ties standard per D where C)`, from its word on.
  mutating func rank() -> Expression {
    let mark = mark()
    let wordSpan = span(of: index)
    advance()
    let opening = span(of: index)
    advance()
    let outer = owners
    owners = WordOwners()
    defer { owners = outer }
    let value = expression()
    let valueHeight = height
    let isGreatestFirst = rankOrder(wordSpan)
    let ties = rankTies(wordSpan)
    var per: [Name]?
    var condition: Expression?
    var places: [Word: SourceSpan] = [:]
    height = valueHeight
    while !isRecovering, let word, word == .per || word == .where {
      let here = span(of: index)
      if let earlier = places[word] { report(.repeatedClause(file.text(here), here, earlier: earlier)) }
      places[word] = here
      advance()
      let before = height
      if word == .per {
        let names = names("the name of a column or line")
        per = per ?? names
      } else {
        let test = expression()
        condition = condition ?? test
      }
      height = max(before, height)
    }
    expectClosing(.rightParenthesis, opening, or: "a clause such as `per team`")
    raise(0, wordSpan)
    return finish(
      .rank(
        Ranking(value: value, isGreatestFirst: isGreatestFirst, ties: ties, per: per, condition: condition)), .rank,
      mark)
  }

  private mutating func rankOrder(_ wordSpan: SourceSpan) -> Bool {
    if accept(.comma) {
      if accept(.greatest, .first) { return true }
      if accept(.least, .first) { return false }
    }
    fail(.rankWithoutOrder(wordSpan, found: described, at: foundSpan))
    return true
  }

  private mutating func rankTies(_ wordSpan: SourceSpan) -> Ranking.Ties {
    if accept(.comma), accept(.ties) {
      if accept(.standard) { return .standard }
      if accept(.dense) { return .dense }
      if accept(.by) { return .by(names("the name of a column or line")) }
    }
    fail(.rankWithoutTies(wordSpan, found: described, at: foundSpan))
    return .standard
  }
}
