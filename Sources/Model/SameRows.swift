import Columns
import Syntax

extension CheckedModel {
  /// What makes the rows of two credits of one plan differ; nil if the same rows count for the same people at the same
  /// dates.
  func difference(between a: CreditModel, and b: CreditModel) -> String? {
    if a.table != b.table { return "they count rows of `\(tables[a.table].name)` and of `\(tables[b.table].name)`" }
    if !TypedExpression.areSame(a.condition, b.condition) { return "their conditions behind `where` differ" }
    let isSameSplit =
      a.split?.table == b.split?.table && a.split?.rowColumn == b.split?.rowColumn
      && a.split?.payeeColumn == b.split?.payeeColumn && a.split?.shareColumn == b.split?.shareColumn
      && a.split?.kind == b.split?.kind && TypedExpression.areSame(a.split?.via, b.split?.via)
    let isSameRollUp =
      a.rollUp?.table == b.rollUp?.table && a.rollUp?.member == b.rollUp?.member
      && a.rollUp?.superior == b.rollUp?.superior && a.rollUp?.levels == b.rollUp?.levels
      && a.rollUp?.isBesides == b.rollUp?.isBesides
      && TypedExpression.areSame(a.rollUp?.condition, b.rollUp?.condition)
      && TypedExpression.areSame(a.rollUp?.date, b.rollUp?.date)
    if !isSameSplit || !isSameRollUp || a.allowsNobody != b.allowsNobody
      || !TypedExpression.areSame(a.recipient, b.recipient)
    {
      return "they are credited `to` different people"
    }
    return TypedExpression.areSame(a.date, b.date) ? nil : "they are dated `on` different days"
  }
}

extension TypedExpression {
  static func areSame(_ a: TypedExpression?, _ b: TypedExpression?) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return a.means(b)
  }

  /// True iff the other expression says the same, wherever it is written.
  func means(_ other: TypedExpression) -> Bool {
    let (mine, theirs) = (children, other.children)
    return type == other.type && mine.count == theirs.count && ownParts == other.ownParts
      && zip(mine, theirs).allSatisfy { $0.means($1) }
  }

  /// What the expression is, but for its children and its place.
  private var ownParts: [AnyHashable] {
    switch kind {
    case .error: ["error"]
    case .constant(let value): ["constant", value]
    case .parameter(let index): ["parameter", index]
    case .today: ["today"]
    case .field(let relation, let field, let depth): ["field", relation, field, depth]
    case .member(let relation, let field, _): ["member", relation, field]
    case .lookup(let table, _, let isRequired): ["lookup", table, isRequired]
    case .sheetRow(let sheet, _, let isRequired): ["sheet row", sheet, isRequired]
    case .aggregate(let aggregate):
      [
        "aggregate", aggregate.function, aggregate.relation, aggregate.value == nil, aggregate.condition == nil,
        aggregate.date == nil, aggregate.isOfOwnRows, aggregate.knownBy?.count ?? -1, aggregate.window?.from == nil,
        aggregate.window?.through == nil, aggregate.each, aggregate.decimals,
      ]
    case .pick(let pick): picked("pick", pick)
    case .isTied(let pick): picked("tied", pick)
    // No two are told to be the same.
    case .rank(let ranking): ["rank", ranking, span]
    case .allocate(let allocation): ["allocate", allocation, span]
    case .running(let total): ["running", total, span]
    case .left(let allocation): ["left", allocation, span]
    case .curve(let curve, _): ["curve", curve]
    case .negate: ["negate"]
    case .not: ["not"]
    case .binary(let operation, _, _): ["binary", operation]
    case .isMissing: ["is missing"]
    case .isIn: ["in"]
    case .isInWindow(_, let window): ["in window", window.from == nil, window.through == nil]
    case .schedule(let question): ["schedule", question.schedule, question.kind, question.key == nil]
    case .conditional: ["when"]
    case .otherwise: ["else"]
    case .round(_, let mode, _): ["round", mode]
    case .convert(_, _, let code, _): ["convert", code]
    case .call(let builtin, _): ["call", builtin]
    case .addMonths(_, let months): ["add months", months]
    case .rowPeriod(let unit, let offset): ["row period", unit, offset]
    case .shiftPeriod(_, let count): ["shift", count]
    case .window(let window): ["window", window.from == nil, window.through == nil]
    case .previous(let line, let rows): ["previous", line, rows]
    case .through(let through): ["through", through.rates, through.method, through.scope, through.lookBack]
    case .trueUp(_, let scope, let rows): ["true up", scope, rows]
    case .tierRate(let rates, _): ["rate", rates]
    case .matchRates(let rates, _): ["rates", rates]
    case .it: ["it"]
    }
  }

  private func picked(_ word: String, _ pick: TypedPick) -> [AnyHashable] {
    [word, pick.rows.relation, pick.rows.condition == nil, pick.rows.window == nil]
      + pick.order.map { AnyHashable($0.isGreatest) }
  }

  /// True iff the expression reads the row around the one at hand, or that row's period.
  public var readsRowOutside: Bool {
    switch kind {
    case .field(_, _, let depth): return depth > 0
    case .rowPeriod, .previous: return true
    case .aggregate(let inner):
      return inner.joins.contains { $0.mine.readsRowOutside }
        || [inner.window?.from, inner.window?.through].contains { $0?.readsRowOutside ?? false }
    case .pick(let pick), .isTied(let pick):
      return TypedExpression(.aggregate(pick.rows), type, span).readsRowOutside
    default: return children.contains { $0.readsRowOutside }
    }
  }

  /// True iff the expression reads the amount of a credited row.
  var readsCreditedAmount: Bool {
    if case .field(_, .creditAmount, _) = kind { return true }
    return children.contains { $0.readsCreditedAmount }
  }
}
