import Allot
import WhatIf

/// A conversation about a plan and its data: each line asks for something, or changes what is asked about.
///
/// ```
/// line -> command word? -> SessionCommand.perform
///              no       -> expression, which is put into the plan as a line of its own
/// ```
/// Answers go to the output, remarks and messages to the errors. A line that fails leaves everything as it was.
struct Session {
  /// What the session was started with, and what commands have set since.
  struct Request {
    /// The plan's files as they were named.
    var paths: [String]
    var data: DataLocation
    var options: CompileOptions
    var runOptions: RunOptions
  }

  /// A plan that has been read, and what it gives.
  struct Standing {
    /// The plan as it is in its files.
    let plan: Plan
    /// What was supposed, or why the plan gives nothing for what the session asks.
    var timeline: Result<ScenarioTimeline, SessionFailure>
  }

  var terminal: Terminal
  var request: Request
  /// What the answers are about; nil iff no plan could be read.
  var standing: Standing?
  /// The plan, sheet or rule that questions are about if they do not say it.
  var chosenPlan: String?
  /// What `let` has named, in the order of the names' first use.
  var names: [AskingLine] = []
  /// The single values that were answered, which `_1`, `_2` and `ans` stand for.
  var answers: [AskingLine] = []
  /// Scenarios that have a name, in the order in which they were named.
  var scenarios: [(name: String, scenario: Scenario)] = []
  var format = ResultFormat.table
  var showsTime = false
  var watch = FileWatch()
  /// True iff a person types the lines, and may stop a computation.
  var isInteractive = false
  var keyTexts = KeyTexts()
  /// The run that was last explained.
  var explained: Explained?
  /// What was last asked for, where it was a value.
  var lastQuestion: AskedExpression?
  /// How often the files were read.
  var loadCount = 0
  /// True iff the session ends after this line.
  var isEnding = false
  /// The scripts that are being run, so that none runs itself.
  var scripts: [String] = []

  init(_ request: Request, _ terminal: Terminal) {
    self.request = request
    self.terminal = terminal
  }

  /// Reads the plan and runs it over the data.
  ///
  /// - Throws: why there is no plan. A run that fails is a remark: another period or other data may mend it.
  mutating func load() throws(SessionFailure) {
    let plan: Plan
    do {
      plan = try Plan.load(paths: request.paths.map(terminal.path))
    } catch {
      throw SessionFailure(error)
    }
    if plan.hasErrors { throw .diagnostics(plan.diagnostics, plan.sources, omitted: 0) }
    loadCount += 1
    standing = Standing(plan: plan, timeline: try timeline(of: plan))
    if let chosenPlan, !plan.resultNames.contains(chosenPlan) { self.chosenPlan = nil }
    watch = FileWatch(plan: plan, results: results)
    guard case .failure(let failure) = standing?.timeline else { return }
    failure.show(&terminal)
    let period = request.options.period ?? "all that the plan is during"
    remark("no results for \(period): `period P` asks for other periods, `data DIR` reads other data")
  }

  /// The plan's results for what the session asks, as the beginning of what is supposed.
  private func timeline(of plan: Plan) throws(SessionFailure) -> Result<ScenarioTimeline, SessionFailure> {
    let request = request
    let base = try computed { () throws(ScenarioError) in
      try Scenario(plan, data: request.data, options: request.options, runOptions: request.runOptions)
    }
    return base.map { ScenarioTimeline($0) }.mapError { SessionFailure($0) }
  }

  /// What a computation gives; a person may stop it.
  func computed<Answer: Sendable>(
    _ body: @escaping @Sendable () throws(ScenarioError) -> Answer
  ) throws(SessionFailure) -> Result<Answer, ScenarioError> {
    guard isInteractive else { return Result(catching: body) }
    guard let answer = Interruptible.answer({ Result(catching: body) }) else { throw .interrupted }
    return answer
  }

  /// What is supposed now; nil iff the plan has no results.
  var scenario: Scenario? {
    guard case .success(let timeline) = standing?.timeline else { return nil }
    return timeline.current
  }

  /// What the plan gives; nil iff it has no results.
  var results: Results? { scenario?.results }

  /// The plan that is asked about, with what is supposed of its text.
  func plan() throws(SessionFailure) -> Plan {
    if let scenario { return scenario.plan }
    guard let standing else { throw .complaint("no plan is loaded", help: ["`load FILE` reads one"]) }
    return standing.plan
  }

  /// What is supposed now.
  ///
  /// - Throws: why the plan gives nothing.
  func currentScenario() throws(SessionFailure) -> Scenario {
    switch standing?.timeline {
    case .success(let timeline): return timeline.current
    case .failure(let failure): throw failure
    case nil: throw .complaint("no plan is loaded", help: ["`load FILE` reads one"])
    }
  }

  /// What the plan gives.
  ///
  /// - Throws: why it gives nothing.
  func currentResults() throws(SessionFailure) -> Results { try currentScenario().results }

  // MARK: - Lines

  /// Does what a line asks for.
  ///
  /// - Returns: whether it could be done.
  @discardableResult
  mutating func perform(_ line: String) -> Bool {
    let start = MonotonicTime.now
    do throws(SessionFailure) {
      try perform(Session.withoutComment(line))
    } catch {
      error.show(&terminal)
      return false
    }
    if showsTime { terminal.put("\(MonotonicTime.now.words(since: start))\n", to: .errors) }
    return true
  }

  private mutating func perform(_ text: Substring) throws(SessionFailure) {
    if text.isEmpty { return }
    try followFiles()
    if let (command, phrase) = SessionCommand.named(in: text) {
      try command.perform(&self, phrase)
    } else if text.hasPrefix(":") {
      let word = text.dropFirst().prefix { !$0.isWhitespace }
      throw .complaint(
        "commands have no colon", help: ["`\(word)` without it, or `help` for all of them"])
    } else {
      try answer(text)
    }
  }

  /// A line without the remark behind `#`; a `#` between quotes is none.
  private static func withoutComment(_ line: String) -> Substring {
    var quote: Character?
    var before: Character = " "
    for index in line.indices {
      let character = line[index]
      if let open = quote {
        if character == open, before != "\\" { quote = nil }
      } else if character == "\"" || character == "`" {
        quote = character
      } else if character == "#", before.isWhitespace {
        return line[..<index].trimmed
      }
      before = character
    }
    return Substring(line).trimmed
  }

  /// Writes an answer in the session's format.
  mutating func put(_ table: AnswerTable, more: String = "`all` shows them") {
    terminal.put(table.text(format, terminal, more: more))
  }

  /// Says something about an answer, beside it.
  mutating func remark(_ text: String) { terminal.put(terminal.faint(text, .errors) + "\n", to: .errors) }
}
