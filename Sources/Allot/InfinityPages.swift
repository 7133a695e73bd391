/// The catalogue's page about infinite values where numbers are needed.
let infinityPages: [DiagnosticPage] = [
  DiagnosticPage(
    code: "E0985", title: "an infinite value where a number is needed",
    explanation: """
      An infinite value is above every number, and may be added to, compared and shown. It is not ordered, paid or rounded,
      and infinite less infinite or 0 times infinite is no value at all. Say what holds then: `at most`, or `when x is
      infinite`.
      """,
    failing: cover("(on_hand / daily else infinite) rounded to 1 day"),
    mended: cover("min(on_hand / daily else infinite, 365 days) rounded to 1 day"))
]

private func cover(_ value: String) -> String {
  """
  table goods (id) {
    id       text
    on_hand  units
    daily    units / days
  }
  rows {
    id | on_hand | daily
    g1 | 40      | 0
  }
  sheet Cover { for each goods  show days = \(value) }

  """
}
