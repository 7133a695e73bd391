import Model
import Syntax

extension TypedAggregate {
  /// True iff this is the payee's total of a credit, all of its rows in the window counted.
  var isTotal: Bool {
    guard function == .sum, case .credit(let sheet, _) = relation, condition == nil, each == nil, !isOfOwnRows,
      case .field(relation, .creditAmount, 0)? = value?.kind, joins.count == 1,
      case .field(relation, .creditPayee, 0) = joins[0].theirs.kind,
      case .field(.sheet(sheet), .entity, 0) = joins[0].mine.kind
    else { return false }
    return true
  }
}

extension TypedWindow {
  /// True iff the window surely holds all days of the row's pay period.
  var holdsRowPeriod: Bool {
    let endsBehind: Bool
    switch through?.kind {
    case nil: endsBehind = true
    case .call(.lastDay, let arguments)?:
      if case .rowPeriod(_, 0)? = arguments.first?.kind { endsBehind = true } else { endsBehind = false }
    default: endsBehind = false
    }
    switch from?.kind {
    case nil: return endsBehind
    case .call(.firstDay, let arguments)?:
      if case .rowPeriod(_, 0)? = arguments.first?.kind { return endsBehind }
      return false
    case .constant? where scope == .plan: return endsBehind
    default: return false
    }
  }
}

extension CheckedModel {
  /// The credits of a sheet that a line reads, by itself or by other lines of the sheet.
  package func creditsRead(byLine line: Int, in sheet: Int) -> Set<Int> {
    var credits: Set<Int> = []
    var lines: Set<Int> = [line]
    var open = [line]
    while let next = open.popLast() {
      let model = sheets[sheet].lines[next]
      var expressions = [model.value] + model.steps.flatMap(\.expressions)
      while let expression = expressions.popLast() {
        if case .aggregate(let aggregate) = expression.kind, case .credit(sheet, let credit) = aggregate.relation {
          credits.insert(credit)
        }
        if case .field(.sheet(sheet), .line(let other), _) = expression.kind, lines.insert(other).inserted {
          open.append(other)
        }
        expressions += expression.children
      }
    }
    return credits
  }
}

extension TypedStep {
  /// The expressions of the step.
  var expressions: [TypedExpression] {
    let amount: TypedExpression? =
      switch action {
      case .stop(let amount), .set(let amount), .times(let amount), .atLeast(let amount), .atMost(let amount),
        .round(_, let amount):
        amount
      case .end: nil
      }
    return [amount, condition].compactMap { $0 }
  }
}
