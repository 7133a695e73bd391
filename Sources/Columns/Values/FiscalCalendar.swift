/// A calendar whose years do not begin in January, or are made of whole weeks.
///
/// Ordinals stay dense: in fiscal year Y a quarter is Y · 4 + quarter - 1, and a month Y · 12 + month - 1 (Y · 13 +
/// period - 1 where a year has 13 periods). So only what leads from days to periods, and from texts to periods, needs
/// the calendar.
///
/// ```
/// year from february                  quarters of calendar months: FY2026-Q1, FY2026
/// 4-4-5 weeks, year ends on …         months of whole weeks too:   FY2026-P03
/// ```
public struct FiscalCalendar: Hashable, Sendable {
  /// Which calendar year gives a fiscal year its number.
  public enum Naming: String, CaseIterable, Hashable, Sendable {
    case start, end
  }

  /// How the weeks of a year make up its months.
  public enum Pattern: String, CaseIterable, Hashable, Sendable {
    case fourFourFive = "4-4-5 weeks"
    case fourFiveFour = "4-5-4 weeks"
    case fiveFourFour = "5-4-4 weeks"
    /// 13 periods of four weeks; the quarters have three of them, the last one four.
    case thirteen = "13 periods"
  }

  /// The last day of a year that is made of weeks; weekdays count from 1 for Monday.
  public enum YearEnd: Hashable, Sendable {
    /// The weekday that is at most three days from the same day of every year.
    case nearest(weekday: UInt8, month: UInt8, day: UInt8)
    /// The last such weekday of a month.
    case last(weekday: UInt8, month: UInt8)
  }

  /// What a year is made of.
  public enum Shape: Hashable, Sendable {
    /// Twelve calendar months, of which this one, from 2 to 12, is the first.
    case months(from: UInt8)
    case weeks(Pattern, YearEnd)
  }

  public let shape: Shape
  public let naming: Naming

  /// The calendar whose year begins with a month from 2 to 12; nil iff there is no such calendar.
  public init?(yearFrom month: Int, named naming: Naming) {
    guard 2...12 ~= month else { return nil }
    shape = .months(from: UInt8(month))
    self.naming = naming
  }

  /// The calendar whose year is made of weeks; nil iff its end is no day of every year.
  public init?(weeks pattern: Pattern, yearEnds end: YearEnd, named naming: Naming) {
    switch end {
    case .nearest(let weekday, let month, let day):
      guard 1...7 ~= weekday, 1...12 ~= month,
        1...CalendarDate.length(ofMonth: Int(month), year: 2001) ~= Int(day)
      else { return nil }
    case .last(let weekday, let month):
      guard 1...7 ~= weekday, 1...12 ~= month else { return nil }
    }
    shape = .weeks(pattern, end)
    self.naming = naming
  }

  /// True iff periods of this length are not those of the ordinary calendar.
  func changes(_ length: CalendarUnit.Length) -> Bool {
    switch (shape, length) {
    case (_, .week), (.months, .month): false
    case (_, .quarter), (_, .year), (.weeks, .month): true
    }
  }

  /// How many months, or periods in the place of months, a year has.
  public var monthsInYear: Int { if case .weeks(.thirteen, _) = shape { 13 } else { 12 } }

  // MARK: - Days and ordinals

  /// The ordinal of the period that contains the day with this number; not for weeks.
  func ordinal(_ length: CalendarUnit.Length, containing days: Int32) -> Int32 {
    switch shape {
    case .months(let first):
      let (year, month, _) = CalendarDate(days: days).components
      let months = year * 12 + month - 1 - offset(first)
      switch length {
      case .week, .month: return Int32(year * 12 + month - 1)
      case .quarter: return Int32(floorDivide(months, 3))
      case .year: return Int32(floorDivide(months, 12))
      }
    case .weeks(let pattern, let end):
      let year = year(containing: days, end)
      if length == .year { return Int32(year) }
      let week = Int(days - lastDay(ofYear: year - 1, end) - 1) / 7
      let (month, quarter) = pattern.place(ofWeek: week)
      return Int32(length == .quarter ? year * 4 + quarter : year * monthsInYear + month)
    }
  }

  /// The number of the first day of the period with this ordinal; not for weeks.
  func firstDay(_ length: CalendarUnit.Length, _ ordinal: Int) -> Int32 {
    switch shape {
    case .months(let first):
      let month =
        switch length {
        case .week, .month: ordinal
        case .quarter: ordinal * 3 + offset(first)
        case .year: ordinal * 12 + offset(first)
        }
      return CalendarDate.days(year: floorDivide(month, 12), month: floorModulo(month, 12) + 1, day: 1)
    case .weeks(let pattern, let end):
      switch length {
      case .year: return lastDay(ofYear: ordinal - 1, end) + 1
      case .quarter:
        let week = pattern.firstWeek(ofQuarter: floorModulo(ordinal, 4))
        return lastDay(ofYear: floorDivide(ordinal, 4) - 1, end) + 1 + Int32(week * 7)
      case .week, .month:
        let week = pattern.firstWeek(ofMonth: floorModulo(ordinal, monthsInYear))
        return lastDay(ofYear: floorDivide(ordinal, monthsInYear) - 1, end) + 1 + Int32(week * 7)
      }
    }
  }

  /// How many months after a year's January, as its name has it, the year begins.
  private func offset(_ first: UInt8) -> Int { Int(first) - 1 - (naming == .end ? 12 : 0) }

  /// How many years after its name a year ends.
  ///
  /// A year that ends around the last day of December begins around January 1: the days that its end may wander past
  /// New Year do not change its name, and both namings agree.
  private func yearsToEnd(_ end: YearEnd) -> Int {
    guard naming == .start else { return 0 }
    switch end {
    case .nearest(_, let month, let day): return month == 12 && day == 31 ? 0 : 1
    case .last(_, let month): return month == 12 ? 0 : 1
    }
  }

  /// The number of the last day of a fiscal year.
  private func lastDay(ofYear name: Int, _ end: YearEnd) -> Int32 {
    let year = name + yearsToEnd(end)
    switch end {
    case .nearest(let weekday, let month, let day):
      let anchor = CalendarDate.days(year: year, month: Int(month), day: Int(day))
      let later = floorModulo(Int(weekday) - CalendarDate(days: anchor).weekday, 7)
      return anchor + Int32(later > 3 ? later - 7 : later)
    case .last(let weekday, let month):
      let length = CalendarDate.length(ofMonth: Int(month), year: year)
      let anchor = CalendarDate.days(year: year, month: Int(month), day: length)
      return anchor - Int32(floorModulo(CalendarDate(days: anchor).weekday - Int(weekday), 7))
    }
  }

  private func year(containing days: Int32, _ end: YearEnd) -> Int {
    // A year that ends in the calendar year before has its last day three days into this one at the latest.
    var year = CalendarDate(days: days).components.year - 1 - yearsToEnd(end)
    while lastDay(ofYear: year, end) < days { year += 1 }
    return year
  }
}

extension FiscalCalendar.Pattern {
  /// The weeks of a quarter's months; nil for 13 periods.
  private var weeks: (Int, Int, Int)? {
    switch self {
    case .fourFourFive: (4, 4, 5)
    case .fourFiveFour: (4, 5, 4)
    case .fiveFourFour: (5, 4, 4)
    case .thirteen: nil
    }
  }

  /// The month and the quarter of a year's week, all counted from 0; a 53rd week belongs to the last of them.
  fileprivate func place(ofWeek week: Int) -> (month: Int, quarter: Int) {
    guard let (first, second, _) = weeks else {
      let month = min(week / 4, 12)
      return (month, min(month / 3, 3))
    }
    let quarter = min(week / 13, 3)
    let rest = week - quarter * 13
    return (quarter * 3 + (rest < first ? 0 : rest < first + second ? 1 : 2), quarter)
  }

  fileprivate func firstWeek(ofQuarter quarter: Int) -> Int { weeks == nil ? quarter * 12 : quarter * 13 }

  fileprivate func firstWeek(ofMonth month: Int) -> Int {
    guard let (first, second, _) = weeks else { return month * 4 }
    let rest = month % 3
    return month / 3 * 13 + (rest == 0 ? 0 : rest == 1 ? first : first + second)
  }
}

extension FiscalCalendar: CustomStringConvertible {
  /// The calendar as a plan declares it: `year from february named by its end`.
  public var description: String {
    let months = FiscalCalendar.monthNames
    let weekdays = FiscalCalendar.weekdayNames
    switch shape {
    case .months(let first): return "year from \(months[Int(first) - 1]) named by its \(naming.rawValue)"
    case .weeks(let pattern, .nearest(let weekday, let month, let day)):
      return "\(pattern.rawValue), year ends on the \(weekdays[Int(weekday) - 1]) nearest \(months[Int(month) - 1]) "
        + "\(day), named by its \(naming.rawValue)"
    case .weeks(let pattern, .last(let weekday, let month)):
      return "\(pattern.rawValue), year ends on the last \(weekdays[Int(weekday) - 1]) of \(months[Int(month) - 1]), "
        + "named by its \(naming.rawValue)"
    }
  }

  /// `january` to `december`.
  public static let monthNames = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]

  /// `monday` to `sunday`.
  public static let weekdayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
}
