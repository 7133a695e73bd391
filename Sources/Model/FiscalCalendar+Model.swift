import Columns
import Syntax

extension CheckedModel {
  /// The unit that a word means in the plan's calendar.
  public func unit(_ unit: PeriodUnit) -> CalendarUnit {
    let length: CalendarUnit.Length =
      switch unit {
      case .week: .week
      case .month: .month
      case .quarter: .quarter
      case .year: .year
      }
    return CalendarUnit(length, in: calendar)
  }
}

extension FiscalCalendar {
  /// The calendar that is declared; nil iff it is the ordinary one, or could not be read.
  init?(_ declaration: CalendarDeclaration) {
    guard let declared = declaration.naming else { return nil }
    let naming: Naming =
      switch declared {
      case .start: .start
      case .end: .end
      }
    switch declaration.year {
    case nil: return nil
    case .months(let month): self.init(yearFrom: month, named: naming)
    case .weeks(let pattern, let end):
      let weeks: Pattern =
        switch pattern {
        case .fourFourFive: .fourFourFive
        case .fourFiveFour: .fourFiveFour
        case .fiveFourFour: .fiveFourFour
        case .thirteen: .thirteen
        }
      switch end {
      case .nearest(let weekday, let month, let day):
        self.init(
          weeks: weeks, yearEnds: .nearest(weekday: UInt8(weekday), month: UInt8(month), day: UInt8(day)),
          named: naming)
      case .last(let weekday, let month):
        self.init(weeks: weeks, yearEnds: .last(weekday: UInt8(weekday), month: UInt8(month)), named: naming)
      }
    }
  }
}
