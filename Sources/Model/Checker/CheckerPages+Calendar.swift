import Source

/// The pages about calendars.
let calendarPages: [DiagnosticPage] = [
  page(
    "E0250", "two calendars",
    """
    A plan has one calendar, also where it uses several files: a quarter of one file would not be a quarter of another.
    """, "calendar year from april named by its end\n\n", ""
  ) {
    "language 1\n\ncalendar year from february named by its end\n\n\($0)param rate = 5%"
  },
  page(
    "E0251", "a period of another calendar",
    """
    Where a plan declares a calendar whose years do not begin in January, its years and quarters are written `FY2026` and
    `FY2026-Q1`, so that nobody takes them for calendar years and quarters. Months are written `FY2026-P03` where they
    are made of weeks. A plan without a calendar has no fiscal years.
    """, "2026-Q1", "FY2026-Q1"
  ) {
    """
    language 1

    calendar year from february named by its end

    table reps (id) {
      id  text
    }

    sheet People {
      for each reps
      show start = first_day(\($0))
    }
    """
  },
  page(
    "E0281", "a sum of periods that means nothing",
    """
    A period is moved by whole periods: `this month + 2`, `week(today) + 2 weeks`, `quarter(d) - 1 year`. Days and spans
    of other lengths move days, not periods: not every month has the same number of weeks. `a - b` of two periods of one
    length is the number of periods between them.
    """, "month(2026-01-15) + 30 days", "month(2026-01-15) + 1"
  ) { "sheet Next {\n  for each all\n  show next_ = \($0)\n}" },
]
