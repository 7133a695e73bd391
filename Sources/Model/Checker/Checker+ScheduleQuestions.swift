import Columns
import Source
import Syntax

/// What is asked of schedules: `d in Working`, `days(W on Working)`, `next_day(Ordering[dealer], d)`.
extension Checker {
  /// The schedule that the text names, unless the row at hand has something of that name.
  func schedule(named syntax: Expression, in scope: Scope) -> Int? {
    let name: String
    switch syntax.kind {
    case .name(let text): name = text
    case .lookup(let base, _, _, _):
      guard case .name(let text) = base.kind else { return nil }
      name = text
    default: return nil
    }
    guard case .schedule(let index)? = globals[name]?.global else { return nil }
    if let use = scope.use { return definesName(name, in: use) ? nil : index }
    return scope.row.map { fieldNames(of: $0).contains(name) } == true ? nil : index
  }

  /// The schedule that stands here, and whose it is; nil after a message.
  private mutating func schedule(
    _ syntax: Expression, in scope: Scope
  ) -> (schedule: Int, key: TypedExpression?)? {
    guard let index = schedule(named: syntax, in: scope) else {
      if case .error = syntax.kind { return nil }
      let known = scheduleSyntax.map(\.name.text)
      if case .name(let text) = syntax.kind {
        report(.scheduleNeeded(syntax.span, name: text, known: known))
      } else {
        report(.scheduleNeeded(syntax.span, name: nil, known: known))
      }
      return nil
    }
    let declaration = scheduleSyntax[index]
    var keys: [Expression] = []
    if case .lookup(_, let given, let date, let isOptional) = syntax.kind {
      if given.contains(where: { $0.kind == .error }) { return nil }
      guard date == nil, !isOptional, given.count == 1, declaration.key != nil else {
        report(.scheduleKeys(syntax.span, declaration, isOptional: isOptional || date != nil))
        return nil
      }
      keys = given
    }
    guard let table = declaration.key else { return (index, nil) }
    guard let key = keys.first else {
      report(.scheduleKeys(syntax.span, declaration, isOptional: false))
      return nil
    }
    // A table that is not known has been reported.
    guard case .table(let number)? = globals[table.text]?.global else { return nil }
    let typed = check(key, in: scope)
    let row = coerce(
      typed, to: StaticType(.row(.table(number)), isOptional: typed.type.isOptional),
      what: "whose `\(declaration.name.text)` it is")
    return row.type.isPoison ? nil : (index, row)
  }

  func scheduleAsValue(_ index: Int, _ span: SourceSpan) -> Diagnostic {
    let name = scheduleSyntax[index].name.text
    return .scheduleAsValue(span, name: scheduleSyntax[index].key == nil ? name : "\(name)[…]")
  }

  private func asked(
    _ kind: TypedScheduleQuestion.Kind, _ schedule: (schedule: Int, key: TypedExpression?),
    _ arguments: [TypedExpression], _ type: StaticType, _ span: SourceSpan
  ) -> TypedExpression {
    let mayBeMissing = (arguments + [schedule.key].compactMap { $0 }).contains { $0.type.isOptional }
    let question = TypedScheduleQuestion(
      schedule: schedule.schedule, kind: kind, key: schedule.key, arguments: arguments)
    return TypedExpression(.schedule(question), type.optional(mayBeMissing), span)
  }

  /// `d in Working`.
  mutating func isScheduled(
    _ operand: Expression, _ syntax: Expression, _ negated: Bool, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    let value = dateOnly(check(operand, in: scope))
    let date = coerce(
      value, to: StaticType.date.optional(value.type.isOptional), what: "the value before `in` and a schedule")
    guard let schedule = schedule(syntax, in: scope), !date.type.isPoison else {
      return TypedExpression(.error, .poison, span)
    }
    let test = asked(.contains, schedule, [date], .bool, span)
    return negated ? TypedExpression(.not(test), test.type, span) : test
  }

  /// `days(W on Working)`.
  mutating func scheduledDays(
    _ window: Expression, _ syntax: Expression, _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    let days = checkWindow(window, in: scope)
    guard let schedule = schedule(syntax, in: scope), let days else { return TypedExpression(.error, .poison, span) }
    guard !days.isOpen, let from = days.from, let through = days.through else {
      report(.scheduledWithoutEnds(window.span))
      return TypedExpression(.error, .poison, span)
    }
    return asked(.count, schedule, [from, through], .quantity(.days), span)
  }

  /// `next_day(Working, d, 3)` and its like.
  mutating func step(
    _ builtin: Builtin, _ name: Name, _ syntax: [Expression], _ span: SourceSpan, in scope: Scope
  ) -> TypedExpression {
    func failed() -> TypedExpression { TypedExpression(.error, .poison, span) }
    let kind: TypedScheduleQuestion.Kind =
      switch builtin {
      case .nextDay: .next
      case .previousDay: .previous
      case .dayFrom: .from
      default: .through
      }
    guard syntax.count == 2 || syntax.count == 3 && (kind == .next || kind == .previous) else {
      report(.argumentCount(name, found: syntax.count, signature: builtin.signature))
      return failed()
    }
    if schedule(named: syntax[0], in: scope) == nil, schedule(named: syntax[1], in: scope) != nil {
      report(.scheduleStandsFirst(syntax[1].span, function: name.text))
      return failed()
    }
    let schedule = schedule(syntax[0], in: scope)
    let value = dateOnly(check(syntax[1], in: scope))
    let date = coerce(
      value, to: StaticType.date.optional(value.type.isOptional), what: "what `\(name.text)` is given")
    var arguments = [date]
    if syntax.count == 3 {
      let count = check(syntax[2], in: scope)
      guard let quantity = count.type.quantity,
        quantity.unit.isOne && quantity.form != .percent || quantity.unit == .days
      else {
        if !count.type.isPoison {
          report(
            .typeExpected(
              count.span, what: "the number of days of `\(name.text)`", expected: "a number or days",
              found: describe(count.type)))
        }
        return failed()
      }
      if case .number(let number)? = constantValue(count), !number.isInteger || number < .zero {
        report(
          .scheduleCount(count.span, other: kind == .next ? "previous_day" : "next_day", isNegative: number < .zero))
        return failed()
      }
      arguments.append(count)
    }
    guard let schedule, !date.type.isPoison else { return failed() }
    return asked(kind, schedule, arguments, .date, span)
  }
}
