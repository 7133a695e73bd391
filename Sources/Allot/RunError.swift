/// Why a run gave no results: what is wrong with the data, or with what the plan makes of them.
public struct RunError: Error, Sendable {
  /// The first findings, in order.
  public let findings: [RunFinding]
  /// The number of findings that are not among ``findings``.
  public let omitted: Int
  /// The findings with their places, ready to be shown.
  public let diagnostics: [Diagnostic]
  /// The plan's files, and the data files that ``diagnostics`` point into.
  public let sources: SourceMap

  /// What is wrong with a ledger, or with what a plan makes of it.
  init(_ diagnostics: [Diagnostic], omitted: Int = 0, sources: SourceMap) {
    findings = []
    self.omitted = omitted
    self.diagnostics = diagnostics
    self.sources = sources
  }

  /// - Parameter paths: the files that tables were to be read from, by the tables' names.
  init(_ findings: [RunFinding], omitted: Int, sources: SourceMap, paths: [String: String] = [:]) {
    var frames = FindingFrames(sources, paths)
    self.findings = findings
    self.omitted = omitted
    diagnostics = findings.map { frames.diagnostic($0) }
    self.sources = frames.sources
  }
}

/// Turns findings into diagnostics that show the line of the data, or of the plan where there is none.
private struct FindingFrames {
  private(set) var sources: SourceMap
  /// The data files that could be read again, by path; nil for those that could not.
  private var files: [String: FileID?] = [:]

  /// Larger files are named in messages but not shown: their offsets do not fit a span.
  private static let sizeLimit = 1 << 30

  private let paths: [String: String]

  init(_ sources: SourceMap, _ paths: [String: String]) {
    self.sources = sources
    self.paths = paths
  }

  mutating func diagnostic(_ finding: RunFinding) -> Diagnostic {
    var notes: [String] = []
    let data = finding.place.flatMap { span(of: $0, finding) }
    if data == nil, let place = finding.place { notes.append("in \(place)") }
    if let row = describe(finding.row), !finding.namesItsRow { notes.append("the row is \(row)") }
    if let values = describe(finding.witnesses) { notes.append("with \(values)") }
    notes += finding.notes
    let plan = finding.span.flatMap { sources.contains($0.file) ? $0 : nil }
    let fallback = SourceSpan(file: FileID(0), start: 0, end: 0)
    var secondary: [Diagnostic.Label] = []
    if data != nil, let plan { secondary.append(Diagnostic.Label(plan, finding.planLabel)) }
    return Diagnostic(
      .error, finding.code, finding.message, at: data ?? plan ?? fallback,
      data == nil ? finding.planLabel : finding.dataLabel, also: secondary, notes: notes, help: help(finding))
  }

  private func help(_ finding: RunFinding) -> [Diagnostic.Help] {
    guard case .table = finding.problem else { return [] }
    if let path = paths[finding.table] {
      let packings = [(".gz", "gunzip -c"), (".zst", "zstd -dc"), (".xz", "xz -dc"), (".bz2", "bzip2 -dc")]
      for (ending, command) in packings where isThere(path + ending) {
        return [
          Diagnostic.Help(
            "`\(path + ending)` is there: "
              + RunFinding.piping(path + ending, through: command, into: finding.table) + " reads it")
        ]
      }
    }
    let near = paths[finding.table].map { nearestFiles(to: $0) } ?? []
    if !near.isEmpty {
      let list = near.map { "`\($0)`" }.joined(separator: ", ")
      return [Diagnostic.Help("a file with a similar name is there: \(list)")]
    }
    return [
      Diagnostic.Help(
        "`--data DIR` says where the tables' files lie, `--table \(finding.table)=PATH` where this one is; "
          + "`from \"FILE.csv\"` in the declaration names it for good")
    ]
  }

  private func describe(_ values: [NamedText]) -> String? {
    if values.isEmpty { return nil }
    return values.map { value in
      let text = value.text.isEmpty ? "missing" : "`\(value.text)`"
      return value.name.isEmpty ? text : "\(value.name) \(text)"
    }.joined(separator: ", ")
  }

  // MARK: Data files

  /// The cell or line of a data file, if the file can be read again and holds what the finding says.
  private mutating func span(of place: DataPlace, _ finding: RunFinding) -> SourceSpan? {
    guard place.line > 0, let id = file(place.file) else { return nil }
    let file = sources[id]
    let range = file.lines.range(ofLine: place.line - 1)
    let line = file.lineBytes(place.line)
    guard !range.isEmpty, !line.isEmpty else { return nil }
    if place.column == 0 || finding.isAboutHeader { return wholeOrCell(id, line, finding) }
    var start = line.startIndex
    if line.startIndex == 0, line.starts(with: SourceFile.byteOrderMark) { start += 3 }
    let before = String(decoding: line[start...], as: UTF8.self).prefix(place.column - 1)
    start += before.utf8.count
    let text = Array((finding.cellText ?? "").utf8)
    let rest = line[min(start, line.endIndex)...]
    if !text.isEmpty, !rest.starts(with: text), !rest.dropFirst().starts(with: text), !finding.isShortened {
      return nil
    }
    let isQuoted = rest.first == UInt8(ascii: "\"") && !text.isEmpty
    let end = min(line.endIndex, start + text.count + (isQuoted ? 2 : 0))
    return SourceSpan(file: id, start: start, end: max(start, end))
  }

  /// The cell that holds the text which the finding names, where it occurs just once in the line; else the line.
  private func wholeOrCell(_ id: FileID, _ line: ArraySlice<UInt8>, _ finding: RunFinding) -> SourceSpan {
    let whole = SourceSpan(file: id, start: line.startIndex, end: line.endIndex)
    guard case .unknownKey(let text, _, _, _) = finding.problem, !text.isEmpty else { return whole }
    let wanted = Array(text.utf8)
    let separators: Set<UInt8> = [",", ";", "\t", "|", "\""].map { UInt8(ascii: $0) }.reduce(into: []) { $0.insert($1) }
    var found: [Int] = []
    for start in line.indices where line[start...].starts(with: wanted) {
      let end = start + wanted.count
      let opens = start == line.startIndex || separators.contains(line[start - 1])
      let closes = end == line.endIndex || separators.contains(line[end])
      if opens && closes { found.append(start) }
    }
    guard found.count == 1 else { return whole }
    return SourceSpan(file: id, start: found[0], end: found[0] + wanted.count)
  }

  private mutating func file(_ path: String) -> FileID? {
    if let known = files[path] { return known }
    var id: FileID?
    do {
      let bytes = path == "standard input" ? [] : try readFile(path)
      // A line end alone would be counted as a line here and not by the reader of the table.
      let hasOneKindOfLineEnd = !bytes.contains(0x0D) || !bytes.containsLoneReturn
      if !bytes.isEmpty, bytes.count < FindingFrames.sizeLimit, hasOneKindOfLineEnd {
        id = sources.add(path: path, bytes: bytes)
      }
    } catch {
      // The finding is then shown without the line.
    }
    files[path] = .some(id)
    return id
  }
}

extension [UInt8] {
  /// True iff a carriage return stands in the text without a line feed behind it, although line feeds end lines.
  fileprivate var containsLoneReturn: Bool {
    guard contains(0x0A) else { return false }
    return indices.contains { self[$0] == 0x0D && !($0 + 1 < count && self[$0 + 1] == 0x0A) }
  }
}
