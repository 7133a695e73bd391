import Syntax

extension Checker {
  /// The part of a payment that gathers rows which other periods gather too, over a window that is neither the row's
  /// period nor running: `over all time`, `over last 90 days before today`, a count `over quarter` in a month. Nil if
  /// there is none, or if `as monthly` says that it is meant.
  func partPaidAgain(of value: TypedExpression, each period: PeriodUnit) -> TypedExpression? {
    if value.type.quantity?.basis != nil { return nil }
    switch value.kind {
    case .aggregate(let aggregate):
      switch aggregate.function {
      case .sum, .count, .countDistinct: break
      case .average, .minimum, .maximum, .product, .sampleVariance, .populationVariance, .sampleDeviation,
        .populationDeviation:
        // A number or a percent is a factor, and may be any period's; an amount of another window is paid again.
        guard let window = aggregate.window, value.type.quantity?.unit.isOne == false else { return nil }
        return window.basis != period ? value : nil
      case .any, .every: return nil
      }
      guard let window = aggregate.window else {
        return hasDate(aggregate.relation) && !isMatchedByPeriod(aggregate) ? value : nil
      }
      return window.basis != period && window.scope == nil ? value : nil
    case .field(.sheet(let sheet), .line(let line), 0):
      guard let model = lineModels[.line(sheet: sheet, line: line)], partPaidAgain(of: model.value, each: period) != nil
      else {
        return nil
      }
      return value
    case .binary(.divide, let a, _):
      return value.type.quantity?.unit.isOne == true ? nil : partPaidAgain(of: a, each: period)
    case .binary(let operation, let a, let b):
      switch operation {
      case .plus, .minus, .times, .percentOf:
        return partPaidAgain(of: a, each: period) ?? partPaidAgain(of: b, each: period)
      case .or, .and, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .divide: return nil
      }
    case .negate(let a), .round(let a, _, _): return partPaidAgain(of: a, each: period)
    case .conditional(let a, _, let b), .otherwise(let a, let b):
      return partPaidAgain(of: a, each: period) ?? partPaidAgain(of: b, each: period)
    case .call(.min, let arguments), .call(.max, let arguments), .call(.abs, let arguments):
      return arguments.lazy.compactMap { partPaidAgain(of: $0, each: period) }.first
    case .through(let through): return partPaidAgain(of: through.position, each: period)
    case .tierRate(_, let argument) where value.type.quantity?.unit.singleName != nil:
      return partPaidAgain(of: argument, each: period)
    case .curve(_, let argument) where value.type.quantity?.unit.singleName != nil:
      return partPaidAgain(of: argument, each: period)
    case .allocate(let allocation), .left(let allocation): return partPaidAgain(of: allocation.pool, each: period)
    case .matchRates(_, let arguments) where value.type.quantity?.unit.singleName != nil:
      return arguments.lazy.compactMap { partPaidAgain(of: $0, each: period) }.first
    default: return nil
    }
  }

  /// True iff the rows are those of the row's own period by a key: a quota of the quarter.
  private func isMatchedByPeriod(_ aggregate: TypedAggregate) -> Bool {
    aggregate.joins.contains { join in
      if case .rowPeriod = join.mine.kind { return true }
      return false
    }
  }
}
