import Allot
import Linting

extension Command {
  static let lint = Command(
    name: "lint", summary: "look for what is likely wrong in plans that can be run",
    usage: "allot lint FILE… [--select RULE] [--ignore RULE] [--fail-on LEVEL]",
    examples: [
      Example("allot lint plan.allot", "look at a plan"),
      Example("allot lint plans", "look at all plans of a folder"),
      Example("allot lint plans --ignore style", "leave out a family of rules"),
      Example("allot help unused-declarations", "what a rule means, and how to mend it"),
    ],
    options: [
      Option("select", value: "RULE", isRepeatable: true, "only this rule, family or beginning of codes"),
      Option("ignore", value: "RULE", isRepeatable: true, "not this rule, family or beginning of codes"),
      Option("fail-on", value: "LEVEL", "exit with 1 from `error`, `warning` (the default) or `info` on"),
    ],
    details: [
      "A folder stands for the `.allot` files in and below it. Each file is a plan of its own, together with the files "
        + "that it uses; these are looked at only if they are named, too.",
      "Exits with 0 if nothing is found, 1 if something is, 2 if a file cannot be read.",
    ]
  ) { invocation, terminal in
    guard !invocation.arguments.isEmpty else {
      terminal.complain("`allot lint` needs a file or a folder", help: ["such as `allot lint plan.allot`"])
      return .usage
    }
    do throws(FileError) {
      return try LintInvocation(invocation).perform(&terminal)
    } catch {
      terminal.complain(error)
      return .usage
    }
  }
}

/// One run of `allot lint`.
private struct LintInvocation {
  private let invocation: Invocation

  init(_ invocation: Invocation) { self.invocation = invocation }

  func perform(_ terminal: inout Terminal) throws(FileError) -> ExitStatus {
    var settings = LintSettings()
    for name in ["select", "ignore"] {
      for text in invocation.all(name) where Rule.selected(by: text).isEmpty {
        let near = suggestions(for: text, among: Rule.selectors)
        terminal.complain(
          "`--\(name)` names no rule: `\(text)`",
          help: (near.first.map { ["there is a similar name: `\($0)`"] } ?? []) + ["`allot help rules` shows all"])
        return .usage
      }
    }
    if invocation.has("select") { settings.select(invocation.all("select")) }
    settings.ignore(invocation.all("ignore"))
    let paths = try PlanFiles.paths(invocation.arguments, terminal)
    let linter = Linter(settings)
    let found = Plan.loadEach(paths.map(terminal.path), threads: processorCount()) { linter.findings(in: $0) }
    var text = ""
    var all: [LintFinding] = []
    for result in found {
      let findings = try result.get()
      all += findings
      for finding in findings {
        text += DiagnosticRenderer(finding.sources, style: terminal.style(.output)).render(finding.diagnostic) + "\n"
      }
    }
    text += all.isEmpty ? "nothing found in \(paths.count) files\n" : "\(all.count) findings\n"
    terminal.put(text)
    return all.contains { $0.diagnostic.severity != .info } ? .findings : .ok
  }
}
