import Source

/// The pages about names.
let namePages: [DiagnosticPage] = [
  page(
    "E0201", "a name that nothing has",
    """
    A name stands for a column of the row at hand, a line of the same plan, a credit or a param. Nothing here has this
    name. A misspelt name is never read as an empty value: the run would pay nothing and nobody would notice.
    """, "5% of bokings", "5% of bookings"
  ) { pagePlan("pay commission = \($0)") },
  page(
    "E0202", "two things with one name",
    """
    If two lines, columns or declarations had one name, a reader could not tell which of them is paid. The names of
    units and of the language's types are taken too, because a column's type is written with them.
    """, "commission", "spiff"
  ) { pagePlan("pay commission = 5% of bookings\n  pay \($0) = 100 USD") },
  page(
    "E0203", "a column that the table does not have",
    """
    The table is declared in the plan with all the columns that it uses, and this one is not among them. Correct the
    name, or add the column to the table if the file has it.
    """, "payee.salery", "payee.salary"
  ) { pagePlan("pay salary = \($0)") },
  page(
    "E0204", "a unit that is not known",
    """
    An amount says what it is an amount of. The currencies of ISO 4217, `units` and `days` are known; any other unit is
    declared once, so that a slip of the pen does not become a unit of its own.
    """, "", "unit kg\n"
  ) { "language 1\n\n\($0)param pallet = 400 kg" },
  page(
    "E0205", "a type that is not known",
    """
    A column holds text, bool, date, timestamp, a period (month, quarter, year, week), number, percent, an amount of a
    unit such as `USD`, one of a list of texts, or a row of another table, which is written by that table's name.
    """, "string", "text"
  ) { "language 1\n\ntable reps (id) {\n  id \($0)\n}" },
  page(
    "E0206", "a table or rates that are not declared",
    "The plan reads only tables and rates that are declared in its own text or in a file that it uses.",
    "deal", "deals"
  ) {
    pageTables + """
      plan Sales {
        for each reps
        paid monthly in USD, negative dropped
        credit bookings from \($0) to owner of amount
        pay commission = 5% of bookings
      }
      """
  },
  page(
    "E0207", "a function that does not exist",
    "Functions are a short list, which `allot help functions` prints. Rates are called by their name.",
    "maximum(bookings, 100 USD)", "max(bookings, 100 USD)"
  ) { pagePlan("pay commission = \($0)") },
  page(
    "E0208", "too many or too few values",
    """
    A function, rates or a table's key take a fixed number of values. A quota that is kept by rep and quarter is not
    found by the rep alone: there would be several, and any choice among them would be arbitrary.
    """, "quotas[payee]", "quotas[payee, this quarter]"
  ) { pagePlan("show quota = \($0).target") },
  page(
    "E0214", "many rows where one value is wanted",
    """
    The name stands for a table, a sheet or rates, and not for one value. Say what is to be made of them: aggregate the
    rows, look one of them up, or give the rates the value that they depend on.
    """, "deals", "count(deals)"
  ) { pagePlan("show won = \($0)") },
  page(
    "E0215", "a part of something that has no such parts",
    """
    `.name` follows something that has columns, `[key]` follows a table, `this` is the row at hand, and `it` is the
    value that a step changes. Here it stands behind or in something else.
    """, "payee.salary.amount", "payee.salary"
  ) { pagePlan("pay salary = \($0)") },
]
