import Allot

/// The rows of a sheet.
struct SheetSection {
  private let part: StatementPage.Part
  private let page: StatementPage

  init(_ part: StatementPage.Part, page: StatementPage) {
    self.part = part
    self.page = page
  }

  func add(to html: inout HTML) {
    let id = part.anchor
    html.element("section", [.id(id), .kind("whole"), .labelled(by: "\(id)-h")]) { html in
      html.element("h2", [.id("\(id)-h")], part.title)
      if part.rows.isEmpty {
        html.element("p", [], "No rows.")
      } else {
        html.addTable(id: "\(id)-t", caption: "Rows of \(part.name)") { html in
          html.element("thead") { html in
            html.element("tr") { html in
              for column in part.table.definitions.indices {
                html.addHeading(
                  part.heading(column), unit: part.table.definitions[column].unit, isNumber: part.table.isNumber(column)
                )
              }
            }
          }
          html.element("tbody") { html in
            for row in part.rows {
              html.element("tr") { html in
                for column in part.table.definitions.indices {
                  let text = part.text(row: row, column: column)
                  if part.table.isKey[column] {
                    html.element("th", part.table.isNumber(column) ? [.row, .number] : [.row], text)
                  } else {
                    html.addCell(text, part.table.kinds[column])
                  }
                }
              }
              html.newLine()
            }
          }
        }
      }
      for note in part.table.notes(asOf: page.settings.asOf) { html.element("p", [.kind("soft")]) { $0.words(note) } }
    }
    html.newLine()
  }
}
