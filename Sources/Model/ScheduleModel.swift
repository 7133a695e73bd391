import Source
import Syntax

/// Days on which something happens: weekdays, and days of tables.
public struct ScheduleModel: Sendable {
  /// What the rows of a table add or take away.
  public struct Days: Sendable {
    public var effect: ScheduleDeclaration.Days.Effect
    public var table: Int
    public var condition: TypedExpression?
    /// The first day, or the name of a weekday for `every`.
    public var first: TypedExpression
    public var last: TypedExpression?
    /// The row of the schedule's table that the days belong to; nil if they belong to all.
    public var key: TypedExpression?
    public var span: SourceSpan
  }

  public var name: String
  public var title: String?
  /// The table that has a schedule for each of its rows.
  public var table: Int?
  /// The weekdays that hold for all, from 0 for Monday.
  public var weekdays: Set<Int>
  public var days: [Days]
  public var documentation: String?
  public var span: SourceSpan
}

/// Something that is asked of a schedule, or of one row's.
public struct TypedScheduleQuestion: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Whether a date is one of the days, and how many of them lie from a first date through a last.
    case contains, count
    /// The so manyth day after or before a date; the first from a date on, and the last through it.
    case next, previous, from, through
  }

  public let schedule: Int
  public let kind: Kind
  public let key: TypedExpression?
  /// The dates, and behind that of `next` and `previous` the number, where one is written.
  public let arguments: [TypedExpression]
}
