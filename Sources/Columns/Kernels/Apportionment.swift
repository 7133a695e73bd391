/// Why a total cannot be apportioned.
public enum ApportionmentError: Error, Hashable, Sendable {
  /// There are no weights, or all are zero.
  case noWeight
  case negativeWeight
  /// The total is not a whole number of units, or the unit is not positive.
  case notWhole
  case overflow
}

/// The parts of `total`, whole numbers of `unit` in proportion to `weights`, by largest remainder: each part is rounded
/// down, and the units that are left go to the largest remainders.
///
/// The parts sum to `total`; those of a negative total are the negated parts of its magnitude.
///
/// - Parameter tieOrder: the indices of the weights, in the order in which equal remainders are served.
public func apportion(
  total: Rational, weights: [Rational], unit: Rational, tieOrder: [Int]
) throws(ApportionmentError) -> [Rational] {
  guard unit.signum > 0, let units = total.magnitude.dividing(unit), units.isInteger else { throw .notWhole }
  var sum = Rational.zero
  for weight in weights {
    if weight.signum < 0 { throw .negativeWeight }
    guard let next = sum.adding(weight) else { throw .overflow }
    sum = next
  }
  guard sum.signum > 0 else { throw .noWeight }
  var counts: [Int128] = []
  var remainders: [Rational] = []
  var left = units.numerator
  for weight in weights {
    guard let share = weight.dividing(sum)?.multiplying(units) else { throw .overflow }
    let count = share.numerator / share.denominator
    guard let remainder = share.subtracting(Rational(reducedNumerator: count, denominator: 1)) else { throw .overflow }
    counts.append(count)
    remainders.append(remainder)
    left -= count
  }
  var place = [Int](repeating: 0, count: weights.count)
  for (position, index) in tieOrder.enumerated() { place[index] = position }
  let served = weights.indices.sorted { a, b in
    switch remainders[a].order(against: remainders[b]) {
    case .greater: true
    case .less: false
    case .equal: (place[a], a) < (place[b], b)
    }
  }
  for index in served.prefix(Int(left)) { counts[index] += 1 }
  var parts: [Rational] = []
  for count in counts {
    let signed = total.signum < 0 ? -count : count
    guard let part = Rational(reducedNumerator: signed, denominator: 1).multiplying(unit) else { throw .overflow }
    parts.append(part)
  }
  return parts
}
