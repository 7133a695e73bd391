import Columns
import Source
import Syntax

/// One row of a table, by its rank; and credit that would be counted twice.
extension Checker {
  mutating func checkPick(_ syntax: Pick, _ span: SourceSpan, in scope: Scope) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    guard let relation = relationWithRows(syntax.table) else { return failed() }
    var inner = scope.inside(relation)
    let condition = syntax.condition.map { checkCondition($0, in: inner, what: "`where`") }
    if let condition { inner = inner.after(condition) }
    var order: [TypedPick.Ranking] = []
    for ranking in syntax.order {
      let value = required(check(ranking.value, in: inner), what: "what a pick ranks by")
      switch value.type.value {
      case .poison: return failed()
      case .number, .date, .timestamp, .period, .text, .choice: break
      case .bool, .moneyInColumn, .calendarSpan, .window, .row, .nothing:
        report(.pickNotOrdered(value, type: describe(value.type)))
        return failed()
      }
      order.append(TypedPick.Ranking(isGreatest: ranking.isGreatest, value: value))
    }
    guard !order.isEmpty, condition?.type.isPoison != true else { return failed() }
    guard let joins = joins(to: relation, per: syntax.per, via: syntax.via, span, in: scope) else { return failed() }
    var rows = TypedAggregate(
      function: .count, relation: relation, value: nil, condition: condition, joins: joins, date: nil, window: nil)
    if syntax.per == nil, syntax.via == nil, leavesTextKeyOut(rows, span, in: scope) { return failed() }
    guard setWindow(&rows, syntax.window, on: syntax.on, isChosen: syntax.per != nil, span, in: scope) else {
      return failed()
    }
    // Rows of the row's own period are found by it, without looking at all days.
    if syntax.window == nil, let date = rows.date, let unit = scope.period,
      let builtin = Builtin(rawValue: unit.rawValue)
    {
      let own = TypedExpression(.call(builtin, [date]), StaticType(.period(unit)), span)
      rows.joins.append(TypedAggregate.Join(theirs: own, mine: row(unit, span)))
      rows.date = nil
      rows.window = nil
    }
    return TypedExpression(
      .pick(TypedPick(rows: rows, order: order)), StaticType(.row(relation), isOptional: true), span)
  }

  mutating func checkTie(
    _ operand: Expression, _ negated: Bool, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    let typed = check(operand, in: scope)
    if typed.type.isPoison { return typed }
    guard let pick = pick(of: typed) else {
      report(.tieOfNoPick(operand.span))
      return TypedExpression(.error, .poison, span)
    }
    let test = TypedExpression(.isTied(pick), .bool, span)
    return negated ? TypedExpression(.not(test), .bool, span) : test
  }

  /// The pick that an expression is, or that a line of the row at hand names.
  private func pick(of typed: TypedExpression) -> TypedPick? {
    switch typed.kind {
    case .pick(let pick): return pick
    case .field(.sheet(let sheet), .line(let line), 0):
      return lineModels[.line(sheet: sheet, line: line)].flatMap { pick(of: $0.value) }
    default: return nil
    }
  }

  // ---- Credit across payees ----

  /// True, with a message, iff the aggregate adds up credit of several payees, so that a row may be in it twice.
  mutating func countsCreditTwice(_ aggregate: TypedAggregate, _ syntax: Aggregate) -> Bool {
    if syntax.countsOverlaps { return false }
    let isOfOnePayee = aggregate.joins.contains { join in
      switch join.theirs.kind {
      case .field(_, .creditPayee, 0), .field(_, .entity, 0): true
      default: false
      }
    }
    if isOfOnePayee { return false }
    let function = syntax.function
    switch aggregate.relation {
    case .credit(let sheet, let credit):
      guard function.countsEachRow,
        let model = self.credit(sheet: sheet, credit: credit, at: syntax.functionSpan)
      else { return false }
      report(
        .creditAcrossPayees(
          syntax.operand.span, credit: model.name, table: self.model.tables[model.table].name, line: nil,
          function: function.rawValue))
      return true
    case .shares(let sheet, let line):
      // What each one is paid adds up; the amount that it is paid for is the row's, and may be several people's.
      guard function.countsEachRow, aggregate.value?.readsCreditedAmount ?? true,
        case .credit(_, let credit)? = lineShares(sheet: sheet, line: line)?.credit,
        let model = self.credit(sheet: sheet, credit: credit, at: syntax.functionSpan)
      else { return false }
      report(
        .creditAcrossPayees(
          syntax.operand.span, credit: model.name, table: self.model.tables[model.table].name,
          line: lineSyntax[sheet][line].name.text, function: function.rawValue))
      return true
    case .sheet(let sheet):
      guard function == .sum, model.sheets[sheet].kind == .plan, let value = aggregate.value,
        let (line, credit) = creditedLine(in: value),
        let model = self.credit(sheet: credit.sheet, credit: credit.credit, at: syntax.functionSpan)
      else { return false }
      report(
        .creditAcrossPayees(
          syntax.operand.span, credit: model.name, table: self.model.tables[model.table].name, line: line,
          function: function.rawValue))
      return true
    case .table: return false
    }
  }

  /// A line among those that an expression reads which is an amount of credit, and not yet of pay; and the credit.
  private func creditedLine(in value: TypedExpression) -> (line: String, credit: (sheet: Int, credit: Int))? {
    if case .field(.sheet(let sheet), .line(let line), 0) = value.kind {
      let syntax = lineSyntax[sheet][line]
      guard syntax.kind != .pay, value.type.quantity?.unit.isOne == false,
        let model = lineModels[.line(sheet: sheet, line: line)], let credit = credit(in: model.value)
      else { return nil }
      return (syntax.name.text, credit)
    }
    for child in value.children {
      if let found = creditedLine(in: child) { return found }
    }
    return nil
  }

  private func credit(in value: TypedExpression) -> (sheet: Int, credit: Int)? {
    switch value.kind {
    case .aggregate(let aggregate):
      guard case .credit(let sheet, let credit) = aggregate.relation, aggregate.function == .sum else { return nil }
      return (sheet, credit)
    case .through, .lookup, .pick: return nil
    default: break
    }
    if case .field = value.kind, let (_, credit) = creditedLine(in: value) { return credit }
    for child in value.children {
      if let found = credit(in: child) { return found }
    }
    return nil
  }
}
