import Allot
import Columns
import Engine
import IR
import Model
import Source

/// A run that can say how each of its amounts came about.
///
/// ```swift
/// var options = CompileOptions(period: "2026-Q1")
/// options.isExplained = true
/// var run = try ExplainedRun(plan.compile(options), DataLocation(folder: "data"))
/// let explanation = run.explanation(of: "AccountExecutive", row: 0, column: "commission")
/// ```
///
/// It is the same program as any run's, whose columns are all kept: nothing is computed a second time in another way.
public struct ExplainedRun: Sendable {
  /// What the run gave, as ``CompiledPlan/evaluate(_:options:)`` gives it.
  public let results: Results
  /// The texts that the explanations' places point into.
  public let sources: SourceMap
  let model: CheckedModel
  var builder: ExplanationBuilder
  /// The results by name, with the rows of their frames in the order in which they are printed.
  let printed: [String: (output: Output, rows: [Int])]

  /// Runs a plan that was compiled to be explained.
  ///
  /// - Throws: what is wrong with the data.
  public init(
    _ plan: CompiledPlan, _ data: DataLocation = DataLocation(), options: RunOptions = RunOptions()
  ) throws(RunError) {
    let run = KeptRun(
      plan.program, tables: plan.tables(data, for: plan.program), keeping: plan.program.trace?.columns ?? [],
      options: options)
    switch run.outcome {
    case .failed(let findings, let omitted): throw plan.error(findings, omitted: omitted, data)
    case .results(let computed):
      self.init(run, results: try plan.settle(computed).results, plan.model, plan.sources)
    }
  }

  package init(_ run: any RunValues, results: Results, _ model: CheckedModel, _ sources: SourceMap) {
    self.results = results
    self.sources = sources
    self.model = model
    builder = ExplanationBuilder(run, TracedColumns(run.program, model), model, sources)
    var printed: [String: (output: Output, rows: [Int])] = [:]
    for output in run.program.outputs where output.kind != .closedPeriods && printed[output.name] == nil {
      printed[output.name] = (output, run.rows(of: output))
    }
    self.printed = printed
  }

  /// How an amount came about; nil for what is no amount: a text, a date, a missing value, or a row or column that is
  /// not there.
  ///
  /// - Parameters:
  ///   - result: the name of the plan, sheet or rule.
  ///   - row: the row of its table, counted from 0.
  ///   - column: the name of a line, or `total`, `carried` or `paid`.
  ///
  /// What is found of the rows behind one amount is kept for the next one.
  public mutating func explanation(of result: String, row: Int, column: String) -> Explanation? {
    guard let (output, rows) = printed[result], rows.indices.contains(row),
      let definition = output.columns.first(where: { $0.name == column })
    else { return nil }
    return explanation(output, definition, row: rows[row])
  }

  /// What a value rests on that is no amount; empty for a row or column that is not there.
  public mutating func facts(of result: String, row: Int, column: String) -> [ExplanationFact] {
    guard let (output, rows) = printed[result], rows.indices.contains(row),
      let definition = output.columns.first(where: { $0.name == column })
    else { return [] }
    let line = builder.columns.lines(definition.column).first
    let place = ExplanationBuilder.Place(line: line, row: builder.name(output.frame, rows[row]))
    return builder.facts(below: definition.column, rows[row], place, depth: 4)
  }

  private mutating func explanation(_ output: Output, _ definition: OutputColumn, row: Int) -> Explanation? {
    let sheet = model.sheets.firstIndex { $0.name == output.name }
    let line = sheet.flatMap { sheet in
      model.sheets[sheet].lines.lastIndex { $0.name == definition.name }.map {
        TracedColumns.LinePlace(sheet: sheet, line: $0)
      }
    }
    let span = line.map { model.sheets[$0.sheet].lines[$0.line].span } ?? sheet.map { model.sheets[$0].span }
    guard
      let root = builder.tree(
        definition.column, row: row, label: definition.title ?? definition.name, line: line, sheet: sheet, span: span)
    else { return nil }
    return Explanation(
      result: output.name, title: output.title, keys: builder.keys(output, row), line: definition.name, root: root,
      format: definition.format, unit: definition.unit)
  }
}

extension ExplanationBuilder {
  /// What names a row of a result.
  mutating func keys(_ output: Output, _ row: Int) -> [NamedText] {
    output.keys.map { NamedText($0.name, text($0.column, row: row)) }
  }
}
