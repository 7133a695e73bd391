import Source

/// The pages about how orders enter the position.
let orderEntryPages: [DiagnosticPage] = [
  page(
    "E0279", "an order that cannot be added to a column",
    """
    `ordered counts in stock.in_transit` adds what is ordered to a column of the row with the rule's key. The column is an
    amount in the order's unit that is never missing, of a table with the same keys. It stands in a rule with one order.
    """, "stock.weight", "stock.in_transit"
  ) { entryPage("ordered counts in \($0)") },
  page(
    "E0280", "a row that an order cannot become",
    """
    `ordered joins orders (…)` makes each order a row of a table. Every column that is read and may not be missing is given
    a value.
    """, "", ", due = today"
  ) { entryPage("ordered joins orders (dealer = dealer, quantity = quantity\($0))") },
]

private func entryPage(_ line: String) -> String {
  """
  language 1

  unit kg

  table dealers (code) {
    code  text
  }

  table stock (dealer) {
    dealer      dealers
    on_hand     units
    in_transit  units
    weight      kg
  }

  table orders {
    dealer    dealers
    quantity  units
    due       date
    note      text?
  }

  replenish Fill {
    for each stock
    order quantity from 10 units - on_hand - in_transit
    \(line)
  }
  """
}
