import Allot

/// Writes suppressions for findings: for a plan that is linted for the first time.
public enum Allowances {
  /// The text with an `allow` for each finding: behind its line, or on a line of its own above, where the line has a
  /// comment already or would become too long.
  ///
  /// Errors of the checker, and what is wrong with suppressions themselves, cannot be allowed.
  public static func text(
    allowing findings: [LintFinding], in source: SourceFile, file: FileID, reason: String
  ) -> [UInt8] {
    var names: [Int: [String]] = [:]
    for finding in findings {
      guard let rule = finding.rule, finding.diagnostic.primary.span.file == file else { continue }
      if case .linter = rule.check { continue }
      let line = source.lines.line(at: Int(finding.diagnostic.primary.span.start))
      if names[line]?.contains(rule.name) != true { names[line, default: []].append(rule.name) }
    }
    var result: [UInt8] = []
    for line in 0..<source.lines.lineCount {
      let whole = source.bytes[source.lines.range(ofLine: line)]
      guard let allowed = names[line] else {
        result += whole
        continue
      }
      let text = source.lineBytes(line + 1)
      let comment = "# allow \(allowed.sorted().joined(separator: ", ")): \(reason)"
      if text.contains(UInt8(ascii: "#")) || text.count + comment.utf8.count + 2 > 120 {
        result += text.prefix { $0 == 0x20 || $0 == 0x09 }
        result += comment.utf8
        result.append(0x0A)
        result += whole
      } else {
        result += text
        result += "  \(comment)".utf8
        result += whole[text.endIndex...]
      }
    }
    return result
  }
}
