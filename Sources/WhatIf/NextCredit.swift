import Allot
import Columns
import Engine
import Model
import Syntax

extension Scenario {
  /// One more row like the last one that is credited to whom a measure is about, with its amount as the unknown: what
  /// "how much more must she sell" means where nothing else is said.
  ///
  /// - Returns: the unknown, whose description says which row it is like.
  public func nextCredit(for measure: Measure) throws(ScenarioError) -> Unknown {
    let watch = try watch(measure)
    guard let person = measure.keys.first else {
      throw .request(RequestProblem("whose next deal it is must be said", help: ["name the payee"]))
    }
    let found: (sheet: SheetDeclaration, model: SheetModel)? = sheets.first { $0.model.name == watch.result }
    guard let found, let syntax = found.sheet.credits.first, let credit = found.model.credits.first else {
      throw .request(
        RequestProblem("`\(watch.result)` credits nothing", help: ["name what is to vary: a cell, a param or a tier"]))
    }
    var recipient: SourceSpan?
    for case .to(let expression) in syntax.recipients { recipient = recipient ?? expression.span }
    let table = plan.model.tables[credit.table]
    guard let recipient, let column = amountColumn(credit, table) else {
      throw .request(
        RequestProblem(
          "what one more of `\(table.name)` is for \(person) does not follow from `\(credit.name)`",
          help: ["name a row that it is like, and the column that varies"]))
    }
    let conditions = syntax.conditions.map { "(\(text($0.span)))" }.joined(separator: " and ")
    let date = text(credit.date.span)
    let rows = try TableRows(
      self, table.name, where: conditions.isEmpty ? nil : conditions, values: [text(recipient), date])
    let last = periodDays(measure)?.upperBound
    var best: (row: Int, date: CalendarDate)?
    for row in 0..<rows.count where rows.text(0, row) == person {
      guard case .date(let own) = rows.value(1, row) else { continue }
      if let last, own > last { continue }
      if best.map({ own >= $0.date }) ?? true { best = (row, own) }
    }
    guard let best else {
      throw .request(
        RequestProblem(
          "no row of `\(table.name)` is credited to `\(person)`", about: person,
          help: ["name a row that it is like: `like \(table.name.hasSuffix("s") ? "d17" : "…")`"]))
    }
    var cells = try newKey(table)
    if let days = periodDays(measure), best.date < days.lowerBound, let dated = dateColumn(credit, table) {
      cells.append(NamedText(dated, days.upperBound.description))
    }
    return .another(table: table.name, like: rows.name(best.row), cells: cells, column: column)
  }

  private var sheets: [(sheet: SheetDeclaration, model: SheetModel)] {
    var found: [(SheetDeclaration, SheetModel)] = []
    for case .sheet(let sheet) in plan.files.flatMap(\.declarations) {
      if let model = plan.model.sheets.first(where: { $0.name == sheet.name.text }) { found.append((sheet, model)) }
    }
    return found
  }

  private func text(_ span: SourceSpan) -> String {
    plan.sources.contains(span.file) ? plan.sources[span.file].text(span) : ""
  }

  private func periodDays(_ measure: Measure) -> ClosedRange<CalendarDate>? {
    (measure.period ?? options.period).flatMap { days(named: $0, in: plan.model.calendar) }
  }

  /// The only column of numbers that the credited amount is made of.
  private func amountColumn(_ credit: CreditModel, _ table: TableModel) -> String? {
    var found: Set<Int> = []
    var open = [credit.amount]
    while let next = open.popLast() {
      if case .field(.table(credit.table), .column(let column), 0) = next.kind {
        let declared = table.columns[column]
        if let value = declared.value {
          open.append(value)
        } else if declared.type.quantity != nil {
          found.insert(column)
        }
      }
      open += next.children
    }
    return found.count == 1 ? found.first.map { table.columns[$0].name } : nil
  }

  private func dateColumn(_ credit: CreditModel, _ table: TableModel) -> String? {
    guard case .field(.table(credit.table), .column(let column), 0) = credit.date.kind else { return nil }
    return table.columns[column].value == nil ? table.columns[column].name : nil
  }

  /// A key that no row has yet.
  private func newKey(_ table: TableModel) throws(ScenarioError) -> [NamedText] {
    if table.key.isEmpty { return [] }
    guard table.key.count == 1, case .text = table.columns[table.key[0]].type.value else {
      throw .request(
        RequestProblem(
          "a new row of `\(table.name)` needs a key of its own", help: ["name a row that is there, and its cell"]))
    }
    let name = table.columns[table.key[0]].name
    let taken = try TableRows(self, table.name, where: "`\(name)` = \"one more\"", values: ["1"]).count > 0
    var number = 2
    var text = "one more"
    if taken {
      text = "one more 2"
      while try TableRows(self, table.name, where: "`\(name)` = \"\(text)\"", values: ["1"]).count > 0 {
        number += 1
        text = "one more \(number)"
      }
    }
    return [NamedText(name, text)]
  }
}

extension SheetDeclaration {
  fileprivate var credits: [CreditDeclaration] {
    items.compactMap { item in
      if case .credit(let credit) = item { return credit }
      return nil
    }
  }
}
