import Allot
import Syntax

/// One thing that the linter looks for, as data: its names, how serious it is, what the help says, and how it is found.
///
/// Each rule is a file of its own in `Rules/<Family>`, and has a line in ``all``.
///
/// ```
/// plan -> PlanReview (walked once) -> check of every rule -> [Finding] -> configuration, suppressions, baseline
/// ```
public struct Rule: Sendable {
  /// What a rule is about; the raw values are the names that a configuration has for all of its rules.
  public enum Family: String, Hashable, Sendable, CaseIterable {
    case correctness, money, dates, tiers, data, style, tests

    /// The letters that the codes of the family begin with.
    public var letters: String {
      switch self {
      case .correctness: "CO"
      case .money: "MO"
      case .dates: "DT"
      case .tiers: "TI"
      case .data: "DA"
      case .style: "ST"
      case .tests: "TE"
      }
    }
  }

  /// How serious what a rule finds is; `off` is not looked for.
  public enum Level: String, Hashable, Sendable, CaseIterable, Comparable {
    case off, info, warning, error

    public static func < (a: Level, b: Level) -> Bool { a.rank < b.rank }

    private var rank: Int {
      switch self {
      case .off: 0
      case .info: 1
      case .warning: 2
      case .error: 3
      }
    }

    /// What a message of this level is; nil for `off`.
    public var severity: Diagnostic.Severity? {
      switch self {
      case .off: nil
      case .info: .info
      case .warning: .warning
      case .error: .error
      }
    }

    init(_ severity: Diagnostic.Severity) {
      switch severity {
      case .error: self = .error
      case .warning: self = .warning
      case .info: self = .info
      }
    }
  }

  /// How a rule finds what it is about.
  public enum Check: Sendable {
    /// Reads the text of the file alone, so that it looks at a plan with errors, too.
    case text(@Sendable (PlanReview) -> [Finding])
    /// Reads the checked plan; a plan with errors is left out.
    case plan(@Sendable (PlanReview) -> [Finding])
    /// Reads what has come of a run over data; looked at with `--data` alone.
    case data(@Sendable (DataReview) -> [Finding])
    /// About the linter's own comments and files, and found by it.
    case linter
  }

  /// Two letters of the family and three digits; never changes.
  public let code: String
  public let family: Family
  /// The bad things, in lower case with dashes: reads well behind `allow`.
  public let name: String
  /// Where nothing else is said.
  public let level: Level
  public let page: RulePage
  public let options: [RuleOption]
  public let check: Check

  /// - Parameter number: of the code, behind the letters of the family.
  public init(
    _ family: Family, _ number: Int, _ name: String, _ level: Level = .warning, page: RulePage,
    options: [RuleOption] = [], check: Check
  ) {
    let digits = String(number)
    self.code = family.letters + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    self.family = family
    self.name = name
    self.level = level
    self.page = page
    self.options = options
    self.check = check
  }
}

extension Rule {
  /// The rule that a code or a name means, whatever the case of its letters.
  public static func named(_ text: String) -> Rule? { byName[text.lowercased()] }

  private static let byName: [String: Rule] = {
    var rules: [String: Rule] = [:]
    for rule in all {
      rules[rule.name] = rule
      rules[rule.code.lowercased()] = rule
    }
    return rules
  }()

  /// The rules that a text selects: `all`, a family's name, a rule's name, or the beginning of codes; empty if none.
  public static func selected(by text: String) -> [Rule] {
    if text == "all" { return all }
    if let family = Family(rawValue: text.lowercased()) { return all.filter { $0.family == family } }
    if let rule = named(text) { return [rule] }
    let beginning = text.uppercased()
    return text.isEmpty ? [] : all.filter { $0.code.hasPrefix(beginning) }
  }

  /// Everything that ``selected(by:)`` knows by a name of its own.
  public static var selectors: [String] {
    ["all"] + Family.allCases.map(\.rawValue) + all.flatMap { [$0.name, $0.code] }
  }
}
