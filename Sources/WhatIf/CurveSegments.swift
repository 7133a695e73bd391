import Allot
import Columns
import Linting
import Model

/// The places between which a line only rises or only falls, from its exact curve over the credited total.
///
/// ```
/// unknown x      a deal's amount                 the runs decide what is paid at a place
///   |            total = base + share * x        two runs
/// total          bookings over quarter to date
///   |            curve: pieces of polynomials    the model, with the row's quota and conditions put in
/// line           commission
/// ```
///
/// The curve only says where to look; what it says is held against runs at all of those places.
struct CurveSegments {
  enum Answer {
    /// The places in ascending order, and how many pieces they bound.
    case decided([Rational], pieces: Int)
    case undecided(String)
  }

  let scenario: Scenario
  let probe: Probe

  func segments(from first: Rational, to last: Rational?) throws(ScenarioError) -> Answer {
    do {
      guard let (table, column) = probe.unknown.cell else { throw NoCurve("the unknown is no credited amount") }
      let line = try LineCurve(scenario, probe.watch)
      guard line.credits(column, of: table) else {
        throw NoCurve("`\(column)` is not the amount that `\(line.creditName)` credits")
      }
      return try places(line, from: first, to: last)
    } catch let error as NoCurve {
      return .undecided(error.reason)
    } catch let error as Undecided {
      return .undecided(error.clause(name))
    } catch let error as ScenarioError {
      if case .request = error { throw error }
      return .undecided(error.reason)
    } catch {
      preconditionFailure("the steps throw these errors alone")
    }
  }

  /// A value that the curve leaves open: its line, or its text in the plan.
  private func name(_ symbol: CurveSymbol) -> String {
    if let line = symbol.line { return "`\(line)`" }
    let sources = scenario.plan.sources
    guard sources.contains(symbol.span.file) else { return "a value that is not known" }
    let text = String(
      decoding: sources[symbol.span.file].bytes[Int(symbol.span.start)..<Int(symbol.span.end)], as: UTF8.self)
    return "`\(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))`"
  }

  /// How the credited total follows from the unknown.
  private struct Course {
    let base: Rational
    let share: Rational
    /// How many steps of the unknown the places may be off, where what is credited is rounded.
    let slack: Int
  }

  private func course(_ line: LineCurve) throws -> Course {
    guard let far = probe.axis.step.multiplying(Rational(1_000_000)),
      let low = try line.total(with: [probe.change(.zero)]), let high = try line.total(with: [probe.change(far)]),
      let rise = high.subtracting(low), let share = rise.dividing(far), share.signum > 0
    else { throw NoCurve("the credited total does not grow with the unknown") }
    var slack = 0
    if line.isRounded {
      guard let steps = Rational(2).dividing(share)?.rounded(.up, toMultipleOf: .one), steps <= Rational(16),
        let count = Int(exactly: steps.numerator)
      else { throw NoCurve("what is credited is rounded") }
      slack = count
    }
    return Course(base: low, share: share, slack: slack)
  }

  /// The places of the unknown at which the curve's pieces meet, on both sides of each, checked by runs.
  private func places(_ line: LineCurve, from first: Rational, to last: Rational?) throws -> Answer {
    let curve = line.curve
    let row = try course(line)
    var totals = curve.pieces.places
    for interval in try curve.slopesDown { totals += [interval.lower] + [interval.upper].compactMap { $0 } }
    var places: Set<Rational> = [first]
    for total in Set(totals).sorted() {
      guard let distance = total.subtracting(row.base), let x = distance.dividing(row.share),
        let floor = x.rounded(.floor, toMultipleOf: probe.axis.step)
      else { continue }
      // The grid's places on both sides, whether the bound itself belongs to the one or the other piece.
      for steps in -1 - row.slack...2 + row.slack {
        guard let offset = probe.axis.step.multiplying(Rational(steps)), let place = floor.adding(offset) else {
          continue
        }
        if place > first, last.map({ place <= $0 }) ?? true { places.insert(place) }
      }
    }
    places.insert(try end(behind: places.max() ?? first, to: last))
    let sorted = places.sorted()
    try check(sorted, line, row)
    return .decided(sorted, pieces: curve.pieces.gaps.count)
  }

  /// The last place: so far behind all others that the goal is met there, if it is anywhere.
  private func end(behind last: Rational, to limit: Rational?) throws -> Rational {
    if let limit { return limit }
    guard let large = last.adding(Rational(1_000_000_000_000)) else { throw NoCurve("the numbers are too large") }
    return large
  }

  /// Holds the curve against runs at all places, and between them; the coin may be rounded otherwise.
  private func check(_ places: [Rational], _ line: LineCurve, _ row: Course) throws {
    func predicted(_ x: Rational) throws -> Rational? {
      guard let more = x.multiplying(row.share), let total = row.base.adding(more),
        let amount = try line.amount(at: total)
      else { return nil }
      return amount
    }
    var checked = places
    for (low, high) in zip(places, places.dropFirst()) {
      if let middle = probe.middle(low, high) { checked.append(middle) }
    }
    var offset: Rational?
    for x in checked {
      guard let real = try probe.value(x).number, let wanted = try predicted(x) else {
        throw NoCurve("a run has no value where the line's curve has one")
      }
      guard let difference = real.subtracting(wanted) else { throw NoCurve("the numbers are too large") }
      if let offset {
        let digits = probe.watch.unit.flatMap { Currency(code: $0)?.minorDigits } ?? 2
        let coin = Rational(Int64(1), scale: digits).multiplying(Rational(line.lineCount)) ?? .one
        guard let apart = difference.subtracting(offset)?.magnitude, apart <= coin else {
          throw NoCurve("the line's curve by itself is not what the runs give")
        }
      } else {
        offset = difference
      }
    }
  }
}

extension Unknown {
  /// The table and the column whose cell it is, of a row that is there or of a new one.
  fileprivate var cell: (table: String, column: String)? {
    switch self {
    case .cell(let table, _, let column), .another(let table, _, _, let column): (table, column)
    case .parameter, .tier: nil
    }
  }
}
