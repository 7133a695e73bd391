import Allot
import TestSupport
import Testing

/// A tier as an oracle knows it.
struct OracleTier {
  var bound: Rational
  var isIncluded: Bool
  var rate: Rational
  var isWhole: Bool
}

/// What an amount earns, tier by tier from the lowest; nil below the first.
func earned(_ x: Rational, _ tiers: [OracleTier], quota: Rational = .one) -> Rational? {
  func holds(_ tier: OracleTier) -> Bool {
    let bound = tier.bound * quota
    return tier.isIncluded ? !(x < bound) : bound < x
  }
  func value(_ x: Rational, in index: Int) -> Rational {
    let tier = tiers[index]
    if tier.isWhole { return x * tier.rate }
    let bound = tier.bound * quota
    let below = index == 0 ? Rational.zero : value(bound, in: index - 1)
    return below + (x - bound) * tier.rate
  }
  return tiers.indices.last { holds(tiers[$0]) }.map { value(x, in: $0) }
}

/// Plans that pay through tiers, against rows that are added up one by one.
@Suite struct EndToEndTierTests {
  struct Deal {
    var id: String
    var owner: String
    var closed: CalendarDate
    var cents: Int
    var amount: Rational { Rational(Int64(cents), scale: 2) }
  }

  struct Line {
    var name: String
    var rates: String
    var window: CalendarUnit
    var isAgainstQuota: Bool

    var text: String {
      let over = window == .month ? "month" : "\(window.name) to date"
      let against = isAgainstQuota ? " against payee.quota" : ""
      return "  pay \(name) = sales through \(rates) over \(over)\(against) in order of closed, id\n"
    }
  }

  static let lines = [
    Line(name: "slices_month", rates: "Slices", window: .month, isAgainstQuota: false),
    Line(name: "slices_quarter", rates: "Slices", window: .quarter, isAgainstQuota: false),
    Line(name: "whole_year", rates: "Whole", window: .year, isAgainstQuota: false),
    Line(name: "share_quarter", rates: "ShareSlices", window: .quarter, isAgainstQuota: true),
    Line(name: "mixed_year", rates: "ShareMixed", window: .year, isAgainstQuota: true),
  ]

  static func tiers(_ mode: Bool, mixed: Bool, isShare: Bool, _ random: inout SeededRandom) -> [OracleTier] {
    var result = [OracleTier(bound: Rational(-1_000), isIncluded: true, rate: .zero, isWhole: mode)]
    var bound = 0
    for _ in 0...random.number(0...3) {
      let scale = isShare ? 2 : 0
      result.append(
        OracleTier(
          bound: Rational(Int64(bound), scale: scale), isIncluded: random.chance(1, in: 2),
          rate: Rational(Int64(random.number(0...300)), scale: 3), isWhole: mixed ? random.chance(1, in: 2) : mode))
      bound += random.pick([50, 100, 33, 250])
    }
    return result
  }

  static func text(_ name: String, _ tiers: [OracleTier], isShare: Bool, isWhole: Bool) -> String {
    var text = "\(isWhole ? "whole" : "marginal") rates \(name) (x: \(isShare ? "percent" : "USD")) -> percent {\n"
    for tier in tiers {
      let bound = isShare ? "\(tier.bound * Rational(100))%" : "\(tier.bound) USD"
      let mode = tier.isWhole == isWhole ? "" : tier.isWhole ? " whole" : " marginal"
      text += "  \(tier.isIncluded ? "from" : "above") \(bound): \(tier.rate * Rational(100))%\(mode)\n"
    }
    return text + "}\n"
  }

  @Test(arguments: UInt64(1)...12) func paysWhatTheRowsEarn(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let whole = EndToEndTierTests.tiers(true, mixed: false, isShare: false, &random)
    let tiers = [
      "Slices": EndToEndTierTests.tiers(false, mixed: false, isShare: false, &random), "Whole": whole,
      "ShareSlices": EndToEndTierTests.tiers(false, mixed: false, isShare: true, &random),
      "ShareMixed": EndToEndTierTests.tiers(false, mixed: true, isShare: true, &random),
    ]
    var plan = "language 1\n"
    for (name, rows) in tiers.sorted(by: { $0.key < $1.key }) {
      let isShare = name.hasPrefix("Share")
      plan += EndToEndTierTests.text(name, rows, isShare: isShare, isWhole: name == "Whole")
    }
    plan += """
      table reps (id) {
        id    text
        role  "AE" | "SE"
        quota USD
      }
      table deals (id) dated closed {
        id      text
        owner   reps
        closed  date
        amount  USD
      }
      plan Tiers {
        for each reps where role = "AE"
        during 2026
        paid monthly in USD, negative carried forward
        credit sales from deals to owner of amount
      \(EndToEndTierTests.lines.map(\.text).joined())}

      """
    // One of the four is not in the plan; deals lie outside the year too, and some end exactly at a bound.
    let reps = ["ann", "ben", "cy", "dee"].map { ($0, $0 == "cy" ? "SE" : "AE", random.pick([100, 300, 77])) }
    let deals = (0..<random.number(0...40)).map { index in
      Deal(
        id: "d\(index)", owner: random.pick(reps).0, closed: random.day(date(2025, 12, 1), date(2027, 1, 31)),
        cents: random.chance(1, in: 2) ? random.pick([5_000, 10_000, 3_300, -5_000]) : random.number(-2_000...20_000))
    }
    let scenario = Scenario(
      plan: plan,
      tables: [
        MemoryTable(name: "reps", header: ["id", "role", "quota"], rows: reps.map { [$0.0, $0.1, "\($0.2)"] }),
        MemoryTable(
          name: "deals", header: ["id", "owner", "closed", "amount"],
          rows: deals.map { [$0.id, $0.owner, "\($0.closed)", cell(cents: $0.cents)] }),
      ], withDetail: true)
    var expected: [String: ResultRows] = ["Tiers": [:]]
    for line in EndToEndTierTests.lines { expected["Tiers.\(line.name)"] = [:] }
    for rep in reps where rep.1 == "AE" {
      let quota = Rational(rep.2)
      var carried = Rational.zero
      for month in months("2026-01", 12) {
        var cells: [String: Value] = [:]
        var total = Rational.zero
        for line in EndToEndTierTests.lines {
          let start = Period(line.window, containing: month.firstDay).firstDay
          let order = deals.filter { $0.owner == rep.0 && start <= $0.closed && $0.closed <= month.lastDay }
            .sorted { ($0.closed, $0.id) < ($1.closed, $1.id) }
          func paid(_ x: Rational) -> Rational {
            (earned(x, tiers[line.rates] ?? [], quota: line.isAgainstQuota ? quota : .one) ?? .zero).cents
          }
          let before = order.filter { $0.closed < month.firstDay }.map(\.amount).total
          let pay = paid(order.map(\.amount).total) - paid(before)
          cells[line.name] = .number(pay)
          total = total + pay
          var position = before
          var shares = Rational.zero
          for deal in order where deal.closed >= month.firstDay {
            let share = paid(position + deal.amount) - paid(position)
            position = position + deal.amount
            shares = shares + share
            expected["Tiers.\(line.name)"]?["\(rep.0)|\(month)|\(deal.id)"] = [
              "date": .date(deal.closed), "credit": .number(deal.amount), "position": .number(position),
              line.name: .number(share),
            ]
          }
          #expect(shares == pay)
        }
        let due = total - carried
        cells["total"] = .number(due < .zero ? .zero : due)
        carried = due < .zero ? Rational.zero - due : .zero
        cells["carried"] = .number(carried)
        expected["Tiers"]?["\(rep.0)|\(month)"] = cells
      }
    }
    try scenario.check(.results(expected), parts: ["2026-0\(random.number(1...9))", "2026-Q4"], seed)
  }
}
