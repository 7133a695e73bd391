import Model
import Syntax

extension Example {
  /// A cell of the rows that are given.
  package struct Cell: Hashable, Sendable {
    /// The place of the rows among ``Example/givens``, and the row and the cell in them.
    package let given: Int
    package let row: Int
    package let cell: Int
  }

  /// The rows that are given, those of `data` declarations too.
  package var givens: [ExampleModel.GivenRows] { model.givens }

  /// What must come out; the errors that must come.
  package var expectedRows: [ExampleModel.ExpectedRows] { model.expectedRows }
  /// The plan, sheet or rule by its place in the model, and the days that are computed.
  package var sheetPlace: Int { model.sheet }
  package var days: ClosedRange<CalendarDate>? { model.days }
  package var expectsError: Bool { !model.expectedErrors.isEmpty }

  /// What is chosen beside the rows, for comparing examples.
  package var choices: [String] {
    [model.asOf?.description ?? "", model.days?.lowerBound.description ?? "", model.days?.upperBound.description ?? ""]
      + model.parameters.map { "\($0.name) \($0.value.kind)" }
  }

  /// All cells of the rows that are given.
  package var cells: [Cell] {
    model.givens.enumerated().flatMap { given, rows in
      rows.rows.enumerated().flatMap { row, cells in
        cells.cells.indices.map { Cell(given: given, row: row, cell: $0) }
      }
    }
  }

  /// A cell's text with its place.
  package subscript(cell: Cell) -> TextLiteral { model.givens[cell.given].rows[cell.row].cells[cell.cell] }

  /// The table's column that a cell is of.
  package func column(of cell: Cell) -> (table: Int, column: Int) {
    let given = model.givens[cell.given]
    return (given.table, given.columns[cell.cell])
  }

  /// The same example with another text in a cell.
  package func replacing(_ cell: Cell, with text: String) -> Example {
    var changed = model
    let row = changed.givens[cell.given].rows[cell.row]
    var cells = row.cells
    cells[cell.cell] = TextLiteral(text, cells[cell.cell].span)
    changed.givens[cell.given].rows[cell.row] = RowSyntax(cells: cells, span: row.span)
    return Example(model: changed, title: title, sheet: sheet, span: span)
  }
}
