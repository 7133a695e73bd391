import Allot
import Columns
import Model

/// What a line is for every outcome of a pipeline, by its curve over the credited total.
struct PipelineCurve {
  private let curve: LineCurve
  private let changes: [ScenarioChange]
  /// The credited total if nothing is won, and what each row adds to it.
  private let base: Rational
  private let shares: [Rational]
  /// What the runs give more than the curve, which begins at the start of its window.
  private let offset: Rational
  /// The coin to which the line is rounded; nil where it is not.
  private let coin: Rational?

  init(_ scenario: Scenario, _ watch: Watch, _ changes: [ScenarioChange], _ now: Rational) throws {
    let curve = try LineCurve(scenario, watch)
    // Several lines are rounded each by itself.
    if curve.lineCount > 1 { throw NoCurve("the total is that of several lines") }
    let isPaid = scenario.plan.model.sheets.first { $0.name == watch.result }?.lines.contains {
      $0.name == watch.measure.expression && $0.kind == .pay
    }
    let digits = watch.unit.flatMap { Currency(code: $0)?.minorDigits }
    coin = isPaid == true ? digits.map { Rational(Int64(1), scale: $0) } : nil
    self.curve = curve
    self.changes = changes
    guard let base = try curve.total(with: []) else { throw NoCurve("the credited total is not known") }
    var shares: [Rational] = []
    for change in changes {
      guard let share = try curve.total(with: [change])?.subtracting(base) else {
        throw NoCurve("the credited total is not known")
      }
      shares.append(share)
    }
    self.base = base
    self.shares = shares
    guard let first = try PipelineCurve.rounded(curve.amount(at: base), coin), let more = now.subtracting(first) else {
      throw NoCurve("the line has no value now")
    }
    offset = more
  }

  private static func rounded(_ amount: Rational?, _ coin: Rational?) -> Rational? {
    guard let coin else { return amount }
    return amount?.rounded(.half, toMultipleOf: coin)
  }

  /// What the line is if the rows are won whose bits are set.
  func value(_ outcome: Int) throws -> Rational? {
    var total = base
    for (place, share) in shares.enumerated() where outcome & (1 << place) != 0 {
      guard let next = total.adding(share) else { return nil }
      total = next
    }
    return try PipelineCurve.rounded(curve.amount(at: total), coin)?.adding(offset)
  }

  /// Whether runs give the same: with all rows won, each alone, and for some outcomes drawn at random.
  func agrees(_ groups: PayeeValues, _ payee: Int, seed: UInt64) throws -> Bool {
    var random = SplitMix(seed: seed)
    let all = (1 << changes.count) - 1
    var outcomes = [0, all] + changes.indices.map { 1 << $0 } + changes.indices.map { all & ~(1 << $0) }
    for _ in 0..<24 { outcomes.append(Int(truncatingIfNeeded: random.next()) & all) }
    for outcome in outcomes {
      let made = changes.indices.filter { outcome & (1 << $0) != 0 }.map { changes[$0] }
      guard try groups.values(with: made)[payee] == value(outcome) else { return false }
    }
    return true
  }
}
