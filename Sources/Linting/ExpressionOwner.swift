import Model

/// What an expression of a plan belongs to, by places in the ``CheckedModel``.
public enum ExpressionOwner: Hashable, Sendable {
  public enum CreditPart: Hashable, Sendable { case condition, recipient, date, amount, rounding, split, rollUp }
  public enum StepPart: Hashable, Sendable { case amount, condition }

  case parameter(Int)
  /// The value of a computed column.
  case column(table: Int, column: Int)
  /// Which rows a table has.
  case tableCondition(table: Int)
  case tableCheck(table: Int, check: Int)
  /// What a row of rates is for, what it gives, and where the last one ends.
  case ratesBound(rates: Int, row: Int)
  case ratesValue(rates: Int, row: Int)
  case ratesEnd(rates: Int)
  case curve(Int)
  case schedule(Int)
  /// What decides which rows a sheet has, and their order.
  case rows(sheet: Int)
  case rowCondition(sheet: Int)
  case credit(sheet: Int, credit: Int, CreditPart)
  case line(sheet: Int, line: Int)
  /// What `previous` of a line is in the first period.
  case starting(sheet: Int, line: Int)
  case step(sheet: Int, line: Int, step: Int, StepPart)
  case check(sheet: Int, check: Int)
  /// A law, with what runs in it and what is fixed.
  case assertion(sheet: Int, assertion: Int)
  case grouping(sheet: Int)
  case orderEntry(sheet: Int, entry: Int)
  case conversion(sheet: Int)
  /// Which rule counts.
  case choice(sheet: Int)

  /// The sheet that it stands in, if it stands in one.
  public var sheet: Int? {
    switch self {
    case .parameter, .column, .tableCondition, .tableCheck, .ratesBound, .ratesValue, .ratesEnd, .curve, .schedule: nil
    case .rows(let sheet), .rowCondition(let sheet), .credit(let sheet, _, _), .line(let sheet, _),
      .starting(let sheet, _), .step(let sheet, _, _, _), .check(let sheet, _), .assertion(let sheet, _),
      .grouping(let sheet),
      .orderEntry(let sheet, _), .conversion(let sheet), .choice(let sheet):
      sheet
    }
  }

  /// The line of a sheet that it is a part of, if it is one of a line.
  public var line: Int? {
    switch self {
    case .line(_, let line), .starting(_, let line), .step(_, let line, _, _): line
    case .parameter, .column, .tableCondition, .tableCheck, .ratesBound, .ratesValue, .ratesEnd, .curve, .schedule,
      .rows, .rowCondition, .credit, .check, .assertion, .grouping, .orderEntry, .conversion, .choice:
      nil
    }
  }
}

extension CheckedModel {
  /// Every whole expression, with its owner, in the order of the model.
  var expressions: [PlanReview.Root] {
    var list: [PlanReview.Root] = []
    func add(_ expression: TypedExpression?, _ owner: ExpressionOwner) {
      if let expression { list.append(PlanReview.Root(expression, owner)) }
    }
    for (number, parameter) in parameters.enumerated() { add(parameter.value, .parameter(number)) }
    for (number, table) in tables.enumerated() {
      for (column, model) in table.columns.enumerated() { add(model.value, .column(table: number, column: column)) }
      for condition in table.conditions { add(condition, .tableCondition(table: number)) }
      for (check, model) in table.checks.enumerated() { add(model.condition, .tableCheck(table: number, check: check)) }
    }
    for (number, rates) in rates.enumerated() {
      for (row, model) in rates.rows.enumerated() {
        for matcher in model.matchers {
          switch matcher {
          case .any: break
          case .values(let values): for value in values { add(value, .ratesBound(rates: number, row: row)) }
          case .lowerBound(let bound, _): add(bound, .ratesBound(rates: number, row: row))
          }
        }
        add(model.value, .ratesValue(rates: number, row: row))
      }
      add(rates.end, .ratesEnd(rates: number))
    }
    for (number, curve) in curves.enumerated() {
      for point in curve.points {
        add(point.place, .curve(number))
        add(point.value, .curve(number))
      }
      for end in [curve.below, curve.above] { if case .value(let value) = end { add(value, .curve(number)) } }
    }
    for (number, schedule) in schedules.enumerated() {
      for days in schedule.days {
        for value in [days.condition, days.first, days.last, days.key] { add(value, .schedule(number)) }
      }
    }
    for (number, sheet) in sheets.enumerated() { sheet.add(number, to: &list) }
    return list
  }
}

extension SheetModel {
  fileprivate func add(_ number: Int, to list: inout [PlanReview.Root]) {
    func add(_ expression: TypedExpression?, _ owner: ExpressionOwner) {
      if let expression { list.append(PlanReview.Root(expression, owner)) }
    }
    switch rows {
    case .table(_, let condition), .sheet(_, let condition): add(condition, .rowCondition(sheet: number))
    case .keys(_, _, let sources):
      for source in sources { for column in source.columns { add(column, .rows(sheet: number)) } }
    case .one: break
    }
    add(keyCondition, .rowCondition(sheet: number))
    for side in match?.sides ?? [] {
      for value in [side.amount] + side.group + side.order.map(\.value) { add(value, .rows(sheet: number)) }
    }
    for value in range?.expressions ?? [] { add(value, .rows(sheet: number)) }
    for value in order?.values ?? [] { add(value, .rows(sheet: number)) }
    for value in [conversion?.currency, conversion?.rate] { add(value, .conversion(sheet: number)) }
    for (place, credit) in credits.enumerated() {
      func part(_ expression: TypedExpression?, _ part: ExpressionOwner.CreditPart) {
        add(expression, .credit(sheet: number, credit: place, part))
      }
      part(credit.condition, .condition)
      part(credit.recipient, .recipient)
      part(credit.rollUp?.date, .rollUp)
      part(credit.rollUp?.condition, .rollUp)
      part(credit.split?.via, .split)
      part(credit.date, .date)
      part(credit.amount, .amount)
      part(credit.rounding?.step, .rounding)
    }
    for (place, line) in lines.enumerated() {
      add(line.starting, .starting(sheet: number, line: place))
      add(line.value, .line(sheet: number, line: place))
      for (step, model) in line.steps.enumerated() {
        add(model.condition, .step(sheet: number, line: place, step: step, .condition))
        add(model.amount, .step(sheet: number, line: place, step: step, .amount))
      }
    }
    for group in grouping { add(group.value, .grouping(sheet: number)) }
    for (place, entry) in entries.enumerated() {
      let values =
        switch entry.target {
        case .column(_, let keys): keys.map(\.value)
        case .row(let values): values.map(\.value)
        }
      for value in values { add(value, .orderEntry(sheet: number, entry: place)) }
    }
    if let choice {
      for row in choice.rows { add(row, .choice(sheet: number)) }
      add(choice.number, .choice(sheet: number))
    }
    for (place, check) in checks.enumerated() { add(check.condition, .check(sheet: number, check: place)) }
    for (place, law) in assertions.enumerated() {
      for part in law.expressions(ofSheet: number) { add(part, .assertion(sheet: number, assertion: place)) }
    }
  }
}

extension TypedStep {
  /// The amount that the step works with; nil for one that ends an order.
  public var amount: TypedExpression? {
    switch action {
    case .stop(let value), .set(let value), .times(let value), .atLeast(let value), .atMost(let value),
      .round(_, let value):
      value
    case .end: nil
    }
  }
}
