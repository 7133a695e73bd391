/// `allocate pool by weight per store at most room in steps of 6 units ties by id`.
public struct Allocation: Hashable, Sendable {
  /// What decides how much of the pool each row has.
  public enum Manner: Hashable, Sendable {
    /// In proportion to a weight.
    case proportional(Expression)
    /// Raises `(start + part) / weight` to a common level.
    case levelling(start: Expression, weight: Expression)
    /// One row after the other, each as much as it may have.
    case inOrder
    /// One pack after the other, each to the row with the smallest `(start + part) / weight`.
    case oneByOne(OneByOne)
  }

  /// `one P at a time to the smallest S / W`.
  public struct OneByOne: Hashable, Sendable {
    public let pack: Expression
    public let start: Expression
    public let weight: Expression
    /// `at least T counting C`: how much of the pool one of what is given counts for.
    public let counting: Expression?

    public init(pack: Expression, start: Expression, weight: Expression, counting: Expression?) {
      self.pack = pack
      self.start = start
      self.weight = weight
      self.counting = counting
    }
  }

  public let pool: Expression
  public let manner: Manner
  /// `in order of K`: which rows come first; rows that are equal in these are of one tier.
  public let order: [Pick.Ranking]
  /// Only among rows that are equal in these; nil if not written.
  public let per: [Name]?
  /// `at most CAP`.
  public let cap: Expression?
  /// `in steps of P`; nil for `exactly`.
  public let step: Expression?
  /// `leaving the rest`: what cannot be given is left.
  public let leavesRest: Bool
  /// `ties by K`: which of two rows with equal remainders has the step that is left.
  public let ties: [Name]

  public init(
    pool: Expression, manner: Manner, order: [Pick.Ranking] = [], per: [Name]?, cap: Expression? = nil,
    step: Expression?,
    leavesRest: Bool = false, ties: [Name]
  ) {
    self.pool = pool
    self.manner = manner
    self.order = order
    self.per = per
    self.cap = cap
    self.step = step
    self.leavesRest = leavesRest
    self.ties = ties
  }
}
