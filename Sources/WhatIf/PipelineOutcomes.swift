import Allot
import Columns

/// The mean of a measure over the outcomes of a pipeline.
///
/// Payees whose open rows are not each other's do not matter to each other: one run serves all of them at once. So the
/// number of runs is that of the greatest group, not that of all open rows together.
struct PipelineOutcomes {
  let pipeline: Pipeline
  let rows: [OpenRow]
  let groups: PayeeValues
  let scenario: Scenario
  let watch: Watch

  /// Payees with the open rows that they have in common.
  private struct Group {
    var payees: [Int]
    var rows: [Int]
  }

  /// - Parameters:
  ///   - now: the present values by payee.
  ///   - reached: the open rows that reach each payee.
  func expectations(_ now: [Rational], _ reached: [[Int]]) throws(ScenarioError) -> [Expectation] {
    var found = now.map { Expectation(value: $0, least: $0, greatest: $0, method: .certain) }
    var run: [Group] = []
    var drawn: [Int] = []
    for group in connected(reached) {
      let outcomes = group.rows.count < 60 ? 1 << group.rows.count : Int.max
      if group.rows.count <= Pipeline.exactLimit, outcomes <= Pipeline.runLimit {
        run.append(group)
        continue
      }
      for payee in group.payees {
        if reached[payee].count <= Pipeline.exactLimit, let exact = try byCurve(payee, reached[payee], now[payee]) {
          found[payee] = exact
        } else {
          drawn.append(payee)
        }
      }
    }
    for (payee, expectation) in try enumerated(run) { found[payee] = expectation }
    for (payee, expectation) in try simulated(drawn) { found[payee] = expectation }
    return found
  }

  /// Groups of payees such that no open row reaches two of them.
  private func connected(_ reached: [[Int]]) -> [Group] {
    var groups: [Group] = []
    for (payee, rows) in reached.enumerated() where !rows.isEmpty {
      var own = Group(payees: [payee], rows: rows)
      groups.removeAll { other in
        guard !Set(other.rows).isDisjoint(with: own.rows) else { return false }
        own = Group(payees: other.payees + own.payees, rows: Set(other.rows).union(own.rows).sorted())
        return true
      }
      groups.append(own)
    }
    return groups
  }

  // MARK: Every outcome

  private func enumerated(_ all: [Group]) throws(ScenarioError) -> [Int: Expectation] {
    let most = all.map { 1 << $0.rows.count }.max() ?? 0
    var tallies: [OutcomeTally] = []
    for group in all {
      guard let tally = OutcomeTally(group.rows.map { rows[$0].probability }, values: group.payees.count) else {
        throw .request(RequestProblem("the probabilities have more digits than can be computed with"))
      }
      tallies.append(tally)
    }
    for outcome in 0..<most {
      var changes: [ScenarioChange] = []
      for group in all where outcome < 1 << group.rows.count {
        for (place, row) in group.rows.enumerated() where outcome & (1 << place) != 0 {
          changes.append(rows[row].change)
        }
      }
      let values = try groups.values(with: changes)
      for (place, group) in all.enumerated() where outcome < 1 << group.rows.count {
        guard tallies[place].add(outcome, group.payees.map { values[$0] }) else { throw PipelineOutcomes.tooLarge }
      }
    }
    var result: [Int: Expectation] = [:]
    for (group, tally) in zip(all, tallies) {
      for (place, payee) in group.payees.enumerated() {
        guard let own = tally.expectation(place, isByCurve: false) else { throw PipelineOutcomes.tooLarge }
        result[payee] = own
      }
    }
    return result
  }

  private static let tooLarge = ScenarioError.request(
    RequestProblem("the amounts and probabilities have more digits than can be computed with"))

  // MARK: The line's curve

  /// Every outcome by the exact curve of the line over the credited total; nil where that is not what runs give.
  private func byCurve(_ payee: Int, _ own: [Int], _ now: Rational) throws(ScenarioError) -> Expectation? {
    var measure = watch.measure
    measure.keys = groups.keys[payee]
    let curve: PipelineCurve
    do {
      curve = try PipelineCurve(scenario, try scenario.watch(measure), own.map { rows[$0].change }, now)
      guard try curve.agrees(groups, payee, seed: pipeline.seed) else { return nil }
      guard var tally = OutcomeTally(own.map { rows[$0].probability }, values: 1) else { return nil }
      for outcome in 0..<(1 << own.count) {
        guard let value = try curve.value(outcome), tally.add(outcome, [value]) else { return nil }
      }
      return tally.expectation(0, isByCurve: true)
    } catch let error as ScenarioError {
      if case .request = error { throw error }
      return nil
    } catch {
      // No curve, or an undecided one: outcomes are drawn instead, and the answer says so.
      return nil
    }
  }

  // MARK: Draws

  private func simulated(_ payees: [Int]) throws(ScenarioError) -> [Int: Expectation] {
    if payees.isEmpty || pipeline.draws < 2 { return [:] }
    var random = SplitMix(seed: pipeline.seed)
    var samples = payees.map { _ in [Rational]() }
    for _ in 0..<pipeline.draws {
      var changes: [ScenarioChange] = []
      for row in rows where random.draw(row.probability) { changes.append(row.change) }
      let values = try groups.values(with: changes)
      for (place, payee) in payees.enumerated() { samples[place].append(values[payee]) }
    }
    var result: [Int: Expectation] = [:]
    for (payee, values) in zip(payees, samples) {
      guard let own = SampleMean(values, seed: pipeline.seed)?.expectation else { throw PipelineOutcomes.tooLarge }
      result[payee] = own
    }
    return result
  }
}

/// Adds up what outcomes give, each with its probability.
struct OutcomeTally {
  /// The weights of a row's being won, and of its not being.
  private let weights: [(won: UInt64, lost: UInt64)]
  private var sums: [WeightedSum]
  private var least: [Rational?]
  private var greatest: [Rational?]
  private var count = 0

  /// Nil iff the probabilities have too many digits.
  ///
  /// - Parameter values: the number of values that each outcome has.
  init?(_ probabilities: [Rational], values: Int) {
    var weights: [(UInt64, UInt64)] = []
    var denominator = WideMagnitude(1)
    for probability in probabilities {
      guard let won = UInt64(exactly: probability.numerator), let all = UInt64(exactly: probability.denominator),
        let next = denominator.multiplied(by: all)
      else { return nil }
      weights.append((won, all - won))
      denominator = next
    }
    self.weights = weights
    sums = [WeightedSum](repeating: WeightedSum(over: denominator, scale: OutcomeTally.scale), count: values)
    least = [Rational?](repeating: nil, count: values)
    greatest = least
  }

  /// The decimals of the amounts; a value with more is too long.
  private static let scale = 6

  /// Adds an outcome, in which the rows are won whose bits are set; false iff there are too many digits.
  mutating func add(_ outcome: Int, _ values: [Rational]) -> Bool {
    var weight = WideMagnitude(1)
    for (place, own) in weights.enumerated() {
      guard let next = weight.multiplied(by: outcome & (1 << place) != 0 ? own.won : own.lost) else { return false }
      weight = next
    }
    if weight == .zero { return true }
    count += 1
    for (place, value) in values.enumerated() {
      guard sums[place].add(value, weight: weight) else { return false }
      least[place] = least[place].map { min($0, value) } ?? value
      greatest[place] = greatest[place].map { max($0, value) } ?? value
    }
    return true
  }

  func expectation(_ place: Int, isByCurve: Bool) -> Expectation? {
    guard let value = sums[place].value, let least = least[place], let greatest = greatest[place] else { return nil }
    return Expectation(
      value: value, least: least, greatest: greatest, method: .exact(outcomes: count, isByCurve: isByCurve))
  }
}

/// The mean of draws, with its standard error.
struct SampleMean {
  let expectation: Expectation

  /// Nil iff there are too many digits.
  init?(_ values: [Rational], seed: UInt64) {
    let count = Rational(values.count)
    guard let least = values.min(), let greatest = values.max(), values.count > 1 else { return nil }
    var sum = Rational.zero
    for value in values {
      guard let next = sum.adding(value) else { return nil }
      sum = next
    }
    guard let exact = sum.dividing(count),
      let mean = exact.rounded(.half, toMultipleOf: Rational(Int64(1), scale: 6))
    else { return nil }
    var squares = Rational.zero
    for value in values {
      guard let apart = value.subtracting(mean), let square = apart.multiplying(apart),
        let next = squares.adding(square)
      else { return nil }
      squares = next
    }
    guard let variance = squares.dividing(Rational(values.count - 1))?.dividing(count),
      let error = variance.squareRoot(decimals: 4)
    else { return nil }
    expectation = Expectation(
      value: mean, least: least, greatest: greatest,
      method: .simulated(draws: values.count, seed: seed, standardError: error))
  }
}
