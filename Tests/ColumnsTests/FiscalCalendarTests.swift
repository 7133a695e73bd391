import Testing

@testable import Columns

/// Fiscal calendars against a count of days, and against years that are known from public calendars.
@Suite struct FiscalCalendarTests {
  /// A calendar with what a count of days needs to know of it.
  private struct Case {
    var calendar: FiscalCalendar
    /// True iff the day is the last of a year.
    var endsYear: (CalendarDate) -> Bool
    /// The months' weeks, one after the other; nil where months are calendar months.
    var weeks: [Int]?
    /// The months of each quarter.
    var quarters = [3, 3, 3, 3]
    /// The number of the year that ends with this day.
    var name: (CalendarDate) -> Int
  }

  private func date(_ year: Int, _ month: Int, _ day: Int) throws -> CalendarDate {
    try #require(CalendarDate(year: year, month: month, day: day))
  }

  /// True iff the day is a Saturday within three days of January 31.
  private func isNearJanuaryEnd(_ day: CalendarDate) -> Bool {
    day.weekday == 6 && (day.month == 1 && day.day >= 28 || day.month == 2 && day.day <= 3)
  }

  private func isLast(_ weekday: Int, of month: Int) -> (CalendarDate) -> Bool {
    { day in
      day.weekday == weekday && day.month == month
        && day.day + 7 > CalendarDate.length(ofMonth: month, year: day.year)
    }
  }

  private func cases() throws -> [Case] {
    var cases: [Case] = []
    for (first, naming) in [(2, FiscalCalendar.Naming.start), (2, .end), (4, .start), (7, .end), (12, .end)] {
      cases.append(
        Case(
          calendar: try #require(FiscalCalendar(yearFrom: first, named: naming)),
          endsYear: { CalendarDate(days: $0.days + 1).month == first && CalendarDate(days: $0.days + 1).day == 1 },
          weeks: nil, name: { naming == .end ? $0.year : $0.year - 1 }))
    }
    let january = FiscalCalendar.YearEnd.nearest(weekday: 6, month: 1, day: 31)
    for (pattern, weeks) in [
      (FiscalCalendar.Pattern.fourFourFive, [4, 4, 5]), (.fourFiveFour, [4, 5, 4]), (.fiveFourFour, [5, 4, 4]),
    ] {
      cases.append(
        Case(
          calendar: try #require(FiscalCalendar(weeks: pattern, yearEnds: january, named: .start)),
          endsYear: isNearJanuaryEnd, weeks: weeks + weeks + weeks + weeks, name: { $0.year - 1 }))
    }
    let last = FiscalCalendar.YearEnd.last(weekday: 6, month: 1)
    cases.append(
      Case(
        calendar: try #require(FiscalCalendar(weeks: .fourFourFive, yearEnds: last, named: .end)),
        endsYear: isLast(6, of: 1), weeks: [4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 4, 5], name: { $0.year }))
    let september = FiscalCalendar.YearEnd.last(weekday: 7, month: 9)
    cases.append(
      Case(
        calendar: try #require(FiscalCalendar(weeks: .thirteen, yearEnds: september, named: .start)),
        endsYear: isLast(7, of: 9), weeks: [Int](repeating: 4, count: 13), quarters: [3, 3, 3, 4],
        name: { $0.year - 1 }))
    // The Saturday nearest December 31 may be January 1, 2 or 3: the year is named by the December it ends with.
    let december = FiscalCalendar.YearEnd.nearest(weekday: 6, month: 12, day: 31)
    for naming in [FiscalCalendar.Naming.start, .end] {
      cases.append(
        Case(
          calendar: try #require(FiscalCalendar(weeks: .thirteen, yearEnds: december, named: naming)),
          endsYear: { $0.weekday == 6 && ($0.month == 12 && $0.day >= 28 || $0.month == 1 && $0.day <= 3) },
          weeks: [Int](repeating: 4, count: 13), quarters: [3, 3, 3, 4],
          name: { $0.month == 1 ? $0.year - 1 : $0.year }))
    }
    return cases
  }

  @Test func everyDayFrom1999To2041() throws {
    for test in try cases() { try follow(test) }
  }

  /// Counts the days of years that end between 1999 and 2041, and holds each period against them.
  private func follow(_ test: Case) throws {
    let units = [CalendarUnit.Length.month, .quarter, .year].map { CalendarUnit($0, in: test.calendar) }
    var day = try date(1999, 1, 1)
    while !test.endsYear(day) { day = CalendarDate(days: day.days + 1) }
    while day.year < 2041 {
      let start = day.days + 1
      var length = 1
      while !test.endsYear(CalendarDate(days: start + Int32(length) - 1)) { length += 1 }
      day = CalendarDate(days: start + Int32(length) - 1)
      let name = "FY\(test.name(day))"
      // The lengths of the months, one week more for the last month of a year of 53 weeks.
      var months: [(name: String, days: Int)] = []
      if let weeks = test.weeks {
        for (place, count) in weeks.enumerated() {
          months.append((name + (place < 9 ? "-P0\(place + 1)" : "-P\(place + 1)"), count * 7))
        }
        months[months.count - 1].days += length - weeks.reduce(0, +) * 7
        #expect(length == 364 || length == 371)
      } else {
        var first = CalendarDate(days: start)
        for _ in 0..<12 {
          let text = "\(first.year)-\(first.month < 10 ? "0" : "")\(first.month)"
          let count = CalendarDate.length(ofMonth: first.month, year: first.year)
          months.append((text, count))
          first = CalendarDate(days: first.days + Int32(count))
        }
      }
      #expect(months.reduce(0) { $0 + $1.days } == length)
      var expected = [months, [], [(name, length)]]
      var rest = months[...]
      for (place, count) in test.quarters.enumerated() {
        expected[1].append(("\(name)-Q\(place + 1)", rest.prefix(count).reduce(0) { $0 + $1.days }))
        rest = rest.dropFirst(count)
      }
      for (unit, periods) in zip(units, expected) {
        var first = start
        for (text, count) in periods {
          let period = try #require(Period(text, in: test.calendar), "\(text) in \(test.calendar)")
          let last = first + Int32(count) - 1
          guard period.unit == unit, period.description == text, period.firstDay.days == first,
            period.lastDay.days == last, period.advanced(by: 1)?.firstDay.days == last + 1,
            Period(unit, containing: CalendarDate(days: first)) == period,
            Period(unit, containing: CalendarDate(days: last)) == period
          else {
            Issue.record("\(text) of \(test.calendar): \(period) from \(period.firstDay) to \(period.lastDay)")
            return
          }
          first += Int32(count)
        }
      }
      // Whole columns go the same ways.
      let column = Column.codes((0..<Int32(length)).map { start + $0 })
      for unit in units {
        let periods = column.periods(unit)
        let inside = column.comparing(.greaterOrEqual, periods.firstDays(unit))
          .and(column.comparing(.lessOrEqual, periods.lastDays(unit)))
        #expect(inside.selection.count == length)
        #expect(periods.code(at: 0) == Period(unit, containing: CalendarDate(days: start)).ordinal)
      }
    }
  }

  /// Years that retailers and others have published.
  @Test func knownYears() throws {
    let retail = try #require(
      FiscalCalendar(weeks: .fourFiveFour, yearEnds: .nearest(weekday: 6, month: 1, day: 31), named: .start))
    func period(_ text: String, _ calendar: FiscalCalendar) throws -> String {
      let period = try #require(Period(text, in: calendar))
      return "\(period.firstDay) \(period.lastDay)"
    }
    #expect(try period("FY2023", retail) == "2023-01-29 2024-02-03")
    #expect(try period("FY2023-P12", retail) == "2023-12-31 2024-02-03")
    #expect(try period("FY2024-Q1", retail) == "2024-02-04 2024-05-04")
    #expect(try period("FY2024-P02", retail) == "2024-03-03 2024-04-06")
    let long = try (2000...2040).filter { year in
      let year = try #require(Period("FY\(year)", in: retail))
      return year.lastDay.days - year.firstDay.days + 1 == 371
    }
    #expect(long == [2000, 2006, 2012, 2017, 2023, 2028, 2034, 2040])
    let september = try #require(
      FiscalCalendar(weeks: .thirteen, yearEnds: .last(weekday: 6, month: 9), named: .end))
    #expect(try period("FY2023", september) == "2022-09-25 2023-09-30")
    #expect(try period("FY2023-P13", september) == "2023-08-27 2023-09-30")
    #expect(try period("FY2023-Q4", september) == "2023-06-04 2023-09-30")
    #expect(try period("FY2026", september) == "2025-09-28 2026-09-26")
  }

  @Test func theEndsOfTheCalendar() throws {
    for test in try cases() {
      for length in [CalendarUnit.Length.month, .quarter, .year] {
        let unit = CalendarUnit(length, in: test.calendar)
        let range = Period.ordinals(unit)
        let first = Period(unit, ordinal: range.lowerBound)
        let last = Period(unit, ordinal: range.upperBound)
        #expect(first.firstDay >= .first && last.lastDay <= .last)
        #expect(first.advanced(by: -1) == nil && last.advanced(by: 1) == nil)
        #expect(Period(first.description, in: test.calendar) == first)
        #expect(Period(last.description, in: test.calendar) == last)
        #expect(Period(unit, containing: .last).lastDay.days >= CalendarDate.last.days)
        #expect(Period(unit, containing: .first).firstDay.days <= CalendarDate.first.days)
      }
    }
  }

  /// A text of one calendar is none of another.
  @Test func textsTellTheCalendar() throws {
    let months = try #require(FiscalCalendar(yearFrom: 2, named: .end))
    let weeks = try #require(
      FiscalCalendar(weeks: .fourFourFive, yearEnds: .last(weekday: 6, month: 1), named: .end))
    for (text, isOrdinary, isOfMonths, isOfWeeks) in [
      ("2026", true, false, false), ("2026-Q1", true, false, false), ("2026-03", true, true, false),
      ("2026-W14", true, true, true), ("FY2026", false, true, true), ("FY2026-Q4", false, true, true),
      ("FY2026-P12", false, false, true), ("FY2026-P13", false, false, false), ("FY2026-Q5", false, false, false),
      ("FY2026-Q0", false, false, false), ("FY2026-03", false, false, false), ("FY2026-W14", false, false, false),
      ("FY26", false, false, false), ("FY", false, false, false),
      ("FY0000", false, false, false), ("2026-P03", false, false, false), ("FY20260", false, false, false),
    ] {
      #expect((Period(text) != nil) == isOrdinary, "\(text)")
      #expect((Period(text, in: months) != nil) == isOfMonths, "\(text)")
      #expect((Period(text, in: weeks) != nil) == isOfWeeks, "\(text)")
      // A cell of a column is read in the same way, in small letters too.
      for (calendar, isPeriod) in [(nil, isOrdinary), (months, isOfMonths), (weeks, isOfWeeks)] {
        let found = CalendarUnit.allCases.contains { unit in
          let own = CalendarUnit(unit.length, in: calendar)
          let ordinals = [text, text.lowercased().replacing("w", with: "W")].map { text in
            Array(text.utf8).withUnsafeBufferPointer { CalendarText.period($0, own) }
          }
          #expect(ordinals[0] == ordinals[1])
          return ordinals[0] != nil
        }
        #expect(found == isPeriod, "\(text)")
      }
    }
    #expect(FiscalCalendar(yearFrom: 1, named: .end) == nil && FiscalCalendar(yearFrom: 13, named: .end) == nil)
    #expect(
      FiscalCalendar(weeks: .thirteen, yearEnds: .nearest(weekday: 6, month: 2, day: 29), named: .end) == nil)
  }
}
