import Allot
import Model
import Syntax

/// The values of one operand for which a simple condition holds.
enum AllowedValues: Hashable {
  struct Bound: Hashable {
    let value: Rational
    let isIncluded: Bool
  }

  case range(lower: Bound?, upper: Bound?)
  /// These and no others.
  case values(Set<Value>)
  /// All but these.
  case except(Set<Value>)

  /// Values that have an order, as numbers; nil for texts and truth values.
  static func rank(_ value: Value) -> Rational? {
    switch value {
    case .number(let number): number
    case .date(let date): Rational(Int64(date.days))
    case .period(let period): Rational(Int64(period.ordinal))
    case .timestamp(let seconds): Rational(seconds)
    case .missing, .bool, .text: nil
    }
  }

  var isEmpty: Bool {
    switch self {
    case .range(let lower?, let upper?):
      lower.value > upper.value || lower.value == upper.value && !(lower.isIncluded && upper.isIncluded)
    case .range: false
    case .values(let values): values.isEmpty
    case .except: false
    }
  }

  func contains(_ value: Value) -> Bool {
    switch self {
    case .values(let values): return values.contains(value)
    case .except(let values): return !values.contains(value)
    case .range(let lower, let upper):
      guard let rank = AllowedValues.rank(value) else { return true }
      if let lower, rank < lower.value || rank == lower.value && !lower.isIncluded { return false }
      if let upper, rank > upper.value || rank == upper.value && !upper.isIncluded { return false }
      return true
    }
  }

  /// What both allow, or somewhat more: empty only if nothing is.
  func intersection(_ other: AllowedValues) -> AllowedValues {
    switch (self, other) {
    case (.values(let values), _): return .values(values.filter(other.contains))
    case (_, .values(let values)): return .values(values.filter(contains))
    case (.except(let a), .except(let b)): return .except(a.union(b))
    case (.range, .except): return self
    case (.except, .range): return other
    case (.range(let low, let high), .range(let otherLow, let otherHigh)):
      return .range(lower: AllowedValues.higher(low, otherLow), upper: AllowedValues.lower(high, otherHigh))
    }
  }

  /// True only if everything that this allows is allowed by `other`.
  func isSubset(of other: AllowedValues) -> Bool {
    switch (self, other) {
    case (.values(let values), _): return values.allSatisfy(other.contains)
    case (.except(let a), .except(let b)): return b.isSubset(of: a)
    case (.range, .except(let excluded)): return excluded.allSatisfy { AllowedValues.rank($0) != nil && !contains($0) }
    case (.range(let low, let high), .range(let otherLow, let otherHigh)):
      return AllowedValues.higher(low, otherLow) == low && AllowedValues.lower(high, otherHigh) == high
    case (.range, .values), (.except, .range), (.except, .values): return false
    }
  }

  /// What this does not allow; nil where that is no such set.
  var complement: AllowedValues? {
    switch self {
    case .values(let values): .except(values)
    case .except(let values): .values(values)
    case .range(let lower?, nil): .range(lower: nil, upper: Bound(value: lower.value, isIncluded: !lower.isIncluded))
    case .range(nil, let upper?): .range(lower: Bound(value: upper.value, isIncluded: !upper.isIncluded), upper: nil)
    case .range: nil
    }
  }

  private static func higher(_ a: Bound?, _ b: Bound?) -> Bound? {
    guard let a else { return b }
    guard let b else { return a }
    if a.value == b.value { return a.isIncluded ? b : a }
    return a.value > b.value ? a : b
  }

  private static func lower(_ a: Bound?, _ b: Bound?) -> Bound? {
    guard let a else { return b }
    guard let b else { return a }
    if a.value == b.value { return a.isIncluded ? b : a }
    return a.value < b.value ? a : b
  }
}

/// A simple condition: which values of what.
struct SimpleCondition {
  /// The operand as it is written.
  let operand: String
  let allowed: AllowedValues
  let expression: TypedExpression
}

extension PlanReview {
  /// What a condition says about one operand; nil if it is not simple.
  func simpleCondition(_ condition: TypedExpression) -> SimpleCondition? {
    func simple(_ operand: TypedExpression, _ allowed: AllowedValues) -> SimpleCondition {
      SimpleCondition(operand: wording(operand), allowed: allowed, expression: condition)
    }
    switch condition.kind {
    case .not(let inner):
      guard let found = simpleCondition(inner), let allowed = found.allowed.complement else { return nil }
      return SimpleCondition(operand: found.operand, allowed: allowed, expression: condition)
    case .isMissing(let operand):
      return SimpleCondition(
        operand: wording(operand) + " is missing", allowed: .values([.bool(true)]), expression: condition)
    case .isIn(let operand, let list):
      var values: Set<Value> = []
      for item in list {
        guard let value = literal(item) else { return nil }
        values.insert(value)
      }
      return simple(operand, .values(values))
    case .binary(let operation, let left, let right):
      if let value = literal(right), literal(left) == nil {
        return AllowedValues(operation, value).map { simple(left, $0) }
      }
      if let value = literal(left), literal(right) == nil {
        return operation.mirrored.flatMap { AllowedValues($0, value) }.map { simple(right, $0) }
      }
      return nil
    case .field, .member:
      return condition.type == .bool ? simple(condition, .values([.bool(true)])) : nil
    case .error, .constant, .parameter, .today, .lookup, .sheetRow, .aggregate, .pick, .isTied, .rank, .allocate,
      .running, .left, .negate, .isInWindow, .schedule, .conditional, .otherwise, .round, .convert, .call, .addMonths,
      .rowPeriod, .shiftPeriod, .window, .previous, .through, .trueUp, .tierRate, .matchRates, .curve, .it:
      return nil
    }
  }

  /// The conditions that are joined by `operation`, in the order of the text.
  func joined(by operation: BinaryOperator, _ condition: TypedExpression) -> [TypedExpression] {
    var result: [TypedExpression] = []
    var pending = [condition]
    while let next = pending.popLast() {
      if case .binary(operation, let left, let right) = next.kind {
        pending += [right, left]
      } else {
        result.append(next)
      }
    }
    return result
  }
}

extension AllowedValues {
  /// What `x operation value` allows; nil if it is no comparison.
  fileprivate init?(_ operation: BinaryOperator, _ value: Value) {
    let rank = AllowedValues.rank(value)
    switch operation {
    case .equal:
      self =
        rank.map { .range(lower: Bound(value: $0, isIncluded: true), upper: Bound(value: $0, isIncluded: true)) }
        ?? .values([value])
    case .notEqual: self = .except([value])
    case .less, .lessOrEqual:
      guard let rank else { return nil }
      self = .range(lower: nil, upper: Bound(value: rank, isIncluded: operation == .lessOrEqual))
    case .greater, .greaterOrEqual:
      guard let rank else { return nil }
      self = .range(lower: Bound(value: rank, isIncluded: operation == .greaterOrEqual), upper: nil)
    case .or, .and, .plus, .minus, .times, .divide, .percentOf: return nil
    }
  }
}

extension BinaryOperator {
  /// The comparison that is the same with its sides exchanged; nil if it is no comparison.
  fileprivate var mirrored: BinaryOperator? {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .or, .and, .plus, .minus, .times, .divide, .percentOf: nil
    }
  }

  /// True iff it compares two values.
  var isComparison: Bool { mirrored != nil }
}
