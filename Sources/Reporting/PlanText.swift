import Allot
import Syntax

/// The text of a plan's own files as the page shows it: line by line, with the words told apart, and with a place of its
/// own for each line that something on the page may lead to.
struct PlanText {
  /// One file.
  private struct File {
    let id: FileID
    let path: String
    /// How the file is named beside a line's number.
    let label: String
    /// Each line's markup; nil for a line that is left out.
    let lines: [HTML?]
    /// What is written beside lines: the amount that a line comes to, and where that stands.
    var sums: [Int: (text: String, target: String)] = [:]
  }

  private var files: [File]

  /// - Parameter hidesRows: whether rows that stand in the text are left out; examples and their data always are.
  init(_ plan: Plan, hidesRows: Bool) {
    let names = plan.readFiles.map { lastPathPart(of: plan.sources[$0].path) }
    files = plan.readFiles.enumerated().map { place, id in
      let source = plan.sources[id]
      let isUnique = names.count { $0 == names[place] } == 1
      return File(
        id: id, path: source.path, label: isUnique ? names[place] : source.path,
        lines: PlanText.lines(plan, id, hidesRows: hidesRows))
    }
  }

  /// The place of a line, and its words: `plan.allot:29`. Nil for a text that is not shown, which has no place.
  func link(_ span: SourceSpan, _ sources: SourceMap) -> (target: String?, label: String)? {
    guard sources.contains(span.file) else { return nil }
    let number = sources[span.file].lineColumn(at: Int(span.start)).line
    guard let index = files.firstIndex(where: { $0.id == span.file }) else {
      return (nil, "\(lastPathPart(of: sources[span.file].path)):\(number)")
    }
    let isShown = files[index].lines.indices.contains(number - 1) && files[index].lines[number - 1] != nil
    return (isShown ? PlanText.target(index, number) : nil, "\(files[index].label):\(number)")
  }

  /// Writes an amount beside the first line of a span.
  mutating func add(_ text: String, to span: SourceSpan, target: String, _ sources: SourceMap) {
    guard let index = files.firstIndex(where: { $0.id == span.file }) else { return }
    files[index].sums[sources[span.file].lineColumn(at: Int(span.start)).line] = (text, target)
  }

  /// Writes the lines that a span covers, each with its number.
  func addExcerpt(_ span: SourceSpan, _ sources: SourceMap, to html: inout HTML) {
    guard let index = files.firstIndex(where: { $0.id == span.file }) else { return }
    let source = sources[span.file]
    let first = source.lineColumn(at: Int(span.start)).line
    let last = source.lineColumn(at: max(Int(span.start), Int(span.end) - 1)).line
    html.element("pre", [.kind("plan")]) { html in
      for number in first...last {
        guard let line = files[index].lines[number - 1] else { continue }
        html.element(
          "a", [.kind("l"), HTML.Attribute("data-n", "\(number)"), .link(to: PlanText.target(index, number))]
        ) {
          $0.append(line)
          $0.newLine()
        }
      }
    }
  }

  /// Writes all files.
  func add(to html: inout HTML) {
    for (index, file) in files.enumerated() {
      html.element("h3", [.id("f\(index)")], file.path)
      html.element(
        "pre",
        [.kind("plan"), HTML.Attribute("tabindex", "0"), HTML.Attribute("role", "region"), .labelled(by: "f\(index)")]
      ) { html in
        var isLeftOut = false
        for (place, line) in file.lines.enumerated() {
          guard let line else {
            if !isLeftOut { html.element("span", [.kind("l left")], "examples, data or rows that are left out") }
            isLeftOut = true
            continue
          }
          isLeftOut = false
          let number = place + 1
          html.element(
            "span", [.kind("l"), HTML.Attribute("data-n", "\(number)"), .id(PlanText.target(index, number))]
          ) { html in
            html.append(line)
            if let sum = file.sums[number] {
              html.text("  ")
              html.element("a", [.kind("to"), .link(to: sum.target)], sum.text)
            }
            html.newLine()
          }
        }
      }
    }
  }

  private static func target(_ file: Int, _ line: Int) -> String { "f\(file)-\(line)" }

  // MARK: - Lines

  /// What a byte of the text belongs to.
  private enum Role: Hashable { case plain, comment, word, text }

  private static func lines(_ plan: Plan, _ file: FileID, hidesRows: Bool) -> [HTML?] {
    let source = plan.sources[file]
    let roles = plan.trees[file].map { self.roles($0, source) } ?? [Role](repeating: .plain, count: source.bytes.count)
    let hidden = hiddenLines(plan, file, hidesRows: hidesRows)
    var lines: [HTML?] = []
    for line in 0..<source.lines.lineCount {
      if hidden.contains(line) {
        lines.append(nil)
        continue
      }
      var html = HTML()
      let bytes = source.lineBytes(line + 1)
      var start = bytes.startIndex
      while start < bytes.endIndex {
        let role = roles[start]
        let end = bytes[start...].indices.first { roles[$0] != role } ?? bytes.endIndex
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        switch role {
        case .plain: html.text(text)
        case .comment: html.element("i", [], text)
        case .word: html.element("b", [], text)
        case .text: html.element("span", [.kind("t")], text)
        }
        start = end
      }
      lines.append(html)
    }
    // Empty lines at the end, or around what is left out, say nothing.
    while let last = lines.last, last?.bytes.isEmpty ?? true, lines.count > 1 { lines.removeLast() }
    return lines
  }

  private static func roles(_ tree: SyntaxTree, _ source: SourceFile) -> [Role] {
    var roles = [Role](repeating: .plain, count: source.bytes.count)
    func mark(_ range: Range<Int>, _ role: Role) {
      for place in range.clamped(to: 0..<roles.count) { roles[place] = role }
    }
    for token in tree.tokens {
      var place = token.triviaRange.lowerBound
      while let start = source.bytes[place..<min(token.triviaRange.upperBound, source.bytes.count)].firstIndex(
        of: UInt8(ascii: "#"))
      {
        let end = source.bytes[start..<token.triviaRange.upperBound].firstIndex(of: UInt8(ascii: "\n"))
        mark(start..<(end ?? token.triviaRange.upperBound), .comment)
        place = end ?? token.triviaRange.upperBound
      }
      switch token.kind {
      case .text: mark(token.range, .text)
      case .name:
        guard let word = token.word else { continue }
        if word.isReserved || token.startsLine && word.mayStartStatement { mark(token.range, .word) }
      default: break
      }
    }
    return roles
  }

  /// The lines, from 0, that no reader of statements needs: examples and data, and rows if they are not to be shown.
  private static func hiddenLines(_ plan: Plan, _ file: FileID, hidesRows: Bool) -> Set<Int> {
    var spans: [SourceSpan] = []
    for (syntax, id) in zip(plan.files, plan.fileOrder) where id == file {
      for declaration in syntax.declarations {
        switch declaration {
        case .data(let data): spans.append(data.span)
        case .example(let example): spans.append(example.span)
        case .table(let table):
          if hidesRows, let rows = table.rows { spans += rows.map(\.span) }
        case .unit, .parameter, .rates, .define, .curve, .sheet, .calendar, .schedule: break
        }
      }
    }
    let source = plan.sources[file]
    var lines: Set<Int> = []
    for span in spans where span.file == file {
      lines.formUnion(
        source.lines.line(at: Int(span.start))...source.lines.line(at: max(Int(span.start), Int(span.end) - 1)))
    }
    return lines
  }
}
