import Columns
import Syntax

/// The value of an expression of literals, params and arithmetic, or nil if it is no such expression or has no exact
/// value.
///
/// - Parameter parameter: gives the value of a param, by its place among them.
func constantValue(_ expression: TypedExpression, parameter: (Int) -> Value?) -> Value? {
  func number(_ expression: TypedExpression) -> Rational? {
    if case .number(let value)? = constantValue(expression, parameter: parameter) { return value }
    return nil
  }
  switch expression.kind {
  case .constant(let value): return value
  case .parameter(let index): return parameter(index)
  case .negate(let operand): return number(operand).map { .number($0.negated) }
  case .shiftPeriod(let operand, let count):
    guard case .period(let period)? = constantValue(operand, parameter: parameter) else { return nil }
    return period.advanced(by: count).map(Value.period)
  case .binary(let operation, let left, let right) where left.type.isPeriod:
    guard case .period(let a)? = constantValue(left, parameter: parameter),
      let b = constantValue(right, parameter: parameter)
    else { return nil }
    return periodValue(operation, a, b)
  case .binary(let operation, let left, let right):
    guard let a = number(left), let b = number(right) else { return nil }
    switch operation {
    case .plus: return a.adding(b).map(Value.number)
    case .minus: return a.subtracting(b).map(Value.number)
    case .times, .percentOf: return a.multiplying(b).map(Value.number)
    case .divide: return a.dividing(b).map(Value.number)
    case .equal: return .bool(a == b)
    case .notEqual: return .bool(a != b)
    case .less: return .bool(a < b)
    case .lessOrEqual: return .bool(a <= b)
    case .greater: return .bool(a > b)
    case .greaterOrEqual: return .bool(a >= b)
    case .and, .or: return nil
    }
  case .call(.percent, let arguments): return number(arguments[0]).map(Value.number)
  case .call(.min, let arguments):
    let values = arguments.compactMap { number($0) }
    return values.count == arguments.count ? values.min().map(Value.number) : nil
  case .call(.max, let arguments):
    let values = arguments.compactMap { number($0) }
    return values.count == arguments.count ? values.max().map(Value.number) : nil
  case .call(.remainder, let arguments):
    guard let value = number(arguments[0]), let step = number(arguments[1]), step.signum > 0 else { return nil }
    return value.rounded(.floor, toMultipleOf: step).flatMap { value.subtracting($0) }.map(Value.number)
  case .call(.sqrt, let arguments):
    return number(arguments[0])?.squareRoot(decimals: arguments.decimals).map(Value.number)
  case .call(.normalQuantile, let arguments):
    return number(arguments[0])?.normalQuantile(decimals: arguments.decimals).map(Value.number)
  case .call(.poissonQuantile, let arguments):
    guard let mean = number(arguments[0]), let probability = number(arguments[1]) else { return nil }
    return mean.poissonQuantile(probability: probability).map { .number(Rational($0)) }
  case .error, .today, .field, .member, .lookup, .sheetRow, .aggregate, .pick, .isTied, .not, .isMissing, .isIn,
    .isInWindow,
    .schedule,
    .conditional,
    .otherwise, .round, .convert, .call, .addMonths, .rowPeriod, .window, .previous, .through, .trueUp,
    .tierRate,
    .matchRates, .curve, .rank, .allocate, .running, .left, .it:
    return nil
  }
}

/// A period so many periods later or earlier, or the number of periods between two.
private func periodValue(_ operation: BinaryOperator, _ a: Period, _ b: Value) -> Value? {
  switch (operation, b) {
  case (.minus, .period(let b)): return .number(Rational(Int(a.ordinal) - Int(b.ordinal)))
  case (.plus, .number(let number)), (.minus, .number(let number)):
    guard number.isInteger, let count = Int(exactly: number.numerator), count > Int.min else { return nil }
    return a.advanced(by: operation == .plus ? count : -count).map(Value.period)
  default: return nil
  }
}

extension CheckedModel {
  /// The value of a constant expression, with the params' declared values or those of `overrides`.
  public func constantValue(_ expression: TypedExpression, overrides: [Int: Value] = [:]) -> Value? {
    if overrides.isEmpty {
      return Model.constantValue(expression) { parameters.indices.contains($0) ? parameters[$0].constant : nil }
    }
    var known: [Int: Value?] = [:]
    func value(_ index: Int) -> Value? {
      if let value = overrides[index] { return value }
      // Each param is computed once, however often others name it.
      if let value = known[index] { return value }
      guard parameters.indices.contains(index) else { return nil }
      let result = Model.constantValue(parameters[index].value, parameter: value)
      known[index] = .some(result)
      return result
    }
    return Model.constantValue(expression, parameter: value)
  }
}

extension Checker {
  func constantValue(_ expression: TypedExpression) -> Value? { model.constantValue(expression) }
}
