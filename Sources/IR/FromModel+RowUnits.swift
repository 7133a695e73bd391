import Columns
import Model
import Source

extension Lowering {
  /// The cells of a column times the size of the unit that each row names.
  mutating func inOneUnit(_ input: ColumnID, _ units: RowUnitModel, _ table: Int, _ column: Int) -> ColumnID {
    let frame = scanFrame(table)
    let declaration = model.tables[table].columns[column]
    let place = unitTable(units, declaration.name, declaration.span)
    let name = scanColumn(table, units.column)
    let isNew = program.columns.count
    let factor = emit(.matchRates(table: place, [name]), .number, on: frame, declaration.span)
    if Int(factor.index) >= isNew { program.required.append(factor) }
    return emit(.multiply(input, factor), .number, on: frame, declaration.span, name: declaration.name)
  }

  /// The table that finds a unit's size by its name.
  private mutating func unitTable(_ units: RowUnitModel, _ name: String, _ span: SourceSpan) -> Int {
    let known = program.keyedRates.firstIndex { $0.name == name && $0.span == span && $0.unit == units.unit }
    if let known { return known }
    let rows = units.factors.map { unit in
      KeyedRates.Row(matchers: [.values([.text(unit.name)])], value: .number(unit.factor), span: span)
    }
    program.keyedRates.append(
      KeyedRates(
        name: name, axisNames: ["unit"], precedence: .only, rows: rows, unit: units.unit, span: span))
    return program.keyedRates.count - 1
  }
}
