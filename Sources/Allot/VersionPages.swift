/// The catalogue's pages about versions, hierarchies and picks.
let versionPages: [DiagnosticPage] = [
  page(
    "E0950", "two versions for the same days",
    """
    The versions of a key follow each other: both the first and the last day belong to a version, and the next one begins
    later. Where versions name only their first day, no two begin on the same. Which of the two holds is not guessed.
    """, versions("ann | 2026-01-01 | 2026-03-31\nann | 2026-03-31 |"),
    versions("ann | 2026-01-01 | 2026-03-30\nann | 2026-03-31 |")),
  page(
    "E0951", "a version that ends before it begins",
    "The last day of a version is not before its first; both are days on which it holds. An empty last day is no end.",
    versions("ann | 2026-04-01 | 2026-03-31\nann | 2026-01-01 | 2026-01-31"), versions("ann | 2026-01-01 | 2026-03-31")),
  page(
    "E0952", "no version on a day",
    """
    Nothing is known of the key on that day: its first version begins later, its last one has ended, or there is a gap. Add
    the version, or write `t[k as of d]?` and say with `else` what holds where there is none. In a hierarchy everyone has a
    row on the day; who stands at the top has one that names nobody.
    """, versions("ann | 2026-04-01 |"), versions("ann | 2026-03-01 |")),
  page(
    "E0953", "a hierarchy that goes in a circle",
    """
    Somebody is, by way of others, above himself, so credit would go round without end. The message names the circle.
    Who stands at the top has an empty cell, not the own name.
    """, hierarchy("ann"), hierarchy("")),
  page(
    "E0954", "a pick that finds several rows",
    """
    Several rows have the greatest value, and none is better than the others. Name a further value to rank by, such as the
    key, or ask first whether it `is tied`.
    """, pick("greatest amount"), pick("greatest amount, least id")),
]

private func page(
  _ code: String, _ title: String, _ explanation: String, _ failing: String, _ mended: String
) -> DiagnosticPage {
  DiagnosticPage(code: code, title: title, explanation: explanation, failing: failing, mended: mended)
}

private func versions(_ rows: String) -> String {
  """
  table people (id) {
    id  text
  }
  rows {
    id
    ann
  }
  table grades (person) valid from starts to ends {
    person  people
    starts  date
    ends    date?
  }
  rows {
    person | starts | ends
    \(rows.replacing("\n", with: "\n  "))
  }
  sheet Grades {
    for each people
    show since = grades[id as of 2026-03-31].starts
  }

  """
}

private func hierarchy(_ manager: String) -> String {
  """
  table people (id) {
    id       text
    manager  people?
  }
  rows {
    id  | manager
    ann | bob
    bob | \(manager)
  }
  table deals (id) dated closed {
    id      text
    owner   people
    closed  date
    amount  USD
  }
  rows {
    id | owner | closed     | amount
    d1 | ann   | 2026-03-31 | 100
  }
  plan Managers {
    for each people
    during 2026-Q1
    paid quarterly in USD, negative dropped
    credit team from deals to everyone above owner by manager of amount
    pay override = 1% of team
  }

  """
}

private func pick(_ order: String) -> String {
  """
  table deals (id) {
    id      text
    amount  USD
  }
  rows {
    id | amount
    d1 | 100
    d2 | 100
  }
  sheet Largest {
    for each all
    show largest = (pick deals by \(order)).id
  }

  """
}
