import Allot
import Columns
import Engine
import IR
import Model

/// Finds what a measure names, and puts its expression into the plan where it is no line of the results.
struct Measuring {
  /// What the line is called that is put into the plan.
  static let line = "_measure"

  let scenario: Scenario
  let measure: Measure

  func watch() throws(ScenarioError) -> Watch {
    let (table, watched) = try result()
    guard
      let column = table.definitions.firstIndex(where: { $0.name == Measuring.line })
        ?? table.definitions.firstIndex(where: { $0.name == measure.expression })
    else { throw .request(RequestProblem("there is no line `\(measure.expression)`", about: measure.expression)) }
    guard table.kinds[column] == .number || table.kinds[column] == .bool else {
      throw .request(RequestProblem("`\(measure.expression)` is no amount", about: measure.expression))
    }
    let rows: [Int]
    do throws(RequestProblem) {
      rows = try self.rows(table)
    } catch {
      throw .request(error)
    }
    return Watch(
      measure, watched, table, column: column, rows: rows, combination: try combination(table, column, rows))
  }

  // MARK: Results

  /// The result that has the measure, and the scenario that computes it and nothing besides.
  private func result() throws(ScenarioError) -> (OutputTable, Scenario) {
    let sheets = scenario.plan.model.sheets.map(\.name)
    if let sheet = measure.sheet, !sheets.contains(sheet) {
      throw .request(.unknown("there is no plan, sheet or rule", sheet, known: sheets))
    }
    var printed: [String] = []
    for table in scenario.results.outputs where measure.sheet == nil || table.output.name == measure.sheet {
      guard sheets.contains(table.output.name) else { continue }
      if table.definitions.contains(where: { $0.name == measure.expression }) { printed.append(table.output.name) }
    }
    if printed.count == 1 { return try result(of: printed[0], in: scenario.plan) }
    if printed.count > 1 { throw .request(several(printed)) }
    return try asked(measure.sheet.map { [$0] } ?? sheets)
  }

  private func several(_ names: [String]) -> RequestProblem {
    RequestProblem(
      "`\(measure.expression)` is in " + names.map { "`\($0)`" }.joined(separator: " and in "),
      about: measure.expression, help: ["say of which plan it is"])
  }

  /// The result with a line for the expression in the only one of `sheets` in which it means something.
  private func asked(_ sheets: [String]) throws(ScenarioError) -> (OutputTable, Scenario) {
    var good: [(sheet: String, plan: Plan)] = []
    var failure: PlanError?
    for sheet in sheets {
      guard let asking = scenario.plan.asking([AskingLine(.show, Measuring.line, measure.expression)], in: sheet) else {
        continue
      }
      let errors = asking.plan.diagnostics.filter { $0.severity == .error }
      if errors.isEmpty {
        good.append((sheet, asking.plan))
      } else if failure == nil {
        let (diagnostics, sources) = asking.translated(errors, asking.plan.sources)
        failure = PlanError(diagnostics: diagnostics, sources: sources, isAboutOptions: true)
      }
    }
    if good.count > 1 { throw .request(several(good.map(\.sheet))) }
    if let found = good.first { return try result(of: found.sheet, in: found.plan) }
    if let failure { throw .plan(failure) }
    throw .request(RequestProblem("the plan has no results"))
  }

  private func result(of sheet: String, in plan: Plan) throws(ScenarioError) -> (OutputTable, Scenario) {
    var options = scenario.options
    options.only = [sheet]
    options.withDetail = false
    let watched = try scenario.watching(plan, options)
    guard let table = watched.results.outputs.first(where: { $0.output.name == sheet }) else {
      throw .request(RequestProblem("`\(sheet)` has no rows for what was asked"))
    }
    return (table, watched)
  }

  // MARK: Rows

  /// The rows of the keys and periods that are asked for.
  private func rows(_ table: OutputTable) throws(RequestProblem) -> [Int] {
    let keys = table.isKey.indices.filter { table.isKey[$0] }
    let periods = keys.filter { if case .period = table.kinds[$0] { true } else { false } }
    let named = keys.filter { !periods.contains($0) } + periods
    guard measure.keys.count <= keys.count else {
      throw RequestProblem(
        "a row of `\(table.output.name)` is named by "
          + keys.map { "`\(table.definitions[$0].name)`" }.joined(separator: ", "),
        about: measure.keys.joined(separator: ", "))
    }
    var rows = Array(0..<table.rowCount)
    for (key, place) in zip(measure.keys, named) {
      let own = rows.filter { table.text(row: $0, column: place) == key }
      if own.isEmpty {
        let known = Set(rows.prefix(20_000).map { table.text(row: $0, column: place) }).sorted()
        throw .unknown("no row of `\(table.output.name)` has the \(table.definitions[place].name)", key, known: known)
      }
      rows = own
    }
    guard let period = measure.period else { return rows }
    guard let days = days(named: period, in: scenario.plan.model.calendar) else {
      throw RequestProblem("`\(period)` is no period", about: period, help: ["a period is `2026-Q1` or `2026-03`"])
    }
    guard let place = periods.last else {
      throw RequestProblem("the rows of `\(table.output.name)` have no periods", about: period)
    }
    let within = rows.filter { row in
      guard case .period(let own) = table.value(row: row, column: place) else { return false }
      return days.lowerBound <= own.firstDay && own.lastDay <= days.upperBound
    }
    if within.isEmpty {
      throw RequestProblem(
        "`\(table.output.name)` has no row for `\(period)`", about: period,
        help: rows.first.map { ["its first row is for \(table.text(row: $0, column: place))"] } ?? [])
    }
    return within
  }

  /// Whether a column can be added up: what results print totals of, and of an expression what is made of such.
  private func isAdditive(_ table: OutputTable, _ column: Int) -> Bool {
    let definition = table.definitions[column]
    guard definition.name == Measuring.line, !definition.isAdditive else { return definition.isAdditive }
    guard
      let asking = scenario.plan.asking(
        [AskingLine(.show, Measuring.line, measure.expression)], in: table.output.name),
      let sheet = asking.plan.model.sheets.first(where: { $0.name == table.output.name }),
      let line = sheet.lines.first(where: { $0.name == Measuring.line })
    else { return false }
    return Additivity(sheet, of: asking.plan.model).isAdditive(line.value)
  }

  /// How the rows become one value; what can be neither added up nor goes on from period to period has one row only.
  private func combination(
    _ table: OutputTable, _ column: Int, _ rows: [Int]
  ) throws(ScenarioError) -> RowCombination {
    if rows.count == 1 { return .row }
    if isAdditive(table, column) { return .sum(rows: rows.count) }
    let keys = table.isKey.indices.filter { place in
      if case .period = table.kinds[place] { return false }
      return table.isKey[place]
    }
    let isOfOne = rows.allSatisfy { row in
      keys.allSatisfy { table.text(row: row, column: $0) == table.text(row: rows[0], column: $0) }
    }
    if isOfOne, !rows.isEmpty { return .last(of: rows.count) }
    throw .request(
      RequestProblem(
        "`\(measure.expression)` cannot be added up over \(rows.count) rows", about: measure.expression,
        help: ["name the row by its keys"]))
  }
}

extension Scenario {
  /// Finds a measure in the results, to see what becomes of it.
  public func watch(_ measure: Measure) throws(ScenarioError) -> Watch {
    try Measuring(scenario: self, measure: measure).watch()
  }
}
