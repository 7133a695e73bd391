import Allot
import Columns
import Engine
import IR
import Linting
import Model
import Syntax

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
  let measure: Measure

  /// Why there is no curve that can be relied on.
  private struct NoCurve: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }

  func segments(from first: Rational, to last: Rational?) throws(ScenarioError) -> Answer {
    do {
      let row = try row()
      let curve = try curve(of: row)
      return try places(curve, row, from: first, to: last)
    } catch let error as NoCurve {
      return .undecided(error.reason)
    } catch let error as Undecided {
      return .undecided(error.reason)
    } catch let error as ScenarioError {
      if case .request = error { throw error }
      return .undecided(error.reason)
    } catch {
      preconditionFailure("the steps throw these errors alone")
    }
  }

  // MARK: The row

  /// What is known of the row whose value the measure is.
  private struct Row {
    let sheet: Int
    let line: Int
    let credit: Int
    /// The plan with lines that show what the curve depends on.
    let model: CheckedModel
    /// The values of lines that no credited row changes.
    let lines: [Int: Rational]
    /// The total at two values of the unknown.
    let base: Rational
    let share: Rational
    /// How many steps of the unknown the places may be off, where what is credited is rounded.
    let slack: Int
  }

  private func row() throws -> Row {
    guard case .cell(let table, _, let column) = probe.unknown.cell else {
      throw NoCurve("the unknown is no credited amount")
    }
    let plan = scenario.plan
    let model = plan.model
    guard let sheet = model.sheets.firstIndex(where: { $0.name == probe.watch.result }),
      let line = model.sheets[sheet].lines.firstIndex(where: { $0.name == measure.expression })
    else { throw NoCurve("`\(measure.expression)` is no line of a plan") }
    let read = creditsRead(by: line, of: sheet, in: model)
    guard let credit = read.credits.first, read.credits.count == 1 else {
      throw NoCurve(read.credits.isEmpty ? "the line reads no credit" : "the line reads more than one credit")
    }
    let credited = model.sheets[sheet].credits[credit]
    guard model.tables[credited.table].name == table, isColumn(credited.amount, column, credited.table, model) else {
      throw NoCurve("`\(column)` is not the amount that `\(credited.name)` credits")
    }
    if read.windows.count > 1 { throw NoCurve("the line reads the credit over more than one window") }
    return try measured(sheet, line, credit, read)
  }

  /// Puts lines into the plan that show the credited total, and the values that do not depend on it.
  private func measured(_ sheet: Int, _ line: Int, _ credit: Int, _ read: CreditUses) throws -> Row {
    let plan = scenario.plan
    let own = plan.model.sheets[sheet]
    let name = own.credits[credit].name
    let window = read.windows.first ?? ""
    let total = window.isEmpty ? "`\(name)`" : "`\(name)` over \(window)"
    var asked = [AskingLine(.show, "_total", total)]
    for (number, text) in read.measures.enumerated() { asked.append(AskingLine(.let, "_given_\(number)", text)) }
    var shown: [(line: String, column: String)] = []
    let free = own.lines.indices.filter { index in
      own.lines[index].kind == .let && own.lines[index].value.type.quantity != nil
        && creditsRead(by: index, of: sheet, in: plan.model).credits.isEmpty
    }
    for name in free.map({ own.lines[$0].name }) + read.measures.indices.map({ "_given_\($0)" }) {
      shown.append((name, "_shown_\(shown.count)"))
    }
    for (line, column) in shown { asked.append(AskingLine(.show, column, "`\(line)`")) }
    guard let asking = plan.asking(asked, in: own.name) else { throw NoCurve("the plan's text is not whole") }
    if asking.plan.hasErrors { throw NoCurve("the credited total cannot be shown beside the line") }
    var options = scenario.options
    options.only = [own.name]
    let watched = try scenario.watching(asking.plan, options)
    func value(_ column: String, with changes: [ScenarioChange]) throws -> Rational? {
      let changed = try watched.applying(changes)
      var measure = measure
      measure.expression = column
      return try changed.watch(measure.only(lastRowOf: probe.watch)).value.number
    }
    let near = probe.axis.step
    guard let far = near.multiplying(Rational(1_000_000)),
      let low = try value("_total", with: [probe.change(.zero)]),
      let high = try value("_total", with: [probe.change(far)]),
      let rise = high.subtracting(low), let share = rise.dividing(far), share.signum > 0
    else { throw NoCurve("the credited total does not grow with the unknown") }
    var values: [Int: Rational] = [:]
    let model = asking.plan.model
    guard let askedSheet = model.sheets.firstIndex(where: { $0.name == own.name }) else {
      throw NoCurve("the plan's text is not whole")
    }
    for (line, column) in shown {
      guard let index = model.sheets[askedSheet].lines.firstIndex(where: { $0.name == line }),
        let number = try value(column, with: [])
      else { continue }
      values[index] = number
    }
    guard let asks = model.sheets[askedSheet].lines.firstIndex(where: { $0.name == measure.expression }) else {
      throw NoCurve("the plan's text is not whole")
    }
    var slack = 0
    if own.credits[credit].rounding != nil {
      guard let steps = Rational(2).dividing(share)?.rounded(.up, toMultipleOf: .one), steps <= Rational(16),
        let count = Int(exactly: steps.numerator)
      else { throw NoCurve("what is credited is rounded") }
      slack = count
    }
    return Row(
      sheet: askedSheet, line: asks, credit: credit, model: model, lines: values, base: low, share: share,
      slack: slack)
  }

  // MARK: The curve

  private func curve(of row: Row) throws -> PayoutCurve {
    let question = CurveQuestion(
      sheet: row.sheet, variable: .credit(row.credit), from: min(row.base, .zero), to: nil, lines: row.lines)
    let answers = try payoutCurves(row.model, question, line: row.line)
    guard let answer = answers.first, answers.count == 1 else {
      throw NoCurve("what is paid depends on conditions of the row")
    }
    guard answer.symbols.isEmpty else { throw NoCurve("what is paid depends on values that are not known here") }
    return answer.answer
  }

  /// The places of the unknown at which the curve's pieces meet, on both sides of each, checked by runs.
  private func places(_ curve: PayoutCurve, _ row: Row, from first: Rational, to last: Rational?) throws -> Answer {
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
    places.insert(try end(behind: places.max() ?? first, row, to: last))
    let sorted = places.sorted()
    try check(sorted, curve, row)
    return .decided(sorted, pieces: curve.pieces.gaps.count)
  }

  /// The last place: so far behind all others that the goal is met there, if it is anywhere.
  private func end(behind last: Rational, _ row: Row, to limit: Rational?) throws -> Rational {
    if let limit { return limit }
    guard let large = last.adding(Rational(1_000_000_000_000)) else { throw NoCurve("the numbers are too large") }
    return large
  }

  /// Holds the curve against runs at all places, and between them; the coin may be rounded otherwise.
  private func check(_ places: [Rational], _ curve: PayoutCurve, _ row: Row) throws {
    func predicted(_ x: Rational) throws -> Rational? {
      guard let more = x.multiplying(row.share), let total = row.base.adding(more),
        let amount = try curve.amount(at: total)
      else { return nil }
      return amount.polynomial?.constant
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
        let coin = Rational(Int64(1), scale: digits)
        guard let apart = difference.subtracting(offset)?.magnitude, apart <= coin else {
          throw NoCurve("the line's curve by itself is not what the runs give")
        }
      } else {
        offset = difference
      }
    }
  }

  // MARK: The model

  /// What a line reads of credits, by itself or by other lines.
  private struct CreditUses {
    var credits: Set<Int> = []
    /// The texts of the windows over which they are read; an empty one for the row's own period.
    var windows: Set<String> = []
    /// The texts of what amounts stand against.
    var measures: [String] = []
  }

  private func creditsRead(by line: Int, of sheet: Int, in model: CheckedModel) -> CreditUses {
    var uses = CreditUses()
    var lines: Set<Int> = [line]
    var open = [line]
    while let next = open.popLast() {
      let own = model.sheets[sheet].lines[next]
      var expressions = [own.value] + own.steps.flatMap(\.allExpressions)
      while let expression = expressions.popLast() {
        switch expression.kind {
        case .aggregate(let aggregate):
          if case .credit(sheet, let credit) = aggregate.relation {
            uses.credits.insert(credit)
            let text = aggregate.window.flatMap { self.text($0.span) } ?? ""
            uses.windows.insert(text == model.sheets[sheet].credits[credit].name ? "" : text)
          }
        case .through(let through):
          if let against = through.against, let text = text(against.span), !uses.measures.contains(text) {
            uses.measures.append(text)
          }
        case .field(.sheet(sheet), .line(let other), _):
          if lines.insert(other).inserted { open.append(other) }
        default: break
        }
        expressions += expression.children
      }
    }
    return uses
  }

  private func isColumn(_ amount: TypedExpression, _ column: String, _ table: Int, _ model: CheckedModel) -> Bool {
    guard case .field(.table(table), .column(let place), 0) = amount.kind else { return false }
    return model.tables[table].columns[place].name == column
  }

  private func text(_ span: SourceSpan) -> String? {
    let sources = scenario.plan.sources
    return sources.contains(span.file) ? sources[span.file].text(span) : nil
  }
}

extension TypedStep {
  fileprivate var allExpressions: [TypedExpression] {
    let amount: TypedExpression? =
      switch action {
      case .stop(let amount), .set(let amount), .times(let amount), .atLeast(let amount), .atMost(let amount),
        .round(_, let amount):
        amount
      case .end: nil
      }
    return [amount, condition].compactMap { $0 }
  }
}

extension Unknown {
  /// The cell that it is, of a row that is there or of a new one.
  fileprivate var cell: Unknown {
    switch self {
    case .another(let table, let like, _, let column): .cell(table: table, row: like, column: column)
    case .cell, .parameter, .tier: self
    }
  }
}

extension Measure {
  /// The same for the last of the rows that count.
  fileprivate func only(lastRowOf watch: Watch) -> Measure {
    var measure = self
    measure.sheet = watch.result
    if let last = watch.lastKey { measure.keys = last }
    if watch.lastKey != nil { measure.period = nil }
    return measure
  }
}
