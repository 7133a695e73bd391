import Allot
import TestSupport
import Testing

/// Replenishment rules and keyed rates, against rows that are gone through one by one.
@Suite struct EndToEndStockTests {
  struct Report {
    var dealer: String
    var sku: String
    var day: CalendarDate
    var hand: Int
  }

  struct Sale {
    var dealer: String
    var sku: String
    var day: CalendarDate
    var count: Int
    var price: Int?
  }

  /// A step as the plan and the oracle know it: its text, and what it makes of a value.
  struct Step: Sendable {
    var text: String
    var reason: String
    var apply: @Sendable (_ it: Rational, _ moq: Rational, _ pack: Rational) -> (value: Rational, stops: Bool)?
  }

  static func multiple(_ value: Rational, _ step: Rational, up: Bool) -> Rational {
    let below = value.magnitude.floor(to: step)
    let size = up && below != value.magnitude ? below + step : below
    return value.signum < 0 ? Rational.zero - size : size
  }

  static let steps = [
    Step(text: "stop at 0 units", reason: "none") { it, _, _ in it <= .zero ? (.zero, true) : nil },
    Step(text: "at least sku.moq", reason: "moq") { it, moq, _ in
      .zero < it ? (it < moq ? moq : it, false) : nil
    },
    Step(text: "round up to sku.pack", reason: "packs") { it, _, pack in (multiple(it, pack, up: true), false) },
    Step(text: "at most 60 units rounded down to sku.pack", reason: "shelf") { it, _, pack in
      let room = multiple(Rational(60), pack, up: false)
      return (room < it ? room : it, false)
    },
    Step(text: "times 150%", reason: "more") { it, _, _ in (it * Rational(15, scale: 1), false) },
    Step(text: "set to 24 units", reason: "set") { it, _, _ in Rational(100) < it ? (Rational(24), false) : nil },
  ]

  static let conditions = [
    "none": " when it <= 0 units", "moq": " when it > 0 units", "set": " when it > 100 units",
  ]

  static func plan(_ steps: [Step]) -> String {
    let lines = steps.map { "    \($0.text) \"\($0.reason)\"\(conditions[$0.reason] ?? "")\n" }.joined()
    return """
      language 1
      table dealers (code) { code text }
      table skus (code) {
        code text
        pack units
        moq  units
      }
      table stock (dealer, sku) latest by reported_on, part {
        dealer      dealers
        sku         skus
        reported_on date
        part        number
        on_hand     units
      }
      table sales dated sold_on {
        dealer   dealers
        sku      skus
        sold_on  date
        quantity units
        price    CNY?
      }
      replenish Rule {
        for each dealer, sku in stock or sales
        let daily = sum(sales.quantity over last 30 days before today) / 30 days
        let have  = stock[dealer, sku]?.on_hand else 0 units
        order quantity from daily * 45 days - have {
      \(lines)    at least 0 units "floor"
          round up to 1 unit "whole"
        }
        show first  = min(sales.sold_on)
        show kinds  = count distinct(sales.price)
        show high   = max(sales.price where price is not missing over last 14 days through today)
        show mean   = avg(sales.price where price is not missing)
        show back   = any(sales.quantity < 0 units)
        show good   = every(sales.quantity > 0 units)
        show since  = sum(sales.quantity where sold_on > this.last_report)
        let last_report = stock[dealer, sku]?.reported_on else 2026-01-01
      }
      sheet Dealers {
        for each dealers
        show ordered = sum(Rule.quantity)
        show lines   = count(Rule where quantity > 0 units)
      }

      """
  }

  @Test(arguments: UInt64(200)...209) func ordersWhatTheRowsNeed(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let steps = EndToEndStockTests.steps.shuffled(using: &random).prefix(random.number(0...6))
    let dealers = ["D1", "D2", "D3"]
    let skus = (1...3).map { ("S\($0)", random.number(1...13), random.number(1...40)) }
    let today = date(2026, 3, 31)
    var reports: [Report] = []
    for _ in 0..<random.number(0...12) {
      let (dealer, sku) = (random.pick(dealers), random.pick(skus).0)
      let day = random.day(date(2026, 3, 1), today)
      if reports.contains(where: { $0.dealer == dealer && $0.sku == sku && $0.day == day }) { continue }
      reports.append(Report(dealer: dealer, sku: sku, day: day, hand: random.number(0...60)))
    }
    let sales = (0..<random.number(0...40)).map { _ in
      Sale(
        dealer: random.pick(dealers), sku: random.pick(skus).0, day: random.day(date(2026, 2, 20), date(2026, 4, 5)),
        count: random.number(-5...20), price: random.chance(1, in: 3) ? nil : random.number(1...4))
    }
    var (rule, totals): (ResultRows, ResultRows) = ([:], [:])
    for dealer in dealers {
      var (ordered, lines) = (Rational.zero, 0)
      for (sku, pack, moq) in skus {
        let own = sales.filter { $0.dealer == dealer && $0.sku == sku }
        let report = reports.filter { $0.dealer == dealer && $0.sku == sku }.max { $0.day < $1.day }
        if own.isEmpty && report == nil { continue }
        let month = CalendarDate(days: today.days - 30)
        let sold = own.filter { month <= $0.day && $0.day < today }.map(\.count).reduce(0, +)
        var it = Rational(sold) / Rational(30) * Rational(45) - Rational(report?.hand ?? 0)
        var reason = Value.missing
        var isStopped = false
        let whole = Step(text: "", reason: "whole") { it, _, _ in
          (EndToEndStockTests.multiple(it, .one, up: true), false)
        }
        let floor = Step(text: "", reason: "floor") { it, _, _ in (it < .zero ? .zero : it, false) }
        for step in steps + [floor, whole] where !isStopped {
          guard let next = step.apply(it, Rational(moq), Rational(pack)) else { continue }
          if next.stops || next.value != it { reason = .text(step.reason) }
          (it, isStopped) = (next.value, next.stops)
        }
        let prices = own.compactMap(\.price)
        let fortnight = CalendarDate(days: today.days - 13)
        let late = own.filter { fortnight <= $0.day && $0.day <= today }.compactMap(\.price).max()
        let reported = report?.day ?? date(2026, 1, 1)
        rule["\(dealer)|\(sku)"] = [
          "quantity": .number(it), "reason": reason, "status": .text(it == .zero ? "none" : "ordered"),
          "first": own.map(\.day).min().map { .date($0) } ?? .missing,
          "kinds": .number(Rational(Set(prices).count)),
          "high": late.map { .number(Rational($0)) } ?? .missing,
          "mean": prices.isEmpty ? .missing : .number(Rational(prices.reduce(0, +)) / Rational(prices.count)),
          "back": .bool(own.contains { $0.count < 0 }), "good": .bool(own.allSatisfy { $0.count > 0 }),
          "since": .number(Rational(own.filter { $0.day > reported }.map(\.count).reduce(0, +))),
        ]
        ordered = ordered + it
        if .zero < it { lines += 1 }
      }
      totals[dealer] = ["ordered": .number(ordered), "lines": .number(Rational(lines))]
    }
    let scenario = Scenario(
      plan: EndToEndStockTests.plan(Array(steps)),
      tables: [
        MemoryTable(name: "dealers", header: ["code"], rows: dealers.map { [$0] }),
        MemoryTable(name: "skus", header: ["code", "pack", "moq"], rows: skus.map { [$0.0, "\($0.1)", "\($0.2)"] }),
        MemoryTable(
          name: "stock", header: ["dealer", "sku", "reported_on", "part", "on_hand"],
          rows: reports.map { [$0.dealer, $0.sku, "\($0.day)", "1", "\($0.hand)"] }
            + reports.map { [$0.dealer, $0.sku, "\($0.day)", "0", "999"] }),
        MemoryTable(
          name: "sales", header: ["dealer", "sku", "sold_on", "quantity", "price"],
          rows: sales.map { [$0.dealer, $0.sku, "\($0.day)", "\($0.count)", $0.price.map { "\($0)" } ?? ""] }),
      ], asOf: "2026-03-31")
    try scenario.check(.results(["Rule": rule, "Dealers": totals]), seed)
  }

  // MARK: Rates by keys

  struct RateRow {
    var region: String?
    var kinds: [String]?
    var from: (bound: Int, isIncluded: Bool)?
    var rate: Int

    var text: String {
      let kinds = kinds.map { $0.map { "\"\($0)\"" }.joined(separator: " | ") } ?? "any"
      let from = from.map { "\($0.isIncluded ? "from" : "above") \($0.bound)" } ?? "any"
      return "  \(region.map { "\"\($0)\"" } ?? "any"), \(kinds), \(from): \(rate)\n"
    }

    var wildcards: Int { (region == nil ? 1 : 0) + (kinds == nil ? 1 : 0) + (from == nil ? 1 : 0) }

    func holds(_ other: RateRow, _ size: Int) -> Bool {
      guard region == other.region, kinds == other.kinds, let from else { return false }
      return from.isIncluded ? size >= from.bound : size > from.bound
    }

    func matches(_ region: String, _ kind: String, _ size: Int, among rows: [RateRow]) -> Bool {
      guard self.region ?? region == region, kinds?.contains(kind) ?? true else { return false }
      guard let from else { return true }
      guard holds(self, size) else { return false }
      return !rows.contains { $0.holds(self, size) && ($0.from?.bound ?? 0) > from.bound }
    }
  }

  @Test(arguments: UInt64(300)...320) func matchesRatesByKeys(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var rows: [RateRow] = []
    for rate in 0..<random.number(1...6) {
      let row = RateRow(
        region: random.pick([nil, "N", "S"]), kinds: random.pick([nil, ["a"], ["a", "b"]]),
        from: random.pick([nil, (0, true), (10, false), (20, true)]), rate: rate)
      let isTwin = rows.contains {
        $0.region == row.region && $0.kinds == row.kinds && $0.from?.bound == row.from?.bound
      }
      if !isTwin { rows.append(row) }
    }
    if random.chance(2, in: 3) { rows.append(RateRow(region: nil, kinds: nil, from: nil, rate: 99)) }
    let mode = random.pick(["first match", "most specific", ""])
    let items = (0..<random.number(0...5)).map { index in
      ("i\(index)", random.pick(["N", "S"]), random.pick(["a", "b", "c"]), random.number(-1...25))
    }
    var sheet: ResultRows = [:]
    var codes: Set<String> = []
    for (id, region, kind, size) in items {
      var matching = rows.filter { $0.matches(region, kind, size, among: rows) }
      if mode == "first match" { matching = Array(matching.prefix(1)) }
      if mode == "most specific", let fewest = matching.map(\.wildcards).min() {
        matching = matching.filter { $0.wildcards == fewest }
      }
      if matching.count == 1 {
        sheet[id] = ["rate": .number(Rational(matching[0].rate))]
      } else {
        codes.insert(matching.isEmpty ? "E0924" : "E0925")
      }
    }
    let plan = """
      language 1
      rates Rate (region: text, kind: text, size: number) -> number \(mode) {
      \(rows.map(\.text).joined())}
      table items (id) {
        id     text
        region text
        kind   text
        size   number
      }
      sheet Items {
        for each items
        show rate = Rate(region, kind, size)
      }

      """
    let table = MemoryTable(
      name: "items", header: ["id", "region", "kind", "size"], rows: items.map { [$0.0, $0.1, $0.2, "\($0.3)"] })
    try Scenario(plan: plan, tables: [table])
      .check(codes.isEmpty ? .results(["Items": sheet]) : .failed(codes.sorted()), seed)
  }
}
