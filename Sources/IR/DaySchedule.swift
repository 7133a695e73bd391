import Source

/// Days on which something happens, for all or for each row of a frame.
public struct DaySchedule: Hashable, Sendable {
  public enum Effect: String, Hashable, Sendable { case every, never, also }

  /// What each row of a frame adds or takes away.
  public struct Rows: Hashable, Sendable {
    public var effect: Effect
    /// The first day; for `every` the number of the weekday, 0 for Monday.
    public var first: ColumnID
    /// The last day; nil if it is the first.
    public var last: ColumnID?
    /// The row of ``DaySchedule/keys`` that the days belong to; nil if they belong to all.
    public var key: ColumnID?

    public init(effect: Effect, first: ColumnID, last: ColumnID?, key: ColumnID?) {
      self.effect = effect
      self.first = first
      self.last = last
      self.key = key
    }
  }

  public var name: String
  /// The weekdays of all: bit 0 for Monday.
  public var weekdays: UInt8
  /// The frame that has a schedule for each row.
  public var keys: FrameID?
  /// `never` takes from `every`, and `also` adds what it may have taken.
  public var rows: [Rows]
  public var span: SourceSpan

  public init(name: String, weekdays: UInt8, keys: FrameID?, rows: [Rows], span: SourceSpan) {
    self.name = name
    self.weekdays = weekdays
    self.keys = keys
    self.rows = rows
    self.span = span
  }

  /// The columns that the days are made of.
  public var columns: [ColumnID] {
    rows.flatMap { [$0.first] + [$0.last, $0.key].compactMap { $0 } }
  }
}

/// Something that is asked of a program's schedule.
public struct ScheduleQuestion: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable {
    /// Whether the date is one of the days.
    case contains
    /// How many of the days lie from the first date through the second; 0 if that one comes first.
    case count
    /// The nth day after or before the date, the first without a number. None within ten years is a fault.
    case next, previous
    /// The first day from the date on, or the last one through it. None within ten years is a fault.
    case from, through
  }

  public var schedule: Int
  public var kind: Kind
  /// Whose days are meant: a row of the schedule's keys.
  public var key: ColumnID?
  public var arguments: [ColumnID]
  /// The schedule's frame of keys and its columns, which are read as a whole.
  public var keys: FrameID?
  public var reads: [ColumnID]

  public init(
    schedule: Int, kind: Kind, key: ColumnID?, arguments: [ColumnID], keys: FrameID?, reads: [ColumnID]
  ) {
    self.schedule = schedule
    self.kind = kind
    self.key = key
    self.arguments = arguments
    self.keys = keys
    self.reads = reads
  }
}
