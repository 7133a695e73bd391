import Source
import Syntax

/// Orders that are stated: of a sheet's rows, and of running totals.
extension Checker {
  /// True iff `previous` goes from row to row of the sheet in an order that is no order of periods.
  func isOrdered(_ sheet: Int) -> Bool {
    sheetSyntax[sheet].order != nil || sheetSyntax[sheet].rows?.range != nil
  }

  /// The header `in order of … within …`, once the sheet's lines are known.
  mutating func checkOrder(of sheet: Int) {
    guard let syntax = sheetSyntax[sheet].order, !brokenSheets.contains(sheet) else { return }
    if let period = model.sheets[sheet].period {
      report(.orderBesidePeriods(syntax.span, period: period))
      return
    }
    let scope = rowScope(sheet)
    guard let keys = orderKeys(syntax.keys, in: scope) else { return }
    var groups: [TypedExpression] = []
    for group in syntax.groups {
      let typed = required(check(group, in: scope), what: "what rows are grouped by")
      if typed.type.isPoison { return }
      guard putsInOrder(typed.type) else {
        report(.notOrdering(typed.span, type: describe(typed.type)))
        return
      }
      groups.append(typed)
    }
    model.sheets[sheet].order = TypedOrder(keys: keys, groups: groups, span: syntax.span)
  }

  /// The values that put rows in order; nil after a message.
  mutating func orderKeys(_ syntax: [Pick.Ranking], in scope: Scope) -> [TypedPick.Ranking]? {
    var keys: [TypedPick.Ranking] = []
    for ranking in syntax {
      let typed = required(check(ranking.value, in: scope), what: "what rows are put in order by")
      if typed.type.isPoison { return nil }
      guard putsInOrder(typed.type) else {
        report(.notOrdering(typed.span, type: describe(typed.type)))
        return nil
      }
      keys.append(TypedPick.Ranking(isGreatest: ranking.isGreatest, value: typed))
    }
    return keys
  }

  private func putsInOrder(_ type: StaticType) -> Bool {
    switch type.value {
    case .number, .text, .choice, .bool, .date, .timestamp, .period, .row(.table): true
    case .moneyInColumn, .calendarSpan, .window, .row, .nothing, .poison: false
    }
  }

  /// `running(E in order of K per D where C)`.
  mutating func checkRunningTotal(
    _ syntax: RunningTotal, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    guard case .sheet(let sheet) = scope.row, scope.outer == nil else {
      report(.rankOutsideSheet(span, what: "a running total"))
      return failed()
    }
    if brokenSheets.contains(sheet) { return failed() }
    let condition = syntax.condition.map { checkCondition($0, in: scope, what: "`where`") }
    let inner = condition.map { scope.after($0) } ?? scope
    let value = required(check(syntax.value, in: inner), what: "what is added")
    guard let keys = orderKeys(syntax.order, in: scope),
      let per = columns(syntax.per ?? [], "what rows are grouped by", in: scope)
    else { return failed() }
    if value.type.isPoison || condition?.type.isPoison == true { return failed() }
    guard let quantity = value.type.quantity else {
      report(.amountNeeded(value.span, what: "what is added", found: describe(value.type)))
      return failed()
    }
    if quantity.isRunning {
      report(.runningSummed(value.span))
      return failed()
    }
    let first = syntax.order.first?.value.span ?? span
    let total = TypedRunningTotal(
      value: value, order: keys, per: per, condition: condition,
      orderSpan: first.union(syntax.order.last?.value.span ?? first))
    return TypedExpression(.running(total), value.type, span)
  }
}
