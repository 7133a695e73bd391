import Allot
import Columns

extension Scenario {
  /// Looks for the smallest value of an unknown for which a measure is what it is to be.
  ///
  /// - Parameters:
  ///   - first: where the search begins; nil for zero, or for a day 366 days before the present one.
  ///   - last: where it ends; nil for as far as needed, up to a great number.
  public func solve(
    _ unknown: Unknown, for goal: Goal, of measure: Measure, from first: String? = nil, to last: String? = nil
  ) throws(ScenarioError) -> Solution {
    let axis = try axis(of: unknown)
    let probe = Probe(unknown, axis, try watch(measure))
    let range = try SearchRange(axis, plan, goal, from: first, to: last)
    var solving = Solving(probe, goal, range)
    let curve = CurveSegments(scenario: self, probe: probe)
    let outcome: Solution.Outcome
    let certainty: Solution.Certainty
    switch try curve.segments(from: range.first, to: range.last) {
    case .decided(let ends, let pieces):
      outcome = try solving.solve(between: ends)
      certainty = .exact(pieces: pieces)
    case .undecided(let reason):
      outcome = try solving.search()
      certainty = .searched(reason: reason)
    }
    return Solution(
      unknown: unknown, axis: axis, watch: probe.watch, goal: goal, outcome: try verified(outcome, probe),
      certainty: certainty, runCount: probe.runCount)
  }

  /// The goal that a text of the language stands for: `25_000 USD`, in the unit of the measure.
  public func target(_ text: String, for measure: Measure) throws(ScenarioError) -> Rational {
    let watch = try watch(measure)
    let amounts = AmountText(plan)
    let isShare = watch.format.isPercent
    var value = amounts.value(text, of: isShare, unit: watch.unit)
    // A ratio stands where a percent is wanted, and a percent where a ratio is.
    if value == nil, watch.unit == nil { value = amounts.value(text, of: !isShare, unit: nil) }
    guard let value else {
      let wanted = isShare ? "a percent" : watch.unit.map { "an amount in \($0)" } ?? "a number"
      throw .request(RequestProblem("`\(text)` is not \(wanted), as \(watch.title) is", about: text))
    }
    return value
  }

  /// The outcome, once whole runs with the values in it have given what the search saw.
  private func verified(_ outcome: Solution.Outcome, _ probe: Probe) throws(ScenarioError) -> Solution.Outcome {
    let points: [Solution.Point] =
      switch outcome {
      case .found(let point, let before): [point] + (before.map { [$0] } ?? [])
      case .passedOver(let before, let after): [before, after]
      case .unreachable(let nearest, _): [nearest]
      }
    for point in points {
      let seen: MeasuredValue
      do throws(ScenarioError) {
        let whole = try applying(try probe.change(point.x))
        seen = try whole.watch(probe.watch.measure).value
      } catch {
        if case .request = error { throw error }
        // What another plan's law refuses is no answer for all of them.
        seen = .refused(error.reason)
      }
      guard seen == point.value || point.value.number == nil else {
        let reason = if case .refused(let reason) = seen { reason } else { "\(seen)" }
        throw .request(RequestProblem("\(point.text) is refused by the whole run: \(reason)", about: point.text))
      }
    }
    return outcome
  }
}

/// Where values are looked for.
struct SearchRange {
  let first: Rational
  /// Nil where nothing was said.
  let last: Rational?
  /// The last value that is looked at, however far the goal is.
  let limit: Rational
  /// A first distance, of the size of the values at hand.
  let stride: Rational

  init(_ axis: Axis, _ plan: Plan, _ goal: Goal, from first: String?, to last: String?) throws(ScenarioError) {
    do throws(RequestProblem) {
      let present = axis.present ?? .zero
      var start = Rational.zero
      if axis.kind == .date { start = present.subtracting(Rational(366)) ?? present }
      if let first { start = try axis.value(first, in: plan) }
      self.first = start
      self.last = try last.map { text throws(RequestProblem) in try axis.value(text, in: plan) }
      if let last = self.last, last <= start {
        throw RequestProblem("the search goes upwards, and its end is not above its beginning")
      }
      let large: Rational =
        axis.kind == .date ? Rational(3_660) : axis.kind == .percent ? Rational(100) : Rational(1_000_000_000_000)
      limit = self.last ?? start.adding(large) ?? start
      let size = max(present.magnitude, goal.target.magnitude)
      let part = size.dividing(Rational(64)) ?? axis.step
      let usual = axis.kind == .number ? part.rounded(.up, toMultipleOf: axis.step) ?? axis.step : axis.step
      stride = max(usual, axis.step)
    } catch {
      throw .request(error)
    }
  }
}

/// Finds the smallest value that meets a goal.
struct Solving {
  private let probe: Probe
  private let goal: Goal
  private let range: SearchRange

  init(_ probe: Probe, _ goal: Goal, _ range: SearchRange) {
    self.probe = probe
    self.goal = goal
    self.range = range
  }

  // MARK: Between known places

  /// Looks from place to place; between two of them the measure only rises or only falls.
  mutating func solve(between places: [Rational]) throws(ScenarioError) -> Solution.Outcome {
    var last: Rational?
    var passed: Solution.Outcome?
    for place in places {
      if let last, let outcome = try crossing(last, place) {
        // Behind a place that passes over the goal, another one may meet it.
        guard case .passedOver = outcome else { return outcome }
        passed = passed ?? outcome
      }
      if last == nil, try isMet(place, goal) { return .found(try point(place), before: nil) }
      last = place
    }
    if let passed { return passed }
    return try unreachable(places)
  }

  /// The first value behind `low`, up to `high`, that meets the goal, or passes it.
  private func crossing(_ low: Rational, _ high: Rational) throws(ScenarioError) -> Solution.Outcome? {
    guard let start = try probe.value(low).number else {
      // Where there is no value, only what comes behind counts.
      guard try isMet(high, goal) else { return nil }
      let first = try bisect(low, high, goal)
      return .found(try point(first), before: try before(first))
    }
    let crossed = goal.crossing(from: start)
    guard try isMet(high, crossed) else { return nil }
    let first = try bisect(low, high, crossed)
    let found = try point(first)
    if let value = found.value.number, goal.isMet(by: value) { return .found(found, before: try before(first)) }
    guard let before = try before(first) else { return nil }
    return .passedOver(before: before, after: found)
  }

  /// The smallest value between two that meets a goal, which the second does.
  private func bisect(_ low: Rational, _ high: Rational, _ goal: Goal) throws(ScenarioError) -> Rational {
    var (low, high) = (low, high)
    while let middle = probe.middle(low, high) {
      if try isMet(middle, goal) { high = middle } else { low = middle }
    }
    return high
  }

  private func isMet(_ x: Rational, _ goal: Goal) throws(ScenarioError) -> Bool {
    try probe.value(x).number.map { goal.isMet(by: $0) } ?? false
  }

  private func point(_ x: Rational) throws(ScenarioError) -> Solution.Point { try probe.point(x, behind: nil) }

  private func before(_ x: Rational) throws(ScenarioError) -> Solution.Point? {
    guard x > range.first, let before = x.subtracting(probe.axis.step), before >= range.first else { return nil }
    return try point(before)
  }

  /// What comes nearest of all that was looked at, from its smallest value on.
  private func unreachable(_ places: [Rational]) throws(ScenarioError) -> Solution.Outcome {
    var best: (x: Rational, distance: Rational, value: Rational)?
    var previous: Rational?
    var start: Rational?
    for x in places {
      defer { previous = x }
      guard let value = try probe.value(x).number, let distance = value.subtracting(goal.target)?.magnitude else {
        continue
      }
      if best.map({ distance < $0.distance }) ?? true {
        best = (x, distance, value)
        start = previous
      }
    }
    guard let best, let last = places.last else {
      throw .request(RequestProblem("no value has a result: \(try reason(places))"))
    }
    var nearest = best.x
    if var low = start {
      // The value holds from somewhere in front of the place on.
      while let middle = probe.middle(low, nearest) {
        if try probe.value(middle).number == best.value { nearest = middle } else { low = middle }
      }
    }
    return .unreachable(nearest: try point(nearest), limit: try point(last))
  }

  private func reason(_ places: [Rational]) throws(ScenarioError) -> String {
    for x in places {
      if case .refused(let reason) = try probe.value(x) { return reason }
    }
    return "it is missing"
  }

  // MARK: Search

  /// Looks at values that lie further and further apart, then between those around the first that meets the goal.
  mutating func search() throws(ScenarioError) -> Solution.Outcome {
    var places = [range.first]
    if try isMet(range.first, goal) { return .found(try point(range.first), before: nil) }
    var distance = range.stride
    while let last = places.last, last < range.limit {
      var next = min(last.adding(distance) ?? range.limit, range.limit)
      if try isRefused(next), !(try isRefused(last)) {
        next = try lastWithValue(last, next)
        places.append(next)
        break
      }
      places.append(next)
      if try isPassed(places) { break }
      if let doubled = distance.multiplying(Rational(2)) { distance = doubled }
    }
    let all = try closer(places)
    return try solve(between: all)
  }

  private func isRefused(_ x: Rational) throws(ScenarioError) -> Bool {
    if case .refused = try probe.value(x) { return true }
    return false
  }

  /// The last value in front of those for which a run fails.
  private func lastWithValue(_ low: Rational, _ high: Rational) throws(ScenarioError) -> Rational {
    var (low, high) = (low, high)
    while let middle = probe.middle(low, high) {
      if try isRefused(middle) { high = middle } else { low = middle }
    }
    return low
  }

  /// Whether the last place meets the goal, or lies on the other side of it than the one in front.
  private func isPassed(_ places: [Rational]) throws(ScenarioError) -> Bool {
    guard let last = places.last else { return false }
    if try isMet(last, goal) { return true }
    guard places.count > 1, let start = try probe.value(places[places.count - 2]).number else { return false }
    return try isMet(last, goal.crossing(from: start))
  }

  /// The same places with others between them, so that what lies in between is less likely overlooked.
  private func closer(_ places: [Rational]) throws(ScenarioError) -> [Rational] {
    var result: [Rational] = []
    for place in places {
      if let last = result.last, let quarter = probe.middle(last, place) {
        var between = [quarter]
        if let first = probe.middle(last, quarter) { between.insert(first, at: 0) }
        if let third = probe.middle(quarter, place) { between.append(third) }
        result += between
      }
      result.append(place)
    }
    return result
  }
}
