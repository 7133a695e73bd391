/// A row's place among the rows of its sheet and period.
public struct TypedRanking: Hashable, Sendable {
  /// Which places rows with equal values have.
  public enum Ties: Hashable, Sendable {
    /// 1, 1, 3.
    case standard
    /// 1, 1, 2.
    case dense
    /// All different by these.
    case by([TypedExpression])
  }

  public let value: TypedExpression
  public let isGreatestFirst: Bool
  public let ties: Ties
  /// Only among rows that are equal in these.
  public let per: [TypedExpression]
  /// The rows that are ranked; nil for all.
  public let condition: TypedExpression?

  var children: [TypedExpression] {
    let last: [TypedExpression] = if case .by(let columns) = ties { columns } else { [] }
    return [value] + per + last + [condition].compactMap { $0 }
  }
}
