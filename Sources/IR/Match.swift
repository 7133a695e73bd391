/// Amounts of two sides, which are paired where they overlap when they are laid end to end.
///
/// ```
/// givers   |-- a: 5 --|- b: 3 -|
/// takers   |- x: 4 -|--- y: 6 ---|
/// pairs    |  a x 4 |a y 1| b y 3|     y lacks 2
/// ```
public struct Match: Hashable, Sendable {
  /// The rows of one side.
  public struct Side: Hashable, Sendable {
    public var frame: FrameID
    /// What a row has; not below 0. A row with 0 takes no part.
    public var amount: ColumnID
    public var group: [ColumnID]
    /// The order in which a group's rows are laid.
    public var order: [RowSource.Ranking]

    public init(frame: FrameID, amount: ColumnID, group: [ColumnID], order: [RowSource.Ranking]) {
      self.frame = frame
      self.amount = amount
      self.group = group
      self.order = order
    }

    public var columns: [ColumnID] { [amount] + group + order.map(\.column) }
  }

  public var giver: Side
  public var taker: Side

  public init(giver: Side, taker: Side) {
    self.giver = giver
    self.taker = taker
  }
}
