import Source

/// Pairs of rows: `for each giver, taker in match A.x in order of … to B.y in order of …`.
extension Parser {
  /// Iff the `match` at hand is followed by a table's column, and is no table's name.
  var startsMatch: Bool {
    word == .match && isOnSameLine(ahead: 1) && (kind(ahead: 1) == .name || kind(ahead: 1) == .quotedName)
      && kind(ahead: 2) == .dot
  }

  /// From the word `match` on; `names` stand in front of it.
  mutating func match(_ names: [Name]) -> SheetDeclaration.Rows.Source {
    let wordSpan = span(of: index)
    advance()
    if names.count != 2, let last = names.last { report(.matchNames(last.span, count: names.count)) }
    let giver = matchSide("whose amounts are given", wordSpan)
    expect(.to, "`to` and who takes, as in `to Shortage.lack in order of greatest lack, dealer`")
    let taker = matchSide("whose amounts are taken", wordSpan)
    let per = accept(.per) ? self.names("the name of a column of both sides") : []
    return .match(names, MatchSource(giver: giver, taker: taker, per: per))
  }

  private mutating func matchSide(_ what: String, _ wordSpan: SourceSpan) -> MatchSource.Side {
    let relation = name("a table or sheet \(what)")
    expect(.dot, "`.` and the name of the amount")
    let amount = name("the name of the amount")
    var order: [Pick.Ranking] = []
    if !isRecovering, word == .in, word(ahead: 1) == .order {
      var tallest = 0
      order = keysInOrder(&tallest)
    } else {
      fail(.matchWithoutOrder(wordSpan, found: described, at: foundSpan, isBy: word == .by))
    }
    return MatchSource.Side(relation: relation, amount: amount, order: order)
  }
}
