// Rounding to a step, exact like everything else.

extension Column {
  /// The multiple of `step` that each row rounds to; the step's sign has no effect, and a step of zero is a fault.
  public func rounded(_ mode: RoundingMode, toMultipleOf step: Column, site: Int32) -> Column {
    if case .integers(_, let scale) = numbers, step.isConstant, case .integers(let steps, let stepScale) = step.numbers,
      steps[0] == 1, scale <= stepScale, step.hasValue(at: 0)
    {
      return self
    }
    return Rounding(mode: mode)(self, step, site: site)
  }

  /// Whether each row is a whole number of steps; of steps of zero only zero is.
  public func isMultiple(of step: Column) -> Column {
    let states = RowStates(self, step)
    switch Form.common([numbers, step.numbers]) {
    case .narrow(let parts, _):
      let x = Lane(parts[0], isConstant: isConstant)
      let y = Lane(parts[1], isConstant: step.isConstant)
      if y.isConstant, y.elements[0] > 0 {
        let divisor = ConstantDivisor(y.elements[0].magnitude)
        return states.column(.bools(loop(x.elements) { divisor.quotientAndRemainder($0.magnitude).remainder == 0 }))
      }
      return states.column(.bools(loop(x, y) { $1 == 0 ? $0 == 0 : $1 == -1 || $0 % $1 == 0 }))
    case .wide(let parts, _):
      let x = Lane(parts[0], isConstant: isConstant)
      let y = Lane(parts[1], isConstant: step.isConstant)
      return states.column(.bools(loop(x, y) { $1 == 0 ? $0 == 0 : $0 % $1 == 0 }))
    case .rationals(let parts):
      let x = Lane(parts[0], isConstant: isConstant)
      let y = Lane(parts[1], isConstant: step.isConstant)
      return states.column(.bools(loop(x, y) { $0.isMultiple(of: $1) }))
    }
  }
}

private struct Rounding: ExactOperation {
  let mode: RoundingMode

  /// x/10^s rounded to y/10^t: with both over the greater scale the count of steps is a quotient of integers, and the
  /// result is that count times y over y's own scale.
  func scaled<Integer: Mantissa>(_ x: Operand<Integer>, _ y: Operand<Integer>) -> Operand<Integer>? {
    guard let (dividend, divisor) = aligned(x, y), divisor.elements.allSatisfy({ $0 > 0 }) else { return nil }
    let counts: [Integer]
    switch mode {
    case .half: counts = loop(dividend.lane, divisor.lane) { RoundingMode.half.quotient($0, by: $1) }
    case .halfEven: counts = loop(dividend.lane, divisor.lane) { RoundingMode.halfEven.quotient($0, by: $1) }
    case .up: counts = loop(dividend.lane, divisor.lane) { RoundingMode.up.quotient($0, by: $1) }
    case .down: counts = loop(dividend.lane, divisor.lane) { RoundingMode.down.quotient($0, by: $1) }
    case .ceiling: counts = loop(dividend.lane, divisor.lane) { RoundingMode.ceiling.quotient($0, by: $1) }
    case .floor: counts = loop(dividend.lane, divisor.lane) { RoundingMode.floor.quotient($0, by: $1) }
    }
    let isConstant = x.lane.isConstant && y.lane.isConstant
    let countLane = Lane(counts, isConstant: isConstant)
    return Operand(checkedLoop(countLane, y.lane) { $0.times($1) }, scale: y.scale, isConstant: isConstant)
  }

  /// One loop in place of one to bring both to a scale, one to divide and one to multiply.
  func narrow(_ x: Operand<Int64>, _ y: Operand<Int64>) -> Operand<Int64>? {
    guard let xFactor = Int64.powerOfTen(max(0, y.scale - x.scale)),
      let yFactor = Int64.powerOfTen(max(0, x.scale - y.scale))
    else { return nil }
    return Operand(
      multiples(x.lane, xFactor, of: y.lane, yFactor), scale: y.scale,
      isConstant: x.lane.isConstant && y.lane.isConstant)
  }

  /// A constant step of many decimals, as what irrational factors are rounded to.
  func wide(_ x: Operand<Int128>, _ y: Operand<Int128>) -> Operand<Int128>? {
    guard y.lane.isConstant, x.scale >= y.scale, y.elements[0] > 0,
      let factor = Int128.powerOfTen(x.scale - y.scale)
    else { return scaled(x, y) }
    let step = y.elements[0]
    let (size, overflow) = step.multipliedReportingOverflow(by: factor)
    guard !overflow, let divisor = ConstantWideDivisor(size.magnitude) else { return scaled(x, y) }
    let elements = checkedLoop(x.elements) { element in
      var (count, remainder) = divisor.quotientAndRemainder(element.magnitude)
      if remainder != 0 {
        let half = Order(remainder, divisor.value - remainder)
        if mode.awayFromZero(isNegative: element < 0, isOdd: count & 1 != 0, half: half) { count &+= 1 }
      }
      // At most the element, so that it fits with its sign.
      let signed = Int128(truncatingIfNeeded: count)
      return (element < 0 ? 0 &- signed : signed).times(step)
    }
    return Operand(elements, scale: y.scale, isConstant: x.lane.isConstant)
  }

  func fractions(_ x: Fractions, _ y: Fractions) -> Column.Storage? {
    guard let (xFactor, yFactor, _) = Fractions.common(x, y) else { return nil }
    return multiples(x.lane, xFactor, of: y.lane, yFactor).map { Column.Storage($0, over: y.denominator) }
  }

  /// The multiples of `steps` to which x · xFactor rounds as a number of steps · stepFactor; nil iff something does not
  /// fit or a step is not positive.
  private func multiples(
    _ x: Lane<Int64>, _ xFactor: Int64, of steps: Lane<Int64>, _ stepFactor: Int64
  ) -> [Int64]? {
    switch mode {
    case .half: Rounding.multiples(x, xFactor, steps, stepFactor) { _, _, order in order != .less }
    case .halfEven:
      Rounding.multiples(x, xFactor, steps, stepFactor) { _, isOdd, order in
        order == .greater || (order == .equal && isOdd)
      }
    case .up: Rounding.multiples(x, xFactor, steps, stepFactor) { _, _, _ in true }
    case .down: Rounding.multiples(x, xFactor, steps, stepFactor) { _, _, _ in false }
    case .ceiling: Rounding.multiples(x, xFactor, steps, stepFactor) { isNegative, _, _ in !isNegative }
    case .floor: Rounding.multiples(x, xFactor, steps, stepFactor) { isNegative, _, _ in isNegative }
    }
  }

  @inline(__always)
  private static func multiples(
    _ x: Lane<Int64>, _ xFactor: Int64, _ steps: Lane<Int64>, _ stepFactor: Int64,
    isAwayFromZero: (_ isNegative: Bool, _ isOdd: Bool, _ half: Order) -> Bool
  ) -> [Int64]? {
    guard steps.isConstant else {
      return checkedLoop(x, steps) { element, step in
        let size = step.times(stepFactor)
        let divisor = UInt64(truncatingIfNeeded: max(size.partialValue, 1))
        let result = multiple(element, xFactor, step, divisor, isAwayFromZero) {
          $0.quotientAndRemainder(dividingBy: divisor)
        }
        return (result.partialValue, size.overflow || size.partialValue <= 0 || result.overflow)
      }
    }
    // The usual case, a constant step, goes without a division.
    let step = steps.elements[0]
    let (size, overflow) = step.multipliedReportingOverflow(by: stepFactor)
    if overflow || size <= 0 { return nil }
    let divisor = ConstantDivisor(UInt64(size))
    return checkedLoop(x.elements) { element in
      multiple(element, xFactor, step, divisor.value, isAwayFromZero) { divisor.quotientAndRemainder($0) }
    }
  }

  @inline(__always)
  private static func multiple(
    _ element: Int64, _ factor: Int64, _ step: Int64, _ divisor: UInt64,
    _ isAwayFromZero: (_ isNegative: Bool, _ isOdd: Bool, _ half: Order) -> Bool,
    divide: (UInt64) -> (quotient: UInt64, remainder: UInt64)
  ) -> (partialValue: Int64, overflow: Bool) {
    let shifted = element.times(factor)
    let isNegative = shifted.partialValue < 0
    var (count, remainder) = divide(shifted.partialValue.magnitude)
    let half = Order(remainder, divisor - remainder)
    if remainder != 0 && isAwayFromZero(isNegative, count & 1 != 0, half) { count &+= 1 }
    let signed = Int64(bitPattern: isNegative ? 0 &- count : count)
    let result = signed.times(step)
    // Only a magnitude of 2⁶³, which is negative, may look negative.
    let hasWrapped = count > UInt64(Int64.max) && !isNegative
    return (result.partialValue, shifted.overflow || hasWrapped || result.overflow)
  }

  func row(_ x: Rational, _ y: Rational) -> Outcome {
    y.numerator == 0 ? .fault(.divisionByZero) : Outcome(fitting: x.rounded(mode, toMultipleOf: y))
  }
}
