import Source
import Syntax

/// Where an expression stands: what its bare names mean.
struct Scope {
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

  /// Values that a condition has shown to be present.
  var present: Set<[ColumnStep]> = []

  static let constant = Scope()

  /// The scope of an aggregate over `relation` that stands in this one.
  func inside(_ relation: Relation) -> Scope {
    Scope(row: relation, outer: row, sheet: sheet, period: period, it: nil)
  }

  /// The scope of what is reached only if `condition` is true.
  func after(_ condition: TypedExpression) -> Scope {
    var scope = self
    scope.present.formUnion(condition.shownPresent)
    return scope
  }
}

/// One column on the way to a value, such as `payee` and `bonus` in `payee.bonus`.
struct ColumnStep: Hashable {
  let relation: Relation
  let field: Field
  let depth: Int
}

/// What a name means outside a row.
enum Global {
  case table(Int)
  case rates(Int)
  case sheet(Int)
  case parameter(Int)
}

extension TypedExpression {
  /// The columns that lead to the value, wherever in the text they are named; nil if it is made otherwise.
  fileprivate var columns: [ColumnStep]? {
    switch kind {
    case .field(let relation, let field, let depth):
      return [ColumnStep(relation: relation, field: field, depth: depth)]
    case .member(let relation, let field, let row):
      return row.columns.map { $0 + [ColumnStep(relation: relation, field: field, depth: 0)] }
    default: return nil
    }
  }

  /// What must be present for the condition to be true: `x is not missing and …`.
  fileprivate var shownPresent: Set<[ColumnStep]> {
    switch kind {
    case .binary(.and, let a, let b): return a.shownPresent.union(b.shownPresent)
    case .not(let inner):
      if case .isMissing(let value) = inner.kind, let columns = value.columns { return [columns] }
      return []
    default: return []
    }
  }

  /// The value as one that is not missing, where a condition has shown that.
  func known(in scope: Scope) -> TypedExpression {
    guard type.isOptional, let columns, scope.present.contains(columns) else { return self }
    return TypedExpression(kind, type.optional(false), span)
  }
}
