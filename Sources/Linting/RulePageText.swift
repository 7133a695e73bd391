/// A rule's page as text: for the terminal, for the documentation, and for tools that show help beside a finding.
public struct RulePageText: Sendable {
  private let rule: Rule
  private var page: RulePage { rule.page }

  public init(_ rule: Rule) { self.rule = rule }

  /// What stands between empty lines, each with its lines joined.
  public static func paragraphs(_ text: String) -> [String] {
    var result: [[Substring]] = [[]]
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.allSatisfy({ $0 == " " }) { result.append([]) } else { result[result.count - 1].append(line) }
    }
    return result.filter { !$0.isEmpty }.map { $0.joined(separator: " ") }
  }

  /// `CO001, correctness, warning`.
  public var facts: String {
    "\(rule.code), \(rule.family.rawValue), \(rule.level == .off ? "off by default" : rule.level.rawValue)"
  }

  /// The page as Markdown.
  ///
  /// - Parameter isWhole: whether the texts that are found and that are in order are part of it.
  public func markdown(isWhole: Bool) -> String {
    var text = "\(page.summary)\n\n"
    for paragraph in RulePageText.paragraphs(page.why) { text += "\(paragraph)\n\n" }
    for option in rule.options {
      text += "- `\(option.name)` (\(option.text(option.initial))): \(option.summary)\n"
    }
    if !rule.options.isEmpty { text += "\n" }
    if let fix = page.fix { text += "Fix: \(fix)\n\n" }
    guard isWhole, !page.failing.isEmpty else { return text }
    text += "This is found:\n\n```text\n\(page.failing)```\n\n"
    return text + "This is in order:\n\n```text\n\(page.mended)```\n"
  }
}
