import Allot
import Columns
import Engine
import Synchronization

/// The values of a measure by payee, for changes of the data.
final class PayeeValues: Sendable {
  let keys: [[String]]
  private let watch: Watch
  private let watched: Scenario
  private let runs = Mutex(0)

  /// The number of runs that were made.
  var runCount: Int { runs.withLock { $0 } }

  init(_ scenario: Scenario, _ watch: Watch) throws(ScenarioError) {
    self.watch = watch
    // What a payee is credited shows whom a change reaches, even where it does not change the measure by itself.
    let plan = watch.scenario.plan
    let sheet = plan.model.sheets.first { $0.name == watch.result }
    let lines = (sheet?.credits ?? []).enumerated().map { AskingLine(.show, "_credited_\($0)", "`\($1.name)`") }
    if let asking = plan.asking(lines, in: watch.result), !lines.isEmpty, !asking.plan.hasErrors {
      watched = try watch.scenario.watching(asking.plan, watch.scenario.options)
    } else {
      watched = watch.scenario
    }
    keys = watch.payees(in: watched)
  }

  /// The value of each payee with changes made.
  ///
  /// - Throws: a run that fails.
  func values(with changes: [ScenarioChange]) throws(ScenarioError) -> [Rational] {
    let changed = try run(changes)
    let values = watch.values(in: changed)
    return keys.map { values[$0] ?? .zero }
  }

  private func run(_ changes: [ScenarioChange]) throws(ScenarioError) -> Scenario {
    runs.withLock { $0 += 1 }
    return try changes.isEmpty ? watched : watched.applying(changes)
  }

  /// For each payee the changes that reach it: by themselves, or where all others are made.
  func reached(by changes: [ScenarioChange]) throws(ScenarioError) -> [[Int]] {
    var reached = keys.map { _ in [Int]() }
    let none = watch.cells(in: watched)
    let all = watch.cells(in: try run(changes))
    for place in changes.indices {
      let alone = watch.cells(in: try run([changes[place]]))
      var others = changes
      others.remove(at: place)
      let without = watch.cells(in: try run(others))
      for (payee, key) in keys.enumerated() where alone[key] != none[key] || without[key] != all[key] {
        reached[payee].append(place)
      }
    }
    return reached
  }
}

extension Watch {
  /// The columns that name a payee: all keys but periods.
  private func payeeColumns(_ table: OutputTable) -> [Int] {
    table.isKey.indices.filter { place in
      if case .period = table.kinds[place] { return false }
      return table.isKey[place]
    }
  }

  private func table(in scenario: Scenario) -> OutputTable? {
    scenario.results.outputs.first { $0.output.name == result }
  }

  /// Those whom the measure is about.
  func payees(in scenario: Scenario) -> [[String]] {
    guard let table = table(in: scenario) else { return [] }
    let columns = payeeColumns(table)
    var seen: Set<[String]> = []
    var payees: [[String]] = []
    for row in places(in: table) {
      let key = columns.map { table.text(row: row, column: $0) }
      if seen.insert(key).inserted { payees.append(key) }
    }
    return payees
  }

  /// The value of each payee: added up over the rows, or that of the last one.
  func values(in scenario: Scenario) -> [[String]: Rational] {
    guard let table = table(in: scenario), let place = table.definitions.firstIndex(where: { $0.name == column }) else {
      return [:]
    }
    let columns = payeeColumns(table)
    let isAdditive = if case .sum = combination { true } else { table.definitions[place].isAdditive }
    var values: [[String]: Rational] = [:]
    for row in places(in: table) {
      guard case .number(let number) = table.value(row: row, column: place), !number.isInfinite else { continue }
      let key = columns.map { table.text(row: row, column: $0) }
      values[key] = isAdditive ? (values[key] ?? .zero).adding(number) ?? number : number
    }
    return values
  }

  /// All cells of each payee's rows, of all periods.
  func cells(in scenario: Scenario) -> [[String]: [String]] {
    guard let table = table(in: scenario) else { return [:] }
    let columns = payeeColumns(table)
    var cells: [[String]: [String]] = [:]
    for row in 0..<table.rowCount {
      let key = columns.map { table.text(row: row, column: $0) }
      cells[key, default: []] += table.definitions.indices.map { table.text(row: row, column: $0) }
    }
    return cells
  }
}
