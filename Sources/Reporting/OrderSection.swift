import Allot

/// What a rule orders, and why.
struct OrderSection {
  private let part: StatementPage.Part
  private let page: StatementPage
  private let texts: PlanText

  init(_ part: StatementPage.Part, page: StatementPage, texts: PlanText) {
    self.part = part
    self.page = page
    self.texts = texts
  }

  private var table: OutputTable { part.table }
  private var shown: [Int] { part.rows.filter { table.isPrimary[$0] } }
  private var silent: SilentLines { SilentLines(table, part.rows) }

  func add(to html: inout HTML, _ amounts: inout ExplainedAmounts) {
    let id = part.anchor
    let explained = explanations(&amounts)
    html.element("section", [.id(id), .kind("whole"), .labelled(by: "\(id)-h")]) { html in
      html.element("h2", [.id("\(id)-h")], part.title)
      addFigures(to: &html)
      if shown.isEmpty { html.element("p", [], "Nothing is ordered.") }
      if table.output.groups.isEmpty {
        if !shown.isEmpty {
          addTable("Lines of \(part.name)", shown, explained, id: "\(id)-t", isSorted: true, to: &html)
          addExplanations(shown, explained, to: &html)
        }
      } else {
        for (place, group) in OrderGroups(table, shown).groups.enumerated() {
          html.element("section", [.id("\(id)g\(place)")]) { html in
            html.element("h3", [.id("\(id)g\(place)-h")], group.heading)
            addTable(
              "Lines of \(part.name), \(group.heading)", group.rows, explained, id: "\(id)g\(place)-t",
              sums: group.sums, to: &html)
            addExplanations(group.rows, explained, to: &html)
          }
        }
      }
      addSilent(to: &html)
      for note in table.notes(asOf: page.settings.asOf) { html.element("p", [.kind("soft")]) { $0.words(note) } }
      addText(to: &html)
    }
    html.newLine()
  }

  /// How the quantities that are ordered came about, by row.
  private func explanations(_ amounts: inout ExplainedAmounts) -> [Int: [(column: Int, list: ExplanationList)]] {
    guard amounts.isAsked else { return [:] }
    var found: [Int: [(column: Int, list: ExplanationList)]] = [:]
    for row in shown {
      for column in table.columns(of: table.output.orders.map(\.quantity)) {
        guard case .number(let amount) = table.value(row: row, column: column), amount.signum != 0 else { continue }
        if let list = amounts.list(part, row: row, column: column, page: page, texts: texts) {
          found[row, default: []].append((column, list))
        }
      }
    }
    return found
  }

  private func addExplanations(
    _ rows: [Int], _ explained: [Int: [(column: Int, list: ExplanationList)]], to html: inout HTML
  ) {
    guard rows.contains(where: { explained[$0] != nil }) else { return }
    html.element("ul", [.kind("why")]) { html in
      for row in rows {
        for (column, list) in explained[row] ?? [] {
          let heading = table.keyTexts(row) + (table.output.orders.count > 1 ? [part.heading(column)] : [])
          list.add(
            to: &html, id: page.anchor(part, row: row, column: column), heading: heading.joined(separator: " "))
        }
      }
    }
  }

  private func addFigures(to html: inout HTML) {
    let open = OpenLines(table, part.rows)
    let sums = ResultTotals.sums(table, part.rows)
    html.element("dl", [.kind("figures")]) { html in
      html.addFigure("Ordered", withThousands(String(table.orderedCount(among: part.rows))), "lines")
      for column in table.columns(of: table.output.orders.flatMap { [$0.quantity] + [$0.value].compactMap { $0 } }) {
        guard let sum = sums[column] else { continue }
        html.addFigure(part.heading(column), withThousands(sum), table.definitions[column].unit)
      }
      if !open.isEmpty { html.addFigure("Not decided", open.words.joined(separator: ", "), nil) }
      if !silent.rows.isEmpty {
        html.addFigure("Order nothing", withThousands(String(silent.rows.count)), "lines")
      }
    }
  }

  /// The lines that order nothing, folded.
  private func addSilent(to html: inout HTML) {
    let silent = silent
    if silent.rows.isEmpty { return }
    html.element("details", [.kind("silent")]) { html in
      let count = silent.rows.count
      html.element(
        "summary", [],
        "\(withThousands(String(count))) \(count == 1 ? "line orders" : "lines order") nothing: \(silent.words)")
      addTable("Lines of \(part.name) that order nothing", silent.rows, [:], id: "\(part.anchor)-n", to: &html)
    }
  }

  /// The text of the lines that order.
  private func addText(to html: inout HTML) {
    for definition in table.definitions {
      guard let line = page.line(definition.name, of: part), line.kind == .order else { continue }
      texts.addExcerpt(line.span, page.plan.sources, to: &html)
    }
  }

  private func addTable(
    _ caption: String, _ rows: [Int], _ explained: [Int: [(column: Int, list: ExplanationList)]], id: String,
    sums: [String?] = [], isSorted: Bool = false, to html: inout HTML
  ) {
    html.addTable(id: id, caption: caption, isSorted: isSorted) { html in
      html.element("thead") { html in
        html.element("tr") { html in
          for column in table.definitions.indices {
            html.addHeading(
              part.heading(column), unit: table.definitions[column].unit, isNumber: table.isNumber(column))
          }
        }
      }
      html.element("tbody") { html in
        for row in rows {
          html.element("tr") { html in
            for column in table.definitions.indices {
              let text = part.text(row: row, column: column)
              if table.isKey[column] {
                html.element("th", table.isNumber(column) ? [.row, .number] : [.row], text)
              } else {
                let isExplained = explained[row]?.contains { $0.column == column } ?? false
                html.addCell(
                  text, table.kinds[column],
                  target: isExplained ? page.anchor(part, row: row, column: column) : nil)
              }
            }
          }
          html.newLine()
        }
      }
      guard rows.count > 1, sums.contains(where: { $0 != nil }), table.beginsWithKeys else { return }
      html.element("tfoot") { html in
        html.element("tr") { html in
          for column in table.definitions.indices {
            if column == 0 {
              html.element("th", [.row], "total")
            } else {
              html.addNumber(sums[column].map(withThousands) ?? "")
            }
          }
        }
      }
    }
  }
}
