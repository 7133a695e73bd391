import Model

/// What rules look for among the expressions of a plan: each is put into a group once, so that a rule goes over those
/// alone that it is about.
public enum NodeGroup: Int, CaseIterable, Sendable {
  /// `=`, `<` and the like.
  case comparison
  /// `and`, `or`.
  case logic
  /// `+`, `*` and the like.
  case arithmetic
  /// `A when C else B`.
  case conditional
  case aggregate, lookup, call, through
  /// `x in (…)`.
  case membership
  /// Windows, and dates in them.
  case window
  /// Literals of dates and periods.
  case day
  case other

  init(_ expression: TypedExpression) {
    switch expression.kind {
    case .binary(let operation, _, _):
      switch operation {
      case .or, .and: self = .logic
      case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: self = .comparison
      case .plus, .minus, .times, .divide, .percentOf: self = .arithmetic
      }
    case .conditional: self = .conditional
    case .aggregate: self = .aggregate
    case .lookup: self = .lookup
    case .call: self = .call
    case .through: self = .through
    case .isIn: self = .membership
    case .isInWindow, .window: self = .window
    case .constant(let value):
      switch value {
      case .date, .period: self = .day
      case .missing, .bool, .number, .text, .timestamp: self = .other
      }
    case .error, .parameter, .today, .field, .member, .sheetRow, .pick, .isTied, .rank, .allocate, .running, .left,
      .negate, .not, .isMissing, .schedule, .otherwise, .round, .convert, .addMonths, .rowPeriod, .shiftPeriod,
      .previous, .trueUp, .tierRate, .matchRates, .curve, .it:
      self = .other
    }
  }
}
