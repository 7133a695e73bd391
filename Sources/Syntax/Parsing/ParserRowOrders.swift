import Source

/// Orders that are stated: the header `in order of …`, and the totals that run along an order.
extension Parser {
  /// Iff `in order of` stands at token `i`; at the start of a line its first two words are enough.
  func startsOrder(_ i: Int) -> Bool {
    guard i + 1 < limit, tokens[i].word == .in, tokens[i + 1].word == .order, !tokens[i + 1].startsLine else {
      return false
    }
    return tokens[i].startsLine || (i + 2 < limit && tokens[i + 2].word == .of)
  }

  /// `in order of expiry, lot within dealer`, from its first word on.
  mutating func orderHeader() -> StatedOrder {
    let mark = mark()
    advance()
    advance()
    expect(.of, "`of` and what puts the rows in order, as in `in order of expiry, lot`")
    var tallest = 0
    let keys = orderKeys(&tallest)
    var groups: [Expression] = []
    if accept(.within) {
      repeat { groups.append(postfix()) } while accept(.comma)
    }
    let span = span(from: mark)
    endOfStatement("the next line")
    close(.orderHeader, mark)
    return StatedOrder(keys: keys, groups: groups, span: span)
  }

  /// Values with commas between them, each with `greatest` or `least` in front if it needs it.
  mutating func orderKeys(_ tallest: inout Int) -> [Pick.Ranking] {
    var keys: [Pick.Ranking] = []
    repeat {
      var isGreatest = false
      if startsRanking {
        isGreatest = word == .greatest
        advance()
      }
      keys.append(Pick.Ranking(isGreatest: isGreatest, value: additive()))
      tallest = max(tallest, height)
    } while accept(.comma)
    return keys
  }

  /// `running(E in order of K per D where C)`, from its word on.
  mutating func runningTotal() -> Expression {
    let mark = mark()
    let wordSpan = span(of: index)
    advance()
    let opening = span(of: index)
    advance()
    let outer = owners
    owners = WordOwners()
    defer { owners = outer }
    let value = expression()
    var tallest = height
    guard !isRecovering, startsOrder(index) else {
      fail(.runningWithoutOrder(wordSpan, found: described, at: foundSpan))
      return errorExpression()
    }
    advance()
    advance()
    expect(.of, "`of` and what puts the rows in order, as in `in order of greatest value, sku`")
    let order = orderKeys(&tallest)
    var per: [Name]?
    var condition: Expression?
    var places: [Word: SourceSpan] = [:]
    while !isRecovering, let word, word == .per || word == .where {
      let here = span(of: index)
      if let earlier = places[word] { report(.repeatedClause(file.text(here), here, earlier: earlier)) }
      places[word] = here
      advance()
      if word == .per {
        let names = names("the name of a column or line")
        per = per ?? names
      } else {
        let test = expression()
        condition = condition ?? test
        tallest = max(tallest, height)
      }
    }
    expectClosing(.rightParenthesis, opening, or: "a clause such as `per dealer`")
    height = tallest
    raise(0, wordSpan)
    return finish(
      .running(RunningTotal(value: value, order: order, per: per, condition: condition)), .running, mark)
  }
}
