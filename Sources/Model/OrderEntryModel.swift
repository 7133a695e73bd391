import Source

/// How a rule's order enters the position, so that the rule may be run on its own result.
public struct OrderEntryModel: Sendable {
  public enum Target: Sendable {
    /// The quantity is added to a column of the rows with this key; `keys` are the table's key columns, each with its
    /// value in the rule's row.
    case column(Int, keys: [(column: Int, value: TypedExpression)])
    /// The order is a further row; its other columns are empty.
    case row([(column: Int, value: TypedExpression)])
  }

  public var table: Int
  /// The rule's `order` line.
  public var order: Int
  public var target: Target
  public var span: SourceSpan
}
