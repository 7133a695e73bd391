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

  func row(_ x: Rational, _ y: Rational) -> Outcome {
    y.numerator == 0 ? .fault(.divisionByZero) : Outcome(fitting: x.rounded(mode, toMultipleOf: y))
  }
}
