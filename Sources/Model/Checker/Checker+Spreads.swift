import Columns
import Source
import Syntax

/// Variances, deviations and products of rows, and what is taken over the totals of each day.
extension Checker {
  /// Names under which other languages know a deviation or a variance, and what they are called here.
  static let bareSpreads: [String: String] = [
    "deviation": "deviation", "stdev": "deviation", "stddev": "deviation", "std": "deviation", "stdevp": "deviation",
    "std_dev": "deviation", "stdev_p": "deviation", "stdev_s": "deviation", "standard_deviation": "deviation",
    "variance": "variance", "var": "variance", "varp": "variance", "var_p": "variance", "var_s": "variance",
  ]

  /// The type of a variance, a deviation or a product; nil after a message.
  mutating func spreadType(_ function: Aggregate.Function, of value: TypedExpression?) -> StaticType? {
    guard let value, let quantity = value.type.quantity else {
      if let value, case .moneyInColumn = value.type.value {
        report(.convertFirst(value))
      } else if let value {
        report(.amountNeeded(value.span, what: "what `\(function.rawValue)` is given", found: describe(value.type)))
      }
      return nil
    }
    if quantity.isRunning {
      report(.runningSummed(value.span))
      return nil
    }
    switch function {
    case .product:
      guard quantity.unit.isOne else {
        report(.productOfAmounts(value.span, found: describe(value.type)))
        return nil
      }
      // A product of percents is a factor, which stands where a number or a percent is wanted.
      return StaticType(.number(Quantity(.one, quantity.form == .plain ? .plain : .ratio)))
    case .sampleVariance, .populationVariance:
      guard Unit.canCombine(quantity.unit, quantity.unit) else {
        report(.unitTooLarge(value.span))
        return nil
      }
      return StaticType(.number(Quantity(quantity.unit * quantity.unit)), isOptional: true)
    case .sampleDeviation, .populationDeviation, .sum, .count, .countDistinct, .average, .minimum, .maximum, .any,
      .every:
      return StaticType(.number(Quantity(quantity.unit, quantity.form)), isOptional: true)
    }
  }

  // ---- Decimals ----

  /// True iff `to N decimals` stands where it belongs; false after a message.
  mutating func checkDecimals(of syntax: Aggregate) -> Bool {
    guard syntax.function.isDeviation else {
      if let clause = syntax.decimals { report(.decimalsOfExact(clause.span)) }
      return syntax.decimals == nil
    }
    return checkDecimals(syntax.decimals, limit: 12, of: syntax.function.rawValue, syntax.functionSpan)
  }

  /// True iff a clause says to how many decimals, and asks for no more than `limit`.
  mutating func checkDecimals(
    _ clause: DecimalsClause?, limit: Int, of function: String, _ span: SourceSpan
  ) -> Bool {
    guard let clause else {
      report(.decimalsNeeded(span, function: function))
      return false
    }
    if clause.count > limit { report(.tooManyDecimals(clause.span, limit: limit, function: function)) }
    return clause.count <= limit
  }

  /// The decimals of the number itself: a percent is printed with two fewer.
  func decimals(of syntax: Aggregate, _ type: StaticType) -> Int {
    (syntax.decimals?.count ?? 0) + (type.quantity?.form == .percent ? 2 : 0)
  }

  // ---- Parts of a window ----

  /// Gives the aggregate what stands behind `each`; false after a message.
  mutating func setParts(_ aggregate: inout TypedAggregate, _ syntax: Aggregate) -> Bool {
    guard let each = syntax.each else { return true }
    guard syntax.function.isOfTotals else {
      report(.eachOfNoTotals(each, function: syntax.function.rawValue))
      return false
    }
    guard aggregate.value?.type.quantity != nil else {
      report(.eachNeedsAmounts(each, found: aggregate.value.map { describe($0.type) } ?? ""))
      return false
    }
    guard let window = aggregate.window, window.from != nil, window.through != nil, !window.isOpen else {
      report(.eachNeedsWindow(each, window: aggregate.window?.span))
      return false
    }
    aggregate.each = each.part
    return true
  }
}

extension TypedAggregate {
  /// True iff a bound of the window may be missing.
  var hasOptionalBounds: Bool {
    window?.from?.type.isOptional == true || window?.through?.type.isOptional == true
  }
}

extension Aggregate.Function {
  var isDeviation: Bool { self == .sampleDeviation || self == .populationDeviation }

  /// True iff the function may be taken over totals.
  var isOfTotals: Bool {
    switch self {
    case .average, .minimum, .maximum, .sampleVariance, .populationVariance, .sampleDeviation, .populationDeviation:
      true
    case .sum, .count, .countDistinct, .any, .every, .product: false
    }
  }

  /// True iff a row that comes twice counts twice.
  var countsEachRow: Bool {
    switch self {
    case .sum, .count, .average, .product, .sampleVariance, .populationVariance, .sampleDeviation, .populationDeviation:
      true
    case .countDistinct, .minimum, .maximum, .any, .every: false
    }
  }
}
