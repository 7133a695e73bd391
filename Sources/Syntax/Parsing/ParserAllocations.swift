import Source

/// A row's part of an amount: `allocate … by …` and its other forms.
extension Parser {
  /// Iff the `allocate` at hand is followed by what it allocates, and so is no name.
  var startsAllocation: Bool {
    guard isOnSameLine(ahead: 1) else { return false }
    switch kind(ahead: 1) {
    case .name:
      if word(ahead: 1) == .at { return word(ahead: 2) == .least }
      return word(ahead: 1).map { !$0.isReserved || $0 == .this || $0 == .previous } ?? true
    case .quotedName, .number, .leftParenthesis: return true
    case .minus:
      // `allocate -x by w` is the sign of x; `allocate - x` takes x from what is called so.
      return tokens[index].end < tokens[index + 1].start && kind(ahead: 2) != .endOfFile
        && tokens[index + 1].end == tokens[index + 2].start
    default: return false
    }
  }

  /// `allocate E by W per D at most C in steps of P ties by K`, from its word on.
  mutating func allocation() -> Expression {
    let mark = mark()
    let wordSpan = span(of: index)
    advance()
    var tallest = 0
    let isLeast = accept(.at, .least)
    let pool = part(&tallest)
    var counting: Expression?
    if isLeast {
      expect(.counting, "`counting` and what one of each row counts for, as in `at least 5k USD counting price`")
      counting = part(&tallest)
    }
    guard let manner = manner(wordSpan, isLeast: isLeast, counting, &tallest) else { return errorExpression() }
    var order: [Pick.Ranking] = []
    var per: [Name]?
    var cap: Expression?
    var places: [Word: SourceSpan] = [:]
    func note(_ key: Word, _ clause: String, _ here: SourceSpan, _ parser: inout Parser) {
      if let earlier = places[key] { parser.report(.repeatedClause(clause, here, earlier: earlier)) }
      places[key] = here
    }
    while !isRecovering {
      let here = span(of: index)
      if word == .in, word(ahead: 1) == .order {
        note(.order, "in order of", here, &self)
        let keys = keysInOrder(&tallest)
        order = order.isEmpty ? keys : order
      } else if accept(.per) {
        note(.per, "per", here, &self)
        let names = names("the name of a column or line")
        per = per ?? names
      } else if accept(.at, .most) {
        note(.most, "at most", here, &self)
        let bound = limit(&tallest)
        cap = cap ?? bound
      } else {
        break
      }
    }
    let (step, leavesRest) = rounding(of: manner, wordSpan, &tallest)
    var ties: [Name] = []
    if accept(.ties) {
      expect(.by, "`by` and the columns that decide")
      ties = names("the name of a column or line")
    }
    height = tallest
    raise(0, wordSpan)
    return finish(
      .allocate(
        Allocation(
          pool: pool, manner: manner, order: order, per: per, cap: cap, step: step, leavesRest: leavesRest, ties: ties)
      ), .allocate, mark)
  }

  /// A part of the allocation; `tallest` becomes the height of the tallest so far.
  private mutating func part(_ tallest: inout Int) -> Expression {
    let expression = additive()
    tallest = max(tallest, height)
    return expression
  }

  /// What stands behind `at most`. A rounding behind it is its own, as in a step: parts have their own words for theirs.
  private mutating func limit(_ tallest: inout Int) -> Expression {
    let mark = mark()
    var bound = part(&tallest)
    while !isRecovering, word == .rounded {
      let boundHeight = height
      let here = span(of: index)
      advance()
      let rounding = rounding()
      raise(boundHeight, here)
      tallest = max(tallest, height)
      bound = finish(.round(bound, rounding), .round, mark)
    }
    return bound
  }

  /// What decides how much each row has; nil after a message.
  private mutating func manner(
    _ wordSpan: SourceSpan, isLeast: Bool, _ counting: Expression?, _ tallest: inout Int
  ) -> Allocation.Manner? {
    if !isLeast, accept(.by) { return .proportional(part(&tallest)) }
    if !isLeast, accept(.levelling) {
      guard let (start, weight) = ratio("levelling", &tallest) else { return nil }
      return .levelling(start: start, weight: weight)
    }
    if !isLeast, !isRecovering, word == .in, word(ahead: 1) == .order { return .inOrder }
    if accept(.one) {
      let pack = part(&tallest)
      guard accept(.at), acceptATime() else {
        expected("`at a time to the smallest` and a ratio, as in `one pack at a time to the smallest position / daily`")
        return nil
      }
      guard let (start, weight) = ratio("smallest", &tallest) else { return nil }
      return .oneByOne(Allocation.OneByOne(pack: pack, start: start, weight: weight, counting: counting))
    }
    if isLeast {
      expected("`one` and what is given at a time, as in `one pack at a time to the smallest position / daily`")
    } else {
      fail(.allocateWithoutWeight(wordSpan, found: described, at: foundSpan))
    }
    return nil
  }

  /// Accepts `a time to the smallest`.
  private mutating func acceptATime() -> Bool {
    accept(.a, .time) && accept(.to, .the) && accept(.smallest)
  }

  /// The two sides of `S / W`; nil after a message.
  private mutating func ratio(
    _ word: String, _ tallest: inout Int
  ) -> (start: Expression, weight: Expression)? {
    let ratio = part(&tallest)
    if case .binary(.divide, let start, let weight, _) = ratio.kind { return (start, weight) }
    fail(.levelWithoutRatio(word, ratio.span))
    return nil
  }

  /// `in order of greatest value, id`, from `in` on.
  mutating func keysInOrder(_ tallest: inout Int) -> [Pick.Ranking] {
    advance()
    advance()
    expect(.of, "`of` and what comes first, as in `in order of priority, id`")
    return orderKeys(&tallest)
  }

  /// `exactly` or `in steps of P`, and `leaving the rest`. What is given one at a time has its steps already.
  private mutating func rounding(
    of manner: Allocation.Manner, _ wordSpan: SourceSpan, _ tallest: inout Int
  ) -> (step: Expression?, leavesRest: Bool) {
    if case .oneByOne = manner {
      let here = span(of: index)
      if !isRecovering, word == .exactly || (word == .in && word(ahead: 1) == .steps) {
        fail(.stepsOfSteps(wordSpan, here))
      }
      return (nil, true)
    }
    var step: Expression?
    if !isRecovering, word == .in, word(ahead: 1) == .steps {
      advance()
      advance()
      expect(.of, "`of` and the step, as in `in steps of 0.01 USD`")
      step = part(&tallest)
    } else if !accept(.exactly) {
      fail(.allocateWithoutRounding(wordSpan, found: described, at: foundSpan))
    }
    guard accept(.leaving) else { return (step, false) }
    if !accept(.the, .rest) { expected("`the rest` behind `leaving`") }
    return (step, true)
  }
}
