import Allot
import Columns
import Model
import Source
import Syntax

/// A question about lines of a plan that the plan itself does not ask: what they pay as the total of their one credit
/// grows, measured as the plan measures it.
struct NaturalQuestion {
  let question: CurveQuestion
  /// How a place on the axis is written.
  let quantity: Quantity
  /// What runs: a credit's name, or the share of a quota.
  let variable: String

  /// Nil iff the lines read no credit, or more than one.
  init?(_ review: PlanReview, sheet: Int, lines: [Int], from first: Rational = .zero) {
    let model = review.model
    var credits: Set<Int> = []
    for line in lines { credits.formUnion(model.creditsRead(byLine: line, in: sheet)) }
    guard credits.count == 1, let credit = credits.first, model.sheets[sheet].credits.indices.contains(credit) else {
      return nil
    }
    let name = model.sheets[sheet].credits[credit].name
    for line in lines {
      guard let against = model.measure(ofCredit: credit, line: line, in: sheet) else { continue }
      question = CurveQuestion(
        sheet: sheet, variable: .multiple(credit: credit, of: against), from: first, to: nil)
      quantity = .percent
      variable = "`\(name)` of `\(review.text(against.span))`"
      return
    }
    guard let own = model.sheets[sheet].credits[credit].amount.type.quantity else { return nil }
    question = CurveQuestion(sheet: sheet, variable: .credit(credit), from: first, to: nil)
    quantity = Quantity(own.unit, own.form)
    variable = "`\(name)`"
  }

  func place(_ value: Rational) -> String { ExactText.quantity(value, quantity) }
}

extension CheckedModel {
  /// What a credit's total stands `against`, or is divided by, where a line first measures it; nil if it is not measured.
  fileprivate func measure(ofCredit credit: Int, line: Int, in sheet: Int) -> TypedExpression? {
    var seen: Set<Int> = [line]
    var open = [line]
    while let next = open.popLast() {
      let model = sheets[sheet].lines[next]
      var expressions = [model.value] + model.steps.flatMap(\.expressions)
      while let expression = expressions.popLast() {
        switch expression.kind {
        case .through(let through):
          if let against = through.against, isTotal(through.position, of: credit, in: sheet) { return against }
        case .binary(.divide, let total, let quota) where quota.type.quantity?.unit == total.type.quantity?.unit:
          if isTotal(total, of: credit, in: sheet) { return quota }
        case .field(.sheet(sheet), .line(let other), _):
          if seen.insert(other).inserted { open.append(other) }
        default: break
        }
        expressions += expression.children
      }
    }
    return nil
  }

  private func isTotal(_ expression: TypedExpression, of credit: Int, in sheet: Int) -> Bool {
    switch expression.kind {
    case .aggregate(let total): total.isTotal && total.relation == .credit(sheet: sheet, credit: credit)
    case .field(.sheet(sheet), .line(let line), 0):
      sheets[sheet].lines[line].steps.isEmpty && isTotal(sheets[sheet].lines[line].value, of: credit, in: sheet)
    default: false
    }
  }
}
