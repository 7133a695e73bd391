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
        report(.matcherCount(row.span, found: row.matchers.count, axes: rates.axes.map(\.name), name: syntax.name))
        continue
      }
      var matchers: [RatesModel.Matcher] = []
      for (number, matcher) in row.matchers.enumerated() {
        let axis = rates.axes[number]
        switch matcher {
        case .any: matchers.append(.any)
        case .lowerBound(let bound, let isIncluded, _):
          rates.axes[number].isOrdered = true
          matchers.append(.lowerBound(checkConstant(bound, as: axis.type, what: "the bound"), isIncluded: isIncluded))
        case .values(let values, _):
          matchers.append(.values(values.map { checkConstant($0, as: axis.type, what: "`\(axis.name)`") }))
        }
      }
      let value = checkConstant(row.value, as: rates.result, what: "the rate")
      let mode = row.mode ?? syntax.mode
      rates.rows.append(RatesModel.Row(matchers: matchers, value: value, isWhole: mode == .whole, span: row.span))
    }
    if let closing = syntax.closing, let axis = rates.axes.first {
      rates.end = checkConstant(closing.bound, as: axis.type, what: "the bound")
      rates.includesEnd = closing.isIncluded
    }
    checkTierOrder(rates, syntax)
    model.rates.append(rates)
  }

  private mutating func checkTierOrder(_ rates: RatesModel, _ syntax: RatesDeclaration) {
    if rates.rows.isEmpty, syntax.rows.isEmpty { report(.noTiers(syntax.name)) }
    guard rates.isTiers else {
      if let mode = syntax.mode { report(.modeNeedsTiers(syntax.name, mode: mode.rawValue)) }
      return
    }
    var last: (bound: Rational, isIncluded: Bool, span: SourceSpan)?
    for row in rates.rows {
      guard case .lowerBound(let bound, let isIncluded) = row.matchers[0] else {
        report(.tierNeedsBound(row.span, name: syntax.name.text))
        continue
      }
      guard case .number(let value)? = constantValue(bound) else { continue }
      if let last, value < last.bound || value == last.bound && !(last.isIncluded && !isIncluded) {
        report(.tiersOutOfOrder(bound.span, previous: last.span, isSame: value == last.bound))
      }
      last = (value, isIncluded, bound.span)
    }
    if let end = rates.end, case .number(let value)? = constantValue(end), let last, value <= last.bound {
      report(.tiersOutOfOrder(end.span, previous: last.span, isSame: value == last.bound))
    }
  }

  /// Checks an expression of literals and params that must have the given type.
  mutating func checkConstant(_ syntax: Expression, as type: StaticType, what: String) -> TypedExpression {
    let typed = coerce(check(syntax, in: .constant), to: type, what: what)
    if !typed.type.isPoison, constantValue(typed) == nil { report(.notConstant(syntax.span, what: what)) }
    return typed
  }
}
