extension LibraryTheme {
  /// The buffers of demand-driven planning.
  static let buffers = LibraryTheme(
    title: "Stock buffers", path: "library/buffers.allot",
    text: #"""
      language 1

      ## The three zones of a stock buffer of demand-driven planning, and their tops.
      ##
      ## `daily` is the average daily usage, `lead` the decoupled lead time. The base of the red zone is what is used in a share
      ## (`lead_factor`) of the lead time, and its safety a share (`variability`) of the base. Yellow is what is used in the whole
      ## lead time. Green is the most of an order cycle's usage, the base, and the least quantity that can be ordered.
      ##
      ##     daily           | 10 units / days
      ##     lead            | 12 days
      ##     lead_factor     | 50%
      ##     variability     | 40%
      ##     cycle           | 7 days
      ##     least_order     | 50 units | 90 units
      ##     = red           | 84 units | 84 units
      ##     = yellow        | 120 units | 120 units
      ##     = green         | 70 units | 90 units
      ##     = top_of_yellow | 204 units | 204 units
      ##     = top_of_green  | 274 units | 294 units
      define Buffer (
        daily: Q / days,
        lead: days,
        lead_factor: percent,
        variability: percent,
        cycle: days,
        least_order: Q
      ) in Q {
        let base = daily * lead * lead_factor
        let red = base + base * variability
        let yellow = daily * lead
        let green = max(daily * cycle, base, least_order)
        let top_of_red = red
        let top_of_yellow = red + yellow
        let top_of_green = red + yellow + green
        check "no zone is below zero" red >= 0 Q and yellow >= 0 Q and green >= 0 Q
      }

      ## What a buffer orders: up to the top of green, as soon as the net flow position reaches the top of yellow. `trigger` says
      ## whether the top of yellow itself orders.
      ##
      ##     net_flow      | 203 units | 204 units | 204 units | 205 units
      ##     top_of_yellow | 204 units
      ##     top_of_green  | 274 units
      ##     trigger       | "below" | "below" | "at or below" | "at or below"
      ##     = BufferOrder | 71 units | 0 units | 70 units | 0 units
      define BufferOrder (
        net_flow: Q, top_of_yellow: Q, top_of_green: Q, trigger: "below" | "at or below"
      ) in Q =
        (top_of_green - net_flow)
        when net_flow < top_of_yellow or (net_flow = top_of_yellow and trigger = "at or below")
        else 0 Q

      ## The net flow position: what is on hand and on order, less the demand that qualifies.
      ##
      ##     on_hand   | 120 units
      ##     on_order  | 60 units
      ##     qualified | 35 units
      ##     = NetFlow | 145 units
      define NetFlow (on_hand: Q, on_order: Q, qualified: Q) in Q = on_hand + on_order - qualified

      ## Where the stock on hand stands in its buffer: red is to be expedited, yellow is on its way, green needs nothing.
      ##
      ##     on_hand       | 84 units | 85 units | 205 units
      ##     top_of_red    | 84 units
      ##     top_of_yellow | 204 units
      ##     = BufferZone  | "red" | "yellow" | "green"
      define BufferZone (on_hand: Q, top_of_red: Q, top_of_yellow: Q) in Q =
        "red" when on_hand <= top_of_red else "yellow" when on_hand <= top_of_yellow else "green"
      """#)
}
