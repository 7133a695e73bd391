/// `allocate pool by weight per store in steps of 0.01 USD ties by id`.
public struct Allocation: Hashable, Sendable {
  /// What decides how much of the pool each row has.
  public enum Manner: Hashable, Sendable {
    /// In proportion to a weight.
    case proportional(Expression)
  }

  public let pool: Expression
  public let manner: Manner
  /// Only among rows that are equal in these; nil if not written.
  public let per: [Name]?
  /// `in steps of P`; nil for `exactly`.
  public let step: Expression?
  /// `ties by K`: which of two rows with equal remainders has the step that is left.
  public let ties: [Name]

  public init(pool: Expression, manner: Manner, per: [Name]?, step: Expression?, ties: [Name]) {
    self.pool = pool
    self.manner = manner
    self.per = per
    self.step = step
    self.ties = ties
  }
}
