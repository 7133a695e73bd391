import Source

/// The pages about orders: their outcomes, prices and groups.
let orderPages: [DiagnosticPage] = [
  page(
    "E0264", "a payment that ends unknown",
    """
    `unknown` and `conflict` end an order without a quantity, and somebody looks into it. A payment is an amount: pay 0 and
    say why, `stop at 0 USD "no report" when …`, or let the run stop with a `check`.
    """, "unknown", "stop at 0 USD"
  ) { pagePlan("pay commission = 5% of bookings\n    then \($0) \"no deals\" when bookings = 0 USD") },
  page(
    "E0265", "two columns of one name",
    """
    Every order has a `status` and a `reason`, and one with a price has a `value`: `quantity_status` and so on in a rule
    with several orders. A line of the same name could not be told apart from them. Give it another name.
    """, "show status", "show level"
  ) { orderPage("order quantity from need\n  \($0) = \"low\" when on_hand < 5 units else \"enough\"") },
  page(
    "E0266", "a price that makes no money",
    """
    What is ordered times its price is money: units times `USD / units`, kg times `USD / kg`. Declare the price with both
    its currency and its unit.
    """, "weight", "price"
  ) { orderPage("order quantity from need at sku.\($0)") },
  page(
    "E0267", "groups of no orders",
    """
    `grouped by dealer` makes one order of a dealer's lines. It stands in a `replenish` rule that orders something. Sums
    over the rows of a sheet are written in a sheet over the groups.
    """, "show", "order"
  ) { orderPage("grouped by dealer\n  \($0) quantity \($0 == "show" ? "=" : "from") need") },
  page(
    "E0268", "orders grouped by an amount",
    """
    Lines are put together by what names their order: the dealer, the supplier, a day. Amounts and conditions are no names,
    and what may be missing names nothing.
    """, "on_hand", "dealer"
  ) { orderPage("grouped by \($0)\n  order quantity from need") },
  page(
    "E0269", "two columns of an order with one name",
    "The row of an order has its groups, its lines and what they add up to, each under a name of its own.",
    "dealer, dealer", "dealer"
  ) { orderPage("grouped by \($0)\n  order quantity from need") },
]

/// A rule over reported stock with these lines.
func orderPage(_ lines: String) -> String {
  """
  language 1

  table dealers (code) {
    code  text
  }

  table skus (code) {
    code    text
    weight  kg / units
    price   USD / units
  }

  unit kg

  table stock (dealer, sku) {
    dealer   dealers
    sku      skus
    on_hand  units
  }

  replenish TopUp {
    for each stock
    let need = max(10 units - on_hand, 0 units)
    \(lines)
  }
  """
}
