/// What a row divided by zero becomes.
public enum ZeroDivision: Sendable {
  case fault
  case missing
}

extension Column {
  /// The column's rows divided by those of `other`, exactly.
  ///
  /// A constant divisor only changes what all rows are divided by; any other makes them fractions of their own as soon as
  /// one quotient has no end as a decimal.
  public func dividing(by other: Column, onZero: ZeroDivision = .fault, site: Int32) -> Column {
    if let product = multipliedByReciprocal(of: other, site: site) { return product }
    if case .integers(let x, let xScale) = numbers, case .integers(let y, let yScale) = other.numbers,
      abs(xScale - yScale) <= 18
    {
      return narrowQuotients(
        Lane(x, isConstant: isConstant), factor: PowersOfTen.wide[max(0, yScale - xScale)],
        by: Lane(y, isConstant: other.isConstant), factor: PowersOfTen.wide[max(0, xScale - yScale)],
        states: RowStates(self, other), onZero, site)
    }
    if let x = Fractions(numbers, isConstant: isConstant),
      let y = Fractions(other.numbers, isConstant: other.isConstant)
    {
      return narrowQuotients(
        x.lane, factor: Int128(y.denominator), by: y.lane, factor: Int128(x.denominator),
        states: RowStates(self, other), onZero, site)
    }
    return Division(onZero: onZero)(self, other, site: site)
  }

  /// The quotient by a constant whose reciprocal is a short decimal, or a short fraction of which the column's rows are
  /// multiples; nil iff `other` is no such constant.
  private func multipliedByReciprocal(of other: Column, site: Int32) -> Column? {
    guard other.isConstant, let divisor = other.rational(at: 0), !divisor.isInfinite,
      let reciprocal = Rational.one.dividing(divisor)
    else { return nil }
    let column = Column.constant(reciprocal, count: count)
    switch column.storage {
    case .integers(_, let scale) where scale <= 18: return multiplying(column, site: site)
    case .rationals where !isConstant && Fractions(numbers, isConstant: false) != nil:
      return multiplying(column, site: site)
    case .integers, .wide, .fractions, .rationals, .bools, .codes: return nil
    }
  }

  /// The quotients of integers, reduced once: a 64-bit integer times one of at most 64 bits always fits 128 bits.
  private func narrowQuotients(
    _ x: Lane<Int64>, factor xFactor: Int128, by y: Lane<Int64>, factor yFactor: Int128, states: RowStates,
    _ onZero: ZeroDivision, _ site: Int32
  ) -> Column {
    var states = states
    var results = [Rational](repeating: .zero, count: states.elementCount)
    for element in results.indices where states.hasValue(element) {
      if y[element] == 0 {
        switch onZero {
        case .fault: states.fail(element, Fault(.divisionByZero, site: site))
        case .missing: states.miss(element)
        }
      } else if let quotient = Rational(Int128(x[element]) * xFactor, over: Int128(y[element]) * yFactor) {
        results[element] = quotient
      } else {
        states.fail(element, Fault(.overflow, site: site))
      }
    }
    return states.column(Storage(narrowing: results))
  }
}

private struct Division: ExactOperation {
  let onZero: ZeroDivision

  func scaled<Integer: Mantissa>(_ x: Operand<Integer>, _ y: Operand<Integer>) -> Operand<Integer>? { nil }

  func widened(_ x: Operand<Int64>, _ y: Operand<Int64>) -> Operand<Int128>? { nil }

  func row(_ x: Rational, _ y: Rational) -> Outcome {
    if y.numerator == 0 {
      switch onZero {
      case .fault: return .fault(.divisionByZero)
      case .missing: return .missing
      }
    }
    return Outcome(fitting: x.dividing(y))
  }
}
