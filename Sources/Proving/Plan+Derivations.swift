import Allot
import Engine
import IR
import Model
import Source

extension Plan {
  /// How the values came about that an example did not expect, in the order of the outcome's differences; the same
  /// program is run again, with every column kept. A total has the lines that it adds up, a reason those of its order.
  public func derivations(of outcome: ExampleOutcome) -> [[Derivation]] {
    guard !outcome.differences.isEmpty,
      case .program(let program, let model) = program(of: outcome.example, traced: .parts), let trace = program.trace
    else { return outcome.differences.map { _ in [] } }
    let run = KeptRun(program, keeping: trace.columns)
    return outcome.differences.map { difference in
      guard let sheet = model.sheets.firstIndex(where: { $0.name == difference.sheet }),
        let output = program.outputs.first(where: { $0.name == difference.sheet && $0.kind != .detail })
      else { return [] }
      let rows = run.rows(of: output)
      guard rows.indices.contains(difference.rowNumber) else { return [] }
      var builder = DerivationBuilder(run, trace, model, sources)
      return model.sheets[sheet].lines(behind: difference.line).compactMap {
        builder.derivation(sheet: sheet, line: $0, row: rows[difference.rowNumber])
      }
    }
  }
}

extension SheetModel {
  /// The lines that a column of the result is made of.
  fileprivate func lines(behind name: String) -> [Int] {
    if let line = lines.indices.last(where: { lines[$0].name == name }) { return [line] }
    return lines.indices.filter { lines[$0].kind == .pay || lines[$0].kind == .order }
  }
}
