import Source

/// A table of which an aggregate is missing, and not 0, where there are no rows at all.
public struct UnknownRowsModel: Sendable {
  /// The columns whose values must occur for anything to be known; empty for all that an aggregate joins on.
  public var columns: [Int]
  public var span: SourceSpan
}
