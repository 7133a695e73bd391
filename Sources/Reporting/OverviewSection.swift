import Allot

/// What a plan pays in all: by line, and to whom.
struct OverviewSection {
  private let part: StatementPage.Part
  private let page: StatementPage

  init(_ part: StatementPage.Part, page: StatementPage) {
    self.part = part
    self.page = page
  }

  func add(to html: inout HTML) {
    let id = part.anchor
    html.element("section", [.id(id), .labelled(by: "\(id)-h")]) { html in
      html.element("h2", [.id("\(id)-h")], page.parts.count == 1 ? "Overview" : part.title)
      if part.rows.isEmpty {
        html.element("p", [], "No rows.")
      } else {
        addFigures(to: &html)
        addTable(to: &html)
      }
      for note in part.table.notes(asOf: page.settings.asOf) { html.element("p", [.kind("soft")]) { $0.words(note) } }
    }
    html.newLine()
  }

  /// The sum of each column over everybody.
  private func addFigures(to html: inout HTML) {
    let first = part.totalColumn.map { [$0] } ?? []
    let columns = first + part.sumColumns.filter { $0 != part.totalColumn }
    html.element("dl", [.kind("figures")]) { html in
      for column in columns {
        guard let sum = part.sum(column, part.rows) else { continue }
        html.addFigure(
          column == part.totalColumn ? "Paid in all" : part.heading(column), sum, part.table.definitions[column].unit)
      }
    }
  }

  private func addTable(to html: inout HTML) {
    let table = part.table
    let payees = Payees(part).all
    let columns = part.sumColumns
    let carried = part.carriedColumn
    let shares = self.shares(payees)
    html.addTable(id: "\(part.anchor)-t", caption: "What everybody gets of \(part.title)", isSorted: true) { html in
      html.element("thead") { html in
        html.element("tr") { html in
          html.element("th", [.column], table.definitions.first?.name ?? "")
          for column in columns + (carried.map { [$0] } ?? []) {
            html.addHeading(part.heading(column), unit: table.definitions[column].unit, isNumber: true)
          }
          if !shares.isEmpty { html.element("td", [.kind("wide")], "") }
        }
      }
      html.element("tbody") { html in
        for (place, payee) in payees.enumerated() {
          html.element("tr") { html in
            html.element("th", [.row]) { html in
              html.element("a", [.link(to: PayeeSection.anchor(payee, in: part))], payee.name)
            }
            for column in columns { html.addNumber(part.sum(column, payee.rows) ?? "") }
            if let carried, let last = payee.rows.last { html.addNumber(part.text(row: last, column: carried)) }
            if !shares.isEmpty {
              html.element("td", [.kind("wide")]) { html in
                if let share = shares[place] {
                  html.element("span", [.kind("bar"), HTML.Attribute("style", "--w:\(share)%")], "")
                }
              }
            }
          }
          html.newLine()
        }
      }
      html.element("tfoot") { html in
        html.element("tr") { html in
          let count = withThousands(String(payees.count))
          html.element("th", [.row], "\(count) \(payees.count == 1 ? "payee" : "payees")")
          for column in columns { html.addNumber(part.sum(column, part.rows) ?? "") }
          if let carried { html.addNumber(part.sum(carried, payees.compactMap(\.rows.last)) ?? "") }
          if !shares.isEmpty { html.element("td", [.kind("wide")], "") }
        }
      }
    }
  }

  /// How long each payee's bar is, in percent of the longest; nil for who gets nothing. Empty where nothing is compared.
  private func shares(_ payees: [Payees.Payee]) -> [String?] {
    guard let column = part.totalColumn, payees.count > 1 else { return [] }
    let sums = payees.map { part.exactSum(column, $0.rows) ?? .zero }
    guard let most = sums.max(), most.signum > 0 else { return [] }
    return sums.map { sum in
      guard sum.signum > 0, let share = sum.dividing(most)?.multiplying(Rational(100)) else { return nil }
      return NumberLayout(.fixed(1)).text(of: share)
    }
  }
}
