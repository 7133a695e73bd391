import Allot
import Explaining
import WhatIf

/// How amounts of what is supposed came about.
extension Session {
  /// A run that explains its amounts, and what it is a run of.
  struct Explained: Sendable {
    struct Key: Hashable, Sendable {
      let changes: [ScenarioChange]
      let options: CompileOptions
      let data: DataKey
    }

    /// Where the tables are read from, as far as it tells one run from another.
    struct DataKey: Hashable, Sendable {
      let folder: String?
      let loads: Int
    }

    let key: Key
    let compiled: CompiledPlan
    /// The tables as they are supposed.
    let tables: DataLocation
    var run: ExplainedRun
  }

  mutating func explain(_ phrase: Phrase) throws(SessionFailure) {
    let scenario = try currentScenario()
    var rest = phrase
    let depth = try Session.takeCount("depth", from: &rest)
    let rows = try Session.takeCount("rows", from: &rest)
    var scope = try AskedExpression.Scope(takingFrom: &rest, scenario.plan.calendar)
    var words: [String] = []
    while let word = rest.word() { words.append(Phrase(word).unquoted) }
    if phrase.isEmpty {
      guard let last = lastQuestion else {
        throw .complaint("`explain` needs a line, or a key", help: ["such as `explain commission for ann in 2026-03`"])
      }
      (words, scope) = ([Phrase(last.expression).unquoted], last.scope)
    }
    if scope.period == nil, scenario.plan.hasPeriods, let place = words.firstIndex(where: scenario.plan.isPeriod) {
      scope.period = words.remove(at: place)
    }
    var explained = try explainedRun(scenario, period: scope.period)
    let asked: [AskedRow]
    do throws(UsageError) {
      let plan = scope.plan ?? (words.isEmpty ? chosenPlan : nil)
      let search = RowSearch(explained.run.results, path: "", command: "explain")
      asked = try search.rows(words + scope.keys + (plan.map { [$0] } ?? []))
    } catch {
      throw .complaint(
        error.message, help: error.help.filter { !$0.hasPrefix("`allot run") } + ["`results` shows what there is"])
    }
    if asked.count > Session.explanationLimit {
      throw .complaint(
        "\(asked.count) rows fit, and at most \(Session.explanationLimit) are explained at once",
        help: ["`for` and `in` say which: `explain commission for ann in 2026-03`"])
    }
    var report = ExplanationReport(
      text: explanationText(explained),
      format: explanationFormat, depth: depth, rows: rows)
    for row in asked { report.add(row, &explained.run) }
    self.explained = explained
    terminal.put(report.content)
    if !report.isSound { throw .complaint("parts do not add up to their whole: please report this") }
  }

  /// Why something got nothing, or less than it was to get.
  mutating func explainWhyNot(_ phrase: Phrase) throws(SessionFailure) {
    let scenario = try currentScenario()
    var rest = phrase
    var scope = try AskedExpression.Scope(takingFrom: &rest, scenario.plan.calendar)
    var words: [String] = []
    for part in rest.list {
      var part = part
      while let word = part.word() { words.append(Phrase(word).unquoted) }
    }
    if scope.period == nil, scenario.plan.hasPeriods, let place = words.firstIndex(where: scenario.plan.isPeriod) {
      scope.period = words.remove(at: place)
    }
    var explained = try explainedRun(scenario, period: scope.period)
    let days = (scope.period ?? scenario.options.period).flatMap { scenario.plan.calendar.days(named: $0) }
    let answers: [WhyNot]
    do throws(UsageError) {
      let search = RowSearch(explained.run.results, path: "", command: "why-not")
      answers = try WhyNotSearch(search, words + scope.keys, days).answers(
        &explained.run, ChangeTrial(explained.compiled, explained.tables, options: request.runOptions))
    } catch {
      throw .complaint(
        error.message, help: error.help.filter { !$0.hasPrefix("`allot run") } + ["`results` shows what there is"])
    }
    self.explained = explained
    let text = WhyNotText(explanations: explanationText(explained))
    switch explanationFormat {
    case .text: terminal.put(answers.map { text.text($0) }.joined(separator: "\n"))
    case .markdown: terminal.put(answers.map { text.markdown($0) }.joined(separator: "\n"))
    case .json:
      terminal.put(JSON.object([.init("answers", .list(answers.map(text.object)))]).rendered(depth: 3) + "\n")
    }
  }

  private func explanationText(_ explained: Explained) -> ExplanationText {
    ExplanationText(
      sources: explained.run.sources,
      style: ExplanationText.TextStyle(
        strong: { [terminal] in terminal.strong($0) }, faint: { [terminal] in terminal.faint($0) }),
      width: terminal.width ?? 100)
  }

  /// How many rows are explained at once: a year of months, or a dealer's articles.
  private static let explanationLimit = 60

  private var explanationFormat: ExplanationFormat {
    switch format {
    case .table, .csv: .text
    case .json, .jsonLines: .json
    case .markdown: .markdown
    }
  }

  /// The number behind a word, such as `depth 2`; the word and the number are taken away.
  static func takeCount(_ word: String, from phrase: inout Phrase) throws(SessionFailure) -> Int? {
    guard let (before, after) = phrase.split(atLast: word) else { return nil }
    var rest = after
    guard let text = rest.word(), let count = Int(text), count >= 1 else {
      throw .complaint("`\(word)` needs a whole number from 1 behind it")
    }
    phrase = Phrase("\(before.text) \(rest.text)")
    return count
  }

  /// A run over the tables as they are supposed, with all that explaining reads; kept for the next question.
  private mutating func explainedRun(_ scenario: Scenario, period: String?) throws(SessionFailure) -> Explained {
    var asked = scenario.options
    asked.isExplained = true
    if let period { asked.period = period }
    let options = asked
    let key = Explained.Key(
      changes: scenario.changes, options: options,
      data: Explained.DataKey(folder: request.data.folder, loads: loadCount))
    if let explained, explained.key == key { return explained }
    var changed = scenario.data
    for file in scenario.changedFiles { changed.tables[file.table] = .bytes(file.new, name: file.path) }
    let (data, runOptions) = (changed, request.runOptions)
    let explained = try computed { () throws(ScenarioError) in
      do {
        let compiled = try scenario.plan.compile(options)
        return Explained(
          key: key, compiled: compiled, tables: data, run: try ExplainedRun(compiled, data, options: runOptions))
      } catch let error as PlanError {
        throw .plan(error)
      } catch let error as RunError {
        throw .run(error)
      } catch {
        throw .request(RequestProblem("\(error)"))
      }
    }
    switch explained {
    case .success(let explained): return explained
    case .failure(let error): throw SessionFailure(error)
    }
  }
}
