import Source

/// The pages about roots, quantiles, deviations and totals of parts of a window.
let spreadPages: [DiagnosticPage] = [
  page(
    "E0312", "a deviation that does not say what it divides by",
    """
    A deviation divides the squares by n - 1 if the rows are a sample of what may come, and by n if they are all there is.
    The two differ, most of all where there are few rows.
    """, "stdev(deals.amount)", "population deviation(deals.amount to 2 decimals)"
  ) { totalSheet($0) },
  page(
    "E0313", "a value without an end that is not rounded",
    """
    A root, a deviation and a quantile have no end as a decimal. They are rounded half away from zero to the decimals that
    the text says, and are exact in all of them. Every other value is exact without that.
    """, "normal_quantile(95%)", "normal_quantile(95% to 6 decimals)"
  ) { "language 1\n\nparam z = \($0)" },
  page(
    "E0314", "totals of each day of no window",
    """
    `each day` takes a function over the totals of the days of a window. A day without rows counts as 0, so the window must
    have a first and a last day. A sum or a count over totals is the sum or the count itself.
    """, "over all time", "over 2026-01-01 .. 2026-01-31"
  ) { totalSheet("max(deals.amount \($0) each day)") },
  page(
    "E0315", "the root of what is no square",
    """
    The root of `units * units` is `units`; days have no root. Divide by one day to take the root of their number: the
    deviation of 9 days is that of one day times `sqrt(9 days / 1 day to 4 decimals)`.
    """, "9 days", "9 days / 1 day"
  ) { "language 1\n\nparam root = sqrt(\($0) to 4 decimals)" },
  page(
    "E0316", "a product of amounts",
    """
    A product of two amounts of money is in square dollars, and one of three in cubic dollars. Only numbers and percents are
    multiplied over rows, such as factors that overlap.
    """, "deals.amount", "deals.amount / 1_000 USD"
  ) { totalSheet("product(\($0))") },
  page(
    "E0317", "an argument for which there is no value",
    """
    A probability lies between 0% and 100%, a root is taken of what is not below 0, a remainder is left by a step above 0,
    and the mean of a Poisson demand is from 0 to 10,000.
    """, "95", "95%"
  ) { "language 1\n\nparam z = normal_quantile(\($0) to 6 decimals)" },
]

private func totalSheet(_ value: String) -> String {
  pageTables + "sheet Total {\n  for each all\n  show total = \(value)\n}"
}
