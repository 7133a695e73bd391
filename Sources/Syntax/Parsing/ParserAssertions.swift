import Source

/// Laws about what is paid for every value of one variable.
extension Parser {
  mutating func assertion() -> AssertionDeclaration? {
    let mark = mark()
    let start = span(of: index)
    advance()
    let title = optionalText()
    isInAssertion = true
    let condition = expression()
    isInAssertion = false
    if !isRecovering, word != .for, !atEnd, kind.sign != nil, kind != .rightBrace {
      reportLeftover("`for` and the values, as in `for attainment in 0% .. 250%`")
    }
    guard !isRecovering else {
      skipLaw()
      close(.assertion, mark)
      return nil
    }
    guard accept(.for) else {
      fail(.assertionWithoutDomain(start, found: foundSpan))
      close(.assertion, mark)
      return nil
    }
    let variable = nameOnLine("what runs, as in `for attainment in 0% .. 250%`")
    let domain = assertedDomain(variable.text)
    var fixed: [AssertionDeclaration.FixedValue] = []
    if accept(.with) {
      repeat { fixed.append(fixedValue()) } while accept(.comma)
    }
    endOfStatement("the next line")
    close(.assertion, mark)
    return isRecovering
      ? nil
      : AssertionDeclaration(
        title: title, condition: condition, variable: variable, domain: domain, fixed: fixed, span: span(from: mark))
  }

  /// Skips what is left of a law that could not be read: its values, too, which would pass for the plan's `for each`.
  private mutating func skipLaw() {
    var end = index
    while end < limit, tokens[end].kind != .rightBrace {
      let isOwn = tokens[end].word == .for && tokens[min(end + 1, tokens.count - 1)].word != .each
      if startsStatement(end) && !isOwn { break }
      end += 1
    }
    skip(to: end)
  }

  /// A name behind a word of its line: the next line may start with one that belongs to it.
  private mutating func nameOnLine(_ what: String) -> Name {
    if !isRecovering, !isOnSameLine, tokens[index - 1].kind != .comma { expected(what) }
    return name(what)
  }

  private mutating func assertedDomain(_ name: String) -> AssertionDeclaration.Domain {
    let mark = mark()
    defer { close(.assertedDomain, mark) }
    if accept(.equal) { return .value(additive()) }
    if accept(.greaterOrEqual) { return .from(additive()) }
    let example = name.isEmpty ? "attainment" : name
    expect(.in, "`in` and the values, as in `for \(example) in 0% .. 250%`, or `=` and one value")
    let first = additive()
    expect(.dotDot, "`..` and the last value, as in `0% .. 250%`")
    return .range(first, additive())
  }

  private mutating func fixedValue() -> AssertionDeclaration.FixedValue {
    let mark = mark()
    defer { close(.fixedValue, mark) }
    let name = nameOnLine("a line or credit with a value, as in `with quota = 100_000 USD`")
    expect(.equal, "`=` and its value, as in `with \(name.text.isEmpty ? "quota" : name.text) = 100_000 USD`")
    return AssertionDeclaration.FixedValue(name: name, value: additive())
  }

  /// `total pay`, where a law may speak of it.
  mutating func totalPay() -> Expression {
    let mark = mark()
    advance()
    advance()
    return finish(.name(AssertionDeclaration.totalPay), .name, mark)
  }
}
