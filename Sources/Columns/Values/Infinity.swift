// What lies above every number.

extension Rational {
  /// A value above every number: what something lasts that is never used up. No arithmetic makes it of numbers.
  ///
  /// It and its negation, which lies below every number, are the only values whose denominator is zero.
  public static let infinite = Rational(reducedNumerator: 1, denominator: 0)

  public var isInfinite: Bool { denominator == 0 }

  /// The sum of two values of which one is infinite; nil iff it is not defined.
  func addingInfinite(_ other: Rational) -> Rational? {
    if isInfinite && other.isInfinite { return self == other ? self : nil }
    return isInfinite ? self : other
  }

  /// The product of two values of which one is infinite; nil iff it is not defined.
  func multiplyingInfinite(_ other: Rational) -> Rational? {
    switch signum * other.signum {
    case 1: .infinite
    case -1: Rational.infinite.negated
    default: nil
    }
  }

  /// The quotient of two values of which one is infinite, by one that is not zero; nil iff it is not defined.
  func dividingInfinite(_ other: Rational) -> Rational? {
    if other.isInfinite { return isInfinite ? nil : .zero }
    return multiplyingInfinite(other)
  }
}

extension Column {
  /// The column with a fault in each row that is infinite, where a number is needed.
  public func requiringFinite(site: Int32) -> Column {
    guard case .rationals(let elements) = storage, elements.contains(where: \.isInfinite) else { return self }
    var result = self
    var faults = faults ?? [:]
    for (row, element) in elements.enumerated() where element.isInfinite && hasValue(at: row) {
      faults[Int32(row)] = Fault(.infinite, site: site)
    }
    result.faults = faults.isEmpty ? nil : faults
    result.storage = Storage(narrowing: elements.map { $0.isInfinite ? .zero : $0 })
    return result
  }
}
