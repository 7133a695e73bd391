import Source

/// The pages about orders of rows.
let orderPages: [DiagnosticPage] = [
  page(
    "E0605", "an order that depends on itself",
    """
    `previous` goes from row to row in the order that `in order of` states, so the order must be known before. It is made of
    columns, and of lines that need no earlier row, not even by way of others.
    """, "left", "salary"
  ) { orderPage(order: "\($0), id") },
  page(
    "E0606", "an order beside periods",
    """
    Where rows have a period, `previous` goes from period to period. Another order is for a sheet or rule whose rows have
    none.
    """, "  each month\n  during 2026\n", ""
  ) { orderPage("\($0)", order: "hired, id") },
  page(
    "E0607", "an order by what has none",
    "Rows are put in order by numbers, amounts, dates, periods, texts and references. A window has no place among others.",
    "last 7 days before hired", "hired"
  ) { orderPage(order: "\($0), id") },
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
private func orderPage(_ header: String = "", order: String) -> String {
  pageTables + """
    sheet Budget {
      for each reps
    \(header)  in order of \(order)

      let left starting 10_000 USD = previous(left) - salary
      show paid = salary when left >= 0 USD else 0 USD
    }
    """
}
