import Allot
import Linting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Finds for each plan the `allot.config` that holds for it: the nearest one in its folder or above, and no other.
struct ConfigurationFiles {
  /// What is wrong with a configuration.
  struct Problem: Error {
    let diagnostics: [Diagnostic]
    let sources: SourceMap
  }

  /// The file that is named for all plans; nil to look for one.
  private let named: ConfigurationFile?
  private let isOff: Bool
  private let workingFolder: String
  /// By folder, so that each is looked at once.
  private var known: [String: ConfigurationFile?] = [:]

  /// - Parameters:
  ///   - path: of a configuration that holds for all plans.
  ///   - isOff: whether to look for none.
  init(_ path: String?, isOff: Bool, _ terminal: Terminal) throws {
    self.isOff = isOff
    workingFolder = ConfigurationFiles.workingFolder(terminal)
    if let path {
      named = try ConfigurationFiles.read(terminal.path(path))
    } else {
      named = nil
    }
  }

  /// The folder that relative paths start from, as the system names it.
  static func workingFolder(_ terminal: Terminal) -> String {
    if terminal.folder.hasPrefix("/") { return terminal.folder }
    guard let name = getcwd(nil, 0) else { return "" }
    defer { free(name) }
    return joinedPath(String(cString: name), terminal.folder.isEmpty ? "." : terminal.folder)
  }

  /// What holds for a plan.
  mutating func configuration(
    for path: String, _ overrides: LintConfiguration.Overrides
  ) throws -> LintConfiguration {
    let whole = absolute(path)
    let file = isOff ? nil : try named ?? self.file(in: folderPath(of: whole))
    return LintConfiguration(file, for: file.map { seen(whole, from: $0) } ?? path, overrides)
  }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : joinedPath(workingFolder, path == "-" ? "standard-input.allot" : path)
  }

  /// A plan's path with the same start as the configuration's.
  private func seen(_ path: String, from file: ConfigurationFile) -> String {
    if file.source.path.hasPrefix("/") { return path }
    let prefix = workingFolder.hasSuffix("/") ? workingFolder : workingFolder + "/"
    return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
  }

  private mutating func file(in folder: String) throws -> ConfigurationFile? {
    if let file = known[folder] { return file }
    let path = joinedPath(folder, ConfigurationFile.name)
    var file: ConfigurationFile?
    if isThere(path) {
      let prefix = workingFolder.hasSuffix("/") ? workingFolder : workingFolder + "/"
      file = try ConfigurationFiles.read(path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path, at: path)
    } else if folder != "/" && !folder.isEmpty {
      file = try self.file(in: folderPath(of: folder))
    }
    known[folder] = .some(file)
    return file
  }

  private static func read(_ path: String, at place: String? = nil) throws -> ConfigurationFile {
    var sources = SourceMap()
    let id = sources.add(path: path, bytes: try readFile(place ?? path))
    let file = ConfigurationFile(sources[id], id: id)
    if !file.diagnostics.isEmpty { throw Problem(diagnostics: file.diagnostics, sources: sources) }
    return file
  }
}

extension LintConfiguration.Overrides {
  /// What the options of `allot lint` and `allot config` say.
  init(_ invocation: Invocation, _ terminal: Terminal) throws(UsageError) {
    self.init()
    for name in ["select", "ignore"] {
      for text in invocation.rules(name) where Rule.selected(by: text).isEmpty {
        let near = suggestions(for: text, among: Rule.selectors)
        throw UsageError(
          "`--\(name)` names no rule: `\(text)`",
          help: (near.first.map { ["there is a similar name: `\($0)`"] } ?? []) + ["`allot help rules` shows all"])
      }
    }
    select = invocation.rules("select")
    ignore = invocation.rules("ignore")
    if let text = invocation.value("fail-on") {
      guard let level = Rule.Level(rawValue: text), level != .off else {
        throw UsageError("`--fail-on` is `error`, `warning` or `info`, and `\(text)` is none of them")
      }
      failOn = level
    }
    baseline = invocation.value("baseline").map(terminal.path)
    data = invocation.value("data").map(terminal.path)
    if let text = invocation.value("today") {
      guard let date = CalendarDate(iso: text) else {
        throw UsageError("`--today` needs a date, and `\(text)` is none", help: ["such as `--today 2026-06-30`"])
      }
      today = date
    } else {
      today = ConfigurationFiles.machineDate
    }
  }
}

extension ConfigurationFiles {
  /// The machine's date; nil if the clock gives none that a calendar has.
  static var machineDate: CalendarDate? {
    var now = time(nil)
    var parts = tm()
    guard localtime_r(&now, &parts) != nil else { return nil }
    return CalendarDate(year: Int(parts.tm_year) + 1_900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
  }
}

extension Invocation {
  /// What an option names, given several times or separated by commas.
  fileprivate func rules(_ name: String) -> [String] {
    all(name).flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
  }
}
