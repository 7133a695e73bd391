/// A unit of the calendar that divides time without gaps.
///
/// A unit knows the calendar that says where it begins, so that whoever has a unit has all that a period needs: no part
/// of a run looks a calendar up. Weeks are ISO weeks in every calendar, and months are calendar months wherever years
/// are made of them; two units are equal iff their periods are the same days.
public struct CalendarUnit: Hashable, Sendable {
  /// How long the periods of a unit are.
  public enum Length: String, CaseIterable, Hashable, Sendable {
    case week, month, quarter, year
  }

  public let length: Length
  /// The fiscal calendar that says where the periods begin; nil: ISO weeks, calendar months, quarters and years.
  public let calendar: FiscalCalendar?

  /// The unit of this length in a calendar; nil is the ordinary one.
  public init(_ length: Length, in calendar: FiscalCalendar?) {
    self.length = length
    self.calendar = calendar.flatMap { $0.changes(length) ? $0 : nil }
  }

  /// An ISO week: Monday to Sunday.
  public static let week = CalendarUnit(.week, in: nil)
  /// A month of the Gregorian calendar.
  public static let month = CalendarUnit(.month, in: nil)
  /// Three months, the first of which is January, April, July or October.
  public static let quarter = CalendarUnit(.quarter, in: nil)
  /// A year that begins with January.
  public static let year = CalendarUnit(.year, in: nil)

  /// The units without a fiscal calendar.
  public static let allCases = [week, month, quarter, year]

  /// `week`, `month`, `quarter` or `year`.
  public var name: String { length.rawValue }

  /// A period as a plan writes it, such as `2026-03` or `FY2026-Q1`.
  public var sample: String {
    switch (length, calendar) {
    case (.week, _): "2026-W14"
    case (.month, nil): "2026-03"
    case (.quarter, nil): "2026-Q1"
    case (.year, nil): "2026"
    case (.month, _?): "FY2026-P03"
    case (.quarter, _?): "FY2026-Q1"
    case (.year, _?): "FY2026"
    }
  }

  /// How many periods of this length a year has; nil for weeks, which years are not made of.
  public var countInYear: Int? {
    switch length {
    case .week: nil
    case .month: calendar?.monthsInYear ?? 12
    case .quarter: 4
    case .year: 1
    }
  }
}
