import Allot

/// The commands that write files, and the one that reads lines from one.
extension Session {
  mutating func export(_ phrase: Phrase) throws(SessionFailure) {
    var rest = phrase
    let file = Phrase(rest.word() ?? "").unquoted
    var showsAll = false
    if let split = rest.split(atLast: "all"), split.after.isEmpty { (rest, showsAll) = (split.before, true) }
    let format: ResultFormat
    do throws(UsageError) {
      format = try ResultFormat.chosen(nil, output: file)
    } catch {
      throw .complaint(error.message, help: error.help)
    }
    var results = try currentResults()
    let name = rest.isEmpty ? chosenPlan : rest.unquoted
    if let name {
      guard results.outputs.contains(where: { $0.output.name == name }) else {
        throw .unknown("result", name, among: results.outputs.map(\.output.name))
      }
      results.outputs = results.outputs.filter { $0.output.name == name }
    }
    let summary: String
    do {
      let report = try Report(
        plans: request.paths, period: request.options.period, asOf: request.options.asOf, calendar: nil,
        parameters: request.options.parameters, settlement: Settlement(results), showsAll: showsAll,
        threads: request.runOptions.threads, columns: nil)
      let content = try report.content(format, false)
      try writeWhole(to: terminal.path(file)) { report.write(content, to: $0) }
      summary = report.rowSummary
    } catch let error as UsageError {
      throw .complaint(error.message, help: ["name one behind the file: `export \(file) NAME`"])
    } catch let error as FileError {
      throw .complaint("the file `\(file)` cannot be written: \(error.reason)")
    } catch {
      throw .complaint("\(error)")
    }
    remark("wrote \(summary) to \(file)")
  }

  mutating func saveSession(_ phrase: Phrase) throws(SessionFailure) {
    let file = phrase.unquoted
    var lines = ["load " + request.paths.map(Session.word).joined(separator: " ")]
    if let folder = request.data.folder { lines.append("data \(Session.word(folder))") }
    if let period = request.options.period { lines.append("period \(period)") }
    if let asOf = request.options.asOf { lines.append("as-of \(asOf)") }
    if let chosenPlan { lines.append("plan \(chosenPlan)") }
    for name in names { lines.append("let \(name.name) = \(name.text)") }
    if format != .table { lines.append("format \(format.rawValue)") }
    if case .success(let timeline) = standing?.timeline {
      for (name, scenario) in scenarios where !scenario.changes.isEmpty {
        lines += scenario.changes.map { "what if \(ChangePhrase.text(of: $0))" }
        lines += ["save scenario \(Session.word(name))", "scenario file"]
      }
      lines += timeline.current.changes.map { "what if \(ChangePhrase.text(of: $0))" }
    }
    try write(lines.joined(separator: "\n") + "\n", to: file)
    remark("wrote the session to \(file): `run \(file)` brings it back")
  }

  /// A word of a line, between quotes where it has blanks.
  static func word(_ text: String) -> String {
    text.contains(where: \.isWhitespace) ? LiteralText.quoted(text) : text
  }

  /// Writes a file whole.
  func write(_ text: String, to file: String) throws(SessionFailure) { try write(Array(text.utf8), to: file) }

  func write(_ bytes: [UInt8], to file: String) throws(SessionFailure) {
    do {
      try writeWhole(bytes, to: terminal.path(file))
    } catch {
      throw .complaint("the file `\(file)` cannot be written: \(error.reason)")
    }
  }

  mutating func runScript(_ phrase: Phrase) throws(SessionFailure) {
    let file = phrase.unquoted
    let path = terminal.path(file)
    if scripts.contains(path) { throw .complaint("the script `\(file)` runs itself") }
    let bytes: [UInt8]
    do {
      bytes = try readFile(path)
    } catch {
      throw SessionFailure(error)
    }
    scripts.append(path)
    defer { scripts.removeLast() }
    for (number, line) in SessionScript.lines(of: String(decoding: bytes, as: UTF8.self)) {
      guard !isEnding else { break }
      if !perform(line) { throw .complaint("the script `\(file)` stops at line \(number)") }
    }
  }
}

/// The lines of a script; one that ends in the middle of an expression goes on in the next.
enum SessionScript {
  static func lines(of text: String) -> [(number: Int, line: String)] {
    var lines: [(number: Int, line: String)] = []
    var open: (number: Int, line: String)?
    // A carriage return and a line feed are one character.
    let parts = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, part) in parts.enumerated() {
      let line = open.map { $0.line + "\n" + part } ?? String(part)
      let number = open?.number ?? index + 1
      if needsMore(line) {
        open = (number, line)
      } else {
        open = nil
        if !line.trimmed.isEmpty { lines.append((number, line)) }
      }
    }
    if let open { lines.append(open) }
    return lines
  }

  /// Whether something must follow a line: a bracket or a text is open, or the line ends with an operator.
  static func needsMore(_ line: String) -> Bool {
    let text = line.trimmed
    if text.isEmpty { return false }
    switch SessionCommand.named(in: Substring(text))?.0.takes {
    // A path may end with what is an operator elsewhere.
    case .nothing, .file, .folder, .scenario, .topic, .format, .command: return false
    case .table, .line, .plan, .expression, .change, nil: return LineEnd(text).isOpen
    }
  }
}
