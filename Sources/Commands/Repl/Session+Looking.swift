import Allot
import Model
import Syntax

/// The commands that show what there is to ask about.
extension Session {
  mutating func putLines(_ phrase: Phrase) throws(SessionFailure) {
    let plan = try plan()
    let chosen = phrase.isEmpty ? chosenPlan : phrase.unquoted
    if let chosen, !plan.resultNames.contains(chosen) {
      throw .unknown("plan, sheet or rule", chosen, among: plan.resultNames)
    }
    var table = AnswerTable(columns: ["of", "line", "kind", "unit", "title", "place"].map { AnswerTable.Column($0) })
    for sheet in plan.model.sheets where chosen.map({ $0 == sheet.name }) ?? true {
      for credit in sheet.credits {
        table.add(
          .row([
            sheet.name, credit.name, "credit", credit.amount.type.quantity?.unitDescription ?? "", "",
            place(credit.span, plan),
          ]))
      }
      for line in sheet.lines {
        table.add(
          .row([
            sheet.name, line.name, line.kind.rawValue, ValueWords.unit(line.value.type), line.title ?? "",
            place(line.nameSpan, plan),
          ]))
      }
    }
    put(table)
  }

  private func place(_ span: SourceSpan, _ plan: Plan) -> String {
    guard plan.sources.contains(span.file) else { return "" }
    let file = plan.sources[span.file]
    return "\(lastPathPart(of: file.path)):\(file.lineColumn(at: Int(span.start)).line)"
  }

  mutating func putTables(_ phrase: Phrase) throws(SessionFailure) {
    let plan = try plan()
    let model = plan.model
    if !phrase.isEmpty {
      let table = try self.table(named: phrase.unquoted, in: plan)
      var answer = AnswerTable(columns: ["column", "type", "header"].map { AnswerTable.Column($0) })
      for (index, column) in table.columns.enumerated() {
        let type = ValueWords.type(column.type, model)
        let key = table.key.contains(index) ? ", key" : ""
        answer.add(.row([column.name, type + key, column.value == nil ? column.header : "computed"]))
      }
      put(answer)
      return
    }
    var answer = AnswerTable(
      columns: [
        AnswerTable.Column("table"), AnswerTable.Column("key"), AnswerTable.Column("rows", isNumber: true),
        AnswerTable.Column("from"),
      ])
    for table in model.tables {
      let file = results?.files.first { $0.table == table.name }
      let rows = table.rows.map { String($0.count) } ?? file.map { String($0.rows) } ?? ""
      let from = table.rows == nil ? lastPathPart(of: file?.path ?? table.path) : "the text"
      answer.add(
        .row([table.name, table.key.map { table.columns[$0].name }.joined(separator: ", "), rows, from]))
    }
    if model.tables.contains(where: { table in
      table.rows == nil && !(results?.files.contains { $0.table == table.name } ?? false)
    }) {
      answer.notes = ["a table without a number of rows is not read: nothing that is asked for needs it"]
    }
    put(answer)
  }

  /// The table with a name, which may be written in the singular.
  func table(named name: String, in plan: Plan) throws(SessionFailure) -> TableModel {
    let tables = plan.model.tables
    if let table = tables.first(where: { $0.name == name }) { return table }
    let plural = tables.filter { $0.name == name + "s" || $0.name == name + "es" }
    if plural.count == 1 { return plural[0] }
    throw .unknown("table", name, among: tables.map(\.name))
  }

  mutating func putRows(_ phrase: Phrase) throws(SessionFailure) {
    let plan = try plan()
    var rest = phrase
    var showsAll = false
    if let split = rest.split(atLast: "all"), split.after.isEmpty { (rest, showsAll) = (split.before, true) }
    var condition: String?
    if let split = rest.split(at: "where") {
      rest = split.before
      condition = try split.after.required("rows … where", "a condition").string
    }
    let table = try self.table(named: rest.unquoted, in: plan)
    let columns = table.columns.indices.filter { !table.key.contains($0) }
    let lines = columns.map { AskingLine(.show, "_\($0)", "`\(table.columns[$0].name)`") }
    guard let asking = plan.asking(lines, beside: "_Question", forEach: "`\(table.name)`", where: condition) else {
      throw .complaint("no plan is loaded")
    }
    let errors = asking.plan.diagnostics.filter { $0.severity == .error }
    if !errors.isEmpty {
      let (diagnostics, sources) = asking.translated(errors, asking.plan.sources)
      throw .diagnostics(diagnostics, sources, omitted: 0)
    }
    var options = scenario?.options ?? request.options
    (options.only, options.period) = ([asking.sheet], nil)
    let results = try results(of: asking, options)
    guard let output = results.outputs.first(where: { $0.output.name == asking.sheet }) else { return }
    let names = output.definitions.enumerated().map { index, definition -> String in
      if output.isKey[index] { return definition.name }
      return Int(definition.name.dropFirst()).map { table.columns[$0].name } ?? definition.name
    }
    var answer = AnswerTable(
      columns: output.definitions.indices.map { index in
        AnswerTable.Column(names[index], unit: output.definitions[index].unit, isNumber: output.isNumber(index))
      })
    let limit = showsAll ? output.rowCount : AnswerTable.shownCount(output.rowCount, limit: Session.rowLimit)
    for row in 0..<limit {
      answer.add(.row(output.definitions.indices.map { output.text(row: row, column: $0) }))
    }
    answer.omitted = output.rowCount - limit
    put(answer, more: "`all` behind it shows them")
  }

  mutating func putProgram(_ phrase: Phrase) throws(SessionFailure) {
    let plan = try plan()
    let text: String
    do {
      text = try plan.compile(scenario?.options ?? request.options).text
    } catch {
      throw SessionFailure(error)
    }
    if phrase.isEmpty {
      terminal.put(text)
      return
    }
    let name = phrase.unquoted
    let all = plan.model.sheets.flatMap { $0.lines.map { ($0.name, $0.span) } + $0.credits.map { ($0.name, $0.span) } }
    let spans = all.filter { $0.0 == name }.map(\.1)
    if spans.isEmpty { throw .unknown("line", name, among: all.map(\.0)) }
    var places: Set<String> = []
    for span in spans where plan.sources.contains(span.file) {
      let file = plan.sources[span.file]
      let first = file.lineColumn(at: Int(span.start)).line
      let last = file.lineColumn(at: max(Int(span.start), Int(span.end) - 1)).line
      for line in first...max(first, last) { places.insert("\(file.path):\(line)") }
    }
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard let place = line.split(separator: " ").last, places.contains(String(place)) else { continue }
      terminal.put("\(line)\n")
    }
  }
}
