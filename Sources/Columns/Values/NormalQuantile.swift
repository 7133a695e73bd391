extension Rational {
  /// The value below which a standard normal variable stays with this probability, rounded half away from zero to so many
  /// decimals; nil iff the probability is not strictly between 0 and 1.
  ///
  /// The digits are decided, not estimated: the distribution function is compared with the probability half-way between
  /// neighbouring results, by sums whose error is bounded.
  ///
  /// - Parameter decimals: from 0 to 9.
  public func normalQuantile(decimals: Int) -> Rational? {
    guard signum > 0, self < .one else { return nil }
    let half = denominator.magnitude / 2
    if denominator == 2 { return .zero }
    let isUpper = numerator.magnitude > half
    // The probability is 1/2 and, in one direction, n/2d.
    let excess = NormalExcess(
      numerator: isUpper
        ? numerator.magnitude - (denominator.magnitude - numerator.magnitude)
        : denominator.magnitude - 2 * numerator.magnitude, denominator: denominator.magnitude)
    let tail = isUpper ? denominator.magnitude - numerator.magnitude : numerator.magnitude
    let power = Double(PowersOfTen.narrow[decimals])
    let guess = NormalExcess.quantile(tail: Double(tail) / Double(denominator)) * power
    guard let steps = excess.steps(from: Int(guess.rounded()), power: UInt64(PowersOfTen.narrow[decimals])) else {
      return nil
    }
    return Rational(Int64(isUpper ? steps : -steps), scale: decimals)
  }
}

/// A probability of 1/2 + n/2d, n from 1 to d - 1.
private struct NormalExcess {
  let numerator: UInt128
  let denominator: UInt128

  /// The quantile as a multiple of 1/power, rounded half up: the least k from 0 on for which more than the probability lies
  /// below (k + 1/2) / power.
  ///
  /// - Parameter guess: from which to look; nearly always it is k itself.
  func steps(from guess: Int, power: UInt64) -> Int? {
    var low = -1
    var high: Int?
    var reach = 1
    var probe = max(0, guess)
    while true {
      guard let isAbove = isExceeded(atHalf: UInt64(2 * probe + 1), power) else { return nil }
      if isAbove { high = probe } else { low = probe }
      guard let high else {
        probe += reach
        reach *= 2
        continue
      }
      if high - low == 1 { return high }
      if isAbove && reach < high - low {
        probe = high - reach
        reach *= 2
      } else {
        probe = low + (high - low) / 2
      }
    }
  }

  /// True iff more than the probability lies below m / (2 · power); nil iff that cannot be told, which nobody has seen.
  private func isExceeded(atHalf m: UInt64, _ power: UInt64) -> Bool? {
    for (fraction, wholeLimbs) in [(2, 2), (8, 4)] {
      let x = Double(m) / Double(2 * power)
      if fraction == 2 && x > 7 { continue }
      switch order(atHalf: m, power, x, fraction, wholeLimbs) {
      case .greater: return true
      case .less: return false
      case .equal: continue
      }
    }
    return nil
  }

  /// How what lies below x = m / (2 · power) compares with the probability; equal if the precision does not tell.
  ///
  /// ```
  /// Φ(x) = 1/2 + S(x) / √2π     S(x) = x - x³ / (2 · 3) + x⁵ / (2² 2! · 5) - x⁷ / (2³ 3! · 7) + …
  /// Φ(x) > 1/2 + n/2d     iff     S(x) · 2d > n · √2π
  /// ```
  ///
  /// A term's error grows by at most x²/2(i + 1) at each step, so by at most e^(x²/2) in all, and each step cuts off fewer
  /// than 3 units of the last bit: with at most 512 terms, the sum's error is below 3 · 512² · e^(x²/2) units.
  private func order(
    atHalf m: UInt64, _ power: UInt64, _ x: Double, _ fraction: Int, _ wholeLimbs: Int
  ) -> Order {
    var term = FixedPoint(whole: m, fraction: fraction, wholeLimbs: wholeLimbs)
    term.divide(by: 2 * power)
    var positive = FixedPoint(fraction: fraction, wholeLimbs: wholeLimbs)
    var negative = positive
    var index: UInt64 = 0
    while !term.isZero {
      var part = term
      part.divide(by: 2 * index + 1)
      if index & 1 == 0 { positive.add(part) } else { negative.add(part) }
      index += 1
      term.multiply(by: m)
      term.divide(by: 2 * power)
      term.multiply(by: m)
      term.divide(by: 2 * power)
      term.divide(by: 2 * index)
    }
    let bits = 22 + Int((x * x * 0.7214).rounded(.up))
    let error = FixedPoint(units: 1, exponent: bits, fraction: fraction, wholeLimbs: wholeLimbs)
    var least = positive.subtracting(negative)
    var greatest = least.adding(error)
    least.subtract(error)
    var bound = NormalExcess.rootOfTwoPi(fraction, wholeLimbs + 2)
    bound.multiply(by: numerator)
    var boundAbove = NormalExcess.rootOfTwoPi(fraction, wholeLimbs + 2)
    boundAbove.add(FixedPoint(units: 1, exponent: 0, fraction: fraction, wholeLimbs: wholeLimbs + 2))
    boundAbove.multiply(by: numerator)
    least = least.widened(by: 2)
    least.multiply(by: 2 * denominator)
    greatest = greatest.widened(by: 2)
    greatest.multiply(by: 2 * denominator)
    if boundAbove < least { return .greater }
    return greatest < bound ? .less : .equal
  }

  /// √2π, cut off.
  private static func rootOfTwoPi(_ fraction: Int, _ wholeLimbs: Int) -> FixedPoint {
    let bits: [UInt64] = [
      0xc2b8_6bae_c9ff_a598, 0x307f_0f37_d42a_17c1, 0x847d_560b_8818_fb98, 0x5068_337b_6569_8726,
      0xdc2f_412d_deeb_948b, 0x19f3_ea64_1600_0b50, 0xf948_3f5c_e459_dc5f, 0x81b2_63fe_c4e0_b2ca,
    ]
    return FixedPoint(bits: Array(bits.suffix(fraction)), whole: 2, wholeLimbs: wholeLimbs)
  }

  // MARK: A guess

  /// Nearly the value above which a standard normal variable lies with a probability of at most 1/2: where to look.
  static func quantile(tail: Double) -> Double {
    // The tail is convex, so that Newton's steps from 0 on ascend to the root.
    var x = 0.0
    for _ in 0..<1_000 {
      let (above, density) = upperTail(x)
      let step = (above - tail) / density
      guard step > 1e-15 * max(1, x), step.isFinite else { break }
      x += step
    }
    return x
  }

  private static func upperTail(_ x: Double) -> (above: Double, density: Double) {
    let density = exponential(-x * x / 2) / 2.506_628_274_631_000_5
    if x < 3 {
      var sum = 0.0
      var term = x
      var divisor = 1.0
      while term > 1e-18 {
        sum += term
        divisor += 2
        term *= x * x / divisor
      }
      return (0.5 - density * sum, density)
    }
    var fraction = x
    for level in stride(from: 60.0, to: 0, by: -1) { fraction = x + level / fraction }
    return (density / fraction, density)
  }

  /// e to the power of a number from -200 to 0.
  private static func exponential(_ x: Double) -> Double {
    let twos = (x / 0.693_147_180_559_945_3).rounded()
    let rest = x - twos * 0.693_147_180_559_945_3
    var sum = 1.0
    var term = 1.0
    for index in 1...20 {
      term *= rest / Double(index)
      sum += term
    }
    return Double(sign: .plus, exponent: Int(twos), significand: sum)
  }
}
