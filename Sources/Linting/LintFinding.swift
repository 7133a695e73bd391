import Allot

/// What the linter reports: a message with all that tools want to know about it.
public struct LintFinding: Sendable {
  /// The message, with the severity that the configuration gives it.
  public let diagnostic: Diagnostic
  /// Nil for an error of the checker.
  public let rule: Rule?
  /// The part of the file that it is about: `plan AccountExecutive > pay commission`.
  public let symbol: String
  /// What it is known by when lines are moved: made of the rule, the symbol and the text.
  public let fingerprint: String
  /// What ``diagnostic`` points into.
  public let sources: SourceMap

  public init(_ diagnostic: Diagnostic, rule: Rule?, symbol: String, sources: SourceMap) {
    self.diagnostic = diagnostic
    self.rule = rule
    self.symbol = symbol
    self.sources = sources
    var hash = StableHash()
    hash.add(diagnostic.code)
    hash.add(symbol)
    let span = diagnostic.primary.span
    if sources.contains(span.file) {
      let file = sources[span.file]
      let start = min(max(0, Int(span.start)), file.bytes.count)
      hash.addNormalised(file.bytes[start..<min(max(start, Int(span.end)), file.bytes.count)])
    }
    fingerprint = hash.text
  }

  /// The path of the file that it is in; empty if there is none.
  public var path: String {
    let file = diagnostic.primary.span.file
    return sources.contains(file) ? sources[file].path : ""
  }

  /// The rule's name; nothing for an error of the checker, which has a code alone.
  public var name: String { rule?.name ?? "" }

  /// True iff a tool can mend it without being asked for unsafe fixes.
  public var isFixable: Bool { diagnostic.help.contains { $0.safety == .safe && !$0.edits.isEmpty } }
}
