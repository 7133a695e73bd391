import Allot
import Formatting
import Model
import WhatIf

/// Keeping what is supposed as an example, which is run before it is written.
extension Session {
  /// How many rows an example may have: a person reads them.
  private static let exampleLimit = 500

  mutating func saveExample(_ phrase: Phrase) throws(SessionFailure) {
    let scenario = try currentScenario()
    var rest = phrase
    let title = rest.word() ?? ""
    let file = Phrase(rest.word() ?? "").unquoted
    guard title.hasPrefix("\""), !file.isEmpty else {
      throw .complaint(
        "`save example` needs a title between quotes and a file",
        help: ["such as `save example \"a big deal in March\" big-deal.allot`"])
    }
    let scope = try AskedExpression.Scope(takingFrom: &rest, scenario.plan.calendar)
    let named = rest.take("of") ? rest.unquoted : ""
    guard let sheet = named.isEmpty ? chosenPlan ?? scenario.plan.resultNames.first : named,
      scenario.plan.resultNames.contains(sheet)
    else { throw .unknown("plan, sheet or rule", named, among: scenario.plan.resultNames) }
    let path = terminal.path(file)
    if isThere(path) { throw .complaint("the file `\(file)` is there already", help: ["another name keeps both"]) }

    let asked = Set(request.options.parameters)
    let example = SavedExample(
      title: Phrase(title).unquoted, sheet: sheet, given: try givenRows(of: sheet, scenario),
      asOf: scenario.options.asOf, during: scope.period ?? scenario.options.period,
      parameters: scenario.options.parameters.filter { !asked.contains($0) } + request.options.parameters,
      expected: try expectedRows(of: sheet, scope))
    let main = scenario.plan.readFiles.last.map { scenario.plan.sources[$0].path } ?? ""
    let plans = scenario.plan.readFiles.map { scenario.plan.sources[$0].path }
    let owner = scenario.plan.model.sheets.first { $0.name == sheet }
    let source = owner.map { scenario.plan.sources[$0.span.file].path } ?? main
    let text: String
    do {
      text = try example.text(use: RelativePath.from(folderPath(of: path), to: source))
    } catch {
      throw .complaint("the example cannot be laid out")
    }
    try prove(text, at: path, plans, scenario)
    try write(text, to: file)
    remark("wrote an example to \(file), which passes: `allot test \(file)`")
    guard case .success(let timeline) = standing?.timeline else { return }
    let isOtherText = scenario.plan.readFiles.contains { id in
      scenario.plan.sources[id].bytes != timeline.base.plan.sources[id].bytes
    }
    if isOtherText { remark("it passes with the plan's text as it is supposed, which `save patch FILE` writes") }
  }

  /// Runs the example over the plan as it is supposed.
  private func prove(
    _ text: String, at path: String, _ plans: [String], _ scenario: Scenario
  ) throws(SessionFailure) {
    var texts: [String: [UInt8]] = [path: Array(text.utf8)]
    for id in scenario.plan.readFiles { texts[scenario.plan.sources[id].path] = scenario.plan.sources[id].bytes }
    let proved: Plan
    do {
      proved = try Plan.load(path: path, replacing: texts)
    } catch {
      throw SessionFailure(error)
    }
    guard !proved.hasErrors, let example = proved.examples.first else {
      throw .diagnostics(proved.diagnostics, proved.sources, omitted: 0)
    }
    let outcome = proved.run(example)
    if !outcome.isPassed { throw .diagnostics(outcome.diagnostics, outcome.sources, omitted: 0) }
  }

  /// The rows of the tables that a plan reads from files, with the columns that it reads.
  private func givenRows(of sheet: String, _ scenario: Scenario) throws(SessionFailure) -> [SavedExample.Rows] {
    let plan = scenario.plan
    var options = scenario.options
    options.only = [sheet]
    let program: Program
    do {
      program = try plan.compile(options).program
    } catch {
      throw SessionFailure(error)
    }
    var result: [SavedExample.Rows] = []
    var count = 0
    for input in program.inputs {
      guard let table = plan.model.tables.first(where: { $0.name == input.name }), table.rows == nil else { continue }
      let read = Set(input.columns.map(\.name))
      let columns = table.columns.filter { $0.value == nil && read.contains($0.name) }
      let lines = columns.enumerated().map { AskingLine(.show, "_\($0.offset)", "`\($0.element.name)`") }
      guard let asking = plan.asking(lines, beside: "_Question", forEach: "`\(table.name)`") else { continue }
      var asked = scenario.options
      (asked.only, asked.period) = ([asking.sheet], nil)
      let results = try results(of: asking, asked)
      guard let output = results.outputs.first(where: { $0.output.name == asking.sheet }) else { continue }
      count += output.rowCount
      if count > Session.exampleLimit {
        throw .complaint(
          "an example would have more than \(Session.exampleLimit) rows: a person could not read it",
          help: ["a smaller folder of data, such as one payee's, makes a smaller one"])
      }
      let places = columns.indices.compactMap { place in
        output.definitions.firstIndex { $0.name == "_\(place)" }
      }
      guard places.count == columns.count, output.rowCount > 0 else { continue }
      let rows = (0..<output.rowCount).map { row in
        zip(places, columns).map { place, column in
          let value = output.value(row: row, column: place)
          return SavedExample.cell(
            column.factor.flatMap { value.divided(by: $0) } ?? value,
            isPercent: column.type.quantity?.form == .percent)
        }
      }
      result.append(SavedExample.Rows(table: table.name, header: columns.map(\.name), rows: rows))
    }
    return result
  }

  /// What a plan gives, as an example expects it.
  private func expectedRows(
    of sheet: String, _ scope: AskedExpression.Scope
  ) throws(SessionFailure) -> SavedExample.Rows {
    let plan = try plan()
    guard let table = try results(in: scope.period).outputs.first(where: { $0.output.name == sheet }) else {
      throw .complaint("`\(sheet)` has no results")
    }
    let keys = table.definitions.indices.filter { table.isKey[$0] }
    var rows = (0..<table.rowCount).filter { table.isPrimary[$0] }
    if !scope.keys.isEmpty { rows = try ExpressionAnswer.rows(of: table, keys, scope.keys, among: rows) }
    if let days = scope.period.flatMap({ plan.calendar.days(named: $0) }), let last = keys.last {
      rows = rows.filter { row in
        guard case .period(let period) = table.value(row: row, column: last) else { return true }
        return days.lowerBound <= period.lastDay && period.firstDay <= days.upperBound
      }
    }
    let lines = Set(plan.model.sheets.first { $0.name == sheet }?.lines.map(\.name) ?? [])
    let own = table.definitions.indices.filter { column in
      table.isKey[column] || lines.contains(table.definitions[column].name)
        || ["total", "carried", "reason"].contains(table.definitions[column].name)
    }
    return SavedExample.Rows(
      table: sheet, header: own.map { table.definitions[$0].name },
      rows: rows.map { row in
        own.map { column in
          let value = table.value(row: row, column: column)
          guard case .number(let number) = value, number.decimalScale == nil else {
            let isPercent = if case .percent = table.definitions[column].format { true } else { false }
            return SavedExample.cell(value, isPercent: isPercent)
          }
          return table.text(row: row, column: column)
        }
      })
  }
}

extension Value {
  /// A number divided by another that is not zero; nil for what is no number, or has no such quotient.
  fileprivate func divided(by factor: Rational) -> Value? {
    guard case .number(let number) = self, let quotient = number.dividing(factor) else { return nil }
    return .number(quotient)
  }
}
