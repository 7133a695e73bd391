import Columns
import IR

extension Execution {
  /// The finding for a row whose own unit is none that its amount could be in.
  mutating func unknownUnit(
    _ name: ColumnID, of unit: String, _ units: KeyedRates, _ site: ColumnID, _ row: Int
  ) -> RunFinding {
    let node = program[site]
    let text = text(name, row)
    var known: [String] = []
    for unit in units.rows {
      if case .values(let values)? = unit.matchers.first { known += values.map(\.description) }
    }
    let cell = cell(name, row)
    var column = program[name].name ?? ""
    var span = node.span
    if let cell, case .scan(let number) = program[cell.frame].rows {
      let input = program.inputs[number]
      column = input.columns[cell.input].header
      span = constantSpan(input, row: cell.row, header: column) ?? span
    }
    return RunFinding(
      .unknownUnit(
        text: text, column: column, unit: unit, nearest: NearestNames.find(text, among: known, limit: 1).first,
        known: known),
      table: program[node.frame].name, place: cell.map { place($0.frame, $0.row) } ?? place(node.frame, row),
      span: span, row: identity(node.frame, row))
  }
}
