/// `rank(points, greatest first, ties standard per team where is_active)`.
public struct Ranking: Hashable, Sendable {
  /// Which places rows with equal values have.
  public enum Ties: Hashable, Sendable {
    /// 1, 1, 3.
    case standard
    /// 1, 1, 2.
    case dense
    /// `ties by hired, id`: all different.
    case by([Name])
  }

  public let value: Expression
  public let isGreatestFirst: Bool
  public let ties: Ties
  /// Only among rows that are equal in these; nil if not written.
  public let per: [Name]?
  public let condition: Expression?

  public init(value: Expression, isGreatestFirst: Bool, ties: Ties, per: [Name]?, condition: Expression?) {
    self.value = value
    self.isGreatestFirst = isGreatestFirst
    self.ties = ties
    self.per = per
    self.condition = condition
  }
}
