import Allot
import Columns
import Engine
import Model

/// The rows of a table for which a condition holds, with values of each: asked of the plan's own engine, by a sheet over
/// the table.
struct TableRows {
  private let table: OutputTable
  private let keys: [Int]

  /// - Parameter values: expressions of the table's columns.
  init(_ scenario: Scenario, _ name: String, where condition: String?, values: [String]) throws(ScenarioError) {
    guard let file = scenario.plan.readFiles.first else { throw .request(RequestProblem("the plan has no text")) }
    let tables = scenario.plan.model.tables.map(\.name)
    guard tables.contains(name) else { throw .request(.unknown("there is no table", name, known: tables)) }
    let sheet = "_rows"
    let bytes = scenario.plan.sources[file].bytes
    let filter = condition.map { " where (\n\($0)\n)" } ?? ""
    let lines = values.enumerated().map { "  show _value_\($0) = (\n\($1)\n)\n" }.joined()
    let text = "\nsheet \(sheet) {\n  for each `\(name)`\(filter)\n\(lines)}\n"
    let asked = scenario.plan.replacing(file, with: bytes + Array(text.utf8))
    if let error = asked.diagnostics.first(where: { $0.severity == .error }) {
      throw .request(
        RequestProblem(
          error.message, about: (values + [condition].compactMap { $0 }).first, notes: error.notes))
    }
    var options = scenario.options
    options.only = [sheet]
    let results = try scenario.results(of: asked, options)
    guard let found = results.outputs.first(where: { $0.output.name == sheet }) else {
      throw .request(RequestProblem("`\(name)` has no rows"))
    }
    table = found
    keys = found.isKey.indices.filter { found.isKey[$0] }
  }

  var count: Int { table.rowCount }

  /// What names a row; by its number where the table has no key.
  func name(_ row: Int) -> ScenarioChange.RowName {
    keys.isEmpty ? .number(row) : .key(keys.map { table.text(row: row, column: $0) })
  }

  /// A value by its place among those that were asked for.
  func value(_ place: Int, _ row: Int) -> Value { table.value(row: row, column: keys.count + place) }

  func text(_ place: Int, _ row: Int) -> String { table.text(row: row, column: keys.count + place) }

  func number(_ place: Int, _ row: Int) -> Rational? {
    if case .number(let number) = value(place, row), !number.isInfinite { return number }
    return nil
  }
}
