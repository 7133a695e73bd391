import Source

/// A plan over ``pageTables`` with this declaration of rates, two credits, and these lines.
private func tierPlan(_ rates: String, _ lines: String, header: String = "") -> String {
  pageTables + rates + """


    plan Sales {
      for each reps
      paid monthly in USD, negative dropped
      credit bookings from deals where stage = "Won" to owner of amount
      credit margins  from deals where stage = "Won" to owner of amount / 2
      credit open     from deals where stage = "Open" to owner of amount

      \(lines)
    }
    """
}

/// Rates in one of the modes, on a share of the quota.
private func shares(_ mode: String) -> String {
  "\(mode) rates Ladder (attainment: percent) -> percent {\n  from   0%: 4%\n  from 100%: 8%\n}"
}

private let byRegion = """
  marginal rates Regions (attainment: percent, region: text) -> percent {
    from   0%, "EMEA": 4%
    from 100%, "EMEA": 8%
    from   0%, any: 3%
    from 100%, any: 5%
  }
  """

private let quota = "against quotas[payee, this quarter].target"

/// The pages about rows that go through tiers one by one.
let tierPages: [DiagnosticPage] = [
  page(
    "E0706", "rows without an order",
    """
    In `reached` and `entered rates`, and where one credit is paid while another fills the tiers, a row is paid at its own
    place. Which row comes first then decides what is paid, so the order is written, and tells any two rows apart: it holds
    the table's key.
    """, "closed", "closed, id"
  ) {
    tierPlan(
      shares("reached"), "pay commission = bookings through Ladder over quarter to date \(quota) in order of \($0)")
  },
  page(
    "E0707", "milestones as rates",
    """
    The values of `adding rates` are amounts: `R(x)` adds those of all tiers that x has reached. They are not multiplied by
    an amount that goes `through` them.
    """, "bookings through Milestones over month", "Milestones(bookings)"
  ) {
    tierPlan(
      "adding rates Milestones (sales: USD) -> USD {\n  from 0 USD: 0 USD\n  from 10_000 USD: 500 USD\n}",
      "pay bonus = \($0)")
  },
  page(
    "E0708", "two modes in one table",
    """
    A tier of `marginal` or `whole rates` may be of the other kind. In `reached`, `entered` and `adding rates` all tiers are
    read in one way.
    """, " whole", ""
  ) {
    tierPlan(
      "reached rates Ladder (attainment: percent) -> percent {\n  from   0%: 4%\n  from 100%: 8%\($0)\n}",
      "pay commission = bookings through Ladder over quarter to date \(quota) in order of closed, id")
  },
  page(
    "E0709", "counting other rows",
    """
    `counting` names the credit that fills the tiers while another one is paid. Row by row the two belong together, so both
    credits count the same rows for the same people on the same dates, and differ in the amount alone.
    """, "open", "bookings"
  ) {
    tierPlan(
      shares("marginal"),
      "pay commission = margins through Ladder over quarter to date counting \($0) \(quota) in order of closed, id")
  },
  page(
    "E0710", "tiers for each key, and no key",
    """
    Rates with a second axis have tiers for each of its values. What a credited row's value is stands in parentheses
    behind their name.
    """, "Regions", "Regions(owner.region)"
  ) {
    tierPlan(byRegion, "pay commission = bookings through \($0) over quarter to date \(quota) in order of closed, id")
  },
  page(
    "E0711", "a change inside a window",
    """
    What an amount stands `against` may change while the amount still adds up: a monthly target under `over year to date`.
    `re-rated` measures the whole amount by the new target and pays the difference, so that the past is paid again at its
    rates. `continued` leaves what was paid, and keeps the place of the amount so far. `restarted` fills the tiers from 0.
    """, "", " continued"
  ) {
    tierPlan(
      shares("marginal"),
      "pay commission = bookings through Ladder over year to date against (quotas[payee, this quarter].target as yearly)\($0)"
    )
  },
  page(
    "E0712", "a change that cannot happen",
    """
    `re-rated`, `continued` and `restarted` say what a change inside the window does. Where what stands `against` is the
    same in all periods of the window, or where rows are paid once and for all, the word would say nothing.
    """, " continued", ""
  ) { tierPlan(shares("marginal"), "pay commission = bookings through Ladder over quarter to date \(quota)\($0)") },
  page(
    "E0713", "a line without shares of rows",
    """
    A line that is a credit through tiers, or a credit times factors, is earned by single rows: each has its share, which
    `rounded per deal` rounds and `sum(commission.paid)` reads. Steps such as a cap change the sum alone.
    """, "\n    then at most 5_000 USD", ""
  ) { tierPlan(shares("marginal"), "pay commission rounded per deal = 5% of bookings\($0)") },
  page(
    "E0714", "rows in several windows",
    """
    A row that is paid at its own place in the tiers is paid once. Days that several payments hold, such as the last three
    months of each month, would pay it again.
    """, "last 3 months through this month", "quarter to date"
  ) {
    tierPlan(
      "entered rates Ladder (sales: USD) -> percent {\n  from 0 USD: 4%\n  from 9_000 USD: 8%\n}",
      "pay commission = bookings through Ladder over \($0) in order of closed, id")
  },
]
