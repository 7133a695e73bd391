import Columns
import Source
import Syntax

/// Declarations that say which rule replenishes what.
///
/// Such a declaration is a sheet whose lines are made here: the rule that counts, its order and value, status and reason.
extension Checker {
  // ---- Lines ----

  /// The lines of the sheet, with the names and titles that the rules' own lines have.
  mutating func choiceLines(_ sheet: Int) -> [LineDeclaration] {
    guard let choice = sheetSyntax[sheet].choice else { return [] }
    let place = sheetSyntax[sheet].name.span
    var orders: [LineDeclaration] = []
    var values: [LineDeclaration] = []
    for row in choice.rows {
      guard case .rule(let name) = row.choice, case .sheet(let rule)? = globals[name.text]?.global,
        sheetSyntax[rule].kind == .replenish
      else { continue }
      if let order = lineSyntax[rule].first(where: { $0.kind == .order }) { orders.append(order) }
      if let value = valueLine(of: rule) { values.append(lineSyntax[rule][value]) }
    }
    let names = Set(orders.map(\.name.text))
    let taken = ["rule", "value", "status", "reason"]
    let order = names.count == 1 ? names.first.flatMap { taken.contains($0) ? nil : $0 } : nil
    func common(_ lines: [LineDeclaration]) -> TextLiteral? {
      let titles = Set(lines.map { $0.title?.text })
      return titles.count == 1 ? lines.first?.title : nil
    }
    var lines: [LineDeclaration] = []
    choiceParts[sheet] = []
    func add(_ part: RuleChoicePart, _ name: String, _ title: TextLiteral?) {
      choiceParts[sheet]?.append(part)
      lines.append(
        LineDeclaration(
          kind: .show, name: Name(name, place), title: title, each: nil, starting: nil, decimals: nil,
          value: Expression(.error, place), steps: [], documentation: nil, span: place))
    }
    add(.rule, "rule", nil)
    add(.order, order ?? "quantity", common(orders))
    if !values.isEmpty { add(.value, "value", common(values)) }
    add(.status, "status", nil)
    add(.reason, "reason", nil)
    return lines
  }

  /// The line `value` of a rule.
  private func valueLine(of rule: Int) -> Int? {
    lineSyntax[rule].firstIndex { $0.name.text == "value" && $0.kind != .let }
  }

  /// A line of such a sheet. All of them wait for the first, so that a choice that depends on itself is a circle.
  mutating func checkChoiceLine(_ sheet: Int, _ line: Int) -> TypedExpression {
    let span = sheetSyntax[sheet].name.span
    let part = choiceParts[sheet]?[line] ?? .rule
    if line == 0 {
      model.sheets[sheet].choice = checkChoice(sheet)
    } else {
      _ = lineType(sheet: sheet, line: 0, at: span)
    }
    guard let choice = model.sheets[sheet].choice else { return TypedExpression(.error, .poison, span) }
    switch part {
    case .rule:
      return chain(choice, .text, span) { checker, number in
        guard case .rule(let rule, _) = choice.choices[number] else { return nil }
        return TypedExpression(.constant(.text(checker.model.sheets[rule].name)), .text, span)
      }
    case .order: return orders(choice, sheet, span)
    case .value: return values(choice, sheet, span)
    case .status: return status(choice, span)
    case .reason:
      return chain(choice, .text, span) { _, number in
        switch choice.choices[number] {
        case .nothing(let reason): return TypedExpression(.constant(.text(reason)), .text, span)
        case .rule(let rule, let order):
          return choice.rows[number].map {
            TypedExpression(
              .member(.sheet(rule), .reason(line: order), at: $0), StaticType(.text, isOptional: true), span)
          }
        }
      }
    }
  }

  /// The value of the choice that counts: one after the other is asked.
  private mutating func chain(
    _ choice: RuleChoiceModel, _ type: StaticType, otherwise: TypedExpression? = nil, _ span: SourceSpan,
    _ value: (inout Checker, Int) -> TypedExpression?
  ) -> TypedExpression {
    let missing = TypedExpression(.constant(.missing), StaticType(.nothing, isOptional: true), span)
    let result = type.optional(otherwise == nil)
    var chained = otherwise ?? missing
    for number in choice.choices.indices.reversed() {
      let found = value(&self, number) ?? missing
      let isIt = TypedExpression(
        .binary(.equal, choice.number, TypedExpression(.constant(.number(Rational(number))), .number, span)), .bool,
        span)
      chained = TypedExpression(.conditional(found, condition: isIt, otherwise: chained), result, span)
    }
    return TypedExpression(chained.kind, chained.type.value == .nothing ? result : chained.type, span)
  }

  private mutating func orders(_ choice: RuleChoiceModel, _ sheet: Int, _ span: SourceSpan) -> TypedExpression {
    amounts(choice, sheet, what: "orders", span) { _, rule, order in (rule, order) }
  }

  private mutating func values(_ choice: RuleChoiceModel, _ sheet: Int, _ span: SourceSpan) -> TypedExpression {
    amounts(choice, sheet, what: "values", span) { checker, rule, _ in
      checker.valueLine(of: rule).map { (rule, $0) }
    }
  }

  /// A line of the rule that counts, which all rules have in one unit.
  private mutating func amounts(
    _ choice: RuleChoiceModel, _ sheet: Int, what: String, _ span: SourceSpan,
    line: (Checker, Int, Int) -> (rule: Int, line: Int)?
  ) -> TypedExpression {
    var first: (type: StaticType, name: Name)?
    var members: [Int: TypedExpression] = [:]
    for (number, one) in choice.choices.enumerated() {
      guard case .rule(let rule, let order) = one, let row = choice.rows[number],
        let place = line(self, rule, order)
      else { continue }
      let name = lineSyntax[place.rule][place.line].name
      let type = lineType(sheet: place.rule, line: place.line, at: name.span)
      if type.isPoison { return TypedExpression(.error, .poison, span) }
      guard let quantity = type.quantity else { continue }
      if let first, let other = first.type.quantity, other.unit != quantity.unit {
        report(
          .choiceUnits(
            sheetSyntax[sheet].name, what: what, (first.name, describe(first.type.optional(false))),
            (name, describe(type.optional(false)))))
        return TypedExpression(.error, .poison, span)
      }
      first = first ?? (type, name)
      members[number] = TypedExpression(
        .member(.sheet(rule), .line(place.line), at: row), type.optional(), span)
    }
    return chain(choice, first?.type ?? .number, span) { _, number in members[number] }
  }

  private mutating func status(_ choice: RuleChoiceModel, _ span: SourceSpan) -> TypedExpression {
    func text(_ text: String) -> TypedExpression { TypedExpression(.constant(.text(text)), .text, span) }
    return chain(choice, .text, otherwise: text(RuleChoiceModel.Status.noRule), span) { checker, number in
      guard case .rule(let rule, let order) = choice.choices[number], let row = choice.rows[number] else {
        return text(RuleChoiceModel.Status.nothing)
      }
      let isAbsent = TypedExpression(.isMissing(row), .bool, span)
      let own = TypedExpression(.member(.sheet(rule), .status(line: order), at: row), .text, span)
      return TypedExpression(
        .conditional(text(RuleChoiceModel.Status.notInRule), condition: isAbsent, otherwise: own), .text, span)
    }
  }

  // ---- The choice ----

  private mutating func checkChoice(_ sheet: Int) -> RuleChoiceModel? {
    guard let syntax = sheetSyntax[sheet].choice, !brokenSheets.contains(sheet) else { return nil }
    let count = diagnostics.count
    let axes = checkAxes(syntax, sheet)
    let keys = rowKeys(of: sheet, sheetSyntax[sheet].name.span)
    var choices: [RuleChoiceModel.Choice] = []
    var rows: [TypedExpression?] = []
    var rates = RatesModel(
      name: sheetSyntax[sheet].name.text, mode: nil, precedence: .mostSpecific,
      axes: axes.map { RatesModel.Axis(name: $0.name, type: $0.value.type, isOrdered: $0.value.type.isOrdered) },
      result: .number, rows: [], end: nil, includesEnd: false, documentation: nil, span: sheetSyntax[sheet].name.span)
    rates.isChoice = true
    var known: [RuleChoiceModel.Choice: Int] = [:]
    for row in syntax.rows where row.matchers.count == axes.count {
      let matchers = zip(row.matchers, axes).map { choiceMatcher($0, $1.name, $1.value.type) }
      guard let choice = self.choice(row.choice, keys: keys, sheet) else { continue }
      if known[choice] == nil {
        known[choice] = choices.count
        choices.append(choice)
        rows.append(rowOf(choice, keys: keys, sheet))
      }
      rates.rows.append(choiceRow(matchers, number: known[choice] ?? 0, row.span))
    }
    guard diagnostics.count == count else { return nil }
    if syntax.rows.isEmpty { report(.choiceWithoutRows(sheetSyntax[sheet].name)) }
    checkRegions(rates)
    guard diagnostics.count == count else { return nil }
    let any = axes.map { _ in RatesModel.Matcher.any }
    if !rates.rows.contains(where: { $0.matchers.allSatisfy { if case .any = $0 { true } else { false } } }) {
      rates.rows.append(choiceRow(any, number: RuleChoiceModel.none, sheetSyntax[sheet].name.span))
    }
    model.rates.append(rates)
    let number = TypedExpression(
      .matchRates(rates: model.rates.count - 1, axes.map(\.value)), .number, sheetSyntax[sheet].name.span)
    return RuleChoiceModel(choices: choices, rows: rows, number: number)
  }

  private func choiceRow(_ matchers: [RatesModel.Matcher], number: Int, _ span: SourceSpan) -> RatesModel.Row {
    RatesModel.Row(
      matchers: matchers, value: TypedExpression(.constant(.number(Rational(number))), .number, span), isWhole: false,
      span: span)
  }

  private mutating func checkAxes(_ syntax: RuleChoiceSyntax, _ sheet: Int) -> [(name: String, value: TypedExpression)]
  {
    var seen: [String: Name] = [:]
    return syntax.axes.map { axis in
      if let other = seen.updateValue(axis.name, forKey: axis.name.text) {
        report(.declaredTwice(axis.name, before: other))
      }
      var value = required(check(axis.value, in: rowScope(sheet)), what: "`\(axis.name.text)` of the choice")
      switch value.type.value {
      case .text, .choice, .bool, .number, .date, .period, .poison: break
      case .timestamp: value = dateOnly(value)
      case .row: value = coerce(value, to: .text, what: "`\(axis.name.text)` of the choice")
      case .moneyInColumn, .calendarSpan, .window, .nothing:
        report(.choiceAxisType(axis.value.span, axis: axis.name.text, found: describe(value.type)))
        value = TypedExpression(.error, .poison, value.span)
      }
      return (axis.name.text, value)
    }
  }

  private mutating func choiceMatcher(
    _ syntax: RatesDeclaration.Matcher, _ axis: String, _ type: StaticType
  ) -> RatesModel.Matcher {
    switch syntax {
    case .any: return .any
    case .values(let values, _): return .values(values.map { checkConstant($0, as: type, what: "`\(axis)`") })
    case .lowerBound(let bound, let isIncluded, _):
      switch type.value {
      case .number, .date, .period, .poison: break
      default: report(.boundHasNoOrder(bound.span, found: describe(type)))
      }
      return .lowerBound(checkConstant(bound, as: type, what: "the bound"), isIncluded: isIncluded)
    }
  }

  /// What a row chooses; nil after a message.
  private mutating func choice(
    _ syntax: RuleChoiceSyntax.Choice, keys: [(name: String, value: TypedExpression)], _ sheet: Int
  ) -> RuleChoiceModel.Choice? {
    switch syntax {
    case .nothing(let reason): return .nothing(reason: reason.text)
    case .rule(let name):
      guard case .sheet(let rule)? = globals[name.text]?.global, sheetSyntax[rule].kind == .replenish else {
        let rules = sheetSyntax.filter { $0.kind == .replenish }.map(\.name.text)
        report(.noRuleOfThisName(name, isOther: globals[name.text] != nil, known: rules))
        return nil
      }
      if brokenSheets.contains(rule) { return nil }
      let orders = lineSyntax[rule].indices.filter { lineSyntax[rule][$0].kind == .order }
      guard let order = orders.first, orders.count == 1 else {
        report(.choiceOfOrders(name, orders.map { lineSyntax[rule][$0].name }, declared: sheetSyntax[rule].name.span))
        return nil
      }
      let theirs = rowKeys(of: rule, name.span)
      let isSame =
        theirs.count == keys.count
        && theirs.allSatisfy { key in
          keys.contains { $0.name == key.name && $0.value.type.value == key.value.type.value }
        }
      guard isSame else {
        report(
          .choiceKeysDiffer(
            name, theirs: theirs.map(\.name), sheetSyntax[rule].rows?.span,
            mine: keys.map(\.name), sheetSyntax[sheet].rows?.span))
        return nil
      }
      return .rule(sheet: rule, order: order)
    }
  }

  /// The rule's row with the key of the row at hand.
  private mutating func rowOf(
    _ choice: RuleChoiceModel.Choice, keys: [(name: String, value: TypedExpression)], _ sheet: Int
  ) -> TypedExpression? {
    guard case .rule(let rule, _) = choice else { return nil }
    let joins = rowKeys(of: rule, sheetSyntax[rule].name.span).compactMap { theirs in
      keys.first { $0.name == theirs.name }.map { TypedAggregate.Join(theirs: theirs.value, mine: $0.value) }
    }
    return TypedExpression(
      .sheetRow(sheet: rule, keys: joins, isRequired: false),
      StaticType(.row(.sheet(rule)), isOptional: true), sheetSyntax[sheet].name.span)
  }

  // ---- Rows against each other ----

  /// Reports rows that are repeated, that never win, and pairs of which nothing says which counts.
  private mutating func checkRegions(_ rates: RatesModel) {
    let rows = rates.rows
    let matchers = rows.map { row in row.matchers.map { keyMatcher($0) } }
    let regions = RuleRegions(matchers, types: rates.axes.map(\.type))
    for finding in regions.findings() {
      switch finding {
      case .repeated(let row, let earlier): report(.choiceRepeated(rows[row].span, earlier: rows[earlier].span))
      case .neverCounts(let row, let stronger):
        report(.choiceNeverWins(rows[row].span, stronger: stronger.map { rows[$0].span }))
      case .ambiguous(let row, let other, let open):
        let example = regions.example(of: open, axes: rates.axes.map(\.name)) { value, _ in
          if case .text(let text) = value { "\"\(text)\"" } else { "\(value)" }
        } place: { [self] place, axis in
          written(place, on: rates.axes[axis].type)
        }
        report(.choiceAmbiguous(rows[row].span, other: rows[other].span, example: example))
      }
    }
  }

  private func keyMatcher(_ matcher: RatesModel.Matcher) -> KeyMatcher {
    switch matcher {
    case .any: .any
    case .values(let values): .values(values.compactMap { constantValue($0) })
    case .lowerBound(let bound, let isIncluded):
      constantValue(bound)?.place.map { .from($0, isIncluded: isIncluded) } ?? .any
    }
  }

  /// A place on an ordered axis, as an author would write it.
  private func written(_ place: Rational, on type: StaticType) -> String {
    switch type.value {
    case .date where place.isInteger: return "\(CalendarDate(days: Int32(clamping: place.numerator)))"
    case .period(let unit) where place.isInteger:
      return "\(Period(model.unit(unit), ordinal: Int32(clamping: place.numerator)))"
    case .number(let quantity):
      if quantity.form == .percent {
        return (place.multiplying(Rational(100)) ?? place).description(decimals: 6) + "%"
      }
      return place.description(decimals: 6) + (quantity.unit.isOne ? "" : " \(quantity.unit)")
    default: return "\(place)"
    }
  }
}
