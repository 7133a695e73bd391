import Allot
import Explaining

extension Command {
  static let whyNot = Command(
    name: "why-not", summary: "show why something got nothing, and what would be enough",
    usage: "allot why-not PLAN KEY… [PERIOD] [LINE] [options]",
    examples: [
      Example("allot why-not plan.allot --data exports D-120", "why a deal counts for nobody"),
      Example("allot why-not plan.allot D-120 2026-03", "why it does not count in March"),
      Example("allot why-not plan.allot ann 2026-03 kicker", "why a person did not get it, or less of it"),
      Example("allot why-not rules.allot --as-of 2026-03-31 D1 G2", "why a dealer gets none of an article"),
    ],
    options: [
      Option("data", value: "DIR", "where the tables' files lie; else the folder of the first plan"),
      Option(
        "table", value: "NAME=PATH", isRepeatable: true, "read one table from another file; `-` is the standard input"),
    ] + Option.compiling.filter { $0.name != "detail" } + [
      Option("width", value: "N", "how many columns the text has; else those of the terminal, else 100"),
      Option("format", value: "FORMAT", "text, json or md"),
    ],
    details: [
      "KEY names a row of a table that credits read, such as a deal, or the row of a result: a payee, or a dealer and an "
        + "article. The rule that comes nearest stands first.",
      "What is said to be enough has been tried: the plan is run again with those cells changed, and `verified` says what "
        + "comes of it. Cells that stand in the plan's own text are not tried.",
      "Exits with 0 if there is an answer, 1 if the plan or the data are not in order, 2 if the command line is not.",
    ]
  ) { invocation, terminal in
    do throws(UsageError) {
      return try WhyNotRequest(invocation, terminal).perform(&terminal)
    } catch {
      terminal.complain(error.message, help: error.help)
      return .usage
    }
  }
}

/// What `allot why-not` was asked for.
private struct WhyNotRequest {
  private let question: ResultQuestion
  private let format: ExplanationFormat
  private let width: Int

  init(_ invocation: Invocation, _ terminal: Terminal) throws(UsageError) {
    question = try ResultQuestion(invocation, terminal, command: "why-not")
    if question.words.isEmpty {
      throw UsageError(
        "`allot why-not` needs what it is about", help: ["such as `allot why-not plan.allot D-120`"])
    }
    format = try ExplanationFormat(named: invocation.value("format"))
    width = try invocation.count("width") ?? terminal.width ?? 100
  }

  func perform(_ terminal: inout Terminal) throws(UsageError) -> ExitStatus {
    let (found, status) = try question.prepare(&terminal)
    guard let found else { return status }
    var run = found.run
    let answers = try WhyNotSearch(found.search, found.words, found.days).answers(
      &run, ChangeTrial(found.compiled, found.data))
    let text = WhyNotText(
      explanations: ExplanationText(
        sources: run.sources,
        style: ExplanationText.TextStyle(
          strong: { [terminal] in terminal.strong($0) }, faint: { [terminal] in terminal.faint($0) }), width: width))
    switch format {
    case .text: terminal.put(answers.map { text.text($0) }.joined(separator: "\n"))
    case .markdown: terminal.put(answers.map { text.markdown($0) }.joined(separator: "\n"))
    case .json:
      terminal.put(JSON.object([.init("answers", .list(answers.map(text.object)))]).rendered(depth: 3) + "\n")
    }
    return .ok
  }
}

/// Finds what words ask about: rows of results, rows of tables that credits read, people whom no plan is for.
struct WhyNotSearch {
  private let search: RowSearch
  private let words: [String]
  private let days: ClosedRange<CalendarDate>?

  init(_ search: RowSearch, _ words: [String], _ days: ClosedRange<CalendarDate>?) {
    self.search = search
    self.words = words
    self.days = days
  }

  func answers(_ run: inout ExplainedRun, _ trial: ChangeTrial) throws(UsageError) -> [WhyNot] {
    var trial = trial
    var answers: [WhyNot] = []
    let keys = search.keys(words)
    if !keys.isEmpty {
      for row in search.rowsIfAny(words) {
        for column in row.columns where row.columns.count == 1 || column.name != "total" {
          guard let answer = run.whyNot(row.result, row: row.row, column: column.name, trial: &trial) else { continue }
          answers.append(answer)
        }
      }
    }
    if answers.isEmpty {
      for row in run.creditedRows(keys) { answers.append(run.whyNot(row, days: days, trial: &trial)) }
    }
    if answers.isEmpty { answers = run.whyNotIncluded(keys, trial: &trial) }
    if !answers.isEmpty { return answers }
    throw search.unknown(words, further: run.creditedKeys().map { (kind: "row of `\($0.table)`", text: $0.key) })
  }
}
