import Allot

/// An answer in rows and columns, which each format of a session writes in its own way.
struct AnswerTable {
  struct Column: Hashable {
    let name: String
    let title: String?
    let unit: String?
    let isNumber: Bool

    init(_ name: String, title: String? = nil, unit: String? = nil, isNumber: Bool = false) {
      self.name = name
      self.title = title
      self.unit = unit
      self.isNumber = isNumber
    }
  }

  /// A line of the answer, with the numbers as a machine reads them.
  enum Line: Hashable {
    case row([String])
    /// What rows above add up to; only people read it.
    case total([String])
    case rule
    case blank
  }

  let heading: String?
  let columns: [Column]
  private(set) var lines: [Line] = []
  /// How many rows are left out at the end.
  var omitted = 0
  /// What is to be known beside the rows, in sentences.
  var notes: [String] = []

  init(heading: String? = nil, columns: [Column]) {
    self.heading = heading
    self.columns = columns
  }

  /// How many of so many rows are shown: all where few are beyond what is enough for a screen.
  static func shownCount(_ count: Int, limit: Int) -> Int { count <= limit + limit / 4 ? count : limit }

  mutating func add(_ line: Line) { lines.append(line) }

  private var rows: [[String]] {
    lines.compactMap { if case .row(let cells) = $0 { cells } else { nil } }
  }

  /// The answer as text with line ends.
  ///
  /// - Parameter more: what shows the rows that are left out.
  func text(_ format: ResultFormat, _ terminal: Terminal, more: String) -> String {
    switch format {
    case .table: tableText(terminal, more: more)
    case .csv: csv
    case .json: json.rendered(depth: 2) + "\n"
    case .jsonLines: rows.map { object($0).rendered() + "\n" }.joined()
    case .markdown: markdown(more: more)
    }
  }

  private func tableText(_ terminal: Terminal, more: String) -> String {
    var text = heading.map { terminal.strong($0) + "\n" } ?? ""
    if rows.isEmpty {
      text += "no rows\n"
    } else {
      var grid = Grid(isRight: columns.map(\.isNumber))
      grid.add(.heading, columns.map { $0.title ?? $0.name })
      if columns.contains(where: { $0.unit != nil }) { grid.add(.unit, columns.map { $0.unit ?? "" }) }
      grid.add(.rule, [])
      for line in lines {
        switch line {
        case .row(let cells): grid.add(.row, shown(cells))
        case .total(let cells): grid.add(.total, shown(cells))
        case .rule: grid.add(.rule, [])
        case .blank: grid.add(.blank, [])
        }
      }
      text += grid.text(strong: { terminal.strong($0) }, faint: { terminal.faint($0) })
    }
    if omitted > 0 { text += "… \(withThousands(String(omitted))) more; \(more)\n" }
    return text + notes.map { terminal.faint($0) + "\n" }.joined()
  }

  private func shown(_ cells: [String]) -> [String] {
    zip(columns, cells).map { column, cell in column.isNumber ? AnswerTable.spaced(cell) : cell }
  }

  /// A number with its thousands apart; a sign in front of it stays.
  private static func spaced(_ cell: String) -> String {
    cell.hasPrefix("+") ? "+" + withThousands(String(cell.dropFirst())) : withThousands(cell)
  }

  private var csv: String {
    var writer = CSVWriter()
    for column in columns { writer.append(column.name) }
    writer.endRow()
    for row in rows {
      for cell in row { writer.append(cell) }
      writer.endRow()
    }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private var json: JSON {
    .object([
      .init(
        "columns",
        .list(columns.map { .object([.init("name", .text($0.name)), .init("unit", .text($0.unit))]) })),
      .init("rows", .list(rows.map(object))),
      .init("omitted", .integer(omitted)),
      .init("notes", .list(notes.map { .text($0) })),
    ])
  }

  private func object(_ row: [String]) -> JSON {
    .object(zip(columns, row).map { .init($0.name, $1.isEmpty ? .null : .text($1)) })
  }

  private func markdown(more: String) -> String {
    func line(_ cells: [String]) -> String { "|" + cells.map { " \(DiffMarkdown.escaped($0)) |" }.joined() + "\n" }
    var text = heading.map { "### \(DiffMarkdown.escaped($0))\n\n" } ?? ""
    text += line(columns.map { ($0.title ?? $0.name) + ($0.unit.map { " (\($0))" } ?? "") })
    text += "|" + columns.map { $0.isNumber ? " ---: |" : " --- |" }.joined() + "\n"
    for entry in lines {
      switch entry {
      case .row(let cells): text += line(shown(cells))
      case .total(let cells):
        text += "|" + shown(cells).map { $0.isEmpty ? " |" : " **\(DiffMarkdown.escaped($0))** |" }.joined() + "\n"
      case .rule, .blank: break
      }
    }
    if omitted > 0 { text += "\n… \(withThousands(String(omitted))) more; \(more)\n" }
    for note in notes { text += "\n\(note)\n" }
    return text
  }
}
