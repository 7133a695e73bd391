import Source

/// `curve Payout (attainment: percent) -> percent { at 50%: 0% at 100%: 100% below: 0% above: held }`.
public struct CurveDeclaration: Hashable, Sendable {
  /// `at 100%: 100%`.
  public struct Point: Hashable, Sendable {
    public let place: Expression
    public let value: Expression
    public let span: SourceSpan

    public init(place: Expression, value: Expression, span: SourceSpan) {
      self.place = place
      self.value = value
      self.span = span
    }
  }

  /// What holds outside of the points.
  public enum End: Hashable, Sendable {
    case value(Expression)
    /// The value of the nearest point.
    case held(SourceSpan)
    /// The line through the two nearest points goes on.
    case extended(SourceSpan)
    /// An error of the run.
    case refused(SourceSpan)
  }

  public let name: Name
  /// One, unless a message has been given.
  public let axes: [RatesDeclaration.Axis]
  public let result: TypeSyntax
  /// In the order of the text.
  public let points: [Point]
  /// Nil if nothing is said.
  public let below: End?
  public let above: End?
  public let documentation: String?
  public let span: SourceSpan

  public init(
    name: Name, axes: [RatesDeclaration.Axis], result: TypeSyntax, points: [Point], below: End?, above: End?,
    documentation: String?, span: SourceSpan
  ) {
    self.name = name
    self.axes = axes
    self.result = result
    self.points = points
    self.below = below
    self.above = above
    self.documentation = documentation
    self.span = span
  }
}
