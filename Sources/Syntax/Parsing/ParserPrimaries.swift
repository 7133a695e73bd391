import Source

/// Operands: literals, names, calls, aggregates, windows.
extension Parser {
  mutating func primary() -> Expression {
    height = 1
    guard !isRecovering else { return errorExpression() }
    let mark = mark()
    switch kind {
    case .number: return number()
    case .text:
      let literal = textLiteral("a text")
      return finish(.text(literal.text), .text, mark)
    case .date:
      let date = dateValue(of: index)
      advance()
      return finish(.date(date), .date, mark)
    case .period:
      let period = periodValue(of: index)
      advance()
      return finish(.period(period), .period, mark)
    case .malformed:
      advance()
      return finish(.error, .error, mark)
    case .leftParenthesis: return parenthesized()
    case .quotedName: return nameOrCall()
    case .name where startsStatement(index):
      expected("an expression")
      return errorExpression()
    case .name: return word.map { wordExpression($0) } ?? nameOrCall()
    default:
      expected("an expression")
      return errorExpression()
    }
  }

  mutating func parenthesized() -> Expression {
    let mark = mark()
    let opening = span(of: index)
    advance()
    let outer = owners
    owners = WordOwners()
    let inner = expression()
    owners = outer
    if !isRecovering, kind == .comma { fail(.listOutsideIn(span(of: index), opening: opening)) }
    expectClosing(.rightParenthesis, opening)
    close(.parentheses, mark)
    // The span takes in the parentheses, so that an edit that moves the expression keeps its meaning.
    return Expression(inner.kind, span(from: mark))
  }

  // MARK: - Words

  private mutating func wordExpression(_ word: Word) -> Expression {
    let mark = mark()
    let callFollows = kind(ahead: 1) == .leftParenthesis && isOnSameLine(ahead: 1)
    switch word {
    case .true, .false:
      advance()
      return finish(.bool(word == .true), .bool, mark)
    case .missing:
      advance()
      return finish(.missing, .missing, mark)
    case .today:
      advance()
      return finish(.today, .today, mark)
    case .it:
      advance()
      return finish(.it, .it, mark)
    case .this:
      advance()
      return relativePeriod(0, mark) ?? finish(.thisRow, .thisRow, mark)
    case .previous:
      advance()
      if let period = relativePeriod(-1, mark) { return period }
      return previousValue(mark)
    case .next where startsCountedWindow: break
    case .next:
      guard isOnSameLine(ahead: 1), self.word(ahead: 1)?.singlePeriodUnit != nil else { return nameOrCall() }
      advance()
      return relativePeriod(1, mark) ?? errorExpression()
    case .sum, .count, .avg, .min, .max, .any, .every:
      let isDistinct =
        word == .count && self.word(ahead: 1) == .distinct && kind(ahead: 2) == .leftParenthesis
      return callFollows || isDistinct ? aggregate() : nameOrCall()
    case .product where callFollows: return aggregate()
    case .sample where startsSpread: return aggregate()
    case .population where startsSpread: return aggregate()
    case .pick where startsPick: return pick()
    case .total where isInAssertion && self.word(ahead: 1) == .pay: return totalPay()
    case .rank where callFollows: return rank()
    case .running where callFollows: return runningTotal()
    case .allocate where startsAllocation: return allocation()
    default: break
    }
    if let window = windowPhrase() { return finish(.window(window), .window, mark) }
    if word.isReserved {
      expected("an expression", help: [.quoting(text(of: index), at: span(of: index))])
      return errorExpression()
    }
    return nameOrCall()
  }

  private mutating func relativePeriod(_ offset: Int, _ mark: Mark) -> Expression? {
    guard isOnSameLine, let unit = word?.singlePeriodUnit else { return nil }
    advance()
    return finish(.relativePeriod(offset: offset, unit), .relativePeriod, mark)
  }

  private mutating func previousValue(_ mark: Mark) -> Expression {
    let opening = span(of: index)
    guard expect(.leftParenthesis, "`(` and a line's name, or a period such as `quarter`, behind `previous`") else {
      return errorExpression()
    }
    let (operands, tallest) = expressions(until: .rightParenthesis, opening, "an expression")
    height = tallest
    raise(0, opening)
    if operands.count > 1 { report(.previousTakesOne(operands[1].span)) }
    return finish(.previous(operands[0]), .previous, mark)
  }

  mutating func nameOrCall() -> Expression {
    let mark = mark()
    let name = name("a name")
    guard !isRecovering, kind == .leftParenthesis, isOnSameLine else {
      return finish(.name(name.text), .name, mark)
    }
    calledNames.insert(name.text)
    let opening = span(of: index)
    reportSpreadWithClauses(name)
    if isRecovering { return errorExpression() }
    advance()
    if accept(.rightParenthesis) { return finish(.call(name, []), .call, mark) }
    let (arguments, tallest) = arguments(opening)
    height = tallest
    raise(0, name.span)
    return finish(.call(name, arguments), .call, mark)
  }

  // MARK: - Windows

  /// What stands behind `over`. In an aggregate's clause the bounds may be sums, since nothing else can follow them there.
  mutating func window(isClause: Bool = false) -> Expression {
    let mark = mark()
    let low = isClause ? additive() : postfix()
    guard !isRecovering, kind == .dotDot else { return low }
    let lowHeight = height
    let sign = span(of: index)
    advance()
    let high = isClause ? additive() : postfix()
    raise(lowHeight, sign)
    return finish(.range(low, high), .range, mark)
  }

  /// A window's words, or nothing consumed.
  private mutating func windowPhrase() -> WindowExpression? {
    guard let word else { return nil }
    let toDateFollows = self.word(ahead: 1) == .to && self.word(ahead: 2) == .date
    switch word {
    case .week, .month, .quarter, .year:
      guard let unit = word.singlePeriodUnit else { return nil }
      if toDateFollows {
        index += 3
        return .toDate(unit)
      }
      switch kind(ahead: 1) {
      case .dot, .leftBracket, .leftParenthesis: if isOnSameLine(ahead: 1) { return nil }
      default: break
      }
      advance()
      return .whole(unit)
    case .plan where toDateFollows:
      index += 3
      return .planToDate
    case .all where self.word(ahead: 1) == .time:
      index += 2
      return .allTime
    case .last where startsCountedWindow, .next where startsCountedWindow: return .counted(countedWindow())
    default: return nil
    }
  }

  // MARK: - Aggregates

  private mutating func aggregate() -> Expression {
    let mark = mark()
    let functionName = Name(text(of: index), span(of: index))
    let function = aggregateFunction()
    let functionSpan = span(from: mark)
    let opening = span(of: index)
    advance()
    let outer = owners
    owners = WordOwners(clausesBelongToAggregate: true)
    defer { owners = outer }
    var operand = expression()
    // What goes wrong here may be a missing comma; whose rows are meant is not to be judged then.
    if isRecovering { operand = errorExpression() }
    if !isRecovering, kind == .comma {
      if [.minimum, .maximum, .product].contains(function) {
        advance()
        return rest(of: functionName, first: operand, opening, mark)
      }
      fail(.aggregateTakesOne(function.rawValue, span(of: index)))
    }
    var clauses = Clauses(tallest: height)
    while !isRecovering, aggregateClause(&clauses) || spreadClause(&clauses) {}
    if isRecovering, clauses.isUnread { operand = errorExpression() }
    expectClosing(.rightParenthesis, opening)
    height = clauses.tallest
    raise(0, functionSpan)
    return finish(
      .aggregate(
        Aggregate(
          function: function, functionSpan: functionSpan, operand: operand, condition: clauses.condition,
          window: clauses.window, per: clauses.per, via: clauses.via, on: clauses.on,
          countsOverlaps: clauses.countsOverlaps, each: clauses.each, decimals: clauses.decimals)), .aggregate, mark)
  }

  private mutating func rest(of name: Name, first: Expression, _ opening: SourceSpan, _ mark: Mark) -> Expression {
    let firstHeight = height
    let (others, tallest) = expressions(until: .rightParenthesis, opening, "an argument")
    height = tallest
    raise(firstHeight, name.span)
    return finish(.call(name, ([first] + others).map { Argument($0) }), .call, mark)
  }

  struct Clauses {
    var condition: Expression?
    var window: Expression?
    var per: [Name]?
    var via: [Name]?
    var on: Name?
    var countsOverlaps = false
    var each: Aggregate.Each?
    var decimals: DecimalsClause?
    /// True iff it cannot be told what is meant by `each` or `to`.
    var isUnread = false
    var tallest: Int
    /// Where each clause was written first.
    var places: [Word: SourceSpan] = [:]
  }

  /// Reads one clause; false if none stands here.
  mutating func aggregateClause(_ clauses: inout Clauses) -> Bool {
    let mark = mark()
    guard let word,
      [.where, .over, .per, .via, .on].contains(word) || (word == .in && self.word(ahead: 1) == .total)
        || (word == .overlaps && self.word(ahead: 1) == .counted)
    else { return false }
    let here = span(of: index)
    // `in total` is the empty `per`.
    let key = word == .in ? Word.per : word
    if let earlier = clauses.places[key] { report(.repeatedClause(file.text(here), here, earlier: earlier)) }
    clauses.places[key] = here
    advance()
    height = 0
    switch word {
    case .where:
      let condition = expression()
      clauses.condition = clauses.condition ?? condition
    case .over:
      let window = window(isClause: true)
      clauses.window = clauses.window ?? window
    case .per:
      let names = names("the name of a column or key")
      clauses.per = clauses.per ?? names
    case .via:
      let path = path("the name of a column")
      clauses.via = clauses.via ?? path
    case .on:
      let column = name("the name of a date column")
      clauses.on = clauses.on ?? column
    case .overlaps:
      advance()
      clauses.countsOverlaps = true
    default:
      advance()
      clauses.per = clauses.per ?? []
    }
    clauses.tallest = max(clauses.tallest, height)
    close(.aggregateClause, mark)
    return true
  }
}
