import Source
import Syntax

/// Where an expression stands: what its bare names mean.
struct Scope: Sendable {
  /// The row at hand; nil in a constant expression.
  var row: Relation?
  /// Inside an aggregate, the row around it: `this`.
  var outer: Relation?
  /// The sheet whose credits and lines may be named; inside an aggregate, only after its own row's columns.
  var sheet: Int?
  /// The length of the period that the value is for: the sheet's, or a longer one after `each`.
  var period: PeriodUnit?
  /// The type of `it` in a step.
  var it: StaticType?
  /// True iff the expression is that of a law, which may speak of the total pay.
  var isAssertion = false
  /// The use of a define in whose body the expression stands: its names are the define's.
  var use: Int?

  /// Values that a condition has shown to be present.
  var present: Set<ReadValue> = []

  static let constant = Scope()

  /// The scope of an aggregate over `relation` that stands in this one.
  func inside(_ relation: Relation) -> Scope {
    Scope(row: relation, outer: row, sheet: sheet, period: period, it: nil, use: use)
  }

  /// The scope of what is reached only if `condition` is false.
  func unless(_ condition: TypedExpression) -> Scope {
    var scope = self
    scope.present.formUnion(condition.presentIfFalse)
    return scope
  }

  /// The scope of what is reached only if `condition` is true.
  func after(_ condition: TypedExpression) -> Scope {
    var scope = self
    scope.present.formUnion(condition.shownPresent)
    return scope
  }
}

/// What a name means outside a row.
enum Global {
  case table(Int)
  case rates(Int)
  case curve(Int)
  case sheet(Int)
  case parameter(Int)
  case define(Int)
  case schedule(Int)
}

extension TypedExpression {
  /// What must be present for the condition to be true: `x is not missing and …`.
  fileprivate var shownPresent: Set<ReadValue> {
    switch kind {
    case .binary(.and, let a, let b): return a.shownPresent.union(b.shownPresent)
    case .not(let inner):
      if case .isMissing(let value) = inner.kind, let read = ReadValue(value) { return [read] }
      return []
    default: return []
    }
  }

  /// What must be present for the condition to be false: `x is missing or …`.
  fileprivate var presentIfFalse: Set<ReadValue> {
    switch kind {
    case .binary(.or, let a, let b): return a.presentIfFalse.union(b.presentIfFalse)
    case .isMissing(let value): return ReadValue(value).map { [$0] } ?? []
    case .not(let inner): return inner.shownPresent
    default: return []
    }
  }

  /// The value as one that is not missing, where a condition has shown that.
  func known(in scope: Scope) -> TypedExpression {
    guard type.isOptional, let read = ReadValue(self), scope.present.contains(read) else { return self }
    return TypedExpression(kind, type.optional(false), span)
  }
}

/// A value that is read from a row, wherever the text does so.
indirect enum ReadValue: Hashable, Sendable {
  case field(Relation, Field, depth: Int)
  case member(Relation, Field, of: ReadValue)
  /// The running value of steps.
  case it

  /// Nil for anything that is computed.
  init?(_ expression: TypedExpression) {
    switch expression.kind {
    case .field(let relation, let field, let depth): self = .field(relation, field, depth: depth)
    case .member(let relation, let field, let row):
      guard let row = ReadValue(row) else { return nil }
      self = .member(relation, field, of: row)
    case .it: self = .it
    default: return nil
    }
  }
}
