import Source
import Syntax

extension Checker {
  /// `allocate E by W exactly` and its other forms.
  mutating func checkAllocation(_ syntax: Allocation, _ span: SourceSpan, in scope: Scope) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    guard case .sheet(let sheet) = scope.row, scope.outer == nil else {
      report(.rankOutsideSheet(span, what: "an allocation"))
      return failed()
    }
    if brokenSheets.contains(sheet) { return failed() }
    let pool = amount(syntax.pool, "what is allocated", in: scope)
    guard let manner = manner(syntax.manner, pool, in: scope), let type = partType(manner, pool) else {
      return failed()
    }
    guard let order = order(syntax.order, in: scope),
      let per = columns(syntax.per ?? [], "what rows are grouped by", in: scope),
      let ties = columns(syntax.ties, "what tells ties apart", in: scope)
    else { return failed() }
    if let first = syntax.order.first, syntax.cap == nil {
      report(.orderWithoutCap(first.value.span))
      return failed()
    }
    reportTies(syntax)
    if pool.type.isPoison || type.isPoison { return failed() }
    let cap = syntax.cap.map { amount($0, as: type, "the most that a row has", in: scope) }
    let step = syntax.step.map {
      required(roundingStep($0, of: type, in: scope), what: "the step of an allocation")
    }
    if step?.type.isPoison == true || cap?.type.isPoison == true { return failed() }
    return TypedExpression(
      .allocate(
        TypedAllocation(
          pool: pool, manner: manner, order: order, per: per, perNames: (syntax.per ?? []).map(\.text), cap: cap,
          step: step, leavesRest: syntax.leavesRest, ties: ties)),
      type, span)
  }

  /// `left(x)`, where x is a line that allocates: what is left of its group's amount.
  mutating func left(
    _ arguments: [Expression], _ name: Name, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    if reportsRowsInDefine("`left`", span, in: scope) { return failed() }
    guard arguments.count == 1 else {
      report(.argumentCount(name, found: arguments.count, signature: "left(line)"))
      return failed()
    }
    guard case .sheet = scope.row, scope.outer == nil else {
      report(.rankOutsideSheet(span, what: "what an allocation leaves"))
      return failed()
    }
    let line = check(arguments[0], in: scope)
    if line.type.isPoison { return failed() }
    guard case .field(.sheet(let sheet), .line(let number), 0) = line.kind,
      let model = lineModels[.line(sheet: sheet, line: number)], case .allocate(let allocation) = model.value.kind,
      model.steps.isEmpty
    else {
      report(.leftOfNoAllocation(line.span))
      return failed()
    }
    return TypedExpression(.left(allocation), allocation.pool.type, span)
  }

  // ---- Parts ----

  private mutating func amount(_ syntax: Expression, _ what: String, in scope: Scope) -> TypedExpression {
    let value = required(check(syntax, in: scope), what: what)
    if value.type.quantity != nil || value.type.isPoison { return value }
    report(.amountNeeded(value.span, what: what, found: describe(value.type)))
    return TypedExpression(.error, .poison, value.span)
  }

  /// An amount in the unit of another.
  private mutating func amount(
    _ syntax: Expression, as type: StaticType, _ what: String, in scope: Scope
  ) -> TypedExpression {
    let value = check(syntax, in: scope)
    return required(coerce(value, to: type.optional(value.type.isOptional), what: what), what: what)
  }

  /// Nil after a message.
  private mutating func manner(
    _ syntax: Allocation.Manner, _ pool: TypedExpression, in scope: Scope
  ) -> TypedAllocation.Manner? {
    switch syntax {
    case .proportional(let weight):
      let weight = amount(weight, "a weight", in: scope)
      return weight.type.isPoison ? nil : .proportional(weight)
    case .levelling(let start, let weight):
      let start = amount(start, as: pool.type, "what a row has already", in: scope)
      let weight = amount(weight, "a weight", in: scope)
      return start.type.isPoison || weight.type.isPoison ? nil : .levelling(start: start, weight: weight)
    case .inOrder: return .inOrder
    case .oneByOne(let syntax):
      let counting = syntax.counting.map { amount($0, "what one counts for", in: scope) }
      let pack =
        counting == nil
        ? amount(syntax.pack, as: pool.type, "what is given at a time", in: scope)
        : amount(syntax.pack, "what is given at a time", in: scope)
      let start = amount(syntax.start, as: pack.type, "what a row has already", in: scope)
      let weight = amount(syntax.weight, "a weight", in: scope)
      if [pack, start, weight].contains(where: \.type.isPoison) || counting?.type.isPoison == true { return nil }
      if case .number(let value)? = constantValue(pack), value <= .zero {
        report(.packNotPositive(pack.span))
        return nil
      }
      return .oneByOne(TypedAllocation.OneByOne(pack: pack, start: start, weight: weight, counting: counting))
    }
  }

  /// The type of the parts; nil after a message.
  private mutating func partType(_ manner: TypedAllocation.Manner, _ pool: TypedExpression) -> StaticType? {
    guard case .oneByOne(let step) = manner, let counting = step.counting else { return pool.type }
    guard let goal = pool.type.quantity, let pack = step.pack.type.quantity, let each = counting.type.quantity else {
      return .poison
    }
    if pack.unit * each.unit == goal.unit { return step.pack.type }
    report(
      .countedInOtherUnit(
        counting.span, found: (pack.unit * each.unit).description, wanted: describe(pool.type),
        expected: (goal.unit / pack.unit).description))
    return nil
  }

  /// What rows stand in an order by; nil after a message.
  mutating func order(_ keys: [Pick.Ranking], in scope: Scope) -> [TypedAllocation.OrderKey]? {
    var result: [TypedAllocation.OrderKey] = []
    for key in keys {
      guard let value = orderable(required(check(key.value, in: scope), what: "what rows stand in order by")) else {
        return nil
      }
      result.append(TypedAllocation.OrderKey(isGreatest: key.isGreatest, value: value))
    }
    return result
  }

  private mutating func reportTies(_ syntax: Allocation) {
    guard let tie = syntax.ties.first else { return }
    switch syntax.manner {
    case .oneByOne: break
    case .inOrder: report(.tiesOfOrder(tie.span))
    case .proportional, .levelling: if syntax.step == nil { report(.tiesNeedSteps(tie.span)) }
    }
  }
}
