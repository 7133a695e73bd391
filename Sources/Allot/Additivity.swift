import Model

/// Whether the values of several periods add up to that of the stretch that they make.
///
/// What is paid or ordered does, and so does what is gathered over the row's own period; what is looked up, runs, or is
/// a ratio does not.
package struct Additivity {
  private let sheet: SheetModel
  private let model: CheckedModel

  /// - Parameter sheet: the one in which expressions stand.
  package init(_ sheet: SheetModel, of model: CheckedModel) {
    self.sheet = sheet
    self.model = model
  }

  package func isAdditive(_ expression: TypedExpression) -> Bool {
    guard let quantity = expression.type.quantity, quantity.form == .plain, !quantity.isRunning else { return false }
    if let basis = quantity.basis { return basis == sheet.period }
    return isFlow(expression)
  }

  /// The same of an expression whose type names no period: sums, differences and multiples of what adds up.
  private func isFlow(_ expression: TypedExpression) -> Bool {
    switch expression.kind {
    case .field(.sheet(let other), .line(let line), depth: 0) where model.sheets[other].name == sheet.name:
      let line = sheet.lines[line]
      return line.kind == .pay || line.kind == .order || line.steps.isEmpty && isAdditive(line.value)
    case .through, .trueUp: return true
    case .negate(let value): return isAdditive(value)
    case .binary(.plus, let a, let b), .binary(.minus, let a, let b): return isAdditive(a) && isAdditive(b)
    case .binary(.times, let a, let b), .binary(.percentOf, let a, let b):
      return isConstant(a) && isAdditive(b) || isAdditive(a) && isConstant(b)
    case .binary(.divide, let a, let b): return isAdditive(a) && isConstant(b)
    case .conditional(let value, condition: _, let other), .otherwise(let value, let other):
      return [value, other].allSatisfy { isZero($0) || isAdditive($0) } && !(isZero(value) && isZero(other))
    default: return false
    }
  }

  private func isConstant(_ expression: TypedExpression) -> Bool {
    switch expression.kind {
    case .constant, .parameter: true
    default: false
    }
  }

  private func isZero(_ expression: TypedExpression) -> Bool {
    guard case .constant(.number(let number)) = expression.kind else { return false }
    return number.signum == 0
  }
}
