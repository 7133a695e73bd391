import Columns
import Source
import Syntax

extension Checker {
  /// Resolves and types an expression; a mistake is reported once and gives an expression of type poison.
  mutating func check(_ syntax: Expression, in scope: Scope) -> TypedExpression {
    let span = syntax.span
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    func constant(_ value: Value, _ type: StaticType) -> TypedExpression {
      TypedExpression(.constant(value), type, span)
    }
    switch syntax.kind {
    case .error: return failed()
    case .number(let digits, let unit): return number(digits, unit, span, in: scope)
    case .text(let text): return constant(.text(text), .text)
    case .bool(let value): return constant(.bool(value), .bool)
    case .missing: return constant(.missing, StaticType(.nothing, isOptional: true))
    case .date(let date):
      guard let date = CalendarDate(year: date.year, month: date.month, day: date.day) else { return failed() }
      return constant(.date(date), .date)
    case .period(let literal): return period(literal, span)
    case .span: return TypedExpression(.error, StaticType(.calendarSpan), span)
    case .name(let text): return checkName(text, span, in: scope)
    case .thisRow: return thisRow(span, in: scope)
    case .it:
      if let type = scope.it { return TypedExpression(.it, type, span).known(in: scope) }
      report(.itOutsideSteps(span))
      return failed()
    case .today: return TypedExpression(.today, .date, span)
    case .relativePeriod(let offset, let unit): return relativePeriod(offset, unit, span, in: scope)
    case .member(let base, let name): return checkMember(base, name, span, in: scope)
    case .lookup(let base, let keys, let date, let isOptional):
      return lookup(base, keys, asOf: date, isOptional, span, in: scope)
    case .call(let name, let arguments): return call(name, arguments, span, in: scope)
    case .aggregate(let aggregate): return checkAggregate(aggregate, span, in: scope)
    case .decimals(_, let clause):
      report(.decimalsOfExact(clause.span))
      return failed()
    case .pick where reportsRowsInDefine("`pick`", span, in: scope),
      .rank where reportsRowsInDefine("`rank`", span, in: scope),
      .allocate where reportsRowsInDefine("`allocate`", span, in: scope),
      .running where reportsRowsInDefine("`running`", span, in: scope):
      return failed()
    case .pick(let pick): return checkPick(pick, span, in: scope)
    case .isTied(let operand, let negated): return checkTie(operand, negated, span, in: scope)
    case .rank(let ranking): return checkRanking(ranking, span, in: scope)
    case .allocate(let allocation): return checkAllocation(allocation, span, in: scope)
    case .running(let total): return checkRunningTotal(total, span, in: scope)
    case .unary(.minus, let operand): return negation(of: check(operand, in: scope), span)
    case .unary(.not, let operand):
      let typed = condition(check(operand, in: scope), of: "not")
      return TypedExpression(.not(typed), typed.type, span)
    case .binary(let operation, let left, let right, let operatorSpan):
      return checkBinary(operation, left, right, operatorSpan, span, in: scope)
    case .isMissing(let operand, let negated):
      let typed = check(operand, in: scope)
      let test = TypedExpression(.isMissing(typed), .bool, span)
      return negated ? TypedExpression(.not(test), .bool, span) : test
    case .inList(let operand, let list, let negated)
    where list.count == 1 && schedule(named: list[0], in: scope) != nil:
      return isScheduled(operand, list[0], negated, span, in: scope)
    case .inWindow(let operand, let days, let negated) where schedule(named: days, in: scope) != nil:
      return isScheduled(operand, days, negated, span, in: scope)
    case .scheduled(_, let schedule):
      report(.scheduleOutsideDays(schedule.span))
      return failed()
    case .isInfinite(let operand, let negated): return isInfinite(check(operand, in: scope), negated, span)
    case .inList(let operand, let list, let negated):
      return membership(of: check(operand, in: scope), in: list, negated, span, scope)
    case .inWindow(let operand, let window, let negated):
      let typed = dateOnly(check(operand, in: scope))
      if case .range(let low, let high) = window.kind, typed.type.quantity != nil {
        return between(typed, check(low, in: scope), check(high, in: scope), negated, span)
      }
      guard let window = checkWindow(window, in: scope) else { return failed() }
      if typed.type.isPoison { return typed }
      guard typed.type.value == .date else {
        report(
          .typeExpected(typed.span, what: "the value before `in`", expected: "a date", found: describe(typed.type)))
        return failed()
      }
      let mayBeMissing = [typed, window.from, window.through].contains { $0?.type.isOptional ?? false }
      let test = TypedExpression(.isInWindow(typed, window), StaticType.bool.optional(mayBeMissing), span)
      return negated ? TypedExpression(.not(test), test.type, span) : test
    case .conditional(let value, let test, let otherwise):
      return conditional(value, test, otherwise, span, in: scope)
    case .otherwise(let value, let fallback): return otherwise(value, fallback, span, in: scope)
    case .over(let value, let window): return checkOver(value, window, span, in: scope)
    case .through(let through): return checkThrough(through, span, in: scope)
    case .trueUp(let value): return trueUp(check(value, in: scope), span, lookBack: lookBack(in: scope))
    case .previous(let line): return previous(line, span, in: scope)
    case .round(let value, let clause):
      let typed = check(value, in: scope)
      guard typed.type.quantity != nil else {
        if !typed.type.isPoison {
          report(.amountNeeded(typed.span, what: "what is rounded", found: describe(typed.type)))
        }
        return failed()
      }
      let step = roundingStep(clause.step, of: typed.type, in: scope)
      return TypedExpression(.round(typed, RoundingMode(clause.mode), step: step), typed.type, span)
    case .convert(let value, let unit, let rate): return conversion(value, unit, rate, span, in: scope)
    case .restate(let value, let unit):
      let typed = check(value, in: scope)
      guard var quantity = typed.type.quantity else {
        if !typed.type.isPoison {
          report(.amountNeeded(typed.span, what: "what stands before `as`", found: describe(typed.type)))
        }
        return failed()
      }
      quantity.basis = unit
      // A prize by what has grown may be meant for each month; the grown amount itself is never the month's.
      switch typed.kind {
      case .tierRate, .matchRates, .curve: quantity.isRunning = false
      case .aggregate(let aggregate) where aggregate.window == nil: quantity.isRunning = false
      default: break
      }
      return TypedExpression(typed.kind, StaticType(.number(quantity), isOptional: typed.type.isOptional), span)
    case .window(let phrase):
      if let column = columnNamed(by: phrase, span, in: scope) { return column }
      guard let window = checkWindow(syntax, in: scope) else { return failed() }
      return TypedExpression(.window(window), StaticType(.window), span)
    case .range:
      guard let window = checkWindow(syntax, in: scope) else { return failed() }
      return TypedExpression(.window(window), StaticType(.window), span)
    }
  }

  /// The step of a rounding, in the unit of what is rounded.
  mutating func roundingStep(_ syntax: Expression, of type: StaticType, in scope: Scope) -> TypedExpression {
    let step = coerce(check(syntax, in: scope), to: type.optional(false), what: "the step of the rounding")
    if !step.type.isPoison, case .number(let value)? = constantValue(step), value <= .zero {
      report(.stepNotPositive(step.span))
      return TypedExpression(.error, .poison, step.span)
    }
    return step
  }

  private mutating func number(
    _ digits: String, _ unit: UnitExpression?, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    guard let value = Rational(decimal: digits) else {
      report(.numberTooLong(span))
      return TypedExpression(.error, .poison, span)
    }
    guard let unit else { return TypedExpression(.constant(.number(value)), .number, span) }
    if unit.denominator.isEmpty, unit.numerator.map(\.text) == ["%"] {
      guard let share = value.dividing(Rational(100)) else { return TypedExpression(.error, .poison, span) }
      return TypedExpression(.constant(.number(share)), StaticType(.number(.percent)), span)
    }
    if let use = scope.use, unit.denominator.isEmpty, unit.numerator.count == 1,
      isUnitVariable(unit.numerator[0].text, in: scope)
    {
      guard let quantity = binding(of: unit.numerator[0].text, in: use) else {
        return TypedExpression(.error, .poison, span)
      }
      return TypedExpression(.constant(.number(value)), StaticType(.number(quantity)), span)
    }
    guard let (unit, factor) = self.unit(unit, in: scope), let scaled = value.multiplying(factor) else {
      return TypedExpression(.error, .poison, span)
    }
    return TypedExpression(.constant(.number(scaled)), .quantity(unit), span)
  }

  /// A year written as a plain number, where a period is wanted.
  func asPeriod(_ syntax: Expression) -> Expression {
    if case .number(let digits, nil) = syntax.kind, digits.count == 4, let year = Int(digits) {
      return Expression(.period(PeriodLiteral(unit: .year, year: year, number: 1)), syntax.span)
    }
    return syntax
  }

  private mutating func thisRow(_ span: SourceSpan, in scope: Scope) -> TypedExpression {
    if let use = scope.use {
      report(.rowsInDefine(span, what: "`this`", define: defineSyntax[defineUses[use].define].name.text))
      return TypedExpression(.error, .poison, span)
    }
    guard let row = scope.outer ?? scope.row else {
      report(.thisOutsideRows(span))
      return TypedExpression(.error, .poison, span)
    }
    let depth = scope.outer == nil ? 0 : 1
    if case .sheet(let sheet) = row, case .table(let table, _) = model.sheets[sheet].rows {
      return TypedExpression(.field(row, .entity, depth: depth), StaticType(.row(.table(table))), span)
    }
    return TypedExpression(.field(row, .row, depth: depth), StaticType(.row(row)), span)
  }

  private mutating func relativePeriod(
    _ offset: Int, _ unit: PeriodUnit, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    guard let period = scope.period else {
      report(.periodsNeeded(span, what: "`this \(unit.rawValue)`"))
      return TypedExpression(.error, .poison, span)
    }
    if unit != period, !isLonger(unit, than: period) {
      report(.periodTooShort(span, unit: unit, period: period))
      return TypedExpression(.error, .poison, span)
    }
    return TypedExpression(.rowPeriod(unit, offset: offset), StaticType(.period(unit)), span)
  }

  private mutating func lookup(
    _ base: Expression, _ keys: [Expression], asOf date: Expression?, _ isOptional: Bool, _ span: SourceSpan,
    in scope: Scope
  ) -> TypedExpression {
    if case .name(let text) = base.kind, case .sheet(let sheet)? = globals[text]?.global {
      return sheetRow(of: sheet, keys, asOf: date, isOptional, base.span, span, in: scope)
    }
    guard case .name(let text) = base.kind, case .table(let table)? = globals[text]?.global else {
      reportLookup(base)
      return TypedExpression(.error, .poison, span)
    }
    let declaration = model.tables[table]
    // Keys that could not be read have been reported.
    if keys.isEmpty && date == nil || (keys + [date].compactMap { $0 }).contains(where: { $0.kind == .error }) {
      return TypedExpression(.error, .poison, span)
    }
    if (date == nil) != (declaration.validity == nil) {
      let last = keys.last?.span ?? span
      report(
        date.map { .dateOfPlainTable(between: last, and: $0.span, table: text) }
          ?? .versionNotChosen(last, table: text, day: dayOf(scope)))
      return TypedExpression(.error, .poison, span)
    }
    let key = lookupKey(of: table)
    guard keys.count == key.count else {
      report(.keyCount(span, table: text, found: keys.count, key: key.map { declaration.columns[$0].name }))
      return TypedExpression(.error, .poison, span)
    }
    var optional = isOptional
    let typed = zip(keys, key).map { syntax, column -> TypedExpression in
      let expected = columnType(table: table, column: column, at: syntax.span)
      let isPeriod = if case .period = expected.value { true } else { false }
      let value = check(isPeriod ? asPeriod(syntax) : syntax, in: scope)
      if value.type.isOptional { optional = true }
      return coerce(
        value, to: expected.optional(value.type.isOptional), what: "the key `\(declaration.columns[column].name)`")
    }
    if typed.contains(where: \.type.isPoison) { return TypedExpression(.error, .poison, span) }
    if let date {
      let day = dateOnly(check(asPeriod(date), in: scope))
      if day.type.isPoison { return TypedExpression(.error, .poison, span) }
      guard day.type.value == .date else {
        report(
          .typeExpected(day.span, what: "what stands behind `as of`", expected: "a date", found: describe(day.type)))
        return TypedExpression(.error, .poison, span)
      }
      let type = StaticType(.row(.table(table)), isOptional: optional || day.type.isOptional)
      return version(table, keys: typed, on: day, isRequired: !isOptional, type, span)
    }
    return TypedExpression(
      .lookup(table: table, keys: typed, isRequired: !isOptional),
      StaticType(.row(.table(table)), isOptional: optional),
      span)
  }

  /// A day that a lookup could be as of, for a message.
  private func dayOf(_ scope: Scope) -> String {
    if let period = scope.period { return "last_day(this \(period.rawValue))" }
    if case .table(let table)? = scope.row, let dated = model.tables[table].dated {
      return model.tables[table].columns[dated].name
    }
    return "today"
  }

  /// Says why a row cannot be looked up in what is no table.
  private mutating func reportLookup(_ base: Expression) {
    guard case .name(let text) = base.kind else {
      if base.kind != .error { report(.lookupNeedsTable(base.span, found: nil, help: nil)) }
      return
    }
    switch globals[text]?.global {
    case .rates?, .curve?:
      report(.lookupNeedsTable(base.span, found: "a rates table", help: "write its values in `( )`: `\(text)(x)`"))
    case .parameter?: report(.lookupNeedsTable(base.span, found: "a param", help: nil))
    case .define?: report(.lookupNeedsTable(base.span, found: "a define", help: nil))
    case .schedule(let schedule)?: report(scheduleAsValue(schedule, base.span))
    case .table?, .sheet?, nil:
      report(
        .unknownTable(Name(text, base.span), known: (tableSyntax.map(\.name) + sheetSyntax.map(\.name)).map(\.text)))
    }
  }

  private mutating func membership(
    of operand: TypedExpression, in list: [Expression], _ negated: Bool, _ span: SourceSpan, _ scope: Scope
  ) -> TypedExpression {
    var type = StaticType.bool.optional(operand.type.isOptional)
    var items: [TypedExpression] = []
    for item in list {
      let isPeriod = if case .period = operand.type.value { true } else { false }
      let typed = coerce(
        check(isPeriod ? asPeriod(item) : item, in: scope), to: operand.type.optional(false),
        what: "a value of the list")
      if typed.type.isPoison { type = .poison }
      items.append(typed)
    }
    let test = TypedExpression(
      .isIn(keyed(operand, for: items.first), items), operand.type.isPoison ? .poison : type, span)
    return negated ? TypedExpression(.not(test), test.type, span) : test
  }

  /// The operand itself, or its key where it is a row that is held against texts.
  private mutating func keyed(_ operand: TypedExpression, for item: TypedExpression?) -> TypedExpression { operand }

  private mutating func conditional(
    _ value: Expression, _ test: Expression, _ fallback: Expression, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    let test = condition(check(test, in: scope), of: "when")
    if test.type.isOptional {
      report(
        .mayBeMissing(test.span, what: "`when`", sources: optionalSources(of: test), type: test.type)
          .because(unknown: unknownTables(in: test)))
    }
    let value = check(value, in: scope.after(test))
    let fallback = check(fallback, in: scope.unless(test))
    guard let (type, a, b) = common(value, fallback, of: "when … else") else {
      return TypedExpression(.error, .poison, span)
    }
    return TypedExpression(.conditional(a, condition: test, otherwise: b), type, span)
  }

  private mutating func otherwise(
    _ value: Expression, _ fallback: Expression, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    if let result = otherwiseInfinite(value, fallback, span, in: scope) { return result }
    let count = diagnostics.count
    let name = value
    let value = check(value, in: scope)
    if case .name(let text) = name.kind, case .sheetRow(let sheet, _, true) = rowRead(by: value)?.kind,
      text == sheetSyntax[sheet].name.text, diagnostics.count == count
    {
      report(
        .elseOfPosition(Name(text, name.span), keys: keyNames(of: sheet, in: scope), line: PositionClauses.total))
      return TypedExpression(.error, .poison, span)
    }
    let fallback = check(fallback, in: scope)
    guard let (type, a, b) = common(value, fallback, of: "else") else { return TypedExpression(.error, .poison, span) }
    return TypedExpression(.otherwise(a, b), type.optional(fallback.type.isOptional), span)
  }

  private func rowRead(by value: TypedExpression) -> TypedExpression? {
    if case .member(_, _, let row) = value.kind { return row }
    return nil
  }

  private mutating func trueUp(_ value: TypedExpression, _ span: SourceSpan, lookBack: Int) -> TypedExpression {
    guard var quantity = value.type.quantity else {
      if !value.type.isPoison {
        report(.amountNeeded(value.span, what: "what stands after `true up`", found: describe(value.type)))
      }
      return TypedExpression(.error, .poison, span)
    }
    guard quantity.isRunning, let scope = runningScope(of: value) else {
      report(.trueUpOfPlain(value.span))
      return TypedExpression(.error, .poison, span)
    }
    quantity.isRunning = false
    quantity.basis = nil
    return TypedExpression(
      .trueUp(value, scope: scope, lookBack: lookBack),
      StaticType(.number(quantity), isOptional: value.type.isOptional), span)
  }

  private mutating func previous(_ syntax: Expression, _ span: SourceSpan, in scope: Scope) -> TypedExpression {
    guard let sheet = scope.sheet, scope.outer == nil, let line = lineNamed(syntax, in: scope) else {
      report(.previousNeedsLine(syntax.span))
      return TypedExpression(.error, .poison, span)
    }
    guard scope.period != nil || isOrdered(sheet) else {
      // A line that has `starting` has been reported for that.
      if lineSyntax[sheet][line].starting == nil { report(.orderNeeded(span, what: "`previous`")) }
      return TypedExpression(.error, .poison, span)
    }
    guard let starting = lineSyntax[sheet][line].starting else {
      report(
        .previousNeedsStart(
          span, line: lineSyntax[sheet][line].name, row: scope.period == nil ? "row" : "period"))
      return TypedExpression(.error, .poison, span)
    }
    // The first value gives the type, so that a line may be defined by its own earlier value.
    let count = diagnostics.count
    // What is wrong with it is the same message as that of the line itself.
    let start = lineScope(sheet, line)
    var type = check(starting, in: start).type
    for use in usesAround(start) { pointToUse(use, messagesFrom: count) }
    if let each = lineSyntax[sheet][line].each, each != scope.period, lineSyntax[sheet][line].kind != .pay {
      type = type.optional()
    }
    return TypedExpression(.previous(line: line, lookBack: lookBack(in: scope)), type, span)
  }

  /// How many rows of the sheet the scope's period is long: 3 for a line paid each quarter in a monthly plan.
  func lookBack(in scope: Scope) -> Int {
    guard let sheet = scope.sheet, let row = model.sheets[sheet].period, let period = scope.period else { return 1 }
    switch (row, period) {
    case (.month, .quarter): return 3
    case (.month, .year): return 12
    case (.quarter, .year): return 4
    default: return 1
    }
  }

  private mutating func conversion(
    _ value: Expression, _ unit: UnitExpression, _ rate: Expression, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    let value = check(value, in: scope)
    let rate = check(rate, in: scope)
    guard let (unit, _) = self.unit(unit, in: scope), !value.type.isPoison, !rate.type.isPoison else {
      return TypedExpression(.error, .poison, span)
    }
    guard let currency = unit.currency else {
      report(.convertToMoney(span, found: unit.description))
      return TypedExpression(.error, .poison, span)
    }
    let isOptional = value.type.isOptional || rate.type.isOptional
    let result = StaticType(.number(Quantity(unit)), isOptional: isOptional)
    guard let rateQuantity = rate.type.quantity else {
      report(.typeExpected(rate.span, what: "the rate", expected: "a number", found: describe(rate.type)))
      return TypedExpression(.error, .poison, span)
    }
    switch value.type.value {
    case .moneyInColumn(let column):
      guard rateQuantity.unit.isOne, let code = currencyColumn(column, of: value) else {
        report(.typeExpected(rate.span, what: "the rate", expected: "a number", found: describe(rate.type)))
        return TypedExpression(.error, .poison, span)
      }
      return TypedExpression(.convert(value, currency: code, to: currency.code, rate: rate), result, span)
    case .number(let quantity) where quantity.unit.currency != nil:
      // From one fixed currency to another, by a plain number or a rate in units such as `USD / EUR`.
      guard rateQuantity.unit.isOne || quantity.unit * rateQuantity.unit == unit else {
        report(
          .typeExpected(
            rate.span, what: "the rate", expected: "a number or \((unit / quantity.unit).description)",
            found: describe(rate.type)))
        return TypedExpression(.error, .poison, span)
      }
      var kept = quantity
      kept.unit = unit
      return TypedExpression(
        .binary(.times, value, rate), StaticType(.number(kept), isOptional: isOptional), span)
    default:
      report(.amountNeeded(value.span, what: "what is converted", found: describe(value.type)))
      return TypedExpression(.error, .poison, span)
    }
  }

  /// The column that holds the currency of a value of a `money in` column.
  private func currencyColumn(_ column: Int, of value: TypedExpression) -> TypedExpression? {
    switch value.kind {
    case .field(let relation, .column, let depth):
      return TypedExpression(.field(relation, .column(column), depth: depth), .text, value.span)
    case .member(let relation, .column, let row):
      return TypedExpression(.member(relation, .column(column), at: row), .text, value.span)
    default: return nil
    }
  }

  // ---- Calls ----

  private mutating func call(
    _ name: Name, _ arguments: [Argument], _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    if case .define(let index)? = globals[name.text]?.global {
      return call(define: index, name, arguments, span, in: scope)
    }
    if let label = arguments.lazy.compactMap(\.label).first {
      report(.argumentsHaveNoNames(label, of: name))
      return TypedExpression(.error, .poison, span)
    }
    let syntax = arguments.map(\.value)
    if case .rates(let index)? = globals[name.text]?.global { return rate(index, name, syntax, span, in: scope) }
    if case .curve(let index)? = globals[name.text]?.global { return curve(index, name, syntax, span, in: scope) }
    if name.text == "left" { return left(syntax, name, span, in: scope) }
    guard let builtin = Builtin(rawValue: name.text) else {
      if let spread = Checker.bareSpreads[name.text] {
        report(.spreadWithoutDivisor(name, spread))
        return TypedExpression(.error, .poison, span)
      }
      report(
        .unknownFunction(
          name,
          known: Builtin.allCases.map(\.rawValue) + Aggregate.Function.allCases.map(\.rawValue)
            + ratesSyntax.map(\.name.text) + defineSyntax.map(\.name.text) + libraryNames()
            + curveSyntax.map(\.name.text) + ["left"]))
      return TypedExpression(.error, .poison, span)
    }
    return call(builtin, name, syntax, span, in: scope)
  }

  private mutating func rate(
    _ index: Int, _ name: Name, _ syntax: [Expression], _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    guard model.rates.indices.contains(index) else { return TypedExpression(.error, .poison, span) }
    let rates = model.rates[index]
    guard syntax.count == rates.axes.count else {
      report(.argumentCount(name, found: syntax.count, signature: signature(of: rates)))
      return TypedExpression(.error, .poison, span)
    }
    let arguments = zip(syntax, rates.axes).map { syntax, axis in
      required(
        coerce(check(syntax, in: scope), to: axis.type, what: "`\(axis.name)` of `\(rates.name)`"),
        what: "`\(axis.name)` of `\(rates.name)`")
    }
    if arguments.contains(where: \.type.isPoison) { return TypedExpression(.error, .poison, span) }
    let kind: TypedExpression.Kind =
      rates.isTiers && rates.result.quantity != nil && rates.axes[0].type.quantity != nil
      ? .tierRate(rates: index, arguments[0]) : .matchRates(rates: index, arguments)
    return TypedExpression(kind, rateType(rates.result, of: arguments), span)
  }

  /// The type of what rates give. A share or a factor has no period; an amount is the amount of the period that it was
  /// looked up by: 500 USD for the year's tenth win are not 500 USD for each month after it.
  func rateType(_ result: StaticType, of arguments: [TypedExpression]) -> StaticType {
    guard var quantity = result.quantity, quantity.unit.singleName != nil else { return result }
    let gathered = arguments.compactMap(\.type.quantity)
    quantity.isRunning = gathered.contains(where: \.isRunning)
    let bases = Set(gathered.compactMap(\.basis))
    quantity.basis = bases.count == 1 ? bases.first : nil
    return StaticType(.number(quantity), isOptional: result.isOptional)
  }

  private func signature(of rates: RatesModel) -> String {
    let axes = rates.axes.map { "\($0.name): \(describe($0.type))" }
    return "\(rates.name)(\(axes.joined(separator: ", ")))"
  }

  private mutating func call(
    _ builtin: Builtin, _ name: Name, _ syntax: [Expression], _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    func wrongCount() -> TypedExpression {
      report(.argumentCount(name, found: syntax.count, signature: builtin.signature))
      return failed()
    }
    func argument(_ index: Int, as type: StaticType) -> TypedExpression {
      let value = check(syntax[index], in: scope)
      return coerce(value, to: type.optional(value.type.isOptional), what: "what `\(name.text)` is given")
    }
    func result(_ arguments: [TypedExpression], _ type: StaticType) -> TypedExpression {
      if arguments.contains(where: \.type.isPoison) { return failed() }
      return TypedExpression(
        .call(builtin, arguments), type.optional(type.isOptional || arguments.contains(where: \.type.isOptional)), span)
    }
    switch builtin {
    case .min, .max:
      guard syntax.count >= 2 else { return wrongCount() }
      var values = syntax.map { check($0, in: scope) }
      if values.contains(where: { $0.type.value == .date }) { values = values.map { dateOnly($0) } }
      var first = values[0]
      var arguments = [first]
      for value in values.dropFirst() {
        guard let (type, _, b) = common(first, value, of: name.text) else { return failed() }
        first = TypedExpression(first.kind, type, first.span)
        arguments.append(b)
      }
      switch first.type.value {
      case .number, .date, .timestamp, .period, .poison: break
      default:
        report(.notOrdered(name.text, first.span, type: describe(first.type)))
        return failed()
      }
      return result(arguments, first.type)
    case .abs:
      guard syntax.count == 1 else { return wrongCount() }
      let value = check(syntax[0], in: scope)
      guard value.type.quantity != nil else {
        if !value.type.isPoison {
          report(.amountNeeded(value.span, what: "what `abs` is given", found: describe(value.type)))
        }
        return failed()
      }
      return result([value], value.type)
    case .percent:
      guard syntax.count == 1 else { return wrongCount() }
      let value = check(syntax[0], in: scope)
      guard let quantity = value.type.quantity, quantity.unit.isOne else {
        if !value.type.isPoison {
          report(
            .typeExpected(
              value.span, what: "what `percent` is given", expected: "a number", found: describe(value.type)))
        }
        return failed()
      }
      return result([value], StaticType(.number(Quantity(.one, .percent)), isOptional: value.type.isOptional))
    case .nextDay, .previousDay, .dayFrom, .dayThrough:
      return step(builtin, name, syntax, span, in: scope)
    case .days, .weekdays, .monthsIn:
      guard syntax.count == 1 else { return wrongCount() }
      if builtin == .days, case .scheduled(let window, let schedule) = syntax[0].kind {
        return scheduledDays(window, schedule, span, in: scope)
      }
      guard let window = checkWindow(syntax[0], in: scope) else { return failed() }
      if window.isOpen {
        report(.openWindowCounted(syntax[0].span))
        return failed()
      }
      let typed = TypedExpression(.window(window), StaticType(.window), syntax[0].span)
      let mayBeMissing = window.from?.type.isOptional == true || window.through?.type.isOptional == true
      let type = builtin == .monthsIn ? StaticType.number : .quantity(.days)
      return TypedExpression(.call(builtin, [typed]), type.optional(mayBeMissing), span)
    case .overlap:
      guard syntax.count == 2 else { return wrongCount() }
      return overlap(syntax, span, in: scope)
    case .weekday:
      guard syntax.count == 1 else { return wrongCount() }
      let value = dateOnly(check(syntax[0], in: scope))
      let date = coerce(value, to: StaticType.date.optional(value.type.isOptional), what: "what `weekday` is given")
      return result([date], StaticType(.choice(Builtin.weekdayNames)))
    case .month, .quarter, .year, .week:
      guard syntax.count == 1, let unit = PeriodUnit(rawValue: builtin.rawValue) else { return wrongCount() }
      let value = dateOnly(check(syntax[0], in: scope))
      switch value.type.value {
      case .poison: return failed()
      case .date: break
      case .period(let found) where isLonger(unit, than: found) || unit == found: break
      default:
        report(
          .typeExpected(
            value.span, what: "what `\(name.text)` is given", expected: "a date", found: describe(value.type))
        )
        return failed()
      }
      return result([value], StaticType(.period(unit)))
    case .firstDay, .lastDay:
      guard syntax.count == 1 else { return wrongCount() }
      let value = check(asPeriod(syntax[0]), in: scope)
      guard case .period = value.type.value else {
        if !value.type.isPoison {
          report(
            .typeExpected(
              value.span, what: "what `\(name.text)` is given", expected: "a period", found: describe(value.type)))
        }
        return failed()
      }
      return result([value], .date)
    case .plusMonths, .plusMonthsClamped:
      guard syntax.count == 2 else { return wrongCount() }
      return result([argument(0, as: .date), argument(1, as: .number)], .date)
    case .monthsBetween:
      guard syntax.count == 2 else { return wrongCount() }
      return result([argument(0, as: .date), argument(1, as: .date)], .number)
    case .dateOf:
      guard syntax.count == 1 else { return wrongCount() }
      return result([argument(0, as: StaticType(.timestamp))], .date)
    case .startsWith, .contains:
      guard syntax.count == 2 else { return wrongCount() }
      return result([argument(0, as: .text), argument(1, as: .text)], .bool)
    case .remainder: return syntax.count == 2 ? remainder(syntax, span, in: scope) : wrongCount()
    case .sqrt: return syntax.count == 1 ? squareRoot(name, syntax[0], span, in: scope) : wrongCount()
    case .normalQuantile: return syntax.count == 1 ? normalQuantile(name, syntax[0], span, in: scope) : wrongCount()
    case .poissonQuantile: return syntax.count == 2 ? poissonQuantile(syntax, span, in: scope) : wrongCount()
    }
  }

  /// A timestamp's day; anything else as it is.
  mutating func dateOnly(_ value: TypedExpression) -> TypedExpression {
    guard case .timestamp = value.type.value else { return value }
    return TypedExpression(.call(.dateOf, [value]), StaticType.date.optional(value.type.isOptional), value.span)
  }
}
