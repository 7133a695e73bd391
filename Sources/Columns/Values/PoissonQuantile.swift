extension Rational {
  /// The least n such that a Poisson variable with this mean is at most n with at least the given probability; nil iff the
  /// mean is not from 0 to 10,000, or the probability is below 0 or not below 1.
  ///
  /// The decision is exact: no sum of the distribution's terms is rational but for a mean of 0, so a sum with a bounded
  /// error is on one side of the probability.
  public func poissonQuantile(probability: Rational) -> Int? {
    guard signum >= 0, self <= Rational(10_000), probability.signum >= 0, probability < .one else { return nil }
    if signum == 0 || probability.signum == 0 { return 0 }
    for fraction in [2, 8] {
      if let result = PoissonSums(mean: self, fraction: fraction).quantile(probability) { return result }
    }
    return nil
  }
}

/// The terms mean^i / i! one after the other, as multiples of the first that counts.
///
/// Before `first`, the terms together are less than 2^-bits of all (Chernoff: e^(-w²/2·mean) for all terms that are w below
/// the mean). A step cuts off at most 3 units of the last bit, and there are fewer than 2¹⁴ steps. While the terms ascend,
/// that is an error of less than 3 · 2¹⁴ units in 1; while they descend, errors do not grow. Summed over all terms, and
/// with those behind the last one that counts, it is less than 2⁴⁰ units in 1 of the total.
private struct PoissonSums {
  let mean: Rational
  let fraction: Int
  let first: Int

  private static let wholeLimbs = 4

  init(mean: Rational, fraction: Int) {
    self.mean = mean
    self.fraction = fraction
    let center = Double(mean.numerator) / Double(mean.denominator)
    let width = (2 * center * Double(64 * fraction) * 0.7).squareRoot()
    first = max(0, Int((center - width).rounded(.down)) - 1)
  }

  /// A running sum of the terms; after `shifts` divisions by 2³², which keep the terms small.
  private struct State {
    var index: Int
    var term: FixedPoint
    var sum: FixedPoint
    var shifts = 0
  }

  private var start: State {
    let one = FixedPoint(whole: 1, fraction: fraction, wholeLimbs: PoissonSums.wholeLimbs)
    return State(index: first, term: one, sum: one)
  }

  private func advance(_ state: inout State) {
    state.index += 1
    state.term.multiply(by: mean.numerator.magnitude)
    state.term.divide(by: mean.denominator.magnitude)
    state.term.divide(by: UInt64(state.index))
    state.sum.add(state.term)
    if state.term.whole >> 32 != 0 {
      state.term.shiftRight(32)
      state.sum.shiftRight(32)
      state.shifts += 1
    }
  }

  /// Nil iff the precision does not tell.
  func quantile(_ probability: Rational) -> Int? {
    var last = start
    let center = Int(mean.numerator / mean.denominator)
    while last.index <= center || !last.term.isZero { advance(&last) }
    let margin = FixedPoint(
      units: last.sum.whole + 1, exponent: 40, fraction: fraction, wholeLimbs: PoissonSums.wholeLimbs)
    var target = last.sum
    target.multiply(by: probability.numerator.magnitude)
    target.divide(by: probability.denominator.magnitude)
    let least = target.subtracting(margin)
    let greatest = target.adding(margin)
    var state = start
    while true {
      var sum = state.sum
      for _ in state.shifts..<last.shifts { sum.shiftRight(32) }
      if least < sum {
        // Before the first term that counts, all are within the margin.
        return greatest < sum ? state.index : nil
      }
      if state.index >= last.index { return nil }
      advance(&state)
    }
  }
}
