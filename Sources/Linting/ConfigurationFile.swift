import Allot

/// The text of an `allot.config`: what is set for the plans of its folder and of those below.
///
/// ```
/// # What we have agreed upon.
/// style             = info            # a family, a rule by its name or code
/// hard-coded-values = off
/// cliffs.least      = 10%             # an option of a rule
/// fail-on           = warning
/// baseline          = lint-baseline.jsonl
/// data              = exports
///
/// [files legacy/**]                   # for some files only, by path from this folder
/// unused-declarations = info
/// ```
public struct ConfigurationFile: Sendable {
  public static let name = "allot.config"

  /// What a line sets.
  public enum Setting: Hashable, Sendable {
    /// The rules by their codes.
    case level([String], Rule.Level)
    /// The option by its name.
    case value(String, Rational)
    case failOn(Rule.Level)
    /// A path from the file's folder.
    case baseline(String)
    /// A folder from the file's folder.
    case data(String)
  }

  public struct Line: Sendable {
    /// From 1.
    public let number: Int
    public let setting: Setting
    /// The files that it holds for; nil for all.
    public let files: FilePattern?
  }

  public let source: SourceFile
  /// In the order of the text; of two that set the same, the later one holds.
  public let lines: [Line]
  /// What could not be read; nothing is linted then.
  public let diagnostics: [Diagnostic]

  /// The settings that are no rules and no options.
  public static let keys = ["fail-on", "baseline", "data"]

  /// Reads the text of a configuration; messages point into a file with the identity `id`.
  public init(_ source: SourceFile, id: FileID) {
    self.source = source
    var reading = ConfigurationReading(source, id)
    reading.read()
    lines = reading.lines
    diagnostics = reading.diagnostics
  }

  /// The folder that its paths start from.
  public var folder: String { folderPath(of: source.path) }
}

/// Which files a section is for: `*` stands for any letters but `/`, `**` for any, `?` for one.
public struct FilePattern: Hashable, Sendable {
  public let text: String

  public init(_ text: String) { self.text = text }

  /// Whether the pattern stands for a path, which starts from the configuration's folder.
  public func matches(_ path: String) -> Bool {
    FilePattern.matches(Array(text.utf8)[...], Array(path.utf8)[...])
  }

  private static func matches(_ pattern: ArraySlice<UInt8>, _ path: ArraySlice<UInt8>) -> Bool {
    let (star, slash, any) = (UInt8(ascii: "*"), UInt8(ascii: "/"), UInt8(ascii: "?"))
    var (pattern, path) = (pattern, path)
    while let first = pattern.first {
      if first == star {
        let isDeep = pattern.dropFirst().first == star
        let rest = pattern.dropFirst(isDeep ? 2 : 1)
        // `**/` stands for no folder, too.
        if isDeep, rest.first == slash, matches(rest.dropFirst(), path) { return true }
        var tail = path
        while true {
          if matches(rest, tail) { return true }
          guard let next = tail.first, isDeep || next != slash else { return false }
          tail.removeFirst()
        }
      }
      guard let next = path.first, first == next || first == any && next != slash else { return false }
      pattern.removeFirst()
      path.removeFirst()
    }
    return path.isEmpty
  }
}

/// Reads a configuration line by line.
private struct ConfigurationReading {
  private let source: SourceFile
  private let id: FileID
  private(set) var lines: [ConfigurationFile.Line] = []
  private(set) var diagnostics: [Diagnostic] = []
  private var files: FilePattern?

  init(_ source: SourceFile, _ id: FileID) {
    self.source = source
    self.id = id
  }

  mutating func read() {
    for number in 1...source.lines.lineCount {
      var line = source.lineBytes(number)
      if number == 1, line.starts(with: SourceFile.byteOrderMark) { line = line.dropFirst(3) }
      if let comment = line.firstIndex(of: UInt8(ascii: "#")) { line = line[..<comment] }
      line = ConfigurationReading.trimmed(line)
      guard let first = line.first else { continue }
      if first == UInt8(ascii: "[") { readSection(line) } else { readSetting(line, number) }
    }
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while let first = bytes.first, first == 0x20 || first == 0x09 { bytes.removeFirst() }
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return bytes
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

  private mutating func complain(_ message: String, _ bytes: ArraySlice<UInt8>, help: [String] = []) {
    let span = SourceSpan(file: id, start: bytes.startIndex, end: bytes.endIndex)
    diagnostics.append(Diagnostic(.error, "config", message, at: span, help: help.map { Diagnostic.Help($0) }))
  }

  private mutating func readSection(_ line: ArraySlice<UInt8>) {
    let inner = ConfigurationReading.trimmed(line.dropFirst().prefix { $0 != UInt8(ascii: "]") })
    let word = inner.prefix { $0 != 0x20 && $0 != 0x09 }
    let pattern = ConfigurationReading.trimmed(inner[word.endIndex...])
    guard line.last == UInt8(ascii: "]"), text(word) == "files", !pattern.isEmpty else {
      complain("a section is not of the form `[files PATTERN]`", line, help: ["such as `[files legacy/**]`"])
      return
    }
    files = FilePattern(text(pattern))
  }

  private mutating func readSetting(_ line: ArraySlice<UInt8>, _ number: Int) {
    guard let sign = line.firstIndex(of: UInt8(ascii: "=")) else {
      complain("a line sets nothing", line, help: ["a setting is written as in `fail-on = warning`"])
      return
    }
    let key = ConfigurationReading.trimmed(line[..<sign])
    let value = ConfigurationReading.trimmed(line[line.index(after: sign)...])
    guard let setting = setting(key, value) else { return }
    lines.append(ConfigurationFile.Line(number: number, setting: setting, files: files))
  }

  private mutating func setting(_ key: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> ConfigurationFile.Setting? {
    let name = text(key)
    let written = text(value)
    if ConfigurationFile.keys.contains(name), files != nil {
      complain(
        "`\(name)` stands in a section, and holds for a whole run", key, help: ["it stands above the first section"])
      return nil
    }
    switch name {
    case "fail-on": return level(value, of: name).map { .failOn($0) }
    case "baseline", "data":
      guard !value.isEmpty else {
        complain("`\(name)` names no path", key)
        return nil
      }
      return name == "data" ? .data(written) : .baseline(written)
    default: break
    }
    if let option = RuleOption.all.first(where: { $0.name == name }) {
      guard let number = option.value(written) else {
        let kind = option.form == .percent ? "percentage" : "number"
        complain("`\(written)` is no \(kind)", value, help: ["such as `\(name) = \(option.text(option.initial))`"])
        return nil
      }
      return .value(name, number)
    }
    let rules = Rule.selected(by: name)
    guard !rules.isEmpty else {
      let near = suggestions(for: name, among: Rule.selectors + ConfigurationFile.keys + RuleOption.all.map(\.name))
      complain(
        "`\(name)` is no rule and no setting", key,
        help: near.first.map { ["there is a similar name: `\($0)`"] } ?? ["`allot config` shows all settings"])
      return nil
    }
    return level(value, of: name).map { .level(rules.map(\.code), $0) }
  }

  private mutating func level(_ value: ArraySlice<UInt8>, of name: String) -> Rule.Level? {
    if let level = Rule.Level(rawValue: text(value)), name != "fail-on" || level != .off { return level }
    let levels = name == "fail-on" ? "`error`, `warning` and `info`" : "`error`, `warning`, `info` and `off`"
    complain("`\(text(value))` is no level of `\(name)`", value, help: ["there are \(levels)"])
    return nil
  }
}
