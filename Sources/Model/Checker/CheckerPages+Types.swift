import Source

/// The pages about types, units and missing values.
let typePages: [DiagnosticPage] = [
  page(
    "E0301", "amounts of two units",
    """
    Dollars and euros are not added, and neither are units and days: the sum would be a number of nothing. Another
    currency is converted where you write it, at a rate that you name; no rate is ever assumed.
    """, "sum(deals.fee)", "(sum(deals.fee) to USD at 1.10)"
  ) { pagePlan("pay commission = 5% of bookings + \($0)") },
  page(
    "E0302", "a percent added to an amount",
    """
    A percent is a share of something. `bookings + 5%` does not say of what, and 5% alone is 0.05. Write `5% of bookings`
    for the share, and `105% of bookings` for the amount with the share on top.
    """, "bookings + 5%", "5% of bookings"
  ) { pagePlan("pay commission = \($0)") },
  page(
    "E0303", "a number where a percent is meant",
    """
    Does 50 mean 50% or fifty times? Does 0.5 mean 0.5% or 50%? Mistakes by a factor of a hundred begin here, so a percent
    is written with its sign.
    """, "0.5", "50%"
  ) { "language 1\n\nwhole rates Rate (attainment: percent) -> percent {\n  from 0%: 2%\n  from \($0): 4%\n}" },
  page(
    "E0304", "a number of nothing",
    """
    A plain number stands beside an amount. Say what it is a number of, even if it is 0: `0 USD` and `0 units` are
    different things.
    """, "0", "0 USD"
  ) { pagePlan("pay commission = 5% of bookings when bookings > \($0) else 0 USD") },
  page(
    "E0305", "another kind of value is wanted",
    "The place takes one kind of value, such as an amount or a condition, and is given another.",
    "stage", "amount"
  ) { pageTables + "sheet Total {\n  for each all\n  show total = sum(deals.\($0))\n}" },
  page(
    "E0306", "values that do not go together",
    """
    A date is not compared with a text, and a condition is not added to a number. If a column holds dates, declare it as
    `date`, with the format in which the file writes them.
    """, "\"2026-01-01\"", "2026-01-01"
  ) { pageSheet("show is_new = hired >= \($0)") },
  page(
    "E0307", "money times money",
    """
    A product of two amounts of money is in square dollars, which nobody is paid in. One of the two is meant to be a
    number, a percent or an amount in relation to another: `bookings / quota`.
    """, "bookings * payee.salary", "bookings / payee.salary"
  ) { pagePlan("show productivity = \($0)") },
  page(
    "E0308", "months as if they were days",
    """
    A month has 28 to 31 days, so “60 days” and “2 months” cannot be held against each other. Add months to a date, or count
    both in days.
    """, "today - hired < 3 months", "hired > today - 3 months"
  ) { pageSheet("show is_new = \($0)") },
  page(
    "E0309", "a value that the column never has",
    """
    The column is declared with the list of its values, and this is none of them. The comparison would never be true, and
    the rule would silently pay nobody.
    """, "\"Closed\"", "\"Won\""
  ) { pageTables + "sheet Total {\n  for each all\n  show won = sum(deals.amount where stage = \($0))\n}" },
  page(
    "E0310", "money in each row's own currency",
    """
    The column holds money in a currency that stands in another column, so its rows cannot be added or compared as they
    are. Convert each at a rate, which is looked up only where the currencies differ.
    """, "amount", "(amount to USD at fx[currency].rate)"
  ) {
    """
    language 1

    table fx (currency) {
      currency  text
      rate      number
    }

    table deals (id) {
      id        text
      currency  text
      amount    money in currency
      in_usd = 100% * \($0)
    }
    """
  },
  page(
    "E0311", "a payment in another unit than the plan pays",
    "A plan pays one currency, which its header names. Convert the amount, or change the header.",
    "sum(deals.fee)", "(sum(deals.fee) to USD at 1.10)"
  ) { pagePlan("pay fees = \($0)") },
  page(
    "E0401", "a value that may be missing",
    """
    The column is declared with `?`: its cells may be empty. An empty cell is not zero, so where a value is needed the plan
    says what holds then, `else 0 USD` for instance, or leaves such rows out: `where bonus is not missing`.
    """, "payee.bonus", "payee.bonus else 0 USD"
  ) { pagePlan("pay bonus = \($0)") },
]
