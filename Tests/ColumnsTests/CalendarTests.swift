import Columns
import TestSupport
import Testing

/// Dates and periods against a calendar that counts day by day.
@Suite struct CalendarTests {
  /// A day as the naive calendar knows it.
  private struct Day {
    var year = 1899
    var month = 12
    var day = 31
    /// 1 for Monday; 1899-12-31 was a Sunday.
    var weekday = 7
    /// The ISO week; that Sunday ended week 52 of 1899.
    var weekYear = 1899
    var week = 52

    static func length(_ month: Int, _ year: Int) -> Int {
      let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    mutating func advance() {
      day += 1
      if day > Day.length(month, year) {
        day = 1
        month += 1
      }
      if month > 12 {
        month = 1
        year += 1
      }
      weekday = weekday % 7 + 1
      guard weekday == 1 else { return }
      // A new week: it belongs to the year that holds its Thursday, and is the first iff that is one of 1 to 7 January.
      var thursday = self
      for _ in 0..<3 {
        thursday.day += 1
        if thursday.day > Day.length(thursday.month, thursday.year) {
          thursday.day = 1
          thursday.month = thursday.month % 12 + 1
          if thursday.month == 1 { thursday.year += 1 }
        }
      }
      week = thursday.month == 1 && thursday.day <= 7 ? 1 : week + 1
      weekYear = thursday.year
    }
  }

  private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  @Test func everyDayFrom1900To2100() {
    var naive = Day()
    var days: [Int32] = []
    var names: [CalendarUnit: [Int32: (name: String, first: Int32, last: Int32)]] = [:]
    for number in Int32(-25_567)...47_846 {
      naive.advance()
      days.append(number)
      let date = CalendarDate(days: number)
      let (year, month, day) = date.components
      guard (year, month, day) == (naive.year, naive.month, naive.day), date.weekday == naive.weekday,
        CalendarDate(year: year, month: month, day: day) == date
      else {
        Issue.record("day \(number) is \(date), not \(naive)")
        return
      }
      let expected: [(CalendarUnit, String)] = [
        (.week, "\(naive.weekYear)-W\(two(naive.week))"), (.month, "\(year)-\(two(month))"),
        (.quarter, "\(year)-Q\((month + 2) / 3)"), (.year, "\(year)"),
      ]
      for (unit, name) in expected {
        let ordinal = Period(unit, containing: date).ordinal
        let known = names[unit]?[ordinal]
        if let known, known.name != name || known.last != number - 1 { Issue.record("\(unit) \(name) of \(date)") }
        names[unit, default: [:]][ordinal] = (name, known?.first ?? number, number)
      }
    }
    for (unit, periods) in names {
      for (ordinal, period) in periods where period.first > -25_567 && period.last < 47_846 {
        let found = Period(unit, ordinal: ordinal)
        #expect(found.firstDay.days == period.first && found.lastDay.days == period.last)
        #expect(found.description == period.name && Period(period.name) == found)
        #expect(found.advanced(by: 1)?.firstDay.days == period.last + 1)
      }
    }
    let column = Column.codes(days)
    for unit in CalendarUnit.allCases {
      let periods = column.periods(unit)
      #expect(periods.codesOfRows == days.map { Period(unit, containing: CalendarDate(days: $0)).ordinal })
      let twice = Column.codes(days + days.reversed()).periods(unit)
      #expect(twice.codesOfRows == periods.codesOfRows + periods.codesOfRows.reversed())
      let inside = column.comparing(.greaterOrEqual, periods.firstDays(unit))
        .and(column.comparing(.lessOrEqual, periods.lastDays(unit)))
      #expect(inside.selection.count == days.count)
    }
  }

  @Test(arguments: [
    ("2026-02-29", nil), ("2024-02-29", "2024-02-29"), ("0001-01-01", "0001-01-01"), ("9999-12-31", "9999-12-31"),
    ("0000-12-31", nil), ("2026-13-01", nil), ("2026-1-1", nil), ("2026-00-10", nil), ("2026-04-31", nil),
    ("2026/04/30", nil), ("", nil),
  ])
  func readsDays(text: String, printed: String?) {
    #expect(CalendarDate(iso: text)?.description == printed)
  }

  @Test(arguments: [
    "2026-W54", "2026-W00", "2027-W53", "2026-Q5", "2026-Q0", "2026-13", "2026-00", "26", "2026-", "2026-3", "0000",
    "2026-W1", "2026-Q", "20260",
  ])
  func refusesPeriods(text: String) {
    #expect(Period(text) == nil)
  }

  @Test func theEndsOfTheCalendar() {
    for (unit, first, last) in [
      (CalendarUnit.week, "0001-W01", "9999-W51"), (.month, "0001-01", "9999-12"), (.quarter, "0001-Q1", "9999-Q4"),
      (.year, "0001", "9999"),
    ] {
      #expect(Period(first)?.advanced(by: -1) == nil)
      #expect(Period(first)?.firstDay == .first)
      #expect(Period(last)?.advanced(by: 1) == nil)
      #expect(Period(first).flatMap { start in Period(last).map { start < $0 } } == true)
      #expect(Period(first)?.advanced(by: .max) == nil)
      #expect(Period(unit, containing: .last).lastDay.days >= CalendarDate.last.days)
    }
    #expect(CalendarDate.last.adding(days: 1) == nil)
    #expect(CalendarDate.first.adding(days: -1) == nil)
    #expect(CalendarDate.first.adding(days: .min) == nil)
    #expect(CalendarDate.last.adding(months: 1, clamped: true) == nil)
    #expect(CalendarDate.last.adding(months: .max, clamped: true) == nil)
  }

  @Test(
    arguments: [
      ("2026-01-31", 1, nil, "2026-02-28"), ("2024-01-31", 1, nil, "2024-02-29"),
      ("2026-03-15", -3, "2025-12-15", "2025-12-15"), ("2024-02-29", 12, nil, "2025-02-28"),
      ("2024-02-29", 48, "2028-02-29", "2028-02-29"), ("2026-12-31", 2, nil, "2027-02-28"),
      ("2026-05-31", -3, nil, "2026-02-28"),
    ] as [(String, Int, String?, String)])
  func addsMonths(start: String, months: Int, plain: String?, clamped: String) throws {
    let date = try #require(CalendarDate(iso: start))
    #expect(date.adding(months: months, clamped: false)?.description == plain)
    #expect(date.adding(months: months, clamped: true)?.description == clamped)
    let column = Column.dates([date])
    let count = Column.constant(Rational(months), count: 1)
    #expect(column.adding(months: count, clamped: true, site: 0).codesOfRows == [CalendarDate(iso: clamped)?.days])
    let result = column.adding(months: count, clamped: false, site: 5)
    #expect(result.codesOfRows == [plain.flatMap { CalendarDate(iso: $0)?.days }])
    if plain == nil {
      #expect(
        result.fault(at: 0) == Fault(.noSuchDay("\(start) + \(months) months"), site: 5))
    }
  }

  @Test func columnsOfDates() throws {
    let start = try #require(CalendarDate(iso: "2026-02-27"))
    let dates = Column.dates([start, start, start, .last, start])
    let shift = Column(
      .rationals([Rational(2), Rational(-60), Rational(decimal: "1/3") ?? .zero, .one, .zero]), count: 5,
      validity: Bitmap([true, true, true, true, false]))
    let later = dates.adding(days: shift, site: 3)
    #expect(later.codesOfRows == [start.days + 2, start.days - 60, nil, nil, nil])
    #expect(later.fault(at: 2) == Fault(.notWhole("0.333333 is no whole number"), site: 3))
    #expect(later.fault(at: 3)?.reason == .noSuchDay("9999-12-31 + 1 days"))
    #expect(later.isMissing(at: 4))
    #expect(later.days(since: dates).cells[0...1] == [.number(Rational(2)), .number(Rational(-60))])
    let extreme = Column.integers([.min, .max])
    #expect(Column.dates([start, start]).subtracting(days: extreme, site: 0).codesOfRows == [nil, nil])

    let ends = try ["2026-03-26", "2026-03-27", "2025-02-28", "2026-02-27"].map { try #require(CalendarDate(iso: $0)) }
    let months = Column.dates(ends).months(since: .constant(code: start.days, count: 4))
    #expect(months.cells == [0, 1, -11, 0].map { .number(Rational($0 as Int)) })
    #expect(Column.dates([start]).part(.weekday).cells == [.number(Rational(5))])

    let times = Column.integers([-1, 0, 86_399, .max])
    let days = times.datesOfTimestamps(site: 1)
    #expect(days.codesOfRows == [-1, 0, 0, nil])
    #expect(Value.timestamp(-1).description == "1969-12-31 23:59:59")

    let quarters = Column.dates([start]).periods(.quarter)
    #expect(quarters.lengths(.quarter).cells == [.number(Rational(90))])
    #expect(quarters.periods(.quarter, in: .year).codesOfRows == [2026])
    #expect(quarters.shiftingPeriods(.quarter, by: .constant(Rational(-1), count: 1), site: 0).codesOfRows == [8103])
    #expect(quarters.shiftingPeriods(.quarter, by: .integers([.max]), site: 0).codesOfRows == [nil])
  }
}
