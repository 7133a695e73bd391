import Source

/// Values that depend on where a row stands among the others: `rank(…)` and `allocate … by …`.
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

  /// Iff the `allocate` at hand is followed by what it allocates, and so is no name.
  var startsAllocation: Bool {
    guard isOnSameLine(ahead: 1) else { return false }
    switch kind(ahead: 1) {
    case .name: return word(ahead: 1).map { !$0.isReserved || $0 == .this || $0 == .previous } ?? true
    case .quotedName, .number, .leftParenthesis: return true
    case .minus:
      // `allocate -x by w` is the sign of x; `allocate - x` takes x from what is called so.
      return tokens[index].end < tokens[index + 1].start && kind(ahead: 2) != .endOfFile
        && tokens[index + 1].end == tokens[index + 2].start
    default: return false
    }
  }

  /// `allocate E by W per D in steps of P ties by K`, from its word on.
  mutating func allocation() -> Expression {
    let mark = mark()
    let wordSpan = span(of: index)
    advance()
    let pool = additive()
    var tallest = height
    guard accept(.by) else {
      fail(.allocateWithoutWeight(wordSpan, found: described, at: foundSpan))
      return errorExpression()
    }
    let weight = additive()
    tallest = max(tallest, height)
    let per = accept(.per) ? names("the name of a column or line") : nil
    var step: Expression?
    if !isRecovering, word == .in, word(ahead: 1) == .steps {
      advance()
      advance()
      expect(.of, "`of` and the step, as in `in steps of 0.01 USD`")
      step = additive()
      tallest = max(tallest, height)
    } else if !accept(.exactly) {
      fail(.allocateWithoutRounding(wordSpan, found: described, at: foundSpan))
    }
    var ties: [Name] = []
    if accept(.ties) {
      expect(.by, "`by` and the columns that decide")
      ties = names("the name of a column or line")
    }
    height = tallest
    raise(0, wordSpan)
    return finish(
      .allocate(Allocation(pool: pool, manner: .proportional(weight), per: per, step: step, ties: ties)), .allocate,
      mark)
  }
}
