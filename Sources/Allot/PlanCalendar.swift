import Columns

/// The calendar that gives the periods of a plan: the ordinary one, or the one that the plan declares.
public struct PlanCalendar: Hashable, Sendable {
  public static let ordinary = PlanCalendar(fiscal: nil)

  let fiscal: FiscalCalendar?
}
