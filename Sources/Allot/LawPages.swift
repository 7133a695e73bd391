import Syntax

/// The catalogue's pages about laws that do not hold; what they show is run by `allot test`.
let lawPages: [DiagnosticPage] = [
  DiagnosticPage(
    code: "E0990", title: "a rule that orders again what it has ordered",
    explanation: """
      What a rule orders enters the position, as its line `ordered …` says. Run again with that, the rule must order
      nothing. This one orders 8 whenever less than 20 are there, so that 8 on top of 4 are ordered once more.
      """,
    failing: lawPage("8 units", 8), mended: lawPage("(20 units - position) rounded up to 8 units", 16)),
  DiagnosticPage(
    code: "E0991", title: "a result that depends on the order of rows",
    explanation: """
      No result depends on the order in which rows stand in their files, or on the number of threads. Where one does, the
      fault is in the program: please report it.
      """, failing: "", mended: ""),
  DiagnosticPage(
    code: "E0992", title: "orders with which a rule gives no result",
    explanation: """
      With its own orders in the tables, the rule fails: such as where an order joins a table as a row whose key is there
      already. What is wrong follows. Mend the line `ordered …`, or the rule.
      """, failing: "", mended: ""),
]

/// A rule with an example, which orders this when the position is below 20.
private func lawPage(_ order: String, _ quantity: Int) -> String {
  """
  language 1

  table shops (code) {
    code        text
    on_hand     units
    in_transit  units
  }

  replenish Refill {
    for each shops
    let position = on_hand + in_transit
    order quantity from \(order) {
      stop at 0 units "enough" when position >= 20 units
    }
    ordered counts in shops.in_transit
  }

  example "eight at a time" for Refill {
    given shops {
      code | on_hand | in_transit
      S1   | 4       | 0
    }
    expect {
      code | quantity
      S1   | \(quantity)
    }
  }

  """
}
