import Allot
import Columns
import Model
import Source
import Syntax

/// A question about lines of a plan that the plan itself does not ask: what they pay as the total of their one credit
/// grows, measured as the plan measures it.
package struct NaturalQuestion: Sendable {
  package let question: CurveQuestion
  /// How a place on the axis is written.
  package let quantity: Quantity
  /// What runs: a credit's name, or the share of a quota.
  package let variable: String
  /// The credit's total, as a line first reads it.
  package let total: TypedExpression
  /// What the total is measured by; nil where the axis is the total itself.
  package let measure: TypedExpression?

  init?(_ review: PlanReview, sheet: Int, lines: [Int], from first: Rational = .zero) {
    self.init(review.plan, sheet: sheet, lines: lines, from: first)
  }

  /// Nil iff the lines read no credit, or more than one.
  package init?(_ plan: Plan, sheet: Int, lines: [Int], from first: Rational = .zero) {
    let model = plan.model
    var credits: Set<Int> = []
    for line in lines { credits.formUnion(model.creditsRead(byLine: line, in: sheet)) }
    guard credits.count == 1, let credit = credits.first, model.sheets[sheet].credits.indices.contains(credit),
      let total = lines.lazy.compactMap({ model.total(ofCredit: credit, line: $0, in: sheet) }).first
    else { return nil }
    let name = model.sheets[sheet].credits[credit].name
    for line in lines {
      guard let (total, against) = model.measure(ofCredit: credit, line: line, in: sheet) else { continue }
      question = CurveQuestion(
        sheet: sheet, variable: .multiple(credit: credit, of: against), from: first, to: nil)
      quantity = .percent
      let text = plan.sources.contains(against.span.file) ? plan.sources[against.span.file].text(against.span) : ""
      variable = "`\(name)` of `\(text)`"
      (self.total, measure) = (total, against)
      return
    }
    guard let own = model.sheets[sheet].credits[credit].amount.type.quantity else { return nil }
    question = CurveQuestion(sheet: sheet, variable: .credit(credit), from: first, to: nil)
    quantity = Quantity(own.unit, own.form)
    variable = "`\(name)`"
    (self.total, measure) = (total, nil)
  }

  func place(_ value: Rational) -> String { ExactText.quantity(value, quantity) }
}

extension CheckedModel {
  /// What a credit's total stands `against`, or is divided by, where a line first measures it, with that total; nil if it
  /// is not measured.
  fileprivate func measure(
    ofCredit credit: Int, line: Int, in sheet: Int
  ) -> (total: TypedExpression, by: TypedExpression)? {
    first(inLine: line, in: sheet) { expression in
      switch expression.kind {
      case .through(let through):
        guard let against = through.against, isTotal(through.position, of: credit, in: sheet) else { return nil }
        return (through.position, against)
      case .binary(.divide, let total, let quota) where quota.type.quantity?.unit == total.type.quantity?.unit:
        return isTotal(total, of: credit, in: sheet) ? (total, quota) : nil
      default: return nil
      }
    }
  }

  /// A credit's total where a line first reads it.
  fileprivate func total(ofCredit credit: Int, line: Int, in sheet: Int) -> TypedExpression? {
    first(inLine: line, in: sheet) { expression in
      if case .through(let through) = expression.kind, isTotal(through.position, of: credit, in: sheet) {
        return through.position
      }
      return isTotal(expression, of: credit, in: sheet) ? expression : nil
    }
  }

  /// What `find` first finds among the expressions of a line and of the lines of its sheet that it reads.
  private func first<Found>(
    inLine line: Int, in sheet: Int, _ find: (TypedExpression) -> Found?
  ) -> Found? {
    var seen: Set<Int> = [line]
    var open = [line]
    while let next = open.popLast() {
      let model = sheets[sheet].lines[next]
      var expressions = [model.value] + model.steps.flatMap(\.expressions)
      while let expression = expressions.popLast() {
        if let found = find(expression) { return found }
        if case .field(.sheet(sheet), .line(let other), _) = expression.kind, seen.insert(other).inserted {
          open.append(other)
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
