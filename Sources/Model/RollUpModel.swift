import Source

/// Credit for everyone above somebody in a hierarchy.
public struct RollUpModel: Sendable {
  /// True iff those below are credited too; then they get nothing as somebody's superior.
  public var isBesides: Bool
  /// The table that says who stands above whom.
  public var table: Int
  /// Its column with the person; nil if its rows are the people.
  public var member: Int?
  /// Its column with the person one level higher.
  public var superior: Int
  /// The day, of the credited row, for which the hierarchy is read; nil if it has no versions.
  public var date: TypedExpression?
  public var levels: Int?
  /// Of a row of `table`.
  public var condition: TypedExpression?
  public var span: SourceSpan
}
