/// A window of so many days or periods that ends or begins at a day or a period.
///
/// ```
/// last 30 days before today     ends with the day before         next 30 days after today    begins with the day after
/// last 30 days through today    ends with it                     next 30 days from today     begins with it
/// ```
public struct CountedWindow: Hashable, Sendable {
  public let count: Expression
  /// Nil counts days.
  public let unit: PeriodUnit?
  /// The day or period that the window ends or begins at.
  public let edge: Expression
  public let includesEdge: Bool
  /// True for `next`, false for `last`.
  public let isForward: Bool

  public init(count: Expression, unit: PeriodUnit?, edge: Expression, includesEdge: Bool, isForward: Bool) {
    self.count = count
    self.unit = unit
    self.edge = edge
    self.includesEdge = includesEdge
    self.isForward = isForward
  }
}
