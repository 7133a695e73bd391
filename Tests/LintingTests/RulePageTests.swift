import Allot
import Linting
import Testing

/// The pages of the rules, against what the linter says about their texts.
struct RulePageTests {
  @Test(arguments: Rule.all.map(\.code))
  func failsAndIsMended(_ code: String) throws {
    let rule = try #require(Rule.named(code))
    // About a file beside the plans.
    if rule.page.failing.isEmpty { return }
    #expect(codes(rule, rule.page.failing) == [code], "\(rule.name): the failing text")
    #expect(codes(rule, rule.page.mended) == [], "\(rule.name): the mended text")
    for miss in rule.page.nearMisses {
      #expect(codes(rule, miss.text) == [], "\(rule.name): \(miss.reason)")
    }
  }

  /// The codes that are found with the default rules and `rule`, each once.
  private func codes(_ rule: Rule, _ text: String) -> [String] {
    var settings = LintSettings(today: CalendarDate(year: 2026, month: 6, day: 1))
    if rule.level == .off { settings.set(.warning, for: rule) }
    // The rows of the data rules' pages stand in the text.
    var data: DataReview.Request?
    if case .data = rule.check { data = DataReview.Request(data: DataLocation()) }
    let findings = Linter(settings).findings(in: RulePageTests.plan(text), data: data)
    return Set(findings.map(\.diagnostic.code)).sorted()
  }

  /// A page's plan, with further files behind lines such as `--- crm.allot`.
  static func plan(_ text: String) -> Plan {
    let parts = text.split(separator: "--- ", omittingEmptySubsequences: false)
    var others: [String: String] = [:]
    for part in parts.dropFirst() {
      guard let end = part.firstIndex(of: "\n") else { continue }
      others[String(part[..<end])] = String(part[part.index(after: end)...])
    }
    return Plan(text: String(parts[0]), others: others)
  }
}
