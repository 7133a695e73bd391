import Columns
import Source
import Syntax

extension Checker {
  mutating func checkBinary(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ operatorSpan: SourceSpan,
    _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    switch operation {
    case .and, .or:
      let a = condition(check(left, in: scope), of: operation.rawValue)
      let b = condition(check(right, in: operation == .and ? scope.after(a) : scope.unless(a)), of: operation.rawValue)
      if a.type.isPoison || b.type.isPoison { return TypedExpression(.error, .poison, span) }
      return TypedExpression(
        .binary(operation, a, b), StaticType.bool.optional(a.type.isOptional || b.type.isOptional), span)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return comparison(operation, left, right, operatorSpan, span, in: scope)
    case .plus, .minus:
      if case .span(let count, let unit) = right.kind {
        return addSpan(check(left, in: scope), count, unit, operation, right.span, span)
      }
      if operation == .plus, case .span(let count, let unit) = left.kind {
        return addSpan(check(right, in: scope), count, unit, operation, left.span, span)
      }
      let first = check(left, in: scope)
      // The years since one: no year is moved by two thousand.
      let other = operation == .minus && first.type.value == .period(.year) ? asPeriod(right) : right
      return sum(operation, first, check(other, in: scope), operatorSpan, span)
    case .times, .percentOf:
      return product(operation, check(left, in: scope), check(right, in: scope), operatorSpan, span)
    case .divide:
      let divisor = unitAlone(right, under: left, in: scope) ?? check(right, in: scope)
      return quotient(check(left, in: scope), divisor, operatorSpan, span)
    }
  }

  /// The unit under an amount, as in `3 USD / unit`: one of it, unless the name means something else here.
  private mutating func unitAlone(_ right: Expression, under left: Expression, in scope: Scope) -> TypedExpression? {
    guard case .name(let text) = right.kind, endsInAmount(left), let (unit, factor) = units[text], globals[text] == nil
    else { return nil }
    if let row = scope.row, field(Name(text, right.span), of: row, depth: 0) != nil { return nil }
    return TypedExpression(.constant(.number(factor)), .quantity(unit), right.span)
  }

  /// True iff the text of a product ends in an amount with its unit: `pieces * 3 USD`, `3 USD / unit`.
  private func endsInAmount(_ syntax: Expression) -> Bool {
    switch syntax.kind {
    case .number(_, .some): return true
    case .binary(.times, _, let factor, _): return endsInAmount(factor)
    case .binary(.divide, let amount, let divisor, _):
      if case .name(let text) = divisor.kind { return units[text] != nil && endsInAmount(amount) }
      return endsInAmount(divisor)
    default: return false
    }
  }

  /// `x in lo .. hi`: both ends included.
  mutating func between(
    _ value: TypedExpression, _ low: TypedExpression, _ high: TypedExpression, _ negated: Bool, _ span: SourceSpan
  ) -> TypedExpression {
    guard let (_, a, x) = common(low, value, of: "in"), let (_, y, b) = common(value, high, of: "in") else {
      return TypedExpression(.error, .poison, span)
    }
    let isOptional = [low, value, high].contains { $0.type.isOptional }
    let type = StaticType.bool.optional(isOptional)
    let test = TypedExpression(
      .binary(
        .and, TypedExpression(.binary(.lessOrEqual, a, x), type, span),
        TypedExpression(.binary(.lessOrEqual, y, b), type, span)), type, span)
    return negated ? TypedExpression(.not(test), type, span) : test
  }

  mutating func condition(_ value: TypedExpression, of what: String) -> TypedExpression {
    if value.type.isPoison || value.type.value == .bool { return value }
    report(.conditionNeeded(value.span, what: "`\(what)`", found: describe(value.type)))
    return TypedExpression(.error, .poison, value.span)
  }

  mutating func negation(of value: TypedExpression, _ span: SourceSpan) -> TypedExpression {
    if reportInfiniteWord(value) { return TypedExpression(.error, .poison, span) }
    guard value.type.quantity != nil else {
      if !value.type.isPoison {
        report(.amountNeeded(value.span, what: "what stands after `-`", found: describe(value.type)))
      }
      return TypedExpression(.error, .poison, span)
    }
    if case .constant(.number(let number)) = value.kind {
      return TypedExpression(.constant(.number(number.negated)), value.type, span)
    }
    return TypedExpression(.negate(value), value.type, span)
  }

  // ---- Sums ----

  private mutating func sum(
    _ operation: BinaryOperator, _ a: TypedExpression, _ b: TypedExpression, _ operatorSpan: SourceSpan,
    _ span: SourceSpan
  ) -> TypedExpression {
    let isOptional = a.type.isOptional || b.type.isOptional
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    if a.type.isPoison || b.type.isPoison || reportInfiniteWord(a) || reportInfiniteWord(b) { return failed() }
    let left = dateOnly(a)
    let right = dateOnly(b)
    switch (left.type.value, right.type.value) {
    case (.date, .date):
      if operation == .minus {
        return TypedExpression(
          .binary(.minus, left, right), StaticType.quantity(.days).optional(isOptional), span)
      }
    case (.date, .number(let quantity)):
      if quantity.unit == .days {
        return TypedExpression(.binary(operation, left, right), StaticType.date.optional(isOptional), span)
      }
      if isBareLiteral(right) {
        report(.literalNeedsUnit(right, unit: .days, operatorSpan))
        return failed()
      }
    case (.period, _), (_, .period):
      if let type = periodSum(operation, left.type, right.type) {
        return TypedExpression(.binary(operation, left, right), type, span)
      }
      report(.periodSum(operation, left, right, describe(left.type), describe(right.type), operatorSpan))
      return failed()
    case (.number(let x), .number(let y)):
      guard let quantity = sumQuantity(operation.rawValue, a, x, b, y, operatorSpan) else { return failed() }
      return TypedExpression(
        .binary(operation, a, b), StaticType(.number(quantity), isOptional: isOptional), span)
    case (.calendarSpan, let other) where other != .date:
      report(.spanNeedsDate(right.span, found: describe(right.type), left.span))
      return failed()
    case (_, .calendarSpan):
      report(.spanNeedsDate(left.span, found: describe(left.type), right.span))
      return failed()
    default: if reportUnconverted(a, b) { return failed() }
    }
    report(.cannotCombine(operation.rawValue, a, describe(a.type), b, describe(b.type), operatorSpan))
    return failed()
  }

  /// Reports the first of the two that is money in each row's own currency.
  private mutating func reportUnconverted(_ a: TypedExpression, _ b: TypedExpression) -> Bool {
    for value in [a, b] {
      if case .moneyInColumn = value.type.value {
        report(.convertFirst(value))
        return true
      }
    }
    return false
  }

  private mutating func addSpan(
    _ date: TypedExpression, _ count: Int, _ unit: PeriodUnit, _ operation: BinaryOperator, _ spanSpan: SourceSpan,
    _ span: SourceSpan
  ) -> TypedExpression {
    let date = dateOnly(date)
    if date.type.isPoison { return date }
    if case .period(let own) = date.type.value {
      return add(count, unit, to: date, of: own, operation, spanSpan, span)
    }
    guard date.type.value == .date else {
      report(.spanNeedsDate(date.span, found: describe(date.type), spanSpan))
      return TypedExpression(.error, .poison, span)
    }
    // The calendar has 9,999 years.
    guard count <= 1_000_000 else {
      report(.spanTooLong(spanSpan))
      return TypedExpression(.error, .poison, span)
    }
    let sign = operation == .minus ? -1 : 1
    let months: Int
    switch unit {
    case .week:
      let days = TypedExpression(.constant(.number(Rational(7 * count))), .quantity(.days), spanSpan)
      return TypedExpression(.binary(operation, date, days), date.type, span)
    case .month: months = count
    case .quarter: months = 3 * count
    case .year: months = 12 * count
    }
    return TypedExpression(.addMonths(date, months: sign * months), date.type, span)
  }

  /// The quantity of a sum, a difference, or of the sides of a comparison; nil with a message if they do not agree.
  mutating func sumQuantity(
    _ sign: String, _ a: TypedExpression, _ x: Quantity, _ b: TypedExpression, _ y: Quantity,
    _ operatorSpan: SourceSpan
  ) -> Quantity? {
    guard x.unit == y.unit else {
      if x.form == .percent || y.form == .percent {
        report(.percentWithAmount(sign, a, x, b, y, operatorSpan))
      } else if isBareLiteral(a) || isBareLiteral(b) {
        report(.literalNeedsUnit(isBareLiteral(a) ? a : b, unit: isBareLiteral(a) ? y : x, operatorSpan))
      } else {
        report(.unitsDiffer(sign, a, x, b, y, operatorSpan))
      }
      return nil
    }
    if x.form == .percent && y.form == .plain || x.form == .plain && y.form == .percent, x.unit.isOne {
      if isBareLiteral(a) || isBareLiteral(b) {
        report(.percentWithNumber(isBareLiteral(a) ? a : b))
        return nil
      }
    }
    if let p = x.basis, let q = y.basis, p != q {
      report(.periodsDiffer(sign, a, p, b, q, operatorSpan))
      return nil
    }
    let form: Quantity.Form =
      x.form == .percent || y.form == .percent ? .percent : x.form == .ratio && y.form == .ratio ? .ratio : .plain
    return Quantity(x.unit, form, basis: x.basis ?? y.basis, isRunning: x.isRunning || y.isRunning)
  }

  private func isBareLiteral(_ value: TypedExpression) -> Bool {
    guard case .constant = value.kind, let quantity = value.type.quantity else { return false }
    return quantity.unit.isOne && quantity.form == .plain
  }

  // ---- Products ----

  private mutating func product(
    _ operation: BinaryOperator, _ a: TypedExpression, _ b: TypedExpression, _ operatorSpan: SourceSpan,
    _ span: SourceSpan
  ) -> TypedExpression {
    guard let (x, y) = factors(operation, a, b, operatorSpan) else { return TypedExpression(.error, .poison, span) }
    guard Unit.canCombine(x.unit, y.unit) else {
      report(.unitTooLarge(operatorSpan))
      return TypedExpression(.error, .poison, span)
    }
    let unit = x.unit * y.unit
    // `USD * (EUR / USD)` is EUR: the currency is changed, and nothing is squared.
    if x.unit.isMonetary && y.unit.isMonetary && unit.currencyCount > 1 {
      report(.moneyTimesMoney(a, x, b, y, operatorSpan))
      return TypedExpression(.error, .poison, span)
    }
    let form: Quantity.Form = unit.isOne && (x.form == .percent || y.form == .percent) ? .percent : .plain
    let changesCurrency = x.unit.isMonetary && y.unit.isMonetary
    let basis = changesCurrency ? x.basis ?? y.basis : x.unit.isOne ? y.basis : y.unit.isOne ? x.basis : nil
    let quantity = Quantity(unit, form, basis: basis, isRunning: x.isRunning || y.isRunning)
    return TypedExpression(
      .binary(.times, a, b), StaticType(.number(quantity), isOptional: a.type.isOptional || b.type.isOptional), span)
  }

  private mutating func quotient(
    _ a: TypedExpression, _ b: TypedExpression, _ operatorSpan: SourceSpan, _ span: SourceSpan
  ) -> TypedExpression {
    guard let (x, y) = factors(.divide, a, b, operatorSpan) else { return TypedExpression(.error, .poison, span) }
    if let p = x.basis, let q = y.basis, p != q {
      report(.periodsDiffer("/", a, p, b, q, operatorSpan))
      return TypedExpression(.error, .poison, span)
    }
    guard Unit.canCombine(x.unit, y.unit) else {
      report(.unitTooLarge(operatorSpan))
      return TypedExpression(.error, .poison, span)
    }
    let unit = x.unit / y.unit
    var form = Quantity.Form.plain
    if unit.isOne {
      if x.form == .percent && y.unit.isOne && y.form != .percent {
        form = .percent
      } else if !(x.unit.isOne && x.form == .plain && isBareLiteral(b)) {
        form = .ratio
      }
    }
    let quantity = Quantity(
      unit, form, basis: unit.isOne || !y.unit.isOne ? nil : x.basis,
      isRunning: unit.isOne ? false : x.isRunning || y.isRunning)
    return TypedExpression(
      .binary(.divide, a, b), StaticType(.number(quantity), isOptional: a.type.isOptional || b.type.isOptional), span)
  }

  private mutating func factors(
    _ operation: BinaryOperator, _ a: TypedExpression, _ b: TypedExpression, _ operatorSpan: SourceSpan
  ) -> (Quantity, Quantity)? {
    if a.type.isPoison || b.type.isPoison || reportInfiniteWord(a) || reportInfiniteWord(b) { return nil }
    guard let x = a.type.quantity, let y = b.type.quantity else {
      if reportUnconverted(a, b) { return nil }
      report(.cannotCombine(operation.rawValue, a, describe(a.type), b, describe(b.type), operatorSpan))
      return nil
    }
    return (x, y)
  }

  // ---- Comparisons and common types ----

  private mutating func comparison(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ operatorSpan: SourceSpan,
    _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    var a = check(left, in: scope)
    var b = check(right, in: scope)
    if case .period = a.type.value { b = check(asPeriod(right), in: scope) }
    if case .period = b.type.value { a = check(asPeriod(left), in: scope) }
    guard let (_, x, y) = common(a, b, of: operation.rawValue, at: operatorSpan) else {
      return TypedExpression(.error, .poison, span)
    }
    switch x.type.value {
    case .window, .calendarSpan, .moneyInColumn:
      report(.notCompared(x, type: describe(x.type)))
      return TypedExpression(.error, .poison, span)
    default: break
    }
    if operation != .equal, operation != .notEqual {
      switch x.type.value {
      case .number, .date, .timestamp, .period, .poison: break
      case .bool, .text, .choice, .moneyInColumn, .calendarSpan, .window, .row, .nothing:
        report(.notOrdered(operation.rawValue, span, type: describe(x.type)))
        return TypedExpression(.error, .poison, span)
      }
    }
    return TypedExpression(
      .binary(operation, x, y), StaticType.bool.optional(a.type.isOptional || b.type.isOptional), span)
  }

  /// Two values as values of one type; nil with a message if there is none.
  mutating func common(
    _ a: TypedExpression, _ b: TypedExpression, of what: String, at operatorSpan: SourceSpan? = nil
  ) -> (StaticType, TypedExpression, TypedExpression)? {
    if a.type.isPoison || b.type.isPoison { return nil }
    let isOptional = a.type.isOptional || b.type.isOptional
    let operatorSpan = operatorSpan ?? b.span
    if isInfiniteWord(a) || isInfiniteWord(b) { return infinite(a, b) }
    switch (a.type.value, b.type.value) {
    case (.nothing, .nothing): return (a.type, a, b)
    case (.nothing, _): return (b.type.optional(), a, b)
    case (_, .nothing): return (a.type.optional(), a, b)
    case (.number(let x), .number(let y)):
      guard let quantity = sumQuantity(what, a, x, b, y, operatorSpan) else { return nil }
      return (StaticType(.number(quantity), isOptional: isOptional), a, b)
    case (.number(let x), .calendarSpan) where x.unit == .days:
      report(.daysWithSpan(a, b, operatorSpan))
      return nil
    case (.calendarSpan, .number(let y)) where y.unit == .days:
      report(.daysWithSpan(b, a, operatorSpan))
      return nil
    case (.timestamp, .timestamp): return (a.type.optional(isOptional), a, b)
    case (.timestamp, .date): return (StaticType.date.optional(isOptional), dateOnly(a), b)
    case (.date, .timestamp): return (StaticType.date.optional(isOptional), a, dateOnly(b))
    case (.choice(let options), .text):
      guard isChoice(b, options) else { return nil }
      return (a.type.optional(isOptional), a, b)
    case (.text, .choice(let options)):
      guard isChoice(a, options) else { return nil }
      return (b.type.optional(isOptional), a, b)
    case (.choice(let x), .choice(let y)) where !Set(x).isDisjoint(with: y):
      return (StaticType(.choice(x + y.filter { !x.contains($0) }), isOptional: isOptional), a, b)
    case (.row(.table(let table)), .text), (.row(.table(let table)), .choice):
      if let key = textKey(of: table, a) { return (b.type.optional(isOptional), key, b) }
    case (.text, .row(.table(let table))), (.choice, .row(.table(let table))):
      if let key = textKey(of: table, b) { return (a.type.optional(isOptional), a, key) }
    case (let x, let y) where x == y: return (a.type.optional(isOptional), a, b)
    default: break
    }
    if !reportUnconverted(a, b) {
      report(.cannotCombine(what, a, describe(a.type), b, describe(b.type), operatorSpan))
    }
    return nil
  }

  /// Whether a constant text is one of a choice's; any other text may be.
  private mutating func isChoice(_ value: TypedExpression, _ options: [String]) -> Bool {
    guard case .constant(.text(let text)) = value.kind, !options.contains(text) else { return true }
    report(.noSuchChoice(value.span, text: text, options: options))
    return false
  }

  /// The text key of a row, if its table has one.
  private mutating func textKey(of table: Int, _ row: TypedExpression) -> TypedExpression? {
    let declaration = model.tables[table]
    guard declaration.key.count == 1 else { return nil }
    let column = declaration.key[0]
    switch declaration.columns[column].type.value {
    case .text, .choice:
      return TypedExpression(
        .member(.table(table), .column(column), at: row), StaticType.text.optional(row.type.isOptional), row.span)
    default: return nil
    }
  }

  /// A value as one of the wanted type, or a message that says what is wanted.
  mutating func coerce(_ value: TypedExpression, to type: StaticType, what: String) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, value.span) }
    if value.type.isPoison || type.isPoison { return value }
    let isOptional = value.type.isOptional
    if isInfiniteWord(value) { return infinite(value, as: type) }
    switch (value.type.value, type.value) {
    case (.nothing, _): return TypedExpression(value.kind, type.optional(), value.span)
    case (.number(let found), .number(let wanted)):
      guard found.unit == wanted.unit else {
        if isBareLiteral(value), !wanted.unit.isOne {
          report(.literalNeedsUnit(value, unit: wanted, value.span))
        } else {
          report(.typeExpected(value.span, what: what, expected: wanted.unitDescription, found: describe(value.type)))
        }
        return failed()
      }
      if wanted.form == .percent, found.form == .plain, isBareLiteral(value) {
        report(.percentWithNumber(value))
        return failed()
      }
      if let p = found.basis, let q = wanted.basis, p != q {
        report(.periodsDifferFrom(value, p, q, what: what))
        return failed()
      }
      var quantity = found
      quantity.form = wanted.form == .percent ? .percent : found.form
      return TypedExpression(value.kind, StaticType(.number(quantity), isOptional: isOptional), value.span)
    case (.timestamp, .date): return dateOnly(value)
    case (.text, .choice(let options)):
      guard isChoice(value, options) else { return failed() }
      return TypedExpression(value.kind, type.optional(isOptional), value.span)
    case (.choice, .text): return TypedExpression(value.kind, type.optional(isOptional), value.span)
    case (.choice(let some), .choice(let all)) where Set(some).isSubset(of: all): return value
    case (.text, .row(.table(let table))), (.choice, .row(.table(let table))):
      let declaration = model.tables[table]
      guard declaration.key.count == 1 else { break }
      return TypedExpression(
        .lookup(table: table, keys: [value], isRequired: true), type.optional(isOptional), value.span)
    case (.row(.table(let table)), .text):
      if let key = textKey(of: table, value) { return key }
    case (let found, let wanted) where found == wanted: return value
    default: break
    }
    if case .moneyInColumn = value.type.value {
      report(.convertFirst(value))
    } else {
      report(
        .typeExpected(value.span, what: what, expected: describe(type.optional(false)), found: describe(value.type)))
    }
    return failed()
  }
}

extension Quantity {
  static let days = Quantity(.days)
}
