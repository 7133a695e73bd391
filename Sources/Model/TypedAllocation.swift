/// A row's part of an amount, among the rows of its sheet and period.
public struct TypedAllocation: Hashable, Sendable {
  /// What decides how much of the pool each row has.
  public enum Manner: Hashable, Sendable {
    /// In proportion to a weight.
    case proportional(TypedExpression)
    /// Raises `(start + part) / weight` to a common level.
    case levelling(start: TypedExpression, weight: TypedExpression)
    /// One row after the other, each as much as it may have.
    case inOrder
    /// One pack after the other, each to the row with the smallest `(start + part) / weight`.
    case oneByOne(OneByOne)
  }

  /// `one P at a time to the smallest S / W`.
  public struct OneByOne: Hashable, Sendable {
    public let pack: TypedExpression
    public let start: TypedExpression
    public let weight: TypedExpression
    /// How much of the pool one of what is given counts for, if the pool is the least that is to be reached.
    public let counting: TypedExpression?
  }

  /// A value by which rows come first.
  public struct OrderKey: Hashable, Sendable {
    public let isGreatest: Bool
    public let value: TypedExpression
  }

  public let pool: TypedExpression
  public let manner: Manner
  /// Which rows come first; rows that are equal in these are of one tier.
  public let order: [OrderKey]
  /// Only among rows that are equal in these.
  public let per: [TypedExpression]
  public let perNames: [String]
  /// The most that a row has; nil for no bound.
  public let cap: TypedExpression?
  /// Nil for parts that are not rounded.
  public let step: TypedExpression?
  /// True iff what cannot be given is left, with or without a bound.
  public let leavesRest: Bool
  /// Which of two rows with equal remainders has the step that is left; then the row's key.
  public let ties: [TypedExpression]

  /// True iff all of the pool must be given.
  public var isStrict: Bool { cap == nil && !leavesRest }

  var children: [TypedExpression] {
    let own: [TypedExpression] =
      switch manner {
      case .proportional(let weight): [weight]
      case .levelling(let start, let weight): [start, weight]
      case .inOrder: []
      case .oneByOne(let step): [step.pack, step.start, step.weight] + [step.counting].compactMap { $0 }
      }
    return [pool] + own + order.map(\.value) + per + [cap, step].compactMap { $0 } + ties
  }
}
