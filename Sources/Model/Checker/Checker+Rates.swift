import Columns
import Source
import Syntax

extension Checker {
  mutating func checkRates(_ index: Int) {
    let syntax = ratesSyntax[index]
    var rates = RatesModel(
      name: syntax.name.text, mode: syntax.mode, precedence: syntax.precedence, axes: [],
      result: staticType(syntax.result).type, rows: [], end: nil, includesEnd: false,
      documentation: syntax.documentation, span: syntax.name.span)
    for axis in syntax.axes {
      rates.axes.append(RatesModel.Axis(name: axis.name.text, type: staticType(axis.type).type, isOrdered: false))
    }
    for row in syntax.rows {
      guard row.matchers.count == rates.axes.count else {
        // The parser has said so.
        continue
      }
      var matchers: [RatesModel.Matcher] = []
      for (number, matcher) in row.matchers.enumerated() {
        let axis = rates.axes[number]
        switch matcher {
        case .any: matchers.append(.any)
        case .lowerBound(let bound, let isIncluded, _):
          rates.axes[number].isOrdered = true
          switch axis.type.value {
          case .number, .date, .period, .poison: break
          default: report(.boundHasNoOrder(bound.span, found: describe(axis.type)))
          }
          matchers.append(
            .lowerBound(checkConstant(bound, as: axis.type, what: "the bound"), isIncluded: isIncluded))
        case .values(let values, _):
          matchers.append(.values(values.map { checkConstant($0, as: axis.type, what: "`\(axis.name)`") }))
        }
      }
      let mayBeInfinite = syntax.mode == nil && syntax.precedence != .allAdded
      let value = checkConstant(row.value, as: rates.result, what: "the rate", mayBeInfinite: mayBeInfinite)
      let mode = row.mode ?? syntax.mode
      if let word = row.mode, let declared = syntax.mode, declared != .marginal, declared != .whole {
        report(.tierModeAmongRows(row.span, mode: word.rawValue, declared: declared.rawValue, name: syntax.name))
      }
      rates.rows.append(RatesModel.Row(matchers: matchers, value: value, isWhole: mode == .whole, span: row.span))
    }
    let isClosable =
      syntax.grid == nil ? givesAmounts(rates) || rates.isTiers : rates.axes.first?.isOrdered == true
    if let closing = syntax.closing, !isClosable, !rates.result.isPoison {
      report(.closingNeedsTiers(closing.span, name: rates.name))
    } else if let closing = syntax.closing, let axis = rates.axes.first {
      rates.end = checkConstant(closing.bound, as: axis.type, what: "the bound")
      rates.includesEnd = closing.isIncluded
    }
    if syntax.grid == nil {
      checkTierOrder(rates, syntax)
    } else {
      checkGrid(rates, syntax)
    }
    checkPrecedence(rates, syntax)
    model.rates.append(rates)
  }

  private mutating func checkTierOrder(_ rates: RatesModel, _ syntax: RatesDeclaration) {
    if syntax.rows.isEmpty || rates.axes.isEmpty {
      if !rates.axes.isEmpty { report(.noTiers(syntax.name)) }
      return
    }
    if !givesAmounts(rates), let mode = syntax.mode, !rates.result.isPoison {
      report(.modeNeedsTiers(syntax.name, mode: mode.rawValue, axes: rates.axes.count))
      return
    }
    if rates.hasColumns {
      if rates.mode == .adding { report(.modeNeedsTiers(syntax.name, mode: "adding", axes: rates.axes.count)) }
      for column in model.tierColumns(of: rates) { checkOrder(of: column.rows, in: rates, syntax) }
    } else if rates.isTiers {
      checkOrder(of: rates.rows, in: rates, syntax)
    }
  }

  /// Checks that the bounds of the tiers that follow one another on the first axis ascend.
  private mutating func checkOrder(
    of rows: [RatesModel.Row], in rates: RatesModel, _ syntax: RatesDeclaration
  ) {
    var last: (bound: Rational, isIncluded: Bool, span: SourceSpan)?
    for row in rows {
      guard case .lowerBound(let bound, let isIncluded) = row.matchers[0] else {
        report(.tierNeedsBound(row.span, name: syntax.name.text, example: leastBound(of: rates.axes[0].type)))
        continue
      }
      guard let value = place(of: bound) else { continue }
      if let last, value < last.bound || value == last.bound && !(last.isIncluded && !isIncluded) {
        report(.tiersOutOfOrder(bound.span, previous: last.span, isSame: value == last.bound))
      }
      last = (value, isIncluded, bound.span)
    }
    if let end = rates.end, let value = place(of: end), let last, value <= last.bound {
      report(.tiersOutOfOrder(end.span, previous: last.span, isSame: value == last.bound))
    }
  }

  /// A bound as it is written on an axis, for a message.
  private func leastBound(of type: StaticType) -> String {
    guard let quantity = type.quantity else { return "2026-01-01" }
    return quantity.form == .percent ? "0%" : quantity.unit.isOne ? "0" : "0 \(quantity.unitDescription)"
  }

  /// True iff the rates are tiers that an amount can go through.
  private func givesAmounts(_ rates: RatesModel) -> Bool {
    (rates.isTiers || rates.hasColumns) && rates.result.quantity != nil
  }

  /// Where a bound lies on its axis; dates count days, and periods by their own length.
  func place(of bound: TypedExpression) -> Rational? {
    switch constantValue(bound) {
    case .number(let value)?: value
    case .date(let date)?: Rational(Int(date.days))
    case .period(let period)?: Rational(Int(period.ordinal))
    default: nil
    }
  }

  /// Checks an expression of literals and params that must have the given type.
  mutating func checkConstant(
    _ syntax: Expression, as type: StaticType, what: String, mayBeInfinite: Bool = false
  ) -> TypedExpression {
    let isPeriod = if case .period = type.value { true } else { false }
    let typed = coerce(check(isPeriod ? asPeriod(syntax) : syntax, in: .constant), to: type, what: what)
    let value = constantValue(typed)
    if !typed.type.isPoison, value == nil { reportNoValue(typed, what: what) }
    if case .number(let number)? = value, number.isInfinite, !mayBeInfinite {
      report(.infiniteConstant(typed.span, what: what))
      return TypedExpression(.error, .poison, typed.span)
    }
    return typed
  }
}
