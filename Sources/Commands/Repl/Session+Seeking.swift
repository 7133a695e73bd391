import Allot
import Model
import WhatIf

/// The commands that run a value through a range, and that look for the one which is needed.
extension Session {
  mutating func sweep(_ phrase: Phrase) throws(SessionFailure) {
    let scenario = try currentScenario()
    guard let (unknownPart, rest) = phrase.split(at: "from"), let (first, behind) = rest.split(at: "to"),
      let (lastPart, measurePart) = behind.split(at: "of")
    else {
      throw .complaint(
        "`sweep` needs what varies, from where to where, and of what",
        help: ["such as `sweep amount of deal d17 from 0 USD to 100_000 USD of commission for ann in 2026-03`"])
    }
    let step = lastPart.split(at: "by")
    let last = step?.before ?? lastPart
    let unknown = try UnknownPhrase(plan: scenario.plan).unknown(unknownPart)
    let measure = try measure(measurePart)
    let (from, to, by) = (first.string, last.string, step?.after.string)
    let sweep: Sweep
    switch try computed({ () throws(ScenarioError) in
      try scenario.sweep(unknown, from: from, to: to, by: by, of: measure)
    }) {
    case .success(let found): sweep = found
    case .failure(let error): throw SessionFailure(error)
    }
    put(Session.table(of: sweep, showsAll: format != .table), more: "a larger step shows all")
    guard format == .table else { return }
    let width = min(100, terminal.width ?? 80)
    let lines = sweep.curve.lines(width: width, height: 12)
    if !lines.isEmpty { terminal.put("\n" + lines.joined(separator: "\n") + "\n") }
    for jump in sweep.jumps {
      terminal.put("jump: \(words(jump.before, sweep.watch)), \(words(jump.after, sweep.watch))\n")
    }
  }

  private func words(_ point: Sweep.Point, _ watch: Watch) -> String {
    "\(Session.text(of: point.value, watch)) at \(point.text)"
  }

  /// A measured value as it is shown in a sentence.
  private static func text(of value: MeasuredValue, _ watch: Watch) -> String {
    switch value {
    case .number(let number): withThousands(watch.text(number)) + (watch.unit.map { " \($0)" } ?? "")
    case .missing: "nothing"
    case .refused(let reason): "an error (\(reason))"
    }
  }

  private static func table(of sweep: Sweep, showsAll: Bool) -> AnswerTable {
    var table = AnswerTable(columns: [
      AnswerTable.Column("\(sweep.unknown)", isNumber: true),
      AnswerTable.Column(sweep.watch.title, unit: sweep.watch.unit, isNumber: true),
      AnswerTable.Column("difference", unit: sweep.watch.unit, isNumber: true),
    ])
    let count = showsAll ? sweep.points.count : AnswerTable.shownCount(sweep.points.count, limit: sweepLimit)
    for point in sweep.points.prefix(count) {
      let value =
        switch point.value {
        case .number(let number): sweep.watch.text(number)
        case .missing: ""
        case .refused(let reason): reason
        }
      let delta = point.delta.map { ($0.signum > 0 ? "+" : "") + sweep.watch.text($0) } ?? ""
      table.add(.row([point.text, value, delta]))
    }
    table.omitted = sweep.points.count - count
    if let words = combinationWords(sweep.watch) { table.notes = [words] }
    return table
  }

  /// How many points of a sweep are printed beside its curve.
  private static let sweepLimit = 40

  private static func combinationWords(_ watch: Watch) -> String? {
    switch watch.combination {
    case .row: nil
    case .sum(let rows): "\(watch.title): the sum of \(rows) rows"
    case .last(let rows): "\(watch.title): the last of \(rows) rows"
    }
  }

  mutating func solve(_ phrase: Phrase) throws(SessionFailure) {
    let scenario = try currentScenario()
    let byPart = phrase.split(at: "by")
    guard let (left, sign, right) = (byPart?.before ?? phrase).comparison else {
      throw .complaint(
        "`solve` needs what is to be reached",
        help: ["such as `solve commission for ann in 2026-03 >= 25_000 USD by amount of deal d17`"])
    }
    let measure = try measure(left)
    var targetPart = right
    var varied: Phrase?
    var range: (first: String?, last: String?) = (nil, nil)
    // The range stands behind what varies, or behind the target where nothing is said to vary.
    let ranged = byPart?.after ?? right
    let limits = ranged.split(at: "from")
    if let limits {
      let ends = limits.after.split(at: "to")
      range = ((ends?.before ?? limits.after).string, ends?.after.string)
    }
    if byPart == nil { targetPart = limits?.before ?? right } else { varied = limits?.before ?? ranged }
    let unknown: Unknown?
    if let varied { unknown = try UnknownPhrase(plan: scenario.plan).unknown(varied) } else { unknown = nil }
    let target = targetPart.string
    let (first, last) = range
    let solution: Solution
    switch try computed({ () throws(ScenarioError) in
      let wanted = try scenario.target(target, for: measure)
      let chosen: Unknown
      if let unknown { chosen = unknown } else { chosen = try scenario.nextCredit(for: measure) }
      return try scenario.solve(chosen, for: sign.goal(wanted), of: measure, from: first, to: last)
    }) {
    case .success(let found): solution = found
    case .failure(let error): throw SessionFailure(error)
    }
    put(solution)
  }

  private mutating func put(_ solution: Solution) {
    switch format {
    case .table, .markdown:
      terminal.put(terminal.faint("\(solution.unknown)") + "\n" + terminal.strong(solution.statement) + "\n")
      if let note = Session.combinationWords(solution.watch) { terminal.put(terminal.faint(note) + "\n") }
      terminal.put(terminal.faint(solution.method) + "\n")
      if let change = solution.change {
        terminal.put(terminal.faint("`what if \(ChangePhrase.text(of: change))` supposes it") + "\n")
      }
    case .csv, .json, .jsonLines:
      var table = AnswerTable(columns: ["unknown", "answer", "method", "change"].map { AnswerTable.Column($0) })
      table.add(
        .row([
          "\(solution.unknown)", solution.statement, solution.method,
          solution.change.map { "what if \(ChangePhrase.text(of: $0))" } ?? "",
        ]))
      put(table)
    }
  }

  /// What is measured: a line or an expression, for the rows and periods that are asked for.
  func measure(_ phrase: Phrase) throws(SessionFailure) -> Measure {
    let plan = try plan()
    let asked = try AskedExpression(phrase.text, plan.calendar)
    let expression = expanded(asked.expression)
    let names = ExpressionNames(text: expression).names
    let sheet = asked.scope.plan ?? SheetChoice(plan.model, names, chosen: chosenPlan).best ?? chosenPlan
    return Measure(expression, in: sheet, for: asked.scope.keys, period: asked.scope.period)
  }

  /// An expression with what names of the session stand for in their place.
  private func expanded(_ expression: String) -> String {
    var text = expression
    var depth = 0
    // A name may stand for others; each round puts one level in.
    while depth < 32, let next = ExpressionNames.replacing(in: text, with: { sessionLine($0)?.text }), next != text {
      text = next
      depth += 1
    }
    return text
  }
}

/// How two amounts are compared.
enum ComparisonSign: String, CaseIterable {
  case atLeast = ">="
  case atMost = "<="
  case equal = "="
  case above = ">"
  case below = "<"

  func goal(_ target: Rational) -> Goal {
    switch self {
    case .atLeast: .atLeast(target)
    case .atMost: .atMost(target)
    case .equal: .equal(target)
    case .above: .above(target)
    case .below: .below(target)
    }
  }
}

extension Phrase {
  /// The parts in front of and behind the first comparison that stands outside of brackets; nil iff there is none.
  var comparison: (left: Phrase, sign: ComparisonSign, right: Phrase)? {
    for place in places {
      for sign in ComparisonSign.allCases where text[place...].hasPrefix(sign.rawValue) {
        let end = text.index(place, offsetBy: sign.rawValue.count)
        return (Phrase(text[..<place]), sign, Phrase(text[end...]))
      }
    }
    return nil
  }
}
