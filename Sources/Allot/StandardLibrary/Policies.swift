extension LibraryTheme {
  /// When to order, how much, and up to which level.
  static let policies = LibraryTheme(
    title: "Replenishment policies", path: "library/policies.allot",
    text: #"""
      language 1

      ## What brings a position up to a level, one for one: (S), or base stock. A position at or above the level orders nothing.
      ##
      ##     position    | 62 units | 100 units | 130 units
      ##     up_to       | 100 units
      ##     = BaseStock | 38 units | 0 units | 0 units
      define BaseStock (position: Q, up_to: Q) in Q = max(up_to - position, 0 Q)

      ## Least and most: what brings a position up to `most` as soon as it reaches `least`. It is also called (s, S).
      ##
      ## `trigger` says whether a position of exactly `least` orders: systems differ, and a whole order hangs on it.
      ##
      ##     position | 20 units | 20 units | 19 units | 21 units
      ##     least    | 20 units
      ##     most     | 50 units
      ##     trigger  | "at or below" | "below" | "below" | "at or below"
      ##     = MinMax | 30 units | 0 units | 31 units | 0 units
      define MinMax (position: Q, least: Q, most: Q, trigger: "below" | "at or below") in Q =
        max(most - position, 0 Q)
        when position < least or (position = least and trigger = "at or below")
        else 0 Q

      ## A fixed quantity as soon as a position reaches a point, once: (s, Q). The position may stay below the point.
      ##
      ##     position        | 18 units | 20 units | 20 units | 21 units
      ##     point           | 20 units
      ##     quantity        | 12 units
      ##     trigger         | "below" | "at or below" | "below" | "at or below"
      ##     = FixedQuantity | 12 units | 12 units | 0 units | 0 units
      define FixedQuantity (position: Q, point: Q, quantity: Q, trigger: "below" | "at or below") in Q =
        quantity when position < point or (position = point and trigger = "at or below") else 0 Q

      ## The least number of lots that brings a position above a point: (r, nQ).
      ##
      ##     position    | -10 units | 8 units | 20 units | 21 units
      ##     point       | 20 units
      ##     lot         | 12 units
      ##     = LotsAbove | 36 units | 24 units | 12 units | 0 units
      define LotsAbove (position: Q, point: Q, lot: Q) in Q =
        ((point - position rounded floor to lot) + lot) when position <= point else 0 Q

      ## At or below a level a fixed quantity, or what is missing to the level if that is more.
      ##
      ##     projected         | 20 units | 5 units | 21 units
      ##     level             | 20 units
      ##     quantity          | 12 units
      ##     = AtLeastQuantity | 12 units | 15 units | 0 units
      define AtLeastQuantity (projected: Q, level: Q, quantity: Q) in Q =
        max(quantity, level - projected) when projected <= level else 0 Q

      ## The position at which to order: what sells while the goods are on their way, and the safety stock.
      ##
      ##     daily          | 4 units / days
      ##     lead           | 7 days
      ##     safety         | 10 units
      ##     = ReorderPoint | 38 units
      define ReorderPoint (daily: Q / days, lead: days, safety: Q) in Q = daily * lead + safety

      ## The level to order up to at each review: (R, S). It lasts until what is ordered at the next review has arrived.
      ##
      ##     daily         | 4 units / days
      ##     lead          | 7 days
      ##     review        | 14 days
      ##     safety        | 10 units
      ##     = ReviewLevel | 94 units
      define ReviewLevel (daily: Q / days, lead: days, review: days, safety: Q) in Q =
        daily * (lead + review) + safety

      ## What is missing to a number of days at a daily rate, without lead days or with them: turnover replenishment.
      ## `stock` is what the rule counts: stock on hand, or a position that knows what is on its way.
      ##
      ##     daily      | 20 units / 30 days
      ##     turnover   | 45 days
      ##     stock      | 12 units | 40 units | 12 units
      ##     lead       | 0 days | 0 days | 15 days
      ##     = Turnover | 18 units | 0 units | 28 units
      define Turnover (daily: Q / days, turnover: days, stock: Q, lead: days = 0 days) in Q =
        max(daily * (turnover + lead) - stock, 0 Q)

      ## What was sold, or a multiple of it, and is not in stock: the difference of sales and stock.
      ##
      ##     sold             | 240 units | 240 units | 90 units
      ##     stock            | 100 units
      ##     times            | 1 | 1.5 | 1
      ##     = SalesLessStock | 140 units | 260 units | 0 units
      define SalesLessStock (sold: Q, stock: Q, times: number = 1) in Q = max(times * sold - stock, 0 Q)

      ## The stock on the day on which an order arrives, if nothing else arrives before it. What cannot be sold in the meantime
      ## is lost, or is owed to the customers.
      ##
      ##     stock            | 20 units | 20 units | 50 units
      ##     daily            | 4 units / days
      ##     lead             | 7 days
      ##     inbound          | 6 units
      ##     short            | "lost" | "backordered" | "lost"
      ##     = StockAtArrival | 6 units | -2 units | 28 units
      define StockAtArrival (
        stock: Q, daily: Q / days, lead: days, inbound: Q, short: "lost" | "backordered"
      ) in Q =
        inbound + (max(stock - daily * lead, 0 Q) when short = "lost" else stock - daily * lead)

      ## A target of so much cover, not below `least` and not above `most`. If the limits cross, `most` counts.
      ##
      ##     daily           | 2 units / days | 0.2 units / days | 9 units / days
      ##     cover           | 28 days
      ##     least           | 12 units
      ##     most            | 120 units
      ##     = ClampedTarget | 56 units | 12 units | 120 units
      define ClampedTarget (daily: Q / days, cover: days, least: Q, most: Q) in Q =
        min(max(daily * cover, least), most)

      ## What may still be ordered of an article that is given up: never more than sells until the end, and nothing from the end on.
      ##
      ##     need       | 60 units | 60 units | 60 units
      ##     daily      | 2 units / days
      ##     left       | 40 days | 20 days | 0 days
      ##     position   | 10 units
      ##     = PhaseOut | 60 units | 30 units | 0 units
      define PhaseOut (need: Q, daily: Q / days, left: days, position: Q) in Q =
        min(need, max(daily * left - position, 0 Q)) when left > 0 days else 0 Q

      ## The rate of an article that was out of stock on some days: on the days with stock, and of the days without it no more than
      ## `most_days` are taken to have sold at the same rate.
      ##
      ##     sold        | 30 units | 30 units
      ##     in_stock    | 20 days | 20 days
      ##     out         | 10 days | 10 days
      ##     most_days   | 30 days | 5 days
      ##     = demand    | 45 units | 37.5 units
      ##     = rate      | 1.5 units / days | 1.5 units / days
      define CensoredDemand (sold: Q, in_stock: days, out: days, most_days: days) in Q {
        let rate = (sold / in_stock) else 0 Q / 1 days
        let demand = sold + rate * min(out, most_days)
      }

      ## The fewest whole pallets whose cover lies between a least and a most level, or else the fewest packs that reach the least
      ## one.
      ##
      ##     stock      | 0 units | 0 units | 90 units
      ##     least      | 80 units | 70 units | 80 units
      ##     most       | 120 units | 80 units | 120 units
      ##     pallet     | 100 units
      ##     pack       | 12 units
      ##     = PalletsInBand | 100 units | 72 units | 0 units
      define PalletsInBand (stock: Q, least: Q, most: Q, pallet: Q, pack: Q) in Q =
        0 Q when stock >= least
        else (least - stock rounded up to pallet)
        when stock + (least - stock rounded up to pallet) <= most
        else (least - stock rounded up to pack)

      ## A quantity as several orders of at most so much.
      ##
      ##     quantity | 520 units | 400 units | 0 units
      ##     most     | 200 units
      ##     = orders | 3 | 2 | 0
      ##     = full   | 200 units | 200 units | 0 units
      ##     = last   | 120 units | 200 units | 0 units
      define SplitOrder (quantity: Q, most: Q) in Q {
        let orders = (quantity / most) rounded up to 1
        let full = min(most, quantity)
        let last = quantity - max(orders - 1, 0) * most
        check "the orders add up" max(orders - 1, 0) * full + last = quantity
      }
      """#)
}
