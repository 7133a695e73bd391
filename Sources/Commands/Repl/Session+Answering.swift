import Allot
import Model
import Syntax
import WhatIf

extension Session {
  /// How many rows an answer shows without being asked for more.
  static let rowLimit = 20

  /// Answers an expression.
  mutating func answer(_ text: Substring) throws(SessionFailure) {
    let plan = try plan()
    let asked = try AskedExpression(text, plan.calendar)
    defer { lastQuestion = asked }
    if let answer = try columnAnswer(asked, plan) {
      try put(answer, asked.scope, type: nil)
      return
    }
    let question = try question(about: asked)
    let answer = try evaluate(question, asked.scope)
    if let remark = question.remark { self.remark(remark) }
    if answer.items.isEmpty, let during = question.sheet?.during {
      throw .complaint(
        "there is no row" + (asked.scope.period.map { " in \($0)" } ?? ""),
        help: ["`\(question.asking.sheet)` is during \(during.first) .. \(during.last)"])
    }
    try put(answer, asked.scope, type: question.type)
  }

  /// The answer to the name of a column that is no line: `total`, `carried`, `reason`; nil for anything else.
  private func columnAnswer(
    _ asked: AskedExpression, _ plan: Plan
  ) throws(SessionFailure) -> ExpressionAnswer? {
    let name = Phrase(asked.expression).unquoted
    let isLine = plan.model.sheets.contains { sheet in
      sheet.lines.contains { $0.name == name } || sheet.credits.contains { $0.name == name }
    }
    guard !isLine, sessionLine(name) == nil, scenario != nil else { return nil }
    let wanted = asked.scope.plan ?? chosenPlan
    func column(_ results: Results) -> (table: OutputTable, column: Int)? {
      for table in results.outputs where !table.output.kind.isBesideRows {
        if let wanted, table.output.name != wanted { continue }
        let found = table.definitions.indices.first { !table.isKey[$0] && table.definitions[$0].name == name }
        if let found { return (table, found) }
      }
      return nil
    }
    guard try column(currentResults()) != nil, let (table, column) = try column(results(in: asked.scope.period))
    else { return nil }
    let period = table.isKey.indices.last { table.isKey[$0] }.flatMap { index -> Int? in
      if case .period = table.kinds[index] { index } else { nil }
    }
    if period == nil, let asked = asked.scope.period {
      throw .complaint("`\(table.output.name)` has no periods, so `in \(asked)` chooses nothing")
    }
    return try ExpressionAnswer(
      table, column: column, form: nil, isAdditive: table.definitions[column].isAdditive, scope: asked.scope,
      days: asked.scope.period.flatMap { plan.calendar.days(named: $0) }, rowPeriod: period)
  }

  private mutating func put(
    _ answer: ExpressionAnswer, _ scope: AskedExpression.Scope, type: StaticType?
  ) throws(SessionFailure) {
    if answer.items.isEmpty { throw .complaint("there is no row" + (scope.period.map { " in \($0)" } ?? "")) }
    guard let item = answer.items.first, answer.items.count == 1 else {
      put(answer.table(limit: scope.showsAll ? nil : Session.rowLimit), more: "`for all` behind it shows them")
      return
    }
    if let type { remember(item.value, type) }
    put(item, of: answer, isNamed: !scope.keys.isEmpty)
  }

  /// Writes a single value; whose it is stands with it where the question does not say it.
  private mutating func put(_ item: ExpressionAnswer.Item, of answer: ExpressionAnswer, isNamed: Bool) {
    switch format {
    case .table:
      let text = item.value == .missing ? "missing" : answer.isNumber ? withThousands(item.text) : item.text
      let value = text + (item.value == .missing ? "" : answer.suffix.map { " \($0)" } ?? "")
      let keys = isNamed ? [] : item.keys.filter { !$0.isEmpty }
      let about = answer.description(of: item)
      let words = (keys.isEmpty ? "" : keys.joined(separator: ", ") + ": ") + about
      terminal.put(terminal.strong(value) + (words.isEmpty ? "" : "   " + terminal.faint(words)) + "\n")
    case .csv, .json, .jsonLines, .markdown: put(answer.table(limit: nil))
    }
  }

  /// Keeps a single value for `ans` and `_1`, `_2`, ….
  private mutating func remember(_ value: Value, _ type: StaticType) {
    guard let text = LiteralText.text(of: value, type) else { return }
    answers.append(AskingLine(.let, "_\(answers.count + 1)", text))
  }

  // MARK: - Questions

  /// An expression in the place of the plan where its names mean something.
  struct Question {
    let asking: AskingPlan
    /// The plan, sheet or rule that it stands in; nil iff it stands in none.
    let sheet: SheetModel?
    let type: StaticType
    /// Whether the values of several periods add up.
    let isAdditive: Bool
    /// What is to be said about the choice of the plan.
    var remark: String?

    static let answerName = "_answer"
  }

  /// Finds out what an expression is about.
  ///
  /// - Throws: what is wrong with it, in its own text.
  func question(about asked: AskedExpression) throws(SessionFailure) -> Question {
    let plan = try plan()
    let file = SourceFile(path: "input", bytes: Array(asked.expression.utf8))
    var sources = SourceMap()
    let parsed = parseExpression(file, id: sources.add(file))
    if !parsed.diagnostics.isEmpty {
      throw withCommandHelp(parsed.diagnostics, sources, asked.expression)
    }
    let mentioned = ExpressionNames(parsed.tree)
    let lines = try namedLines(mentioned) + [AskingLine(.show, Question.answerName, asked.expression)]
    if let name = asked.scope.plan {
      guard plan.resultNames.contains(name) else { throw .unknown("plan", name, among: plan.resultNames) }
      return try question(lines, in: name, plan)
    }
    let all = try allNames(mentioned)
    let candidates = SheetChoice(plan.model, all, chosen: chosenPlan)
    if let sheet = candidates.best {
      var question = try question(lines, in: sheet, plan)
      if !candidates.others.isEmpty {
        let others = candidates.others.map { "`\($0)`" }.joined(separator: ", ")
        question.remark = "of `\(sheet)`; \(others) would do, too: `in plan NAME` or `plan NAME` chooses"
      }
      return question
    }
    let fallback = chosenPlan ?? plan.resultNames.first
    if asked.scope.keys.isEmpty || fallback == nil {
      do {
        return try question(lines, in: nil, plan)
      } catch {
        guard let fallback else { throw error }
        return try question(lines, in: fallback, plan)
      }
    }
    return try question(lines, in: fallback, plan)
  }

  private func question(
    _ lines: [AskingLine], in name: String?, _ plan: Plan
  ) throws(SessionFailure) -> Question {
    let made = name.map { plan.asking(lines, in: $0) } ?? plan.asking(lines, beside: "_Question")
    guard let asking = made else {
      throw .complaint("nothing can be asked of `\(name ?? "the plan")`, whose text has no end")
    }
    let errors = asking.plan.diagnostics.filter { $0.severity == .error }
    if !errors.isEmpty {
      let (diagnostics, sources) = asking.translated(errors, asking.plan.sources)
      throw withCommandHelp(diagnostics, sources, lines.last?.text ?? "")
    }
    guard let sheet = asking.plan.model.sheets.first(where: { $0.name == asking.sheet }),
      let line = sheet.lines.last(where: { $0.name == Question.answerName })
    else { throw .complaint("nothing can be asked of `\(asking.sheet)`") }
    return Question(
      asking: asking, sheet: name == nil ? nil : sheet, type: line.value.type,
      isAdditive: Additivity(sheet, of: asking.plan.model).isAdditive(line.value))
  }

  /// Messages about an expression; a line that may have been meant as a command is told so.
  private func withCommandHelp(_ diagnostics: [Diagnostic], _ sources: SourceMap, _ text: String) -> SessionFailure {
    let word = String(text.prefix { !$0.isWhitespace })
    guard let near = suggestions(for: word, among: SessionCommand.firstWords).first, let first = diagnostics.first
    else { return .diagnostics(diagnostics, sources, omitted: 0) }
    let helped = Diagnostic(
      first.severity, first.code, first.message, at: first.primary, also: first.secondary, notes: first.notes,
      help: first.help + [Diagnostic.Help("a command with a similar name exists: `\(near)`")])
    return .diagnostics([helped] + diagnostics.dropFirst(), sources, omitted: 0)
  }

  /// The lines that stand for session names and earlier answers which an expression mentions, and those that these do.
  private func namedLines(_ mentioned: ExpressionNames) throws(SessionFailure) -> [AskingLine] {
    var lines: [AskingLine] = []
    var open = mentioned.names
    var seen: Set<String> = []
    while let name = open.popLast() {
      guard seen.insert(name).inserted, let line = sessionLine(name) else { continue }
      lines.append(line)
      open += ExpressionNames(text: line.text).names
    }
    return lines
  }

  /// The names that an expression mentions by itself, and through names of the session.
  private func allNames(_ mentioned: ExpressionNames) throws(SessionFailure) -> [String] {
    let lines = try namedLines(mentioned)
    return mentioned.names + lines.flatMap { ExpressionNames(text: $0.text).names }
  }

  /// What a name of the session stands for.
  func sessionLine(_ name: String) -> AskingLine? {
    if name == "ans" { return answers.last.map { AskingLine(.let, "ans", $0.text) } }
    return names.first { $0.name == name } ?? answers.first { $0.name == name }
  }

  // MARK: - Values

  /// What a question's expression gives.
  mutating func evaluate(
    _ question: Question, _ scope: AskedExpression.Scope
  ) throws(SessionFailure) -> ExpressionAnswer {
    var options = scenario?.options ?? request.options
    options.only = [question.asking.sheet]
    let calendar = question.asking.plan.calendar
    let days = scope.period.flatMap { calendar.days(named: $0) }
    if let period = scope.period, let days, !isAskedFor(days, question) { options.period = period }
    if question.sheet?.period == nil, let period = scope.period {
      guard question.sheet == nil else {
        throw .complaint(
          "`\(question.asking.sheet)` has no periods, so `in \(period)` chooses nothing",
          help: ["`as-of DATE` says which day it is for"])
      }
      options.period = period
    }
    let results = try results(of: question.asking, options)
    guard let table = results.outputs.first(where: { $0.output.name == question.asking.sheet }),
      let column = table.definitions.firstIndex(where: { $0.name == Question.answerName })
    else { throw .complaint("`\(question.asking.sheet)` has no results") }
    let rowPeriod = question.sheet?.period == nil ? nil : table.isKey.indices.last { table.isKey[$0] }
    return try ExpressionAnswer(
      table, column: column, form: question.type.quantity?.form, isAdditive: question.isAdditive, scope: scope,
      days: days, rowPeriod: rowPeriod)
  }

  /// Whether the session's own run has all of some days.
  private func isAskedFor(_ days: ClosedRange<CalendarDate>, _ question: Question) -> Bool {
    guard scenario != nil else { return false }
    guard let period = request.options.period else { return question.sheet?.during != nil }
    guard let own = question.asking.plan.calendar.days(named: period) else { return false }
    return own.lowerBound <= days.lowerBound && days.upperBound <= own.upperBound
  }

  /// The results of a plan that asks, over the data as they stand.
  func results(of asking: AskingPlan, _ options: CompileOptions) throws(SessionFailure) -> Results {
    let (scenario, request) = (scenario, request)
    let results = try computed { () throws(ScenarioError) in
      if let scenario { return try scenario.results(of: asking.plan, options) }
      return try Scenario(
        asking.plan, data: request.data, options: options, runOptions: request.runOptions
      ).results
    }
    switch results {
    case .success(let results): return results
    case .failure(let error): throw SessionFailure(error, of: asking)
    }
  }
}
