import Source

/// The stated order of a sheet's rows.
public struct TypedOrder: Hashable, Sendable {
  /// The first decides, then the next.
  public let keys: [TypedPick.Ranking]
  /// Rows that are equal in these are a group with an order of its own.
  public let groups: [TypedExpression]
  public let span: SourceSpan

  /// The values that the rows are put in order by, and those that tell groups apart.
  public var values: [TypedExpression] { keys.map(\.value) + groups }
}

/// A value's sum over the rows of its sheet and period up to and including the one at hand.
public struct TypedRunningTotal: Hashable, Sendable {
  public let value: TypedExpression
  public let order: [TypedPick.Ranking]
  /// Only among rows that are equal in these.
  public let per: [TypedExpression]
  /// The rows that are added; nil for all.
  public let condition: TypedExpression?
  /// What puts the rows in order.
  public let orderSpan: SourceSpan

  var children: [TypedExpression] { [value] + order.map(\.value) + per + [condition].compactMap { $0 } }
}
