import Source

/// Windows that are counted backward or forward: `last 30 days before today`, `next 3 months from this month`.
extension Parser {
  /// Iff the `last` or `next` at hand is followed by a number, or by an expression in parentheses and a length of time.
  var startsCountedWindow: Bool {
    guard isOnSameLine(ahead: 1) else { return false }
    if kind(ahead: 1) == .number { return true }
    guard kind(ahead: 1) == .leftParenthesis else { return false }
    var depth = 0
    var n = 1
    while true {
      switch kind(ahead: n) {
      case .leftParenthesis: depth += 1
      case .rightParenthesis: depth -= 1
      case .endOfFile, .leftBrace, .rightBrace: return false
      default: break
      }
      n += 1
      if depth == 0 { return word(ahead: n) == .days || word(ahead: n)?.periodUnit != nil }
    }
  }

  mutating func countedWindow() -> CountedWindow {
    let start = span(of: index)
    let isForward = word == .next
    advance()
    let countMark = mark()
    let count: Expression
    if kind == .number {
      let digits = Parser.digits(of: text(of: index))
      advance()
      count = finish(.number(digits: digits, unit: nil), .number, countMark)
    } else {
      count = parenthesized()
    }
    let countHeight = height
    let unit = word?.periodUnit
    if unit != nil || word == .days {
      if !isRecovering { advance() }
    } else {
      expected("`days`, `weeks`, `months`, `quarters` or `years`")
    }
    let includesEdge: Bool
    if accept(isForward ? .after : .before) {
      includesEdge = false
    } else if accept(isForward ? .from : .through) {
      includesEdge = true
    } else {
      let phrase = start.union(span(of: max(index - 1, 0)))
      fail(
        isForward
          ? .windowWithoutBeginning(phrase, found: described, at: foundSpan)
          : .windowWithoutEnd(phrase, found: described, at: foundSpan))
      return CountedWindow(count: count, unit: unit, edge: errorExpression(), includesEdge: true, isForward: isForward)
    }
    let edge = additive()
    raise(countHeight, start)
    return CountedWindow(count: count, unit: unit, edge: edge, includesEdge: includesEdge, isForward: isForward)
  }
}
