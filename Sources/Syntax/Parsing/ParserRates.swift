import Source

/// Rates: their head and tiers.
extension Parser {
  mutating func rates(_ documentation: String?) -> RatesDeclaration {
    let mark = mark()
    let mode = declaredMode()
    advance()
    let name = declaredName("the name of the rates")
    let (axes, result) = axesAndResult("the name of what the rates depend on")
    let precedence = precedence()
    var rows: [RatesDeclaration.Row] = []
    var closing: RatesDeclaration.Closing?
    tierBlock(name, axes, &rows, &closing)
    close(.rates, mark)
    return RatesDeclaration(
      mode: mode, precedence: precedence, name: name, axes: axes, result: result, rows: rows, closing: closing,
      documentation: documentation, span: span(from: mark))
  }

  /// `(attainment: percent) -> percent`.
  mutating func axesAndResult(_ what: String) -> (axes: [RatesDeclaration.Axis], result: TypeSyntax) {
    var axes: [RatesDeclaration.Axis] = []
    let opening = span(of: index)
    if expect(.leftParenthesis, "`(` and what the rates depend on, as in `(attainment: percent)`") {
      repeat { axes.append(axis(what)) } while accept(.comma)
      expectClosing(.rightParenthesis, opening, or: "`,`")
    }
    var result = TypeSyntax(.error, foundSpan)
    if !isRecovering {
      if kind == .fatArrow || kind == .colon {
        report(.arrowForm(file.text(span(of: index)), span(of: index)))
        advance()
        result = type("the type of the result, as in `-> percent`")
      } else if expect(.arrow, "`->` and the type of the result, as in `-> percent`") {
        result = type("the type of the result, as in `-> percent`")
      }
    }
    return (axes, result)
  }

  /// What stands behind the type: which of several rows that match counts.
  mutating func precedence() -> RatesDeclaration.Precedence? {
    if accept(.first) {
      expect(.match, "`match` behind `first`")
      return .firstMatch
    }
    if accept(.most) {
      expect(.specific, "`specific` behind `most`")
      return .mostSpecific
    }
    if accept(.highest) {
      expect(.match, "`match` behind `highest`")
      return .highest
    }
    if accept(.all) {
      if expect(.matches, "`matches added` behind `all`") { expect(.added, "`added` behind `all matches`") }
      return .allAdded
    }
    return nil
  }

  /// The word in front of `rates`.
  private mutating func declaredMode() -> RatesDeclaration.Mode? {
    if accept(.marginal) { return .marginal }
    if accept(.whole) { return .whole }
    if accept(.reached) { return .reached }
    if accept(.entered) { return .entered }
    return accept(.adding) ? .adding : nil
  }

  /// The word behind a tier's rate, for that tier alone.
  private mutating func tierMode() -> RatesDeclaration.Mode? {
    if accept(.marginal) { return .marginal }
    if accept(.whole) { return .whole }
    if isOnSameLine, word == .reached || word == .entered || word == .adding {
      report(.modeOfOneTier(text(of: index), span(of: index)))
      advance()
    }
    return nil
  }

  private mutating func axis(_ what: String) -> RatesDeclaration.Axis {
    let mark = mark()
    let name = axisName(what)
    expect(.colon, "`:` and a type, as in `attainment: percent`")
    let type = type("the type of `\(name.text)`")
    close(.axis, mark)
    return RatesDeclaration.Axis(name: name, type: type)
  }

  /// The name in front of a `:`, where no word is reserved: `on: date`.
  mutating func axisName(_ what: String) -> Name {
    guard !isRecovering, kind == .name, kind(ahead: 1) == .colon else { return declaredName(what) }
    let name = Name(text(of: index), span(of: index))
    advance()
    return name
  }

  // MARK: - Tiers

  private mutating func tierBlock(
    _ name: Name, _ axes: [RatesDeclaration.Axis], _ rows: inout [RatesDeclaration.Row],
    _ closing: inout RatesDeclaration.Closing?
  ) {
    guard !isRecovering else { return recoverBlock() }
    let opening = span(of: index)
    guard expect(.leftBrace, "`{` and the tiers") else { return recoverBlock() }
    while !atEnd, kind != .rightBrace, !startsDeclaration(index) {
      entry(until: entryEnd(from: index, isTier: true)) { parser in
        if parser.startsClosing {
          let end = parser.closing()
          if let earlier = closing { parser.report(.secondClosing(end.span, earlier: earlier.span)) }
          closing = closing ?? end
        } else if let tier = parser.tier(axes) {
          if let closing { parser.report(.tierBehindClosing(tier.span, closing: closing.span)) }
          rows.append(tier)
        }
      }
    }
    closeBlock(opening, of: "rates \(name.text)")
  }

  /// Iff the entry is `up to x` or `below x`, and not a tier.
  var startsClosing: Bool {
    guard (word == .up && word(ahead: 1) == .to) || word == .below else { return false }
    return !(index..<limit).contains { tokens[$0].kind == .colon }
  }

  mutating func closing() -> RatesDeclaration.Closing {
    let mark = mark()
    let isIncluded = word == .up
    advance()
    if isIncluded { advance() }
    let bound = additive()
    endOfEntry("the end of the line")
    close(.closing, mark)
    return RatesDeclaration.Closing(bound: bound, isIncluded: isIncluded, span: span(from: mark))
  }

  private mutating func tier(_ axes: [RatesDeclaration.Axis]) -> RatesDeclaration.Row? {
    let mark = mark()
    var matchers: [RatesDeclaration.Matcher] = []
    repeat { matchers.append(matcher()) } while accept(.comma)
    tierBoundBeforeColon()
    if kind == .fatArrow || kind == .arrow || word == .then || word == .at {
      let here = span(of: index)
      // The blanks in front go with the sign, since none stand in front of a `:`.
      let edit = SourceSpan(file: id, start: Int(tokens[index - 1].end), end: Int(here.end))
      report(.tierArrow(file.text(here), here, edit: edit))
      if !isRecovering { advance() }
    } else {
      expect(.colon, "`:` and the tier's value")
    }
    let value = expression()
    let mode = isRecovering ? nil : tierMode()
    endOfEntry("the next tier on a line of its own")
    let span = span(from: mark)
    close(.tier, mark)
    if !isRecovering, !axes.isEmpty, matchers.count != axes.count {
      report(.tierWidth(matchers.count, axes: axes.map(\.name.text), span))
      return nil
    }
    return RatesDeclaration.Row(matchers: matchers, value: value, mode: mode, span: span)
  }

  mutating func matcher(hasAlternatives: Bool = true) -> RatesDeclaration.Matcher {
    let mark = mark()
    defer { close(.matcher, mark) }
    if accept(.any) { return .any(span: span(from: mark)) }
    if let matcher = foreignMatcher(mark) { return matcher }
    if word == .from || word == .above {
      let isIncluded = word == .from
      advance()
      let bound = additive()
      return .lowerBound(bound, isIncluded: isIncluded, span: span(from: mark))
    }
    var values = [additive()]
    if kind == .dotDot || kind == .lessOrEqual || kind == .less { foreignInterval(values[0]) }
    while hasAlternatives, accept(.bar) { values.append(additive()) }
    return .values(values, span: span(from: mark))
  }

  /// Reports a tier that is written as an upper bound or with a comparison sign.
  private mutating func foreignMatcher(_ mark: Mark) -> RatesDeclaration.Matcher? {
    guard !isRecovering else { return nil }
    let here = span(of: index)
    switch kind {
    case .greater, .greaterOrEqual:
      let isIncluded = kind == .greaterOrEqual
      report(.comparisonTier(kind.sign ?? "", instead: isIncluded ? "from" : "above", here))
      advance()
      let bound = additive()
      return .lowerBound(bound, isIncluded: isIncluded, span: span(from: mark))
    case .less, .lessOrEqual:
      fail(.upperBoundTier(kind.sign ?? "", here))
      return nil
    default: break
    }
    if (word == .up && word(ahead: 1) == .to) || word == .below {
      fail(.upperBoundTier(word == .below ? "below" : "up to", here))
    }
    return nil
  }

  /// Reports `0 .. 50: 4%`.
  private mutating func foreignInterval(_ low: Expression) {
    let sign = kind
    let start = span(of: index)
    advance()
    let high = additive()
    guard !isRecovering else { return }
    let isRange = sign == .dotDot
    report(
      .intervalTier(
        low.span.union(high.span),
        edit: isRange ? Diagnostic.Edit(low.span.union(high.span), "from " + file.text(low.span)) : nil,
        sign: start))
  }

  /// Reports `from 0 up to 50: 4%` and `from 0 to 50: 4%`, and reads over the second bound.
  private mutating func tierBoundBeforeColon() {
    guard !isRecovering, kind != .colon else { return }
    let start = index
    let isUpTo = word == .up && word(ahead: 1) == .to
    guard isUpTo || word == .to || word == .below || kind == .dotDot || word == .and || kind == .minus else { return }
    let mark = mark()
    advance()
    if isUpTo { advance() }
    _ = accept(.below)
    _ = accept(.up, .to)
    _ = additive()
    guard !isRecovering else { return }
    close(.error, mark)
    let end = Int(tokens[start - 1].end)
    let bound = span(from: mark)
    report(
      .tierWithUpperBound(bound, edit: Diagnostic.Edit(SourceSpan(file: id, start: end, end: Int(bound.end)), "")))
  }
}
