import Allot
import Model

/// One payee's statement.
struct PayeeSection {
  private let payee: Payees.Payee
  private let part: StatementPage.Part
  private let page: StatementPage
  private let texts: PlanText

  init(_ payee: Payees.Payee, in part: StatementPage.Part, page: StatementPage, texts: PlanText) {
    self.payee = payee
    self.part = part
    self.page = page
    self.texts = texts
  }

  /// The place of a payee's statement on the page.
  static func anchor(_ payee: Payees.Payee, in part: StatementPage.Part) -> String { "\(part.anchor)p\(payee.number)" }

  /// The payee's name, with the plan's where there are several.
  private var name: String { page.parts.count > 1 ? "\(payee.name), \(part.title)," : payee.name }

  private var id: String { PayeeSection.anchor(payee, in: part) }

  func add(to html: inout HTML, _ amounts: inout ExplainedAmounts) {
    let explained = explanations(&amounts)
    html.element("article", [.id(id), .labelled(by: "\(id)-h")]) { html in
      html.element("h2", [.id("\(id)-h")]) { html in
        html.text(payee.name)
        html.element("small", [], part.title)
      }
      addFacts(to: &html)
      addFigures(to: &html)
      addTable(explained, to: &html)
      addPriorPeriods(to: &html)
      for column in lineColumns { addLine(column, explained, to: &html) }
      addTotals(explained, to: &html)
    }
    html.newLine()
  }

  /// The columns that say one thing of the payee, in all rows: a name, a team.
  private var factColumns: [Int] {
    part.table.definitions.indices.filter { column in
      guard !part.table.isKey[column], !part.table.isNumber(column), let first = payee.rows.first else { return false }
      let value = part.table.value(row: first, column: column)
      return value != .missing && payee.rows.allSatisfy { part.table.value(row: $0, column: column) == value }
    }
  }

  private func addFacts(to html: inout HTML) {
    let columns = factColumns
    if columns.isEmpty { return }
    html.element("dl", [.kind("facts")]) { html in
      for column in columns {
        html.element("div") { html in
          html.element("dt", [], part.heading(column))
          html.element("dd", [], part.text(row: payee.rows[0], column: column))
        }
      }
    }
  }

  private func addFigures(to html: inout HTML) {
    html.element("dl", [.kind("figures")]) { html in
      if let total = part.totalColumn, let sum = part.sum(total, payee.rows) {
        let period = page.settings.period.map { " for \($0)" } ?? ""
        html.addFigure("Paid\(period)", sum, part.table.definitions[total].unit)
      }
      if let (paid, currency) = paidOut { html.addFigure("Paid out", paid, currency) }
      if let carried = part.carriedColumn, let last = payee.rows.last {
        html.addFigure("Carried forward", part.text(row: last, column: carried), part.table.definitions[carried].unit)
      }
    }
  }

  /// What is paid in another currency than the plan's, where that is one and the same.
  private var paidOut: (amount: String, currency: String)? {
    let table = part.table
    guard let amount = table.definitions.firstIndex(where: { $0.name == "paid" }), table.isNumber(amount),
      let currency = table.definitions.firstIndex(where: { $0.name == "paid_currency" }),
      factColumns.contains(currency), let sum = part.exactSum(amount, payee.rows)
    else { return nil }
    let code = table.text(row: payee.rows[0], column: currency)
    let digits = minorDigits(ofCurrency: code)
    return (withThousands(NumberLayout(digits.map { .fixed($0) } ?? .all(minimum: 0)).text(of: sum)), code)
  }

  /// The amounts by pay period.
  private func addTable(_ explained: [Amount: ExplanationList], to html: inout HTML) {
    let table = part.table
    let periods = table.definitions.indices.filter { table.isKey[$0] }.dropFirst()
    let facts = factColumns
    let columns = table.definitions.indices.filter { !table.isKey[$0] && !facts.contains($0) }
    html.addTable(id: "\(id)-t", caption: "Amounts of \(name) by \(periods.map(part.heading).joined(separator: ", "))")
    { html in
      html.element("thead") { html in
        html.element("tr") { html in
          for column in periods { html.addHeading(part.heading(column), unit: nil, isNumber: false) }
          for column in columns {
            html.addHeading(
              part.heading(column), unit: table.definitions[column].unit, isNumber: table.isNumber(column))
          }
        }
      }
      html.element("tbody") { html in
        for row in payee.rows {
          html.element("tr") { html in
            for column in periods { html.element("th", [.row], part.text(row: row, column: column)) }
            for column in columns {
              let isExplained = explained[Amount(row: row, column: column)] != nil
              html.addCell(
                part.text(row: row, column: column), table.kinds[column],
                target: isExplained ? page.anchor(part, row: row, column: column) : nil)
            }
          }
        }
      }
      let sums = part.sumColumns
      guard payee.rows.count > 1, !sums.isEmpty, !periods.isEmpty else { return }
      html.element("tfoot") { html in
        html.element("tr") { html in
          html.element("th", [.row], "total")
          for _ in periods.dropFirst() { html.element("td", [], "") }
          for column in columns {
            html.addNumber(sums.contains(column) ? part.sum(column, payee.rows) ?? "" : "")
          }
        }
      }
    }
  }

  /// What statements of earlier periods paid too much or too little.
  private func addPriorPeriods(to html: inout HTML) {
    guard let prior = part.prior else { return }
    let rows = (0..<prior.rowCount).filter { prior.text(row: $0, column: 0) == payee.name }
    if rows.isEmpty { return }
    html.addTable(id: "\(id)-q", caption: "What earlier statements paid \(name) too much or too little") { html in
      html.element("thead") { html in
        html.element("tr") { html in
          for column in prior.definitions.indices.dropFirst() {
            html.addHeading(
              prior.definitions[column].title ?? prior.definitions[column].name,
              unit: prior.definitions[column].unit, isNumber: prior.isNumber(column))
          }
        }
      }
      html.element("tbody") { html in
        for row in rows {
          html.element("tr") { html in
            for column in prior.definitions.indices.dropFirst() {
              let text = prior.text(row: row, column: column)
              html.addCell(prior.isNumber(column) ? withThousands(text) : text, prior.kinds[column])
            }
          }
        }
      }
    }
  }

  // MARK: - Explanations

  /// A cell with an amount.
  private struct Amount: Hashable {
    let row: Int
    let column: Int
  }

  /// How the amounts of the lines came about, and of a total that is more than its lines.
  private func explanations(_ amounts: inout ExplainedAmounts) -> [Amount: ExplanationList] {
    guard amounts.isAsked else { return [:] }
    var found: [Amount: ExplanationList] = [:]
    for column in lineColumns + (part.totalColumn.map { [$0] } ?? []) {
      for row in payee.rows {
        guard case .number(let amount) = part.table.value(row: row, column: column) else { continue }
        if column == part.totalColumn ? !isMoreThanItsLines(row, total: amount) : amount.signum == 0 { continue }
        found[Amount(row: row, column: column)] = amounts.list(
          part, row: row, column: column, page: page, texts: texts)
      }
    }
    return found
  }

  /// True iff a row's total is not the sum of its lines: something is carried or dropped.
  private func isMoreThanItsLines(_ row: Int, total: Rational) -> Bool {
    let lines = part.sumColumns.filter { page.line(part.table.definitions[$0].name, of: part)?.kind == .pay }
    var sum = Rational.zero
    for column in lines {
      guard case .number(let amount) = part.table.value(row: row, column: column) else { continue }
      guard let next = sum.adding(amount) else { return true }
      sum = next
    }
    return sum != total
  }

  private func addExplanations(
    _ column: Int, _ explained: [Amount: ExplanationList], to html: inout HTML
  ) {
    let rows = payee.rows.filter { explained[Amount(row: $0, column: column)] != nil }
    if rows.isEmpty { return }
    html.element("ul", [.kind("why")]) { html in
      for row in rows {
        let period = part.table.keyTexts(row).dropFirst().joined(separator: " ")
        explained[Amount(row: row, column: column)]?.add(
          to: &html, id: page.anchor(part, row: row, column: column),
          heading: period.isEmpty ? part.heading(column) : period)
      }
    }
  }

  /// How totals came about that are more than their lines.
  private func addTotals(_ explained: [Amount: ExplanationList], to html: inout HTML) {
    guard let column = part.totalColumn, explained.keys.contains(where: { $0.column == column }) else { return }
    html.element("section") { html in
      html.element("h3", [.id("\(id)x-h")], "Totals that are more than their lines")
      addExplanations(column, explained, to: &html)
    }
  }

  // MARK: - Lines

  /// The pay lines that pay anything.
  private var lineColumns: [Int] {
    part.sumColumns.filter { column in
      page.line(part.table.definitions[column].name, of: part)?.kind == .pay
        && payee.rows.contains { row in
          if case .number(let number) = part.table.value(row: row, column: column) { return number.signum != 0 }
          return false
        }
    }
  }

  /// What a line pays, with its text.
  private func addLine(_ column: Int, _ explained: [Amount: ExplanationList], to html: inout HTML) {
    let definition = part.table.definitions[column]
    guard let line = page.line(definition.name, of: part) else { return }
    html.element("section", [.id("\(id)c\(column)")]) { html in
      html.element("h3", [.id("\(id)c\(column)-h")]) { html in
        html.text(part.heading(column) + ", ")
        html.element(
          "span", [.kind("sum")], (part.sum(column, payee.rows) ?? "") + (definition.unit.map { " \($0)" } ?? ""))
      }
      texts.addExcerpt(line.span, page.plan.sources, to: &html)
      html.element("div", [.kind("line")]) { html in
        addExplanations(column, explained, to: &html)
        addCurve(column, to: &html)
      }
    }
  }
}

extension PayeeSection {
  /// The payout curve of a line, or why there is none.
  private func addCurve(_ column: Int, to html: inout HTML) {
    guard let positions = page.positions else { return }
    if let curve = PayeeCurve(payee, column, in: part, positions) {
      curve.add(to: &html, id: "\(id)c\(column)f")
    } else if let (reason, span) = positions.refusal(part.name, part.table.definitions[column].name) {
      html.element("p", [.kind("soft")]) { html in
        html.words("No payout curve: \(reason)")
        if let span, let link = texts.link(span, page.plan.sources) {
          html.text(", ")
          html.addPlace(link)
        }
        html.text(".")
      }
    }
  }
}

extension StatementPage {
  /// The line of a plan or rule that has a name.
  func line(_ name: String, of part: Part) -> LineModel? {
    plan.model.sheets.first { $0.name == part.name }?.lines.last { $0.name == name }
  }
}
