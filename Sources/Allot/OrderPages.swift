/// The catalogue's pages about orders of rows.
let rowOrderPages: [DiagnosticPage] = [
  DiagnosticPage(
    code: "E0972", title: "two rows at the same place of their order",
    explanation: """
      What goes on from row to row needs to know which row comes first. Rows that are equal in all that the order is made of
      would leave that open, so a further value must decide between them: a key, as in `in order of expiry, lot`.
      """,
    failing: budget("expiry"), mended: budget("expiry, id")),
  DiagnosticPage(
    code: "E0973", title: "a range of rows that is too long or not whole",
    explanation: """
      A range has a row for each date, whole number or period from its first bound to its last. A bound that is not whole
      names no row, and more than 100,000 rows from one row are a mistake in a bound: a year in the wrong century, a quantity
      where the number of parts was meant.
      """,
    failing: parts("2.5"), mended: parts("3")),
]

private func parts(_ count: String) -> String {
  """
  table orders (id) {
    id     text
    parts  number
  }
  rows {
    id | parts
    a  | \(count)
  }
  sheet Deliveries {
    for each orders, part in 1 .. parts
    show last = part = parts
  }

  """
}

private func budget(_ order: String) -> String {
  """
  table lots (id) {
    id      text
    expiry  date
    held    units
  }
  rows {
    id | expiry     | held
    a  | 2026-03-01 | 5
    b  | 2026-03-01 | 7
  }
  sheet Stock {
    for each lots
    in order of \(order)
    let so_far starting 0 units = previous(so_far) + held
    show so_far_held = so_far
  }

  """
}
