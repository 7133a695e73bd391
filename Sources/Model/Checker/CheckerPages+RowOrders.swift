import Source

/// The pages about orders of rows.
let rowOrderPages: [DiagnosticPage] = [
  page(
    "E0605", "an order that depends on itself",
    """
    `previous` goes from row to row in the order that `in order of` states, so the order must be known before. It is made of
    columns, and of lines that need no earlier row, not even by way of others.
    """, "left", "salary"
  ) { rowOrderPage(order: "\($0), id") },
  page(
    "E0606", "an order beside periods",
    """
    Where rows have a period, `previous` goes from period to period. Another order is for a sheet or rule whose rows have
    none.
    """, "  each month\n  during 2026\n", ""
  ) { rowOrderPage("\($0)", order: "hired, id") },
  page(
    "E0607", "an order by what has none",
    "Rows are put in order by numbers, amounts, dates, periods, texts and references. A window has no place among others.",
    "last 7 days before hired", "hired"
  ) { rowOrderPage(order: "\($0), id") },
  page(
    "E0608", "a range of what has no next value",
    """
    `for each T, day in a .. b` has a row for each value from a to b. What comes next is clear of dates, whole numbers and
    periods of one length, and both bounds are of one kind.
    """, "hired .. 3", "hired .. hired + 3 days"
  ) { rangePage("day in \($0)") },
  page(
    "E0609", "a range that reads its own rows",
    """
    The bounds of a range and its `where` say which rows there are. A line has a value in each of these rows, and so it
    cannot help to make them.
    """, "1 .. more", "1 .. 3"
  ) { rangePage("part in \($0)") },
  page(
    "E0610", "a range with a name that is taken",
    "The name of a range stands for the row's value, beside the columns, the keys and the lines. Each has its own name.",
    "hired", "day"
  ) { rangePage("\($0) in 2026-01-01 .. 2026-01-31") },
  page(
    "E0611", "a range beside periods",
    """
    A sheet has rows for periods by `each month`, or for the values of a range. A range of months is `for each T, month in
    2026-01 .. 2026-06`.
    """, "\n  each month\n  during 2026", ""
  ) { rangePage("part in 1 .. 3\($0)") },
  page(
    "E0612", "a total whose rows are chosen on the way",
    """
    Rows that follow each other may read totals over other tables. A total cannot choose its rows by a value that goes on
    from the row before: it is found once for all rows, before the first of them is known.
    """, "this.before", "this.salary"
  ) {
    pageTables + """
      sheet Budget {
        for each reps
        in order of hired, id

        let left starting 10_000 USD = previous(left) - sum(deals.amount where amount < \($0))
        let before = previous(left)
        show rest = left
      }
      """
  },
]

/// A sheet whose rows follow each other in this order.
private func rowOrderPage(_ header: String = "", order: String) -> String {
  pageTables + """
    sheet Budget {
      for each reps
    \(header)  in order of \(order)

      let left starting 10_000 USD = previous(left) - salary
      show paid = salary when left >= 0 USD else 0 USD
    }
    """
}

/// A sheet over ``pageTables`` that repeats each of the people for this range.
private func rangePage(_ range: String) -> String {
  pageTables + """
    sheet Parts {
      for each reps, \(range)
      let more = 5
      show twice = 2 * more
    }
    """
}
