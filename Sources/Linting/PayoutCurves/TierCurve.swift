import Columns
import Model

/// The tiers of a rates table with one ordered axis, as exact numbers.
package struct TierCurve: Sendable {
  package let name: String
  package let tiers: Tiers
  package let rates: [Rational]
  package let isWhole: [Bool]

  /// Nil iff the rows are no tiers, or their bounds and rates no numbers.
  package init?(_ rates: RatesModel, _ rows: [RatesModel.Row], in model: CheckedModel) {
    func number(_ expression: TypedExpression) -> Rational? {
      switch model.constantValue(expression) {
      case .number(let value)? where !value.isInfinite: value
      case .date(let date)?: Rational(Int(date.days))
      case .period(let period)?: Rational(Int(period.ordinal))
      default: nil
      }
    }
    var bounds: [Tiers.Bound] = []
    var values: [Rational] = []
    for row in rows {
      guard case .lowerBound(let bound, let isIncluded)? = row.matchers.first, let place = number(bound),
        let value = number(row.value)
      else { return nil }
      bounds.append(Tiers.Bound(place, isIncluded: isIncluded))
      values.append(value)
    }
    guard !bounds.isEmpty else { return nil }
    var closing: Tiers.Bound?
    if let end = rates.end {
      guard let place = number(end) else { return nil }
      closing = Tiers.Bound(place, isIncluded: rates.includesEnd)
    }
    name = rates.name
    tiers = Tiers(bounds, closing: closing)
    self.rates = values
    isWhole = rows.map(\.isWhole)
  }

  /// What each tier gives as a line over its axis; nil iff a number has too many digits.
  package enum Reading: Sendable {
    /// `R(x)`: the rate of the tier.
    case rate
    /// `R(x)` of `adding rates`: the values of all tiers that are reached.
    case sum
    /// What an amount earns `through` the tiers.
    case pay
  }

  func lines(_ reading: Reading) throws(Undecided) -> [Polynomial] {
    switch reading {
    case .rate: return rates.map { Polynomial($0) }
    case .sum:
      var total = Rational.zero
      var sums: [Polynomial] = []
      for rate in rates {
        total = try total.plus(rate)
        sums.append(Polynomial(total))
      }
      return sums
    case .pay:
      guard let intercepts = MarginalRates(tiers, isWhole: isWhole).intercepts(rates) else { throw .tooManyDigits }
      return Swift.zip(intercepts, rates).map { Polynomial([$0, $1]) }
    }
  }

  /// The curve over `argument`, a curve of plain numbers.
  func of(_ argument: PayoutCurve, _ reading: Reading) throws(Undecided) -> PayoutCurve {
    let lines = try lines(reading)
    let bounds = tiers.bounds.map(\.value) + [tiers.closing?.value].compactMap { $0 }
    return try argument.composed(cutAt: bounds) { value in
      tiers.index(of: value).map { lines[$0] }
    } refusal: {
      .outside(name)
    }
  }

  /// The curve over the axis itself, from the first bound that is not below zero, or from zero on.
  package func curve(_ reading: Reading) throws(Undecided) -> PayoutCurve {
    let first = max(tiers.bounds[0].value, .zero)
    if let closing = tiers.closing, closing.value < first {
      throw Undecided("all tiers of `\(name)` lie below zero")
    }
    return try of(PayoutCurve(Amount(.variable), from: first, to: tiers.closing?.value), reading)
  }
}

extension PayoutCurve {
  /// The values of a function that is a polynomial between `bounds`, of this curve of plain numbers.
  ///
  /// - Parameters:
  ///   - line: the polynomial that holds at a number; nil where there is none.
  ///   - refusal: what becomes of the curve there.
  func composed(
    cutAt bounds: [Rational], line: (Rational) -> Polynomial?, refusal: () -> Refusal
  ) throws(Undecided) -> PayoutCurve {
    func number(_ amount: Amount) throws(Undecided) -> Polynomial {
      guard let polynomial = amount.polynomial else {
        throw Undecided("the place in the tiers depends on", dependsOn: Set(amount.terms.keys.flatMap(\.powers.keys)))
      }
      return polynomial
    }
    let cut = try pieces.split { (piece, interval) throws(Undecided) in
      guard case .amount(let amount) = piece else { return [] }
      let argument = try number(amount)
      var zeros: Set<Rational> = []
      for bound in bounds { zeros.formUnion(try argument.plus(Polynomial(bound.negated)).zeros(in: interval)) }
      return zeros.sorted()
    }
    return PayoutCurve(
      try cut.map { (cell, piece) throws(Undecided) in
        guard case .amount(let amount) = piece else { return piece }
        let argument = try number(amount)
        guard let line = try line(argument.value(at: cell.sample)) else { return .refused(refusal()) }
        return .amount(Amount(try line.of(argument)))
      })
  }
}

/// The points of a declared curve, as exact numbers.
package struct PointCurve: Sendable {
  package let name: String
  package let points: [(x: Rational, y: Rational)]
  let below: CurveModel.End
  let above: CurveModel.End
  private let model: CheckedModel

  /// Nil iff a point is no number.
  package init?(_ curve: CurveModel, in model: CheckedModel) {
    var points: [(Rational, Rational)] = []
    for point in curve.points {
      guard case .number(let x)? = model.constantValue(point.place),
        case .number(let y)? = model.constantValue(point.value), !x.isInfinite, !y.isInfinite
      else { return nil }
      points.append((x, y))
    }
    guard !points.isEmpty else { return nil }
    name = curve.name
    self.points = points
    below = curve.below
    above = curve.above
    self.model = model
  }

  private func segment(_ index: Int) throws(Undecided) -> Polynomial {
    guard points.count > 1 else { return Polynomial(points[0].y) }
    let (a, b) = (points[index], points[index + 1])
    let slope = try b.y.minus(a.y).over(b.x.minus(a.x))
    return Polynomial([try a.y.minus(slope.times(a.x)), slope])
  }

  private func end(_ end: CurveModel.End, nearest: Rational, line: Polynomial) -> Polynomial? {
    switch end {
    case .value(let expression):
      if case .number(let value)? = model.constantValue(expression) { Polynomial(value) } else { nil }
    case .held: Polynomial(nearest)
    case .extended: line
    case .refused: nil
    }
  }

  /// The curve over `argument`, a curve of plain numbers.
  func of(_ argument: PayoutCurve) throws(Undecided) -> PayoutCurve {
    var lines: [Polynomial] = []
    for index in 0..<max(1, points.count - 1) { lines.append(try segment(index)) }
    let (first, last) = (points[0], points[points.count - 1])
    let before = end(below, nearest: first.y, line: lines[0])
    let behind = end(above, nearest: last.y, line: lines[lines.count - 1])
    return try argument.composed(cutAt: points.map(\.x)) { x in
      if x < first.x { return before }
      if x > last.x { return behind }
      let index = points.lastIndex { $0.x <= x } ?? 0
      return lines[min(index, lines.count - 1)]
    } refusal: {
      .outside(name)
    }
  }
}
