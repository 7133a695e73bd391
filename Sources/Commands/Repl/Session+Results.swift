import Allot
import Model
import WhatIf

/// The commands that print results as they stand.
extension Session {
  /// How many rows of a result are printed without being asked for.
  static let resultLimit = 60

  /// Prints the results of some kinds; nil for all kinds.
  mutating func putResults(_ phrase: Phrase, command: String, kinds: Set<Output.Kind>?) throws(SessionFailure) {
    let plan = try plan()
    var rest = phrase
    var showsAll = false
    if let split = rest.split(atLast: "all"), split.after.isEmpty { (rest, showsAll) = (split.before, true) }
    let scope = try AskedExpression.Scope(takingFrom: &rest, plan.calendar)
    let name = rest.isEmpty ? scope.plan ?? nil : rest.unquoted
    let results = try results(in: scope.period)
    let known = results.outputs.filter { kinds?.contains($0.output.kind) ?? true }
    if known.isEmpty {
      throw .complaint(
        "the plan has no \(command)",
        help: ["`results` shows " + results.outputs.map { "`\($0.output.name)`" }.joined(separator: ", ")])
    }
    if let name, !known.contains(where: { $0.output.name == name }) {
      throw .unknown("result", name, among: known.map(\.output.name))
    }
    let days = scope.period.flatMap { plan.calendar.days(named: $0) }
    var texts: [AnswerTable] = []
    for table in known where name.map({ $0 == table.output.name }) ?? true {
      texts.append(try answer(table, scope, days, showsAll: showsAll || scope.showsAll))
    }
    if texts.count > 1, format == .csv || format == .jsonLines {
      throw .complaint(
        "there are \(texts.count) results, and \(format.rawValue) holds one",
        help: ["`\(command) NAME` chooses: " + known.map { "`\($0.output.name)`" }.joined(separator: ", ")])
    }
    for (place, text) in texts.enumerated() {
      if place > 0 { terminal.put("\n") }
      put(text, more: "`\(command)\(rest.isEmpty ? "" : " \(rest.string)") all` shows them")
    }
  }

  /// The results, for the session's periods or for others.
  func results(in period: String?) throws(SessionFailure) -> Results {
    let plan = try plan()
    guard let period, let days = plan.calendar.days(named: period) else { return try currentResults() }
    if let own = request.options.period.flatMap({ plan.calendar.days(named: $0) }),
      own.lowerBound <= days.lowerBound, days.upperBound <= own.upperBound
    {
      return try currentResults()
    }
    let (current, request) = (scenario, request)
    var asked = current?.options ?? request.options
    asked.period = period
    let options = asked
    let results = try computed { () throws(ScenarioError) in
      if let current { return try current.results(of: plan, options) }
      return try Scenario(plan, data: request.data, options: options, runOptions: request.runOptions).results
    }
    switch results {
    case .success(let results): return results
    case .failure(let error): throw SessionFailure(error)
    }
  }

  /// A result's rows for the keys and periods that are asked for, with what they add up to.
  private func answer(
    _ table: OutputTable, _ scope: AskedExpression.Scope, _ days: ClosedRange<CalendarDate>?, showsAll: Bool
  ) throws(SessionFailure) -> AnswerTable {
    let keys = table.definitions.indices.filter { table.isKey[$0] }
    var rows = (0..<table.rowCount).filter { showsAll || table.isPrimary[$0] || !scope.keys.isEmpty }
    if !scope.keys.isEmpty { rows = try ExpressionAnswer.rows(of: table, keys, scope.keys, among: rows) }
    if let days, let period = keys.last, case .period = table.kinds[period] {
      rows = rows.filter { row in
        guard case .period(let own) = table.value(row: row, column: period) else { return false }
        return days.lowerBound <= own.lastDay && own.firstDay <= days.upperBound
      }
    }
    let title = table.output.title.map { "\($0) (\(table.output.name))" } ?? table.output.name
    var answer = AnswerTable(
      heading: title,
      columns: table.definitions.indices.map { index in
        let definition = table.definitions[index]
        return AnswerTable.Column(
          definition.name, title: definition.title, unit: definition.unit, isNumber: table.isNumber(index))
      })
    let limit = showsAll ? rows.count : AnswerTable.shownCount(rows.count, limit: Session.resultLimit)
    let totals = ResultTotals(table, rows)
    for (place, row) in rows.prefix(limit).enumerated() {
      answer.add(.row(table.definitions.indices.map { table.text(row: row, column: $0) }))
      for line in totals.lines where line.after == place {
        answer.add(.total(totalCells(line, table, [line.payee ?? "", "total"])))
        if place < rows.count - 1 { answer.add(.blank) }
      }
    }
    for line in totals.lines where line.after == nil && !rows.isEmpty {
      answer.add(.rule)
      answer.add(.total(totalCells(line, table, ["total"])))
    }
    answer.omitted = rows.count - limit
    let silent = table.rowCount - table.primaryCount
    if table.output.kind.isOfOrders, silent > 0, !showsAll, scope.keys.isEmpty {
      answer.notes.append(
        "\(withThousands(String(silent))) lines order nothing: `orders all` shows them with their reasons")
    }
    return answer
  }

  private func totalCells(_ line: ResultTotals.Line, _ table: OutputTable, _ heads: [String]) -> [String] {
    line.sums.enumerated().map { column, sum in
      column < heads.count && column < table.output.keys.count ? heads[column] : sum ?? ""
    }
  }
}

extension Output.Kind {
  /// True iff the rows are not those of a plan, sheet or rule, but what stands behind them.
  var isBesideRows: Bool {
    switch self {
    case .plan, .sheet, .replenish, .rules: false
    case .detail, .orders, .closedPeriods, .orderEntries, .priorPeriods: true
    }
  }
}
