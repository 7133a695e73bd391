import Source

/// `day in today .. today + sku.lead` behind `for each`: a row for each value, for each of the rows in front of it.
public struct RowRange: Hashable, Sendable {
  public let name: Name
  public let first: Expression
  public let last: Expression
  public let span: SourceSpan

  public init(name: Name, first: Expression, last: Expression, span: SourceSpan) {
    self.name = name
    self.first = first
    self.last = last
    self.span = span
  }
}
