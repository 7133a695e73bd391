import Source

/// The pages about what is unknown, zero and infinite.
let unknownPages: [DiagnosticPage] = [
  page(
    "E0402", "a credit of what may be unknown",
    """
    A table that is `unknown without rows` says that no rows mean no knowledge. A credit is 0 where it has no rows, and a
    payment from it would be a payment of what nobody knows. Aggregate the table in a `let`: that may be missing, and the
    plan says what holds then.
    """, " unknown without rows", ""
  ) { clause in
    """
    language 1

    table people (id) {
      id  text
    }

    table deals dated closed\(clause) {
      owner   people
      closed  date
      amount  USD
    }

    plan Sales {
      for each people
      paid monthly in USD, negative dropped
      credit bookings from deals to owner of amount
      pay commission = 5% of bookings
    }
    """
  },
  page(
    "E0403", "infinite without a division",
    """
    `else infinite` is for an amount above zero that is divided by zero: stock of what does not sell lasts for ever. It is
    not for a value that is missing, of which nothing is known. Where a missing value means that there is no bound, say
    that: `infinite when room is missing else room`.
    """, "room else infinite", "infinite when room is missing else room"
  ) { coverPage("show most = \($0)") },
  page(
    "E0404", "infinite of what",
    """
    `infinite` is a value above every number, of the unit of the value beside it: `E else infinite`, `infinite when C else
    5 days`, `max(infinite, x)`. By itself it is of no unit. Texts and dates, bounds of tiers and what is paid through
    tiers cannot be infinite.
    """, "infinite", "infinite when daily = 0 units / days else on_hand / daily"
  ) { coverPage("show cover = \($0)") },
  page(
    "E0405", "a unit of each row that is none",
    """
    `quantity units in uom` reads each cell in the unit that the row's column `uom` names, and gives units. The first word
    is the unit that all others are multiples of, and the column behind `in` holds text that is always there.
    """, "box", "units"
  ) { unitPage("text", "\($0) in uom") },
  page(
    "E0406", "a choice that is no unit",
    """
    The column behind `in` is one of a closed list of texts, and one of them is no unit, or is of another kind: kilograms
    are no multiple of pieces. Declare the unit, or read such rows in a table of their own.
    """, "\"box\" | \"pallet\"", "\"box\" | \"units\""
  ) { unitPage($0, "units in uom") },
]

/// A table whose rows have units of their own.
private func unitPage(_ names: String, _ type: String) -> String {
  """
  language 1

  unit box = 12 units

  table receipts (id) {
    id        text
    uom       \(names)
    quantity  \(type)
  }
  """
}

/// A sheet over articles with their stock and their daily sales, and a line.
private func coverPage(_ line: String) -> String {
  """
  language 1

  table articles (id) {
    id       text
    on_hand  units
    daily    units / days
    room     units?
  }

  sheet Cover {
    for each articles
    \(line)
  }
  """
}
