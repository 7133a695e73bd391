import TestSupport

/// The tables of the workloads, made from a fixed seed: the same scale gives the same tables everywhere.
///
/// Amounts are whole numbers of cents, shares hundredths of a percent, days counted from 1970-01-01.
public struct BenchmarkData: Sendable {
  public let size: BenchmarkSize

  // People by number from 0; a manager's number is another person's, or -1.
  var managers: [Int] = []
  var salaries: [Int64] = []
  /// By person and quarter, eight a person.
  var quotas: [Int64] = []

  var dealReps: [Int32] = []
  var dealAmounts: [Int64] = []
  var dealDays: [Int32] = []
  var dealIsWon: [Bool] = []
  /// The rows of the splits; those of a deal stand together, in the order of the deals.
  var splitDeals: [Int32] = []
  var splitReps: [Int32] = []
  var splitShares: [Int64] = []

  var packs: [Int64] = []
  var minima: [Int64] = []
  var turnovers: [Int64] = []
  var leads: [Int64] = []
  var costs: [Int64] = []

  // By location and product.
  var onHand: [Int64] = []
  var inTransit: [Int64] = []
  var reportedDays: [Int32] = []

  /// In the order of the days.
  var salePairs: [Int32] = []
  var saleDays: [Int32] = []
  var saleQuantities: [Int32] = []

  public init(_ size: BenchmarkSize) {
    self.size = size
    makePeople()
    makeDeals()
    makeQuotas()
    makeProducts()
    makeSales()
    makeStock()
  }

  /// Ten people to a manager, in a tree whose numbers tell nothing of who stands where.
  private mutating func makePeople() {
    var random = SeededRandom(seed: 1)
    let order = Array(0..<size.reps).shuffled(using: &random)
    managers = Array(repeating: -1, count: size.reps)
    for place in 1..<size.reps { managers[order[place]] = order[(place - 1) / 10] }
    salaries = (0..<size.reps).map { _ in Int64.random(in: 720...1_920, using: &random) * 5_000 }
  }

  private mutating func makeDeals() {
    var random = SeededRandom(seed: 2)
    let splitForms: [[Int64]] = [
      [5_000, 5_000], [6_000, 4_000], [7_000, 3_000], [3_750, 6_250], [8_333, 1_667], [5_000, 5_000], [6_000, 4_000],
      [3_333, 3_333, 3_334], [5_000, 2_500, 2_500], [6_250, 1_250, 2_500],
    ]
    let span = BenchmarkDays.last - BenchmarkDays.first + 1
    for deal in 0..<size.deals {
      // Some people sell much more than others.
      let draw = (Int(random.next() >> 40) * Int(random.next() >> 40)) >> 24
      let rep = min((draw * size.reps) >> 24, size.reps - 1)
      // From ten to some forty thousand, with as many below as above seven hundred.
      let magnitude = Int64.random(in: 0..<12, using: &random)
      let amount = (Int64(1_000) << magnitude) + Int64.random(in: 0..<(1_000 << magnitude), using: &random)
      let day = deal * (span + 60) / size.deals - 60 + Int.random(in: 0..<90, using: &random)
      dealReps.append(Int32(rep))
      dealAmounts.append(amount)
      dealDays.append(Int32(BenchmarkDays.first + min(max(day, 0), span - 1)))
      dealIsWon.append(Int.random(in: 0..<100, using: &random) < 62)
      guard Int.random(in: 0..<100, using: &random) < 15 else { continue }
      let form = splitForms[Int.random(in: 0..<splitForms.count, using: &random)]
      let step = Int.random(in: 1...max(1, size.reps / 3 - 1), using: &random)
      for (place, share) in form.enumerated() {
        splitDeals.append(Int32(deal))
        splitReps.append(Int32((rep + place * step) % size.reps))
        splitShares.append(share)
      }
    }
  }

  /// Near what was credited, so that every tier is reached.
  private mutating func makeQuotas() {
    var random = SeededRandom(seed: 3)
    var credits = [Int64](repeating: 0, count: size.reps * 8)
    forEachCreditLine { _, rep, day, credit in credits[rep * 8 + BenchmarkDays.quarter(of: day)] += credit / 10_000 }
    quotas = credits.map { credit in
      let near = credit / 100 * Int64.random(in: 45...240, using: &random)
      let quota = max(near / 50_000 * 50_000, 100_000)
      return Int.random(in: 0..<10, using: &random) == 0 ? quota + Int64.random(in: 1..<50_000, using: &random) : quota
    }
  }

  private mutating func makeProducts() {
    var random = SeededRandom(seed: 4)
    func any(_ values: [Int64]) -> Int64 { values[Int.random(in: 0..<values.count, using: &random)] }
    for _ in 0..<size.products {
      packs.append(any([1, 1, 2, 4, 5, 6, 10, 12, 24]))
      minima.append(any([1, 1, 1, 5, 10, 12, 20]))
      turnovers.append(any([7, 10, 14, 21, 28]))
      leads.append(any([1, 2, 3, 5, 7, 14]))
      costs.append(Int64.random(in: 15...50_000, using: &random))
    }
  }

  private mutating func makeSales() {
    var random = SeededRandom(seed: 5)
    for sale in 0..<size.sales {
      let draw = (Int(random.next() >> 40) * Int(random.next() >> 40)) >> 24
      let product = (draw * size.products) >> 24
      let location = Int.random(in: 0..<size.locations, using: &random)
      salePairs.append(Int32(location * size.products + product))
      saleDays.append(Int32(BenchmarkDays.last - 89 + sale * 90 / size.sales))
      // One, seldom many, and now and then a return.
      var quantity: Int32 = 1
      while quantity < 60, random.next() & 15 < 9 { quantity += 1 }
      saleQuantities.append(random.next() % 100 == 0 ? -1 : quantity)
    }
  }

  private mutating func makeStock() {
    var random = SeededRandom(seed: 6)
    let pairs = size.locations * size.products
    var sold = [Int64](repeating: 0, count: pairs)
    for (pair, quantity) in zip(salePairs, saleQuantities) { sold[Int(pair)] += Int64(quantity) }
    for location in 0..<size.locations {
      let reported = BenchmarkDays.last - Int.random(in: 0..<12, using: &random)
      for product in 0..<size.products {
        let daily = max(0, sold[location * size.products + product])
        let need = daily * (turnovers[product] + leads[product]) / 90
        onHand.append(Int64.random(in: 0...(2 * need + 2), using: &random))
        let comes = Int.random(in: 0..<4, using: &random) == 0
        inTransit.append(comes ? Int64.random(in: 0...(daily * leads[product] / 90 + 1), using: &random) : 0)
        reportedDays.append(Int32(reported - (Int.random(in: 0..<20, using: &random) == 0 ? 1 : 0)))
      }
    }
  }

  /// The credit of every won deal: the whole amount for its person, or each split's share, in millionths.
  func forEachCreditLine(_ body: (_ deal: Int, _ rep: Int, _ day: Int, _ credit: Int64) -> Void) {
    var split = 0
    for deal in dealAmounts.indices {
      let firstSplit = split
      while split < splitDeals.count, splitDeals[split] == deal { split += 1 }
      guard dealIsWon[deal] else { continue }
      let day = Int(dealDays[deal])
      if split == firstSplit { body(deal, Int(dealReps[deal]), day, dealAmounts[deal] * 10_000) }
      for place in firstSplit..<split {
        body(deal, Int(splitReps[place]), day, dealAmounts[deal] * splitShares[place])
      }
    }
  }
}
