import Allot
import Columns
import Synchronization

/// A measure for values of an unknown: each is a run of what the value reaches, and is kept.
final class Probe: Sendable {
  let unknown: Unknown
  let axis: Axis
  let watch: Watch
  private let known = Mutex<[Rational: MeasuredValue]>([:])

  init(_ unknown: Unknown, _ axis: Axis, _ watch: Watch) {
    self.unknown = unknown
    self.axis = axis
    self.watch = watch
  }

  /// The number of values that were run.
  var runCount: Int { known.withLock { $0.count } }

  /// The change that gives the unknown a value.
  func change(_ x: Rational) throws(ScenarioError) -> ScenarioChange {
    guard let text = axis.text(x) else {
      throw .request(RequestProblem("\(unknown) cannot be \(x)"))
    }
    return unknown.change(to: text)
  }

  func value(_ x: Rational) throws(ScenarioError) -> MeasuredValue {
    if let there = known.withLock({ $0[x] }) { return there }
    let value = try watch.value(with: [try change(x)])
    known.withLock { $0[x] = value }
    return value
  }

  /// The point at `x`, with what is more than at another one.
  func point(_ x: Rational, behind other: Sweep.Point?) throws(ScenarioError) -> Sweep.Point {
    let value = try value(x)
    var delta: Rational?
    if let number = value.number, let before = other?.value.number { delta = number.subtracting(before) }
    return Sweep.Point(x: x, text: axis.text(x) ?? "\(x)", value: value, delta: delta)
  }

  /// A value of the grid between two others; nil if they are not further apart than a step.
  func middle(_ low: Rational, _ high: Rational) -> Rational? {
    guard let sum = low.adding(high), let half = sum.dividing(Rational(2)), let offset = half.subtracting(low),
      let steps = offset.rounded(.down, toMultipleOf: axis.step), steps.signum > 0,
      let middle = low.adding(steps), middle < high
    else { return nil }
    return middle
  }
}
