import Source

/// The phrase that pays an amount through tiers.
extension Parser {
  mutating func through(_ amount: Expression, _ amountHeight: Int, _ mark: Mark) -> Expression {
    let here = span(of: index)
    advance()
    let rates = name("the name of a rates declaration")
    raise(amountHeight, here)
    var keys: [Expression] = []
    if !isRecovering, kind == .leftParenthesis {
      let upperHeight = height
      let opening = span(of: index)
      advance()
      repeat {
        keys.append(expression())
        raise(upperHeight, here)
      } while accept(.comma)
      expectClosing(.rightParenthesis, opening, or: "`,`")
    }
    guard !isRecovering, accept(.over) else {
      fail(.throughWithoutOver(rates: rates.text, found: described, at: foundSpan))
      let window = errorExpression()
      return finish(
        .through(Through(amount: amount, rates: rates, keys: keys, window: window, against: nil, order: [])), .through,
        mark)
    }
    let throughHeight = height
    let window = window()
    raise(throughHeight, here)
    var counting: Name?
    if word == .counting, accept(.counting) { counting = name("the name of the credit that fills the tiers") }
    var against: Expression?
    var change: (word: Through.Change, span: SourceSpan)?
    if accept(.against) {
      let upperHeight = height
      against = additive()
      raise(upperHeight, here)
      change = self.change()
    }
    var order: [Name] = []
    var orderSpan: SourceSpan?
    if !isRecovering, word == .in, word(ahead: 1) == .order {
      let orderMark = self.mark()
      advance()
      advance()
      expect(.of, "`of` and the columns that give the order")
      order = names("a column's name")
      orderSpan = span(from: orderMark)
    }
    let proRata = self.proRata()
    if let proRata, let orderSpan, !isRecovering { report(.orderAndProRata(proRata, order: orderSpan)) }
    return finish(
      .through(
        Through(
          amount: amount, rates: rates, keys: keys, window: window, counting: counting, against: against,
          change: change?.word, changeSpan: change?.span, order: order, proRata: proRata)), .through, mark)
  }

  /// `re-rated`, `continued` or `restarted`, behind what stands `against`.
  private mutating func change() -> (word: Through.Change, span: SourceSpan)? {
    guard !isRecovering else { return nil }
    let mark = mark()
    if accept(.continued) { return (.continued, span(from: mark)) }
    if accept(.restarted) { return (.restarted, span(from: mark)) }
    guard word == .re, kind(ahead: 1) == .minus, word(ahead: 2) == .rated else { return nil }
    for _ in 0..<3 { advance() }
    return (.reRated, span(from: mark))
  }

  private mutating func proRata() -> SourceSpan? {
    guard !isRecovering, word == .pro, word(ahead: 1) == .rata else { return nil }
    let mark = mark()
    advance()
    advance()
    return span(from: mark)
  }
}
