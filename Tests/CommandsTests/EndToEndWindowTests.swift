import Allot
import Columns
import Testing

/// Windows that are counted backward and forward, and periods that are moved.
@Suite struct EndToEndWindowTests {
  /// One unit is sold each day, but on the days that are named.
  static func days(_ other: [String: Int] = [:]) -> String {
    let first = CalendarDate(year: 2025, month: 11, day: 1)?.days ?? 0
    let rows = (first..<first + 600).map { day in
      let date = CalendarDate(days: day).description
      return "\(date) | \(other[date] ?? 1)"
    }
    return """
      table sales (day) dated day {
        day date
        quantity units
      }
      rows {
        day | quantity
        \(rows.joined(separator: "\n  "))
      }

      """
  }

  /// "Sold in the last 7 days" may mean four things; each is said in its own words, and has its own figure.
  @Test func fourReadingsOfTheLastSevenDays() throws {
    let sales = Self.days([
      "2026-03-02": 1, "2026-03-03": 2, "2026-03-04": 4, "2026-03-05": 0, "2026-03-06": 0, "2026-03-07": 0,
      "2026-03-08": 0, "2026-03-09": 8, "2026-03-10": 16,
    ])
    let text =
      sales + """
        sheet S {
          for each all
          let yesterday = today - 1 day
          show a = sum(sales.quantity over last 7 days before today)
          show b = sum(sales.quantity over last 7 days through today)
          show c = sum(sales.quantity over (today - 7 days) .. today)
          show d = sum(sales.quantity over (yesterday - 7 days) .. yesterday)
          show n = days(last 7 days before today)
          show o = days((today - 7 days) .. today)
        }
        """
    // a 03-03 … 03-09: 2+4+8; b 03-04 … 03-10: 4+8+16; c 03-03 … 03-10: 2+4+8+16; d 03-02 … 03-09: 1+2+4+8
    #expect(try EndToEndCalendarTests.rows(text, asOf: "2026-03-10") == ["14 28 30 15 7 8"])
  }

  /// The first and the last day of a window, and how many it has.
  @Test(arguments: [
    // Backward and forward mirror each other: the edge is out, or in.
    ("last 7 days before today", "2026-01-31", "2026-01-24 2026-01-30 7"),
    ("last 7 days through today", "2026-01-31", "2026-01-25 2026-01-31 7"),
    ("next 7 days after today", "2026-01-31", "2026-02-01 2026-02-07 7"),
    ("next 7 days from today", "2026-01-31", "2026-01-31 2026-02-06 7"),
    ("next (2 + 1) weeks after today", "2026-01-31", "2026-02-01 2026-02-21 21"),
    ("next 1 weeks from today", "2026-01-31", "2026-01-31 2026-02-06 7"),
    // A day that a month does not have is its last one.
    ("next 1 months after today", "2026-01-31", "2026-02-01 2026-02-28 28"),
    ("next 1 months from today", "2026-01-31", "2026-01-31 2026-02-27 28"),
    ("next 1 quarters after today", "2025-11-30", "2025-12-01 2026-02-28 90"),
    ("next 1 years from today", "2026-02-28", "2026-02-28 2027-02-27 365"),
    ("last 1 months before today", "2026-03-31", "2026-02-28 2026-03-30 31"),
    ("last 1 months through today", "2026-03-31", "2026-03-01 2026-03-31 31"),
    // Whole periods.
    ("next 3 months after month(today)", "2026-01-31", "2026-02-01 2026-04-30 89"),
    ("next 3 months from month(today)", "2026-01-31", "2026-01-01 2026-03-31 90"),
    ("next 2 weeks after week(today)", "2026-01-31", "2026-02-02 2026-02-15 14"),
    ("next (1 + 1) quarters after 2026-Q1", "2026-01-31", "2026-04-01 2026-09-30 183"),
    ("last 2 months before month(today)", "2026-01-31", "2025-11-01 2025-12-31 61"),
    // Counted in what a row says.
    ("next (n) days after today", "2026-01-31", "2026-02-01 2026-02-03 3"),
    ("next (n) months after month(today)", "2026-01-31", "2026-02-01 2026-04-30 89"),
    ("next (n) months from month(today)", "2026-01-31", "2026-01-01 2026-03-31 90"),
    ("last (n) months through 2026-03", "2026-01-31", "2026-01-01 2026-03-31 90"),
    ("last (n) weeks before week(today)", "2026-01-31", "2026-01-05 2026-01-25 21"),
    // Periods are moved by whole periods of their own length.
    ("month(today) + 2", "2026-01-31", "2026-03-01 2026-03-31 31"),
    ("month(today) + 2 months", "2026-01-31", "2026-03-01 2026-03-31 31"),
    ("month(today) - 1 month", "2026-01-31", "2025-12-01 2025-12-31 31"),
    ("month(today) + 1 quarter", "2026-01-31", "2026-04-01 2026-04-30 30"),
    ("month(today) + n - 1", "2026-01-31", "2026-03-01 2026-03-31 31"),
    ("week(today) + 2", "2026-01-31", "2026-02-09 2026-02-15 7"),
    ("week(today) + 1 week .. week(today) + 2 weeks", "2026-01-31", "2026-02-02 2026-02-15 14"),
    ("quarter(today) + 1 year", "2026-01-31", "2027-01-01 2027-03-31 90"),
    ("year(today) + 0", "2026-01-31", "2026-01-01 2026-12-31 365"),
  ]) func theDaysOfAWindow(_ window: String, _ asOf: String, _ expected: String) throws {
    let text =
      Self.days() + """
        table counts (id) {
          id text
          n number
        }
        rows {
          id | n
          a | 3
        }
        sheet S {
          for each counts
          show first = min(sales.day over (\(window)) in total)
          show last = max(sales.day over (\(window)) in total)
          show n_ = days((\(window)))
        }
        """
    #expect(try EndToEndCalendarTests.rows(text, asOf: asOf) == ["a \(expected)"])
  }

  /// The number of periods between two, constant or not, also over the end of a year of 53 weeks.
  @Test func periodsBetween() throws {
    let text = """
      param quarters = 2027-Q1 - 2025-Q4
      param third = 2026-Q1 + 2
      sheet S {
        for each all
        show a = week(today) - week(2020-12-28)
        show b = month(2026-01-31) - month(2026-03-01)
        show c = quarters
        show d = third
        show e = (week(today) + 5) - week(today)
        show f = week(2020-12-28) + 1
        show g = year(today) - 2019
      }
      """
    // 2020-12-28 is the Monday of 2020-W53.
    #expect(try EndToEndCalendarTests.rows(text, asOf: "2021-01-04") == ["1 -2 5 2026-Q3 5 2021-W01 2"])
  }

  /// Two months of supply: by 30 days each, by the calendar from today, or as the two months behind this one.
  @Test func monthsOfSupply() throws {
    let text =
      Self.days() + """
        table stock (sku) {
          sku text
          on_hand units
          daily units / days
        }
        rows {
          sku | on_hand | daily
          a | 184 | 10
        }
        sheet S {
          for each stock
          show by_30 = daily * 2 * 30 days
          show from_today = daily * days(next 2 months from today)
          show whole_months = daily * days(next 2 months after month(today))
          show months_by_30 = on_hand / (sum(sales.quantity over last 90 days before today in total) / 3)
          show months = on_hand / (sum(sales.quantity over last 3 months before month(today) in total) / 3)
        }
        """
    // From 06-15 through 08-14 are 61 days; July and August have 62. One is sold a day: 90 in 90 days, 92 from March
    // through May, so that 184 last 184 / 30 or 184 / (92 / 3) months.
    let rows = try EndToEndCalendarTests.rows(text, asOf: "2026-06-15")
    #expect(rows == ["a 600 610 620 6.133333 6"])
  }

  /// What does not compile.
  @Test(arguments: [
    ("next 3 months from week(today)", "E0509"), ("next 0 days after today", "E0509"),
    ("next 1.5 months after today", "E0509"), ("next 2 days from 3", "E0305"), ("month(today) + 2 days", "E0281"),
    ("month(today) + 1 week", "E0281"), ("week(today) + 1 month", "E0281"), ("quarter(today) + 1 month", "E0281"),
    ("month(today) + week(today)", "E0281"), ("month(today) - week(today)", "E0281"), ("month(today) + 10%", "E0281"),
    ("2 + month(today)", "E0281"), ("month(today) + month(today)", "E0281"),
    ("last 3 days before hired", "E0401"), ("hired .. today", "E0401"), ("next 1 month after hired", "E0401"),
  ]) func refused(_ window: String, _ code: String) {
    let plan = Plan(
      text: """
        table people (id) {
          id text
          hired date?
        }
        table sales (id) dated day {
          id text
          day date
        }
        sheet S {
          for each people
          show x = count(sales over (\(window)) in total)
        }
        """)
    #expect(plan.diagnostics.map(\.code) == [code], "\(plan.diagnostics.map(\.message))")
  }

  /// A number of periods that is not whole, or that leads out of the calendar, is an error of the run.
  @Test(arguments: [("1.5", "E0927"), ("1_000_000", "E0926")])
  func noSuchPeriod(_ count: String, _ code: String) throws {
    let text = """
      table counts (id) {
        id text
        n number
      }
      rows {
        id | n
        a | \(count)
      }
      sheet S {
        for each counts
        show x = 2026-03 + n
      }
      """
    let compiled = try Plan(text: text).compile()
    let error = #expect(throws: RunError.self) { try compiled.evaluate() }
    #expect(error?.diagnostics.map(\.code) == [code])
  }
}
