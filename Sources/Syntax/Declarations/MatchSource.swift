import Source

/// `match Surplus.excess in order of greatest excess, dealer to Shortage.lack in order of greatest lack, dealer per sku`:
/// the rows are pairs of a giver and a taker.
public struct MatchSource: Hashable, Sendable {
  /// The rows of one side, what each of them has, and the order in which they come.
  public struct Side: Hashable, Sendable {
    public let relation: Name
    public let amount: Name
    public let order: [Pick.Ranking]

    public init(relation: Name, amount: Name, order: [Pick.Ranking]) {
      self.relation = relation
      self.amount = amount
      self.order = order
    }
  }

  /// What each pair has of both amounts, as a column of the row.
  public static let amount = "matched"

  public let giver: Side
  public let taker: Side
  /// Columns of both sides; only rows that are equal in these are paired.
  public let per: [Name]

  public init(giver: Side, taker: Side, per: [Name]) {
    self.giver = giver
    self.taker = taker
    self.per = per
  }
}
