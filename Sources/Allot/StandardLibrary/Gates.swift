extension LibraryTheme {
  /// What money allows of an order.
  static let gates = LibraryTheme(
    title: "Credit and receivables", path: "library/gates.allot",
    text: #"""
      language 1

      ## What is left of a credit limit. Whether open orders use it up is said: systems differ.
      ##
      ##     limit           | 10_000 USD | 10_000 USD | 10_000 USD
      ##     receivables     | 6_000 USD | 6_000 USD | 12_000 USD
      ##     open_orders     | 1_500 USD
      ##     orders          | "count" | "do not count" | "count"
      ##     = CreditLeft    | 2_500 USD | 4_000 USD | 0 USD
      define CreditLeft (
        limit: M, receivables: M, open_orders: M, orders: "count" | "do not count"
      ) in M =
        max(limit - receivables - (open_orders when orders = "count" else 0 M), 0 M)

      ## How many whole packs of a quantity an amount of money pays for. Exactly the amount is allowed.
      ##
      ##     wanted           | 60 units | 60 units | 0 units
      ##     pack             | 12 units
      ##     price            | 10 USD / units
      ##     left             | 600 USD | 599.99 USD | 599.99 USD
      ##     = WithinCredit   | 60 units | 48 units | 0 units
      define WithinCredit (wanted: Q, pack: Q, price: M / Q, left: M) in M, Q =
        wanted when wanted * price <= left
        else 0 Q when left <= 0 M
        else min((left / price rounded down to pack), wanted)

      ## What receivables of some age leave of an order: all of it while nothing is older than `half_after` days, half of it
      ## while nothing is older than `none_after`. The age of an invoice counts from the day on which it is due.
      ##
      ##     oldest          | 30 days | 31 days | 60 days | 61 days
      ##     half_after      | 30 days
      ##     none_after      | 60 days
      ##     = AgeingFactor  | 100% | 50% | 50% | 0%
      define AgeingFactor (oldest: D, half_after: D, none_after: D) in D =
        100% when oldest <= half_after else 50% when oldest <= none_after else 0%
      """#)
}
