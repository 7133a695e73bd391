import Source

/// The pages about schedules.
let schedulePages: [DiagnosticPage] = [
  page(
    "E0282", "where a schedule stands",
    """
    A schedule stands behind `in`, behind `on` inside `days( )`, and first in `next_day`, `previous_day`, `day_from` and
    `day_through`. The number of days to go is whole and not below zero: `previous_day` goes back.
    """, "next_day(today, Working)", "next_day(Working, today)"
  ) { pageSchedule("show next_ = \($0)") },
  page(
    "E0283", "the days of a schedule",
    """
    `every` takes names of weekdays, or a column whose cells are `Mon`, `Tue` and so on. `never` and `also` take columns of
    dates or periods, or the range from one date to another of the same row. A schedule that only takes days away has none.
    """, "every holidays.day", "never holidays.day"
  ) { pageSchedule("show works = today in Closed", more: "schedule Closed {\n  every sun\n  \($0)\n}") },
  page(
    "E0284", "whose schedule",
    """
    A schedule `for dealers` is another one for each dealer, and is asked for by `[ ]`: `Ordering[dealer]`. One without
    `for` is the same for all and takes no `[ ]`.
    """, "Ordering", "Ordering[id]"
  ) { pageSchedule("show orders = today in \($0)", more: "schedule Ordering for dealers {\n  every dealers.day\n}") },
  page(
    "E0285", "a schedule as a value",
    """
    A schedule is many days. Ask whether a day is one of them, count them in a window, or go to one of them:
    `today in Working`, `days(this month on Working)`, `next_day(Working, today)`.
    """, "Working", "today in Working"
  ) { pageSchedule("show works = \($0)") },
  page(
    "E0286", "a schedule for each row",
    """
    `for dealers` gives each row of a table a schedule of its own. The rows are known by one key column; versions of a row
    are not rows of their own.
    """, "holidays", "dealers"
  ) { pageSchedule("show works = today in Working", more: "schedule Local for \($0) {\n  every mon\n}") },
  page(
    "E0287", "whose days",
    """
    Rows with a reference to the schedule's table are days of the row that they refer to; rows without hold for all. With
    several references, `via` says which counts. A range of days is of one row, so its ends are columns of one table.
    """, "", " via giver"
  ) {
    pageSchedule(
      "show open = today in Lending[id]",
      more: "schedule Lending for dealers {\n  every day\n  never loans.day\($0)\n}")
  },
]

/// A sheet over dealers with a schedule `Working`, and these lines.
private func pageSchedule(_ lines: String, more: String = "") -> String {
  """
  language 1

  table dealers (id) {
    id   text
    day  "Mon" | "Tue"
  }

  table holidays {
    day  date
  }

  table loans {
    giver  dealers
    taker  dealers
    day    date
  }

  schedule Working {
    every mon, tue, wed, thu, fri
    never holidays.day
  }

  \(more)

  sheet Days {
    for each dealers
    \(lines)
  }
  """
}
