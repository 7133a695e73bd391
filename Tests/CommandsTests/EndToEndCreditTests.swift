import Allot
import TestSupport
import Testing

/// Plans over shared deals and sheets over those plans, against rows that are added up one by one.
@Suite struct EndToEndCreditTests {
  struct Deal {
    var id: String
    var owner: String
    var stage: String
    var closed: CalendarDate
    var amount: Rational
  }

  struct Credited {
    var payee: String
    var date: CalendarDate
    var amount: Rational
  }

  static let plan = """
    language 1
    table reps (id) {
      id     text
      active bool
    }
    table deals (id) dated closed {
      id      text
      owner   reps
      stage   "Open" | "Won" | "Lost"
      closed  date
      amount  USD
    }
    table splits (deal, rep) {
      deal  deals
      rep   reps
      share percent
    }
    plan Shared {
      for each reps where active
      during 2026-01 .. 2026-06
      paid monthly in USD, negative carried forward
      credit sales from deals
        where stage = "Won"
        to owner, or split by splits.share
        of amount * 1.005 rounded to 0.01 USD
      pay flat = 3% of sales
      pay late each quarter =
        1% of sales
        then at least 1 USD when sales > 0 USD
        then at most 20 USD
      pay trued = true up 2.5% of (sales over quarter to date)
      let owed starting 5 USD = (previous(owed) + sales / 7) rounded to 0.001 USD
      show credited = sales
      show balance  = owed
      show before   = previous(owed)
      show rows     = count(sales over quarter to date)
      show rolling  = sales over last 3 months through this month
      show ever     = sales over plan to date
      show biggest  = max(sales.amount over quarter)
      show mean     = avg(sales.amount)
    }
    sheet Quarters {
      for each reps
      each quarter
      show paid = sum(Shared.flat)
      show most = max(Shared.flat)
    }
    sheet Months {
      for each reps
      each month
      let sold = sum(deals.amount where stage != "Lost")
      show own         = sold
      show own_before  = (sold over last 2 months before this month)
      show own_quarter = (sold over quarter)
      show paid_before = sum(Shared.flat over last 2 months before this month)
      show paid_all    = sum(Shared.flat over quarter in total)
    }

    """

  /// The parts of a deal: cut to cents, and the missing cents to the largest remainders, then to the first.
  static func parts(_ amount: Rational, _ shares: [(String, Rational)]) -> [(String, Rational)] {
    let size = amount.magnitude
    var parts = shares.sorted { $0.0 < $1.0 }.map { ($0.0, ($0.1 * size).floor(to: .cent)) }
    let exact = shares.sorted { $0.0 < $1.0 }.map { $0.1 * size }
    let order = parts.indices.sorted { a, b in
      let (left, right) = (exact[a] - parts[a].1, exact[b] - parts[b].1)
      return left == right ? a < b : right < left
    }
    var missing = size.cents - parts.map(\.1).total
    for index in order where Rational.zero < missing {
      parts[index].1 = parts[index].1 + .cent
      missing = missing - .cent
    }
    return amount.signum < 0 ? parts.map { ($0.0, Rational.zero - $0.1) } : parts
  }

  @Test(arguments: UInt64(100)...108) func paysSharesOfDeals(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let reps = ["ann", "ben", "cy", "dee"]
    let isActive = { (rep: String) in rep != "cy" }
    let deals = (0..<random.number(0...30)).map { index in
      Deal(
        id: "d\(index)", owner: random.pick(reps), stage: random.pick(["Open", "Won", "Won", "Won", "Lost"]),
        closed: random.day(date(2025, 11, 1), date(2026, 7, 31)),
        amount: Rational(Int64(random.number(-2_000...20_000)), scale: 2))
    }
    let patterns = [["1/3", "1/3", "1/3"], ["50%", "50%"], ["33.3%", "66.7%"], ["1/7", "2/7", "4/7"], ["100%"]]
    var splits: [(deal: String, rep: String, share: String)] = []
    for deal in deals where random.chance(1, in: 2) {
      for (share, rep) in zip(random.pick(patterns), reps.shuffled(using: &random)) {
        splits.append((deal.id, rep, share))
      }
    }
    func share(_ text: String) -> Rational {
      let parts = text.split(separator: "/").compactMap { Rational(decimal: $0) }
      if parts.count == 2 { return parts[0] / parts[1] }
      return (Rational(decimal: text.dropLast()) ?? .zero) / Rational(100)
    }
    var credited: [Credited] = []
    for deal in deals where deal.stage == "Won" {
      let own = splits.filter { $0.deal == deal.id }.map { ($0.rep, share($0.share)) }
      let amount = deal.amount * Rational(1_005, scale: 3)
      let parts = EndToEndCreditTests.parts(amount, own.isEmpty ? [(deal.owner, .one)] : own)
      #expect(parts.map(\.1).total == amount.cents)
      credited += parts.map { Credited(payee: $0.0, date: deal.closed, amount: $0.1) }
    }

    var shared: ResultRows = [:]
    var flats: [String: [Period: Rational]] = [:]
    for rep in reps where isActive(rep) {
      let mine = credited.filter { $0.payee == rep }
      func rows(_ from: CalendarDate, _ through: CalendarDate) -> [Rational] {
        mine.filter { from <= $0.date && $0.date <= through }.map(\.amount)
      }
      var (owed, carried) = (Rational(5), Rational.zero)
      for month in months("2026-01", 6) {
        let quarter = Period(.quarter, containing: month.firstDay)
        let (first, last) = (month.firstDay, month.lastDay)
        let sales = rows(first, last).total
        let flat = (sales * Rational(3, scale: 2)).cents
        var late = Rational.zero
        if last == quarter.lastDay {
          let all = rows(quarter.firstDay, last).total
          late = all * Rational(1, scale: 2)
          if .zero < all, late < .one { late = .one }
          if Rational(20) < late { late = Rational(20) }
          late = late.cents
        }
        func entitled(_ day: CalendarDate) -> Rational {
          (rows(quarter.firstDay, day).total * Rational(25, scale: 3)).cents
        }
        let yesterday = CalendarDate(days: first.days - 1)
        let trued = entitled(last) - entitled(yesterday)
        let before = owed
        owed = (owed + sales / Rational(7)).nearest(to: Rational(1, scale: 3))
        let due = flat + late + trued - carried
        carried = due < .zero ? Rational.zero - due : .zero
        let start = month.advanced(by: -2)?.firstDay ?? first
        let amounts = rows(first, last)
        let biggest = rows(quarter.firstDay, quarter.lastDay).max { $0 < $1 }
        shared["\(rep)|\(month)"] = [
          "flat": .number(flat), "late": .number(late), "trued": .number(trued),
          "total": .number(due < .zero ? .zero : due), "carried": .number(carried), "credited": .number(sales),
          "balance": .number(owed), "before": .number(before),
          "rows": .number(Rational(rows(quarter.firstDay, last).count)), "rolling": .number(rows(start, last).total),
          "ever": .number(rows(date(2026, 1, 1), last).total), "biggest": biggest.map { .number($0) } ?? .missing,
          "mean": amounts.isEmpty ? .missing : .number(amounts.total / Rational(amounts.count)),
        ]
        flats[rep, default: [:]][month] = flat
      }
    }
    var (quarters, sheet): (ResultRows, ResultRows) = ([:], [:])
    for rep in reps {
      func paid(_ from: Period?, _ through: Period?, _ payees: [String]) -> [Rational] {
        guard let from, let through else { return [] }
        return payees.flatMap { payee in
          (flats[payee] ?? [:]).filter { from <= $0.key && $0.key <= through }.map(\.value)
        }
      }
      func sold(_ from: Period?, _ through: Period?) -> Rational {
        guard let from, let through else { return .zero }
        return deals.filter {
          $0.owner == rep && $0.stage != "Lost" && from.firstDay <= $0.closed && $0.closed <= through.lastDay
        }.map(\.amount).total
      }
      for month in months("2026-01", 6) {
        let quarter = Period(.quarter, containing: month.firstDay)
        let ends = (
          Period(.month, containing: quarter.firstDay), Period(.month, containing: quarter.lastDay)
        )
        let before = (month.advanced(by: -2), month.advanced(by: -1))
        sheet["\(rep)|\(month)"] = [
          "own": .number(sold(month, month)), "own_before": .number(sold(before.0, before.1)),
          "own_quarter": .number(sold(quarter, quarter)),
          "paid_before": .number(paid(before.0, before.1, [rep]).total),
          "paid_all": .number(paid(ends.0, ends.1, reps).total),
        ]
        let flat = paid(ends.0, ends.1, [rep])
        quarters["\(rep)|\(quarter)"] = [
          "paid": .number(flat.total), "most": flat.max { $0 < $1 }.map { .number($0) } ?? .missing,
        ]
      }
    }
    let scenario = Scenario(
      plan: EndToEndCreditTests.plan,
      tables: [
        MemoryTable(name: "reps", header: ["id", "active"], rows: reps.map { [$0, "\(isActive($0))"] }),
        MemoryTable(
          name: "deals", header: ["id", "owner", "stage", "closed", "amount"],
          rows: deals.map { [$0.id, $0.owner, $0.stage, "\($0.closed)", "\($0.amount)"] }),
        MemoryTable(
          name: "splits", header: ["deal", "rep", "share"], rows: splits.map { [$0.deal, $0.rep, $0.share] }),
      ], period: "2026-01..2026-06")
    try scenario.check(
      .results(["Shared": shared, "Quarters": quarters, "Months": sheet]),
      parts: ["2026-0\(random.number(1...6))", "2026-Q2"], seed)
  }
}
