/// Why a row has no value.
public struct Fault: Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case divisionByZero
    /// The exact result needs more digits than the widest representation holds.
    case overflow
    /// An operation on what is infinite that has no value, or a number is needed.
    case infinite
    /// A required row is not in the table; the text names the key and the nearest one.
    case noRow(String)
    /// A value is required and is missing.
    case missing
    /// No tier or row of a rates table holds the value.
    case outsideTiers(String)
    /// Several rows match where one must.
    case ambiguous(String)
    /// A day that does not exist, such as 31 February.
    case noSuchDay(String)
    /// A quantity that must be a multiple of its unit's step is not.
    case notWhole(String)
    /// A schedule has no such day; the text says which one it lacks.
    case unscheduled(String)
    /// A text that must name a weekday does not.
    case noWeekday(String)
    /// The last of some days comes before the first; the text names both.
    case endsFirst(String)
    /// Something that must hold for there to be a value does not; the text says what is wrong.
    case refused(String)
    /// The square root of a number below zero.
    case rootOfNegative(String)
    /// An argument for which a function has no value, such as a probability of 120%.
    case outsideDomain(String)
  }

  public let reason: Reason
  /// The number of the IR column that failed; it leads to a place in the plan's text.
  public let site: Int32

  public init(_ reason: Reason, site: Int32) {
    self.reason = reason
    self.site = site
  }
}
