import Source

/// `schedule Ordering "Order days" for dealers { every order_days.weekday  never holidays.day }`.
public struct ScheduleDeclaration: Hashable, Sendable {
  /// The weekdays, or the days of a table's rows.
  public struct Days: Hashable, Sendable {
    public enum Effect: String, Hashable, Sendable { case every, never, also }

    /// `holidays.day`: a table, and a column's value from its row.
    public struct Column: Hashable, Sendable {
      public let table: Name
      public let path: [Name]
    }

    public let effect: Effect
    /// The weekday, or the first day.
    public let first: Column
    /// The last day of `closures.first .. closures.last`.
    public let last: Column?
    /// `via shop`: the reference that says whose days they are.
    public let via: [Name]?
    public let condition: Expression?
    public let span: SourceSpan
  }

  public let name: Name
  public let title: TextLiteral?
  /// The table that has a schedule for each of its rows; nil for one schedule.
  public let key: Name?
  /// The weekdays that the text names, from 0 for Monday.
  public let weekdays: Set<Int>
  public let days: [Days]
  public let documentation: String?
  public let span: SourceSpan
}
