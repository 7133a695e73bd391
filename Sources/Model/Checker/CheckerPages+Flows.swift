import Source

/// The pages about rows, windows, flows and recurrences.
let flowPages: [DiagnosticPage] = [
  page(
    "E0501", "a value of other rows",
    """
    A deal has an amount; a payee has many deals. A value of each deal cannot stand where one value for the payee is
    wanted: say how the rows come together, by `sum`, `count`, `max` or another aggregate, or which of them is meant.
    """, "amount", "sum(deals.amount)"
  ) { pagePlan("pay commission = 5% of \($0)") },
  page(
    "E0502", "amounts for periods of different length",
    """
    A month's bookings held against a quarter's quota give a third of the attainment, and pay the wrong rate; a quarter's
    amount paid every month is paid three times. Gather both over one period, pay once each quarter, or say with `as
    monthly` that the difference is meant.
    """, "bookings", "(bookings over quarter to date)"
  ) { pagePlan("show attainment = percent(\($0) / quotas[payee, this quarter].target)") },
  page(
    "E0503", "a running total paid or added up",
    """
    A total `to date` holds what earlier months have paid already. Paid in March, it would pay January and February again.
    `true up` pays what has been added since the last payment; the payments add up to the rounded total. A total over other
    days than the period's own, such as `over all time`, would be paid again in the same way; `as monthly` says that it is
    meant.
    """, "", "true up "
  ) { pagePlan("pay commission = \($0)5% of (bookings over quarter to date)") },
  page(
    "E0504", "`true up` of an amount that does not grow",
    """
    `true up` pays a running total less what it was a period before. This amount is counted afresh in each period, so there
    is nothing to take off.
    """, "true up bookings", "bookings"
  ) { pagePlan("pay commission = \($0)") },
  page(
    "E0505", "nothing connects the two tables",
    """
    Rows belong together because a column of one refers to the other, never because two columns happen to have one name.
    Declare the column with the other table's name as its type, name the column with `per region`, or take all rows with
    `in total`.
    """, "", " per region"
  ) {
    pageTables
      + "table offices {\n  region  text\n  desks   number\n}\n\nsheet People {\n  for each reps\n  show desks = sum(offices.desks\($0))\n}"
  },
  page(
    "E0506", "two ways from one table to the other",
    """
    A deal names both its owner and its partner, and both are people: whose deals are these? Say it with `via owner`.
    """, "", " via owner"
  ) {
    """
    language 1

    table reps (id) {
      id  text
    }

    table deals (id) {
      id       text
      owner    reps
      partner  reps
      amount   USD
    }

    sheet People {
      for each reps
      show sold = sum(deals.amount\($0))
    }
    """
  },
  page(
    "E0507", "which date counts",
    """
    A deal may have a date on which it was created and one on which it closed; the quarter's total depends on which of them
    counts. `dated closed` behind the table's name says it once for all; `on created` says it for one credit or aggregate.
    """, "", " dated day"
  ) {
    """
    language 1

    table reps (id) {
      id  text
    }

    table calls\($0) {
      rep  reps
      day  date
    }

    plan Calls {
      for each reps
      paid monthly in USD, negative dropped
      credit made from calls to rep of 1
      pay calls = 2 USD * made
    }
    """
  },
  page(
    "E0508", "a period where there is none",
    """
    `this quarter`, `month to date`, `previous` and the like depend on the period that a row is for. A plan's rows have one
    by `paid monthly`, a sheet's by `each month`; longer periods are made of whole shorter ones, and weeks are not parts of
    months.
    """, "", "\n  each month"
  ) { pageTables + "sheet People {\n  for each reps\($0)\n  show first = first_day(this month)\n}" },
  page(
    "E0509", "a window of days",
    """
    A window says which days count and where it ends: `last 30 days before today`, `quarter to date`, `2026-Q1`,
    `2026-01-01 .. 2026-03-15` or `all time`.
    """, "30", "last 30 days before today"
  ) { pageTables + "sheet Total {\n  for each all\n  show sold = sum(deals.amount over \($0))\n}" },
  page(
    "E0510", "an aggregate of nothing",
    """
    `sum`, `avg` and the others take the rows of a table, which is named in front of the column; `over` gathers a credit,
    an aggregate or a line of a plan. Without a table, it is not known whose rows are meant.
    """, "5 USD", "deals.amount"
  ) { pageTables + "sheet Total {\n  for each all\n  show sold = sum(\($0))\n}" },
  page(
    "E0601", "values that need each other",
    """
    Lines may stand in any order, but a value cannot be made of itself, not even by way of others. If an earlier period's
    value is meant, write `previous(x)`, and with `starting` what it is before the first.
    """, "bonus", "bookings"
  ) { pagePlan("let base  = \($0)\n  let bonus = 5% of base\n  pay total = bonus") },
  page(
    "E0602", "the previous value of what has none",
    """
    `previous` reads a line's value one period earlier. The line says with `starting` what that is in the first period; 0
    is not assumed, because a balance may be brought in from last year.
    """, "", " starting 0 USD"
  ) { pagePlan("let sold\($0) = previous(sold) + bookings\n  show so_far = sold") },
  page(
    "E0603", "rows that depend on themselves",
    """
    A condition on a table says which rows it has. It cannot ask for a total over these rows, because the total is not
    known before the rows are.
    """, "count(deals in total) > 1", "amount > 0 USD"
  ) {
    """
    language 1

    table deals (id) {
      id      text
      amount  USD
      where \($0)
    }

    sheet Total {
      for each all
      show sold = sum(deals.amount)
    }
    """
  },
  page(
    "E0604", "a chain of too many values",
    """
    Each of more than a hundred lines needs the one before it. Nobody could explain to a payee what the last of them is
    made of. Bring some of the steps together, or let `previous` and `sum` do what is the same in each of them.
    """, chain(of: 120), chain(of: 20)
  ) { pageSheet($0) },
  page(
    "E0512", "a text that both have, and that nothing compares",
    """
    A row for a dealer and an article's number takes in the sales of that dealer: the dealer is a reference, which joins by
    itself. The number is a text, which does not, so that the sales of all articles would count in each row. Say which
    columns are equal with `per dealer, sku`, or make the number a reference to a table of articles.
    """, "", " per dealer, sku"
  ) {
    """
    language 1

    table dealers (code) {
      code  text
    }

    table stock (dealer, sku) {
      dealer   dealers
      sku      text
      on_hand  units
    }

    table sales {
      dealer    dealers
      sku       text
      quantity  units
    }

    sheet Sold {
      for each stock
      show sold = sum(sales.quantity\($0))
    }
    """
  },
]

/// As many lines, each made of the one before it.
private func chain(of count: Int) -> String {
  "let line0 = salary\n" + (1..<count).map { "  let line\($0) = line\($0 - 1)" }.joined(separator: "\n")
}
