import Columns
import Source
import Syntax

extension Checker {
  /// Enters every sheet with its rows and periods, so that sheets may read each other.
  mutating func declareSheets() {
    for (index, syntax) in sheetSyntax.enumerated() {
      model.sheets.append(
        SheetModel(
          kind: syntax.kind, name: syntax.name.text, title: syntax.title?.text, rows: .one,
          period: syntax.payment?.every ?? syntax.each, during: nil, currency: nil, negative: nil, credits: [],
          lines: [], checks: [], documentation: syntax.documentation, span: syntax.name.span))
      declareHeader(index)
      if syntax.kind == .rules {
        lineSyntax[index] = choiceLines(index)
        linePlaces[index] = nil
      }
    }
    for index in sheetSyntax.indices { resolveRows(index, at: sheetSyntax[index].name.span) }
    for index in sheetSyntax.indices {
      checkNamesOfOrders(index)
      let written = (lineSyntax[index].filter { $0.worthOf == nil }.map(\.name) + creditSyntax[index].map(\.name))
        .sorted { $0.span < $1.span }
      expandBlocks(index)
      var seen: [String: Name] = [:]
      for name in written {
        if let other = seen[name.text] {
          report(.declaredTwice(name, before: other))
          namesDeclaredTwice.insert(name.text)
        }
        seen[name.text] = name
      }
      for (line, origin) in zip(lineSyntax[index], lineOrigins[index]) where origin != nil {
        // Only a name between backquotes can be that of a block's line.
        if let other = seen[line.name.text] { report(.declaredTwice(other, before: line.name)) }
      }
    }
    areLinesKnown = true
    for index in sheetSyntax.indices { resolveRows(index, at: sheetSyntax[index].name.span) }
    for index in sheetSyntax.indices { declareRange(of: index) }
  }

  private mutating func declareHeader(_ index: Int) {
    let syntax = sheetSyntax[index]
    if let during = syntax.during {
      model.sheets[index].during = dateRange(during)
      checkEnds(of: during, index)
    }
    if syntax.rows == nil {
      report(.headerMissing(syntax.name, kind: syntax.kind.rawValue, what: "for each"))
      brokenSheets.insert(index)
    }
    if syntax.kind == .plan {
      guard let payment = syntax.payment else {
        report(.headerMissing(syntax.name, kind: "plan", what: "paid"))
        return
      }
      if let currency = Currency(code: payment.currency.text) {
        model.sheets[index].currency = currency
      } else {
        report(.unknownUnit(payment.currency, known: Currency.codes))
      }
      model.sheets[index].negative = payment.negative
      let pays = lineSyntax[index].contains { $0.kind == .pay }
      if pays, payment.negative == nil { report(.negativePolicyMissing(payment.span)) }
    } else if let payment = syntax.payment {
      report(.onlyInPlans(payment.span, what: "`paid`"))
    }
  }

  /// A row is for a whole period: days of it that lie outside `during` would count in it all the same. Weeks are not
  /// parts of months and years, so those at the ends belong to the plan.
  private mutating func checkEnds(of syntax: Expression, _ index: Int) {
    guard let unit = model.sheets[index].period, unit != .week, let during = model.sheets[index].during else { return }
    let first = Period(model.unit(unit), containing: during.first)
    let last = Period(model.unit(unit), containing: during.last)
    if first.firstDay != during.first || last.lastDay != during.last {
      report(.duringCutsPeriods(syntax.span, unit: unit, whole: (first, last)))
    }
  }

  /// The first and last day of `2026`, `2026-Q1`, `2026-01 .. 2026-06` or of a range of dates.
  mutating func dateRange(_ syntax: Expression) -> (first: CalendarDate, last: CalendarDate)? {
    var isReported = false
    func ends(_ syntax: Expression) -> (CalendarDate, CalendarDate)? {
      switch check(asPeriod(syntax), in: .constant).kind {
      case .error:
        isReported = true
        return nil
      case .constant(.period(let period)): return (period.firstDay, period.lastDay)
      case .constant(.date(let date)): return (date, date)
      default: return nil
      }
    }
    var result: (CalendarDate, CalendarDate)?
    if case .range(let low, let high) = syntax.kind {
      if let first = ends(low), let last = ends(high) { result = (first.0, last.1) }
    } else {
      result = ends(syntax)
    }
    if let result, result.0 <= result.1 { return result }
    if !isReported { report(result == nil ? .periodNeeded(syntax.span) : .endsBeforeItBegins(syntax.span)) }
    return nil
  }

  mutating func checkSheet(_ index: Int) {
    let syntax = sheetSyntax[index]
    if !brokenSheets.contains(index) { _ = range(of: index, at: syntax.rows?.range?.span ?? syntax.name.span) }
    if let condition = syntax.rows?.condition { checkRowCondition(condition, of: index) }
    if let conversion = syntax.payment?.conversion, syntax.kind == .plan {
      model.sheets[index].conversion = checkConversion(conversion, of: index)
    }
    for credit in creditSyntax[index].indices {
      let span = creditSyntax[index][credit].name.span
      if let credit = self.credit(sheet: index, credit: credit, at: span) { model.sheets[index].credits.append(credit) }
    }
    for line in lineSyntax[index].indices {
      _ = lineType(sheet: index, line: line, at: lineSyntax[index][line].name.span)
    }
    model.sheets[index].lines = lineSyntax[index].indices.map { line in
      lineModels[.line(sheet: index, line: line)] ?? failedLine(lineSyntax[index][line])
    }
    checkOrder(of: index)
    for item in syntax.items {
      guard case .check(let check) = item else { continue }
      let condition = checkCondition(check.condition, in: rowScope(index), what: "a check")
      model.sheets[index].checks.append(CheckModel(text: check.text.text, condition: condition, span: check.span))
    }
    for item in syntax.items {
      guard case .assertion(let law) = item, let checked = checkAssertion(law, of: index) else { continue }
      model.sheets[index].assertions.append(checked)
    }
    for item in syntax.items {
      guard case .entry(let entry) = item, let checked = checkOrderEntry(entry, of: index) else { continue }
      model.sheets[index].entries.append(checked)
    }
    checkBlockLaws(index)
    if let grouping = syntax.grouping { checkGrouping(grouping, of: index) }
  }

  func rowScope(_ sheet: Int) -> Scope {
    Scope(row: .sheet(sheet), sheet: sheet, period: model.sheets[sheet].period)
  }

  // ---- Credits ----

  /// A credit, checked when it is first read; nil if it could not be read, which has been reported.
  mutating func credit(sheet: Int, credit: Int, at span: SourceSpan) -> CreditModel? {
    let what = Computation.credit(sheet: sheet, credit: credit)
    if states[what] == .checked { return creditModels[what] }
    let result = computing(what, at: span) { checker in
      checker.checkCredit(sheet, checker.creditSyntax[sheet][credit])
    }
    creditModels[what] = result ?? nil
    return result ?? nil
  }

  private mutating func checkCredit(_ sheet: Int, _ syntax: CreditDeclaration) -> CreditModel? {
    if brokenSheets.contains(sheet), sheetSyntax[sheet].kind == .plan { return nil }
    guard sheetSyntax[sheet].kind == .plan, case .table(let payees, _) = model.sheets[sheet].rows else {
      report(.onlyInPlans(syntax.name.span, what: "a credit"))
      return nil
    }
    guard let table = table(syntax.table) else { return nil }
    if let unknown = model.tables[table].unknownWithoutRows {
      report(.creditOfUnknown(syntax.table, declared: unknown.span))
      return nil
    }
    var scope = Scope(row: .table(table))
    var condition: TypedExpression?
    for part in syntax.conditions {
      let typed = checkCondition(part, in: scope, what: "a credit's `where`")
      condition = condition.map { TypedExpression(.binary(.and, $0, typed), .bool, $0.span.union(typed.span)) } ?? typed
      scope = scope.after(typed)
    }
    var amount = required(check(syntax.amount, in: scope), what: "a credit's amount")
    if amount.type.quantity == nil, !amount.type.isPoison {
      if case .moneyInColumn = amount.type.value {
        report(.convertFirst(amount))
      } else {
        report(.amountNeeded(amount.span, what: "a credit's amount", found: describe(amount.type)))
      }
      amount = TypedExpression(.error, .poison, amount.span)
    }
    var credit = CreditModel(
      name: syntax.name.text, table: table, condition: condition, recipient: nil, split: nil,
      date: TypedExpression(.error, .poison, syntax.span), amount: amount, rounding: nil, span: syntax.name.span)
    if let clause = syntax.rounding {
      let step = roundingStep(clause.step, of: amount.type, in: scope)
      credit.rounding = (RoundingMode(clause.mode), step)
    }
    checkRecipients(of: &credit, syntax, payees: payees, in: scope)
    if let name = syntax.date {
      credit.date = check(Expression(.name(name.text), name.span), in: scope)
    } else if let dated = model.tables[table].dated {
      credit.date = TypedExpression(
        .field(.table(table), .column(dated), depth: 0), model.tables[table].columns[dated].type, syntax.table.span)
    } else {
      report(.noDate(syntax.table.span, table: model.tables[table].name))
    }
    credit.date = dateOnly(required(credit.date, what: "a credit's date"))
    if let name = syntax.date, credit.date.type.value != .date, !credit.date.type.isPoison {
      report(.datedNeedsDate(name, type: describe(credit.date.type)))
    }
    return credit
  }

  // ---- Lines ----

  private func failedLine(_ syntax: LineDeclaration) -> LineModel {
    LineModel(
      kind: syntax.kind, name: syntax.name.text, title: syntax.title?.text, each: syntax.each, starting: nil,
      decimals: syntax.decimals, value: TypedExpression(.error, .poison, syntax.span), steps: [],
      documentation: syntax.documentation, span: syntax.span, nameSpan: syntax.name.span)
  }

  /// The type of a line; it is checked when it is first read.
  mutating func lineType(sheet: Int, line: Int, at span: SourceSpan) -> StaticType {
    let what = Computation.line(sheet: sheet, line: line)
    if let done = lineModels[what] { return done.type }
    if states[what] == .checked { return .poison }
    let model = computing(what, at: span) { checker in
      let count = checker.diagnostics.count
      let scope = checker.lineScope(sheet, line)
      checker.nestedCalls = 0
      let model = checker.checkLine(sheet, line, in: scope)
      for use in checker.usesAround(scope) { checker.pointToUse(use, messagesFrom: count) }
      return model
    }
    guard let model else { return .poison }
    lineModels[what] = model
    return model.type
  }

  private mutating func checkLine(_ sheet: Int, _ index: Int, in rowScope: Scope) -> LineModel {
    let syntax = lineSyntax[sheet][index]
    var scope = rowScope
    var line = failedLine(syntax)
    if sheetSyntax[sheet].kind == .rules {
      line.value = checkChoiceLine(sheet, index)
      return line
    }
    if let each = syntax.each {
      if let period = scope.period, isLonger(each, than: period) {
        scope.period = each
        let last = model.sheets[sheet].during?.last
        if syntax.kind == .pay, let last, Period(model.unit(each), containing: last).lastDay != last {
          report(.lastPaymentNeverComes(syntax.name.span, each: each, during: sheetSyntax[sheet].during?.span))
        }
      } else {
        report(.eachNotLonger(syntax.name.span, each: each, period: scope.period))
      }
    }
    if let starting = syntax.starting {
      let first = required(check(starting, in: rowScope), what: "a starting value")
      line.starting = reportInfiniteWord(first) ? TypedExpression(.error, .poison, first.span) : first
      if scope.period == nil, !isOrdered(sheet) { report(.orderNeeded(starting.span, what: "`starting`")) }
    }
    if let position = sheetSyntax[sheet].position, syntax.name.text == PositionClauses.total,
      syntax.span == sheetSyntax[sheet].name.span
    {
      line.value = positionTotal(position, syntax, in: scope)
    } else if let origin = lineOrigins[sheet][index], let parameter = origin.parameter {
      line.value = argument(parameter, of: origin.use)
    } else {
      line.value = check(syntax.value, in: scope)
    }
    if reportInfiniteWord(line.value) { line.value = TypedExpression(.error, .poison, line.value.span) }
    switch line.value.type.value {
    case .calendarSpan:
      report(.spanAlone(line.value.span))
      line.value = TypedExpression(.error, .poison, line.value.span)
    case .window where syntax.kind != .let, .row(.sheet) where syntax.kind != .let:
      report(.notShown(line.value.span, type: describe(line.value.type)))
      line.value = TypedExpression(.error, .poison, line.value.span)
    default: break
    }
    if let starting = line.starting {
      line.value = coerce(line.value, to: starting.type.optional(line.value.type.isOptional), what: "`\(line.name)`")
    }
    if let order = syntax.worthOf {
      let worth = checkWorth(of: order, at: line.value, sheet: sheet, syntax.name.span)
      line.worthOf = worth?.order
      line.value = worth?.value ?? TypedExpression(.error, .poison, line.value.span)
    }
    switch syntax.kind {
    case .let, .show: break
    case .pay: line.value = checkPayment(line.value, line: syntax, sheet: sheet, period: scope.period)
    case .order:
      checkOrder(&line, syntax, sheet: sheet, in: scope)
      return line
    }
    scope.it = line.value.type
    for step in syntax.steps {
      if case .end(let outcome) = step.action { report(.outcomeOfPayment(step.span, outcome)) }
      let typed = checkStep(step, in: scope, of: line.value.type)
      line.steps.append(typed)
      scope = scope.behind(typed)
    }
    if let words = syntax.roundedPerDeal {
      line.isRoundedPerDeal = true
      if !line.value.type.isPoison, shares(of: line, in: sheet) == nil {
        report(.noShares(words, line: syntax.name, because: whyNoShares(line), isRounding: true))
      }
    }
    return line
  }

  private mutating func checkPayment(
    _ value: TypedExpression, line: LineDeclaration, sheet: Int, period: PeriodUnit?
  ) -> TypedExpression {
    let value = required(value, what: "a payment")
    guard sheetSyntax[sheet].kind == .plan else {
      report(.onlyInPlans(line.name.span, what: "`pay`"))
      return value
    }
    if value.type.isPoison { return value }
    guard let quantity = value.type.quantity else {
      report(.amountNeeded(value.span, what: "a payment", found: describe(value.type)))
      return value
    }
    if let currency = model.sheets[sheet].currency, quantity.unit != Unit(currency.code) {
      report(
        .payInOtherUnit(
          value.span, found: describe(value.type), currency: currency.code,
          paid: sheetSyntax[sheet].payment?.span ?? value.span))
    }
    if quantity.isRunning {
      report(.runningPaid(value.span))
    } else if let basis = quantity.basis, let period, isLonger(basis, than: period) {
      report(.longerPeriodPaid(value.span, line: line.name.text, each: period, basis: basis))
    } else if let period, let part = partPaidAgain(of: value, each: period) {
      report(.paidAgain(part.span, each: period))
    }
    return value
  }

  mutating func checkStep(_ syntax: Step, in scope: Scope, of type: StaticType) -> TypedStep {
    let condition = syntax.condition.map { checkCondition($0, in: scope, what: "`when`") }
    // The step's value counts only where its condition is true.
    let scope = condition.map { scope.after($0) } ?? scope
    func amount(_ expression: Expression) -> TypedExpression {
      required(coerce(check(expression, in: scope), to: type, what: "the value of a step"), what: "a step")
    }
    // What a step puts in place of the running value is paid, and so must not be a running total.
    func paid(_ expression: Expression) -> TypedExpression {
      let value = amount(expression)
      if value.type.quantity?.isRunning == true, type.quantity?.isRunning == false { report(.runningPaid(value.span)) }
      return value
    }
    let action: TypedStep.Action
    switch syntax.action {
    case .stop(let value): action = .stop(paid(value))
    case .set(let value): action = .set(paid(value))
    case .times(let value):
      let factor = required(check(value, in: scope), what: "a step")
      if !factor.type.isPoison, factor.type.quantity?.unit.isOne != true {
        report(
          .typeExpected(factor.span, what: "a factor", expected: "a number or percent", found: describe(factor.type)))
      }
      action = .times(factor)
    case .atLeast(let value): action = .atLeast(paid(value))
    case .atMost(let value): action = .atMost(amount(value))
    case .round(let clause):
      action = .round(
        RoundingMode(clause.mode), required(roundingStep(clause.step, of: type, in: scope), what: "a step"))
    case .end(let outcome): action = .end(outcome)
    }
    return TypedStep(action: action, reason: syntax.reason?.text, condition: condition, span: syntax.span)
  }
}

/// True iff every period of `a` is made of whole periods of `b` and is longer.
public func isLonger(_ a: PeriodUnit, than b: PeriodUnit) -> Bool {
  switch (a, b) {
  case (.quarter, .month), (.year, .month), (.year, .quarter): true
  default: false
  }
}

extension RoundingMode {
  init(_ mode: RoundingClause.Mode) {
    switch mode {
    case .half: self = .half
    case .halfEven: self = .halfEven
    case .up: self = .up
    case .down: self = .down
    case .ceiling: self = .ceiling
    case .floor: self = .floor
    }
  }
}
