/// The catalogue's pages about the days of schedules.
let schedulePages: [DiagnosticPage] = [
  DiagnosticPage(
    code: "E0995", title: "a day that a schedule does not have",
    explanation: """
      The schedule has no such day within ten years: it has no weekdays, or the days that it also has are over. 0 days after
      a date is the date itself, which must then be a day of the schedule; `day_from(Working, d)` is the date or the first
      day after it. The number of days is never below zero.
      """,
    failing: lending("2026-05-08 | 2026-05-08", after: "2026-05-08"),
    mended: lending("2026-05-08 | 2026-05-08", after: "2026-05-07")),
  DiagnosticPage(
    code: "E0996", title: "a text that is no weekday",
    explanation: """
      The column says on which weekday something happens, as `Mon`, `Tue`, `Wed`, `Thu`, `Fri`, `Sat` or `Sun`. The message
      names the row; nothing is guessed.
      """, failing: ordering("Montag"), mended: ordering("Mon")),
  DiagnosticPage(
    code: "E0997", title: "days that end before they begin",
    explanation: """
      The last day of a range is not before its first; a range of one day has it twice. The message names the row.
      """,
    failing: lending("2026-05-04 | 2026-05-01", after: "2026-04-01"),
    mended: lending("2026-05-01 | 2026-05-04", after: "2026-04-01")),
]

private func lending(_ days: String, after date: String) -> String {
  """
  table extra {
    first  date
    last   date
  }
  rows {
    first      | last
    \(days)
  }
  schedule Lending {
    also extra.first .. extra.last
  }
  sheet Days { for each all  show next_ = next_day(Lending, \(date)) }

  """
}

private func ordering(_ weekday: String) -> String {
  """
  table order_days {
    weekday  text
  }
  rows {
    weekday
    \(weekday)
  }
  schedule Ordering {
    every order_days.weekday
  }
  sheet Days { for each all  show next_ = next_day(Ordering, 2026-04-01) }

  """
}
