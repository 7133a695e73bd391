import Allot
import Comparing
import WhatIf

/// The commands that suppose something, take it back, and compare what comes of it.
extension Session {
  mutating func suppose(_ phrase: Phrase) throws(SessionFailure) {
    let before = try currentScenario()
    let change = try ChangePhrase(plan: before.plan).change(phrase)
    let after: Scenario
    do throws(SessionFailure) {
      after = try applying([change], to: before)
    } catch {
      throw naming(error, change)
    }
    try go(to: after)
    putDifference(after.difference(from: before), heading: after.changes.last.map { "\($0)" })
  }

  private func applying(_ changes: [ScenarioChange], to scenario: Scenario) throws(SessionFailure) -> Scenario {
    switch try computed({ () throws(ScenarioError) in try scenario.applying(changes) }) {
    case .success(let scenario): return scenario
    case .failure(let error): throw SessionFailure(error)
    }
  }

  /// A change that names a row which is not there, with keys that are near.
  private mutating func naming(_ failure: SessionFailure, _ change: ScenarioChange) -> SessionFailure {
    guard case .complaint(let message, let help) = failure, let (name, key) = change.namedRow,
      let table = standing?.plan.model.tables.first(where: { $0.name == name }), key.count == table.key.count
    else { return failure }
    for (place, part) in key.enumerated() {
      let known = keyTexts(of: table, place: place)
      if known.isEmpty || known.contains(part) { continue }
      var near = Array(suggestions(for: part, among: known).prefix(3))
      if near.isEmpty { near = Array(known.filter { $0.first == part.first }.prefix(3)) }
      if near.isEmpty { near = Array(known.prefix(3)) }
      return .complaint(message, help: help + ["there is " + near.map { "`\($0)`" }.joined(separator: ", ")])
    }
    return failure
  }

  /// Goes on from another scenario.
  private mutating func go(to scenario: Scenario) throws(SessionFailure) {
    guard var standing, case .success(var timeline) = standing.timeline else { return }
    timeline.add(scenario)
    standing.timeline = .success(timeline)
    self.standing = standing
  }

  /// Takes a step back or forth.
  mutating func step(_ phrase: Phrase, _ command: String, back: Bool) throws(SessionFailure) {
    try phrase.expectEnd(of: command)
    let before = try currentScenario()
    guard var standing, case .success(var timeline) = standing.timeline else { return }
    guard back ? timeline.canUndo : timeline.canRedo else {
      throw .complaint(back ? "there is nothing to undo" : "there is nothing to redo")
    }
    if back { timeline.undo() } else { timeline.redo() }
    standing.timeline = .success(timeline)
    self.standing = standing
    putDifference(timeline.current.difference(from: before), heading: Session.words(timeline.current))
  }

  /// Gives up all that is supposed.
  mutating func putChanges(_ phrase: Phrase) throws(SessionFailure) {
    try phrase.expectEnd(of: "changes")
    let scenario = try currentScenario()
    var table = AnswerTable(columns: [AnswerTable.Column("nr", isNumber: true), AnswerTable.Column("what is supposed")])
    for (place, change) in scenario.changes.enumerated() { table.add(.row(["\(place + 1)", "\(change)"])) }
    if scenario.changes.isEmpty {
      remark("nothing is supposed: the results are those of the files")
      return
    }
    put(table)
  }

  private static func words(_ scenario: Scenario) -> String {
    scenario.changes.isEmpty
      ? "the files as they are" : scenario.changes.map { "\($0)" }.joined(separator: "; ")
  }

  // MARK: - Scenarios by name

  /// Goes to a scenario that has the name, or gives the name to the current one.
  mutating func nameOrGo(_ phrase: Phrase) throws(SessionFailure) {
    let current = try currentScenario()
    let name = phrase.unquoted
    if name.isEmpty {
      let own = scenarios.first { $0.scenario.changes == current.changes }?.name
      terminal.put("\(own ?? (current.changes.isEmpty ? Session.fileName : "without a name"))\n")
      return
    }
    if let target = try named(name) {
      try go(to: target)
      putDifference(target.difference(from: current), heading: Session.words(target))
      return
    }
    scenarios.append((name, current))
    remark("the scenario `\(name)` has \(Session.counted(current.changes.count, "change"))")
  }

  /// Gives the current scenario a name, also one that another has.
  mutating func saveScenario(_ phrase: Phrase) throws(SessionFailure) {
    let current = try currentScenario()
    let name = phrase.unquoted
    guard name != Session.fileName else { throw .complaint("`file` names what the files give") }
    if let place = scenarios.firstIndex(where: { $0.name == name }) {
      scenarios[place].scenario = current
    } else {
      scenarios.append((name, current))
    }
    remark("the scenario `\(name)` has \(Session.counted(current.changes.count, "change"))")
  }

  /// The name of what the files give.
  static let fileName = "file"

  /// The scenario with a name, for what the session asks now; nil if there is none.
  private func named(_ name: String) throws(SessionFailure) -> Scenario? {
    guard case .success(let timeline) = standing?.timeline else { return nil }
    if name == Session.fileName { return timeline.base }
    return scenarios.first { $0.name == name }?.scenario
  }

  private func scenario(named name: String) throws(SessionFailure) -> Scenario {
    if let scenario = try named(name) { return scenario }
    throw .unknown("scenario", name, among: [Session.fileName] + scenarios.map(\.name))
  }

  mutating func putScenarios(_ phrase: Phrase) throws(SessionFailure) {
    try phrase.expectEnd(of: "scenarios")
    let current = try currentScenario()
    guard case .success(let timeline) = standing?.timeline else { return }
    var table = AnswerTable(columns: ["", "scenario", "what is supposed", "difference"].map { AnswerTable.Column($0) })
    let all = [(name: Session.fileName, scenario: timeline.base)] + scenarios
    for (name, scenario) in all {
      let mark = scenario.changes == current.changes ? "*" : ""
      let totals = scenario.difference(from: timeline.base).results.flatMap(\.totals).filter { $0.delta.signum != 0 }
      let words = totals.map { total in
        DiffPayouts.signed(total.delta, total.format) + (total.unit.map { " \($0)" } ?? "")
      }
      table.add(
        .row([
          mark, name, scenario.changes.isEmpty ? "nothing" : Session.words(scenario), words.joined(separator: ", "),
        ]))
    }
    put(table)
  }

  mutating func compare(_ phrase: Phrase) throws(SessionFailure) {
    let parts = phrase.split(at: "with")
    let first = (parts?.before ?? phrase).unquoted
    let after = first.isEmpty ? try currentScenario() : try scenario(named: first)
    let other = parts?.after.unquoted ?? Session.fileName
    let before = try scenario(named: other)
    putDifference(
      after.difference(from: before), heading: nil,
      names: SideNames(before: other, after: first.isEmpty ? "now" : first))
  }

  // MARK: - After the files were read again

  /// What was supposed, step by step.
  var suppositions: [[ScenarioChange]] {
    guard case .success(let timeline) = standing?.timeline else { return [] }
    var steps: [[ScenarioChange]] = []
    for (before, after) in zip(timeline.steps, timeline.steps[...timeline.place].dropFirst()) {
      let isFurther = after.changes.starts(with: before.changes)
      steps.append(isFurther ? Array(after.changes.dropFirst(before.changes.count)) : after.changes)
    }
    return steps
  }

  /// Supposes the same over files that may be others; what can no longer be supposed is said.
  mutating func supposeAgain(_ steps: [[ScenarioChange]]) {
    for changes in steps where !changes.isEmpty {
      // Without results nothing can be supposed, and that has been said.
      guard let scenario else { return }
      do throws(SessionFailure) {
        try go(to: try applying(changes, to: scenario))
      } catch {
        remark("no longer supposed: " + changes.map { "\($0)" }.joined(separator: "; "))
        error.show(&terminal)
      }
    }
  }

  /// Makes the scenarios that have a name again.
  mutating func nameAgain(_ named: [(name: String, scenario: Scenario)]) {
    guard case .success(let timeline) = standing?.timeline else { return }
    scenarios = []
    for (name, scenario) in named {
      do throws(ScenarioError) {
        scenarios.append((name, try timeline.base.applying(scenario.changes)))
      } catch {
        remark("the scenario `\(name)` is given up: it cannot be made again")
      }
    }
  }

  static func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
}

extension ScenarioChange {
  /// The table and the key of the row that must be there for the change to be made.
  fileprivate var namedRow: (table: String, key: [String])? {
    switch self {
    case .update(let table, .key(let key), _), .insert(let table, .key(let key)?, _), .delete(let table, .key(let key)):
      (table, key)
    case .update, .insert, .delete, .parameter, .tier, .line: nil
    }
  }
}
