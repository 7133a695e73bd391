/// Numbers that are all divided by the same one, so that what a constant divisor leaves behind is reckoned in integers.
///
/// ```
/// sold / 30 · days - stock      (sold · days) over 30      stock = (stock · 30) over 30
/// ```
/// Nothing is reduced and nothing divided until a value is asked for: comparing, choosing and rounding need only bring
/// two denominators to a common one.
struct Fractions {
  let lane: Lane<Int64>
  /// Above 0.
  let denominator: Int64

  init(_ lane: Lane<Int64>, over denominator: Int64) {
    self.lane = lane
    self.denominator = denominator
  }

  /// Nil iff the storage has no such denominator, or it does not fit.
  init?(_ storage: Column.Storage, isConstant: Bool) {
    switch storage {
    case .integers(let elements, let scale):
      guard let power = Int64.powerOfTen(scale) else { return nil }
      self.init(Lane(elements, isConstant: isConstant), over: power)
    case .fractions(let elements, let denominator):
      self.init(Lane(elements, isConstant: isConstant), over: denominator)
    case .rationals(let elements):
      guard elements.count == 1, let numerator = Int64(exactly: elements[0].numerator),
        let denominator = Int64(exactly: elements[0].denominator), denominator > 0
      else { return nil }
      self.init(Lane([numerator], isConstant: isConstant), over: denominator)
    case .wide, .bools, .codes: return nil
    }
  }

  /// The numbers over the least common denominator, as factors of either side; nil iff one does not fit.
  static func common(_ x: Fractions, _ y: Fractions) -> (xFactor: Int64, yFactor: Int64, denominator: Int64)? {
    guard let denominator = leastCommonMultiple(x.denominator, y.denominator) else { return nil }
    return (denominator / x.denominator, denominator / y.denominator, denominator)
  }

  /// The numbers times those of `other`; nil iff one does not fit. A constant factor is reduced against the denominator
  /// of the other side first.
  func times(_ other: Fractions) -> Column.Storage? {
    let (x, right) = reduced(by: other)
    let (y, left) = other.reduced(by: self)
    let (denominator, overflow) = right.multipliedReportingOverflow(by: left)
    if overflow { return nil }
    if y.isConstant && y.elements[0] == 1 && !x.isConstant {
      return Column.Storage(x.elements, over: denominator)
    }
    return checkedLoop(x, y) { $0.times($1) }.map { Column.Storage($0, over: denominator) }
  }

  /// The own integers, and the denominator of `other`, without the factor that they have in common if these are constant.
  private func reduced(by other: Fractions) -> (lane: Lane<Int64>, denominator: Int64) {
    guard lane.isConstant else { return (lane, other.denominator) }
    // At most the denominator, so that it fits.
    let common = Int64(greatestCommonDivisor(lane.elements[0].magnitude, other.denominator.magnitude))
    return (Lane([lane.elements[0] / common], isConstant: true), other.denominator / common)
  }

  /// `operation` of both sides over their common denominator; nil iff something does not fit.
  @inline(__always)
  static func aligned(
    _ x: Fractions, _ y: Fractions, _ operation: (Int64, Int64) -> (partialValue: Int64, overflow: Bool)
  ) -> Column.Storage? {
    guard let (xFactor, yFactor, denominator) = common(x, y) else { return nil }
    let elements = checkedLoop(x.lane, y.lane) { a, b in
      let left = a.times(xFactor)
      let right = b.times(yFactor)
      let result = operation(left.partialValue, right.partialValue)
      return (result.partialValue, left.overflow || right.overflow || result.overflow)
    }
    return elements.map { Column.Storage($0, over: denominator) }
  }
}

/// The smallest positive number that both, which are positive, divide; nil iff it does not fit.
func leastCommonMultiple(_ a: Int64, _ b: Int64) -> Int64? {
  if a == b { return a }
  let (product, overflow) = (a / Int64(greatestCommonDivisor(a.magnitude, b.magnitude)))
    .multipliedReportingOverflow(by: b)
  return overflow ? nil : product
}

extension Column.Storage {
  /// The storage of integers that are divided by `denominator`, which is above 0.
  init(_ elements: [Int64], over denominator: Int64) {
    if let scale = PowersOfTen.narrow.firstIndex(of: denominator) {
      self = .integers(elements, scale: scale)
    } else {
      self = .fractions(elements, over: denominator)
    }
  }

  /// True iff the elements are no integers over a power of ten.
  var isFractional: Bool {
    switch self {
    case .fractions, .rationals: true
    case .bools, .codes, .integers, .wide: false
    }
  }

  /// The elements as decimals if all of them are, else as rationals.
  fileprivate static func settled(_ elements: [Int64], over denominator: Int64) -> Column.Storage {
    // Without its twos and fives, the denominator has to divide every element.
    let twos = denominator.trailingZeroBitCount
    var (rest, fives) = (denominator >> Int64(twos), 0)
    while rest % 5 == 0 { (rest, fives) = (rest / 5, fives + 1) }
    let scale = max(twos, fives)
    guard scale <= 18 else { return reduced(elements, over: denominator) }
    let divisor = ConstantDivisor(rest.magnitude)
    let factor = PowersOfTen.narrow[scale] / (denominator / rest)
    let decimals = checkedLoop(elements) { element in
      let (quotient, remainder) = divisor.quotientAndRemainder(element.magnitude)
      let signed = Int64(truncatingIfNeeded: element < 0 ? 0 &- quotient : quotient)
      let result = signed.times(factor)
      return (result.partialValue, result.overflow || remainder != 0)
    }
    if let decimals { return .integers(decimals, scale: scale) }
    return reduced(elements, over: denominator)
  }

  private static func reduced(_ elements: [Int64], over denominator: Int64) -> Column.Storage {
    Column.Storage(narrowing: loop(elements) { fraction($0, denominator) })
  }

  /// The reduced fraction of two integers of which the second is above 0.
  static func fraction(_ element: Int64, _ denominator: Int64) -> Rational {
    guard let fraction = Rational(Int128(element), over: Int128(denominator)) else {
      preconditionFailure("two integers of 64 bits always fit a fraction")
    }
    return fraction
  }
}

extension Column {
  /// The column without a storage that only the operations on a batch know.
  public func settled() -> Column {
    guard case .fractions(let elements, let denominator) = storage else { return self }
    return Column(
      .settled(elements, over: denominator), count: count, isConstant: isConstant, validity: validity, faults: faults)
  }
}
