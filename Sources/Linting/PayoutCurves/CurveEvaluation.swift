import Columns
import Model
import Source
import Syntax

/// Evaluates a plan's lines as curves of one variable.
struct CurveEvaluation {
  let model: CheckedModel
  let question: CurveQuestion
  /// The conditions that are taken to hold, or not to.
  let cases: [CurveCase]
  private(set) var symbols: [CurveSymbol] = []
  /// The credit whose total is the factor times the variable; nil if the variable is a line's own value.
  private var base: (credit: Int, factor: Amount)?
  /// What values of the row are, wherever they stand.
  var keys: RowValueKey
  /// The key of the values that are the variable.
  private var variableKey: String?
  private var domain: (first: Rational, last: Rational?)
  /// What lines with a value are made of, by its key: it has the same value wherever it stands.
  private var fixed: [String: Rational] = [:]
  private var values: [Int: PayoutCurve] = [:]
  private var busy: Set<Int> = []
  /// The running values of the steps around an expression.
  var running: [PayoutCurve] = []

  init(_ model: CheckedModel, _ question: CurveQuestion, cases: [CurveCase]) {
    self.model = model
    self.question = question
    self.cases = cases
    domain = (question.first, question.last)
    keys = RowValueKey(model: model, sheet: question.sheet, bound: Set(question.lines.keys))
  }

  /// Finds out what the variable is, and what is known of values that lines with a value are made of.
  mutating func prepare() throws(CurveStop) {
    for (line, number) in question.lines {
      let value = sheet.lines[line].value
      if sheet.lines[line].steps.isEmpty, let key = keys.key(of: value) { fixed[key] = number }
    }
    fixed.merge(question.values) { $1 }
    switch question.variable {
    case .credit(let credit): base = (credit, Amount(.one))
    case .multiple(let credit, let unit): base = (credit, try constantAmount(of: unit))
    case .line(let line):
      let syntax = sheet.lines[line]
      if let key = keys.key(of: syntax.value), syntax.steps.isEmpty {
        variableKey = key
      } else {
        try setBase(from: line)
      }
    }
  }

  /// Finds the credit of whose total the line is a multiple, and so how much of it one unit of the line is.
  private mutating func setBase(from line: Int) throws(CurveStop) {
    let syntax = sheet.lines[line]
    let credits = model.creditsRead(byLine: line, in: question.sheet).filter { question.credits[$0] == nil }
    guard let credit = credits.first, credits.count == 1 else {
      throw stop(
        credits.isEmpty
          ? "`\(syntax.name)` does not follow from a credit" : "`\(syntax.name)` follows from more than one credit",
        syntax.nameSpan)
    }
    base = (credit, Amount(.one))
    domain = (.zero, nil)
    let pieces = try value(ofLine: line, at: syntax.nameSpan).pieces
    guard pieces.places.count == 1, case .amount(let amount) = pieces.points[0], pieces.points[0] == pieces.gaps[0],
      let (symbols, polynomial) = amount.terms.first, amount.terms.count == 1, polynomial.coefficients.count == 2,
      polynomial.coefficients[0] == .zero, polynomial.coefficients[1].signum > 0
    else { throw stop("`\(syntax.name)` is no multiple of `\(sheet.credits[credit].name)`", syntax.nameSpan) }
    let factor = try decided(syntax.nameSpan) { () throws(Undecided) in
      try Rational.one.over(polynomial.coefficients[1])
    }
    base = (credit, Amount([symbols.inverse: Polynomial(factor)]))
    domain = (question.first, question.last)
    values = [:]
  }

  /// What an expression is, if it does not depend on the variable.
  private mutating func constantAmount(of expression: TypedExpression) throws(CurveStop) -> Amount {
    let pieces = try value(of: expression).pieces
    guard pieces.places.count <= 2, case .amount(let amount) = pieces.points[0],
      amount.terms.count == 1, amount.terms.values.allSatisfy({ ($0.constant?.signum ?? 0) > 0 })
    else { throw stop("the value is not the same everywhere", expression.span) }
    return amount
  }

  private var sheet: SheetModel { model.sheets[question.sheet] }

  func constant(_ amount: Amount) -> PayoutCurve { PayoutCurve(amount, from: domain.first, to: domain.last) }

  func everywhere<Element>(_ element: Element) -> Piecewise<Element> {
    Piecewise(element, from: domain.first, to: domain.last)
  }

  func stop(_ reason: String, _ span: SourceSpan, advice: String? = nil) -> CurveStop {
    .undecided(Undecided(reason, at: span, advice: advice))
  }

  /// What a computation gives, or its reason against it with its place.
  func decided<Result>(_ span: SourceSpan, _ body: () throws(Undecided) -> Result) throws(CurveStop) -> Result {
    do {
      return try body()
    } catch {
      throw .undecided(error.at(span))
    }
  }

  // ---- Lines ----

  /// What a line is, its steps included; a payment before it is rounded to the coin.
  mutating func value(ofLine index: Int, at span: SourceSpan) throws(CurveStop) -> PayoutCurve {
    if let number = question.lines[index] { return constant(Amount(number)) }
    if let known = values[index] { return known }
    let line = sheet.lines[index]
    guard line.starting == nil, busy.insert(index).inserted else {
      throw stop("`\(line.name)` goes on from its value in earlier periods", span, advice: fixing(line.name))
    }
    defer { busy.remove(index) }
    let start = try value(of: line.value)
    if line.steps.isEmpty, let own = symbols.indices.first(where: { start.pieces.points[0] == .symbol($0) }) {
      symbols[own].name(after: line.name)
    }
    let result = try applying(line.steps, to: start, span)
    values[index] = result
    return result
  }

  func fixing(_ name: String) -> String { "say what it is: `with \(name) = VALUE`" }

  static let letAndFix = "give it a name of its own, as in `let factor = …`, and say what it is: `with factor = 1`"

  // ---- Values ----

  mutating func value(of expression: TypedExpression) throws(CurveStop) -> PayoutCurve {
    let span = expression.span
    if case .number(let number)? = model.constantValue(expression), !number.isInfinite {
      return constant(Amount(number))
    }
    if variableKey != nil || !fixed.isEmpty, let key = keys.key(of: expression) {
      if key == variableKey { return constant(Amount(.variable)) }
      if let number = fixed[key] { return constant(Amount(number)) }
    }
    switch expression.kind {
    case .field(.sheet(question.sheet), .line(let line), 0):
      if sheet.lines[line].kind == .pay, !busy.isEmpty, question.lines[line] == nil {
        throw stop(
          "`\(sheet.lines[line].name)` is read after it has been rounded to the coin", span,
          advice: fixing(sheet.lines[line].name))
      }
      return try value(ofLine: line, at: span)
    case .aggregate(let aggregate): return try total(aggregate, span)
    case .negate(let operand):
      let operand = try value(of: operand)
      return try decided(span) { () throws(Undecided) in try operand.negated }
    case .binary(let sign, let left, let right): return try arithmetic(sign, left, right, span)
    case .conditional(let then, let condition, let otherwise):
      let condition = try truth(of: condition)
      // What is not reached need not be known.
      if condition.isEverywhere(.holds(true)) { return try value(of: then) }
      if condition.isEverywhere(.holds(false)) { return try value(of: otherwise) }
      let (then, otherwise) = (try value(of: then), try value(of: otherwise))
      return try decided(span) { () throws(Undecided) in try choose(condition, then, else: otherwise) }
    case .otherwise(let first, let second):
      let (first, second) = (try value(of: first), try value(of: second))
      return try decided(span) { () throws(Undecided) in
        PayoutCurve(
          try first.pieces.zip(second.pieces).map { _, pair in
            pair.0 == .refused(.divisionByZero) ? pair.1 : pair.0
          })
      }
    case .call(let builtin, let arguments): return try call(builtin, arguments, expression)
    case .through(let through): return try paid(through, span)
    case .trueUp(let inner, _, _): return try value(of: inner)
    case .tierRate(let rates, let argument): return try rate(rates, argument, expression)
    case .curve(let curve, let argument): return try place(on: curve, argument, expression)
    case .matchRates(let rates, _):
      try requirePositive(rates, span)
      return try symbol(expression)
    case .it:
      guard let value = running.last else { throw stop("there is no running value", span) }
      return value
    case .field, .member: return try symbol(expression)
    case .round: throw stop("the value is rounded, so that it is no straight line", span)
    case .previous: throw stop("the value depends on earlier periods", span, advice: CurveEvaluation.letAndFix)
    case .convert: throw stop("the value depends on the currency of each row", span)
    case .pick, .isTied, .rank, .allocate, .running, .left, .sheetRow:
      throw stop("the value depends on other rows", span, advice: CurveEvaluation.letAndFix)
    case .lookup, .error, .constant, .parameter, .today, .not, .isMissing, .isIn, .isInWindow, .schedule, .addMonths,
      .rowPeriod, .shiftPeriod, .window:
      throw stop("the value is no amount that is known here", span, advice: CurveEvaluation.letAndFix)
    }
  }

  /// A value that no credited row changes, and that is taken to be above zero.
  private mutating func symbol(_ expression: TypedExpression) throws(CurveStop) -> PayoutCurve {
    guard !expression.type.isOptional else {
      throw stop("the value may be missing", expression.span, advice: CurveEvaluation.letAndFix)
    }
    guard expression.type.quantity != nil, let key = keys.key(of: expression) else {
      throw stop("the value is no amount that is known here", expression.span, advice: CurveEvaluation.letAndFix)
    }
    let index = symbols.firstIndex { $0.key == key } ?? symbols.count
    if index == symbols.count { symbols.append(CurveSymbol(key: key, span: expression.span)) }
    return constant(.symbol(index))
  }

  /// Rates stand for a value above zero only if all of them are.
  private func requirePositive(_ index: Int, _ span: SourceSpan) throws(CurveStop) {
    for row in model.rates[index].rows {
      guard case .number(let rate)? = model.constantValue(row.value), rate.signum > 0, !rate.isInfinite else {
        throw stop("what `\(model.rates[index].name)` gives may be zero", span, advice: CurveEvaluation.letAndFix)
      }
    }
  }

  private mutating func rate(
    _ index: Int, _ argument: TypedExpression, _ expression: TypedExpression
  ) throws(CurveStop) -> PayoutCurve {
    let rates = model.rates[index]
    guard let tiers = TierCurve(rates, rates.rows, in: model) else {
      throw stop("the tiers of `\(rates.name)` are no numbers", expression.span)
    }
    guard let place = try known(argument) else {
      try requirePositive(index, expression.span)
      return try symbol(expression)
    }
    return try decided(expression.span) { () throws(Undecided) in
      try tiers.of(place, rates.mode == .adding ? .sum : .rate)
    }
  }

  private mutating func place(
    on index: Int, _ argument: TypedExpression, _ expression: TypedExpression
  ) throws(CurveStop) -> PayoutCurve {
    guard let points = PointCurve(model.curves[index], in: model) else {
      throw stop("the points of `\(model.curves[index].name)` are no numbers", expression.span)
    }
    guard let place = try known(argument) else {
      throw stop("what the curve gives may be zero", expression.span, advice: CurveEvaluation.letAndFix)
    }
    return try decided(expression.span) { () throws(Undecided) in try points.of(place) }
  }

  /// What an argument is as a plain number in every piece; nil if it is a value of the row that is not known.
  private mutating func known(_ argument: TypedExpression) throws(CurveStop) -> PayoutCurve? {
    let isOfRow = keys.key(of: argument) != nil
    if isOfRow, argument.type.quantity == nil { return nil }
    let value = try value(of: argument)
    let isPlain = value.pieces.cells.allSatisfy { cell in
      if case .amount(let amount) = cell.element { amount.polynomial != nil } else { true }
    }
    if isPlain { return value }
    if isOfRow { return nil }
    var depends: Set<Int> = []
    for case (_, .amount(let amount)) in value.pieces.cells {
      for product in amount.terms.keys { depends.formUnion(product.powers.keys) }
    }
    throw .undecided(Undecided("the place in the tiers depends on", at: argument.span, dependsOn: depends))
  }

  // ---- Credits ----

  /// The total of a credit over days that hold the pay period at hand.
  private func total(_ aggregate: TypedAggregate, _ span: SourceSpan) throws(CurveStop) -> PayoutCurve {
    guard case .credit(question.sheet, let credit) = aggregate.relation else {
      throw stop("the value counts rows by itself", span, advice: CurveEvaluation.letAndFix)
    }
    let name = sheet.credits[credit].name
    guard aggregate.isTotal else {
      throw stop(
        "the value depends on the single rows of `\(name)`, and not on their total alone", span,
        advice: CurveEvaluation.letAndFix)
    }
    guard aggregate.window.map({ $0.holdsRowPeriod }) ?? true else {
      throw stop(
        "the days over which `\(name)` is gathered are not known to hold the pay period", span,
        advice: CurveEvaluation.letAndFix)
    }
    if let number = question.credits[credit] { return constant(Amount(number)) }
    guard let base, base.credit == credit else {
      throw stop("what `\(name)` comes to does not follow from the variable", span, advice: fixing(name))
    }
    return try decided(span) { () throws(Undecided) in
      constant(try base.factor.times(Amount(.variable)))
    }
  }

  /// What a whole window earns through rates.
  private mutating func paid(_ through: TypedThrough, _ span: SourceSpan) throws(CurveStop) -> PayoutCurve {
    let rates = model.rates[through.rates]
    switch through.method {
    case .running: break
    case .blended, .sliced:
      throw stop("what is paid through `\(rates.name)` depends on another credit or on the keys of rows", span)
    case .reached, .entered:
      throw stop("through `\(rates.name)` each row earns by itself, so that the total does not say what is paid", span)
    }
    guard let tiers = TierCurve(rates, rates.rows, in: model) else {
      throw stop("the tiers of `\(rates.name)` are no numbers", span)
    }
    let position = try value(of: through.position)
    guard let against = through.against else {
      let plain = try value(of: through.position)
      return try decided(span) { () throws(Undecided) in try tiers.of(plain, .pay) }
    }
    let quota = try value(of: against)
    return try decided(span) { () throws(Undecided) in
      try tiers.of(position.over(quota), .pay).times(quota)
    }
  }
}

extension Amount {
  static func symbol(_ index: Int) -> Amount { Amount([SymbolProduct.symbol(index): Polynomial(.one)]) }
}

extension Piece {
  fileprivate static func symbol(_ index: Int) -> Piece { .amount(.symbol(index)) }
}
