import Allot
import Proving

/// What came of the examples of several files.
struct TestReport {
  struct File {
    let path: String
    let isNamed: Bool
    let sources: SourceMap
    /// Why nothing could be run, if the plan is not in order.
    let errors: [Diagnostic]
    /// How many examples the file has, those that the filter leaves out included.
    let count: Int
    let outcomes: [ExampleOutcome]
    /// How the values came about that were not expected, by outcome and difference.
    let derivations: [[[Derivation]]]
    /// What the examples reach, if that is asked for.
    let coverage: Coverage?
    /// What the examples notice, if that is asked for and they pass.
    let mutation: MutationReport?

    var failed: Int { outcomes.count { !$0.isPassed } }
  }

  private let request: TestRequest
  private(set) var files: [File] = []

  init(_ request: TestRequest) { self.request = request }

  private var filter: String? { request.filter }

  /// - Parameter isNamed: whether the file was asked for by its name, and not found in a folder.
  mutating func add(_ plan: Plan, isNamed: Bool) {
    let path = plan.sources[FileID(0)].path
    if files.contains(where: { $0.path == path }) { return }
    let errors = plan.diagnostics.filter { $0.severity == .error }
    let all = plan.examples
    let chosen = all.filter(request.isChosen)
    let outcomes = errors.isEmpty ? chosen.map(plan.run) : []
    let isMutated = request.leastScore != nil && !outcomes.isEmpty && outcomes.allSatisfy(\.isPassed)
    let isCounted = request.leastCoverage != nil && errors.isEmpty && !all.isEmpty
    files.append(
      File(
        path: path, isNamed: isNamed, sources: plan.sources, errors: errors, count: all.count, outcomes: outcomes,
        derivations: outcomes.map(plan.derivations),
        coverage: isCounted ? plan.coverage(of: chosen, withUsed: request.withUsed) : nil,
        mutation: isMutated
          ? plan.mutations(of: chosen, withUsed: request.withUsed, threads: processorCount()) : nil))
  }

  var run: Int { files.reduce(0) { $0 + $1.outcomes.count } }
  var failed: Int { files.reduce(0) { $0 + $1.failed } }
  private var hasErrors: Bool { files.contains { !$0.errors.isEmpty } }
  /// The files without an example; with a filter, all of them iff it fits none anywhere.
  var emptyFiles: [File] {
    let sound = files.filter(\.errors.isEmpty)
    let silent = sound.filter { $0.count == 0 && ($0.isNamed || run == 0) }
    return run == 0 && filter != nil ? sound : silent
  }

  var isPassed: Bool {
    failed == 0 && !hasErrors && emptyFiles.isEmpty && !files.contains { isTooLittle($0) || isTooWeak($0) }
  }

  /// Whether the examples of a file notice less than they must.
  func isTooWeak(_ file: File) -> Bool {
    guard let mutation = file.mutation, let least = request.leastScore else { return false }
    return !isShare(mutation.killed, of: mutation.counted, atLeast: least)
  }

  /// Whether the examples of a file reach less than they must.
  func isTooLittle(_ file: File) -> Bool {
    guard let coverage = file.coverage, let least = request.leastCoverage else { return false }
    let (reached, all) = coverage.count()
    return !isShare(reached, of: all, atLeast: least)
  }

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
    let unreached = files.contains { $0.coverage?.unreached.isEmpty == false } ? [TestReport.unreachedCode] : []
    let unnoticed = files.compactMap(\.mutation).flatMap(diagnostics).map(\.code)
    let codes = files.flatMap { $0.errors + $0.outcomes.flatMap(\.diagnostics) }.map(\.code) + unreached + unnoticed
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
    if emptyFiles.contains(where: { $0.path == file.path }) {
      text += "\n" + DiagnosticRenderer(file.sources, style: style).render(missing(file))
    }
    for (outcome, derivations) in zip(file.outcomes, file.derivations) where !outcome.isPassed {
      let title = "failed: \(outcome.example.title)"
      let place = "for \(outcome.example.sheet), \(self.place(outcome))"
      text += "\n\(terminal.strong(title)) \(terminal.faint("(\(place))"))\n"
      let renderer = DiagnosticRenderer(outcome.sources, style: style)
      text += outcome.diagnostics.map { renderer.render($0) }.joined(separator: "\n")
      let shown = DerivationText(sources: outcome.sources) { terminal.faint($0) }
      for derivation in derivations.joined() {
        text += "\n" + shown.lines(derivation).map { $0 + "\n" }.joined()
      }
    }
    if let coverage = file.coverage { text += self.text(coverage, file, terminal) }
    if let mutation = file.mutation { text += self.text(mutation, file, terminal) }
    return text.isEmpty ? "" : text + "\n"
  }

  func missing(_ file: File) -> Diagnostic {
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
    let missing = emptyFiles.contains { $0.path == file.path } ? [self.missing(file)] : []
    return .object(
      [
        .init("file", .text(file.path)),
        .init("diagnostics", .list((file.errors + missing).map { JSON($0, file.sources) })),
        .init("examples", .list(zip(file.outcomes, file.derivations).map(object))),
      ] + (file.coverage.map { [.init("coverage", object($0))] } ?? [])
        + (file.mutation.map { [.init("mutation", object($0))] } ?? []))
  }

  private func object(_ outcome: ExampleOutcome, _ derivations: [[Derivation]]) -> JSON {
    let file = outcome.sources[outcome.example.span.file]
    return .object([
      .init("title", .text(outcome.example.title)),
      .init("for", .text(outcome.example.sheet)),
      .init("line", .integer(file.lineColumn(at: Int(outcome.example.span.start)).line)),
      .init("passed", .bool(outcome.isPassed)),
      .init("differences", .list(zip(outcome.differences, derivations).map { object($0, $1, outcome.sources) })),
      .init("diagnostics", .list(outcome.diagnostics.map { JSON($0, outcome.sources) })),
    ])
  }

  /// A value that differs; null where it is missing or must be.
  private func object(_ difference: ExampleDifference, _ derivations: [Derivation], _ sources: SourceMap) -> JSON {
    let place = sources[difference.span.file].lineColumn(at: Int(difference.span.start))
    return .object([
      .init("result", .text(difference.sheet)),
      .init("row", .object(difference.row.map { .init($0.name, .text($0.text)) })),
      .init("line", .text(difference.line)),
      .init("expected", difference.expected.isEmpty ? .null : .text(difference.expected)),
      .init("found", difference.found.isEmpty ? .null : .text(difference.found)),
      .init("place", .object([.init("line", .integer(place.line)), .init("column", .integer(place.column))])),
      .init("derivations", .list(derivations.map { DerivationText(sources: sources) { $0 }.object($0) })),
    ])
  }
}
