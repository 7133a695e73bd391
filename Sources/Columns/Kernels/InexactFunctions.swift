// The functions whose values have no end: each row's value is correctly rounded to a stated number of decimals.

extension Column {
  /// The square root of each row, rounded half away from zero; below zero, a fault.
  public func squareRoot(decimals: Int, site: Int32) -> Column {
    if let roots = Fractions(numbers, isConstant: isConstant)?.squareRoots(decimals: decimals) {
      return RowStates(self).column(.integers(roots, scale: decimals))
    }
    return mapped(site: site) { value in
      guard let root = value.squareRoot(decimals: decimals) else {
        return value.signum < 0
          ? .fault(.rootOfNegative("\(value.description(decimals: 6)) is below 0 and has no square root"))
          : .fault(.overflow)
      }
      return .value(root)
    }
  }

  /// The standard normal quantile of each row's probability, rounded half away from zero.
  public func normalQuantile(decimals: Int, site: Int32) -> Column {
    var known: [Rational: Outcome] = [:]
    return mapped(site: site) { probability in
      if let outcome = known[probability] { return outcome }
      let outcome: Outcome
      if probability.signum <= 0 || probability >= .one {
        outcome = .fault(.outsideDomain("\(percent(probability)) is not a probability between 0% and 100%"))
      } else {
        outcome = Outcome(fitting: probability.normalQuantile(decimals: decimals))
      }
      known[probability] = outcome
      return outcome
    }
  }

  /// The least whole number that a Poisson variable with each row's mean does not exceed with the row's probability.
  public func poissonQuantile(probability: Column, site: Int32) -> Column {
    struct Case: Hashable {
      let mean: Rational
      let probability: Rational
    }
    var known: [Case: Outcome] = [:]
    var states = RowStates(self, probability)
    let means = Lane(numbers.asRationals, isConstant: isConstant)
    let probabilities = Lane(probability.numbers.asRationals, isConstant: probability.isConstant)
    var results = [Rational](repeating: .zero, count: states.elementCount)
    for element in results.indices where states.hasValue(element) {
      let given = Case(mean: means[element], probability: probabilities[element])
      let outcome = known[given] ?? poissonOutcome(given.mean, given.probability)
      known[given] = outcome
      states.set(outcome, at: element, of: &results, site)
    }
    return states.column(Storage(narrowing: results))
  }

  private func mapped(site: Int32, _ operation: (Rational) -> Outcome) -> Column {
    var states = RowStates(self)
    let values = numbers.asRationals
    var results = [Rational](repeating: .zero, count: states.elementCount)
    for element in results.indices where states.hasValue(element) {
      states.set(operation(values[element]), at: element, of: &results, site)
    }
    return states.column(Storage(narrowing: results))
  }
}

private func poissonOutcome(_ mean: Rational, _ probability: Rational) -> Outcome {
  if mean.signum < 0 || mean > Rational(10_000) {
    return .fault(.outsideDomain("\(mean.description(decimals: 6)) is not a mean from 0 to 10,000"))
  }
  if probability.signum < 0 || probability >= .one {
    return .fault(.outsideDomain("\(percent(probability)) is not a probability from 0% to below 100%"))
  }
  return Outcome(fitting: mean.poissonQuantile(probability: probability).map { Rational($0) })
}

private func percent(_ value: Rational) -> String {
  value.multiplying(Rational(100)).map { "\($0.description(decimals: 6))%" } ?? "the value"
}

extension RowStates {
  fileprivate mutating func set(_ outcome: Outcome, at element: Int, of results: inout [Rational], _ site: Int32) {
    switch outcome {
    case .value(let value): results[element] = value
    case .missing: miss(element)
    case .fault(let reason): fail(element, Fault(reason, site: site))
    }
  }
}
