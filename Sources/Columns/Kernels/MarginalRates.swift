/// The pay of a whole amount through tiers of rates.
///
/// Within one tier the pay is a straight line, `rate · x + intercept`. In a marginal tier it goes on from where the tier
/// below ended, starting from nothing at the first bound; in a whole tier the amount is paid at that tier's rate from
/// zero on, so that the intercept is zero:
///
/// ```
/// marginal   intercept[0] = -rate[0] · bound[0]
///            intercept[i] = intercept[i-1] + (rate[i-1] - rate[i]) · bound[i]
/// whole      intercept[i] = 0
/// ```
/// Measured against a quota, the pay is `rate · x + intercept · quota`: the bounds grow with it, and nothing is divided.
public struct MarginalRates: Sendable {
  public let tiers: Tiers
  /// Whether each tier is whole: paid at its own rate from zero on.
  public let isWhole: [Bool]

  /// - Requires: one element of `isWhole` for each tier.
  public init(_ tiers: Tiers, isWhole: [Bool]) {
    self.tiers = tiers
    self.isWhole = isWhole
  }

  /// Rates that are all marginal.
  public init(_ tiers: Tiers) {
    self.init(tiers, isWhole: [Bool](repeating: false, count: tiers.bounds.count))
  }

  /// The pay of each row of `x` where each tier has one rate.
  public func pay(_ x: Column, rates: [Rational], against quota: Column? = nil, site: Int32) -> Column {
    let indices = tiers.indices(of: x, against: quota, site: site)
    let rate = Column.numbers(rates).gather(elements: indices)
    let intercept = intercepts(rates, site: site).gather(elements: indices)
    return line(x, rate, intercept, quota, site)
  }

  /// The pay of each row of `x` where each tier has a column of rates, one for each row.
  public func pay(_ x: Column, rates: [Column], against quota: Column? = nil, site: Int32) -> Column {
    let indices = tiers.indices(of: x, against: quota, site: site)
    var intercept = Column.constant(.zero, count: x.count)
    var rate = rates[0]
    var chosenRate = rates[0]
    var chosenIntercept = intercept
    for tier in tiers.bounds.indices {
      let bound = Column.constant(tiers.bounds[tier].value, count: x.count)
      if isWhole[tier] {
        intercept = .constant(.zero, count: x.count)
      } else if tier == 0 {
        intercept = rates[0].multiplying(bound, site: site).negated(site: site)
      } else {
        let step = rate.subtracting(rates[tier], site: site).multiplying(bound, site: site)
        intercept = intercept.adding(step, site: site)
      }
      rate = rates[tier]
      let isHere = indices.comparing(.greaterOrEqual, .constant(code: Int32(tier), count: x.count))
      chosenRate = tier == 0 ? rate : .choose(isHere, then: rate, otherwise: chosenRate)
      chosenIntercept = tier == 0 ? intercept : .choose(isHere, then: intercept, otherwise: chosenIntercept)
    }
    let failed = indices.faults == nil ? x : x.multiplying(indices.asNumbers(.one), site: site)
    return line(failed, chosenRate, chosenIntercept, quota, site)
  }

  private func intercepts(_ rates: [Rational], site: Int32) -> Column {
    var intercepts: [Rational?] = []
    for tier in rates.indices {
      let bound = tiers.bounds[tier].value
      if isWhole[tier] {
        intercepts.append(.zero)
      } else if tier == 0 {
        intercepts.append(rates[0].multiplying(bound)?.negated)
      } else {
        let step = rates[tier - 1].subtracting(rates[tier])?.multiplying(bound)
        intercepts.append(step.flatMap { intercepts[tier - 1]?.adding($0) })
      }
    }
    return Column.numbers(intercepts).requiringNumbers(site: site)
  }

  private func line(_ x: Column, _ rate: Column, _ intercept: Column, _ quota: Column?, _ site: Int32) -> Column {
    let offset = quota.map { intercept.multiplying($0, site: site) } ?? intercept
    return x.multiplying(rate, site: site).adding(offset, site: site)
  }
}

extension Column {
  /// The rows of the column at the codes of `indices`; where those have no value or a fault, neither has the result.
  func gather(elements indices: Column) -> Column {
    var states = RowStates(indices)
    let rows = gather(indices.codeLane.elements)
    for (row, fault) in rows.faults ?? [:] where states.hasValue(Int(row)) { states.fail(Int(row), fault) }
    return states.column(rows.storage)
  }

  /// The column with an overflow in place of every missing row.
  fileprivate func requiringNumbers(site: Int32) -> Column {
    var states = RowStates(self)
    for row in 0..<elementCount where isMissing(at: row) { states.fail(row, Fault(.overflow, site: site)) }
    return Column(storage, count: count, isConstant: isConstant, faults: states.faults)
  }

  /// A column of the same number in every row, missing and faulty where this one is.
  fileprivate func asNumbers(_ number: Rational) -> Column {
    let states = RowStates(self)
    return states.column(.init(narrowing: [Rational](repeating: number, count: states.elementCount)))
  }
}
