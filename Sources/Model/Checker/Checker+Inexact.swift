import Columns
import Source
import Syntax

/// Remainders, roots and quantiles.
extension Checker {
  mutating func remainder(_ syntax: [Expression], _ span: SourceSpan, in scope: Scope) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    let (first, second) = (check(syntax[0], in: scope), check(syntax[1], in: scope))
    for value in [first, second] where value.type.quantity == nil && !value.type.isPoison {
      reportNoAmount(value, of: .remainder)
      return failed()
    }
    guard let (type, value, step) = common(first, second, of: "remainder") else { return failed() }
    if case .number(let size)? = constantValue(step), size.signum <= 0 {
      report(.outsideDomain(step.span, "the step of a remainder must be above 0", "a multiple of nothing"))
      return failed()
    }
    return TypedExpression(.call(.remainder, [value, step]), type, span)
  }

  mutating func squareRoot(
    _ name: Name, _ syntax: Expression, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    guard let (operand, decimals) = rounded(syntax, limit: 12, name) else { return failed() }
    let value = check(operand, in: scope)
    guard let quantity = value.type.quantity else {
      reportNoAmount(value, of: .sqrt)
      return failed()
    }
    if let odd = quantity.unit.factors.first(where: { $0.power % 2 != 0 }) {
      report(.rootOfOddUnit(value.span, unit: quantity.unit, factor: odd.name))
      return failed()
    }
    if case .number(let number)? = constantValue(value), number.signum < 0 {
      report(.outsideDomain(value.span, "a number below 0 has no square root", "below 0"))
      return failed()
    }
    var powers: [String: Int] = [:]
    for factor in quantity.unit.factors { powers[factor.name] = factor.power / 2 }
    let type = StaticType(
      .number(Quantity(Unit(powers), isRunning: quantity.isRunning)), isOptional: value.type.isOptional)
    return TypedExpression(.call(.sqrt, [value, decimals]), type, span)
  }

  mutating func normalQuantile(
    _ name: Name, _ syntax: Expression, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    guard let (operand, decimals) = rounded(syntax, limit: 9, name) else { return failed() }
    guard let value = probability(operand, of: .normalQuantile, includesZero: false, in: scope) else { return failed() }
    return TypedExpression(
      .call(.normalQuantile, [value, decimals]), StaticType.number.optional(value.type.isOptional), span)
  }

  mutating func poissonQuantile(_ syntax: [Expression], _ span: SourceSpan, in scope: Scope) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    let mean = check(syntax[0], in: scope)
    guard let quantity = mean.type.quantity else {
      reportNoAmount(mean, of: .poissonQuantile)
      return failed()
    }
    if case .number(let number)? = constantValue(mean), number.signum < 0 || number > Rational(10_000) {
      report(.outsideDomain(mean.span, "the mean of a Poisson demand is from 0 to 10,000", "outside"))
      return failed()
    }
    guard let value = probability(syntax[1], of: .poissonQuantile, includesZero: true, in: scope) else {
      return failed()
    }
    let type = StaticType(
      .number(Quantity(quantity.unit, isRunning: quantity.isRunning)),
      isOptional: mean.type.isOptional || value.type.isOptional)
    return TypedExpression(.call(.poissonQuantile, [mean, value]), type, span)
  }

  // ---- Arguments ----

  /// The expression in front of `to N decimals`, and N as a constant; nil after a message.
  private mutating func rounded(
    _ syntax: Expression, limit: Int, _ name: Name
  ) -> (operand: Expression, decimals: TypedExpression)? {
    var operand = syntax
    var clause: DecimalsClause?
    if case .decimals(let inner, let written) = syntax.kind { (operand, clause) = (inner, written) }
    if operand.kind == .error { return nil }
    guard checkDecimals(clause, limit: limit, of: name.text, name.span), let clause else { return nil }
    return (operand, TypedExpression(.constant(.number(Rational(clause.count))), .number, clause.span))
  }

  /// A share as a number from 0 to 1; nil after a message.
  private mutating func probability(
    _ syntax: Expression, of builtin: Builtin, includesZero: Bool, in scope: Scope
  ) -> TypedExpression? {
    let value = check(syntax, in: scope)
    guard let quantity = value.type.quantity, quantity.unit.isOne else {
      if !value.type.isPoison {
        report(
          .typeExpected(
            value.span, what: "the probability of `\(builtin.rawValue)`", expected: "a percent",
            found: describe(value.type)))
      }
      return nil
    }
    if case .number(let share)? = constantValue(value) {
      let isInside = (includesZero ? share.signum >= 0 : share.signum > 0) && share < .one
      if !isInside {
        let range = includesZero ? "from 0% to below 100%" : "between 0% and 100%"
        let isPercent = quantity.form == .plain && share >= .one && share < Rational(100)
        report(
          .outsideDomain(
            value.span, "a probability lies \(range)", isPercent ? "`\(share)%`?" : "outside",
            help: share == .one || share == .zero ? "no quantity is enough for certain: choose a service level" : nil))
        return nil
      }
    }
    return value
  }

  private mutating func reportNoAmount(_ value: TypedExpression, of builtin: Builtin) {
    if value.type.isPoison { return }
    if case .moneyInColumn = value.type.value {
      report(.convertFirst(value))
    } else {
      report(.amountNeeded(value.span, what: "what `\(builtin.rawValue)` is given", found: describe(value.type)))
    }
  }
}

extension [TypedExpression] {
  /// The decimals that the last argument of a rounded function holds.
  public var decimals: Int {
    if case .constant(.number(let count))? = last?.kind { return Int(exactly: count.numerator) ?? 0 }
    return 0
  }
}
