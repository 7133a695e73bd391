import Source

/// The pages about allocations.
let allocationPages: [DiagnosticPage] = [
  page(
    "E0725", "an order without a limit",
    """
    `in order of` serves the rows, or tiers of them, one after the other. Without `at most` the first would get
    everything, and the order would decide nothing else.
    """, "", " at most salary"
  ) { pageSheet("show part = allocate 900 USD in order of hired, id\($0) exactly") },
  page(
    "E0726", "what is left of no allocation",
    """
    `left(x)` is what the allocation in the line x leaves of its amount. The line is the allocation itself, without steps
    and without anything around it.
    """, "salary", "part"
  ) {
    pageSheet(
      "let part = allocate 900 USD by 1 at most salary exactly\n  show rest = left(\($0))")
  },
  page(
    "E0727", "packs that are counted in another unit",
    """
    `allocate at least T counting C one P at a time` adds up P * C until T is reached, so P * C must be in the unit of T:
    packs in units, counted by a price in USD / units, reach an amount in USD.
    """, "1", "2 USD / units"
  ) {
    pageTables + """
      param worth = \($0)

      sheet People {
        for each reps
        show part = allocate at least 900 USD counting worth one 6 units at a time to the smallest 0 units / salary
      }
      """
  },
  page(
    "E0728", "amounts of different units are matched",
    """
    A match lays the amounts of two sides end to end, so both are in one unit. Convert one of them in a line of a sheet
    first.
    """, "fee", "amount"
  ) {
    pageTables + """
      sheet Pairs {
        for each quota, deal in match quotas.target in order of rep, quarter to deals.\($0) in order of closed, id
        show paid = matched
      }
      """
  },
  page(
    "E0729", "a match with periods",
    """
    The pairs of a match are made once. With a row for each month, each month would move the same amounts again. Where the
    sides have periods, `per month` pairs the rows of each month among themselves.
    """, "each month\n  during 2026", ""
  ) {
    pageTables + """
      sheet Pairs {
        for each quota, deal in match quotas.target in order of rep, quarter to deals.amount in order of closed, id
        \($0)
        show paid = matched
      }
      """
  },
]
