import Columns

/// The numbers between two, both left out; without an upper one, all that are greater.
package struct OpenInterval: Hashable, Sendable {
  package let lower: Rational
  package let upper: Rational?

  package init(_ lower: Rational, _ upper: Rational?) {
    self.lower = lower
    self.upper = upper
  }

  package func contains(_ x: Rational) -> Bool { lower < x && (upper.map { x < $0 } ?? true) }

  /// A number of the interval.
  var sample: Rational {
    get throws(Undecided) {
      guard let upper else { return try lower.plus(.one) }
      return try lower.plus(upper).over(Rational(2))
    }
  }
}

/// An exact polynomial of the one variable of a payout curve.
package struct Polynomial: Hashable, Sendable {
  /// From the constant on; the last is not zero.
  package let coefficients: [Rational]

  package init(_ coefficients: [Rational]) {
    var rest = coefficients[...]
    while rest.last == .zero { rest = rest.dropLast() }
    self.coefficients = Array(rest)
  }

  package init(_ constant: Rational) { self.init([constant]) }

  /// No plan multiplies so often by what is sold.
  private static let sizeLimit = 10

  static let zero = Polynomial([])
  /// The variable itself.
  static let variable = Polynomial([.zero, .one])

  var isZero: Bool { coefficients.isEmpty }

  /// The value, iff it is the same everywhere.
  package var constant: Rational? { coefficients.count > 1 ? nil : coefficients.first ?? .zero }

  func plus(_ other: Polynomial) throws(Undecided) -> Polynomial {
    var sum = coefficients.count >= other.coefficients.count ? coefficients : other.coefficients
    let shorter = coefficients.count >= other.coefficients.count ? other.coefficients : coefficients
    for (power, coefficient) in shorter.enumerated() { sum[power] = try sum[power].plus(coefficient) }
    return Polynomial(sum)
  }

  var negated: Polynomial { Polynomial(coefficients.map(\.negated)) }

  func times(_ other: Polynomial) throws(Undecided) -> Polynomial {
    if isZero || other.isZero { return .zero }
    if coefficients.count + other.coefficients.count > Polynomial.sizeLimit {
      throw Undecided("the amount is a product of too many amounts that depend on the variable")
    }
    var product = [Rational](repeating: .zero, count: coefficients.count + other.coefficients.count - 1)
    for (a, left) in coefficients.enumerated() {
      for (b, right) in other.coefficients.enumerated() {
        product[a + b] = try product[a + b].plus(left.times(right))
      }
    }
    return Polynomial(product)
  }

  func over(_ divisor: Rational) throws(Undecided) -> Polynomial {
    var quotients: [Rational] = []
    for coefficient in coefficients { quotients.append(try coefficient.over(divisor)) }
    return Polynomial(quotients)
  }

  package func value(at x: Rational) throws(Undecided) -> Rational {
    var value = Rational.zero
    for coefficient in coefficients.reversed() { value = try value.times(x).plus(coefficient) }
    return value
  }

  /// The polynomial of another one's values.
  func of(_ inner: Polynomial) throws(Undecided) -> Polynomial {
    var result = Polynomial.zero
    for coefficient in coefficients.reversed() { result = try result.times(inner).plus(Polynomial(coefficient)) }
    return result
  }

  var derivative: Polynomial {
    get throws(Undecided) {
      var slopes: [Rational] = []
      for (power, coefficient) in coefficients.enumerated().dropFirst() {
        slopes.append(try coefficient.times(Rational(power)))
      }
      return Polynomial(slopes)
    }
  }

  // ---- Zeros ----

  /// The places inside the interval at which the polynomial is zero, ascending; none if it is zero everywhere.
  func zeros(in interval: OpenInterval) throws(Undecided) -> [Rational] {
    switch coefficients.count {
    case 0, 1: return []
    case 2:
      let zero = try coefficients[0].negated.over(coefficients[1])
      return interval.contains(zero) ? [zero] : []
    case 3: return try quadraticZeros(in: interval)
    default:
      guard coefficients[0] == .zero else {
        throw Undecided("where a curve of the third degree crosses a bound is not computed")
      }
      let rest = try Polynomial(Array(coefficients.dropFirst())).zeros(in: interval)
      return Set(rest + (interval.contains(.zero) ? [.zero] : [])).sorted()
    }
  }

  private func quadraticZeros(in interval: OpenInterval) throws(Undecided) -> [Rational] {
    let (c, b, a) = (coefficients[0], coefficients[1], coefficients[2])
    let square = try b.times(b).minus(Rational(4).times(a).times(c))
    if square.signum < 0 { return [] }
    let twice = try Rational(2).times(a)
    if let root = square.exactSquareRoot {
      let zeros = try Set([b.negated.minus(root).over(twice), b.negated.plus(root).over(twice)])
      return zeros.filter(interval.contains).sorted()
    }
    // The zeros are no fractions, so that none of the fractions below is one.
    let start = try value(at: interval.lower).signum
    let vertex = try b.negated.over(twice)
    var signs = [a.signum]
    if let upper = interval.upper { signs = [try value(at: upper).signum] }
    if interval.contains(vertex) { signs.append(try value(at: vertex).signum) }
    if signs.allSatisfy({ $0 == start }) { return [] }
    throw Undecided("a curve crosses a bound at a place that is no fraction")
  }
}
