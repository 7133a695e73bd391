import Source

/// The pages about payments in the payee's own currency.
let conversionPages: [DiagnosticPage] = [
  page(
    "E0256", "a payment's currency that is none",
    """
    The currency that a total is `converted to` is a text with a code of ISO 4217: most often a column of the payee, such
    as `payee.currency`, or one text for all, such as `"EUR"`.
    """, "EUR", "\"EUR\""
  ) { plan("converted to \($0) at 0.92") },
  page(
    "E0257", "a payment's rate that is no number",
    """
    The rate says how much of the payee's currency one unit of the plan's currency is. The currency differs from payee to
    payee, so the rate has no unit of its own: declare its column as a `number`.
    """, "0.92 EUR", "0.92"
  ) { plan("converted to \"EUR\" at \($0)") },
]

private func plan(_ conversion: String) -> String {
  """
  table reps (id) {
    id      text
    salary  USD
  }

  plan Pay {
    for each reps
    paid monthly in USD, \(conversion), negative dropped
    pay salary = payee.salary
  }

  """
}
