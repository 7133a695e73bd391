import Allot
import Linting
import Model

/// The payout curves of a plan's lines, and where each payee stands on them: asked of the plan itself, by lines that are
/// added to its text.
public struct CurvePositions: Sendable {
  /// A line of a plan.
  private struct LineName: Hashable {
    let plan: String
    let line: String
  }

  private var curves: [LineName: LineCurve] = [:]
  private var refusals: [LineName: (reason: String, span: SourceSpan?)] = [:]
  /// The values of a curve's texts, by the keys of the row.
  private var values: [LineName: [[String]: [Value]]] = [:]

  /// - Parameters:
  ///   - results: what the plan gives; curves are looked for of the plans among them.
  ///   - options: what the plan was compiled for.
  public init(_ plan: Plan, _ results: Results, _ options: CompileOptions, _ data: DataLocation, _ run: RunOptions) {
    for (number, sheet) in plan.model.sheets.enumerated() where sheet.kind == .plan {
      guard results.outputs.contains(where: { $0.output.name == sheet.name && $0.output.kind == .plan }) else {
        continue
      }
      var asked: [LineName] = []
      for (place, line) in sheet.lines.enumerated() where line.kind == .pay {
        let name = LineName(plan: sheet.name, line: line.name)
        do throws(LineCurve.Refusal) {
          let curve = try LineCurve(plan, sheet: number, line: place)
          let isAsked = plan.asking(CurvePositions.lines(curve, line, 0), in: sheet.name)?.plan.hasErrors == false
          if !isAsked { throw .silent }
          curves[name] = curve
          asked.append(name)
        } catch {
          if case .reason(let reason, let span) = error { refusals[name] = (reason, span) }
        }
      }
      // A row for which one line's question has no answer must not take the others' answers away.
      if !ask(asked, of: sheet, in: plan, options, data, run), asked.count > 1 {
        for name in asked { _ = ask([name], of: sheet, in: plan, options, data, run) }
      }
    }
  }

  /// The lines that ask for the texts of a curve, which stand in the period of the line that they are about.
  private static func lines(_ curve: LineCurve, _ line: LineModel, _ number: Int) -> [AskingLine] {
    curve.texts.enumerated().map { place, text in
      AskingLine(.show, answer(number, place) + (line.each.map { " each \($0)" } ?? ""), text)
    }
  }

  private static func answer(_ number: Int, _ place: Int) -> String { "curve_\(number)_\(place)" }

  /// Asks for what the curves of some lines need; false iff the run has no answer.
  private mutating func ask(
    _ names: [LineName], of sheet: SheetModel, in plan: Plan, _ options: CompileOptions, _ data: DataLocation,
    _ run: RunOptions
  ) -> Bool {
    var lines: [AskingLine] = []
    for (number, name) in names.enumerated() {
      guard let curve = curves[name], let line = sheet.lines.last(where: { $0.name == name.line }) else { return false }
      lines += CurvePositions.lines(curve, line, number)
    }
    guard !lines.isEmpty, let asking = plan.asking(lines, in: sheet.name) else { return false }
    var options = options
    options.only = [sheet.name]
    options.ledger = nil
    options.withDetail = false
    guard
      let table = CurvePositions.results(asking.plan, options, data, run)?.outputs.first(where: {
        $0.output.name == sheet.name && $0.output.kind == .plan
      })
    else { return false }
    for (number, name) in names.enumerated() {
      guard let curve = curves[name] else { continue }
      let columns = curve.texts.indices.compactMap { place in
        table.definitions.firstIndex { $0.name == CurvePositions.answer(number, place) }
      }
      guard columns.count == curve.texts.count else { continue }
      var found: [[String]: [Value]] = [:]
      for row in 0..<table.rowCount {
        found[table.keyTexts(row)] = columns.map { table.value(row: row, column: $0) }
      }
      values[name] = found
    }
    return true
  }

  /// What a plan with questions in it gives; nil where it cannot be run, as where a row has no answer.
  private static func results(
    _ plan: Plan, _ options: CompileOptions, _ data: DataLocation, _ run: RunOptions
  ) -> Results? {
    do {
      return try plan.compile(options).evaluate(data, options: run)
    } catch {
      return nil
    }
  }

  /// Why a line has no curve, in words that follow "no curve", and where that stands; nil if it has one, or nothing is
  /// to be said.
  func refusal(_ plan: String, _ line: String) -> (reason: String, span: SourceSpan?)? {
    refusals[LineName(plan: plan, line: line)]
  }

  /// The question that a line's curve answers; nil if it has none.
  func question(_ plan: String, _ line: String) -> NaturalQuestion? {
    curves[LineName(plan: plan, line: line)]?.question
  }

  /// Where the payee of a row stands on which curve; nil where that is not known.
  func position(_ plan: String, _ line: String, keys: [String]) -> (curve: PersonCurve, x: Rational)? {
    let name = LineName(plan: plan, line: line)
    guard let values = values[name]?[keys] else { return nil }
    return curves[name]?.position(values)
  }
}

extension OutputTable {
  /// The texts of a row's keys.
  func keyTexts(_ row: Int) -> [String] {
    definitions.indices.filter { isKey[$0] }.map { text(row: row, column: $0) }
  }
}
