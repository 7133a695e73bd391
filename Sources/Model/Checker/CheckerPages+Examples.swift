import Source

/// The pages about examples.
let examplePages: [DiagnosticPage] = [
  page(
    "E0230", "an example for something that is not there",
    "An example is for a plan, a sheet or a rule of the plan, and can expect rows of others of them.", "Poeple",
    "People"
  ) { examplePage("example \"a\" for \($0) {", "id  | paid", "ann | 100") },
  page(
    "E0231", "something given that is not there",
    """
    `given` names a table, with rows behind it, or a `data` declaration, whose tables with their rows it stands for. A
    table that is not given is empty, unless its rows stand in the plan.
    """, "given rep {", "given reps {"
  ) { examplePage("example \"a\" for People {", "id  | paid", "ann | 100", given: $0) },
  page(
    "E0232", "a header that names no column or line",
    """
    The header of `given` names columns of the table as the plan calls them, whatever the file calls them. The header of
    `expect` names keys of the rows (`payee`, `month` or the key columns), lines, and `total`, `carried` or `reason`
    where the result has them.
    """, "payed", "paid"
  ) { examplePage("example \"a\" for People {", "id  | \($0)", "ann | 100") },
  page(
    "E0233", "a header with another unit",
    "A header may say the unit of its column, so that a reader sees it. It must be the one that is declared.", "EUR",
    "USD"
  ) { examplePage("example \"a\" for People {", "id  | paid \($0)", "ann | 100") },
  page(
    "E0234", "a cell that cannot be read",
    """
    The cells of an example are written as in `rows { }`: `1_234.50`, `6%`, `2026-03-31`, `2026-03`, `true`. How a
    data file writes them does not matter.
    """, "1,000", "1_000"
  ) { examplePage("example \"a\" for People {", "id  | paid", "ann | 100", salary: $0) },
  page(
    "E0235", "an example that expects nothing",
    "An example has at least one `expect`: rows with values, or an error, but not both: a run that fails has no rows.",
    "", "  expect {\n    id  | paid\n    ann | 100\n  }\n"
  ) {
    exampleTables + "\nexample \"a\" for People {\n  given reps {\n    id  | salary\n    ann | 1_000\n  }\n\($0)}\n"
  },
  page(
    "E0236", "a setting of an example",
    """
    `param` in an example gives another value to a param of the plan, of the same kind. `as of` gives the day that
    `today` is.
    """, "10", "10%"
  ) { examplePage("example \"a\" for People {\n  param share = \($0)", "id  | paid", "ann | 100") },
]

private let exampleTables = """
  language 1

  param share = 10%

  table reps (id) {
    id      text
    salary  USD
  }

  sheet People {
    for each reps
    show paid = share * salary
  }
  """

private func examplePage(
  _ head: String, _ header: String, _ row: String, given: String = "given reps {", salary: String = "1_000"
) -> String {
  """
  \(exampleTables)

  \(head)
    \(given)
      id  | salary
      ann | \(salary)
    }
    expect {
      \(header)
      \(row)
    }
  }
  """
}
