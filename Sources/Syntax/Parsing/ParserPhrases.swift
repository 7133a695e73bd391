import Source

/// Ranges, and the phrases that follow an operand: `over`, `through`, `rounded`, `as`, `to … at`.
extension Parser {
  mutating func range() -> Expression {
    let mark = mark()
    let low = qualified()
    guard !isRecovering, kind == .dotDot else { return low }
    let lowHeight = height
    let sign = span(of: index)
    advance()
    let high = qualified()
    raise(lowHeight, sign)
    return finish(.range(low, high), .range, mark)
  }

  mutating func qualified() -> Expression {
    let mark = mark()
    var operand = additive()
    var qualifier: SourceSpan?
    while !isRecovering {
      let operandHeight = height
      let here = span(of: index)
      switch word {
      case .over where !owners.clausesBelongToAggregate:
        advance()
        let window = window()
        raise(operandHeight, here)
        operand = finish(.over(operand, window), .over, mark)
      case .through:
        operand = through(operand, operandHeight, mark)
      case .rounded:
        advance()
        let rounding = rounding()
        raise(operandHeight, here)
        operand = finish(.round(operand, rounding), .round, mark)
      case .as where self.word(ahead: 1) == .of:
        // An example's `as of` is a line of its own.
        if !owners.dateBelongsToLookup, !(isInExample && tokens[index].startsLine) {
          fail(.dateOutsideLookup(here.union(span(of: index + 1))))
        }
        return operand
      case .as:
        advance()
        guard let unit = word?.periodAdverb, !isRecovering else {
          expected("`weekly`, `monthly`, `quarterly` or `yearly`")
          return operand
        }
        advance()
        raise(operandHeight, here)
        operand = finish(.restate(operand, unit), .restate, mark)
      case .to where isConversion:
        operand = conversion(of: operand, mark)
      default:
        if let qualifier, let sign = arithmeticSign {
          fail(
            .operatorBehindPhrase(
              sign, phrase: file.text(qualifier), operand: operand.span, bound: boundGoingOn(operand), at: here))
        }
        return operand
      }
      qualifier = here
    }
    return operand
  }

  /// What is meant to end the range in `E over a .. b - 1 day`, where the sign at hand stands behind `b`.
  private func boundGoingOn(_ operand: Expression) -> SourceSpan? {
    guard kind == .plus || kind == .minus, case .over(_, let window) = operand.kind,
      case .range(_, let high) = window.kind
    else { return nil }
    var ahead = self
    ahead.advance()
    let rest = ahead.term()
    return ahead.isRecovering ? nil : high.span.union(rest.span)
  }

  private var arithmeticSign: String? {
    switch kind {
    case .plus, .minus, .star, .slash: kind.sign
    default: word == .of ? "of" : nil
    }
  }

  /// `E to USD at F`, from the `to` on.
  mutating func conversion(of operand: Expression, _ mark: Mark) -> Expression {
    let operandHeight = height
    let here = span(of: index)
    advance()
    let unit = unitExpression()
    expect(.at, "`at` and a rate")
    let rate = additive()
    raise(operandHeight, here)
    return finish(.convert(operand, to: unit, at: rate), .convert, mark)
  }

  /// Iff a unit and `at` follow the `to` at hand; otherwise it belongs to the declaration around the expression.
  var isConversion: Bool {
    var n = 1
    while true {
      guard [.name, .quotedName, .percent].contains(kind(ahead: n)), word(ahead: n)?.isReserved != true else {
        return false
      }
      n += 1
      guard kind(ahead: n) == .star || kind(ahead: n) == .slash else { break }
      n += 1
    }
    return word(ahead: n) == .at
  }

  /// `up to 12 units`, `half even to 0.01 USD`, `to 0.01 USD`.
  mutating func rounding() -> RoundingClause {
    let mark = mark()
    let mode: RoundingClause.Mode
    if accept(.up) {
      mode = .up
    } else if accept(.down) {
      mode = .down
    } else if accept(.half) {
      mode = accept(.even) ? .halfEven : .half
    } else if accept(.ceiling) {
      mode = .ceiling
    } else if accept(.floor) {
      mode = .floor
    } else {
      mode = .half
    }
    expect(.to, "`to` and the step of the rounding, as in `rounded to 0.01 USD`")
    let step = additive()
    close(.rounding, mark)
    return RoundingClause(mode: mode, step: step)
  }
}
