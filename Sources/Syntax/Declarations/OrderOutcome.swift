import Source

/// How a step ends an order without a quantity: `unknown "no report" when C`, `conflict "MOQ above the shelf" when C`.
public enum OrderOutcome: String, CaseIterable, Hashable, Sendable { case unknown, conflict }

/// `grouped by dealer, sku.supplier`: the lines of one order of a rule.
public struct GroupingSyntax: Hashable, Sendable {
  /// Keys or columns, each with what is read of the row that it refers to.
  public let paths: [[Name]]
  public let span: SourceSpan

  public init(paths: [[Name]], span: SourceSpan) {
    self.paths = paths
    self.span = span
  }
}
