import Allot

/// All that holds for a file, and where each setting comes from.
public struct LintConfiguration: Sendable {
  public enum Origin: Hashable, Sendable {
    case standard
    case line(path: String, number: Int)
    /// As it was given on the command line: `--ignore`.
    case option(String)

    public var description: String {
      switch self {
      case .standard: "default"
      case .line(let path, let number): "\(path):\(number)"
      case .option(let name): name
      }
    }
  }

  /// What is given on the command line, and wins over a file.
  public struct Overrides: Hashable, Sendable {
    public var select: [String] = []
    public var ignore: [String] = []
    public var failOn: Rule.Level?
    public var baseline: String?
    public var data: String?
    public var today: CalendarDate?

    public init() {}
  }

  public private(set) var settings: LintSettings
  /// From which level on a finding makes a run fail.
  public private(set) var failOn: Rule.Level = .warning
  /// Where the findings stand that are known.
  public private(set) var baseline: String?
  /// Where the tables lie for the rules that read data.
  public private(set) var data: String?
  /// By the codes of rules, the names of options, and ``ConfigurationFile/keys``; what is not in it is the default.
  public private(set) var origins: [String: Origin] = [:]

  /// - Parameters:
  ///   - path: of the file that it is for, with the same start as the configuration's.
  public init(_ file: ConfigurationFile?, for path: String, _ overrides: Overrides = Overrides()) {
    settings = LintSettings(today: overrides.today)
    if let file { read(file, path) }
    if !overrides.select.isEmpty {
      settings.select(overrides.select)
      for rule in Rule.all { origins[rule.code] = .option("--select") }
    }
    settings.ignore(overrides.ignore)
    for rule in overrides.ignore.flatMap({ Rule.selected(by: $0) }) { origins[rule.code] = .option("--ignore") }
    if let level = overrides.failOn { (failOn, origins["fail-on"]) = (level, .option("--fail-on")) }
    if let path = overrides.baseline { (baseline, origins["baseline"]) = (path, .option("--baseline")) }
    if let path = overrides.data { (data, origins["data"]) = (path, .option("--data")) }
  }

  private mutating func read(_ file: ConfigurationFile, _ path: String) {
    let folder = file.folder
    let prefix = folder.isEmpty ? "" : folder.hasSuffix("/") ? folder : folder + "/"
    let inner = path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    for line in file.lines {
      if let files = line.files, !files.matches(inner) { continue }
      let origin = Origin.line(path: file.source.path, number: line.number)
      switch line.setting {
      case .level(let codes, let level):
        for rule in Rule.all where codes.contains(rule.code) {
          settings.set(level, for: rule)
          origins[rule.code] = origin
        }
      case .value(let name, let value):
        for option in RuleOption.all where option.name == name { settings.set(value, for: option) }
        origins[name] = origin
      case .failOn(let level): (failOn, origins["fail-on"]) = (level, origin)
      case .baseline(let name): (baseline, origins["baseline"]) = (joinedPath(folder, name), origin)
      case .data(let name): (data, origins["data"]) = (joinedPath(folder, name), origin)
      }
    }
  }

  public func origin(of key: String) -> Origin { origins[key] ?? .standard }
}
