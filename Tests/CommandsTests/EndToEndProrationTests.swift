import Allot
import Testing

/// Working time and the parts of periods, against a count of days.
@Suite struct EndToEndProrationTests {
  static let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  /// A calendar that is declared, and the periods that are its months.
  private func months(_ calendar: String) throws -> FiscalCalendar? {
    calendar.isEmpty || calendar.contains("february")
      ? nil : FiscalCalendar(weeks: .fourFourFive, yearEnds: .last(weekday: 6, month: 1), named: .end)
  }

  /// Windows of all lengths around weekends, month ends, leap days and years: some end before they begin.
  @Test(arguments: [
    "", "calendar year from february named by its end",
    "calendar 4-4-5 weeks, year ends on the last saturday of january, named by its end",
  ]) func windowsAreCounted(_ calendar: String) throws {
    var rows: [String] = []
    var expected: [String] = []
    let month = CalendarUnit(.month, in: try months(calendar))
    var number = 0
    for start in Int32(19_750)...19_815 {
      for length in [Int32(-40), -1, 0, 1, 2, 5, 6, 7, 8, 27, 28, 29, 30, 31, 59, 91, 366] {
        let (first, last) = (CalendarDate(days: start), CalendarDate(days: start + length - 1))
        let days = length > 0 ? (start..<start + length).map { CalendarDate(days: $0) } : []
        let whole = Set(days.map { Period(month, containing: $0) })
          .count { $0.firstDay >= first && $0.lastDay <= last }
        number += 1
        rows.append("\(number) | \(first) | \(last)")
        let weekdays = days.count { $0.weekday <= 5 }
        expected.append("\(number) \(days.count) \(weekdays) \(whole) \(Self.names[first.weekday - 1])")
      }
    }
    let text = """
      \(calendar)
      table spans (id) {
        id number
        first date
        last date
      }
      rows {
      id | first | last
      \(rows.joined(separator: "\n"))
      }
      sheet S {
        for each spans
        show a = days(first .. last)
        show b = weekdays(first .. last)
        show c = months_in(first .. last)
        show d = weekday(first)
      }
      """
    #expect(try EndToEndCalendarTests.rows(text) == expected)
  }

  /// The ends of the calendar, and of what is missing.
  @Test func theEndsOfTime() throws {
    let text = """
      table spans (id) {
        id number
        first date
        last date?
      }
      rows {
      id | first | last
      1 | 0001-01-01 | 9999-12-31
      2 | 9999-12-31 | 9999-12-31
      3 | 2026-01-01 |
      }
      sheet S {
        for each spans
        show a = days(first .. last)
        show b = weekdays(first .. last)
        show c = months_in(first .. last)
        show d = weekday(last)
        show e = max(first, last)
        show f = min(month(first), month(last), 2026-01)
        show g = days(first .. last) else 0 days
      }
      """
    // 0001-01-01 is a Monday and 9999-12-31 a Friday: 521,722 whole weeks and five days.
    #expect(
      try EndToEndCalendarTests.rows(text) == [
        "1 3652059 2608615 119988 Fri 9999-12-31 0001-01 3652059", "2 1 1 0 Fri 9999-12-31 2026-01 1",
        "3       0",
      ])
  }

  /// A pay of what may be missing does not compile.
  @Test func anOpenWindowIsNotPaid() {
    let plan = Plan(
      text: """
        table reps (id) {
          id text
          hired date
          left date?
        }
        plan P {
          for each reps
          paid monthly in USD, negative dropped
          pay x = days(payee.hired .. payee.left) * 10 USD / 1 day
        }
        """)
    #expect(plan.diagnostics.map(\.code) == ["E0401"])
  }
}
