/// A plan for the pages of rules about pay: the declarations, a plan of sales people with these lines, and their tables.
func pageText(_ declarations: String, _ lines: String) -> String {
  let indented = lines.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(
    separator: "\n")
  return """
    table reps (id) {
      id      text
      target  USD
      factor  number
    }

    table deals (id) dated closed {
      id      text
      owner   reps
      closed  date
      amount  USD
    }

    \(declarations)

    plan Sales {
      for each reps
      during 2026
      paid monthly in USD, negative carried forward

      credit bookings from deals to owner of amount

    \(indented)
    }

    """
}
