import Allot
import TestSupport
import Testing

/// Roots, deviations, quantiles, products and totals of each day, with figures that are computed by hand.
@Suite struct EndToEndSpreadTests {
  static let sales = """
    language 1
    table skus (code) {
      code text
      lead days
      lead_deviation days
    }
    rows {
      code | lead | lead_deviation
      A | 9 | 2
      B | 4 | 0
      C | 16 | 1
    }
    table sales dated sold_on {
      sku      skus
      sold_on  date
      quantity units
    }
    rows {
      sku | sold_on | quantity
      A | 2026-03-01 | 4
      A | 2026-03-02 | 1
      A | 2026-03-02 | 3
      A | 2026-03-04 | 6
      A | 2026-03-05 | 10
      A | 2026-03-20 | 50
      B | 2026-03-03 | 7
    }

    """

  /// The values of the lines of a sheet over the articles, by article.
  static func lines(_ lines: String, _ text: String = sales) throws -> [String] {
    try EndToEndCalendarTests.rows(text + "sheet S {\n  for each skus\n\(lines)\n}\n")
  }

  /// The rows of A in the first five days are 4, 1, 3, 6, 10: n = 5, their sum is 24 and that of their squares 162, so that
  /// n·q - s² = 810 - 576 = 234. The sample variance is 234 / 20 = 11.7, the population's 234 / 25 = 9.36, and the
  /// deviations are 3.4205 and 3.0594. B has one row, which is no sample, and C none.
  @Test func variancesOfRows() throws {
    #expect(
      try Self.lines(
        """
          let w = 2026-03-01 .. 2026-03-05
          show sample = sample variance(sales.quantity over w)
          show population = population variance(sales.quantity over w)
          show deviation = sample deviation(sales.quantity over w to 4 decimals)
          show whole = population deviation(sales.quantity over w to 4 decimals)
          show large = population variance(sales.quantity where quantity > 3 units over w)
        """) == ["A 11.7 9.36 3.4205 3.0594 6.222222", "B  0  0 0", "C     "])
  }

  /// By day A sold 4, 4, 0, 6, 10: the sum is 24, that of the squares 168, n·q - s² = 840 - 576 = 264, so that the sample
  /// variance is 13.2 and the population's 10.56. Without the day on which nothing was sold, n = 4 and the sample variance
  /// is (4·168 - 576) / 12 = 8; by row it was 11.7. B's days are 0, 0, 7, 0, 0: (5·49 - 49) / 20 = 9.8. C's are all 0.
  /// The mean of A's days is 24/5, that of its rows is the same only because both are five.
  @Test func totalsOfEachDay() throws {
    #expect(
      try Self.lines(
        """
          let w = 2026-03-01 .. 2026-03-05
          show sample = sample variance(sales.quantity over w each day)
          show population = population variance(sales.quantity over w each day)
          show deviation = sample deviation(sales.quantity over w each day to 4 decimals)
          show mean = avg(sales.quantity over w each day)
          show least = min(sales.quantity over w each day)
          show greatest = max(sales.quantity over w each day)
          show full = min(sales.quantity over 2026-03-01 .. 2026-03-02 each day)
          show rows = avg(sales.quantity over w)
        """) == [
          "A 13.2 10.56 3.6332 4.8 0 10 4 4.8", "B 9.8 7.84 3.1305 1.4 0 7 0 7", "C 0 0 0 0 0 0 0 ",
        ])
  }

  /// The weeks from March 2: A sold 20, 0 and 50 in them, and 0 in the week from March 23. In March A sold 74, in February
  /// nothing.
  @Test func totalsOfWeeksAndMonths() throws {
    #expect(
      try Self.lines(
        """
          let w = 2026-W10 .. 2026-W13
          show mean = avg(sales.quantity over w each week)
          show deviation = population deviation(sales.quantity over w each week to 2 decimals)
          show best = max(sales.quantity over 2026-02 .. 2026-03 each month)
          show months = avg(sales.quantity over 2026-02 .. 2026-03 each month)
          show company = max(sales.quantity in total over 2026-03 each day)
        """) == ["A 17.5 20.46 74 37 50", "B 1.75 3.03 7 3.5 50", "C 0 0 0 0 50"])
  }

  /// Windows that differ by row; negative totals, where a day without rows is the greatest.
  @Test func windowsOfRows() throws {
    #expect(
      try Self.lines(
        """
          let w = 2026-03-06 - lead .. 2026-03-05
          show days = days(w)
          show mean = avg(sales.quantity over w each day)
          show returned = max(-sales.quantity over w each day)
          show sold = max(-sales.quantity over 2026-03-01 .. 2026-03-02 each day)
        """) == ["A 9 2.666667 0 -4", "B 4 1.75 0 0", "C 16 0 0 0"])
  }

  @Test func windowsThatHaveNoTotals() throws {
    func fails(_ line: String, _ text: String) throws {
      let scenario = Scenario(plan: Self.sales + "sheet S {\n  for each skus\n  show x = \(line)\n}\n", tables: [])
      #expect(try scenario.run() == .failed(["E0958"]), "\(line)")
    }
    try fails("avg(sales.quantity over 2026-03-01 .. 2026-03-09 each week)", "whole weeks")
    try fails("avg(sales.quantity over 2026-03-02 .. 2026-03-09 each week)", "whole weeks")
    try fails("sample variance(sales.quantity over 2026-03-02 each day)", "one day")
    try fails("avg(sales.quantity over 2026-03-02 .. 2026-03-11 - lead each day)", "no days")
    try fails("remainder(lead, lead_deviation)", "a step of 0")
  }

  /// What stands in textbooks as one formula is several: with z = 1.644854 for 95%,
  /// A: σ by day with zero days 3.6332 (sample) or √10.56 = 3.2496 (population); by row 3.4205.
  ///    z·σ·√9 = 17.93, 16.04, 16.88; with a lead time that varies by 2 days and 4.8 units a day,
  ///    √(9 · 13.2 + 4.8² · 2²) = √210.96 = 14.5245, times z = 23.89.
  @Test func safetyStockInAllReadings() throws {
    #expect(
      try Self.lines(
        """
          let w = 2026-03-01 .. 2026-03-05
          let z = normal_quantile(95% to 6 decimals)
          let root = sqrt(lead / 1 day to 6 decimals)
          let daily = sum(sales.quantity over w) / days(w)
          show sample = (z * sample deviation(sales.quantity over w each day to 6 decimals) * root) rounded to 0.01 units
          show all = (z * population deviation(sales.quantity over w each day to 6 decimals) * root) rounded to 0.01 units
          show rows = (z * sample deviation(sales.quantity over w to 6 decimals) * root else 0 units) rounded to 0.01 units
          let demand = lead / 1 day * sample variance(sales.quantity over w each day)
          let delay = daily * daily * lead_deviation * lead_deviation
          show both = (z * sqrt(demand + delay to 6 decimals)) rounded to 0.01 units
        """) == ["A 17.93 16.04 16.88 23.89", "B 10.3 9.21 0 10.3", "C 0 0 0 0"])
  }

  /// EOQ: √(2 · 50 CNY · 1200 units / (3 CNY/unit)) = 200 units.
  /// Newsvendor: a share of 6/(6 + 4) of demands ought to be met: z = 0.253347, so 100 + 0.253347 · 20 = 105.06694 units;
  /// of a slow mover with a mean of 5, P(n ≤ 5) = 0.616 is the first of at least 0.6.
  @Test func quantitiesByCost() throws {
    #expect(
      try Self.lines(
        """
          let price = 6 CNY / 1 unit
          show eoq = sqrt(2 * 50 CNY * 1_200 units / (3 CNY / 1 unit) to 4 decimals)
          let level = price / (price + 4 CNY / 1 unit)
          show newsvendor = 100 units + normal_quantile(level to 6 decimals) * 20 units
          show slow = poisson_quantile(5 units, level)
          show slower = poisson_quantile(0.05 * lead / 1 day * 1 unit, 90%)
          show left = remainder(1_200 units, 500 units)
          show below = remainder(-1 day, 7 days)
          show part = remainder(1, 0.3)
        """) == ["A 200 105.06694 5 1 200 6 0.1", "B 200 105.06694 5 1 200 6 0.1", "C 200 105.06694 5 2 200 6 0.1"])
  }

  /// Demands of 3, 5 and 4: with n - 1 the deviation is 1 and the coefficient of variation 25%, with n it is 20.4%: the one
  /// is class Y, the other class X.
  @Test func xyzDependsOnTheDivisor() throws {
    let text = """
      language 1
      table skus (code) { code text }
      rows {
      code
      A
      }
      table demand (sku, month) {
        sku   skus
        month month
        sold  units
      }
      rows {
      sku | month | sold
      A | 2026-01 | 3
      A | 2026-02 | 5
      A | 2026-03 | 4
      }
      sheet S {
        for each skus
        let mean = avg(demand.sold)
        let sample = sample deviation(demand.sold to 6 decimals) / mean else 100%
        let all = population deviation(demand.sold to 6 decimals) / mean else 100%
        show by_sample = "X" when sample < 25% else "Y"
        show by_all = "X" when all < 25% else "Y"
      }
      """
    #expect(try EndToEndCalendarTests.rows(text) == ["A Y X"])
  }

  /// Factors that overlap: multiplied 1.5 · 120% = 1.8, the greatest is 1.5, and the one of the latest day 1.2.
  @Test func factorsThatOverlap() throws {
    let text = """
      language 1
      table skus (code) {
        code  text
        as_of date
      }
      rows {
      code | as_of
      A | 2026-02-15
      B | 2026-03-15
      }
      table factors {
        sku    skus
        since  date
        factor number
        share  percent
      }
      rows {
      sku | since | factor | share
      A | 2026-01-01 | 1.5 | 150%
      A | 2026-02-01 | 1.2 | 120%
      A | 2026-03-01 | 0.5 | 50%
      }
      sheet S {
        for each skus
        let d = 2026-02-15
        let daily = 10 units / 1 day
        show product = daily * product(factors.factor where since <= this.d)
        show percents = daily * product(factors.share over all time on since where since <= this.d)
        show later = product(factors.share where since > 2026-01-15)
        show windowed = product(factors.factor over 2026-01-10 .. as_of on since)
        show greatest = daily * (max(factors.factor where since <= this.d) else 1)
      }
      """
    #expect(try EndToEndCalendarTests.rows(text) == ["A 18 18 0.6 1.2 15", "B 10 10 1 1 10"])
  }

  /// Random sales, against sums over all days one by one; the order of the rows and the threads do not matter.
  @Test(arguments: UInt64(410)...413) func totalsAreThoseOfEachDay(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let dealers = ["d1", "d2", "d3"]
    let skus = ["a", "b"]
    let start = date(2026, 1, 1)
    let today = date(2026, 2, 20)
    let sales = (0..<random.number(0...60)).map { _ in
      (
        dealer: random.pick(dealers), sku: random.pick(skus), day: random.day(start, date(2026, 3, 1)),
        count: random.number(-3...9)
      )
    }
    let stock = dealers.flatMap { dealer in skus.map { (dealer: dealer, sku: $0, days: random.number(2...40)) } }
    let plan = """
      language 1
      table dealers (code) { code text }
      table skus (code) { code text }
      table stock (dealer, sku) {
        dealer dealers
        sku    skus
        length days
      }
      table sales dated sold_on {
        dealer   dealers
        sku      skus
        sold_on  date
        quantity units
      }
      sheet S {
        for each stock
        show fixed = sample variance(sales.quantity over last 30 days before today each day)
        show own = population variance(sales.quantity over today - length .. today each day)
        show greatest = max(sales.quantity over today - length .. today each day)
        show least = min(sales.quantity over last 30 days before today each day)
        show mean = avg(sales.quantity where quantity > 0 units over last 30 days before today each day)
        show weekly = max(sales.quantity per dealer over last 4 weeks before week(today) each week)
        show rows = sample variance(sales.quantity over last 30 days before today)
      }
      """
    func number(_ value: Rational?) -> Value { value.map { .number($0) } ?? .missing }
    func sum(_ values: [Rational]) -> Rational { values.reduce(.zero, +) }
    func variance(_ values: [Rational], _ divisor: Int) -> Rational? {
      guard divisor > 0 else { return nil }
      let mean = sum(values) / Rational(values.count)
      return sum(values.map { ($0 - mean) * ($0 - mean) }) / Rational(divisor)
    }
    var rows: ResultRows = [:]
    for row in stock {
      func rowsOf(_ first: Int32, _ last: Int32, _ isWanted: (Int) -> Bool = { _ in true }, anySKU: Bool = false)
        -> [(day: Int32, count: Rational)]
      {
        sales.filter {
          $0.dealer == row.dealer && (anySKU || $0.sku == row.sku) && $0.day.days >= first && $0.day.days <= last
            && isWanted($0.count)
        }.map { ($0.day.days, Rational($0.count)) }
      }
      func totals(_ first: Int32, _ last: Int32, _ isWanted: (Int) -> Bool = { _ in true }) -> [Rational] {
        let rows = rowsOf(first, last, isWanted)
        return (first...last).map { day in sum(rows.filter { $0.day == day }.map(\.count)) }
      }
      let fixed = totals(today.days - 30, today.days - 1)
      let own = totals(today.days - Int32(row.days), today.days)
      let positive = totals(today.days - 30, today.days - 1) { $0 > 0 }
      let monday = today.days - Int32(today.weekday - 1)
      let weeks = (1...4).map { week in
        sum(rowsOf(monday - Int32(7 * week), monday - Int32(7 * week) + 6, anySKU: true).map(\.count))
      }
      let plain = rowsOf(today.days - 30, today.days - 1).map(\.count)
      rows["\(row.dealer)|\(row.sku)"] = [
        "fixed": number(variance(fixed, 29)), "own": number(variance(own, own.count)), "greatest": number(own.max()),
        "least": number(fixed.min()), "mean": number(sum(positive) / Rational(30)), "weekly": number(weeks.max()),
        "rows": number(variance(plain, plain.count - 1)),
      ]
    }
    let scenario = Scenario(
      plan: plan,
      tables: [
        MemoryTable(name: "dealers", header: ["code"], rows: dealers.map { [$0] }),
        MemoryTable(name: "skus", header: ["code"], rows: skus.map { [$0] }),
        MemoryTable(
          name: "stock", header: ["dealer", "sku", "length"], rows: stock.map { [$0.dealer, $0.sku, "\($0.days)"] }),
        MemoryTable(
          name: "sales", header: ["dealer", "sku", "sold_on", "quantity"],
          rows: sales.map { [$0.dealer, $0.sku, "\($0.day)", "\($0.count)"] }),
      ], asOf: "\(today)")
    try scenario.check(.results(["S": rows]), seed)
  }
}
