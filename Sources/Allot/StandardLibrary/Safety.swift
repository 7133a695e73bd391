extension LibraryTheme {
  /// How much to keep against chance, and how much to order at once.
  static let safety = LibraryTheme(
    title: "Safety stock and lot sizes", path: "library/safety.allot",
    text: #"""
      language 1

      ## The safety stock for a steady lead time: how many deviations of the demand of a day, for the root of the lead time. `z` is
      ## `normal_quantile` of the service level. The root is rounded to six decimals.
      ##
      ##     z             | 1.6449
      ##     deviation     | 2.5 units
      ##     lead          | 9 days
      ##     = SafetyStock | 12.33675 units
      define SafetyStock (z: number, deviation: Q, lead: days) in Q =
        z * deviation * sqrt(lead / 1 day to 6 decimals)

      ## The safety stock where the lead time varies too. `daily` is the mean demand of a day, `deviation` its deviation, and
      ## `lead_deviation` that of the lead time. The root is rounded to six decimals of the unit.
      ##
      ##     z                         | 2
      ##     deviation                 | 4 units
      ##     lead                      | 9 days
      ##     daily                     | 3 units / days
      ##     lead_deviation            | 3 days
      ##     = SafetyStockVariableLead | 30 units
      define SafetyStockVariableLead (
        z: number, deviation: Q, lead: days, daily: Q / days, lead_deviation: days
      ) in Q =
        z
        * sqrt(
          (lead / 1 day) * deviation * deviation
          + daily * lead_deviation * daily * lead_deviation to 6 decimals)

      ## The economic order quantity, and the whole number of packs that costs least: `setup` for each order and `holding` for each
      ## unit and day. `quantity` is at least one pack. Of two numbers of packs that cost the same, the smaller.
      ##
      ##     demand      | 12.1104 units / days | 10 units / days
      ##     setup       | 50 USD
      ##     holding     | 0.01 USD / units / days
      ##     pack        | 100 units
      ##     = exact     | 348 units | 316.227766 units
      ##     = quantity  | 400 units | 300 units
      define EconomicOrder (demand: Q / days, setup: M, holding: M / Q / days, pack: Q) in M, Q {
        let exact = sqrt(2 * setup * demand / holding to 6 decimals)
        let fewer = max((exact rounded down to pack), pack)
        let more = fewer + pack
        let cost_fewer = setup * demand / fewer + holding * fewer / 2
        let cost_more = setup * demand / more + holding * more / 2
        let quantity = fewer when cost_fewer <= cost_more else more
      }
      """#)
}
