import Allot
import TestSupport
import Testing

/// Plans that pay credited rows one by one through tiers, or count another credit, against an oracle that goes from row
/// to row.
@Suite struct EndToEndRowTierTests {
  struct Deal {
    var id: String
    var owner: String
    var closed: CalendarDate
    var product: String
    var arr: Rational
    var mrr: Rational
    var cancelled: CalendarDate?
  }

  enum Way { case running, blended, sliced, reached, entered }
  enum Against { case nothing, own, monthly }

  /// A payment, and how the plan writes it.
  struct Line {
    var name: String
    var way: Way
    var rates: String
    /// Nil is `plan to date`.
    var window: CalendarUnit?
    var isCounting = false
    var isKeyed = false
    var against = Against.nothing
    var change = ""
    var isPerDeal = false
    var each = CalendarUnit.month

    var text: String {
      let over = window.map { $0 == each ? $0.name : "\($0.name) to date" } ?? "plan to date"
      let quota =
        switch against {
        case .nothing: ""
        case .own: " against payee.quota"
        case .monthly: " against (quotas[payee, this month].target as \(window?.name ?? "year")ly) \(change)"
        }
      let order = way == .blended ? (rates.hasPrefix("Whole") ? "" : " pro rata") : " in order of closed, id"
      return "  pay \(name)\(each == .month ? "" : " each \(each.name)")\(isPerDeal ? " rounded per deal" : "") = "
        + "\(isCounting ? "mrr" : "arr") through \(rates)\(isKeyed ? "(product)" : "") over \(over)"
        + "\(isCounting ? " counting arr" : "")\(quota)\(order)\n"
    }
  }

  static let lines = [
    Line(name: "reached_quarter", way: .reached, rates: "Reached", window: .quarter, against: .own),
    Line(name: "reached_month", way: .reached, rates: "Reached", window: .month, isCounting: true, against: .own),
    Line(name: "entered_year", way: .entered, rates: "Entered", window: .year, against: .own, isPerDeal: true),
    Line(name: "entered_plan", way: .entered, rates: "Entered", window: nil, isCounting: true, against: .own),
    Line(name: "reached_each", way: .reached, rates: "Reached", window: .year, against: .own, each: .quarter),
    Line(name: "sliced", way: .sliced, rates: "Slices", window: .quarter, isCounting: true, against: .own),
    Line(
      name: "sliced_deal", way: .sliced, rates: "Slices", window: .year, isCounting: true, against: .own,
      isPerDeal: true),
    Line(name: "blended", way: .blended, rates: "Slices", window: .quarter, isCounting: true, against: .own),
    Line(name: "whole_counting", way: .blended, rates: "Whole", window: .year, isCounting: true, against: .own),
    Line(name: "keyed", way: .sliced, rates: "Keyed", window: .quarter, isKeyed: true, against: .own),
    Line(name: "keyed_blended", way: .blended, rates: "Keyed", window: .year, isKeyed: true, against: .own),
    Line(
      name: "keyed_counting", way: .sliced, rates: "Keyed", window: .year, isCounting: true, isKeyed: true,
      against: .own),
    Line(name: "rerated", way: .running, rates: "Slices", window: .quarter, against: .monthly, change: "re-rated"),
    Line(name: "continued", way: .running, rates: "Slices", window: .year, against: .monthly, change: "continued"),
    Line(name: "restarted", way: .running, rates: "Slices", window: .year, against: .monthly, change: "restarted"),
    Line(
      name: "restarted_deal", way: .running, rates: "Slices", window: .quarter, against: .monthly, change: "restarted",
      isPerDeal: true),
    Line(
      name: "restarted_rows", way: .reached, rates: "Reached", window: .year, against: .monthly, change: "restarted"),
    Line(
      name: "continued_blend", way: .blended, rates: "Whole", window: .quarter, isCounting: true, against: .monthly,
      change: "continued"),
  ]

  /// Tiers from far below zero; a percent axis.
  static func tiers(isWhole: Bool, _ random: inout SeededRandom) -> [OracleTier] {
    var result = [OracleTier(bound: Rational(-1_000), isIncluded: true, rate: .zero, isWhole: isWhole)]
    var bound = 0
    for _ in 0...random.number(1...3) {
      result.append(
        OracleTier(
          bound: Rational(Int64(bound), scale: 2), isIncluded: random.chance(1, in: 2),
          rate: Rational(Int64(random.number(0...300)), scale: 3), isWhole: isWhole))
      bound += random.pick([50, 100, 20, 250])
    }
    return result
  }

  static func rate(_ x: Rational, _ tiers: [OracleTier], _ quota: Rational) -> Rational {
    tiers.last { tier in
      let bound = tier.bound * quota
      return tier.isIncluded ? !(x < bound) : bound < x
    }?.rate ?? .zero
  }

  /// One of the paid amounts of a key's rows, at the rate of the position.
  static func blended(
    _ paid: Rational, at position: Rational, _ tiers: [OracleTier], _ quota: Rational
  ) -> Rational {
    if tiers[0].isWhole || position == .zero { return paid * rate(position, tiers, quota) }
    return paid * ((earned(position, tiers, quota: quota) ?? .zero) / position)
  }

  /// What a person is paid of a line, by the month that pays, and each deal's share of it.
  static func payments(
    _ line: Line, _ deals: [Deal], _ tables: [String: [OracleTier]], from first: CalendarDate,
    through last: CalendarDate,
    quota: (Period) -> Rational
  ) -> (months: [Period: Rational], shares: [String: Rational]) {
    var months: [Period: Rational] = [:]
    var shares: [String: Rational] = [:]
    let sorted = deals.sorted { ($0.closed, $0.id) < ($1.closed, $1.id) }
    func tiers(_ product: String) -> [OracleTier] { tables[line.isKeyed ? line.rates + product : line.rates] ?? [] }
    var period = Period(line.each, containing: first)
    // The window may begin before the plan.
    if let window = line.window {
      period = Period(line.each, containing: Period(window, containing: first).firstDay)
    }
    var window: Period?
    var opened = false
    var (counted, paid, byKey, running) = (Rational.zero, Rational.zero, [String: Rational](), Rational.zero)
    var (offset, offsetPaid) = (Rational.zero, Rational.zero)
    var lastQuota: Rational?
    while period.firstDay <= last {
      let own = line.window.map { Period($0, containing: period.firstDay) }
      if !opened || own != window {
        (counted, paid, byKey, running, offset, offsetPaid) = (.zero, .zero, [:], .zero, .zero, .zero)
        lastQuota = nil
        (opened, window) = (true, own)
      }
      let month = Period(.month, containing: period.lastDay)
      let now = quota(month)
      let isFirst = lastQuota == nil
      let isRestarted = line.change == "restarted" && lastQuota.map { $0 != now } == true
      if isRestarted { (offset, offsetPaid) = (counted, paid) }
      func total(_ counted: Rational, _ paid: Rational, _ byKey: [String: Rational], _ quota: Rational) -> Rational {
        let position = counted - offset
        if line.way == .running { return earned(position, tiers(""), quota: quota) ?? .zero }
        if !line.isKeyed { return blended(paid - offsetPaid, at: position, tiers(""), quota) }
        return byKey.map { blended($0.value, at: position, tiers($0.key), quota) }.total
      }
      let measure = line.change == "re-rated" ? lastQuota ?? now : now
      let before = isFirst ? Rational.zero : total(counted, paid, byKey, measure).cents
      var sum = Rational.zero
      for deal in sorted where Period(line.each, containing: deal.closed) == period {
        if line.window == nil && deal.closed < first { continue }
        let amount = line.isCounting ? deal.mrr : deal.arr
        let start = counted - offset
        let total0 = total(counted, paid, byKey, now)
        counted = counted + deal.arr
        paid = paid + amount
        byKey[deal.product] = (byKey[deal.product] ?? .zero) + amount
        let end = counted - offset
        let table = tiers(deal.product)
        let share: Rational
        switch line.way {
        case .reached: share = amount * rate(end, table, now)
        case .entered: share = amount * rate(start, table, now)
        case .sliced:
          let slice = (earned(end, table, quota: now) ?? .zero) - (earned(start, table, quota: now) ?? .zero)
          share =
            !line.isCounting ? slice : deal.arr == .zero ? amount * rate(end, table, now) : amount * (slice / deal.arr)
        case .running, .blended: share = total(counted, paid, byKey, now) - total0
        }
        let rounded: Rational
        if line.isPerDeal {
          rounded = share.cents
        } else if line.way == .running || line.way == .blended {
          rounded = total(counted, paid, byKey, now).cents - total0.cents
        } else {
          rounded = (running + share).cents - running.cents
        }
        running = running + share
        shares[deal.id] = rounded
        sum = sum + rounded
      }
      let isTotal = (line.way == .running || line.way == .blended) && !line.isPerDeal
      months[month] = isTotal ? total(counted, paid, byKey, now).cents - before : sum
      lastQuota = now
      guard let next = period.advanced(by: 1) else { break }
      period = next
    }
    return (months, shares)
  }

  @Test(arguments: UInt64(1)...10) func paysWhatEachRowEarns(seed: UInt64) throws {
    var random = SeededRandom(seed: seed &+ 500)
    let names = [
      "Reached": "reached", "Entered": "entered", "Slices": "marginal", "Whole": "whole",
    ]
    var tables: [String: [OracleTier]] = [:]
    var plan = "language 1\n"
    for (name, mode) in names.sorted(by: { $0.key < $1.key }) {
      let tiers = EndToEndRowTierTests.tiers(isWhole: mode == "whole", &random)
      tables[name] = tiers
      plan += "\(mode) rates \(name) (share: percent) -> percent {\n"
      for tier in tiers { plan += EndToEndRowTierTests.text(tier, "") }
      plan += "}\n"
    }
    plan += "marginal rates Keyed (share: percent, product: text) -> percent {\n"
    for product in ["Core", "Add"] {
      let tiers = EndToEndRowTierTests.tiers(isWhole: false, &random)
      tables["Keyed" + product] = tiers
      for tier in tiers { plan += EndToEndRowTierTests.text(tier, ", \"\(product)\"") }
    }
    let start = random.pick(["2026-01", "2026-02"])
    plan += """
      }
      table reps (id) {
        id    text
        quota USD
      }
      table quotas (rep, month) {
        rep    reps
        month  month
        target USD
      }
      table deals (id) dated closed {
        id        text
        owner     reps
        closed    date
        product   text
        arr       USD
        mrr       USD
        cancelled date?
      }
      plan Rows {
        for each reps
        during \(start) .. 2026-12
        paid monthly in USD, negative collected
        credit arr from deals to owner of arr
        credit mrr from deals to owner of mrr
      \(EndToEndRowTierTests.lines.map(\.text).joined())
        pay factor = mrr * 3.3333%
        pay returned = -sum(reached_quarter.paid * 50% on cancelled over month)
        pay factor_returned = -sum(factor.paid over month)
      }

      """
    let first = date(2026, start == "2026-01" ? 1 : 2, 1)
    let last = date(2026, 12, 31)
    let reps = ["ann", "ben", "cy"].map { ($0, random.pick([100, 300, 77])) }
    var quotas: [String: [Period: Int]] = [:]
    for rep in reps {
      for month in months("2026-01", 12) {
        let before = month.advanced(by: -1).flatMap { quotas[rep.0]?[$0] }
        quotas[rep.0, default: [:]][month] =
          before == nil || random.chance(1, in: 3) ? random.pick([100, 200, 55]) : before
      }
    }
    let deals = (0..<random.number(0...36)).map { index in
      let closed = random.day(date(2025, 12, 1), date(2027, 1, 31))
      return Deal(
        id: "d\(index)", owner: random.pick(reps).0, closed: closed, product: random.pick(["Core", "Add"]),
        arr: Rational(Int64(random.pick([5_000, 10_000, 2_500, -5_000, 2_000, 0])), scale: 2),
        mrr: Rational(Int64(random.number(-300...3_000)), scale: 2),
        cancelled: random.chance(1, in: 3) ? random.day(date(2026, 1, 1), date(2026, 12, 31)) : nil)
    }
    let scenario = Scenario(
      plan: plan,
      tables: [
        MemoryTable(name: "reps", header: ["id", "quota"], rows: reps.map { [$0.0, "\($0.1)"] }),
        MemoryTable(
          name: "quotas", header: ["rep", "month", "target"],
          rows: reps.flatMap { rep in
            months("2026-01", 12).map { [rep.0, "\($0)", "\(quotas[rep.0]?[$0] ?? 0)"] }
          }),
        MemoryTable(
          name: "deals", header: ["id", "owner", "closed", "product", "arr", "mrr", "cancelled"],
          rows: deals.map {
            [
              $0.id, $0.owner, "\($0.closed)", $0.product, "\($0.arr)", "\($0.mrr)", $0.cancelled.map { "\($0)" } ?? "",
            ]
          }),
      ])
    var rows: ResultRows = [:]
    for rep in reps {
      let own = deals.filter { $0.owner == rep.0 }
      var cells: [Period: [String: Rational]] = [:]
      var reached: [String: Rational] = [:]
      for line in EndToEndRowTierTests.lines {
        let (paid, shares) = EndToEndRowTierTests.payments(line, own, tables, from: first, through: last) { month in
          line.against == .monthly ? Rational(quotas[rep.0]?[month] ?? 1) : Rational(rep.1)
        }
        if line.name == "reached_quarter" { reached = shares }
        for month in months("2026-01", 12) { cells[month, default: [:]][line.name] = paid[month] ?? .zero }
      }
      for month in months("2026-01", 12) where first <= month.firstDay {
        let here = own.filter { month.firstDay <= $0.closed && $0.closed <= month.lastDay }
        let factor = (here.map(\.mrr).total * Rational(Int64(33_333), scale: 6)).cents
        cells[month]?["factor"] = factor
        cells[month]?["factor_returned"] = .zero - factor
        let back = own.filter { deal in
          guard let cancelled = deal.cancelled, first <= deal.closed, deal.closed <= last else { return false }
          // What is cancelled before it counts is taken back when it counts.
          let day = max(cancelled, Period(.month, containing: deal.closed).firstDay)
          return month.firstDay <= day && day <= month.lastDay
        }
        let half = Rational(Int64(5), scale: 1)
        cells[month]?["returned"] = (Rational.zero - back.map { (reached[$0.id] ?? .zero) * half }.total).cents
        var row = (cells[month] ?? [:]).mapValues { Value.number($0) }
        row["total"] = .number((cells[month] ?? [:]).values.total)
        rows["\(rep.0)|\(month)"] = row
      }
    }
    try scenario.check(.results(["Rows": rows]), parts: ["2026-0\(random.number(2...9))", "2026-Q4"], seed)
    // With the detail, the shares of each line are held against what is paid.
    var detailed = scenario
    detailed.withDetail = true
    guard case .results(let all) = try detailed.run(threads: 2) else {
      Issue.record("seed \(seed): the detail fails\n\(plan)")
      return
    }
    #expect(all["Rows"] == rows)
  }

  static func text(_ tier: OracleTier, _ key: String) -> String {
    "  \(tier.isIncluded ? "from" : "above") \(tier.bound * Rational(100))%\(key): \(tier.rate * Rational(100))%\n"
  }
}
