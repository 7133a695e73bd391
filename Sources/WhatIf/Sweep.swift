import Allot
import Columns

/// What becomes of a measure while an unknown runs through values.
public struct Sweep: Sendable {
  public struct Point: Hashable, Sendable {
    public let x: Rational
    /// The value of the unknown as the language writes it.
    public let text: String
    public let value: MeasuredValue
    /// What is more than at the point before; nil where either has no number.
    public let delta: Rational?

    /// The value of the unknown as it is read: `20,000 USD`.
    public var label: String { text.replacing("_", with: ",") }
  }

  /// Two values of the unknown, one step apart, between which the measure does not go on from where it was.
  public struct Jump: Hashable, Sendable {
    public let before: Point
    public let after: Point
  }

  public let unknown: Unknown
  public let axis: Axis
  public let watch: Watch
  public let points: [Point]
  /// What was found where one interval differs from its neighbours; a jump inside a steep curve may be missing.
  public let jumps: [Jump]

  /// The most points that a sweep may have.
  public static let pointLimit = 2_000
}

extension Scenario {
  /// Runs an unknown through values and shows what becomes of a measure.
  ///
  /// - Parameter step: the distance between two values; nil for a round one that makes some twenty of them.
  public func sweep(
    _ unknown: Unknown, from first: String, to last: String, by step: String? = nil, of measure: Measure
  ) throws(ScenarioError) -> Sweep {
    let axis = try axis(of: unknown)
    let steps: SweepSteps
    do throws(RequestProblem) {
      steps = try SweepSteps(axis, plan, from: first, to: last, by: step)
    } catch {
      throw .request(error)
    }
    let probe = Probe(unknown, axis, try watch(measure))
    var points: [Sweep.Point] = []
    for x in steps.values { points.append(try probe.point(x, behind: points.last)) }
    let jumps = try SweepJumps(points, probe).found()
    return Sweep(unknown: unknown, axis: axis, watch: probe.watch, points: points, jumps: jumps)
  }
}

/// The values of a sweep.
private struct SweepSteps {
  let values: [Rational]

  init(_ axis: Axis, _ plan: Plan, from first: String, to last: String, by step: String?) throws(RequestProblem) {
    let (start, end) = (try axis.value(first, in: plan), try axis.value(last, in: plan))
    guard start < end else {
      throw RequestProblem("a sweep goes upwards, and `\(last)` is not above `\(first)`", about: last)
    }
    let tooLarge = RequestProblem("the values have more digits than can be computed with")
    let distance: Rational
    if let step {
      distance = try axis.distance(step, in: plan)
    } else {
      guard let span = end.subtracting(start), let round = SweepSteps.round(span, axis.step) else { throw tooLarge }
      distance = round
    }
    guard distance.signum > 0 else { throw RequestProblem("the step `\(step ?? "")` is not above zero", about: step) }
    var values: [Rational] = []
    var next = start
    while next <= end {
      values.append(next)
      if values.count > Sweep.pointLimit {
        throw RequestProblem("a sweep has at most \(Sweep.pointLimit) values", about: step, help: ["take larger steps"])
      }
      guard let sum = next.adding(distance) else { throw tooLarge }
      next = sum
    }
    if let last = values.last, last < end { values.append(end) }
    self.values = values
  }

  /// 1, 2 or 5 times a power of ten, so that about twenty steps make the span; a multiple of the smallest step.
  private static func round(_ span: Rational, _ smallest: Rational) -> Rational? {
    guard let wanted = span.dividing(Rational(20)) else { return nil }
    var unit = smallest
    while unit < wanted {
      for factor in [2, 5, 10] {
        guard let next = unit.multiplying(Rational(factor)) else { return nil }
        if next >= wanted { return next }
        if factor == 10 { unit = next }
      }
    }
    return unit
  }
}

extension Axis {
  /// A distance between two values: an amount of the axis, or a number of days.
  func distance(_ text: String, in plan: Plan) throws(RequestProblem) -> Rational {
    guard kind == .date else { return try value(text, in: plan) }
    let literal = AmountText(plan).literal(text)
    guard let literal, literal.unit == nil || literal.unit == "days" || literal.unit == "day",
      literal.number.isInteger
    else { throw RequestProblem("`\(text)` is no number of days", about: text) }
    return literal.number
  }
}

/// Finds jumps between the points of a sweep.
private struct SweepJumps {
  private let points: [Sweep.Point]
  private let probe: Probe
  /// Each one costs as many runs as its interval can be halved.
  private static let limit = 8

  init(_ points: [Sweep.Point], _ probe: Probe) {
    self.points = points
    self.probe = probe
  }

  func found() throws(ScenarioError) -> [Sweep.Jump] {
    var jumps: [Sweep.Jump] = []
    for place in points.indices.dropFirst() where jumps.count < SweepJumps.limit && isSuspect(place) {
      if let jump = try jump(points[place - 1], points[place]) { jumps.append(jump) }
    }
    return jumps
  }

  /// True iff the interval in front of a point changes more than twice as much as both of its neighbours.
  private func isSuspect(_ place: Int) -> Bool {
    func change(_ place: Int) -> Rational? {
      points.indices.contains(place) && place > 0 ? points[place].delta?.magnitude : nil
    }
    guard let own = change(place), own.signum > 0 else { return false }
    let others = [change(place - 1), change(place + 1)].compactMap { $0 }
    return others.allSatisfy { other in other.multiplying(Rational(2)).map { $0 < own } ?? false }
  }

  /// Follows the half that changes more, down to one step; nil iff no step has most of the change.
  private func jump(_ first: Sweep.Point, _ last: Sweep.Point) throws(ScenarioError) -> Sweep.Jump? {
    guard let all = last.delta?.magnitude else { return nil }
    var (low, high) = (first, last)
    while let middle = probe.middle(low.x, high.x) {
      let between = try probe.point(middle, behind: low)
      guard let left = between.delta?.magnitude, let right = try probe.point(high.x, behind: between).delta?.magnitude
      else { return nil }
      if left >= right { high = between } else { low = between }
    }
    let after = try probe.point(high.x, behind: low)
    guard let own = after.delta?.magnitude.multiplying(Rational(2)), own > all else { return nil }
    return Sweep.Jump(before: low, after: after)
  }
}
