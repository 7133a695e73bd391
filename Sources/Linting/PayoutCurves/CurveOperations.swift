import Columns
import Model
import Source
import Syntax

/// Arithmetic, conditions and steps.
extension CurveEvaluation {
  mutating func arithmetic(
    _ sign: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, _ span: SourceSpan
  ) throws(CurveStop) -> PayoutCurve {
    let (a, b) = (try value(of: left), try value(of: right))
    return try decided(span) { () throws(Undecided) in
      switch sign {
      case .plus: try a.plus(b)
      case .minus: try a.minus(b)
      case .times, .percentOf: try a.times(b)
      case .divide: try a.over(b)
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .and, .or:
        throw Undecided("a condition is no amount")
      }
    }
  }

  mutating func call(
    _ builtin: Builtin, _ arguments: [TypedExpression], _ expression: TypedExpression
  ) throws(CurveStop) -> PayoutCurve {
    switch builtin {
    case .percent: return try value(of: arguments[0])
    case .abs:
      let operand = try value(of: arguments[0])
      return try decided(expression.span) { () throws(Undecided) in
        try operand.bounded(by: operand.negated, isLeast: false)
      }
    case .min, .max:
      var result = try value(of: arguments[0])
      for argument in arguments.dropFirst() {
        let other = try value(of: argument)
        result = try decided(expression.span) { () throws(Undecided) in
          try result.bounded(by: other, isLeast: builtin == .min)
        }
      }
      return result
    case .days, .overlap, .month, .quarter, .year, .week, .firstDay, .lastDay, .plusMonths, .plusMonthsClamped,
      .monthsBetween, .dateOf, .weekdays, .weekday, .nextDay, .previousDay, .dayFrom, .dayThrough, .monthsIn,
      .startsWith, .contains, .remainder, .sqrt, .normalQuantile, .poissonQuantile:
      throw stop("what `\(builtin.rawValue)` gives is not known here", expression.span, advice: Self.letAndFix)
    }
  }

  func choose(
    _ condition: Piecewise<Truth>, _ then: PayoutCurve, else otherwise: PayoutCurve
  ) throws(Undecided) -> PayoutCurve {
    PayoutCurve(
      try condition.zip(then.pieces).zip(otherwise.pieces).map { _, all in
        let ((condition, then), otherwise) = all
        return switch condition {
        case .holds(true): then
        case .holds(false): otherwise
        case .refused(let refusal): .refused(refusal)
        }
      })
  }

  // ---- Conditions ----

  /// Where a condition holds.
  mutating func truth(of condition: TypedExpression) throws(CurveStop) -> Piecewise<Truth> {
    if case .bool(let value)? = model.constantValue(condition) { return everywhere(.holds(value)) }
    switch condition.kind {
    case .not(let inner):
      let inner = try truth(of: inner)
      return try decided(condition.span) { () throws(Undecided) in
        try inner.map { _, truth in
          if case .holds(let value) = truth { .holds(!value) } else { truth }
        }
      }
    case .binary(.and, let left, let right): return try joined(left, right, stopsAt: false)
    case .binary(.or, let left, let right): return try joined(left, right, stopsAt: true)
    case .binary(let sign, let left, let right) where left.type.quantity != nil && right.type.quantity != nil:
      return try comparison(sign, left, right, condition)
    case .isMissing(let operand) where !operand.type.isOptional: return everywhere(.holds(false))
    default: return try ofRow(condition)
    }
  }

  /// `and`, or `or`: the right side counts only where the left one does not decide.
  private mutating func joined(
    _ left: TypedExpression, _ right: TypedExpression, stopsAt end: Bool
  ) throws(CurveStop) -> Piecewise<Truth> {
    let (a, b) = (try truth(of: left), try truth(of: right))
    return try decided(left.span) { () throws(Undecided) in
      try a.zip(b).map { _, pair in
        switch pair {
        case (.holds(end), _), (.refused, _): pair.0
        case (.holds, _): pair.1
        }
      }
    }
  }

  private mutating func comparison(
    _ sign: BinaryOperator, _ left: TypedExpression, _ right: TypedExpression, _ condition: TypedExpression
  ) throws(CurveStop) -> Piecewise<Truth> {
    let isOfRow = keys.key(of: condition) != nil
    let signs: Piecewise<Comparison>
    do {
      let (a, b) = (try value(of: left), try value(of: right))
      signs = try decided(condition.span) { () throws(Undecided) in try a.compared(with: b) }
    } catch .undecided(let undecided) {
      if isOfRow { return try ofRow(condition) }
      throw .undecided(undecided)
    }
    let isOpen = signs.cells.contains { if case .dependsOn = $0.element { true } else { false } }
    if isOpen, isOfRow { return try ofRow(condition) }
    return try decided(condition.span) { () throws(Undecided) in
      try signs.map { (_, comparison) throws(Undecided) in
        switch comparison {
        case .dependsOn(let symbols): throw .scales(symbols)
        case .refused(let refusal): .refused(refusal)
        case .sign(let value): .holds(sign.holds(forSign: value))
        }
      }
    }
  }

  /// A condition that no credited row changes: the same everywhere, and either way.
  private func ofRow(_ condition: TypedExpression) throws(CurveStop) -> Piecewise<Truth> {
    guard let key = keys.key(of: condition) else {
      throw stop("whether this holds does not follow from the variable", condition.span)
    }
    guard let known = cases.first(where: { $0.key == key }) else {
      throw .needsCase(key: key, span: condition.span, subjects: keys.subjects(of: condition))
    }
    return everywhere(.holds(known.holds))
  }

  // ---- Steps ----

  mutating func applying(
    _ steps: [TypedStep], to start: PayoutCurve, _ span: SourceSpan
  ) throws(CurveStop) -> PayoutCurve {
    var value = start
    // Where an earlier step has stopped, its value stays.
    var isStopped = everywhere(false)
    for step in steps {
      let before = value
      let (after, applies) = try result(of: step, on: before)
      let stopped = isStopped
      value = try decided(step.span) { () throws(Undecided) in
        let taken = try choose(applies, after, else: before)
        return PayoutCurve(
          try stopped.zip(before.pieces).zip(taken.pieces).map { _, all in all.0.0 ? all.0.1 : all.1 })
      }
      guard case .stop = step.action else { continue }
      isStopped = try decided(step.span) { () throws(Undecided) in
        try stopped.zip(applies).map { _, pair in pair.0 || pair.1 == .holds(true) }
      }
    }
    return value
  }

  /// The value after a step that is taken, and where it is.
  private mutating func result(
    of step: TypedStep, on value: PayoutCurve
  ) throws(CurveStop) -> (PayoutCurve, Piecewise<Truth>) {
    running.append(value)
    defer { running.removeLast() }
    var applies = everywhere(Truth.holds(true))
    if let condition = step.condition { applies = try truth(of: condition) }
    if applies.isEverywhere(.holds(false)) { return (value, applies) }
    let after: PayoutCurve
    switch step.action {
    case .stop(let amount), .set(let amount): after = try self.value(of: amount)
    case .times(let factor):
      let factor = try self.value(of: factor)
      after = try decided(step.span) { () throws(Undecided) in try value.times(factor) }
    case .atLeast(let bound):
      let bound = try self.value(of: bound)
      after = try decided(step.span) { () throws(Undecided) in try value.bounded(by: bound, isLeast: false) }
    case .atMost(let bound):
      let bound = try self.value(of: bound)
      after = try decided(step.span) { () throws(Undecided) in try value.bounded(by: bound, isLeast: true) }
    case .round: throw stop("the step rounds, so that what is paid is no straight line", step.span)
    case .end: throw stop("the step ends without an amount", step.span)
    }
    return (after, applies)
  }
}

extension BinaryOperator {
  /// True iff the comparison holds where the left side less the right one has this sign.
  func holds(forSign sign: Int) -> Bool {
    switch self {
    case .equal: sign == 0
    case .notEqual: sign != 0
    case .less: sign < 0
    case .lessOrEqual: sign <= 0
    case .greater: sign > 0
    case .greaterOrEqual: sign >= 0
    case .plus, .minus, .times, .divide, .percentOf, .and, .or: false
    }
  }
}
