import Source

/// `unknown without rows per dealer`: where a table has no row, its aggregates are missing, and not 0.
public struct UnknownRowsSyntax: Hashable, Sendable {
  /// The columns whose values must occur for anything to be known; empty for all that an aggregate joins on.
  public let per: [Name]
  public let span: SourceSpan

  public init(per: [Name], span: SourceSpan) {
    self.per = per
    self.span = span
  }
}
