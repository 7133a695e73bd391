/// The results of the commission plans, computed one deal after the other in whole numbers.
///
/// Credits are counted in millionths, commissions in hundred-millionths: nothing is rounded on the way.
extension BenchmarkData {
  /// Marginal rates of 4, 6, 9 and 12 percent from 0, 50, 100 and 150 percent of the quota.
  private static func commission(_ credit: Int128, quota: Int64) -> Int128 {
    let half = Int128(quota) * 5_000
    let slices: [(from: Int128, to: Int128?, rate: Int128)] = [
      (0, half, 4), (half, 2 * half, 6), (2 * half, 3 * half, 9), (3 * half, nil, 12),
    ]
    return slices.reduce(0) { sum, slice in
      sum + max(0, min(credit, slice.to ?? credit) - slice.from) * slice.rate
    }
  }

  /// Half away from zero, to cents; what is rounded is not negative.
  private static func cents(_ amount: Int128, scale: Int) -> Int128 {
    var unit: Int128 = 1
    for _ in 2..<scale { unit *= 10 }
    return (amount + unit / 2) / unit
  }

  /// C1: tiered commission of each quarter.
  func tieredCommission() -> [UInt8] {
    var credits = [Int128](repeating: 0, count: size.reps * 8)
    forEachCreditLine { _, rep, day, credit in
      credits[rep * 8 + BenchmarkDays.quarter(of: day)] += Int128(credit)
    }
    var text = RowText()
    for place in credits.indices {
      text.add("R", place / 8 + 1, width: 5)
      text.add(",\(BenchmarkDays.name(ofQuarter: place % 8)),")
      text.add(credits[place], scale: 6)
      text.add(",")
      text.add(BenchmarkData.cents(BenchmarkData.commission(credits[place], quota: quotas[place]), scale: 8), scale: 2)
      text.add("\n")
    }
    return text.take()
  }

  /// C2: what each credit line earns at its place in the quarter.
  func dealByDeal() -> [UInt8] {
    struct Line {
      let group: Int
      let day: Int
      let deal: Int
      let credit: Int64
    }
    var lines: [Line] = []
    forEachCreditLine { deal, rep, day, credit in
      lines.append(Line(group: rep * 8 + BenchmarkDays.quarter(of: day), day: day, deal: deal, credit: credit))
    }
    lines.sort { ($0.group, $0.day, $0.deal) < ($1.group, $1.day, $1.deal) }
    var text = RowText()
    var total: Int128 = 0
    for (place, line) in lines.enumerated() {
      if place == 0 || lines[place - 1].group != line.group { total = 0 }
      let before = BenchmarkData.commission(total, quota: quotas[line.group])
      total += Int128(line.credit)
      text.add("R", line.group / 8 + 1, width: 5)
      text.add(",\(BenchmarkDays.name(ofQuarter: line.group % 8)),\(BenchmarkDays.text(of: line.day)),D")
      text.add("", line.deal + 1, width: 8)
      for (value, scale) in [
        (Int128(line.credit), 6), (total, 6), (BenchmarkData.commission(total, quota: quotas[line.group]) - before, 8),
      ] {
        text.add(",")
        text.add(value, scale: scale)
      }
      text.add("\n")
    }
    return text.take()
  }

  /// C3: the slab that the quarter has reached, one percent of what everybody below is credited, and a draw.
  func slabOverrideDraw() -> [UInt8] {
    var own = [Int128](repeating: 0, count: size.reps * 24)
    var below = own
    forEachCreditLine { _, rep, day, credit in
      let month = BenchmarkDays.month(of: day)
      own[rep * 24 + month] += Int128(credit)
      var above = managers[rep]
      while above >= 0 {
        below[above * 24 + month] += Int128(credit)
        above = managers[above]
      }
    }
    var text = RowText()
    for rep in 0..<size.reps {
      let draw = BenchmarkData.cents(Int128(salaries[rep]) * 8, scale: 4)
      var balance: Int128 = 0
      var quarterCredit: Int128 = 0
      var quarterPaid: Int128 = 0
      for month in 0..<24 {
        if month % 3 == 0 { (quarterCredit, quarterPaid) = (0, 0) }
        quarterCredit += own[rep * 24 + month]
        let half = Int128(quotas[rep * 8 + month / 3]) * 5_000
        let rate: Int128 =
          quarterCredit < half ? 4 : quarterCredit < 2 * half ? 6 : quarterCredit < 3 * half ? 9 : 12
        let reached = BenchmarkData.cents(quarterCredit * rate, scale: 8)
        let commission = reached - quarterPaid
        quarterPaid = reached
        let override = BenchmarkData.cents(below[rep * 24 + month], scale: 8)
        let earned = commission + override
        let advance = max(draw - earned, 0)
        let recovered = min(balance, max(earned - draw, 0))
        balance += advance - recovered
        text.add("R", rep + 1, width: 5)
        text.add(",\(BenchmarkDays.name(ofMonth: month))")
        for cents in [commission, override, draw, earned + advance - recovered, balance] {
          text.add(",")
          text.add(cents, scale: 2)
        }
        text.add("\n")
      }
    }
    return text.take()
  }
}
