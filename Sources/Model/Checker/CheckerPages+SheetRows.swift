import Source

/// The pages about sheets whose rows, or whose values, are those of other sheets.
let sheetRowPages: [DiagnosticPage] = [
  page(
    "E0258", "a plan for the rows of a sheet",
    """
    A plan pays people, who are the rows of a table: who they are is known before anything is computed. What a sheet
    computes of them is read by their key, `Scores[payee].points`, or added up: `sum(Scores.points)`.
    """, "Scores", "reps"
  ) {
    pageTables + """
      sheet Scores {
        for each reps
        show points = count(deals)
      }

      plan Sales {
        for each \($0)
        paid monthly in USD, negative dropped
        pay bonus = 10 USD
      }
      """
  },
  page(
    "E0259", "periods of rows that have periods",
    """
    A sheet for each row of a sheet that has a row for each month has the month as one of its keys. `each` would give each
    of these rows months once more.
    """, "  each month\n", ""
  ) {
    pageTables + """
      sheet Monthly {
        for each reps
        during 2026
        each month
        show goal = 100 USD
      }

      sheet Higher {
        for each Monthly
      \($0)  show higher = goal * 2
      }
      """
  },
  page(
    "E0260", "a row of what has no key",
    """
    `[ ]` finds a row by what it is known by. A sheet that goes through a table without a key has none, and its lines are
    aggregated. A sheet `for each all` has one row, which is read without `[ ]`: `Totals.sold`.
    """, "Totals[id].sold", "Totals.sold"
  ) {
    pageTables + """
      sheet Totals {
        for each all
        show sold = sum(deals.amount)
      }

      sheet People {
        for each reps
        show all = \($0)
      }
      """
  },
  page(
    "E0261", "components of a position in two units",
    """
    A position is the sum of what it counts less what it takes off, so all of it is in one unit: a value and a quantity
    have no sum.
    """, "sum(stock.cost)", "sum(stock.held)"
  ) { positionPage("  less   held    = \($0)\n", reading: "Available") },
  page(
    "E0262", "a position without its keys",
    """
    In a row that has the keys of a position, its name is the position of these keys. A row of another kind says with its
    keys which position is meant, or adds them up.
    """, "Available", "sum(Available.position)"
  ) { positionPage("", reading: "0 units", total: $0) },
  page(
    "E0263", "`else` behind a position that is never missing",
    """
    The name of a position stands for the row with the keys of the row at hand, and no such row is an error. A lookup with
    `?` may be missing, and `else` says what holds then.
    """, "Available", "Available[this]?.position"
  ) { positionPage("", reading: "\($0) else 0 units") },
]

/// A plan with a position, a sheet that has a row for each of its keys, and one that has a row in all.
private func positionPage(_ component: String, reading: String, total: String = "0 units") -> String {
  """
  language 1

  table skus (code) {
    code  text
  }

  table stock (sku) {
    sku   skus
    hand  units
    held  units
    cost  USD
  }

  position Available {
    for each sku in stock
    counts on_hand = stock[sku].hand
  \(component)  below zero kept
  }

  sheet Articles {
    for each skus
    show left = \(reading)
  }

  sheet Totals {
    for each all
    show left = \(total)
  }
  """
}
