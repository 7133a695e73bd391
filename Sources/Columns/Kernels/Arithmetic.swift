// Exact arithmetic on columns of numbers. A result that no representation holds is the fault `overflow` of its row.

extension Column {
  /// The sum of each row of the column and of `other`.
  public func adding(_ other: Column, site: Int32) -> Column { Addition()(self, other, site: site) }

  /// The column's rows less those of `other`.
  public func subtracting(_ other: Column, site: Int32) -> Column { Subtraction()(self, other, site: site) }

  /// The product of each row of the column and of `other`.
  public func multiplying(_ other: Column, site: Int32) -> Column { Multiplication()(self, other, site: site) }

  /// The smaller of each row of the column and of `other`.
  public func minimum(_ other: Column, site: Int32) -> Column { Extreme(isMaximum: false)(self, other, site: site) }

  /// The greater of each row of the column and of `other`.
  public func maximum(_ other: Column, site: Int32) -> Column { Extreme(isMaximum: true)(self, other, site: site) }

  /// The negated rows.
  public func negated(site: Int32) -> Column {
    Subtraction()(Column(.integers([0], scale: 0), count: count, isConstant: true), self, site: site)
  }

  /// The rows without their signs.
  public func magnitude(site: Int32) -> Column { maximum(negated(site: site), site: site) }
}

private struct Addition: ExactOperation {
  func scaled<Integer: Mantissa>(_ x: Operand<Integer>, _ y: Operand<Integer>) -> Operand<Integer>? {
    alignedLoop(x, y) { $0.plus($1) }
  }

  func fractions(_ x: Fractions, _ y: Fractions) -> Column.Storage? { Fractions.aligned(x, y) { $0.plus($1) } }

  func row(_ x: Rational, _ y: Rational) -> Outcome { Outcome(fitting: x.adding(y)) }
}

private struct Subtraction: ExactOperation {
  func scaled<Integer: Mantissa>(_ x: Operand<Integer>, _ y: Operand<Integer>) -> Operand<Integer>? {
    alignedLoop(x, y) { $0.minus($1) }
  }

  func fractions(_ x: Fractions, _ y: Fractions) -> Column.Storage? { Fractions.aligned(x, y) { $0.minus($1) } }

  func row(_ x: Rational, _ y: Rational) -> Outcome { Outcome(fitting: x.subtracting(y)) }
}

private struct Multiplication: ExactOperation {
  func scaled<Integer: Mantissa>(_ x: Operand<Integer>, _ y: Operand<Integer>) -> Operand<Integer>? {
    let scale = x.scale + y.scale
    guard scale <= PowersOfTen.greatestExponent else { return nil }
    return Operand(
      checkedLoop(x.lane, y.lane) { $0.times($1) }, scale: scale, isConstant: x.lane.isConstant && y.lane.isConstant)
  }

  func widened(_ x: Operand<Int64>, _ y: Operand<Int64>) -> Operand<Int128>? {
    let scale = x.scale + y.scale
    guard scale <= PowersOfTen.greatestExponent else { return nil }
    return Operand(
      loop(x.lane, y.lane) { Int128($0) &* Int128($1) }, scale: scale,
      isConstant: x.lane.isConstant && y.lane.isConstant)
  }

  func fractions(_ x: Fractions, _ y: Fractions) -> Column.Storage? { x.times(y) }

  func row(_ x: Rational, _ y: Rational) -> Outcome { Outcome(fitting: x.multiplying(y)) }
}

private struct Extreme: ExactOperation {
  let isMaximum: Bool

  func scaled<Integer: Mantissa>(_ x: Operand<Integer>, _ y: Operand<Integer>) -> Operand<Integer>? {
    isMaximum
      ? alignedLoop(x, y) { ($0 < $1 ? $1 : $0, false) }
      : alignedLoop(x, y) { ($1 < $0 ? $1 : $0, false) }
  }

  func fractions(_ x: Fractions, _ y: Fractions) -> Column.Storage? {
    isMaximum
      ? Fractions.aligned(x, y) { ($0 < $1 ? $1 : $0, false) }
      : Fractions.aligned(x, y) { ($1 < $0 ? $1 : $0, false) }
  }

  func row(_ x: Rational, _ y: Rational) -> Outcome { .value(isMaximum ? max(x, y) : min(x, y)) }
}
