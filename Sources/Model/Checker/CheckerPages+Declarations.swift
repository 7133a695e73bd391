import Source

/// The pages about declarations and their headers.
let declarationPages: [DiagnosticPage] = [
  page(
    "E0209", "a plan without rows or without a pay day",
    """
    A plan, sheet or rule says for each of what it has a row. A plan also says when and in which currency it pays,
    since every amount in it is rounded and added up by that.
    """, "", "\n  paid monthly in USD, negative dropped"
  ) { pageTables + "plan Sales {\n  for each reps\($0)\n  show salary = payee.salary\n}" },
  page(
    "E0210", "nothing is said about a total below zero",
    """
    A returned deal can make a period's total negative. Whether the payee owes it, pays it off out of later pay or is
    forgiven is for the plan to say and not for the payroll clerk to guess: `negative carried forward` takes it off
    later pay, `negative collected` pays it back, `negative dropped` forgives it.
    """, "", ", negative carried forward"
  ) { pageTables + "plan Sales {\n  for each reps\n  paid monthly in USD\($0)\n  pay salary = payee.salary\n}" },
  page(
    "E0211", "a line that belongs in another kind of declaration",
    """
    `pay` lines, credits and `paid` belong in a plan with a row for each payee; `order` lines belong in a `replenish`
    rule. Elsewhere nobody would be there to be paid, and nothing to be ordered.
    """, "pay", "show"
  ) { pageSheet("\($0) base = salary") },
  page(
    "E0212", "a constant that is none",
    """
    Params, the bounds and values of rates, the size of a unit and the period of a plan are fixed before any data is
    read, so that a reviewer sees them in the text. They are made of literals, params and arithmetic.
    """, "today", "2026-01-01"
  ) { "language 1\n\nparam start = \($0)" },
  page(
    "E0213", "a number with too many digits",
    "Amounts are exact, with up to 38 digits. A longer number could not be held as it is written.",
    "1000000000000000000000000000000000000000000 USD", "1_000_000 USD"
  ) { "language 1\n\nparam ceiling = \($0)" },
  page(
    "E0216", "a credit to nobody whom the plan pays",
    """
    A credit goes to a row of the table that the plan is `for each` of. A column of text only looks like a name; declared
    with the table's name as its type, each of its cells must name somebody who exists. A table that splits credit has
    one column that names the row and one that names the person.
    """, "text", "reps"
  ) {
    """
    language 1

    table reps (id) {
      id  text
    }

    table deals (id) dated closed {
      id      text
      owner   \($0)
      closed  date
      amount  USD
    }

    plan Sales {
      for each reps
      paid monthly in USD, negative dropped
      credit bookings from deals to owner of amount
      pay commission = 5% of bookings
    }
    """
  },
  page(
    "E0217", "a column that cannot do what the table wants of it",
    """
    A key is what a row is known by, so it cannot be missing. A reference names a row by one cell, so the table that it
    refers to is keyed by one column. The date that a table is `dated` by is a date.
    """, "text?", "text"
  ) { "language 1\n\ntable reps (id) {\n  id \($0)\n}" },
  page(
    "E0218", "rows made of keys",
    """
    `for each rep, quarter in quotas or goals` has a row for each pair of keys that any of the tables has. A key must be
    the same kind of thing in all of them; of a sheet it may be a key, or a line that is a reference, a text, a choice, a
    date or a period. A `where` behind it is about the keys, and what they refer to: `where rep.region = "North"`.
    """, "salary", "id"
  ) {
    pageTables
      + "sheet People {\n  for each region in reps or Teams\n  show n = 1\n}\n\nsheet Teams {\n  for each reps\n  let region = \($0)\n}"
  },
  page(
    "E0219", "a sample that shows no format",
    """
    Behind `as` and `numbers` stands how a file writes its cells: a number with its marks, such as `1,234.50`, or a date in
    `YYYY`, `MM` and `DD`. `1,234` may be a thousand or a number with three decimals. Texts, conditions, periods and
    choices have no format.
    """, "1,234", "1,234.50"
  ) { "language 1\n\ntable quotas (id) {\n  id      text\n  target  USD  as \"\($0)\"\n}" },
]
