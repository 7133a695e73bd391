import Allot

extension Command {
  static let test = Command(
    name: "test", summary: "run the examples of plans, and show what is not as expected",
    usage: "allot test FILE… [--filter TEXT] [--json]",
    examples: [
      Example("allot test plan.allot", "run the examples of a plan"),
      Example("allot test plans/*.allot", "run those of several files"),
      Example("allot test plan.allot --filter bound", "only those whose title holds a text"),
      Example("allot test plan.allot --json", "the same for a machine"),
    ],
    options: [
      Option("filter", value: "TEXT", "only the examples whose title or plan holds this text"),
      .json,
    ],
    details: [
      "Each file is a plan of its own, together with the files that it uses; their own examples are not run. An example "
        + "gives its own rows, so no data file is read.",
      "Exits with 0 if all examples pass, 1 if one fails, if there is none, or if a plan is not in order, 2 if a file "
        + "cannot be read.",
    ]
  ) { invocation, terminal in
    guard !invocation.arguments.isEmpty else {
      terminal.complain("`allot test` needs a file", help: ["such as `allot test plan.allot`"])
      return .usage
    }
    var report = TestReport(filter: invocation.value("filter"))
    for path in invocation.arguments {
      do throws(FileError) {
        report.add(try Plan.load(paths: [terminal.path(path)]))
      } catch {
        terminal.complain(error)
        return .usage
      }
    }
    terminal.put(invocation.has("json") ? report.json : report.text(terminal))
    return report.isPassed ? .ok : .findings
  }
}

/// What came of the examples of several files.
private struct TestReport {
  private struct File {
    let path: String
    let sources: SourceMap
    /// Why nothing could be run, if the plan is not in order.
    let errors: [Diagnostic]
    /// How many examples the file has, those that the filter leaves out included.
    let count: Int
    let outcomes: [ExampleOutcome]

    var failed: Int { outcomes.count { !$0.isPassed } }
  }

  private let filter: String?
  private var files: [File] = []

  init(filter: String?) { self.filter = filter }

  mutating func add(_ plan: Plan) {
    let path = plan.sources[FileID(0)].path
    if files.contains(where: { $0.path == path }) { return }
    let errors = plan.diagnostics.filter { $0.severity == .error }
    let all = plan.examples
    let chosen = all.filter { example in
      filter.map { example.title.contains($0) || example.sheet == $0 } ?? true
    }
    files.append(
      File(
        path: path, sources: plan.sources, errors: errors, count: all.count,
        outcomes: errors.isEmpty ? chosen.map(plan.run) : []))
  }

  private var run: Int { files.reduce(0) { $0 + $1.outcomes.count } }
  private var failed: Int { files.reduce(0) { $0 + $1.failed } }
  private var hasErrors: Bool { files.contains { !$0.errors.isEmpty } }
  /// The files without an example; with a filter, all of them iff it fits none anywhere.
  private var empty: [File] {
    let sound = files.filter(\.errors.isEmpty)
    let silent = sound.filter { $0.count == 0 }
    return run == 0 && filter != nil ? sound : silent
  }

  var isPassed: Bool { failed == 0 && !hasErrors && empty.isEmpty }

  // MARK: Text

  func text(_ terminal: Terminal) -> String {
    var text = ""
    var isSpaced = true
    for file in files {
      let details = self.details(file, terminal)
      if !isSpaced && !details.isEmpty { text += "\n" }
      text += terminal.strong("\(file.path): \(summary(file))") + "\n" + details
      isSpaced = !details.isEmpty
    }
    if files.count > 1 && !isSpaced { text += "\n" }
    let codes = files.flatMap { $0.errors + $0.outcomes.flatMap(\.diagnostics) }.map(\.code)
    if let code = codes.first { text += "`allot help \(code)` explains the first\n" }
    let end = "\(counted(run, "example")), \(run - failed) passed, \(failed) failed"
    return text + terminal.strong(end) + "\n"
  }

  private func summary(_ file: File) -> String {
    if !file.errors.isEmpty { return "\(counted(file.errors.count, "error")), and no example was run" }
    if file.count == 0 { return "no examples" }
    let left = file.count - file.outcomes.count
    let rest = left > 0 ? ", \(left) left out" : ""
    let all = counted(file.outcomes.count, "example")
    if file.failed == 0 { return "\(file.outcomes.isEmpty ? "no example run" : all + " passed")\(rest)" }
    return "\(all), \(file.outcomes.count - file.failed) passed, \(file.failed) failed\(rest)"
  }

  private func details(_ file: File, _ terminal: Terminal) -> String {
    var text = ""
    let style = terminal.style(.output)
    for error in file.errors { text += "\n" + DiagnosticRenderer(file.sources, style: style).render(error) }
    if empty.contains(where: { $0.path == file.path }) {
      text += "\n" + DiagnosticRenderer(file.sources, style: style).render(missing(file))
    }
    for outcome in file.outcomes where !outcome.isPassed {
      let title = "failed: \(outcome.example.title)"
      let place = "for \(outcome.example.sheet), \(self.place(outcome))"
      text += "\n\(terminal.strong(title)) \(terminal.faint("(\(place))"))\n"
      let renderer = DiagnosticRenderer(outcome.sources, style: style)
      text += outcome.diagnostics.map { renderer.render($0) }.joined(separator: "\n")
    }
    return text.isEmpty ? "" : text + "\n"
  }

  private func missing(_ file: File) -> Diagnostic {
    let start = SourceSpan(file: FileID(0), start: 0, end: 0)
    if let filter, file.count > 0 {
      return Diagnostic(
        .error, "E0945", "no example's title holds `\(filter)`, and no plan has that name", at: start,
        notes: ["the file has \(counted(file.count, "example"))"])
    }
    return Diagnostic(
      .error, "E0945", "the file has no examples", at: start,
      help: [.init("an example is a declaration: `example \"no sales, no pay\" for PLAN { given … expect … }`")])
  }

  private func place(_ outcome: ExampleOutcome) -> String {
    let file = outcome.sources[outcome.example.span.file]
    return "\(file.path):\(file.lineColumn(at: Int(outcome.example.span.start)).line)"
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  // MARK: JSON

  var json: String {
    JSON.object([
      .init("version", .integer(1)),
      .init("examples", .integer(run)),
      .init("passed", .integer(run - failed)),
      .init("failed", .integer(failed)),
      .init("files", .list(files.map(object))),
    ]).rendered(depth: 5) + "\n"
  }

  private func object(_ file: File) -> JSON {
    let missing = empty.contains { $0.path == file.path } ? [self.missing(file)] : []
    return .object([
      .init("file", .text(file.path)),
      .init("diagnostics", .list((file.errors + missing).map { JSON($0, file.sources) })),
      .init("examples", .list(file.outcomes.map(object))),
    ])
  }

  private func object(_ outcome: ExampleOutcome) -> JSON {
    let file = outcome.sources[outcome.example.span.file]
    return .object([
      .init("title", .text(outcome.example.title)),
      .init("for", .text(outcome.example.sheet)),
      .init("line", .integer(file.lineColumn(at: Int(outcome.example.span.start)).line)),
      .init("passed", .bool(outcome.isPassed)),
      .init("differences", .list(outcome.differences.map { object($0, outcome.sources) })),
      .init("diagnostics", .list(outcome.diagnostics.map { JSON($0, outcome.sources) })),
    ])
  }

  /// A value that differs; null where it is missing or must be.
  private func object(_ difference: ExampleDifference, _ sources: SourceMap) -> JSON {
    let place = sources[difference.span.file].lineColumn(at: Int(difference.span.start))
    return .object([
      .init("result", .text(difference.sheet)),
      .init("row", .object(difference.row.map { .init($0.name, .text($0.text)) })),
      .init("line", .text(difference.line)),
      .init("expected", difference.expected.isEmpty ? .null : .text(difference.expected)),
      .init("found", difference.found.isEmpty ? .null : .text(difference.found)),
      .init("place", .object([.init("line", .integer(place.line)), .init("column", .integer(place.column))])),
    ])
  }
}
