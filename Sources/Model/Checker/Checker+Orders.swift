import Columns
import Source
import Syntax

/// Orders: what they start with, their steps and outcomes, and what they are worth.
extension Checker {
  /// The lines of a sheet's text, with one behind each order that has a price: its value in money.
  static func withWorths(_ lines: [LineDeclaration]) -> [LineDeclaration] {
    let orders = lines.count { $0.kind == .order }
    return lines.flatMap { line -> [LineDeclaration] in
      guard line.kind == .order, let price = line.price else { return [line] }
      let name = Name(orders == 1 ? "value" : "\(line.name.text)_value", price.span)
      return [
        line,
        LineDeclaration(
          kind: .show, name: name, title: nil, each: nil, starting: nil, decimals: nil, value: price,
          worthOf: line.name, steps: [], documentation: nil, span: price.span),
      ]
    }
  }

  /// Reports lines that have the name of a column that every order has, or of the one that its price adds.
  mutating func checkNamesOfOrders(_ sheet: Int) {
    let own = lineSyntax[sheet].filter { $0.worthOf == nil }
    for order in own where order.kind == .order {
      for word in ["status", "reason"] {
        let name = outcomeName(word, ofOrder: order.name.text, sheet)
        for line in own where line.name.text == name {
          report(.nameOfOutcome(line.name, order: order.name, price: nil))
        }
      }
      guard let price = order.price else { continue }
      let worth = outcomeName("value", ofOrder: order.name.text, sheet)
      for line in own where line.name.text == worth {
        report(.nameOfOutcome(line.name, order: order.name, price: price.span))
      }
    }
  }

  private func outcomeName(_ word: String, ofOrder order: String, _ sheet: Int) -> String {
    lineSyntax[sheet].count { $0.kind == .order } == 1 ? word : "\(order)_\(word)"
  }

  /// What a rule says of its orders beside their quantities, by name.
  func outcomeFields(of sheet: Int) -> [(name: String, field: Field, type: StaticType)] {
    guard sheetSyntax[sheet].kind == .replenish else { return [] }
    return lineSyntax[sheet].indices.filter { lineSyntax[sheet][$0].kind == .order }.flatMap { line in
      let order = lineSyntax[sheet][line].name.text
      return [
        (outcomeName("status", ofOrder: order, sheet), Field.status(line: line), OrderStatus.type),
        (outcomeName("reason", ofOrder: order, sheet), Field.reason(line: line), StaticType.text.optional()),
      ]
    }
  }

  /// The status or reason of a rule's order by its name, or nil.
  mutating func outcomeField(_ name: Name, of sheet: Int, depth: Int) -> TypedExpression? {
    guard let found = outcomeFields(of: sheet).first(where: { $0.name == name.text }) else { return nil }
    // Both are known only with the order itself, which cannot ask for them.
    if case .status(let line) = found.field, lineType(sheet: sheet, line: line, at: name.span).isPoison {
      return TypedExpression(.error, .poison, name.span)
    }
    if case .reason(let line) = found.field, lineType(sheet: sheet, line: line, at: name.span).isPoison {
      return TypedExpression(.error, .poison, name.span)
    }
    return TypedExpression(.field(.sheet(sheet), found.field, depth: depth), found.type, name.span)
  }

  // ---- Steps ----

  /// The steps of an order, whose value may be missing until one that ends the order has taken care of it.
  mutating func checkOrder(_ line: inout LineModel, _ syntax: LineDeclaration, sheet: Int, in scope: Scope) {
    if sheetSyntax[sheet].kind != .replenish { report(.onlyInReplenish(syntax.name.span)) }
    if line.value.type.quantity == nil, !line.value.type.isPoison {
      report(.amountNeeded(line.value.span, what: "an order", found: describe(line.value.type)))
    }
    var scope = scope
    scope.it = line.value.type
    let type = line.value.type.optional(false)
    for step in syntax.steps {
      if scope.it?.isOptional == true, step.action.needsValue { requireStart(of: line, &scope) }
      let count = diagnostics.count
      var typed = checkStep(step, in: scope, of: type)
      if scope.it?.isOptional == true, diagnostics[count...].contains(where: { $0.code == "E0401" }) {
        // What the step finds missing may be `it`, of which there is more to say.
        diagnostics.removeSubrange(count...)
        requireStart(of: line, &scope)
        typed = checkStep(step, in: scope, of: type)
      }
      line.steps.append(typed)
      scope = scope.behind(typed)
      if scope.it?.isOptional == true, isKnown(syntax.value, line.value, in: &scope) { scope.it = type }
    }
    if scope.it?.isOptional == true { requireStart(of: line, &scope) }
  }

  /// True iff what an order starts with is there where the steps so far have not ended it: because they ask for it
  /// itself, or for all in it that may be missing.
  private mutating func isKnown(_ syntax: Expression, _ value: TypedExpression, in scope: inout Scope) -> Bool {
    if scope.present.contains(.it) {
      if let read = ReadValue(value) { scope.present.insert(read) }
      return true
    }
    if scope.present.isEmpty { return false }
    let count = diagnostics.count
    let again = check(syntax, in: scope)
    diagnostics.removeSubrange(count...)
    return !again.type.isOptional
  }

  /// Reports that what the order starts with may be missing.
  private mutating func requireStart(of line: LineModel, _ scope: inout Scope) {
    scope.it = line.value.type.optional(false)
    if line.value.type.isPoison { return }
    report(
      .orderMayBeMissing(line.value.span, sources: optionalSources(of: line.value), type: line.value.type))
  }

  // ---- Groups ----

  mutating func checkGrouping(_ syntax: GroupingSyntax, of sheet: Int) {
    let orders = lineSyntax[sheet].filter { $0.kind == .order }
    guard sheetSyntax[sheet].kind == .replenish, !orders.isEmpty else {
      return report(.groupedWithoutOrder(syntax.span))
    }
    if brokenSheets.contains(sheet) { return }
    let worths = lineSyntax[sheet].filter { $0.worthOf != nil }
    let taken = ["lines"] + OrderOutcome.allCases.map(\.rawValue) + (orders + worths).map(\.name.text)
    var seen: [String: SourceSpan] = [:]
    for path in syntax.paths {
      guard let name = path.last, !name.text.isEmpty else { continue }
      let value = member(path: path, of: .sheet(sheet))
      if value.type.isPoison { continue }
      if !isGroup(value.type) || value.type.isOptional {
        report(.noGroup(value.span, found: describe(value.type)))
      } else if let earlier = seen[name.text] {
        report(.groupedTwice(name.span, earlier: earlier, name: name.text))
      } else if taken.contains(name.text) {
        report(.groupNameTaken(name))
      } else {
        seen[name.text] = name.span
        model.sheets[sheet].grouping.append(GroupModel(name: name.text, value: value))
      }
    }
  }

  /// True iff values of the type name things, so that lines can be told apart by them.
  private func isGroup(_ type: StaticType) -> Bool {
    switch type.value {
    case .text, .choice, .date, .period: true
    case .row(.table(let table)): !model.tables[table].key.isEmpty
    case .row, .bool, .timestamp, .number, .moneyInColumn, .calendarSpan, .window, .nothing, .poison: false
    }
  }

  // ---- Worth ----

  /// What an order is worth: its quantity at the price, rounded to the currency's smallest coin.
  mutating func checkWorth(of order: Name, at price: TypedExpression, sheet: Int, _ span: SourceSpan) -> (
    order: Int, value: TypedExpression
  )? {
    guard let line = lineSyntax[sheet].firstIndex(where: { $0.kind == .order && $0.name.text == order.text }) else {
      return nil
    }
    let type = lineType(sheet: sheet, line: line, at: order.span)
    guard let quantity = type.quantity else { return nil }
    let price = required(price, what: "the price of an order")
    if price.type.isPoison { return nil }
    guard let per = price.type.quantity, Unit.canCombine(quantity.unit, per.unit),
      let currency = (quantity.unit * per.unit).currency
    else {
      report(.priceNeeded(price.span, found: describe(price.type), order: order, unit: describe(type.optional(false))))
      return nil
    }
    let money = StaticType.quantity(Unit(currency.code)).optional(type.isOptional)
    let amount = TypedExpression(.field(.sheet(sheet), .line(line), depth: 0), type, order.span)
    let coin = TypedExpression(
      .constant(.number(Rational(Int64(1), scale: currency.minorDigits))), money.optional(false), price.span)
    let product = TypedExpression(.binary(.times, amount, price), money, price.span)
    return (line, TypedExpression(.round(product, .half, step: coin), money, price.span))
  }
}

extension Step.Action {
  /// True iff the step computes with the running value.
  fileprivate var needsValue: Bool {
    switch self {
    case .times, .atLeast, .atMost, .round: true
    case .stop, .set, .end: false
    }
  }
}

extension Scope {
  /// The scope of the steps behind one: where it ends the rest, its condition is false there.
  func behind(_ step: TypedStep) -> Scope {
    switch step.action {
    case .stop, .end:
      guard let condition = step.condition else {
        var scope = self
        scope.present.insert(.it)
        return scope
      }
      return unless(condition)
    case .set, .times, .atLeast, .atMost, .round: return self
    }
  }
}
