import Source

/// The pages about versions, whom credit goes to, and picks.
let creditPages: [DiagnosticPage] = [
  page(
    "E0240", "a table whose versions have no days",
    """
    `valid from starts to ends` makes each row a version. Both columns are dates; the first day is always there, and an
    empty last day stands for a version that goes on.
    """, "date?", "date"
  ) { versions("starts  \($0)", "") },
  page(
    "E0241", "a lookup that does not say as of which day",
    """
    A salary changes in the middle of a quarter. Which one is meant is for the plan to say, and not for the day on which it
    runs: the one on the day of the deal, on the last day of the month, or today.
    """, "", " as of hired"
  ) { versions("starts  date", "show salary = salaries[id\($0)].salary") },
  page(
    "E0242", "an `as of` in a table without versions",
    """
    A table has one row for a key, whatever the day, unless it is declared `valid from` a column. Leave the day out, or
    declare the versions.
    """, " as of 2026-03-31", ""
  ) { pageSheet("show region = reps[\"ann\"\($0)].region") },
  page(
    "E0243", "a reference to a table of versions",
    """
    A reference is one cell that names one row. Of a table of versions it could only name all the versions of a key. Refer
    to the thing itself, and look its version up by a day.
    """, "salaries", "reps"
  ) { versions("starts  date", "", more: "table raises {\n  who  \($0)\n}\n\n") },
  page(
    "E0244", "the number of days of a version without end",
    """
    A version that goes on has no last day, and so no number of days. What counts are the days that it shares with a period,
    `overlap(salaries.valid, 2026-Q1)`.
    """, "days(salaries.valid)", "overlap(salaries.valid, 2026-Q1)"
  ) { versions("starts  date", "show paid = sum(salaries.salary * \($0)) / 90 days") },
  page(
    "E0245", "a hierarchy that does not say who is above whom",
    """
    `by manager` names a column that refers to the person one level higher. It may be empty: that is how one sees who stands
    at the top. `by positions.manager` names it in another table, which has one row, or one version, for each person.
    """, "people", "people?"
  ) { hierarchy("manager  \($0)", "everyone above owner by manager") },
  page(
    "E0246", "recipients that get into each other's way",
    """
    The ways to credit stand in order, and each is for the rows that the one before leaves over. One that is always there
    leaves nothing over.
    """, "owner, or partner", "partner, or owner"
  ) { hierarchy("manager  people?", $0) },
  page(
    "E0247", "a pick by what has no order",
    """
    A pick is the row with the greatest or the least number, date, period or text. A reference has no greatest value; one of
    its columns may have. And only of a pick can be asked whether it `is tied`.
    """, "owner", "amount"
  ) {
    pageTables
      + "sheet First {\n  for each all\n  let largest = pick deals by greatest \($0), id\n  show id = largest.id\n}"
  },
  page(
    "E0511", "credit of several people added up",
    """
    A manager is credited with what the team sells, a specialist beside the seller: the credits of several people together
    are more than was sold. Totals of a team or of the company come from the table. `overlaps counted` says that the sum of
    the credits is meant.
    """, "bookings in total over month", "deals.amount where stage = \"Won\" in total over month"
  ) { pagePlan("show company = sum(\($0))") },
]

/// A table of salaries in versions, and a sheet of people with this line.
private func versions(_ start: String, _ line: String, more: String = "") -> String {
  pageTables + """
    table salaries (rep) valid from starts to ends {
      rep     reps
      \(start)
      ends    date?
      salary  USD
    }

    \(more)sheet People {
      for each reps
      show hired_on = hired
      \(line)
    }
    """
}

/// A plan over people with a column, and a credit that goes to these.
private func hierarchy(_ column: String, _ recipients: String) -> String {
  """
  language 1

  table people (id) {
    id  text
    \(column)
  }

  table deals (id) dated closed {
    id       text
    owner    people
    partner  people?
    closed   date
    amount   USD
  }

  plan Sales {
    for each people
    paid monthly in USD, negative dropped
    credit bookings from deals to \(recipients) of amount
    pay commission = 5% of bookings
  }
  """
}
