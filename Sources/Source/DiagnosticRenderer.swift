/// Shows diagnostics on a terminal, with the author's own lines.
///
///     error[E0131]: a comparison is compared again
///      --> plan.allot:3:24
///       |
///     3 |   check "in range" 0 < x < 10
///       |                        - ^ the second comparison
///       |                        |
///       |                        compared twice
///     help: two comparisons are joined by `and`
///       |
///     3 |   check "in range" 0 < x and x < 10
///       |                          ^^^^^
public struct DiagnosticRenderer: Sendable {
  public enum Style: Hashable, Sendable {
    /// No colours: for files, pipes and screen readers.
    case plain
    /// ANSI colours.
    case styled
  }

  let sources: SourceMap
  let style: Style

  public init(_ sources: SourceMap, style: Style = .plain) {
    self.sources = sources
    self.style = style
  }

  /// All of `diagnostics` by file and place, at most `limit` of them, each followed by an empty line.
  public func render(_ diagnostics: [Diagnostic], limit: Int = 50) -> String {
    let sorted = DiagnosticRenderer.sorted(diagnostics)
    var result = ""
    for diagnostic in sorted.prefix(limit) { result += render(diagnostic) + "\n" }
    if sorted.count > limit { result += "and \(sorted.count - limit) more\n" }
    return result
  }

  /// `diagnostics` by file and place; those about the same place by code and message.
  public static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    diagnostics.sorted { a, b in
      (a.primary.span, a.code, a.message) < (b.primary.span, b.code, b.message)
    }
  }

  /// One diagnostic, with a line end behind its last line.
  public func render(_ diagnostic: Diagnostic) -> String {
    let level = paint("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", Paint(diagnostic.severity))
    var lines = [level + paint(": " + clean(diagnostic.message), .strong)]
    let gutter = gutterWidth(diagnostic)
    lines += frames(diagnostic, gutter: gutter)
    for note in diagnostic.notes { lines += hanging("= note: ", note, gutter: gutter) }
    for help in diagnostic.help { lines += self.help(help, gutter: gutter) }
    return lines.map { $0.trimmingEnd() + "\n" }.joined()
  }

  // MARK: - Parts

  private func hanging(_ head: String, _ text: String, gutter: Int) -> [String] {
    let parts = text.split(separator: "\n", omittingEmptySubsequences: false).map { clean(String($0)) }
    let blank = String(repeating: " ", count: gutter + 1)
    let rest = String(repeating: " ", count: head.count)
    return parts.enumerated().map {
      $0.offset == 0 ? blank + paint(head, .frame) + $0.element : blank + rest + $0.element
    }
  }

  /// The width of the largest line number that is shown.
  private func gutterWidth(_ diagnostic: Diagnostic) -> Int {
    var largest = 1
    let edited = diagnostic.help.flatMap { help in help.edits.map { ($0.span, $0.replacement) } }
    let labelled = ([diagnostic.primary] + diagnostic.secondary).map { ($0.span, "") }
    for (span, replacement) in edited + labelled where sources.contains(span.file) {
      let added = replacement.utf8.count { $0 == 0x0A }
      largest = max(largest, sources[span.file].lineColumn(at: Int(span.start)).line + added)
    }
    return String(largest).count
  }

  /// The frame of the file at fault, then one for each other file.
  private func frames(_ diagnostic: Diagnostic, gutter: Int) -> [String] {
    let primary = diagnostic.primary.span
    guard sources.contains(primary.file) else { return [] }
    var lines: [String] = []
    let marks =
      [Mark(diagnostic.primary, isPrimary: true)] + diagnostic.secondary.map { Mark($0, isPrimary: false) }
    let others = Set(marks.map(\.span.file)).subtracting([primary.file]).filter(sources.contains).sorted()
    for id in [primary.file] + others {
      let file = sources[id]
      let own = marks.filter { $0.span.file == id }
      let first = own.first { $0.isPrimary } ?? own[0]
      let (line, column) = file.lineColumn(at: Int(first.span.start))
      let arrow = id == primary.file ? "--> " : "::: "
      lines.append(
        String(repeating: " ", count: gutter) + paint(arrow, .frame) + "\(clean(file.path)):\(line):\(column)")
      lines += frame(file, own, gutter: gutter)
    }
    return lines
  }

  /// The lines of one file that carry marks.
  private func frame(_ file: SourceFile, _ marks: [Mark], gutter: Int) -> [String] {
    var byLine: [Int: [Mark]] = [:]
    for mark in marks { byLine[file.lineColumn(at: Int(mark.span.start)).line, default: []].append(mark) }
    var result = [bar(gutter)]
    var last: Int?
    for number in byLine.keys.sorted() {
      if let last, number == last + 2 {
        // One line between is shown, so that a reader need not guess what it says.
        let between = DisplayLine(file.lineBytes(last + 1))
        result.append(numbered(last + 1, between.text(from: 0, cells: Excerpt.maximumWidth), gutter: gutter))
      } else if let last, number > last + 2 {
        result.append(paint("...", .frame))
      }
      last = number
      let excerpt = Excerpt(file, line: number, byLine[number] ?? [])
      result.append(numbered(number, excerpt.text, gutter: gutter))
      result += excerpt.annotations(paint).map { bar(gutter) + " " + $0 }
    }
    return result
  }

  private func bar(_ gutter: Int) -> String { String(repeating: " ", count: gutter + 1) + paint("|", .frame) }

  private func numbered(_ number: Int, _ text: String, gutter: Int) -> String {
    let digits = String(number)
    let blank = String(repeating: " ", count: max(0, gutter - digits.count))
    return paint(blank + digits + " |", .frame) + " " + text
  }

  // MARK: - Help

  /// A sentence, and the lines as they are once the edits are made.
  private func help(_ help: Diagnostic.Help, gutter: Int) -> [String] {
    var lines = [paint("help", .help) + ": " + clean(help.text)]
    guard let first = help.edits.map(\.span).min(), sources.contains(first.file),
      let edited = EditedLines(sources[first.file], help.edits)
    else { return lines }
    lines.append(bar(gutter))
    for line in edited.lines {
      let display = DisplayLine(line.bytes[...])
      lines.append(numbered(line.number, display.text(from: 0, cells: Excerpt.maximumWidth), gutter: gutter))
      var marks = ""
      for range in line.changed where !range.isEmpty {
        let start = display.column(at: range.lowerBound)
        let end = display.endColumn(at: range.upperBound)
        guard end <= Excerpt.maximumWidth, marks.count <= start else { continue }
        marks += String(repeating: " ", count: start - marks.count) + String(repeating: "^", count: max(1, end - start))
      }
      if !marks.isEmpty { lines.append(bar(gutter) + " " + paint(marks, .help)) }
    }
    return lines
  }

  // MARK: - Colours

  enum Paint: String {
    case error = "1;31"
    case warning = "1;33"
    case info = "1;36"
    case strong = "1"
    case frame = "1;34"
    case help = "1;32"

    init(_ severity: Diagnostic.Severity) {
      self =
        switch severity {
        case .error: .error
        case .warning: .warning
        case .info: .info
        }
    }
  }

  private func paint(_ text: String, _ paint: Paint) -> String {
    style == .styled && !text.isEmpty ? "\u{1B}[\(paint.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// `text` without characters that a terminal would obey.
  private func clean(_ text: String) -> String { text.map { DisplayLine.visible($0) }.joined() }
}

extension String {
  fileprivate func trimmingEnd() -> String {
    var end = endIndex
    while end > startIndex, self[index(before: end)] == " " { end = index(before: end) }
    return String(self[..<end])
  }
}
