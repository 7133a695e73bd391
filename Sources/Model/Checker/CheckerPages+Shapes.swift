import Source

/// The pages about curves, matrices and rates of which several rows match.
let shapePages: [DiagnosticPage] = [
  page(
    "E0715", "a curve without an end",
    """
    A curve is straight between its points. What holds below the first and above the last is a decision: a value, `held`
    (the point's value goes on), `extended` (the line goes on), or `refused` (an error of the run).
    """, "", "\n  above: held"
  ) { curvePage("at 50%: 0%\n  at 100%: 100%\n  below: 0%\($0)") },
  page(
    "E0716", "a curve's points out of order",
    "The points of a curve ascend, and each place has one value.", "at 50%: 120%", "at 150%: 120%"
  ) { curvePage("at 100%: 100%\n  \($0)\n  below: 0%\n  above: held") },
  page(
    "E0717", "a line through one point",
    "`extended` goes on along the line through the two nearest points, so there must be two.", "extended", "held"
  ) { curvePage("at 100%: 100%\n  below: 0%\n  above: \($0)") },
  page(
    "E0718", "a curve of what is no number",
    "A curve's axis and its value are numbers or amounts: there is nothing halfway between two texts.", "text", "number"
  ) { "language 1\n\ncurve Grade (score: percent) -> \($0) {\n  below: refused\n  at 100%: 1\n  above: held\n}" },
  page(
    "E0719", "a matrix with two lines for the same values",
    """
    Each line and each column of a matrix is for values of its own: bounds ascend, and a text stands once. Beside `any`,
    say which of two matches counts: `most specific` or `first match`.
    """, "", " most specific"
  ) {
    """
    language 1

    matrix Fee (region: text, sales: USD) -> percent\($0) {
              | from 0 USD | from 100 USD
      "North" | 1%         | 2%
      any     | 3%         | 4%
    }
    """
  },
  page(
    "E0720", "matches that cannot be added",
    "`all matches added` and `highest match` need rates that are numbers: percents, amounts, counts.", "text", "percent"
  ) {
    """
    language 1

    rates Surcharge (region: text) -> \($0) all matches added {
      "North": \($0 == "text" ? "\"high\"" : "1%")
      any: \($0 == "text" ? "\"low\"" : "2%")
    }
    """
  },
  page(
    "E0721", "a rank among no rows",
    """
    A rank and an allocation are among the rows of a sheet or plan and of one period. Inside an aggregate or in a table
    there are no such rows: give the rank a line of its own, and read that line.
    """, "rank(salary, greatest first, ties dense)", "salary / 2"
  ) { "language 1\n\ntable people (id) {\n  id      text\n  salary  USD\n  place = \($0)\n}" },
  page(
    "E0722", "a rank by what has no size",
    """
    Rows are ranked by numbers, amounts, dates and periods. A text puts rows in an order only where ties are told apart:
    `ties by name`.
    """, "region", "salary"
  ) { pageSheet("show place = rank(\($0), least first, ties by id)") },
  page(
    "E0723", "ties of exact parts",
    "Parts that are exact leave nothing over, so there is nothing for which ties could decide.", "exactly",
    "in steps of 0.01 USD"
  ) { pageSheet("show part = allocate 900 USD by salary \($0) ties by hired") },
  page(
    "E0724", "rows that wait for each other",
    """
    A line may go on from its own earlier value, and it may read the lines of all rows. It may not do both in one circle:
    what each row has would depend on what all rows have.
    """, "count(Pool where rest > 0 USD over month in total)", "5"
  ) {
    pageTables + """
      sheet Pool {
        for each reps
        each month
        during 2026
        let paid starting 0 USD = previous(paid) + share
        let rest = salary - previous(paid)
        let share = 10 USD * \($0)
      }
      """
  },
]

/// A curve with these lines.
private func curvePage(_ lines: String) -> String {
  "language 1\n\ncurve Payout (attainment: percent) -> percent {\n  \(lines)\n}"
}
