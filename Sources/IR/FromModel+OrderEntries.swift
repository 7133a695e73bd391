import Columns
import Model
import Source
import Syntax

extension Lowering {
  /// What a rule's orders add to the tables, as a result for each of its `ordered` lines: the quantity, then the key of
  /// the row that it is added to, or the columns of the row that it becomes.
  mutating func addOrderEntries(_ sheet: Int) {
    let frame = lowered(sheet).frame
    for entry in model.sheets[sheet].entries {
      let quantity = lineColumn(sheet, entry.order)
      let zero = number(0, on: frame, entry.span)
      let isOrdered = emit(.compare(.greater, quantity, zero), .bool, on: frame, entry.span)
      let values: [(column: Int, value: TypedExpression)]
      switch entry.target {
      case .column(_, let keys): values = keys
      case .row(let columns): values = columns
      }
      func output(_ name: String, _ column: ColumnID) -> OutputColumn {
        OutputColumn(name: name, title: nil, column: column, format: .plain, unit: nil, isAdditive: false)
      }
      var columns = [output("quantity", quantity)]
      for (place, value) in values {
        let column = readable(lower(value, in: .sheet(sheet)), type: value.type, on: frame)
        columns.append(output(model.tables[entry.table].columns[place].name, column))
      }
      program.outputs.append(
        Output(
          kind: .orderEntries, name: model.sheets[sheet].name, title: nil, frame: frame, shown: isOrdered,
          isPrimary: nil, keys: [], columns: columns, order: []))
    }
  }
}

/// A program that gives a table's cells as they are read: a column for each of the table's that is not computed.
public func cellsProgram(of table: Int, in model: CheckedModel) -> Program {
  var lowering = Lowering(model: model, options: LoweringOptions())
  lowering.program.calendar = model.calendar
  let frame = lowering.scanFrame(table)
  let columns = model.tables[table].columns
  var outputs: [OutputColumn] = []
  for (place, column) in columns.enumerated() where column.value == nil {
    let input = lowering.inputColumn(table, place, on: frame)
    outputs.append(
      OutputColumn(name: column.name, title: nil, column: input, format: .plain, unit: nil, isAdditive: false))
  }
  for place in lowering.program.inputs[0].columns.indices {
    lowering.program.inputs[0].columns[place].isOptional = true
  }
  lowering.program.outputs.append(
    Output(
      kind: .orderEntries, name: model.tables[table].name, title: nil, frame: frame, shown: nil, isPrimary: nil,
      keys: [], columns: outputs, order: []))
  return lowering.program
}
