import Source

/// `in order of expiry, lot within dealer`: the order of a sheet's rows, along which `previous` goes.
public struct StatedOrder: Hashable, Sendable {
  /// The first decides, then the next; least first, unless `greatest` stands in front.
  public let keys: [Pick.Ranking]
  /// Rows that are equal in these are a group with an order of its own; empty for one order of all rows.
  public let groups: [Expression]
  public let span: SourceSpan

  public init(keys: [Pick.Ranking], groups: [Expression], span: SourceSpan) {
    self.keys = keys
    self.groups = groups
    self.span = span
  }
}

/// `running(value in order of greatest value, sku per dealer where is_active)`.
public struct RunningTotal: Hashable, Sendable {
  public let value: Expression
  public let order: [Pick.Ranking]
  /// Only among rows that are equal in these; nil if not written.
  public let per: [Name]?
  /// The rows that are added; nil for all.
  public let condition: Expression?

  public init(value: Expression, order: [Pick.Ranking], per: [Name]?, condition: Expression?) {
    self.value = value
    self.order = order
    self.per = per
    self.condition = condition
  }
}
