/// How much of an amount each row of a group has.
///
/// ```
/// part = clamp(level * weight - start, 0, cap)       the level is such that the parts sum to the total
///
///            ‾‾‾‾‾‾  level
///       ▒▒▒▒        ▒▒▒▒ cap           ▒ part
///  ▓▓▓▓ ▓▓▓▓   ████ ▓▓▓▓               ▓ start
/// ```
public struct Allotment: Hashable, Sendable {
  /// What decides who has how much.
  public enum Manner: Hashable, Sendable {
    /// Up to a common level of `(start + part) / weight`; rows whose weight is 0 have nothing. Without `start`, in
    /// proportion to the weights. `step`: the parts are whole steps, by largest remainder.
    case level(weight: ColumnID, start: ColumnID?, step: ColumnID?)
    /// One row after the other; `step`: the parts are whole steps.
    case inOrder(step: ColumnID?)
    /// One `pack` after the other to the smallest `(start + part) / weight` among the rows that have room.
    case oneByOne(OneByOne)
  }

  /// The operands of ``Manner/oneByOne(_:)``.
  public struct OneByOne: Hashable, Sendable {
    public var pack: ColumnID
    public var start: ColumnID
    public var weight: ColumnID
    /// How much of the total one of what is given counts for: then the total is the least that is to be reached.
    public var counting: ColumnID?

    public init(pack: ColumnID, start: ColumnID, weight: ColumnID, counting: ColumnID?) {
      self.pack = pack
      self.start = start
      self.weight = weight
      self.counting = counting
    }
  }

  /// The same in all rows of a group, and not below 0.
  public var total: ColumnID
  public var manner: Manner
  /// The most that a row has; nil for no bound.
  public var cap: ColumnID?
  public var group: [ColumnID]
  /// Rows that are equal in these are of one tier: the tiers have their bounds in full while they fit, the first that
  /// does not fit shares what is left, and the later ones have nothing.
  public var order: [RowSource.Ranking]
  /// Which of two equal rows comes first; then the row number.
  public var ties: [ColumnID]

  public init(
    total: ColumnID, manner: Manner, cap: ColumnID?, group: [ColumnID], order: [RowSource.Ranking], ties: [ColumnID]
  ) {
    self.total = total
    self.manner = manner
    self.cap = cap
    self.group = group
    self.order = order
    self.ties = ties
  }

  /// The columns that are numbers.
  public var amounts: [ColumnID] {
    let own: [ColumnID?] =
      switch manner {
      case .level(let weight, let start, let step): [weight, start, step]
      case .inOrder(let step): [step]
      case .oneByOne(let step): [step.pack, step.start, step.weight, step.counting]
      }
    return [total] + own.compactMap { $0 } + [cap].compactMap { $0 }
  }
}
