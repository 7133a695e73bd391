import Source

/// Points on one axis, straight in between.
public struct CurveModel: Sendable {
  /// What holds outside of the points.
  public enum End: Sendable {
    case value(TypedExpression)
    /// The value of the nearest point.
    case held
    /// The line through the two nearest points goes on.
    case extended
    /// An error of the run.
    case refused
  }

  public var name: String
  public var axis: String
  public var axisType: StaticType
  public var result: StaticType
  /// By place, ascending, if nothing has been reported.
  public var points: [(place: TypedExpression, value: TypedExpression)]
  public var below: End
  public var above: End
  public var documentation: String?
  public var span: SourceSpan
}
