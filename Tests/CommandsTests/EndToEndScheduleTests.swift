import Allot
import Columns
import TestSupport
import Testing

/// Working days, order days and delivery days.
@Suite struct EndToEndScheduleTests {
  static let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

  /// May 2026 begins with a Friday. May 1 is a holiday; Saturday May 9 is worked instead of Monday May 4.
  static let working = """
    table holidays (day) {
      day date
      kind "public" | "bridge" | "half"
    }
    rows {
      day | kind
      2026-05-01 | public
      2026-05-04 | bridge
      2026-05-05 | half
    }
    table extra (day) {
      day date
    }
    rows {
      day
      2026-05-09
      2026-05-01
    }
    schedule Working "Working days" {
      every mon, tue, wed, thu, fri
      never holidays.day where kind != "half"
    }
    schedule Open {
      every mon, tue, wed, thu, fri
      never holidays.day
      also extra.day
    }

    """

  static func one(_ declarations: String, _ value: String, asOf: String = "2026-04-30") throws -> String {
    let text = declarations + "sheet S {\n  for each all\n  show x = \(value)\n}"
    return try EndToEndCalendarTests.rows(text, asOf: asOf).joined(separator: ";")
  }

  @Test(arguments: [
    ("today in Working", "true"), ("2026-05-01 in Working", "false"), ("2026-05-01 not in Working", "true"),
    ("2026-05-05 in Working", "true"), ("2026-05-05 in Open", "false"), ("2026-05-09 in (Open)", "true"),
    // `also` goes over `never`.
    ("2026-05-01 in Open", "true"),
    // Thu 30, Tue 5, Wed 6, Thu 7, Fri 8.
    ("days(2026-04-30 .. 2026-05-10 on Working)", "5"),
    // Thu 30, Fri 1, Wed 6, Thu 7, Fri 8, Sat 9.
    ("days(2026-04-30 .. 2026-05-10 on Open)", "6"), ("days(today .. 2026-04-20 on Open)", "0"),
    ("days(next 7 days after today on Working)", "3"), ("days(2026-05 on Working)", "19"),
    ("days(2026-05-02 .. 2026-05-02 on Working)", "0"),
    // A hundred years of 36,525 days, the first of them a Tuesday: 5,217 whole weeks, and Tuesday to Sunday.
    ("days(1901 .. 2000 on Working)", "26089"), ("next_day(Working, today)", "2026-05-05"),
    ("next_day(Open, today)", "2026-05-01"), ("next_day(Working, today, 3)", "2026-05-07"),
    ("next_day(Open, today, 2)", "2026-05-06"), ("next_day(Open, today, 5)", "2026-05-09"),
    ("next_day(Open, today, 6)", "2026-05-11"), ("next_day(Working, today, 0)", "2026-04-30"),
    ("next_day(Working, today, 3 days)", "2026-05-07"), ("next_day(Working, today, 6 / 2)", "2026-05-07"),
    ("previous_day(Working, 2026-05-05)", "2026-04-30"), ("previous_day(Working, 2026-05-05, 2)", "2026-04-29"),
    ("previous_day(Open, 2026-05-11)", "2026-05-09"), ("previous_day(Open, 2026-05-06)", "2026-05-01"),
    ("day_from(Working, today)", "2026-04-30"), ("day_from(Working, 2026-05-01)", "2026-05-05"),
    ("day_through(Working, 2026-05-04)", "2026-04-30"), ("day_through(Working, 2026-05-05)", "2026-05-05"),
    ("next_day(Working, 2026-05-01, 2_000)", "2034-01-02"),
  ]) func oneSchedule(_ value: String, _ expected: String) throws {
    #expect(try Self.one(Self.working, value) == expected)
  }

  /// Each dealer has order days, closures for some days, holidays of all.
  static let ordering = """
    table dealers (id) {
      id text
      region text
      deputy dealers
    }
    rows {
      id | region | deputy
      d1 | N | d2
      d2 | S | d1
      d3 | S | d1
    }
    table order_days {
      dealer dealers
      weekday text
    }
    rows {
      dealer | weekday
      d1 | Mon
      d1 | Wed
      d1 | Fri
      d2 | Tue
    }
    table holidays (day) {
      day date
    }
    rows {
      day
      2026-05-01
    }
    table closures {
      dealer dealers
      first date
      last date
      reason text
    }
    rows {
      dealer | first | last | reason
      d1 | 2026-05-05 | 2026-05-12 | holiday
      d1 | 2026-05-11 | 2026-05-13 | works
      d2 | 2026-05-12 | 2026-05-12 | half day
    }
    table visits (dealer, day) {
      dealer dealers
      day date
    }
    rows {
      dealer | day
      d3 | 2026-05-01
      d2 | 2026-05-06
    }
    schedule Ordering for dealers {
      every order_days.weekday
      never holidays.day
      never closures.first .. closures.last where reason != "half day"
      also visits.day
    }

    """

  @Test(arguments: [
    // d1: Wed 29, not Fri 1 May, Mon 4, closed 5 to 13, Fri 15. d2: Tue 5, Wed 6 (a visit), Tue 12. d3: Fri 1 May alone.
    ("next_day(Ordering[id], 2026-04-28)", "d1 2026-04-29;d2 2026-05-05;d3 2026-05-01"),
    ("next_day(Ordering[this], 2026-04-29)", "d1 2026-05-04;d2 2026-05-05;d3 2026-05-01"),
    ("days(2026-05 on Ordering[id])", "d1 8;d2 5;d3 1"),
    ("2026-05-01 in Ordering[id]", "d1 false;d2 false;d3 true"),
    ("2026-05-06 in Ordering[deputy]", "d1 true;d2 false;d3 false"),
    ("2026-05-15 in Ordering[\"d1\"]", "d1 true;d2 true;d3 true"),
    ("days(today .. next_day(Ordering[id], today) on Ordering[id])", "d1 1;d2 1;d3 1"),
  ]) func schedulesByRow(_ value: String, _ expected: String) throws {
    let text = Self.ordering + "sheet S {\n  for each dealers\n  show x = \(value)\n}"
    #expect(try EndToEndCalendarTests.rows(text, asOf: "2026-04-30").joined(separator: ";") == expected)
  }

  /// Turnover per working day, a lead in working days, and what the two readings of seven days order.
  @Test func turnoverOverWorkingDays() throws {
    let text =
      Self.working + """
        table sales (id) dated day {
          id text
          day date
          quantity units
        }
        rows {
          id | day | quantity
          a | 2026-04-29 | 10
          b | 2026-05-05 | 20
          c | 2026-05-07 | 30
        }
        sheet S {
          for each all
          let window = last 10 days before today
          let sold = sum(sales.quantity over window)
          show calendar = sold / days(window)
          show daily = sold / days(window on Working)
          show arrives = next_day(Working, today, 3)
          show demand = daily * days(today .. arrives on Working)
          show covered = next_day(Working, today, 20 units / daily)
        }
        """
    // 04-28 … 05-07 are 10 days, of which Tue 28, Wed 29, Thu 30, Tue 5, Wed 6, Thu 7 are worked: 60 / 10 and 60 / 6.
    // Three working days after Fri 05-08 is Wed 05-13; from Friday through it are 4; 20 units last two working days.
    let rows = try EndToEndCalendarTests.rows(text, asOf: "2026-05-08")
    #expect(rows == ["6 10 2026-05-13 40 2026-05-12"])
  }

  /// An order today must last to the day before the next order arrives: the next order day, then the lead in days on which
  /// goods are delivered, which Sundays and holidays are not.
  @Test func coverToTheNextArrival() throws {
    let text = """
      table stores (id) {
        id text
        lead number
      }
      rows {
        id | lead
        a | 1
        b | 2
      }
      table holidays (day) {
        day date
      }
      rows {
        day
        2026-05-01
      }
      schedule Orders {
        every mon, wed, fri
        never holidays.day
      }
      schedule Deliveries {
        every mon, tue, wed, thu, fri, sat
        never holidays.day
      }
      replenish Store {
        for each stores
        let next_order = next_day(Orders, today)
        let arrival = next_day(Deliveries, next_order, lead)
        let cover = days(today .. arrival - 1 day)
        show next_order_ = next_order
        show arrives = arrival
        show open_days = days(today .. arrival - 1 day on Deliveries)
        order quantity from 8 units / 1 day * cover
      }
      """
    // Wed 04-29: Friday is a holiday, so the next order is Mon 05-04, which arrives Tue 05-05 or Wed 05-06. From Wed
    // through Mon are 6 days, or 7 through Tue; less Friday and Sunday 4, or 5.
    let midweek = try EndToEndCalendarTests.rows(text, asOf: "2026-04-29")
    #expect(midweek == ["a 48 ordered 2026-05-04 2026-05-05 4 ", "b 56 ordered 2026-05-04 2026-05-06 5 "])
    // Mon 05-04: the next order is Wed 05-06, which arrives Thu or Fri: 3 or 4 days.
    let monday = try EndToEndCalendarTests.rows(text, asOf: "2026-05-04")
    #expect(monday == ["a 24 ordered 2026-05-06 2026-05-07 3 ", "b 32 ordered 2026-05-06 2026-05-08 4 "])
  }

  /// All questions of many random schedules against days that are counted one by one.
  @Test func asDaysThatAreCounted() throws {
    var random = SeededRandom(seed: 7)
    let origin: Int32 = 20_574
    var weekdays: [String] = []
    var also: [String] = []
    var closed: [String] = []
    var questions: [String] = []
    var expected: [String] = []
    for number in 0..<40 {
      var isDay = [Bool](repeating: false, count: 1_200)
      var week = Set<Int>()
      for day in 0..<7 where Int.random(in: 0..<3, using: &random) == 0 { week.insert(day) }
      for day in week { weekdays.append("k\(number) | \(Self.names[day])") }
      for day in isDay.indices where week.contains(Int(CalendarDate(days: origin + Int32(day)).weekday) - 1) {
        isDay[day] = true
      }
      func days(_ count: Int) -> [Range<Int>] {
        (0..<count).map { _ in
          let start = Int.random(in: 300..<900, using: &random)
          return start..<start + Int.random(in: 1..<20, using: &random)
        }
      }
      func written(_ days: Range<Int>) -> String {
        "k\(number) | \(CalendarDate(days: origin + Int32(days.lowerBound)))"
          + " | \(CalendarDate(days: origin + Int32(days.upperBound - 1)))"
      }
      for range in days(number % 7 * 5) {
        closed.append(written(range))
        for day in range { isDay[day] = false }
      }
      for day in 500..<503 { isDay[day] = false }
      for range in days(number % 5) {
        also.append(written(range))
        for day in range { isDay[day] = true }
      }
      for question in 0..<25 {
        let day = Int.random(in: 250..<950, using: &random)
        let length = Int.random(in: -3..<200, using: &random)
        let count = Int.random(in: 1..<40, using: &random)
        let after = isDay.indices.filter { $0 > day && isDay[$0] }
        let before = isDay.indices.filter { $0 < day && isDay[$0] }
        // Only questions whose answer lies well inside of what is counted here.
        guard after.count > count, before.count >= count, let first = after.first, let last = before.last else {
          continue
        }
        func date(_ day: Int) -> String { CalendarDate(days: origin + Int32(day)).description }
        let id = "q\(number)_\(question)"
        questions.append("\(id) | k\(number) | \(date(day)) | \(date(day + length)) | \(count)")
        let counted = length < 0 ? 0 : isDay[day...(day + length)].count { $0 }
        let answers = [
          "\(isDay[day])", "\(counted)", date(after[count - 1]), date(before[before.count - count]),
          date(isDay[day] ? day : first), date(isDay[day] ? day : last), date(first),
        ]
        expected.append("\(id) " + answers.joined(separator: " "))
      }
    }
    #expect(expected.count > 500)
    let keys = (0..<40).map { "k\($0)" }
    func rows(_ header: String, _ rows: [String]) -> String {
      "rows {\n  \(header)\n  \(rows.joined(separator: "\n  "))\n}\n"
    }
    for isReversed in [false, true] {
      func ordered(_ rows: [String]) -> [String] { isReversed ? rows.reversed() : rows }
      let text =
        "table keys (id) {\n  id text\n}\n" + rows("id", ordered(keys))
        + "table weekdays_ {\n  key keys\n  weekday text\n}\n" + rows("key | weekday", ordered(weekdays))
        + "table closed {\n  key keys\n  first date\n  last date\n}\n" + rows("key | first | last", ordered(closed))
        + "table more {\n  key keys\n  first date\n  last date\n}\n" + rows("key | first | last", ordered(also))
        + "table feast (day) {\n  day date\n}\n"
        + rows("day", (500..<503).map { CalendarDate(days: origin + $0).description })
        + "table questions (id) {\n  id text\n  key keys\n  day date\n  until date\n  n number\n}\n"
        + rows("id | key | day | until | n", ordered(questions)) + """
          schedule Days for keys {
            every weekdays_.weekday
            never closed.first .. closed.last
            never feast.day
            also more.first .. more.last
          }
          sheet S {
            for each questions
            show a = day in Days[key]
            show b = days(day .. until on Days[key])
            show c = next_day(Days[key], day, n)
            show d = previous_day(Days[key], day, n)
            show e = day_from(Days[key], day)
            show f = day_through(Days[key], day)
            show g = next_day(Days[key], day)
          }
          """
      let found = try EndToEndCalendarTests.rows(text, threads: isReversed ? 3 : 1)
      // The columns `key`, `day` and so on are no lines, so they are not shown.
      #expect(found.sorted() == expected.sorted())
    }
  }

  /// Errors of the run name the schedule, whose it is, and the row.
  @Test(arguments: [
    ("next_day(Ordering[id], 2026-06-02)", "E0995", "`Ordering` of `d3` has no day within ten years after 2026-06-02"),
    (
      "previous_day(Ordering[id], 2026-05-01)", "E0995",
      "`Ordering` of `d3` has no day within ten years before 2026-05-01"
    ),
    ("day_from(Ordering[id], 2026-05-02)", "E0995", "`Ordering` of `d3` has no day within ten years from 2026-05-02"),
    (
      "day_through(Ordering[id], 2026-04-30)", "E0995",
      "`Ordering` of `d3` has no day within ten years through 2026-04-30"
    ),
    (
      "next_day(Ordering[\"d2\"], 2026-05-01, 600)", "E0995",
      "`Ordering` of `d2` has fewer than 600 days within ten years after 2026-05-01"
    ),
    (
      "next_day(Ordering[\"d2\"], 2026-05-04, 0)", "E0995",
      "`Ordering` of `d2` has no day 0 days after 2026-05-04, which is none of its days"
    ),
    ("next_day(Ordering[id], today, -n)", "E0995", "`Ordering` of `d1` has no day that lies -1 days after 2026-04-30"),
    ("next_day(Ordering[id], today, n / 2)", "E0927", "0.5 is no whole number"),
  ]) func noSuchDay(_ value: String, _ code: String, _ message: String) throws {
    let text =
      Self.ordering + "sheet S {\n  for each dealers\n  let n = count(holidays in total)\n  show x = \(value)\n}"
    let compiled = try Plan(text: text).compile(CompileOptions(asOf: "2026-04-30"))
    let error = #expect(throws: RunError.self) { try compiled.evaluate() }
    #expect(error?.diagnostics.first?.code == code)
    #expect(error?.diagnostics.contains { $0.message == message } == true, "\(error?.diagnostics.map(\.message) ?? [])")
  }

  /// Ten years are counted by the calendar.
  @Test func tenYears() throws {
    func plan(_ day: String) -> String {
      "table extra {\n  day date\n}\nrows {\n  day\n  \(day)\n}\nschedule Rare {\n  also extra.day\n}\n"
    }
    #expect(try Self.one(plan("2036-04-30"), "next_day(Rare, today)") == "2036-04-30")
    #expect(try Self.one(plan("2016-04-30"), "previous_day(Rare, today)") == "2016-04-30")
    for (day, step) in [("2036-05-01", "next_day"), ("2016-04-29", "previous_day")] {
      #expect(throws: RunError.self) { try Self.one(plan(day), "\(step)(Rare, today)") }
    }
  }

  /// What may be missing stays so; a row's own name goes before a schedule's.
  @Test func missingDatesAndNames() throws {
    let text =
      Self.working + """
        table people (id) {
          id text
          hired date?
          Open date
        }
        rows {
          id | hired | Open
          a | 2026-05-04 | 2026-05-01
          b | | 2026-05-02
        }
        sheet S {
          for each people
          show a = next_day(Working, hired)
          show b = hired in Working else false
          show c = days(hired .. 2026-05-08 on Working) else 0 days
          show d = 2026-05-01 in Open
        }
        """
    #expect(try EndToEndCalendarTests.rows(text) == ["a 2026-05-05 false 4 true", "b  false 0 false"])
  }
}
