/// Which of the two neighbouring multiples a value between them is rounded to.
public enum RoundingMode: String, CaseIterable, Hashable, Sendable {
  /// To the nearer one; a tie goes away from zero.
  case half
  /// To the nearer one; a tie goes to the even multiple.
  case halfEven
  /// Away from zero.
  case up
  /// Toward zero.
  case down
  /// To the greater one.
  case ceiling
  /// To the smaller one.
  case floor
}

extension RoundingMode {
  /// The whole number that `dividend / divisor` rounds to; `divisor` must be positive.
  @inline(__always)
  func quotient<Integer: FixedWidthInteger & SignedInteger>(_ dividend: Integer, by divisor: Integer) -> Integer {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    if remainder == 0 { return quotient }
    let size = remainder < 0 ? 0 - remainder : remainder
    let isAwayFromZero = awayFromZero(
      isNegative: dividend < 0, isOdd: quotient & 1 != 0, half: Order(size, divisor - size))
    if !isAwayFromZero { return quotient }
    return dividend < 0 ? quotient - 1 : quotient + 1
  }

  /// True iff a value that is no multiple goes to the neighbour that is farther from zero.
  ///
  /// - Parameters:
  ///   - isOdd: whether the multiple nearer to zero is odd.
  ///   - half: how the value's distance from that multiple compares with its distance from the other.
  @inline(__always)
  func awayFromZero(isNegative: Bool, isOdd: Bool, half: Order) -> Bool {
    switch self {
    case .half: half != .less
    case .halfEven: half == .greater || (half == .equal && isOdd)
    case .up: true
    case .down: false
    case .ceiling: !isNegative
    case .floor: isNegative
    }
  }
}

/// How one value compares with another.
public enum Order: Sendable {
  case less, equal, greater

  @inline(__always)
  init<T: Comparable>(_ a: T, _ b: T) {
    self = a < b ? .less : a == b ? .equal : .greater
  }

  /// How the second value compares with the first.
  var reversed: Order {
    switch self {
    case .less: .greater
    case .equal: .equal
    case .greater: .less
    }
  }
}
