import Allot
import Explaining

extension Command {
  static let explain = Command(
    name: "explain", summary: "show how an amount came about, part by part",
    usage: "allot explain PLAN KEY… [PERIOD] [LINE] [options]",
    examples: [
      Example("allot explain plan.allot --data exports ann 2026-03 commission", "one line of one person's month"),
      Example("allot explain plan.allot ann 2026-03", "all lines of the month, and the total"),
      Example("allot explain plan.allot ann 2026-Q1 commission", "a quarter that is paid month by month"),
      Example("allot explain rules.allot --as-of 2026-03-31 D1 G2", "why a dealer's order of an article is what it is"),
      Example(
        "allot explain plan.allot ann 2026-03 commission --rows 5", "the first five deals, the others as one part"),
      Example("allot explain plan.allot ann 2026-03 commission --format json", "the whole tree for a machine"),
    ],
    options: [
      Option("data", value: "DIR", "where the tables' files lie; else the folder of the first plan"),
      Option(
        "table", value: "NAME=PATH", isRepeatable: true, "read one table from another file; `-` is the standard input"),
    ] + Option.compiling.filter { $0.name != "detail" } + [
      Option("depth", value: "N", "how many levels of parts are shown; what lies deeper is one part"),
      Option("rows", value: "N", "how many rows of each sum are shown; the others are one part"),
      Option("width", value: "N", "how many columns the text has; else those of the terminal, else 100"),
      Option("format", value: "FORMAT", "text, json or md"),
    ],
    details: [
      "KEY names the row of the result: a payee, or a dealer and an article. LINE is a pay, order or show line, or "
        + "`total`; without it all lines of the row are explained. The words may stand in any order.",
      "Every part stands with its place in the plan or in the data. Parts sum to what they are parts of, exactly, and the "
        + "last line says that they were added up.",
      "Lines that begin with a dot are no parts: what a part rests on, such as a quota or a condition.",
      "Exits with 0 if there is an explanation, 1 if the plan or the data are not in order, 2 if the command line is not.",
    ]
  ) { invocation, terminal in
    do throws(UsageError) {
      return try ExplainRequest(invocation, terminal).perform(&terminal)
    } catch {
      terminal.complain(error.message, help: error.help)
      return .usage
    }
  }
}

/// How an explanation is written.
enum ExplanationFormat: String, CaseIterable, Hashable {
  case text, json
  case markdown = "md"

  init(named name: String?) throws(UsageError) {
    guard let name else {
      self = .text
      return
    }
    guard let format = ExplanationFormat(rawValue: name.lowercased()) else {
      let near = suggestions(for: name, among: Self.allCases.map(\.rawValue)).first
      throw UsageError(
        "there is no format `\(name)`",
        help: (near.map { ["a similar one exists: `\($0)`"] } ?? [])
          + ["the formats are " + Self.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")])
    }
    self = format
  }
}

/// What `allot explain` was asked for.
private struct ExplainRequest {
  private let question: ResultQuestion
  private let format: ExplanationFormat
  private let depth: Int?
  private let rows: Int?
  private let width: Int

  init(_ invocation: Invocation, _ terminal: Terminal) throws(UsageError) {
    question = try ResultQuestion(invocation, terminal, command: "explain")
    format = try ExplanationFormat(named: invocation.value("format"))
    depth = try invocation.count("depth")
    rows = try invocation.count("rows")
    width = try invocation.count("width") ?? terminal.width ?? 100
  }

  func perform(_ terminal: inout Terminal) throws(UsageError) -> ExitStatus {
    var answered: (run: ExplainedRun, rows: [AskedRow])
    switch try question.answer(&terminal) {
    case .ended(let status): return status
    case .found(let run, let rows): answered = (run, rows)
    }
    let text = ExplanationText(
      sources: answered.run.sources,
      style: ExplanationText.TextStyle(
        strong: { [terminal] in terminal.strong($0) }, faint: { [terminal] in terminal.faint($0) }), width: width)
    var report = ExplanationReport(text: text, format: format, depth: depth, rows: rows)
    for row in answered.rows { report.add(row, &answered.run) }
    terminal.put(report.content)
    return report.isSound ? .ok : .usage
  }
}

/// The explanations of some rows, as they are written.
struct ExplanationReport {
  let text: ExplanationText
  let format: ExplanationFormat
  let depth: Int?
  let rows: Int?
  /// False iff parts do not sum to their whole, which is a mistake of the program.
  private(set) var isSound = true
  private var written = ""
  private var objects: [JSON] = []
  /// What the explained amounts of a line sum to over the rows.
  private var sums: [(line: String, count: Int, sum: Rational?, example: Explanation)] = []

  init(text: ExplanationText, format: ExplanationFormat, depth: Int?, rows: Int?) {
    self.text = text
    self.format = format
    self.depth = depth
    self.rows = rows
  }

  var content: String {
    switch format {
    case .text, .markdown: return written + closing
    case .json: return JSON.object([.init("explanations", .list(objects))]).rendered(depth: 3) + "\n"
    }
  }

  mutating func add(_ row: AskedRow, _ run: inout ExplainedRun) {
    let heading = row.heading
    switch format {
    case .text: written += (written.isEmpty ? "" : "\n") + text.style.strong(heading) + "\n"
    case .markdown: written += (written.isEmpty ? "" : "\n") + "## \(ExplanationText.escaped(heading))\n"
    case .json: break
    }
    for column in row.columns {
      if let explanation = run.explanation(of: row.result, row: row.row, column: column.name) {
        // Beside the lines, the total need not repeat what they are made of.
        let repeats = column.name == "total" && row.columns.count > 1
        add(repeats ? explanation.folded(depth: 1, rows: nil) : explanation, column)
      } else {
        addPlain(column, row, &run)
      }
    }
  }

  private mutating func add(_ explanation: Explanation, _ column: AskedRow.Column) {
    let isRight = explanation.verify()
    if !isRight { isSound = false }
    let shown = explanation.folded(depth: depth, rows: rows)
    let sentence = closingSentence(shown, column, isRight: isRight)
    switch format {
    case .text: written += "\n" + text.lines(shown).joined(separator: "\n") + "\n" + sentence + "\n"
    case .markdown: written += "\n" + text.markdown(shown) + "\n" + ExplanationText.escaped(sentence) + "\n"
    case .json: objects.append(text.object(shown))
    }
    if let place = sums.firstIndex(where: { $0.line == explanation.line }) {
      sums[place].count += 1
      sums[place].sum = sums[place].sum?.adding(explanation.root.value)
    } else if column.isAdditive {
      sums.append((explanation.line, 1, explanation.root.value, explanation))
    }
  }

  /// `19 leaves add up to 14,404.00 USD, the amount paid`.
  private func closingSentence(_ explanation: Explanation, _ column: AskedRow.Column, isRight: Bool) -> String {
    let amount = explanation.text(of: explanation.root.value) + (explanation.unit.map { " \($0)" } ?? "")
    if !isRight { return "the parts do not add up to \(amount): please report this" }
    let count = explanation.leafCount
    return count == 1
      ? "one part is \(amount), \(column.role)" : "\(count) parts add up to \(amount), \(column.role)"
  }

  /// What has no parts: a text, a date, or a value that is missing.
  private mutating func addPlain(_ column: AskedRow.Column, _ row: AskedRow, _ run: inout ExplainedRun) {
    let facts = run.facts(of: row.result, row: row.row, column: column.name)
    let value = column.text.isEmpty ? "missing" : column.text
    switch format {
    case .text: written += "\n" + text.lines(column.title, value: value, facts).joined(separator: "\n") + "\n"
    case .markdown: written += "\n" + text.markdown(column.title, value: value, facts)
    case .json: objects.append(text.object(row.result, row.keys, column.name, value: column.text, facts))
    }
  }

  /// What several rows of one line come to.
  private var closing: String {
    let lines = sums.filter { $0.count > 1 }.compactMap { entry -> String? in
      guard let sum = entry.sum else { return nil }
      let amount = entry.example.text(of: sum) + (entry.example.unit.map { " \($0)" } ?? "")
      return "\(entry.example.root.label): \(entry.count) rows add up to \(amount)"
    }
    guard !lines.isEmpty else { return "" }
    return "\n" + lines.map { format == .markdown ? ExplanationText.escaped($0) : $0 }.joined(separator: "\n") + "\n"
  }
}
