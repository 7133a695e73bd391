import Columns
import IR

/// The changed rows of tables as values.
extension Revision {
  /// Notes the changes of one table, for every frame that has its rows.
  mutating func read(_ edits: TableEdits, of table: Int) throws(NeedsFullRun) {
    var inputs: [(column: ColumnID, place: Int)] = []
    for number in program.columns.indices where base.execution.columns[number] != nil {
      if let input = base.execution.inputPlace(ColumnID(number)), input.table == table {
        inputs.append((ColumnID(number), input.place))
      }
    }
    let inserted = edits.inserted.compactMap { $0 }
    let dead = edits.deleted.sorted()
    for frame in program.frames.indices {
      guard case .scan(table) = program.frames[frame].rows, base.execution.frames[frame] != nil else { continue }
      frames[frame].dead = dead
      frames[frame].appended = inserted.count
    }
    guard let first = base.execution.tables[table]?.rowCount else { return }
    for place in Set(inputs.map(\.place)).sorted() {
      let header = program.inputs[table].columns[place].header
      var rows = edits.updates.filter { $0.value[header] != nil && !edits.deleted.contains($0.key) }.keys.sorted()
      var texts = rows.map { edits.updates[$0]?[header] ?? "" }
      for (number, cells) in inserted.enumerated() {
        rows.append(Int32(first + number))
        texts.append(cells[header] ?? "")
      }
      if rows.isEmpty { continue }
      let values = try decoded(texts, place, of: table)
      for input in inputs where input.place == place { try note(input.column, rows, values) }
    }
  }

  /// The values of cells of one column, by the rules of its table.
  mutating func decoded(_ texts: [String], _ place: Int, of table: Int) throws(NeedsFullRun) -> Column {
    guard let loaded = base.execution.tables[table] else { throw NeedsFullRun() }
    let input = program.inputs[table]
    let text = CSVText.text(
      header: [input.columns[place].header], rows: texts.map { [$0] }, separator: CSVText.separator(of: input))
    var reading = scratch
    reading.tables[table] = LoadedTable(
      origin: .file(MappedFile(copying: text, name: input.name)), rowCount: texts.count, lines: loaded.lines)
    let isRead = reading.loadMissingColumns(table, [place])
    let column = program.columns.indices.first { number in
      guard let own = reading.inputPlace(ColumnID(number)) else { return false }
      return own == (table, place) && reading.columns[number] != nil
    }
    scratch.pool = reading.pool
    guard isRead, let column, let values = reading.columns[column], values.count == texts.count else {
      throw NeedsFullRun()
    }
    return values
  }
}

/// Cells as the text of a file.
enum CSVText {
  /// The separator that a table's declaration names; a comma where it names none.
  static func separator(of input: TableInput) -> UInt8 {
    guard let text = input.separator else { return UInt8(ascii: ",") }
    return text == "\\t" ? UInt8(ascii: "\t") : text.utf8.first ?? UInt8(ascii: ",")
  }

  static func text(header: [String], rows: [[String]], separator: UInt8) -> [UInt8] {
    var text: [UInt8] = []
    for row in [header] + rows {
      append(row, separator: separator, to: &text)
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }

  private static let special: [UInt8] = Array("\",;|:\t\n\r".utf8)

  /// Appends the cells of a row, in quotes where they need them.
  static func append(_ row: [String], separator: UInt8, to text: inout [UInt8]) {
    for (place, cell) in row.enumerated() {
      if place > 0 { text.append(separator) }
      // All that may separate cells, so that no cell looks like a separator.
      let isQuoted = cell.utf8.contains { $0 == separator || special.contains($0) }
      if !isQuoted {
        text += cell.utf8
        continue
      }
      text.append(UInt8(ascii: "\""))
      for byte in cell.utf8 {
        if byte == UInt8(ascii: "\"") { text.append(byte) }
        text.append(byte)
      }
      text.append(UInt8(ascii: "\""))
    }
  }
}
