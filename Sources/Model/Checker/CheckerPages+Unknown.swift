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
  }
]
