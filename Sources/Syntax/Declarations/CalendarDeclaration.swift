import Source

/// `calendar year from february named by its end`, or `calendar 4-4-5 weeks, year ends on … , named by its start`.
public struct CalendarDeclaration: Hashable, Sendable {
  /// The weeks of a quarter's three months, or 13 periods of four weeks.
  public enum Pattern: String, Hashable, Sendable, CaseIterable {
    case fourFourFive = "4-4-5 weeks", fourFiveFour = "4-5-4 weeks", fiveFourFour = "5-4-4 weeks"
    case thirteen = "13 periods"
  }

  /// The day with which a year of weeks ends; weekdays count from 1 for Monday.
  public enum YearEnd: Hashable, Sendable {
    case nearest(weekday: Int, month: Int, day: Int)
    case last(weekday: Int, month: Int)
  }

  public enum Year: Hashable, Sendable {
    /// Twelve calendar months, of which this one is the first.
    case months(from: Int)
    case weeks(Pattern, YearEnd)
  }

  /// The calendar year that gives a year its number: that of its first or of its last day.
  public enum Naming: String, Hashable, Sendable {
    case start, end
  }

  /// Nil if it could not be read; a message has been given.
  public let year: Year?
  /// Nil only where years begin in January.
  public let naming: Naming?
  public let documentation: String?
  public let span: SourceSpan

  public init(year: Year?, naming: Naming?, documentation: String?, span: SourceSpan) {
    self.year = year
    self.naming = naming
    self.documentation = documentation
    self.span = span
  }
}
