import Allot

/// Operations on columns, each with the definition of one row beside it.
struct KernelBenchmark {
  let name: String
  let rowCount: Int
  let run: () -> Column
  /// The value of a row, computed by itself.
  let row: (Int) -> Rational?

  /// The operations that the workloads spend their time in.
  static func all(rowCount: Int) -> [KernelBenchmark] {
    let amounts = (0..<rowCount).map { Int64($0 &* 7_919 % 4_000_003) - 500_000 }
    let quotas = (0..<rowCount).map { Int64($0 &* 104_729 % 3_000_017) + 100_000 }
    let a = Column.integers(amounts, scale: 2)
    let b = Column.integers(quotas, scale: 2)
    let positive = Column.integers(amounts.map { abs($0) }, scale: 2)
    func amount(_ row: Int) -> Rational { Rational(amounts[row], scale: 2) }
    func quota(_ row: Int) -> Rational { Rational(quotas[row], scale: 2) }
    let cent = Rational(Int64(1), scale: 2)
    let percent = Rational(Int64(7), scale: 2)
    let thirty = Rational(30)
    let bounds = [0, 50, 100, 150].map { Tiers.Bound(Rational(Int64($0), scale: 2)) }
    let rates = [4, 6, 9, 12].map { Rational(Int64($0), scale: 2) }
    let marginal = MarginalRates(Tiers(bounds))
    let days = (0..<rowCount).map { Int32(19_723 + $0 % 731) }
    let months = CalendarUnit(.month, in: nil)
    return [
      KernelBenchmark(name: "a + b", rowCount: rowCount, run: { a.adding(b, site: 0) }) {
        amount($0).adding(quota($0))
      },
      KernelBenchmark(name: "a * b", rowCount: rowCount, run: { a.multiplying(b, site: 0) }) {
        amount($0).multiplying(quota($0))
      },
      KernelBenchmark(
        name: "a * 7%", rowCount: rowCount, run: { a.multiplying(.constant(percent, count: rowCount), site: 0) }
      ) { amount($0).multiplying(percent) },
      KernelBenchmark(
        name: "a / 30", rowCount: rowCount, run: { a.dividing(by: .constant(thirty, count: rowCount), site: 0) }
      ) { amount($0).dividing(thirty) },
      KernelBenchmark(name: "a / b", rowCount: rowCount, run: { a.dividing(by: b, site: 0) }) {
        amount($0).dividing(quota($0))
      },
      KernelBenchmark(name: "max(a, b)", rowCount: rowCount, run: { a.maximum(b, site: 0) }) {
        max(amount($0), quota($0))
      },
      KernelBenchmark(
        name: "a * 7% rounded to 0.01", rowCount: rowCount,
        run: {
          a.multiplying(.constant(percent, count: rowCount), site: 0).rounded(
            .half, toMultipleOf: .constant(cent, count: rowCount), site: 0)
        }
      ) { amount($0).multiplying(percent)?.rounded(.half, toMultipleOf: cent) },
      KernelBenchmark(
        name: "a when a < b else b", rowCount: rowCount,
        run: { Column.choose(a.comparing(.less, b), then: a, otherwise: b) }
      ) { min(amount($0), quota($0)) },
      KernelBenchmark(
        name: "a through four tiers against b", rowCount: rowCount,
        run: { marginal.pay(positive, rates: rates, against: b, site: 0) }
      ) { row in KernelBenchmark.pay(amount(row).magnitude, quota(row), rates) },
      KernelBenchmark(
        name: "month of a date", rowCount: rowCount,
        run: { Column.codes(days).periods(months).days(since: .constant(code: 0, count: rowCount)) }
      ) { row in Rational(Int(Period(months, containing: CalendarDate(days: days[row])).ordinal)) },
    ]
  }

  /// Each slice of an amount at its rate.
  private static func pay(_ amount: Rational, _ quota: Rational, _ rates: [Rational]) -> Rational? {
    guard let half = quota.dividing(Rational(2)) else { return nil }
    var sum = Rational.zero
    for (tier, rate) in rates.enumerated() {
      guard let start = half.multiplying(Rational(tier)), let end = start.adding(half),
        let slice = max(min(amount, tier == rates.count - 1 ? amount : end), start).subtracting(start),
        let part = slice.multiplying(rate), let next = sum.adding(part)
      else { return nil }
      sum = next
    }
    return sum
  }

  /// The first row that is not what its definition says, or nil.
  func mistake() -> String? {
    let column = run()
    for number in 0..<rowCount where column.rational(at: number) != row(number) {
      return "row \(number) is \(column.rational(at: number).map { "\($0)" } ?? "nothing")"
    }
    return nil
  }

  /// Nanoseconds for each value: the median of `rounds` times that many passes.
  func nanoseconds(rounds: Int, passes: Int) -> Double {
    let times = (0..<max(1, rounds)).map { _ in
      let start = ContinuousClock.now
      for _ in 0..<passes { KernelBenchmark.keep(run()) }
      return (ContinuousClock.now - start) / .nanoseconds(1) / Double(passes * rowCount)
    }
    return Figures.median(times)
  }

  /// A result that nobody looks at would not be computed.
  @inline(never) private static func keep(_ column: Column) { precondition(column.count >= 0) }
}
