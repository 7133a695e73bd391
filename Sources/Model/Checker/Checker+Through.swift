import Source
import Syntax

/// Amounts that go through tiers.
extension Checker {
  mutating func checkThrough(_ syntax: Through, _ span: SourceSpan, in scope: Scope) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    if case .curve(let index)? = globals[syntax.rates.text]?.global {
      report(.curveIsCalled(syntax.rates, declared: curveSyntax[index].name.span))
      return failed()
    }
    guard case .rates(let index)? = globals[syntax.rates.text]?.global else {
      report(.unknownRates(syntax.rates, known: ratesSyntax.map(\.name.text)))
      return failed()
    }
    guard model.rates.indices.contains(index) else { return failed() }
    let rates = model.rates[index]
    guard rates.isTiers || rates.hasColumns, rates.result.quantity != nil || rates.result.isPoison else {
      report(.throughNeedsTiers(syntax.rates, declared: rates.span))
      return failed()
    }
    guard let mode = rates.mode else {
      report(.throughNeedsMode(syntax.rates, declared: rates.span))
      return failed()
    }
    if mode == .adding {
      report(.throughAdding(syntax.rates, declared: rates.span))
      return failed()
    }
    guard let amounts = amounts(of: syntax, span, in: scope) else { return failed() }
    let against = syntax.against.map { required(check($0, in: scope), what: "what is held `against`") }
    if amounts.position.type.isPoison || amounts.paid?.type.isPoison == true || against?.type.isPoison == true {
      return failed()
    }
    let position = amounts.position
    guard let amount = position.type.quantity, let axis = rates.axes[0].type.quantity,
      let rate = rates.result.quantity, let paid = (amounts.paid ?? position).type.quantity
    else {
      if !rates.axes[0].type.isPoison, !rates.result.isPoison {
        report(.throughNeedsMode(syntax.rates, declared: rates.span))
      }
      return failed()
    }
    if let against {
      guard let quota = against.type.quantity, quota.unit == amount.unit else {
        report(
          .typeExpected(
            against.span, what: "what is held `against`", expected: amount.unitDescription,
            found: describe(against.type)))
        return failed()
      }
      if let p = amount.basis, let q = quota.basis, p != q {
        let gathered = TypedExpression(position.kind, position.type, syntax.amount.span)
        report(.periodsDiffer("against", gathered, p, against, q, against.span))
        return failed()
      }
      guard axis.unit.isOne else {
        report(.axisIsNoRatio(syntax.rates, axis: axis.unitDescription, declared: rates.span))
        return failed()
      }
    } else if axis.unit != amount.unit || axis.form == .percent {
      report(
        .axisDiffers(syntax.rates, axis: axis.unitDescription, amount: amount.unitDescription, declared: rates.span))
      return failed()
    }
    let window = windowScope(of: position)
    guard let keys = keys(of: syntax, rates, amounts.credit, in: scope),
      let order = order(of: syntax, amounts.credit),
      let method = method(of: syntax, rates, mode, amounts, in: scope),
      checkChange(syntax, method, against, window, in: scope)
    else { return failed() }
    // What a whole quarter earns is a quarter's amount, in a month too; what a running one adds is the month's own.
    var result = Quantity(rate.unit * paid.unit)
    if window == nil, let basis = amount.basis, let period = scope.period, isLonger(basis, than: period) {
      result.basis = basis
    }
    return TypedExpression(
      .through(
        TypedThrough(
          rates: index, method: method, position: position, counted: amounts.counted, paid: amounts.paid, keys: keys,
          against: against, change: syntax.change, scope: window, lookBack: lookBack(in: scope), period: scope.period,
          credit: amounts.credit, order: order)),
      StaticType(.number(result)), span)
  }

  private func windowScope(of position: TypedExpression) -> RunningScope? {
    if case .aggregate(let aggregate) = position.kind { return aggregate.window?.scope }
    return nil
  }

  // ---- The amounts ----

  /// What fills the tiers, and what is paid where that is another credit.
  private struct Amounts {
    var position: TypedExpression
    var paid: TypedExpression?
    /// The credit whose rows share what is paid.
    var credit: Relation?
    var counted: Relation?
    /// True iff what is paid is a credit's amounts and nothing else.
    var isBareCredit = false
  }

  private mutating func amounts(of syntax: Through, _ span: SourceSpan, in scope: Scope) -> Amounts? {
    let total = required(checkOver(syntax.amount, syntax.window, span, in: scope), what: "what goes through tiers")
    var amounts = Amounts(position: total)
    if case .aggregate(let aggregate) = total.kind, case .credit = aggregate.relation {
      amounts.credit = aggregate.relation
    }
    if case .name(let name) = syntax.amount.kind, let sheet = scope.sheet,
      let own = creditSyntax[sheet].firstIndex(where: { $0.name.text == name })
    {
      amounts.isBareCredit = amounts.credit == .credit(sheet: sheet, credit: own)
    }
    guard let counting = syntax.counting else { return amounts }
    if total.type.isPoison { return nil }
    guard let sheet = scope.sheet, amounts.isBareCredit, case .credit(_, let paid)? = amounts.credit else {
      report(
        .countingNeedsCredit(syntax.amount.span, known: scope.sheet.map { creditSyntax[$0].map(\.name.text) } ?? []))
      return nil
    }
    guard let counted = creditSyntax[sheet].firstIndex(where: { $0.name.text == counting.text }) else {
      report(.countingNeedsCredit(counting.span, known: creditSyntax[sheet].map(\.name.text)))
      return nil
    }
    guard let a = credit(sheet: sheet, credit: paid, at: syntax.amount.span),
      let b = credit(sheet: sheet, credit: counted, at: counting.span)
    else { return nil }
    if let difference = model.difference(between: a, and: b) {
      report(.countingOtherRows(counting, paid: creditSyntax[sheet][paid].name, difference: difference))
      return nil
    }
    let name = Expression(.name(counting.text), counting.span)
    amounts.position = required(checkOver(name, syntax.window, span, in: scope), what: "what goes through tiers")
    amounts.paid = total
    amounts.counted = .credit(sheet: sheet, credit: counted)
    return amounts
  }

  /// The values of a credited row for the axes behind the first; nil after a message.
  private mutating func keys(
    of syntax: Through, _ rates: RatesModel, _ credit: Relation?, in scope: Scope
  ) -> [TypedExpression]? {
    let axes = rates.axes.dropFirst()
    guard syntax.keys.count == axes.count else {
      report(.throughKeys(syntax.rates, found: syntax.keys.count, axes: axes.map(\.name), declared: rates.span))
      return nil
    }
    if axes.isEmpty { return [] }
    guard let credit else {
      report(.orderNeedsCredit(syntax.rates))
      return nil
    }
    var inner = scope.inside(credit)
    inner.period = nil
    var keys: [TypedExpression] = []
    for (key, axis) in zip(syntax.keys, axes) {
      let what = "`\(axis.name)` of `\(rates.name)`"
      let value = required(coerce(check(key, in: inner), to: axis.type, what: what), what: what)
      if value.type.isPoison { return nil }
      if value.readsRowOutside {
        report(.keyOfRowOutside(value.span, axis: axis.name))
        return nil
      }
      keys.append(value)
    }
    return keys
  }

  private mutating func order(of syntax: Through, _ credit: Relation?) -> [TypedExpression]? {
    var order: [TypedExpression] = []
    for name in syntax.order {
      guard let credit else {
        report(.orderNeedsCredit(name))
        return nil
      }
      guard let column = field(name, of: credit, depth: 0) else {
        report(.unknownColumn(name, table: describe(credit), known: fieldNames(of: credit)))
        return nil
      }
      order.append(column)
    }
    return order
  }

  // ---- The method ----

  /// How the amount is paid; nil after a message about what is missing for that.
  private mutating func method(
    of syntax: Through, _ rates: RatesModel, _ mode: RatesDeclaration.Mode, _ amounts: Amounts, in scope: Scope
  ) -> TypedThrough.Method? {
    let isSplit = amounts.paid != nil || !syntax.keys.isEmpty
    let method: TypedThrough.Method
    switch mode {
    case .reached: method = .reached
    case .entered: method = .entered
    case .whole where !isSplit: method = .running
    case .whole: method = rates.isMixed ? .sliced : .blended
    case .marginal, .adding: method = !isSplit ? .running : syntax.proRata == nil ? .sliced : .blended
    }
    if let words = syntax.proRata, mode != .marginal || !isSplit, !(rates.isMixed && isSplit) {
      report(.proRataOfOneRate(words, rates: syntax.rates, mode: mode.rawValue))
      return nil
    }
    if rates.isMixed, isSplit {
      if syntax.proRata != nil { return .blended }
      report(.mixedTiersByRow(syntax.rates, declared: rates.span))
      return nil
    }
    if !syntax.keys.isEmpty, !amounts.isBareCredit {
      report(.orderNeedsCredit(syntax.rates))
      return nil
    }
    guard method.isByRow else { return method }
    guard amounts.isBareCredit, case .credit(let sheet, let number)? = amounts.credit,
      let credit = credit(sheet: sheet, credit: number, at: syntax.amount.span),
      case .aggregate(let aggregate) = amounts.position.kind
    else {
      report(.orderNeedsCredit(syntax.rates))
      return nil
    }
    guard isOrdered(syntax, credit, creditSyntax[sheet][number], mode, isSplit: isSplit) else { return nil }
    guard let period = scope.period, aggregate.countsEachRowOnce(each: period) else {
      report(.rowsInSeveralPayments(aggregate.window?.span ?? syntax.window.span, rates: syntax.rates.text))
      return nil
    }
    return method
  }

  /// True iff the order tells all rows apart; a message otherwise.
  private mutating func isOrdered(
    _ syntax: Through, _ credit: CreditModel, _ declaration: CreditDeclaration, _ mode: RatesDeclaration.Mode,
    isSplit: Bool
  ) -> Bool {
    let table = model.tables[credit.table]
    let key = table.key.map { table.columns[$0].name }
    let written = syntax.order.map(\.text)
    let missing = key.filter { !written.contains($0) }
    if key.isEmpty {
      report(.orderNeedsKey(syntax.rates, table: table.name, declared: table.span))
      return false
    }
    if missing.isEmpty, !written.isEmpty { return true }
    let date = declaration.date?.text ?? table.dated.map { table.columns[$0].name }
    let start = written.isEmpty ? [date].compactMap { $0 }.filter { !key.contains($0) } : written
    let proposal = (start + missing).joined(separator: ", ")
    if let last = syntax.order.last {
      let end = SourceSpan(file: last.span.file, start: Int(last.span.end), end: Int(last.span.end))
      report(
        .orderNotTotal(
          syntax.order[0].span.union(last.span), table: table.name, columns: written, proposal: proposal,
          edit: Diagnostic.Edit(end, ", " + missing.joined(separator: ", "))))
    } else {
      report(.orderMissing(syntax.rates, proposal: proposal, canBlend: mode == .marginal && isSplit))
    }
    return false
  }

  // ---- What changes inside a window ----

  private mutating func checkChange(
    _ syntax: Through, _ method: TypedThrough.Method, _ against: TypedExpression?, _ window: RunningScope?,
    in scope: Scope
  ) -> Bool {
    guard let against else { return true }
    let source = window.flatMap { window in differs(against, within: window) }
    guard let source else {
      guard let words = syntax.changeSpan else { return true }
      report(.changeOfWhatStays(words, word: syntax.change?.rawValue ?? "", against: against.span))
      return false
    }
    guard let change = syntax.change else {
      report(.changeNotSaid(against.span, source: source, isByRow: method.isByRow))
      return false
    }
    if change == .reRated, method.isByRow, let words = syntax.changeSpan {
      report(.reRatedRows(words, rates: syntax.rates))
      return false
    }
    return true
  }

  /// The part of a value that can differ between the pay periods of one window; nil if none can.
  func differs(_ value: TypedExpression, within window: RunningScope) -> SourceSpan? {
    var lines: Set<Int> = []
    return differs(value, within: window, depth: 0, &lines)
  }

  /// - Parameter depth: how many aggregates stand around the value; fields of rows further in are the same in each period.
  private func differs(
    _ value: TypedExpression, within window: RunningScope, depth: Int, _ lines: inout Set<Int>
  ) -> SourceSpan? {
    func part(_ inner: TypedExpression) -> SourceSpan? { differs(inner, within: window, depth: depth, &lines) }
    switch value.kind {
    case .error, .constant, .parameter, .today: return nil
    case .it, .previous, .through, .trueUp, .rank, .allocate, .running, .left: return value.span
    case .rowPeriod(let unit, _):
      // The quarter is the same in all months of a year's quarter, the year in all its quarters.
      if case .period(let whole) = window, unit == whole || isLonger(unit, than: whole) { return nil }
      return value.span
    case .field(let relation, let field, let level):
      guard level >= depth else { return nil }
      switch field {
      case .period: return value.span
      case .line(let line), .status(let line), .reason(let line):
        guard case .sheet(let sheet) = relation, let model = lineModels[.line(sheet: sheet, line: line)] else {
          return value.span
        }
        if model.each != nil || model.kind == .pay { return value.span }
        guard lines.insert(line).inserted else { return nil }
        return differs(model.value, within: window, depth: 0, &lines) == nil ? nil : value.span
      case .column, .key, .entity, .range, .row, .creditPayee, .creditDate, .creditAmount, .creditSource, .paid:
        return nil
      }
    case .aggregate(let aggregate):
      for inner in [aggregate.value, aggregate.condition, aggregate.date].compactMap({ $0 })
        + aggregate.joins.map(\.theirs)
      {
        if let found = differs(inner, within: window, depth: depth + 1, &lines) { return found }
      }
      let outside =
        aggregate.joins.map(\.mine) + [aggregate.window?.from, aggregate.window?.through].compactMap { $0 }
      for inner in outside where part(inner) != nil { return value.span }
      return nil
    case .pick(let pick), .isTied(let pick):
      let rows = TypedExpression(.aggregate(pick.rows), .number, value.span)
      if part(rows) != nil { return value.span }
      for ranking in pick.order where differs(ranking.value, within: window, depth: depth + 1, &lines) != nil {
        return value.span
      }
      return nil
    case .curve, .member, .lookup, .sheetRow, .negate, .not, .binary, .isMissing, .isIn, .isInWindow, .conditional,
      .otherwise,
      .round,
      .convert, .call, .addMonths, .shiftPeriod, .schedule, .window, .tierRate, .matchRates:
      for child in value.children {
        if let found = part(child) { return found }
      }
      return nil
    }
  }
}
