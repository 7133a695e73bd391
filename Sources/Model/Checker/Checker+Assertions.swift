import Columns
import Source
import Syntax

/// Laws about what is paid for every value of one variable.
extension Checker {
  mutating func checkAssertion(_ syntax: AssertionDeclaration, of sheet: Int) -> AssertionModel? {
    guard sheetSyntax[sheet].kind == .plan else {
      report(.onlyInPlans(syntax.span, what: "`assert`"))
      return nil
    }
    var scope = rowScope(sheet)
    scope.isAssertion = true
    let condition = checkCondition(syntax.condition, in: scope, what: "a law")
    guard let (variable, type) = assertedVariable(syntax.variable, of: sheet) else { return nil }
    if case .line(let line) = variable, lineSyntax[sheet][line].kind == .pay {
      report(.paymentRuns(syntax.variable))
      return nil
    }
    let first: Rational?
    var last: Rational?
    switch syntax.domain {
    case .value(let value):
      first = assertedValue(value, of: syntax.variable, type)
      last = first
    case .from(let value): first = assertedValue(value, of: syntax.variable, type)
    case .range(let low, let high):
      first = assertedValue(low, of: syntax.variable, type)
      last = assertedValue(high, of: syntax.variable, type)
      guard let end = last else { return nil }
      if let first, end < first {
        report(.domainEndsFirst(low.span.union(high.span)))
        return nil
      }
    }
    guard let first, let quantity = type.quantity, let fixed = fixedValues(syntax, variable, of: sheet),
      !condition.type.isPoison
    else { return nil }
    return AssertionModel(
      title: syntax.title?.text, condition: condition, variable: variable, variableSpan: syntax.variable.span,
      quantity: written(quantity), first: first, last: last, fixed: fixed, span: syntax.span)
  }

  /// A ratio is written as a percent.
  private func written(_ quantity: Quantity) -> Quantity {
    quantity.form == .ratio ? Quantity.percent : Quantity(quantity.unit, quantity.form)
  }

  /// The line or credit of that name, and its type; nil after a message.
  private mutating func assertedVariable(
    _ name: Name, of sheet: Int
  ) -> (AssertionModel.Variable, StaticType)? {
    if let line = place(ofLine: name.text, sheet: sheet) {
      let type = lineType(sheet: sheet, line: line, at: name.span)
      if type.isPoison { return nil }
      guard type.quantity != nil else {
        report(.variableIsNoAmount(name, found: describe(type)))
        return nil
      }
      return (.line(line), type)
    }
    if let credit = creditSyntax[sheet].firstIndex(where: { $0.name.text == name.text }) {
      guard let model = self.credit(sheet: sheet, credit: credit, at: name.span), !model.amount.type.isPoison else {
        return nil
      }
      return (.credit(credit), model.amount.type)
    }
    report(
      .unknownVariable(name, known: lineSyntax[sheet].map(\.name.text) + creditSyntax[sheet].map(\.name.text)))
    return nil
  }

  /// A constant in the variable's unit; nil after a message.
  private mutating func assertedValue(_ syntax: Expression, of name: Name, _ type: StaticType) -> Rational? {
    guard let quantity = type.quantity else { return nil }
    let what = "a value of `\(name.text)`"
    let target: StaticType
    if quantity.form == .ratio {
      // A ratio is compared with percents and with numbers.
      let typed = check(syntax, in: .constant)
      if typed.type.isPoison { return nil }
      target = typed.type.quantity?.form == .percent ? StaticType(.number(.percent)) : .number
    } else {
      target = StaticType(.number(Quantity(quantity.unit, quantity.form)))
    }
    let typed = checkConstant(syntax, as: target, what: what)
    if case .number(let value)? = constantValue(typed), !value.isInfinite { return value }
    return nil
  }

  private mutating func fixedValues(
    _ syntax: AssertionDeclaration, _ variable: AssertionModel.Variable, of sheet: Int
  ) -> [AssertionModel.FixedValue]? {
    var fixed: [AssertionModel.FixedValue] = []
    var seen: [AssertionModel.Variable: Name] = [variable: syntax.variable]
    var isComplete = true
    for clause in syntax.fixed {
      guard let (part, type) = assertedVariable(clause.name, of: sheet) else {
        isComplete = false
        continue
      }
      if let earlier = seen[part] {
        report(.fixedTwice(clause.name, before: earlier, isVariable: part == variable))
        isComplete = false
        continue
      }
      seen[part] = clause.name
      guard let value = assertedValue(clause.value, of: clause.name, type) else {
        isComplete = false
        continue
      }
      fixed.append(AssertionModel.FixedValue(variable: part, value: value, span: clause.name.span))
    }
    return isComplete ? fixed : nil
  }

  /// What all payments of a plan come to.
  mutating func totalPay(of sheet: Int, _ span: SourceSpan) -> TypedExpression {
    guard let currency = model.sheets[sheet].currency else { return TypedExpression(.error, .poison, span) }
    let type = StaticType.quantity(Unit(currency.code))
    var total: TypedExpression?
    for line in lineSyntax[sheet].indices where lineSyntax[sheet][line].kind == .pay {
      if lineType(sheet: sheet, line: line, at: span).isPoison { return TypedExpression(.error, .poison, span) }
      let payment = TypedExpression(.field(.sheet(sheet), .line(line), depth: 0), type, span)
      total = total.map { TypedExpression(.binary(.plus, $0, payment), type, span) } ?? payment
    }
    if let total { return total }
    report(.nothingIsPaid(span))
    return TypedExpression(.error, .poison, span)
  }
}
