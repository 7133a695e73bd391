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

/// A row's part of an amount, among the rows of its sheet and period.
public struct TypedAllocation: Hashable, Sendable {
  /// What decides how much of the pool each row has.
  public enum Manner: Hashable, Sendable {
    /// In proportion to a weight.
    case proportional(TypedExpression)
  }

  public let pool: TypedExpression
  public let manner: Manner
  /// Only among rows that are equal in these.
  public let per: [TypedExpression]
  public let perNames: [String]
  /// Nil for parts that are not rounded.
  public let step: TypedExpression?
  /// Which of two rows with equal remainders has the step that is left; then the row's key.
  public let ties: [TypedExpression]

  var children: [TypedExpression] {
    let weight: TypedExpression =
      switch manner {
      case .proportional(let weight): weight
      }
    return [pool, weight] + per + [step].compactMap { $0 } + ties
  }
}
