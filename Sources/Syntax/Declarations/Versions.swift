import Source

/// `valid from starts to ends`: a table's rows are versions, each for the days from one column to another.
public struct ValiditySyntax: Hashable, Sendable {
  public let from: Name
  /// Nil if a version ends where the key's next one begins.
  public let to: Name?
  public let span: SourceSpan

  public init(from: Name, to: Name?, span: SourceSpan) {
    self.from = from
    self.to = to
    self.span = span
  }
}

/// `pick deals where C over W by greatest closed, least id`: one row of a table.
public struct Pick: Hashable, Sendable {
  public struct Ranking: Hashable, Sendable {
    public let isGreatest: Bool
    public let value: Expression

    public init(isGreatest: Bool, value: Expression) {
      self.isGreatest = isGreatest
      self.value = value
    }
  }

  public let table: Name
  public let condition: Expression?
  public let window: Expression?
  /// As of an ``Aggregate``.
  public let per: [Name]?
  public let via: [Name]?
  public let on: Name?
  public let order: [Ranking]

  public init(
    table: Name, condition: Expression?, window: Expression?, per: [Name]?, via: [Name]?, on: Name?, order: [Ranking]
  ) {
    self.table = table
    self.condition = condition
    self.window = window
    self.per = per
    self.via = via
    self.on = on
    self.order = order
  }
}
