import Columns
import Source
import Syntax

/// What lasts for ever: a value above every number, where the author says so.
extension Checker {
  /// The word `infinite`, which takes its unit from what stands beside it.
  mutating func infiniteWord(_ span: SourceSpan) -> TypedExpression {
    model.usesInfinite = true
    return TypedExpression(.constant(.number(.infinite)), StaticType(.nothing), span)
  }

  /// True iff the value is the word alone, of no unit yet.
  func isInfiniteWord(_ value: TypedExpression) -> Bool {
    if case .constant(.number(let number)) = value.kind {
      number.isInfinite && value.type.value == .nothing
    } else {
      false
    }
  }

  /// Reports the word where nothing says of what unit it is.
  mutating func reportInfiniteWord(_ value: TypedExpression) -> Bool {
    guard isInfiniteWord(value) else { return false }
    report(.infiniteOfWhat(value.span))
    return true
  }

  /// The word as a value of the type; a message if the type has no numbers.
  mutating func infinite(_ word: TypedExpression, as type: StaticType) -> TypedExpression {
    guard case .number = type.value else {
      report(.infiniteNeedsNumbers(word.span, found: describe(type.optional(false))))
      return TypedExpression(.error, .poison, word.span)
    }
    return TypedExpression(word.kind, type.optional(false), word.span)
  }

  /// Two values of which one is the word, as values of one type.
  mutating func infinite(
    _ a: TypedExpression, _ b: TypedExpression
  ) -> (StaticType, TypedExpression, TypedExpression)? {
    let (word, other) = isInfiniteWord(a) ? (a, b) : (b, a)
    if other.type.value == .nothing {
      report(.infiniteOfWhat(word.span))
      return nil
    }
    let typed = infinite(word, as: other.type)
    if typed.type.isPoison { return nil }
    return isInfiniteWord(a) ? (other.type, typed, b) : (other.type, a, typed)
  }

  /// `x is infinite`.
  mutating func isInfinite(_ value: TypedExpression, _ negated: Bool, _ span: SourceSpan) -> TypedExpression {
    if value.type.isPoison || reportInfiniteWord(value) { return TypedExpression(.error, .poison, span) }
    guard value.type.quantity != nil else {
      report(.amountNeeded(value.span, what: "what stands before `is infinite`", found: describe(value.type)))
      return TypedExpression(.error, .poison, span)
    }
    let above = TypedExpression(.constant(.number(.infinite)), value.type.optional(false), span)
    return TypedExpression(
      .binary(negated ? .notEqual : .equal, value, above), StaticType.bool.optional(value.type.isOptional), span)
  }

  // ---- Divisions ----

  /// `E else infinite`, `E else infinite else F`: behind it an amount above zero that is divided by zero is infinite. Nil
  /// if the word means something else, or stands elsewhere.
  mutating func otherwiseInfinite(
    _ value: Expression, _ fallback: Expression, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression? {
    var word = fallback
    var rest: Expression?
    if case .otherwise(let first, let second) = fallback.kind { (word, rest) = (first, second) }
    guard case .name("infinite") = word.kind else { return nil }
    let known = diagnostics.count
    guard isInfiniteWord(check(word, in: scope)) else {
      diagnostics.removeSubrange(known...)
      return nil
    }
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    let divided = check(value, in: scope)
    if divided.type.isPoison || reportInfiniteWord(divided) { return failed() }
    guard divided.type.quantity != nil else {
      report(.infiniteNeedsNumbers(word.span, found: describe(divided.type.optional(false))))
      return failed()
    }
    var divisions = 0
    let result = givingInfinite(divided, &divisions)
    guard divisions > 0 else {
      report(
        .nothingDivides(
          word.span, divided.span, mayBeMissing: divided.type.isOptional))
      return failed()
    }
    guard let rest else { return TypedExpression(result.kind, result.type, span) }
    let last = check(rest, in: scope)
    guard let (type, a, b) = common(result, last, of: "else") else { return failed() }
    return TypedExpression(.otherwise(a, b), type.optional(last.type.isOptional), span)
  }

  /// The expression with each division that stands in it giving infinite where an amount above zero is divided by zero.
  private func givingInfinite(_ expression: TypedExpression, _ divisions: inout Int) -> TypedExpression {
    func inner(_ part: TypedExpression) -> TypedExpression { givingInfinite(part, &divisions) }
    func made(_ kind: TypedExpression.Kind) -> TypedExpression {
      TypedExpression(kind, expression.type, expression.span)
    }
    switch expression.kind {
    case .negate(let a): return made(.negate(inner(a)))
    case .binary(.divide, let a, let b):
      let (above, below) = (inner(a), inner(b))
      let quotient = made(.binary(.divide, above, below))
      if let divisor = constantValue(b), divisor != .number(.zero) { return quotient }
      divisions += 1
      func isBeside(_ operation: BinaryOperator, _ value: TypedExpression) -> TypedExpression {
        let zero = TypedExpression(.constant(.number(.zero)), value.type.optional(false), value.span)
        return TypedExpression(
          .binary(operation, value, zero), StaticType.bool.optional(value.type.isOptional), expression.span)
      }
      let isEndless = TypedExpression(
        .binary(.and, isBeside(.equal, below), isBeside(.greater, above)),
        StaticType.bool.optional(a.type.isOptional || b.type.isOptional), expression.span)
      let infinite = TypedExpression(
        .constant(.number(.infinite)), expression.type.optional(false), expression.span)
      return made(.conditional(infinite, condition: isEndless, otherwise: quotient))
    case .binary(let operation, let a, let b): return made(.binary(operation, inner(a), inner(b)))
    case .otherwise(let a, let b): return made(.otherwise(inner(a), inner(b)))
    case .round(let a, let mode, let step): return made(.round(inner(a), mode, step: step))
    case .convert(let a, let currency, let code, let rate):
      return made(.convert(inner(a), currency: currency, to: code, rate: rate))
    case .conditional(let a, let condition, let b):
      return made(.conditional(inner(a), condition: condition, otherwise: inner(b)))
    case .call(let builtin, let arguments) where [.min, .max, .abs, .percent].contains(builtin):
      return made(.call(builtin, arguments.map { inner($0) }))
    default: return expression
    }
  }
}

extension Diagnostic {
  static func nothingDivides(_ word: SourceSpan, _ value: SourceSpan, mayBeMissing: Bool) -> Diagnostic {
    Diagnostic(
      "E0403", "nothing is divided in front of `else infinite`", at: word, "never taken",
      also: [Label(value, mayBeMissing ? "this may be missing, which is not infinite" : "no division stands in it")],
      notes: ["`else infinite` is for an amount above zero that is divided by zero"],
      help: mayBeMissing ? [Help("if no value means no bound, say so: `infinite when x is missing else x`")] : [])
  }

  static func infiniteOfWhat(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0404", "nothing says what this is an infinite number of", at: span, "infinite units, days or what?",
      notes: ["`infinite` takes the unit of the value beside it: `E else infinite`, `infinite when C else 5 days`"])
  }

  static func infiniteNeedsNumbers(_ span: SourceSpan, found: String) -> Diagnostic {
    Diagnostic(
      "E0404", "only numbers and amounts may be infinite", at: span, "beside \(found)")
  }

  static func infiniteConstant(_ span: SourceSpan, what: String) -> Diagnostic {
    Diagnostic("E0404", "\(what) cannot be infinite", at: span, "is no number")
  }
}
