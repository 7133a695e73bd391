import Columns
import Model
import Syntax

/// What a value of the plan's row is, wherever in the text it stands: equal texts of it have equal keys. Only values that
/// no credited row can change have a key.
struct RowValueKey {
  let model: CheckedModel
  let sheet: Int
  /// The lines that have a value of their own in the question: they have no key.
  let bound: Set<Int>

  func key(of expression: TypedExpression) -> String? {
    var lines: Set<Int> = []
    return key(expression, &lines)
  }

  /// The keys of the columns that a value is made of.
  func subjects(of expression: TypedExpression) -> Set<String> {
    switch expression.kind {
    case .field(.sheet(sheet), .line(let line), 0):
      return model.sheets[sheet].lines.indices.contains(line) ? subjects(of: model.sheets[sheet].lines[line].value) : []
    case .field, .member: return key(of: expression).map { [$0] } ?? []
    default: return expression.children.reduce(into: []) { $0.formUnion(subjects(of: $1)) }
    }
  }

  private func key(_ expression: TypedExpression, _ lines: inout Set<Int>) -> String? {
    func all(_ word: String, _ parts: [TypedExpression]) -> String? {
      var texts: [String] = []
      for part in parts {
        guard let text = key(part, &lines) else { return nil }
        texts.append(text)
      }
      return "\(word)(\(texts.joined(separator: ",")))"
    }
    switch expression.kind {
    case .constant(let value): return "\(value)"
    case .parameter(let index): return "param \(index)"
    case .today: return "today"
    case .rowPeriod(let unit, let offset): return "\(unit)\(offset)"
    case .field(.sheet(sheet), .line(let line), 0):
      guard !bound.contains(line), model.sheets[sheet].lines.indices.contains(line) else { return nil }
      let value = model.sheets[sheet].lines[line]
      guard value.steps.isEmpty, value.kind != .pay, value.starting == nil, lines.insert(line).inserted else {
        return nil
      }
      defer { lines.remove(line) }
      return key(value.value, &lines)
    case .field(let relation, let field, let depth):
      switch relation {
      case .sheet(let other) where other == sheet && (field == .entity || field == .period):
        return "\(field)\(depth)"
      case .table where depth == 0: return "\(relation)\(field)"
      case .table, .sheet, .credit, .shares: return nil
      }
    case .member(let relation, let field, let row):
      guard case .table = relation else { return nil }
      return all("\(relation)\(field)", [row])
    case .lookup(let table, let keys, _): return all("lookup \(table)", keys)
    case .negate(let a): return all("-", [a])
    case .not(let a): return all("not", [a])
    case .isMissing(let a): return all("missing", [a])
    case .binary(let sign, let a, let b): return all(sign.rawValue, [a, b])
    case .isIn(let a, let list): return all("in", [a] + list)
    case .isInWindow(let a, let window):
      return window.scope == nil ? all("within", [a] + [window.from, window.through].compactMap { $0 }) : nil
    case .conditional(let a, let condition, let b): return all("when", [a, condition, b])
    case .otherwise(let a, let b): return all("else", [a, b])
    case .call(let builtin, let arguments): return all(builtin.rawValue, arguments)
    case .addMonths(let a, let months): return all("months \(months)", [a])
    case .shiftPeriod(let a, let count): return all("shift \(count)", [a])
    case .tierRate(let rates, let a): return all("rate \(rates)", [a])
    case .matchRates(let rates, let keys): return all("rates \(rates)", keys)
    case .curve(let curve, let a): return all("curve \(curve)", [a])
    case .error, .sheetRow, .aggregate, .pick, .isTied, .rank, .allocate, .running, .left, .schedule, .round, .convert,
      .window, .previous, .through, .trueUp, .it:
      return nil
    }
  }
}
