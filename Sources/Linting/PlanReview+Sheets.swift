import Allot
import Model

extension PlanReview {
  /// The plans, sheets and rules of the file, with their places in the model.
  var ownSheets: [(number: Int, sheet: SheetModel)] {
    model.sheets.indices.filter { isOwn(model.sheets[$0].span) }.map { ($0, model.sheets[$0]) }
  }

  /// The lines with steps that stand in the file's plans and rules.
  var ownSteps: [LineModel] {
    ownSheets.flatMap { _, sheet in sheet.lines.filter { !$0.steps.isEmpty && isOwn($0.nameSpan) } }
  }

  /// The number that an expression of literals is; a param is none, because a run may set it.
  func number(_ expression: TypedExpression) -> Rational? {
    if case .number(let value)? = literal(expression) { return value }
    return nil
  }
}

extension TypedExpression {
  /// True iff the running value of the steps is read.
  var holdsIt: Bool {
    var pending = [self]
    while let next = pending.popLast() {
      if case .it = next.kind { return true }
      pending += next.children
    }
    return false
  }
}
