import Allot

/// Results as Markdown tables, for pages and pull requests.
struct MarkdownText {
  func text(_ report: Report) -> String {
    report.results.outputs.map { text($0, report) }.joined(separator: "\n")
  }

  private func text(_ table: OutputTable, _ report: Report) -> String {
    let rows = report.rows(table)
    let title = table.output.title.map { "\($0) (\(table.output.name))" } ?? table.output.name
    var text = "## \(title)\n\n"
    let about = [
      report.period.map { "period \($0)" }, report.asOf.map { "as of \($0)" },
      report.calendar.map { "calendar \($0)" },
    ].compactMap { $0 }
    if !about.isEmpty { text += about.joined(separator: ", ") + "\n\n" }
    text += line(
      table.definitions.map { definition in
        (definition.title ?? definition.name) + (definition.unit.map { " (\($0))" } ?? "")
      })
    text += "|" + table.definitions.indices.map { table.isNumber($0) ? " ---: |" : " --- |" }.joined() + "\n"
    for row in rows {
      text += line(
        table.definitions.indices.map { column in
          let text = table.text(row: row, column: column)
          return table.isNumber(column) ? withThousands(text) : text
        })
    }
    if let total = ResultTotals(table, rows).lines.last {
      text += line(
        total.sums.enumerated().map { column, sum in
          column == 0 ? "**total**" : sum.map { "**\(withThousands($0))**" } ?? ""
        })
    }
    for note in report.notes(table) { text += "\n\(note)\n" }
    return text
  }

  private func line(_ cells: [String]) -> String { "|" + cells.map { " \(escaped($0)) |" }.joined() + "\n" }

  private func escaped(_ cell: String) -> String {
    var text = ""
    for character in cell {
      switch character {
      case "|", "\\": text += "\\\(character)"
      case "\n", "\r\n", "\r": text += " "
      default: text.append(character)
      }
    }
    return text
  }
}
