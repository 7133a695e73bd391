import Allot
import Columns

/// What a measure is to be.
public enum Goal: Hashable, Sendable {
  case atLeast(Rational)
  case atMost(Rational)
  case equal(Rational)
  case above(Rational)
  case below(Rational)

  public var target: Rational {
    switch self {
    case .atLeast(let target), .atMost(let target), .equal(let target), .above(let target), .below(let target): target
    }
  }

  func isMet(by value: Rational) -> Bool {
    switch self {
    case .atLeast(let target): value >= target
    case .atMost(let target): value <= target
    case .equal(let target): value == target
    case .above(let target): value > target
    case .below(let target): value < target
    }
  }

  /// The goal whose smallest value decides, for a measure that begins below the target, or above it.
  func crossing(from start: Rational) -> Goal {
    if case .equal(let target) = self { return start < target ? .atLeast(target) : .atMost(target) }
    return self
  }
}

/// The smallest value of an unknown for which a measure is what it is to be.
public struct Solution: Sendable {
  public typealias Point = Sweep.Point

  public enum Outcome: Hashable, Sendable {
    /// The smallest value, and the one a step before it; nil where that is outside what was looked at.
    case found(Point, before: Point?)
    /// No value gives it exactly: the measure passes it between two values that are a step apart.
    case passedOver(before: Point, after: Point)
    /// No value up to `limit` gives it; the nearest that it comes, and from where on.
    case unreachable(nearest: Point, limit: Point)
  }

  /// How sure it is that there is no smaller value.
  public enum Certainty: Hashable, Sendable {
    /// The measure follows from the credited total by so many pieces, each of which only rises or only falls; it was
    /// run at the ends of each.
    case exact(pieces: Int)
    /// So many values were looked at, among them both neighbours of the answer; between them the measure is taken to
    /// rise or fall throughout.
    case searched(reason: String)
  }

  public let unknown: Unknown
  public let axis: Axis
  public let watch: Watch
  public let goal: Goal
  public let outcome: Outcome
  public let certainty: Certainty
  /// The number of values for which the plan was run.
  public let runCount: Int

  /// The change that makes it so; nil where there is none.
  public var change: ScenarioChange? {
    if case .found(let point, _) = outcome { return unknown.change(to: point.text) }
    return nil
  }
}

extension Solution {
  /// The answer in one or two sentences.
  public var statement: String {
    func amount(_ point: Point) -> String {
      switch point.value {
      case .number(let number): watch.amount(number)
      case .missing: "nothing"
      case .refused(let reason): "an error (\(reason))"
      }
    }
    let target = watch.amount(goal.target)
    switch outcome {
    case .found(let point, let before?):
      return "\(point.label) gives \(amount(point)); \(before.label) gives \(amount(before))"
    case .found(let point, nil): return "\(point.label) gives \(amount(point)) already, where the search begins"
    case .passedOver(let before, let after):
      return "nothing gives exactly \(target): \(amount(before)) at \(before.label), \(amount(after)) at \(after.label)"
    case .unreachable(let nearest, let limit):
      let word =
        switch goal {
        case .atLeast, .above: "the most is"
        case .atMost, .below: "the least is"
        case .equal: "the nearest is"
        }
      return
        "\(target) is not reached: \(word) \(amount(nearest)), from \(nearest.label) on (looked at up to \(limit.label))"
    }
  }

  /// How the answer was found, and what it rests on.
  public var method: String {
    switch certainty {
    case .exact(let pieces):
      "exact: \(pieces) piece\(pieces == 1 ? "" : "s") of the line's curve, and \(runCount) runs that agree with it"
    case .searched(let reason):
      "searched: \(runCount) runs, to one step of \(axis.stepText); it is taken that between the values looked at the "
        + "line only rises or only falls (\(reason))"
    }
  }
}

extension Axis {
  /// The smallest step, as it is written.
  public var stepText: String { kind == .date ? "1 day" : text(step) ?? "\(step)" }
}
