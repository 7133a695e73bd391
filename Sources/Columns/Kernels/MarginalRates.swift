/// The pay of a whole amount through tiers of rates.
///
/// Within one tier the pay is a straight line, `rate · x + intercept`. It is nothing at the origin, which is zero, or the
/// first bound if that is above zero. From there a marginal tier goes on where its neighbour ended; in a whole tier the
/// amount is paid at that tier's rate from zero on, so that the intercept is zero, and a marginal tier beyond it goes on
/// from what it pays at its end:
///
/// ```
/// marginal   intercept[origin] = -rate · origin
///            intercept[i] = intercept[i-1] + (rate[i-1] - rate[i]) · bound[i]        above the origin
///            intercept[i] = intercept[i+1] + (rate[i+1] - rate[i]) · bound[i+1]      below it
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
  public func pay(
    _ x: Column, rates: [Rational], against quota: Column? = nil, site: Int32,
    describing: Tiers.Description = Tiers.describe
  ) -> Column {
    let indices = tiers.indices(of: x, against: quota, site: site, describing: describing)
    let rate = Column.numbers(rates)
    let intercept = intercepts(rates, site: site)
    if let storage = narrowLine(x, indices, rate, intercept, quota) {
      return RowStates(indices).column(storage)
    }
    return line(x, rate.gather(elements: indices), intercept.gather(elements: indices), quota, site)
  }

  /// The lines of ``line(_:_:_:_:_:)`` in one loop, with the rate and the intercept of each tier over the scale of the
  /// result; nil iff something does not fit 64 bits.
  private func narrowLine(
    _ x: Column, _ indices: Column, _ rate: Column, _ intercept: Column, _ quota: Column?
  ) -> Column.Storage? {
    guard !indices.isConstant, intercept.faults == nil, case .integers(let amounts, let amountScale) = x.numbers,
      case .integers(let rates, let rateScale) = rate.storage,
      case .integers(let intercepts, let interceptScale) = intercept.storage,
      case .integers(let quotas, let quotaScale) = quota?.numbers ?? .integers([1], scale: 0)
    else { return nil }
    let scale = max(amountScale + rateScale, quotaScale + interceptScale)
    guard let slope = Int64.powerOfTen(scale - amountScale - rateScale),
      let offset = Int64.powerOfTen(scale - quotaScale - interceptScale),
      let slopes = checkedLoop(rates, { $0.times(slope) }),
      let offsets = checkedLoop(intercepts, { $0.times(offset) })
    else { return nil }
    let elements = slopes.withUnsafeBufferPointer { slopes in
      offsets.withUnsafeBufferPointer { offsets in
        checkedLoop(
          indices.codeLane, Lane(amounts, isConstant: x.isConstant),
          Lane(quotas, isConstant: quota?.isConstant ?? true)
        ) { tier, amount, quota in
          let earned = amount.times(slopes[Int(tier)])
          let start = quota.times(offsets[Int(tier)])
          let sum = earned.partialValue.plus(start.partialValue)
          return (sum.partialValue, earned.overflow || start.overflow || sum.overflow)
        }
      }
    }
    return elements.map { .integers($0, scale: scale) }
  }

  /// The pay of each row of `x` where each tier has a column of rates, one for each row.
  public func pay(
    _ x: Column, rates: [Column], against quota: Column? = nil, site: Int32,
    describing: Tiers.Description = Tiers.describe
  ) -> Column {
    let indices = tiers.indices(of: x, against: quota, site: site, describing: describing)
    let zero = Column.constant(.zero, count: x.count)
    let intercepts = intercepts(zero: zero) { tier, neighbour, point in
      let own = rates[tier].multiplying(.constant(point, count: x.count), site: site)
      guard let neighbour else { return own.negated(site: site) }
      let other = rates[neighbour.tier].multiplying(.constant(point, count: x.count), site: site)
      return neighbour.intercept.adding(other.subtracting(own, site: site), site: site)
    }
    var rate = rates[0]
    var intercept = intercepts[0]
    for tier in tiers.bounds.indices.dropFirst() {
      let isHere = indices.comparing(.greaterOrEqual, .constant(code: Int32(tier), count: x.count))
      rate = .choose(isHere, then: rates[tier], otherwise: rate)
      intercept = .choose(isHere, then: intercepts[tier], otherwise: intercept)
    }
    return line(x.inheriting(indices), rate, intercept, quota, site)
  }

  /// The intercept of each tier's line, where each tier has one rate; nil iff one does not fit.
  public func intercepts(_ rates: [Rational]) -> [Rational]? {
    let known = knownIntercepts(rates).compactMap { $0 }
    return known.count == rates.count ? known : nil
  }

  private func knownIntercepts(_ rates: [Rational]) -> [Rational?] {
    intercepts(zero: .zero) { tier, neighbour, point in
      guard let own = rates[tier].multiplying(point) else { return nil }
      guard let neighbour else { return own.negated }
      guard let other = rates[neighbour.tier].multiplying(point), let start = neighbour.intercept else { return nil }
      return other.subtracting(own).flatMap { start.adding($0) }
    }
  }

  private func intercepts(_ rates: [Rational], site: Int32) -> Column {
    let intercepts = knownIntercepts(rates)
    var column = Column.numbers(intercepts.map { $0 ?? .zero })
    for (tier, intercept) in intercepts.enumerated() where intercept == nil {
      column.faults = (column.faults ?? [:]).merging([Int32(tier): Fault(.overflow, site: site)]) { own, _ in own }
    }
    return column
  }

  /// The intercept of each tier, from the origin outward.
  ///
  /// - Parameter marginal: the intercept of a marginal tier whose line meets that of its neighbour at `point`, or is
  ///   zero there if it has none.
  private func intercepts<Intercept>(
    zero: Intercept,
    marginal: (_ tier: Int, _ neighbour: (tier: Int, intercept: Intercept)?, _ point: Rational) -> Intercept
  ) -> [Intercept] {
    let bounds = tiers.bounds
    let origin = bounds.lastIndex { $0.value.signum <= 0 } ?? 0
    var intercepts = [Intercept](repeating: zero, count: bounds.count)
    if !isWhole[origin] && bounds[origin].value.signum > 0 {
      intercepts[origin] = marginal(origin, nil, bounds[origin].value)
    }
    for tier in bounds.indices.dropFirst(origin + 1) where !isWhole[tier] {
      intercepts[tier] = marginal(tier, (tier - 1, intercepts[tier - 1]), bounds[tier].value)
    }
    for tier in bounds.indices.prefix(origin).reversed() where !isWhole[tier] {
      intercepts[tier] = marginal(tier, (tier + 1, intercepts[tier + 1]), bounds[tier + 1].value)
    }
    return intercepts
  }

  private func line(_ x: Column, _ rate: Column, _ intercept: Column, _ quota: Column?, _ site: Int32) -> Column {
    let offset = quota.map { intercept.multiplying($0, site: site) } ?? intercept
    return x.multiplying(rate, site: site).adding(offset, site: site)
  }
}

extension Column {
  /// The rows of the column at the codes of `indices`; where those have no value or a fault, neither has the result.
  public func gather(elements indices: Column) -> Column {
    var states = RowStates(indices)
    let rows = gather(indices.codeLane.elements)
    for (row, fault) in rows.faults ?? [:] where states.hasValue(Int(row)) { states.fail(Int(row), fault) }
    return states.column(rows.storage)
  }

  /// The column, faulty also where `other` is.
  fileprivate func inheriting(_ other: Column) -> Column {
    guard other.faults != nil else { return self }
    let states = RowStates(other, self)
    return states.column(states.isConstant == isConstant ? storage : flattened().storage)
  }
}
