import Allot
import Foundation

extension BenchmarkData {
  /// Writes all tables as CSV files into `folder`, and answers how many bytes they have.
  public func write(to folder: URL) throws -> Int {
    let dates = (BenchmarkDays.last - 100...BenchmarkDays.last).reduce(into: [Int: String]()) { names, day in
      names[day] = "\(CalendarDate(days: Int32(day)))"
    }
    let dealDates = (BenchmarkDays.first...BenchmarkDays.last).map { "\(CalendarDate(days: Int32($0)))" }
    var size = 0
    func file(_ name: String, _ header: String, _ count: Int, _ row: (Int, inout RowText) -> Void) throws {
      let path = folder.appendingPathComponent(name)
      _ = FileManager.default.createFile(atPath: path.path, contents: nil)
      let handle = try FileHandle(forWritingTo: path)
      var text = RowText()
      text.add(header + "\n")
      for number in 0..<count {
        row(number, &text)
        text.add("\n")
        if text.bytes.count > 1 << 20 {
          size += text.bytes.count
          try handle.write(contentsOf: text.take())
        }
      }
      size += text.bytes.count
      try handle.write(contentsOf: text.take())
      try handle.close()
    }

    let names = ["Ada Lind", "\"O'Hara, Ltd.\"", "Jürgen Öz", "山田 花子", "\"Mia \"\"Ace\"\" Roy\""]
    let goods = ["Pump", "\"Valve, brass\"", "\"Bolt 3/8\"\"\"", "Rohr 40 mm", "圧力計", "Filter", "Relay", "Çubuk"]
    let regions = ["North", "South", "DACH", "Île", "APAC"]
    let currencies = ["EUR", "USD", "GBP", ""]
    let lost = ["Closed Lost", "Negotiation", "Proposal"]
    let channels = ["direct", "partner", "online"]

    try file("reps.csv", "rep_id,name,manager_id,role,region,start_date,base_salary", self.size.reps) { rep, text in
      text.add("R", rep + 1, width: 5)
      text.add(",\(names[rep % names.count]),")
      if managers[rep] >= 0 { text.add("R", managers[rep] + 1, width: 5) }
      text.add(",rep,\(regions[rep % regions.count]),2020-01-15,")
      text.add(cents: salaries[rep])
    }
    try file("quotas.csv", "rep_id,quarter,quota", quotas.count) { number, text in
      text.add("R", number / 8 + 1, width: 5)
      text.add(",\(BenchmarkDays.name(ofQuarter: number % 8)),")
      text.add(cents: quotas[number])
    }
    let dealHeader = "deal_id,rep_id,account_id,product,region,currency,amount,cost,booked_on,stage,channel"
    try file("deals.csv", dealHeader, dealReps.count) { deal, text in
      // What no plan reads varies with the number alone.
      let noise = (deal &* 2_654_435_761) >> 7 & 0xFFFF_FFFF
      text.add("D", deal + 1, width: 8)
      text.add(",R", Int(dealReps[deal]) + 1, width: 5)
      text.add(",A", noise % max(10, dealReps.count / 12), width: 7)
      text.add(",")
      text.add(goods[(noise >> 3) & 7])
      text.add(",")
      text.add(regions[(noise >> 6) % regions.count])
      text.add(",")
      text.add(currencies[(noise >> 9) & 3])
      text.add(",")
      text.add(cents: dealAmounts[deal])
      text.add(",")
      text.add(cents: dealAmounts[deal] * Int64(30 + noise % 50) / 100)
      text.add(",")
      text.add(dealDates[Int(dealDays[deal]) - BenchmarkDays.first])
      text.add(",")
      text.add(dealIsWon[deal] ? "Closed Won" : lost[(noise >> 11) % 3])
      text.add(",")
      text.add(channels[(noise >> 13) % 3])
    }
    try file("splits.csv", "deal_id,rep_id,percent", splitDeals.count) { split, text in
      text.add("D", Int(splitDeals[split]) + 1, width: 8)
      text.add(",R", Int(splitReps[split]) + 1, width: 5)
      text.add(",")
      text.add(Int128(splitShares[split]), scale: 2)
    }
    let productHeader = "sku,pack_size,moq,turnover_days,lead_days,unit_cost"
    try file("products.csv", productHeader, packs.count) { product, text in
      text.add("SKU-", product + 1, width: 5)
      for value in [packs[product], minima[product], turnovers[product], leads[product]] {
        text.add(",")
        text.add(value)
      }
      text.add(",")
      text.add(cents: costs[product])
    }
    func place(_ pair: Int, _ text: inout RowText) {
      text.add("L", pair / self.size.products + 1, width: 4)
      text.add(",SKU-", pair % self.size.products + 1, width: 5)
      text.add(",")
    }
    try file("stock.csv", "location_id,sku,on_hand,in_transit,reported_on", onHand.count) { pair, text in
      place(pair, &text)
      text.add(onHand[pair])
      text.add(",")
      text.add(inTransit[pair])
      text.add(",")
      text.add(dates[Int(reportedDays[pair])] ?? "")
    }
    try file("sales.csv", "location_id,sku,sold_on,quantity", salePairs.count) { sale, text in
      place(Int(salePairs[sale]), &text)
      text.add(dates[Int(saleDays[sale])] ?? "")
      text.add(",")
      text.add(Int64(saleQuantities[sale]))
    }
    return size
  }
}
