import Source

/// A plan over ``pageTables`` with an attainment, a payment and this law.
private func lawPlan(_ law: String) -> String {
  pagePlan(
    """
    let quota      = quotas[payee, this quarter].target
    let attainment = (bookings over quarter to date) / quota
    pay commission = 5% of bookings
    \(law)
    """)
}

/// The pages about laws.
let assertionPages: [DiagnosticPage] = [
  page(
    "E0470", "a law about something that the plan does not have",
    """
    What runs in a law, and what has a value behind `with`, is a line or a credit of the plan that is an amount: `for
    attainment in 0% .. 250%`, where the plan has `let attainment = …`.
    """, "attained", "attainment"
  ) { lawPlan("assert commission <= 12% of bookings for \($0) in 0% .. 250%") },
  page(
    "E0471", "a payment that runs",
    """
    A law says what holds of what is paid, for every value of what it is paid for. A `pay` line follows from that, and
    cannot run by itself.
    """, "commission", "bookings"
  ) { lawPlan("assert commission <= 50_000 USD for \($0) in 0 USD .. 1m USD") },
  page(
    "E0472", "values that end before they begin",
    """
    The least of the values stands in front of `..`, and the greatest behind it.
    """, "250% .. 0%", "0% .. 250%"
  ) { lawPlan("assert commission <= 12% of bookings for attainment in \($0)") },
  page(
    "E0473", "two values for one name",
    """
    `with` gives a line or a credit one value for the law. What runs has none, and nothing has two.
    """, "attainment", "quota"
  ) {
    lawPlan(
      "assert commission <= 12% of bookings for attainment in 0% .. 250% with \($0) = \($0 == "quota" ? "1 USD" : "1")")
  },
  page(
    "E0474", "the total pay of a plan that pays nothing",
    """
    `total pay` is the sum of a plan's `pay` lines. Where there are none, the law means another line.
    """, "total pay", "bookings"
  ) { pagePlan("assert \($0) <= 100 USD for bookings in 0 USD .. 100 USD") },
]
