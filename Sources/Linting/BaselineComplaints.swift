import Allot

/// What the linter says about a baseline itself: it is to shrink.
public struct BaselineComplaints: Sendable {
  private let baseline: Baseline
  private let settings: LintSettings

  public init(_ baseline: Baseline, _ settings: LintSettings) {
    self.baseline = baseline
    self.settings = settings
  }

  /// One finding for each entry that is known more often than it is found, and for each line that is no entry.
  public func findings(_ stale: [(entry: Baseline.Entry, found: Int)]) -> [LintFinding] {
    guard let source = baseline.source, let severity = settings.level(of: .staleBaselineEntries).severity else {
      return []
    }
    var sources = SourceMap()
    let file = sources.add(source)
    func finding(_ line: Int, _ message: String, _ help: String) -> LintFinding {
      let range = source.lineBytes(line)
      let span = SourceSpan(file: file, start: range.startIndex, end: range.endIndex)
      let rule = Rule.staleBaselineEntries
      let diagnostic = Diagnostic(severity, rule.code, message, at: span, help: [Diagnostic.Help(help)])
      return LintFinding(diagnostic, rule: rule, symbol: "", sources: sources)
    }
    let shrinking = "`--write-baseline \(source.path)` takes out what is mended"
    let entries = stale.map { entry, found in
      let name = entry.name.isEmpty ? entry.key.code : entry.name
      let count = "\(entry.count == 1 ? "one" : "\(entry.count)") of `\(name)` in `\(entry.key.file)`"
      let there = found == 0 ? "none is there any more" : "only \(found) of them \(found == 1 ? "is" : "are") there"
      return finding(entry.line, "the baseline knows \(count), and \(there)", shrinking)
    }
    let unread = baseline.unread.map { line in
      finding(line, "a line of the baseline is no entry", "remove the line; the linter writes entries by itself")
    }
    return entries + unread
  }
}
