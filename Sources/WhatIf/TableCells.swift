import Allot
import Columns
import Engine
import Model

/// The columns of a table, and values of the language as its cells have them.
struct TableCells {
  let plan: Plan
  let place: Int

  var model: TableModel { plan.model.tables[place] }
  var name: String { model.name }
  /// Whether the rows stand in the plan's text.
  var isConstant: Bool { model.rows != nil }

  init(_ plan: Plan, _ name: String) throws(RequestProblem) {
    let tables = plan.model.tables
    guard let place = tables.firstIndex(where: { $0.name == name }) else {
      throw .unknown("there is no table", name, known: tables.map(\.name))
    }
    self.plan = plan
    self.place = place
  }

  /// The columns that are read, not computed.
  var columns: [TableModel.ColumnModel] { model.columns.filter { $0.value == nil } }

  func column(_ name: String) throws(RequestProblem) -> Int {
    guard let column = model.columns.firstIndex(where: { $0.name == name }) else {
      throw .unknown("`\(self.name)` has no column", name, known: columns.map(\.name))
    }
    if model.columns[column].value != nil {
      throw RequestProblem(
        "`\(name)` of `\(self.name)` is computed from other columns", about: name, help: ["change what it is made of"])
    }
    return column
  }

  /// How a column's cells are written.
  func format(of column: Int) throws(RequestProblem) -> CSVColumn {
    guard let cells = plan.model.cells(ofColumn: column, of: place) else {
      throw RequestProblem("the column `\(model.columns[column].name)` of `\(name)` cannot be read")
    }
    return cells
  }

  /// The cells of a key by the names of its columns.
  func cells(ofKey parts: [String]) throws(RequestProblem) -> [NamedText] {
    let key = model.key.map { model.columns[$0].name }
    if key.isEmpty {
      throw RequestProblem(
        "the rows of `\(name)` have no key", about: parts.joined(separator: ", "),
        help: ["name a row by its cells or by its number"])
    }
    guard parts.count == key.count else {
      throw RequestProblem(
        "a row of `\(name)` is named by " + key.map { "`\($0)`" }.joined(separator: ", "),
        about: parts.joined(separator: ", "))
    }
    return zip(key, parts).map { NamedText($0, $1) }
  }

  /// What names a row of a file, with texts as the file has them.
  func name(of row: ScenarioChange.RowName) throws(RequestProblem) -> TableChange.RowName {
    switch row {
    case .number(let number): .number(number)
    case .key(let parts): .cells(try headers(of: try cells(ofKey: parts)))
    case .cells(let cells): .cells(try headers(of: cells))
    }
  }

  /// What cells are in the file, by header.
  func headers(of cells: [NamedText]) throws(RequestProblem) -> [String: String] {
    var result: [String: String] = [:]
    for cell in cells {
      let column = try column(cell.name)
      let header = model.columns[column].header
      if result[header] != nil { throw RequestProblem("`\(cell.name)` is given twice", about: cell.name) }
      result[header] = try text(cell.text, in: column)
    }
    return result
  }

  /// A value of the language as the column's cells have it.
  func text(_ text: String, in column: Int) throws(RequestProblem) -> String {
    let format = try format(of: column)
    let value = try CellValue(plan, table: place, column: column).read(text)
    guard let written = format.text(of: value) else {
      throw RequestProblem(
        "`\(text)` cannot be written as the cells of `\(model.columns[column].name)` are", about: text)
    }
    return written
  }
}
