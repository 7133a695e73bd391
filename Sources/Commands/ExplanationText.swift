import Allot
import Explaining

/// An explanation as a tree for a terminal: the words at the left, the amounts below each other, the places at the right.
///
///     Commission                                 9,300.00  plan.allot:35
///     ├─ D-1004, 2026-03-02                      2,400.00  deals.csv:9
///     │    40,000.00 USD × 6%
///     └─ rounding of the running total             -0.003
struct ExplanationText {
  let sources: SourceMap
  let style: TextStyle
  /// How many columns there are.
  let width: Int

  /// What words look like.
  struct TextStyle {
    let strong: (String) -> String
    let faint: (String) -> String
  }

  private struct Row {
    let prefix: String
    /// What continues the branches below.
    let continuation: String
    var text: String
    let amount: String
    let place: String
    let isStrong: Bool
    let isFact: Bool
  }

  /// A tree, one line of text for each part and each thing that it rests on, or several where they are long.
  func lines(_ explanation: Explanation) -> [String] {
    var rows: [Row] = []
    add(explanation.root, explanation, prefix: "", continuation: "", isRoot: true, to: &rows)
    return lines(rows)
  }

  private func lines(_ rows: [Row]) -> [String] {
    let fraction = rows.map { ExplanationText.fraction($0.amount) }.max() ?? 0
    let amounts = rows.map { row in
      row.amount.isEmpty
        ? "" : row.amount + String(repeating: " ", count: fraction - ExplanationText.fraction(row.amount))
    }
    let amountWidth = amounts.map { displayWidth(of: $0) }.max() ?? 0
    let placeWidth = rows.map { displayWidth(of: $0.place) }.max() ?? 0
    let hasPlaces = width >= amountWidth + placeWidth + 40
    let room = max(24, width - amountWidth - 2 - (hasPlaces ? placeWidth + 2 : 0))
    let needed = rows.map { displayWidth(of: $0.prefix + $0.text) }.max() ?? 0
    let textWidth = min(room, needed)
    var lines: [String] = []
    for (row, amount) in zip(rows, amounts) {
      var words = row.text
      if !hasPlaces, !row.place.isEmpty { words += " (\(row.place))" }
      let parts = ExplanationText.wrapped(
        words, first: textWidth - displayWidth(of: row.prefix), rest: textWidth - displayWidth(of: row.continuation) - 2
      )
      for (number, part) in parts.enumerated() {
        let head = number == 0 ? row.prefix : row.continuation + "  "
        var line = style.faint(head) + styled(part, row)
        if number == 0, !amount.isEmpty || (hasPlaces && !row.place.isEmpty) {
          let fill = textWidth - displayWidth(of: head + part) + 2 + amountWidth - displayWidth(of: amount)
          line += String(repeating: " ", count: max(1, fill)) + (row.isStrong ? style.strong(amount) : amount)
          if hasPlaces { line += "  " + style.faint(row.place) }
        }
        lines.append(ExplanationText.trimmed(line))
      }
    }
    return lines
  }

  /// A value without parts, with what it rests on.
  func lines(_ title: String, value: String, _ facts: [ExplanationFact]) -> [String] {
    var rows = [
      Row(
        prefix: "", continuation: "  ", text: ExplanationText.visible(title), amount: ExplanationText.visible(value),
        place: "", isStrong: true, isFact: false)
    ]
    for fact in facts { add(fact, "  ", 0, to: &rows) }
    return lines(rows)
  }

  private func styled(_ text: String, _ row: Row) -> String {
    row.isStrong ? style.strong(text) : row.isFact ? style.faint(text) : text
  }

  private func add(
    _ node: ExplanationNode, _ explanation: Explanation, prefix: String, continuation: String, isRoot: Bool,
    to rows: inout [Row]
  ) {
    let text = node.label + (node.working.map { "   \($0)" } ?? "")
    let place = node.data.map(place) ?? node.span.map(place) ?? ""
    let below = node.children.isEmpty ? continuation + "  " : continuation + "│ "
    rows.append(
      Row(
        prefix: prefix, continuation: below, text: ExplanationText.visible(text),
        amount: explanation.text(of: node.value), place: ExplanationText.visible(place), isStrong: isRoot, isFact: false
      ))
    for fact in node.facts where !ExplanationText.isSaidAnyhow(fact) { add(fact, below, 0, to: &rows) }
    for (number, child) in node.children.enumerated() {
      let isLast = number == node.children.count - 1
      add(
        child, explanation, prefix: continuation + (isLast ? "└─ " : "├─ "),
        continuation: continuation + (isLast ? "   " : "│  "), isRoot: false, to: &rows)
    }
  }

  private func add(_ fact: ExplanationFact, _ continuation: String, _ depth: Int, to rows: inout [Row]) {
    let indent = continuation + String(repeating: "  ", count: depth)
    let place = fact.data.map(place) ?? fact.span.map(place) ?? ""
    rows.append(
      Row(
        prefix: indent + "· ", continuation: indent + "  ", text: ExplanationText.visible(ExplanationText.words(fact)),
        amount: "", place: ExplanationText.visible(place), isStrong: false, isFact: true))
    for inner in fact.facts { add(inner, continuation, depth + 1, to: &rows) }
  }

  /// `quota: 100,000.00 USD`.
  static func words(_ fact: ExplanationFact) -> String { "\(fact.name): \(fact.value)" }

  /// True iff the line that has it says so already.
  static func isSaidAnyhow(_ fact: ExplanationFact) -> Bool { fact.name == "tier" }

  /// `plan.allot:35`.
  func place(_ span: SourceSpan) -> String {
    guard sources.contains(span.file) else { return "" }
    let file = sources[span.file]
    return "\(ExplanationText.fileName(file.path)):\(file.lineColumn(at: Int(span.start)).line)"
  }

  /// `deals.csv:9`.
  func place(_ data: DataPlace) -> String {
    ExplanationText.fileName(data.file) + (data.line > 0 ? ":\(data.line)" : "")
  }

  private static func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  // MARK: Layout

  /// The width of what follows the whole part of a number.
  private static func fraction(_ amount: String) -> Int {
    amount.firstIndex(of: ".").map { amount.distance(from: $0, to: amount.endIndex) } ?? 0
  }

  /// A text on lines of at most so many columns, broken between words where it can be.
  static func wrapped(_ text: String, first: Int, rest: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var room = max(8, first)
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let candidate = line.isEmpty ? String(word) : line + " " + word
      if displayWidth(of: candidate) <= room || line.isEmpty {
        line = candidate
        continue
      }
      lines.append(trimmed(line))
      room = max(8, rest)
      line = String(word)
    }
    lines.append(trimmed(line))
    return lines.filter { !$0.isEmpty }.isEmpty ? [""] : lines.filter { !$0.isEmpty }
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.hasSuffix(" ") { line.removeLast() }
    return line
  }

  /// A text without characters that a terminal would obey.
  private static func visible(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else { return text }
    return String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }))
  }
}
