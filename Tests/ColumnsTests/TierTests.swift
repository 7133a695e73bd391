import Columns
import TestSupport
import Testing

/// Tiers against their definition: what an amount earns is the sum of its slices.
@Suite struct TierTests {
  private func number(_ text: String) -> Rational { Rational(decimal: text) ?? .zero }

  private func accelerator() -> Tiers {
    Tiers(["0", "0.5", "1", "1.5"].map { Tiers.Bound(number($0)) })
  }

  @Test func aRateOnAttainment() {
    let sales = Column.numbers(["0", "40000", "50000", "75000", "100000", "180000"].map { number($0) })
    let quota = Column.constant(number("100000"), count: 6)
    let rates = ["0.04", "0.06", "0.09", "0.12"].map { number($0) }
    let pay = MarginalRates(accelerator()).pay(sales, rates: rates, against: quota, site: 1)
    #expect(pay.cells == ["0", "1600", "2000", "3500", "5000", "13100"].map { .number(number($0)) })
  }

  @Test func boundsAreInsideOrNot() {
    let tiers = Tiers(
      [.init(.zero), .init(number("270000"), isIncluded: false)], closing: .init(number("500000"), isIncluded: false))
    let values = Column.numbers(["-0.01", "0", "270000", "270000.01", "499999.99", "500000"].map { number($0) })
    let indices = tiers.indices(of: values, site: 4)
    #expect(indices.codesOfRows == [nil, 0, 0, 1, 1, nil])
    for quota in ["1", "0.5", "3"].map({ Column.constant(number($0), count: 6) }) {
      let scaled = values.multiplying(quota, site: 0)
      #expect(tiers.indices(of: scaled, against: quota, site: 0).codesOfRows == [nil, 0, 0, 1, 1, nil])
      #expect(tiers.indices(of: scaled, against: quota.flattened(), site: 0).codesOfRows == [nil, 0, 0, 1, 1, nil])
    }
    let ends = Tiers([.init(.zero)], closing: .init(number("10"), isIncluded: true))
    #expect(ends.indices(of: .integers([10, 11]), against: .integers([1, 1]), site: 0).codesOfRows == [0, nil])
    #expect(ends.indices(of: .integers([10, 11]), site: 0).codesOfRows == [0, nil])
    #expect(indices.fault(at: 0) == Fault(.outsideTiers("-0.01"), site: 4))
    #expect(indices.fault(at: 5) == Fault(.outsideTiers("500000"), site: 4))
  }

  @Test func quotasThatMeasureNothing() {
    let sales = Column.integers([5, 5, 5])
    let quota = Column(.integers([0, -1, 0], scale: 0), count: 3, validity: Bitmap([true, true, false]))
    let pay = MarginalRates(accelerator()).pay(sales, rates: [.one, .one, .one, .one], against: quota, site: 1)
    #expect(pay.cells == [.fault(.divisionByZero), .fault(.outsideTiers("5 against -1")), .missing])
  }

  @Test func wholeTiersPayFromZero() {
    let tiers = Tiers(["0", "50", "100"].map { Tiers.Bound(number($0)) })
    let mixed = MarginalRates(tiers, isWhole: [false, true, false])
    let rates = ["0.04", "0.1", "0.12"].map { number($0) }
    let amounts = Column.numbers(["40", "50", "80", "100", "120"].map { number($0) })
    let pay = mixed.pay(amounts, rates: rates, site: 0)
    #expect(pay.cells == ["1.6", "5", "8", "10", "12.4"].map { .number(number($0)) })
  }

  @Test(arguments: [false, true])
  func payIsTheSumOfTheSlices(hasQuota: Bool) {
    var random = SeededRandom(seed: hasQuota ? 41 : 42)
    for _ in 0..<90 {
      let tiers = randomTiers(&random)
      let isWhole = tiers.bounds.map { _ in random.below(4) == 0 }
      let rates = tiers.bounds.map { _ in Rational(Int64(random.below(60) - 5), scale: 2) }
      let amounts = randomAmounts(&random)
      let quota = hasQuota ? randomAmounts(&random).magnitude(site: 0) : nil
      let table = MarginalRates(tiers, isWhole: isWhole)
      let pay = table.pay(amounts, rates: rates, against: quota, site: 0).cells
      let columns = rates.map { Column.constant($0, count: amounts.count) }
      let flat = rates.map { Column.constant($0, count: amounts.count).flattened() }
      #expect(table.pay(amounts, rates: columns, against: quota, site: 0).cells == pay)
      #expect(table.pay(amounts, rates: flat, against: quota, site: 0).cells == pay)
      let indices = tiers.indices(of: amounts, against: quota, site: 0)
      for row in 0..<amounts.count {
        guard let amount = amounts.rational(at: row), let unit = hasQuota ? quota?.rational(at: row) : .one else {
          #expect(pay[row] == .missing)
          continue
        }
        if unit == .zero {
          #expect(pay[row] == .fault(.divisionByZero))
          continue
        }
        let position = BigRational(amount) / BigRational(unit)
        guard let tier = self.tier(of: position, tiers) else {
          #expect(indices.code(at: row) == nil)
          guard case .fault(.outsideTiers) = pay[row] else {
            Issue.record("\(amount) is outside, and pays \(pay[row])")
            continue
          }
          continue
        }
        #expect(indices.code(at: row) == Int32(tier))
        let exact = earned(position, tier, tiers, rates.map { BigRational($0) }, isWhole) * BigRational(unit)
        guard case .number(let paid) = pay[row] else {
          Issue.record("\(amount) pays \(pay[row])")
          continue
        }
        #expect(BigRational(paid) == exact, "\(amount) against \(unit) earns \(exact), not \(paid)")
      }
    }
  }

  private func randomTiers(_ random: inout SeededRandom) -> Tiers {
    var values = Set<Int>()
    for _ in 0..<(1 + random.below(5)) { values.insert(random.below(400) - 60) }
    let bounds = values.sorted().map {
      Tiers.Bound(
        Rational(Int64($0), scale: 2).dividing(Rational(random.below(2) == 0 ? 1 : 3)) ?? .zero,
        isIncluded: random.below(2) == 0)
    }.sorted { $0.value < $1.value }
    let closing = Tiers.Bound(Rational(Int64(500), scale: 2), isIncluded: random.below(2) == 0)
    let isDistinct = zip(bounds, bounds.dropFirst()).allSatisfy { $0.value < $1.value }
    return isDistinct ? Tiers(bounds, closing: random.below(2) == 0 ? closing : nil) : Tiers([bounds[0]])
  }

  private func randomAmounts(_ random: inout SeededRandom) -> Column {
    switch random.below(7) {
    case 0, 1: return .integers((0..<12).map { _ in Int64(random.below(800) - 100) }, scale: random.below(3))
    case 2:
      return Column(.integers([Int64(random.below(800) - 100)], scale: random.below(3)), count: 12, isConstant: true)
    case 3, 4:
      // Products with these leave 64 bits, some on the way and some for good.
      let bits = 40 + random.below(23)
      return .integers(
        (0..<12).map { _ in Int64(truncatingIfNeeded: random.integer(bits: bits).magnitude) }, scale: random.below(3))
    case 5:
      return Column(
        .wide((0..<12).map { _ in Int128(random.below(800) - 100) }, scale: 2), count: 12,
        validity: Bitmap((0..<12).map { _ in random.below(4) != 0 }))
    default: return .numbers((0..<12).map { _ in Rational(Int128(random.below(2_000) - 100), over: 300) ?? .zero })
    }
  }

  private func tier(of position: BigRational, _ tiers: Tiers) -> Int? {
    if let closing = tiers.closing {
      let end = BigRational(closing.value)
      if end < position || (end == position && !closing.isIncluded) { return nil }
    }
    return tiers.bounds.lastIndex {
      BigRational($0.value) < position || (BigRational($0.value) == position && $0.isIncluded)
    }
  }

  /// The pay from the origin to `position`, slice by slice.
  private func earned(
    _ position: BigRational, _ tier: Int, _ tiers: Tiers, _ rates: [BigRational], _ isWhole: [Bool]
  ) -> BigRational {
    if isWhole[tier] { return rates[tier] * position }
    let bounds = tiers.bounds.map { BigRational($0.value) }
    let origin = bounds.lastIndex { !($0 > .zero) } ?? 0
    let start = max(bounds[origin], .zero)
    if tier == origin { return (position - (bounds[origin] < .zero ? .zero : start)) * rates[tier] }
    if tier > origin {
      return earned(bounds[tier], tier - 1, tiers, rates, isWhole) + (position - bounds[tier]) * rates[tier]
    }
    return earned(bounds[tier + 1], tier + 1, tiers, rates, isWhole) + (position - bounds[tier + 1]) * rates[tier]
  }
}
