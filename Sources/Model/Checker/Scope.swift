import Source
import Syntax

/// Where an expression stands: what its bare names mean.
struct Scope {
  /// The row at hand; nil in a constant expression.
  var row: Relation?
  /// Inside an aggregate, the row around it: `this`.
  var outer: Relation?
  /// The sheet whose credits and lines may be named.
  var sheet: Int?
  /// The length of the period that the value is for: the sheet's, or a longer one after `each`.
  var period: PeriodUnit?
  /// The type of `it` in a step.
  var it: StaticType?

  static let constant = Scope()

  /// The scope of an aggregate over `relation` that stands in this one.
  func inside(_ relation: Relation) -> Scope {
    Scope(row: relation, outer: row, sheet: nil, period: period, it: nil)
  }
}

/// What a name means outside a row.
enum Global {
  case table(Int)
  case rates(Int)
  case sheet(Int)
  case parameter(Int)
}
