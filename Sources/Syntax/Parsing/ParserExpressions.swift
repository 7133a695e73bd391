import Source

/// Expressions, loosest first.
extension Parser {
  /// The expression that stands where one cannot be read.
  func errorExpression() -> Expression { Expression(.error, foundSpan) }

  /// Notes that a node stands above operands of the given height.
  mutating func raise(_ other: Int, _ span: SourceSpan) {
    height = max(height, other) + 1
    if height > Parser.heightLimit { fail(.tooDeep(limit: Parser.heightLimit, span)) }
  }

  /// Makes a node of everything since `mark`, with the expression that it stands for.
  mutating func finish(_ kind: Expression.Kind, _ node: NodeKind, _ mark: Mark) -> Expression {
    close(node, mark)
    return Expression(kind, span(from: mark))
  }

  // MARK: - Conditions

  mutating func expression() -> Expression {
    guard let expression = nested({ $0.conditional() }) else {
      height = 1
      return errorExpression()
    }
    return expression
  }

  private mutating func conditional() -> Expression {
    let mark = mark()
    if word == .when || isIfPhrase { return misplacedCondition(mark) }
    let value = disjunction()
    guard !isRecovering else { return value }
    let valueHeight = height
    if accept(.when) {
      let condition = disjunction()
      raise(valueHeight, condition.span)
      let upperHeight = height
      guard isRecovering || accept(.else) else {
        fail(.conditionalWithoutElse(value: value.span, at: foundSpan, found: described))
        return finish(
          .conditional(value: value, condition: condition, otherwise: errorExpression()), .conditional, mark)
      }
      let otherwise = expression()
      raise(upperHeight, otherwise.span)
      return finish(.conditional(value: value, condition: condition, otherwise: otherwise), .conditional, mark)
    }
    if accept(.else) {
      let otherwise = expression()
      raise(valueHeight, otherwise.span)
      return finish(.otherwise(value, otherwise), .otherwise, mark)
    }
    return value
  }

  mutating func disjunction() -> Expression {
    let mark = mark()
    var left = conjunction()
    while !isRecovering, word == .or {
      let leftHeight = height
      let sign = span(of: index)
      advance()
      let right = conjunction()
      raise(leftHeight, sign)
      left = finish(.binary(.or, left, right, operatorSpan: sign), .binary, mark)
    }
    return left
  }

  private mutating func conjunction() -> Expression {
    let mark = mark()
    var left = negation()
    while !isRecovering, word == .and {
      let leftHeight = height
      let sign = span(of: index)
      advance()
      let right = negation()
      raise(leftHeight, sign)
      left = finish(.binary(.and, left, right, operatorSpan: sign), .binary, mark)
    }
    return left
  }

  private mutating func negation() -> Expression {
    let mark = mark()
    guard accept(.not) else { return comparison() }
    guard let operand = nested({ $0.negation() }) else { return errorExpression() }
    raise(0, operand.span)
    return finish(.unary(.not, operand), .unary, mark)
  }

  // MARK: - Comparisons

  private var comparisonSign: BinaryOperator? {
    switch kind {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    default: nil
    }
  }

  /// Iff `in` at hand, or `in` behind the `not` at hand, asks for membership and is not an aggregate's `in total`.
  private var asksForMembership: Bool {
    guard !isRecovering else { return false }
    let first = word == .not ? 1 : 0
    guard word(ahead: first) == .in, !startsOrder(index + first) else { return false }
    guard owners.clausesBelongToAggregate, first == 0, word(ahead: 1) == .total else { return true }
    switch kind(ahead: 2) {
    case .dot, .leftBracket, .dotDot: return true
    default: return false
    }
  }

  mutating func comparison() -> Expression {
    let mark = mark()
    let left = range()
    guard !isRecovering else { return left }
    let leftHeight = height
    if kind == .fatArrow { fail(.fatArrowForComparison(span(of: index))) }
    if let sign = comparisonSign {
      let signSpan = span(of: index)
      advance()
      let right = range()
      raise(leftHeight, signSpan)
      let result = finish(.binary(sign, left, right, operatorSpan: signSpan), .binary, mark)
      if !isRecovering, comparisonSign != nil {
        fail(.chainedComparison(middle: file.text(right.span), rightSpan: right.span, sign: span(of: index)))
      }
      return result
    }
    if accept(.is) {
      let negated = accept(.not)
      if accept(.tied) {
        raise(0, left.span)
        return finish(.isTied(left, negated: negated), .isTied, mark)
      }
      if accept(.infinite) {
        raise(0, left.span)
        return finish(.isInfinite(left, negated: negated), .isInfinite, mark)
      }
      expect(.missing, negated ? "`missing` behind `is not`" : "`missing` or `not missing` behind `is`")
      raise(0, left.span)
      return finish(.isMissing(left, negated: negated), .isMissing, mark)
    }
    if asksForMembership {
      let negated = accept(.not)
      advance()
      return membership(of: left, negated: negated, leftHeight, mark)
    }
    return left
  }

  private mutating func membership(of left: Expression, negated: Bool, _ leftHeight: Int, _ mark: Mark) -> Expression {
    guard kind == .leftParenthesis else {
      let window = range()
      raise(leftHeight, left.span)
      return finish(.inWindow(left, window, negated: negated), .membership, mark)
    }
    let opening = span(of: index)
    advance()
    let (elements, tallest) = expressions(until: .rightParenthesis, opening, "a value")
    height = tallest
    raise(leftHeight, left.span)
    if elements.count == 1, !isRecovering, kind == .dotDot {
      // `in (a - 1) .. b`: the parenthesis was the range's first bound.
      advance()
      let lowHeight = height
      let high = qualified()
      raise(lowHeight, left.span)
      let range = Expression(.range(elements[0], high), opening.union(high.span))
      return finish(.inWindow(left, range, negated: negated), .membership, mark)
    }
    if elements.count == 1, let only = elements.first, only.isRangeOrWindow {
      return finish(.inWindow(left, only, negated: negated), .membership, mark)
    }
    return finish(.inList(left, elements, negated: negated), .membership, mark)
  }

  /// Expressions with commas between them and the sign that closes them, and the height of the tallest.
  mutating func expressions(
    until closing: TokenKind, _ opening: SourceSpan, _ what: String
  ) -> (expressions: [Expression], height: Int) {
    var elements: [Expression] = []
    var tallest = 0
    let outer = owners
    owners = WordOwners(dateBelongsToLookup: closing == .rightBracket)
    defer { owners = outer }
    repeat {
      elements.append(expression())
      tallest = max(tallest, height)
    } while accept(.comma)
    expectClosing(closing, opening)
    return (elements, tallest)
  }

  /// The sign that closes what `opening` opened.
  mutating func expectClosing(_ closing: TokenKind, _ opening: SourceSpan, or other: String = "an operator") {
    if accept(closing) { return }
    fail(
      .unclosed(
        file.text(opening), closing.sign ?? "", or: other, opening: opening, found: described, at: foundSpan))
  }

  // MARK: - Arithmetic

  mutating func additive() -> Expression {
    let mark = mark()
    var left = term()
    while !isRecovering, let sign = additiveSign {
      let leftHeight = height
      let signSpan = span(of: index)
      advance()
      let right = term()
      raise(leftHeight, signSpan)
      left = finish(.binary(sign, left, right, operatorSpan: signSpan), .binary, mark)
    }
    return left
  }

  private var additiveSign: BinaryOperator? {
    switch kind {
    case .plus: .plus
    case .minus: .minus
    default: nil
    }
  }

  mutating func term() -> Expression {
    let mark = mark()
    var left = unary()
    while !isRecovering, let sign = multiplicativeSign {
      let leftHeight = height
      let signSpan = span(of: index)
      advance()
      let right = unary()
      raise(leftHeight, signSpan)
      left = finish(.binary(sign, left, right, operatorSpan: signSpan), .binary, mark)
    }
    return left
  }

  private var multiplicativeSign: BinaryOperator? {
    switch kind {
    case .star: .times
    case .slash: .divide
    default: word == .of && !owners.ofEndsCondition ? .percentOf : nil
    }
  }

  private mutating func unary() -> Expression {
    let mark = mark()
    if accept(.minus) {
      guard let operand = nested({ $0.unary() }) else { return errorExpression() }
      raise(0, operand.span)
      return finish(.unary(.minus, operand), .unary, mark)
    }
    if accept(.true, .up) {
      guard let operand = nested({ $0.qualified() }) else { return errorExpression() }
      raise(0, operand.span)
      return finish(.trueUp(operand), .trueUp, mark)
    }
    return postfix()
  }

  mutating func postfix() -> Expression {
    let mark = mark()
    var operand = primary()
    while !isRecovering {
      let operandHeight = height
      if kind == .dot {
        let dot = span(of: index)
        advance()
        let member = memberName()
        raise(operandHeight, dot)
        operand = finish(.member(operand, member), .member, mark)
      } else if kind == .leftBracket, isOnSameLine {
        let opening = span(of: index)
        advance()
        let (keys, date, tallest) = lookupKeys(opening)
        height = tallest
        let isOptional = accept(.question)
        raise(operandHeight, opening)
        operand = finish(.lookup(operand, keys: keys, asOf: date, isOptional: isOptional), .lookup, mark)
      } else {
        return operand
      }
    }
    return operand
  }

  /// The name behind a dot, where no word is reserved.
  private mutating func memberName() -> Name {
    if !isRecovering, kind == .name {
      let name = Name(text(of: index), span(of: index))
      advance()
      return name
    }
    return name("a column's name behind the dot")
  }
}

extension Expression {
  /// Iff it is written as a range or as a window.
  var isRangeOrWindow: Bool {
    switch kind {
    case .range, .window, .period, .relativePeriod: true
    default: false
    }
  }
}
