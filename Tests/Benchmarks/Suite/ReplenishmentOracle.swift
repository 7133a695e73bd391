/// The results of the replenishment rules, computed one sale after the other in whole numbers.
extension BenchmarkData {
  /// What a location and a product sold, and how it varied from day to day.
  private struct Movement {
    var sold: Int64 = 0
    var squares: Int128 = 0
    var day: Int32 = 0
    var dayTotal: Int128 = 0

    /// The sum of the squares of the days' totals, the last one included.
    var allSquares: Int128 { squares + dayTotal * dayTotal }
  }

  /// By location and product, from the first of the last 30 days on.
  private func movements() -> [Movement] {
    var result = [Movement](repeating: Movement(), count: size.locations * size.products)
    for sale in salePairs.indices where Int(saleDays[sale]) > BenchmarkDays.last - 30 {
      let pair = Int(salePairs[sale])
      result[pair].sold += Int64(saleQuantities[sale])
      if result[pair].day != saleDays[sale] {
        result[pair].squares = result[pair].allSquares
        result[pair].dayTotal = 0
        result[pair].day = saleDays[sale]
      }
      result[pair].dayTotal += Int128(saleQuantities[sale])
    }
    return result
  }

  /// The keys of a location and product.
  private func addKeys(of pair: Int, to text: inout RowText) {
    text.add("L", pair / size.products + 1, width: 4)
    text.add(",SKU-", pair % size.products + 1, width: 5)
  }

  /// Adds the row of an order, if there is one.
  private func addOrder(_ pair: Int, _ quantity: Int64, _ shown: [Int64], to text: inout RowText) {
    addKeys(of: pair, to: &text)
    for value in shown + [quantity] {
      text.add(",")
      text.add(value)
    }
    text.add(",")
    text.add(Int128(quantity) * Int128(costs[pair % size.products]), scale: 2)
    text.add("\n")
  }

  /// What is ordered: the need, of which thirtieths are given, at least the minimum, in whole packs.
  private func quantity(_ pair: Int, sold: Int64, reserve: Int64) -> Int64 {
    let product = pair % size.products
    let thirtieths =
      sold * (turnovers[product] + leads[product]) + 30 * (reserve - onHand[pair] - inTransit[pair])
    if thirtieths <= 0 { return 0 }
    let pack = 30 * packs[product]
    return (max(thirtieths, 30 * minima[product]) + pack - 1) / pack * packs[product]
  }

  /// R1: what sells in turnover and lead days.
  func turnoverDays() -> [UInt8] {
    var text = RowText()
    for (pair, movement) in movements().enumerated() {
      let quantity = quantity(pair, sold: movement.sold, reserve: 0)
      if quantity > 0 { addOrder(pair, quantity, [movement.sold], to: &text) }
    }
    return text.take()
  }

  /// R2: what was sold since the stock was reported.
  func sellOneReplaceOne() -> [UInt8] {
    var sold = [Int64](repeating: 0, count: size.locations * size.products)
    for sale in salePairs.indices {
      let pair = Int(salePairs[sale])
      if saleDays[sale] > reportedDays[pair] { sold[pair] += Int64(saleQuantities[sale]) }
    }
    var text = RowText()
    for (pair, quantity) in sold.enumerated() where quantity > 0 {
      addKeys(of: pair, to: &text)
      text.add(",\(BenchmarkDays.text(of: Int(reportedDays[pair])))")
      text.add(",")
      text.add(quantity)
      text.add(",")
      text.add(Int128(quantity) * Int128(costs[pair % size.products]), scale: 2)
      text.add("\n")
    }
    return text.take()
  }

  /// R3: as R1, with a safety stock of 1.65 deviations over the lead time; both roots have nine decimals.
  func safetyStock() -> [UInt8] {
    let billion: Int128 = 1_000_000_000
    let roots = leads.map { BenchmarkData.root(Int128($0) * billion * billion, over: 1) }
    var text = RowText()
    for (pair, movement) in movements().enumerated() {
      let spread = 30 * movement.allSquares - Int128(movement.sold) * Int128(movement.sold)
      let deviation = BenchmarkData.root(spread * billion * billion, over: 30 * 29)
      // 165 hundredths of billionths of billionths, rounded up.
      let product = 165 * deviation * roots[pair % size.products]
      let unit = 100 * billion * billion
      let reserve = Int64((product + unit - 1) / unit)
      let quantity = quantity(pair, sold: movement.sold, reserve: reserve)
      if quantity > 0 { addOrder(pair, quantity, [movement.sold, reserve], to: &text) }
    }
    return text.take()
  }

  /// The whole number nearest to the root of a fraction; of two, the larger one.
  private static func root(_ numerator: Int128, over denominator: Int128) -> Int128 {
    var low: Int128 = 0
    var high: Int128 = 1
    while high * high * denominator <= numerator { high *= 2 }
    // The largest whole number whose square is not beyond the fraction.
    while high - low > 1 {
      let middle = (low + high) / 2
      if middle * middle * denominator <= numerator { low = middle } else { high = middle }
    }
    return 4 * numerator >= (2 * low + 1) * (2 * low + 1) * denominator ? low + 1 : low
  }
}
