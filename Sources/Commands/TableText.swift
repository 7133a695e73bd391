import Allot

/// Results for people: aligned columns, totals, and above them what they were computed from.
struct TableText {
  let isStyled: Bool

  func text(_ report: Report) -> String {
    var text = head(report)
    for table in report.outputs { text += "\n" + self.text(table, report) }
    return text
  }

  /// What the results were computed from.
  private func head(_ report: Report) -> String {
    var lines = [("plan", report.plans.joined(separator: ", "))]
    if let period = report.period { lines.append(("period", period)) }
    if let asOf = report.asOf { lines.append(("as of", asOf)) }
    if let calendar = report.calendar { lines.append(("calendar", calendar)) }
    for parameter in report.parameters { lines.append(("param", "\(parameter.name) = \(parameter.text)")) }
    for (index, file) in report.results.files.enumerated() {
      let rows = withThousands(String(file.rows))
      lines.append((index == 0 ? "data" : "", "\(file.path), \(rows) row\(file.rows == 1 ? "" : "s")"))
    }
    if let file = report.settlement.ledger?.file {
      let rows = (report.settlement.ledger?.rows.count ?? 0) - report.settlement.added.count
      lines.append(("paid", "\(file.path), \(withThousands(String(rows))) row\(rows == 1 ? "" : "s")"))
    }
    let width = max(8, (lines.map(\.0.count).max() ?? 0) + 2)
    return lines.map { name, value in
      faint(name + String(repeating: " ", count: width - name.count)) + value + "\n"
    }.joined()
  }

  private func text(_ table: OutputTable, _ report: Report) -> String {
    let rows = report.rows(table)
    var text = strong(title(table)) + "\n"
    if rows.isEmpty {
      text += "\(table.output.kind.isOfOrders ? "nothing is ordered" : "no rows")\n"
    } else {
      text += body(report.shown(table), rows)
    }
    if let closing = closing(table, report) { text += closing + "\n" }
    for note in report.notes(table) { text += note + "\n" }
    return text
  }

  private func title(_ table: OutputTable) -> String {
    table.output.title.map { "\($0) (\(table.output.name))" } ?? table.output.name
  }

  private func body(_ table: OutputTable, _ rows: [Int]) -> String {
    var grid = Grid(isRight: table.definitions.indices.map(table.isNumber))
    grid.add(.heading, table.definitions.map { $0.title ?? $0.name })
    if table.definitions.contains(where: { $0.unit != nil }) {
      grid.add(.unit, table.definitions.map { $0.unit ?? "" })
    }
    grid.add(.rule, [])
    let totals = ResultTotals(table, rows)
    if !table.output.groups.isEmpty {
      addOrders(OrderGroups(table, rows), of: table, to: &grid)
    }
    for (place, row) in rows.enumerated() where table.output.groups.isEmpty {
      grid.add(.row, cells(table, row))
      for line in totals.lines where line.after == place {
        grid.add(.total, cells(line, [line.payee ?? "", "total"]))
        if place < rows.count - 1 { grid.add(.blank, []) }
      }
    }
    for line in totals.lines where line.after == nil {
      grid.add(.rule, [])
      grid.add(.total, cells(line, ["total"] + table.output.keys.dropFirst().map { _ in "" }))
    }
    return grid.text(strong: strong, faint: faint)
  }

  private func cells(_ table: OutputTable, _ row: Int) -> [String] {
    table.definitions.indices.map { column in
      let text = table.text(row: row, column: column)
      return table.isNumber(column) ? withThousands(text) : text
    }
  }

  /// One order behind the other, each with its lines and what they add up to.
  private func addOrders(_ groups: OrderGroups, of table: OutputTable, to grid: inout Grid) {
    for (place, group) in groups.groups.enumerated() {
      if place > 0 { grid.add(.blank, []) }
      grid.add(.group, [group.heading])
      for row in group.rows { grid.add(.row, cells(table, row)) }
      var total = group.sums.map { $0.map(withThousands) ?? "" }
      if !table.output.keys.isEmpty && table.beginsWithKeys { total[0] = "total" }
      grid.add(.total, total)
    }
  }

  private func cells(_ line: ResultTotals.Line, _ heads: [String]) -> [String] {
    line.sums.enumerated().map { column, sum in column < heads.count ? heads[column] : sum.map(withThousands) ?? "" }
  }

  /// Which lines of a rule order nothing, and why.
  private func closing(_ table: OutputTable, _ report: Report) -> String? {
    guard table.output.kind.isOfOrders else { return nil }
    let silent = SilentLines(table)
    let open = OpenLines(table)
    if silent.rows.isEmpty && open.isEmpty { return nil }
    let more = report.showsAll ? "" : "; --all shows them"
    let not = silent.rows.isEmpty ? [] : ["\(silent.rows.count) not: \(silent.words)\(more)"]
    return (["\(table.orderedCount) ordered"] + open.words + not).joined(separator: ", ")
  }

  private func strong(_ text: String) -> String { isStyled && !text.isEmpty ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

  private func faint(_ text: String) -> String { isStyled && !text.isEmpty ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}

/// Rows of cells that are laid out in columns.
struct Grid {
  enum Kind: Hashable {
    case heading, unit, rule, row, total, blank
    /// A line of its own above rows, as wide as it may be.
    case group
  }

  private struct Row {
    let kind: Kind
    var cells: [String]

    /// The length of what follows the whole part of a number, its point and sign included; nil iff there is none.
    func fractionWidth(_ column: Int) -> Int? {
      guard kind == .row || kind == .total, cells.indices.contains(column), !cells[column].isEmpty else { return nil }
      return cells[column].drop { $0 != "." && $0 != "%" }.count
    }
  }

  private let isRight: [Bool]
  private var rows: [Row] = []

  init(isRight: [Bool]) { self.isRight = isRight }

  mutating func add(_ kind: Kind, _ cells: [String]) { rows.append(Row(kind: kind, cells: cells.map(Grid.visible))) }

  func text(strong: (String) -> String, faint: (String) -> String) -> String {
    var rows = rows
    for column in isRight.indices where isRight[column] {
      // Points stand below each other, whatever number of decimals follows.
      let fraction = rows.map { $0.fractionWidth(column) ?? 0 }.max() ?? 0
      for index in rows.indices {
        guard let own = rows[index].fractionWidth(column) else { continue }
        rows[index].cells[column] += String(repeating: " ", count: fraction - own)
      }
    }
    let widths = isRight.indices.map { column in
      rows.map { $0.kind != .group && $0.cells.indices.contains(column) ? displayWidth(of: $0.cells[column]) : 0 }.max()
        ?? 0
    }
    return rows.map { row -> String in
      switch row.kind {
      case .blank: return "\n"
      case .group: return strong(row.cells.joined()) + "\n"
      case .rule: return faint(widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")) + "\n"
      case .heading, .unit, .row, .total:
        let line = line(row.cells, widths)
        return (row.kind == .heading || row.kind == .total ? strong(line) : row.kind == .unit ? faint(line) : line)
          + "\n"
      }
    }.joined()
  }

  private func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() {
      if column > 0 { line += "  " }
      let fill = String(repeating: " ", count: max(0, widths[column] - displayWidth(of: cell)))
      line += isRight[column] ? fill + cell : cell + fill
    }
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }

  /// A cell on one line, without characters that a terminal would obey.
  private static func visible(_ cell: String) -> String {
    guard cell.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else { return cell }
    return String(
      String.UnicodeScalarView(cell.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }))
  }
}
