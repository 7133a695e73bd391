import Columns
import Engine
import IR
import Model
import Source

/// Steps: what each of them did to the value.
extension ExplanationBuilder {
  mutating func stepTerms(
    _ step: Trace.Step, _ column: ColumnID, _ row: Int, _ own: Rational, _ scale: Scale, _ place: Place
  ) -> Terms? {
    let inner = place.deeper
    guard case .number(let before)? = run.value(step.before, row: row) else {
      // What the step began with is not there: the value is the step's own.
      guard case .choose(let applies, let then, let otherwise) = run.program[column].operation,
        case .bool(let isTaken)? = run.value(applies, row: row)
      else { return nil }
      guard var terms = self.terms(isTaken ? then : otherwise, row, scale, inner) else { return nil }
      terms.facts.append(
        ExplanationFact(words(step.step.span), text(column, row: row), span: step.step.span))
      return terms
    }
    guard var terms = self.terms(step.before, row, scale, inner) else { return nil }
    if before == own { return terms }
    var facts: [ExplanationFact] = []
    if step.step.condition != nil, let applies = step.applies { facts += stepCondition(applies, row, place) }
    facts += stepFacts(column, step.before, row, place)
    facts.append(ExplanationFact("before and after", "\(text(step.before, before)), \(text(column, own))"))
    terms.nodes += residue(
      .step, words(step.step.span), from: before, to: own, scale, like: column, span: step.step.span, facts: facts)
    return terms
  }

  /// The condition of a step, which may stand behind one that no earlier step has stopped.
  private mutating func stepCondition(_ applies: ColumnID, _ row: Int, _ place: Place) -> [ExplanationFact] {
    if columns.isInternal(applies), case .and(_, let condition) = run.program[applies].operation {
      return conditionFacts(condition, row, place)
    }
    return conditionFacts(applies, row, place)
  }

  /// What a step takes to the value: a factor, a bound, a multiple.
  private mutating func stepFacts(
    _ column: ColumnID, _ before: ColumnID, _ row: Int, _ place: Place
  ) -> [ExplanationFact] {
    switch run.program[column].operation {
    case .choose(_, let then, _): return stepFacts(then, before, row, place)
    case .multiply(let a, let b), .minimum(let a, let b), .maximum(let a, let b), .round(let a, _, let b):
      return facts(of: a == before ? b : a, row, place)
    default: return facts(of: column, row, place)
    }
  }
}
