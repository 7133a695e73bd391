import Allot
import Proving

extension Command {
  static let test = Command(
    name: "test", summary: "run the examples of plans, and show what they prove",
    usage: "allot test FILE… | FOLDER… [options]",
    examples: [
      Example("allot test plan.allot", "run the examples of a plan"),
      Example("allot test plans", "run those of all `.allot` files in a folder and below it"),
      Example("allot test plan.allot --filter bound", "only those whose title holds a text"),
      Example("allot test plan.allot --coverage", "and show what no example reaches"),
      Example("allot test plan.allot --coverage-least 90%", "and fail where they reach less than 90%"),
      Example("allot test plan.allot --mutate", "and show small changes of the plan that no example notices"),
      Example("allot test plan.allot --generate >> plan.allot", "add examples at every bound, to be read and kept"),
      Example("allot test plan.allot --format junit -o results.xml", "for a build server"),
      Example("allot test plan.allot --json", "for any other machine"),
    ],
    options: [
      Option("filter", value: "TEXT", "only the examples whose title or plan holds this text"),
      Option("format", value: "FORMAT", "text, json or junit"),
      .json,
      Option("output", short: "o", value: "FILE", "write to a file, whole or not at all; `-` is the standard output"),
      Option("coverage", "which lines, tiers, branches and conditions no example reaches"),
      Option("coverage-least", value: "PERCENT", "fail where the examples of a file reach less; counts --coverage"),
      Option("mutate", "change the text in small ways, and show the changes that no example notices"),
      Option("mutate-least", value: "PERCENT", "fail where the examples of a file notice less; does --mutate"),
      Option(
        "generate", "print examples at each bound of tiers and windows, and with 0, less and nothing in the cells"),
      Option("used", "count and change the texts of the files that a plan uses, too"),
    ],
    details: [
      "Each file is a plan of its own, together with the files that it uses; their own examples are not run. An example "
        + "gives its own rows, so no data file is read. A file without examples is a failure; one that was found in a "
        + "folder is not, if any other has some.",
      "A value that is not as expected is shown with the text of its line, the value of each part below it, and what "
        + "it was made of.",
      "Exits with 0 if all examples pass and reach what they must, 1 if one fails, if there is none, or if a plan is "
        + "not in order, 2 if a file cannot be read or written.",
    ]
  ) { invocation, terminal in
    do throws(UsageError) {
      return try TestRequest(invocation).perform(&terminal)
    } catch {
      terminal.complain(error.message, help: error.help)
      return .usage
    }
  }
}

/// What a test run was asked for.
struct TestRequest {
  enum Format: String, CaseIterable { case text, json, junit }

  let paths: [String]
  let filter: String?
  let format: Format
  let output: String?
  let withUsed: Bool
  /// Nil if coverage is not counted; the least share that must be reached, 0 if none must.
  let leastCoverage: Rational?
  /// The same for the share of mutants that examples must notice.
  let leastScore: Rational?
  /// Whether examples are to be made in place of a report.
  let generates: Bool

  init(_ invocation: Invocation) throws(UsageError) {
    paths = invocation.arguments
    if paths.isEmpty { throw UsageError("`allot test` needs a file", help: ["such as `allot test plan.allot`"]) }
    filter = invocation.value("filter")
    output = invocation.value("output").flatMap { $0 == "-" ? nil : $0 }
    withUsed = invocation.has("used")
    format = try TestRequest.format(invocation)
    leastCoverage = try invocation.share("coverage-least") ?? (invocation.has("coverage") ? .zero : nil)
    leastScore = try invocation.share("mutate-least") ?? (invocation.has("mutate") ? .zero : nil)
    generates = invocation.has("generate")
    if generates && (leastCoverage != nil || leastScore != nil || invocation.has("json") || invocation.has("format")) {
      throw UsageError("`--generate` prints examples and no report", help: ["leave out the other options"])
    }
    if generates && paths.count > 1 { throw UsageError("`--generate` makes examples for one file at a time") }
    if withUsed && leastCoverage == nil && leastScore == nil {
      throw UsageError("`--used` counts nothing without `--coverage` or `--mutate`")
    }
  }

  private static func format(_ invocation: Invocation) throws(UsageError) -> Format {
    guard let name = invocation.value("format") else { return invocation.has("json") ? .json : .text }
    guard let format = Format(rawValue: name) else {
      let known = Format.allCases.map(\.rawValue)
      let near = suggestions(for: name, among: known).first
      throw UsageError(
        "there is no format `\(name)`", help: [near.map { "a similar one exists: `\($0)`" } ?? "text, json or junit"])
    }
    if invocation.has("json") && format != .json {
      throw UsageError("`--json` and `--format \(name)` exclude each other")
    }
    return format
  }

  func perform(_ terminal: inout Terminal) -> ExitStatus {
    if generates, let path = paths.first { return generate(path, &terminal) }
    var report = TestReport(self)
    do throws(FileError) {
      for path in try PlanFiles.paths(paths, terminal) {
        report.add(try Plan.load(paths: [terminal.path(path)]), isNamed: paths.contains(path))
      }
    } catch {
      terminal.complain(error)
      return .usage
    }
    let text =
      switch format {
      case .text: report.text(output == nil ? terminal : terminal.uncoloured)
      case .json: report.json
      case .junit: report.junit
      }
    if let failure = put(text, &terminal) { return failure }
    return report.isPassed ? .ok : .findings
  }

  /// Writes to the output file, or to the standard output; the status if that fails.
  private func put(_ text: String, _ terminal: inout Terminal) -> ExitStatus? {
    guard let output else {
      terminal.put(text)
      return nil
    }
    do throws(FileError) {
      try writeWhole(Array(text.utf8), to: terminal.path(output))
      return nil
    } catch {
      terminal.complain(error)
      return .usage
    }
  }

  /// Prints examples that are made from those of a file.
  private func generate(_ path: String, _ terminal: inout Terminal) -> ExitStatus {
    let plan: Plan
    do throws(FileError) {
      plan = try Plan.load(paths: [terminal.path(path)])
    } catch {
      terminal.complain(error)
      return .usage
    }
    let errors = plan.diagnostics.filter { $0.severity == .error }
    if !errors.isEmpty {
      terminal.put(DiagnosticRenderer(plan.sources, style: terminal.style(.errors)).render(errors), to: .errors)
      return .findings
    }
    let generated = plan.generatedExamples(of: plan.examples.filter(isChosen))
    if generated.bases == 0 {
      terminal.complain(
        "there is no example to start from", help: ["write one that passes, with rows that are given and expected"])
      return .findings
    }
    if let failure = put(generated.count == 0 ? "" : "\n" + generated.text, &terminal) { return failure }
    let word = generated.count == 1 ? "example" : "examples"
    terminal.put(
      "\(generated.count) \(word); each expects what the plan gives now: read it before you keep it\n", to: .errors)
    return .ok
  }

  func isChosen(_ example: Allot.Example) -> Bool {
    filter.map { example.title.contains($0) || example.sheet == $0 } ?? true
  }
}

extension Invocation {
  /// The share that an option names, as `90%`.
  func share(_ name: String) throws(UsageError) -> Rational? {
    guard let text = value(name) else { return nil }
    let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
    guard let points = Rational(decimal: digits), points >= .zero, points <= Rational(100),
      let share = points.dividing(Rational(100))
    else { throw UsageError("`--\(name)` needs a percentage up to 100%, and `\(text)` is none") }
    return share
  }
}
