import Allot
import Columns
import Model

extension Scenario {
  /// What becomes of a measure if open rows are won: all of them, by their expected amounts, and in the mean of all
  /// outcomes. Rows are won or not independently of each other.
  ///
  /// - Parameter measure: a line of a plan; without keys, of every payee.
  public func forecast(_ pipeline: Pipeline, of measure: Measure) throws(ScenarioError) -> PipelineForecast {
    let rows = try openRows(pipeline)
    let watch = try watch(measure)
    let forecasting = PipelineForecasting(scenario: self, pipeline: pipeline, rows: rows, watch: watch)
    return try forecasting.forecast()
  }

  /// The open rows of a pipeline, in the order of the table.
  public func openRows(_ pipeline: Pipeline) throws(ScenarioError) -> [OpenRow] {
    let table: TableCells
    do throws(RequestProblem) {
      table = try TableCells(plan, pipeline.table)
    } catch {
      throw .request(error)
    }
    let columns = table.columns.map(\.name)
    let copied = pipeline.won.filter { columns.contains($0.text) }
    var asked = [pipeline.probability] + copied.map { "`\($0.text)`" }
    if let amount = pipeline.amount { asked.append("`\(amount)`") }
    let found = try TableRows(self, pipeline.table, where: pipeline.condition, values: asked)
    var rows: [OpenRow] = []
    for row in 0..<found.count {
      let name = found.name(row)
      guard let probability = found.number(0, row), probability.signum >= 0, probability <= .one else {
        throw .request(
          RequestProblem(
            "the probability of `\(name)` is `\(found.text(0, row))`, and 0% to 100% is expected",
            about: pipeline.probability))
      }
      var cells: [NamedText] = []
      for cell in pipeline.won {
        if let place = copied.firstIndex(of: cell) {
          let own = found.text(place + 1, row)
          cells.append(NamedText(cell.name, own.isEmpty ? "missing" : own))
        } else {
          cells.append(cell)
        }
      }
      let amount = pipeline.amount.flatMap { _ in found.number(asked.count - 1, row) }
      rows.append(
        OpenRow(
          row: name, probability: probability, amount: amount,
          change: .update(table: pipeline.table, row: name, cells: cells)))
    }
    return rows
  }
}

/// Runs a pipeline.
private struct PipelineForecasting {
  let scenario: Scenario
  let pipeline: Pipeline
  let rows: [OpenRow]
  let watch: Watch

  func forecast() throws(ScenarioError) -> PipelineForecast {
    let groups = try PayeeValues(scenario, watch)
    let now = try groups.values(with: [])
    let all = try groups.values(with: rows.map(\.change))
    let reached = try groups.reached(by: rows.map(\.change))
    let expectedAmounts = try ofExpectedAmounts(groups)
    let outcomes = PipelineOutcomes(pipeline: pipeline, rows: rows, groups: groups, scenario: scenario, watch: watch)
    let expectations = try outcomes.expectations(now, reached)
    var payouts: [PipelinePayout] = []
    for (place, keys) in groups.keys.enumerated() {
      payouts.append(
        PipelinePayout(
          keys: keys, rows: reached[place], present: now[place], ifAllAreWon: all[place],
          ofExpectedAmount: expectedAmounts?[place], expected: expectations[place]))
    }
    return PipelineForecast(
      pipeline: pipeline, watch: watch, rows: rows, payouts: payouts, runCount: groups.runCount)
  }

  /// Each row won with its amount times its probability, rounded to the smallest step of the column.
  private func ofExpectedAmounts(_ groups: PayeeValues) throws(ScenarioError) -> [Rational]? {
    guard let amount = pipeline.amount else { return nil }
    var changes: [ScenarioChange] = []
    for row in rows {
      let axis = try scenario.axis(of: .cell(table: pipeline.table, row: row.row, column: amount))
      guard let own = row.amount?.multiplying(row.probability)?.rounded(.half, toMultipleOf: axis.step),
        let text = axis.text(own), case .update(let table, let name, let cells) = row.change
      else { throw .request(RequestProblem("`\(amount)` of `\(row.row)` is no amount", about: amount)) }
      changes.append(
        .update(table: table, row: name, cells: cells.filter { $0.name != amount } + [NamedText(amount, text)]))
    }
    return try groups.values(with: changes)
  }
}
