import Source

/// The pages about rates.
let ratesPages: [DiagnosticPage] = [
  page(
    "E0701", "tiers out of order",
    """
    A tier begins at its bound and ends where the next one begins, so bounds rise from line to line. Two tiers at one bound
    would leave one of them without any amount.
    """, "50%", "150%"
  ) {
    """
    language 1

    marginal rates Accelerator (attainment: percent) -> percent {
      from   0%: 4%
      from 100%: 8%
      from \($0): 12%
    }
    """
  },
  page(
    "E0702", "tiers without bounds",
    """
    A tier says where it begins: `from 100%` includes the bound, `above 100%` does not. Bounds are numbers, amounts or
    dates. The tiers of one axis may be closed by a last `up to` or `below`.
    """, "any", "from 0%"
  ) { "language 1\n\nmarginal rates Accelerator (attainment: percent) -> percent {\n  \($0): 4%\n  from 100%: 8%\n}" },
  page(
    "E0703", "slice by slice, or all at one rate",
    """
    With `marginal rates` each slice of the amount earns its own tier's rate; with `whole rates` all of it earns the rate
    that is reached. The difference can be thousands, so it is written in the first word and never assumed.
    """, "rates", "marginal rates"
  ) {
    pageTables + """
      \($0) Tiers (sales: USD) -> percent {
        from      0 USD: 4%
        from 10_000 USD: 8%
      }

      plan Sales {
        for each reps
        paid monthly in USD, negative dropped
        credit bookings from deals to owner of amount
        pay commission = bookings through Tiers over month
      }
      """
  },
  page(
    "E0704", "tiers and an amount that do not fit",
    """
    Tiers in percent are for an amount that is measured by another, such as a quota: `against quota`. Tiers in dollars are
    for an amount in dollars.
    """, "", " against payee.salary"
  ) {
    pageTables + """
      marginal rates Accelerator (attainment: percent) -> percent {
        from   0%: 4%
        from 100%: 8%
      }

      plan Sales {
        for each reps
        paid monthly in USD, negative dropped
        credit bookings from deals to owner of amount
        pay commission = bookings through Accelerator over month\($0)
      }
      """
  },
  page(
    "E0705", "an order of what has no rows",
    """
    `in order of closed, id` shares a payment between the deals that earned it, one after the other. An amount that is not
    a credit has no deals to share it between.
    """, " in order of closed", ""
  ) {
    pageTables + """
      marginal rates Tiers (sales: USD) -> percent {
        from      0 USD: 4%
        from 10_000 USD: 8%
      }

      plan Sales {
        for each reps
        paid monthly in USD, negative dropped
        let base = payee.salary
        pay commission = base through Tiers over month\($0)
      }
      """
  },
]
