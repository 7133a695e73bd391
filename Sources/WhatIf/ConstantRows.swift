import Allot
import Columns
import Model
import Syntax

/// The rows of a table that stand in the plan's text, changed by changing the text.
struct ConstantRows {
  private let plan: Plan
  private let table: TableCells
  private let rows: [RowSyntax]
  private let header: [TextLiteral]

  init(_ plan: Plan, _ table: TableCells) throws(RequestProblem) {
    self.plan = plan
    self.table = table
    rows = table.model.rows ?? []
    header = table.model.rowHeader
    guard let first = header.first, plan.readFiles.contains(first.span.file) else {
      throw RequestProblem("the rows of `\(table.name)` stand in no file that was read")
    }
  }

  func updating(_ row: ScenarioChange.RowName, _ cells: [NamedText]) throws(RequestProblem) -> Plan {
    let own = rows[try find(row)]
    var edits: [Diagnostic.Edit] = []
    for (header, text) in try table.headers(of: cells) {
      guard let place = try place(of: header), place < own.cells.count else { continue }
      edits.append(Diagnostic.Edit(own.cells[place].span, ConstantRows.cell(text)))
    }
    return try plan.editing(edits)
  }

  func inserting(like: ScenarioChange.RowName?, _ cells: [NamedText]) throws(RequestProblem) -> Plan {
    var texts = header.map { _ in "" }
    if let like { texts = rows[try find(like)].cells.map(\.text) }
    for (header, text) in try table.headers(of: cells) {
      if let place = try place(of: header), place < texts.count { texts[place] = text }
    }
    guard let last = rows.last?.cells.last?.span ?? header.last?.span else {
      throw RequestProblem("the table `\(table.name)` has no columns in its text")
    }
    let line = (rows.last?.cells.first ?? header[0]).span
    let source = plan.sources[last.file]
    let bytes = source.bytes
    let start = source.lines.range(ofLine: source.lines.line(at: Int(line.start))).lowerBound
    let indentation = bytes[start...].prefix { $0 == 0x20 || $0 == 0x09 }
    // Behind the line: a comment may follow the last cell.
    var end = Int(last.end)
    while end < bytes.count, bytes[end] != 0x0A, bytes[end] != 0x0D, bytes[end] != UInt8(ascii: "}") { end += 1 }
    let text =
      "\n" + String(decoding: indentation, as: UTF8.self) + texts.map(ConstantRows.cell).joined(separator: " | ")
    return try plan.editing([Diagnostic.Edit(SourceSpan(file: last.file, start: end, end: end), text)])
  }

  func deleting(_ row: ScenarioChange.RowName) throws(RequestProblem) -> Plan {
    let own = rows[try find(row)]
    guard let first = own.cells.first?.span, let last = own.cells.last?.span else { return plan }
    let source = plan.sources[first.file]
    let lines = source.lines
    let start = lines.range(ofLine: lines.line(at: Int(first.start))).lowerBound
    let end = lines.range(ofLine: lines.line(at: Int(last.end))).upperBound
    return try plan.editing([Diagnostic.Edit(SourceSpan(file: first.file, start: start, end: end), "")])
  }

  /// The text of a cell as it is now.
  func text(_ row: ScenarioChange.RowName, _ column: Int) throws(RequestProblem) -> String {
    let own = rows[try find(row)]
    guard let place = try place(of: table.model.columns[column].header), place < own.cells.count else { return "" }
    return own.cells[place].text
  }

  // MARK: Rows

  /// The place of a column among the cells of a row; nil for one that the rows do not have and need not.
  private func place(of header: String) throws(RequestProblem) -> Int? {
    if let place = self.header.firstIndex(where: { $0.text == header }) { return place }
    throw RequestProblem(
      "the rows of `\(table.name)` in the plan's text have no column `\(header)`", about: header,
      help: ["add it to the header of its rows"])
  }

  private func find(_ row: ScenarioChange.RowName) throws(RequestProblem) -> Int {
    let cells: [NamedText]
    switch row {
    case .number(let number):
      guard rows.indices.contains(number) else {
        throw RequestProblem("`\(table.name)` has no row \(number + 1)", help: ["it has \(rows.count) rows"])
      }
      return number
    case .key(let parts): cells = try table.cells(ofKey: parts)
    case .cells(let named): cells = named
    }
    var found = Array(rows.indices)
    for cell in cells {
      let column = try table.column(cell.name)
      let wanted = try CellValue(plan, table: table.place, column: column).read(cell.text)
      guard let place = try place(of: table.model.columns[column].header) else { continue }
      let format = try table.format(of: column)
      found = found.filter { row in
        guard place < rows[row].cells.count else { return false }
        return format.value(ofCell: rows[row].cells[place].text, isConstant: true) == wanted
      }
    }
    if let first = found.first, found.count == 1 { return first }
    let what = cells.map { "`\($0.text)` in `\($0.name)`" }.joined(separator: " and ")
    if found.count > 1 { throw RequestProblem("several rows of `\(table.name)` have \(what)") }
    var help: [String] = []
    if let cell = cells.first, let place = try place(of: table.model.columns[try table.column(cell.name)].header) {
      let known = rows.compactMap { $0.cells.count > place ? $0.cells[place].text : nil }
      help = RequestProblem.nearest(to: cell.text, among: known)
    }
    throw RequestProblem("no row of `\(table.name)` has \(what)", help: help)
  }

  /// A cell as a row of the text has it: in quotes where it would be read as something else.
  private static func cell(_ text: String) -> String {
    let isPlain =
      !text.isEmpty && text.first?.isWhitespace == false && text.last?.isWhitespace == false
      && !text.contains { "|}#\"\\\u{FF5C}".contains($0) || $0.isNewline }
    if isPlain || text.isEmpty { return text }
    var quoted = "\""
    for character in text {
      switch character {
      case "\"", "\\": quoted += "\\\(character)"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      default: quoted.append(character)
      }
    }
    return quoted + "\""
  }
}
