import Source

/// Conditions as other languages write them, read as what they mean.
extension Parser {
  /// The token's text if it is a name without backquotes, in lower case.
  func lowercasedName(ahead n: Int = 0) -> String? {
    guard kind(ahead: n) == .name else { return nil }
    return text(of: index + n).lowercased()
  }

  /// Iff `if` stands at hand with an operand behind it, or `case when`.
  var isIfPhrase: Bool {
    guard !isRecovering, let name = lowercasedName(), name == "if" || name == "iif" || name == "case" else {
      return false
    }
    if name == "case" { return word(ahead: 1) == .when }
    switch kind(ahead: 1) {
    case .name, .quotedName, .number, .text, .date, .period, .leftParenthesis, .minus: return isOnSameLine(ahead: 1)
    default: return false
    }
  }

  /// Reads `if C then A else B`, `IF(C, A, B)`, `case when C then A else B end`, and reports how a condition is written.
  mutating func misplacedCondition(_ mark: Mark) -> Expression {
    let first = span(of: index)
    foreignConditions += 1
    let branches = foreignBranches()
    foreignConditions -= 1
    guard let (result, text) = branches, !isRecovering else {
      if foreignConditions == 0 { fail(.conditionForm(file.text(first), first, edit: nil)) }
      isRecovering = true
      return errorExpression()
    }
    close(.conditional, mark)
    let expression = Expression(result, span(from: mark))
    if foreignConditions == 0 {
      report(.conditionForm(file.text(first), first, edit: Diagnostic.Edit(expression.span, text)))
    }
    return expression
  }

  private static let elseIfWords: Set<String> = ["elif", "elsif", "elseif"]

  /// A conditional, and its text in the language's own form.
  private typealias Branches = (kind: Expression.Kind, text: String)

  private mutating func foreignBranches() -> Branches? {
    let isCase = lowercasedName() == "case"
    if isCase { advance() }
    advance()
    if kind == .leftParenthesis, !isCase, parenthesisHoldsComma { return spreadsheetBranches() }
    let branches = thenBranches()
    if lowercasedName() == "end" { advance() }
    return branches
  }

  /// Iff the parenthesis at hand holds a comma of its own.
  private var parenthesisHoldsComma: Bool {
    var depth = 0
    var n = 0
    repeat {
      switch kind(ahead: n) {
      case .leftParenthesis, .leftBracket: depth += 1
      case .rightParenthesis, .rightBracket: depth -= 1
      case .comma where depth == 1: return true
      case .endOfFile, .leftBrace, .rightBrace: return false
      default: break
      }
      n += 1
    } while depth > 0
    return false
  }

  /// Reads `(C, A, B)`.
  private mutating func spreadsheetBranches() -> Branches? {
    advance()
    let condition = expression()
    let conditionHeight = height
    guard accept(.comma) else { return nil }
    let value = expression()
    let valueHeight = max(height, conditionHeight)
    guard accept(.comma) else { return nil }
    let otherwise = expression()
    raise(valueHeight, condition.span)
    guard accept(.rightParenthesis) else { return nil }
    return branches(value, condition, otherwise, file.text(otherwise.span))
  }

  /// Reads `C then A else B` with any number of `elif D then E` between.
  private mutating func thenBranches() -> Branches? {
    let condition = disjunction()
    let conditionHeight = height
    guard accept(.then) || accept(.colon) else { return nil }
    let value = disjunction()
    let valueHeight = max(height, conditionHeight)
    guard !isRecovering else { return nil }
    let startsAnother =
      word == .when || Parser.elseIfWords.contains(lowercasedName() ?? "")
      || (word == .else && lowercasedName(ahead: 1) == "if")
    if startsAnother {
      if word == .else { advance() }
      let mark = mark()
      advance()
      guard let inner = nested({ $0.thenBranches() }), let (kind, text) = inner else { return nil }
      raise(valueHeight, condition.span)
      return branches(value, condition, Expression(kind, span(from: mark)), text)
    }
    guard accept(.else) else { return nil }
    let otherwise = expression()
    raise(valueHeight, condition.span)
    return branches(value, condition, otherwise, file.text(otherwise.span))
  }

  private func branches(
    _ value: Expression, _ condition: Expression, _ otherwise: Expression, _ otherwiseText: String
  ) -> Branches {
    (
      .conditional(value: value, condition: condition, otherwise: otherwise),
      "\(file.text(value.span)) when \(file.text(condition.span)) else \(otherwiseText)"
    )
  }
}
