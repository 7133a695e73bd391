import Allot

/// Results as Markdown tables, for pages and pull requests.
struct MarkdownText {
  func text(_ report: Report) -> String {
    report.outputs.map { text(report.shown($0), report) }.joined(separator: "\n")
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
    if table.output.groups.isEmpty {
      text += self.rows(table, rows) + (ResultTotals(table, rows).lines.last.map { total($0.sums) } ?? "")
    } else {
      text += OrderGroups(table, rows).groups.map { group in
        "### \(escaped(group.heading))\n\n" + self.rows(table, group.rows) + total(group.sums)
      }.joined(separator: "\n")
    }
    for note in report.notes(table) { text += "\n\(note)\n" }
    return text
  }

  /// The heads of a table with some of its rows.
  private func rows(_ table: OutputTable, _ rows: [Int]) -> String {
    var text = line(
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
    return text
  }

  private func total(_ sums: [String?]) -> String {
    line(
      sums.enumerated().map { column, sum in
        column == 0 && sum == nil ? "**total**" : sum.map { "**\(withThousands($0))**" } ?? ""
      })
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
