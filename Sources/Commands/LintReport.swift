import Allot
import Linting

/// What a run of the linter has to say.
struct LintReport {
  /// A finding with whether it makes the run fail.
  struct Item {
    let finding: LintFinding
    let isFailing: Bool

    var diagnostic: Diagnostic { finding.diagnostic }

    /// Line and column of both ends, from 1 and in characters; nil if there is no file.
    var place: (start: (line: Int, column: Int), end: (line: Int, column: Int))? {
      let span = diagnostic.primary.span
      guard finding.sources.contains(span.file) else { return nil }
      let file = finding.sources[span.file]
      return (file.lineColumn(at: Int(span.start)), file.lineColumn(at: Int(span.end)))
    }

    /// `CO001 unused-declarations`; an error of the checker has its code alone.
    var title: String { finding.name.isEmpty ? diagnostic.code : "\(diagnostic.code) \(finding.name)" }
  }

  var items: [Item] = []
  /// The plan files that were looked at, as they are shown.
  var files: [String] = []
  /// How many findings a baseline knows.
  var knownCount = 0
  /// Where relative paths start from.
  var workingFolder = ""

  var isFailing: Bool { items.contains(where: \.isFailing) }

  func count(_ severity: Diagnostic.Severity) -> Int { items.count { $0.diagnostic.severity == severity } }

  /// A path from the working folder, where it lies in it.
  func shown(_ path: String) -> String {
    let prefix = workingFolder.hasSuffix("/") ? workingFolder : workingFolder + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }

  /// The paths of all files that something is said about or that were looked at, each once.
  var paths: [String] {
    var seen: Set<String> = []
    return (files + items.map(\.finding.path)).filter { !$0.isEmpty && seen.insert($0).inserted }
  }
}

/// How the linter's findings are written.
enum LintFormat: String, CaseIterable {
  case text, concise, json, sarif, github, gitlab, junit

  /// What `--format` and `--json` ask for.
  init(_ invocation: Invocation) throws(UsageError) {
    guard let name = invocation.value("format") else {
      self = invocation.has("json") ? .json : .text
      return
    }
    guard let format = LintFormat(rawValue: name) else {
      let all = LintFormat.allCases.map(\.rawValue)
      throw UsageError(
        "`--format` is \(all.dropLast().map { "`\($0)`" }.joined(separator: ", ")) or `\(all[all.count - 1])`, and "
          + "`\(name)` is none of them",
        help: suggestions(for: name, among: all).first.map { ["there is a similar one: `\($0)`"] } ?? [])
    }
    self = format
  }

  func content(_ report: LintReport, _ terminal: Terminal, styled: Bool) -> String {
    switch self {
    case .text: LintText(report).text(styled ? terminal : terminal.unstyled)
    case .concise: LintText(report).concise
    case .json: LintJSON(report).text
    case .sarif: LintSARIF(report).text
    case .github: LintAnnotations(report).github
    case .gitlab: LintAnnotations(report).gitlab
    case .junit: LintJUnit(report).text
    }
  }
}

extension Terminal {
  fileprivate var unstyled: Terminal {
    var terminal = self
    terminal.styled = []
    return terminal
  }
}
