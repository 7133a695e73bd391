import Allot

/// What holds for one file: how serious each rule is, and what its options are set to.
public struct LintSettings: Sendable {
  /// The levels that differ from the rules' own, by code.
  public private(set) var levels: [String: Rule.Level]
  /// What options are set to, by name.
  public private(set) var values: [String: Rational]
  /// The day for which suppressions with an end are judged; nil judges none.
  public var today: CalendarDate?

  public init(levels: [String: Rule.Level] = [:], values: [String: Rational] = [:], today: CalendarDate? = nil) {
    self.levels = levels
    self.values = values
    self.today = today
  }

  public func level(of rule: Rule) -> Rule.Level { levels[rule.code] ?? rule.level }

  public mutating func set(_ level: Rule.Level, for rule: Rule) { levels[rule.code] = level }

  public mutating func set(_ value: Rational, for option: RuleOption) { values[option.name] = value }

  /// Looks with the rules of `selectors` and no others; one that is off by itself becomes a warning.
  public mutating func select(_ selectors: [String]) {
    let chosen = Set(selectors.flatMap { Rule.selected(by: $0) }.map(\.code))
    for rule in Rule.all {
      if !chosen.contains(rule.code) {
        levels[rule.code] = .off
      } else if level(of: rule) == .off {
        levels[rule.code] = rule.level == .off ? .warning : rule.level
      }
    }
  }

  /// Leaves out the rules of `selectors`.
  public mutating func ignore(_ selectors: [String]) {
    for rule in selectors.flatMap({ Rule.selected(by: $0) }) { levels[rule.code] = .off }
  }
}
