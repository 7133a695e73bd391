import Allot
import Linting

/// The linter's findings for people.
struct LintText {
  private let report: LintReport

  init(_ report: LintReport) { self.report = report }

  /// Each with its lines and its mending, and a summary.
  func text(_ terminal: Terminal) -> String {
    var text = ""
    for item in report.items {
      let renderer = DiagnosticRenderer(item.finding.sources, style: terminal.style(.output))
      text += renderer.render(named(item)) + "\n"
    }
    return text + terminal.strong(summary) + "\n"
  }

  /// `file:line:col: CODE name: message`, one a line.
  var concise: String {
    report.items.map { item in
      let place = item.place.map { ":\($0.start.line):\($0.start.column)" } ?? ""
      return "\(item.finding.path)\(place): \(item.title): \(marked(item))\n"
    }.joined()
  }

  /// The message with the rule's name beside its code.
  private func named(_ item: LintReport.Item) -> Diagnostic {
    let found = item.diagnostic
    return Diagnostic(
      found.severity, item.title, marked(item), at: found.primary, also: found.secondary, notes: found.notes,
      help: found.help)
  }

  /// `[*]` stands behind what `--fix` mends.
  private func marked(_ item: LintReport.Item) -> String {
    item.diagnostic.message + (item.finding.isFixable ? " [*]" : "")
  }

  private var summary: String {
    let known = report.knownCount > 0 ? ", \(counted(report.knownCount, "known finding")) left out" : ""
    if report.items.isEmpty { return "nothing found in \(counted(report.files.count, "file"))\(known)" }
    let parts = [(Diagnostic.Severity.error, "error"), (.warning, "warning"), (.info, "remark")].compactMap {
      let count = report.count($0.0)
      return count > 0 ? counted(count, $0.1) : nil
    }
    let fixable = report.items.count { $0.finding.isFixable }
    let fixes = fixable > 0 ? "; `--fix` mends \(fixable == report.items.count ? "all" : "\(fixable)")" : ""
    let first = report.items.first.map { "; `allot help \($0.diagnostic.code)` explains the first" } ?? ""
    return parts.joined(separator: ", ") + " in \(counted(report.files.count, "file"))\(known)\(fixes)\(first)"
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}
