import Allot

extension Command {
  static let check = Command(
    name: "check", summary: "read and check plans, and show everything that is wrong",
    usage: "allot check FILE… [--json]",
    examples: [
      Example("allot check plan.allot", "check a plan and all that it uses"),
      Example("allot check plans/*.allot", "check each of several plans"),
      Example("allot check plan.allot --json", "the same for a machine"),
      Example("git show HEAD:plan.allot | allot check -", "check the standard input"),
    ],
    options: [.json],
    details: [
      "Each file is a plan of its own, together with the files that it uses. Exits with 0 if all are in order, 1 if "
        + "something is wrong, 2 if a file cannot be read."
    ]
  ) { invocation, terminal in
    guard !invocation.arguments.isEmpty else {
      terminal.complain("`allot check` needs a file", help: ["such as `allot check plan.allot`"])
      return .usage
    }
    var report = CheckReport()
    let checks = Plan.loadEach(invocation.arguments.map(terminal.path), threads: processorCount(), PlanCheck.init)
    for check in checks {
      do throws(FileError) {
        report.add(try check.get())
      } catch {
        terminal.complain(error)
        return .usage
      }
    }
    terminal.put(invocation.has("json") ? report.json : report.text(terminal.style(.output)))
    return report.hasErrors ? .findings : .ok
  }
}

/// What is reported of one plan.
private struct PlanCheck: Sendable {
  let diagnostics: [Diagnostic]
  let sources: SourceMap
  let paths: [String]
  let declarations: [DeclaredName]

  init(_ plan: Plan) {
    diagnostics = plan.diagnostics
    // The texts are needed for what is shown of them.
    sources = plan.diagnostics.isEmpty ? SourceMap() : plan.sources
    paths = plan.readFiles.map { plan.sources[$0].path }
    declarations = plan.declarations
  }
}

/// What was found in several plans; a file that several of them use is reported once.
private struct CheckReport {
  private var findings: [(diagnostic: Diagnostic, sources: SourceMap)] = []
  private var seen: Set<[String]> = []
  private var files: Set<String> = []
  private var counted: Set<String> = []
  private var plans = 0
  private var sheets = 0
  private var rules = 0
  private var choices = 0
  private var tables = 0
  private var rates = 0
  private var examples = 0

  var hasErrors: Bool { findings.contains { $0.diagnostic.severity == .error } }

  mutating func add(_ plan: PlanCheck) {
    for diagnostic in plan.diagnostics {
      let span = diagnostic.primary.span
      let path = plan.sources.contains(span.file) ? plan.sources[span.file].path : ""
      let key = [path, String(span.start), String(span.end), diagnostic.code, diagnostic.message]
      if seen.insert(key).inserted { findings.append((diagnostic, plan.sources)) }
    }
    files.formUnion(plan.paths)
    for declaration in plan.declarations where counted.insert(declaration.place).inserted {
      switch declaration.kind {
      case .plan: plans += 1
      case .sheet: sheets += 1
      case .replenish: rules += 1
      case .choice: choices += 1
      case .table: tables += 1
      case .rates: rates += 1
      case .example: examples += 1
      }
    }
  }

  func text(_ style: DiagnosticRenderer.Style) -> String {
    var text = ""
    for (diagnostic, sources) in findings {
      text += DiagnosticRenderer(sources, style: style).render(diagnostic) + "\n"
    }
    let errors = findings.count { $0.diagnostic.severity == .error }
    let warnings = findings.count - errors
    if errors == 0 { text += "ok: \(contents)" + (warnings > 0 ? ", \(counted(warnings, "warning"))" : "") + "\n" }
    if errors > 0 {
      text += counted(errors, "error") + (warnings > 0 ? " and \(counted(warnings, "warning"))" : "")
      text += " in \(counted(files.count, "file"))"
      if let first = findings.first(where: { $0.diagnostic.severity == .error }) {
        text += "; `allot help \(first.diagnostic.code)` explains the first"
      }
      text += "\n"
    }
    return text
  }

  /// `2 files, 1 plan, 3 tables`.
  private var contents: String {
    let parts = [
      (plans, "plan"), (sheets, "sheet"), (rules, "replenishment rule"), (choices, "rule choice"), (tables, "table"),
      (rates, "rates table"),
      (examples, "example"),
    ]
    let shown = parts.filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
    return ([counted(files.count, "file")] + shown).joined(separator: ", ")
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  var json: String {
    let errors = findings.count { $0.diagnostic.severity == .error }
    return JSON.object([
      .init("version", .integer(1)),
      .init("files", .list(files.sorted().map { .text($0) })),
      .init("errors", .integer(errors)),
      .init("warnings", .integer(findings.count - errors)),
      .init("diagnostics", .list(findings.map { JSON($0.diagnostic, $0.sources) })),
    ]).rendered(depth: 4) + "\n"
  }
}
