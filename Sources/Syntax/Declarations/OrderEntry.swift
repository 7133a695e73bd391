import Source

/// How an order enters the position: `ordered counts in stock.in_transit`, or
/// `ordered joins orders (dealer = dealer, quantity = quantity)`.
public struct OrderEntrySyntax: Hashable, Sendable {
  /// `due = today + sku.lead`: a column of the row that the order becomes.
  public struct Assignment: Hashable, Sendable {
    public let column: Name
    public let value: Expression

    public init(column: Name, value: Expression) {
      self.column = column
      self.value = value
    }
  }

  public enum Target: Hashable, Sendable {
    /// The quantity is added to a column of the row with the same key.
    case column(table: Name, column: Name)
    /// The order is a row of a table.
    case row(table: Name, values: [Assignment])
  }

  public let target: Target
  public let span: SourceSpan

  public init(target: Target, span: SourceSpan) {
    self.target = target
    self.span = span
  }
}
