import Columns

/// The calendar that gives the periods of a plan: the ordinary one, or the one that the plan declares.
public struct PlanCalendar: Hashable, Sendable {
  public static let ordinary = PlanCalendar(fiscal: nil)

  let fiscal: FiscalCalendar?
}

extension PlanCalendar {
  /// The first and the last day of a stretch as it is written: `2026`, `2026-Q1`, `2026-03`, a date, or two of them as
  /// `2026-01..2026-03`; nil iff the text names none.
  public func days(named text: String) -> ClosedRange<CalendarDate>? { Allot.days(named: text, in: fiscal) }
}
