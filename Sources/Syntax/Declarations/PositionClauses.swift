import Source

/// The lines of a `position` that other sheets do not have.
public struct PositionClauses: Hashable, Sendable {
  /// What becomes of a total below zero: `below zero kept` or `below zero as 0`.
  public enum BelowZero: String, Hashable, Sendable { case kept, zero = "as 0" }

  /// A line that is added (`counts`) or taken off (`less`).
  public struct Component: Hashable, Sendable {
    public let name: Name
    public let isAdded: Bool

    public init(name: Name, isAdded: Bool) {
      self.name = name
      self.isAdded = isAdded
    }
  }

  /// The name of the line with the total.
  public static let total = "position"

  public let components: [Component]
  /// Nil if it is not written, which has been reported.
  public let belowZero: BelowZero?

  public init(components: [Component], belowZero: BelowZero?) {
    self.components = components
    self.belowZero = belowZero
  }
}
