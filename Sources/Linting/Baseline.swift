import Allot

/// Findings that are known and left for later: what is not among them is new.
///
/// A file has one JSON object a line, sorted, so that two branches seldom touch the same line. An entry is known by its
/// rule, its file, and its fingerprint, and not by its line: it is found again where text is moved.
public struct Baseline: Sendable {
  public struct Key: Hashable, Sendable {
    /// The path of the plan, from the baseline's folder.
    public let file: String
    public let code: String
    public let fingerprint: String
  }

  public struct Entry: Sendable {
    public let key: Key
    public let name: String
    public let symbol: String
    /// How often it is known.
    public var count: Int
    /// Of the baseline's text, from 1; 0 for an entry that is new.
    public let line: Int
  }

  /// The baseline's text as it was read; nil for one that is made anew.
  public let source: SourceFile?
  public private(set) var entries: [Entry] = []
  /// The lines that are no entries.
  public private(set) var unread: [Int] = []

  /// Reads the text of a baseline.
  public init(_ source: SourceFile) {
    self.source = source
    for number in 1...source.lines.lineCount {
      let line = source.lineBytes(number)
      if line.isEmpty { continue }
      guard let object = FlatJSON(line), let file = object.texts["file"], let code = object.texts["rule"],
        let fingerprint = object.texts["fingerprint"], let count = object.numbers["count"], count > 0
      else {
        unread.append(number)
        continue
      }
      let key = Key(file: file, code: code, fingerprint: fingerprint)
      entries.append(
        Entry(
          key: key, name: object.texts["name"] ?? "", symbol: object.texts["symbol"] ?? "", count: count, line: number))
    }
  }

  /// A baseline of findings; errors of the checker cannot be in one.
  ///
  /// - Parameter folder: the folder that the baseline lies in.
  public init(of findings: [LintFinding], in folder: String) {
    source = nil
    entries = Baseline.counted(findings, folder).values.sorted { Baseline.isBefore($0.key, $1.key) }
  }

  private static func isBefore(_ a: Key, _ b: Key) -> Bool {
    (a.file, a.code, a.fingerprint) < (b.file, b.code, b.fingerprint)
  }

  private static func counted(_ findings: [LintFinding], _ folder: String) -> [Key: Entry] {
    var entries: [Key: Entry] = [:]
    for finding in findings {
      guard let key = key(of: finding, folder) else { continue }
      entries[key, default: Entry(key: key, name: finding.name, symbol: finding.symbol, count: 0, line: 0)].count += 1
    }
    return entries
  }

  private static func key(of finding: LintFinding, _ folder: String) -> Key? {
    guard let rule = finding.rule else { return nil }
    return Key(file: relativePath(finding.path, from: folder), code: rule.code, fingerprint: finding.fingerprint)
  }

  /// The findings that are not known, and the entries of the files that were looked at which are known more often than
  /// they are found, with that number.
  public func compare(
    _ findings: [LintFinding], in folder: String, files: [String]
  ) -> (new: [LintFinding], stale: [(entry: Entry, found: Int)]) {
    var known: [Key: Int] = [:]
    for entry in entries { known[entry.key, default: 0] += entry.count }
    var left = known
    var new: [LintFinding] = []
    for finding in findings {
      guard let key = Baseline.key(of: finding, folder), let count = left[key], count > 0 else {
        new.append(finding)
        continue
      }
      left[key] = count - 1
    }
    let looked = Set(files.map { relativePath($0, from: folder) })
    let stale = entries.filter { looked.contains($0.key.file) }.compactMap { entry -> (entry: Entry, found: Int)? in
      guard let rest = left[entry.key], rest > 0 else { return nil }
      left[entry.key] = 0
      return (entry, (known[entry.key] ?? 0) - rest)
    }
    return (new, stale)
  }

  /// The same baseline without what is not found any more; entries of files that were not looked at stay.
  public func shrunk(to findings: [LintFinding], in folder: String, files: [String]) -> Baseline {
    let found = Baseline.counted(findings, folder)
    let looked = Set(files.map { relativePath($0, from: folder) })
    var result = self
    result.entries = entries.compactMap { entry in
      guard looked.contains(entry.key.file) else { return entry }
      var entry = entry
      entry.count = min(entry.count, found[entry.key]?.count ?? 0)
      return entry.count > 0 ? entry : nil
    }
    return result
  }

  /// The findings of the files that were looked at in place of what was known of them.
  public func grown(to findings: [LintFinding], in folder: String, files: [String]) -> Baseline {
    let looked = Set(files.map { relativePath($0, from: folder) })
    var result = Baseline(of: findings, in: folder)
    result.entries += entries.filter { !looked.contains($0.key.file) }
    result.entries.sort { Baseline.isBefore($0.key, $1.key) }
    return result
  }
}

/// `path` as seen from `folder`, where it lies in or below it or beside it; both start at the same place.
public func relativePath(_ path: String, from folder: String) -> String {
  let isRooted = path.hasPrefix("/")
  guard !folder.isEmpty, folder != ".", isRooted == folder.hasPrefix("/") else { return path }
  var parts = path.split(separator: "/")[...]
  var base = folder.split(separator: "/")[...]
  while let first = parts.first, parts.count > 1, first == base.first {
    parts.removeFirst()
    base.removeFirst()
  }
  // Nobody knows what lies above a folder that is itself a way up.
  if base.contains("..") { return path }
  return (base.map { _ in ".." } + parts.map(String.init)).joined(separator: "/")
}
