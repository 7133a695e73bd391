import Allot
import Proving

/// A derivation as lines of text:
///
///     commission = 6_000 USD
///       sales through Slices over month
///       │     │
///       │     6_800 USD
///       270_000 USD
///       200_000 USD at 2% is 4_000 USD
///       70_000 USD at 4% is 2_800 USD
///       at most 6_000 USD: 6_000 USD
struct DerivationText {
  /// Texts that are wider are shown part by part.
  private static let widest = 96

  let sources: SourceMap
  let faint: (String) -> String

  /// A derivation and, indented below it, what it reads.
  func lines(_ derivation: Derivation, indent: Int = 2) -> [String] {
    let blank = String(repeating: " ", count: indent)
    let row = derivation.row.isEmpty ? "" : " " + faint("(\(derivation.row))")
    let place = " " + faint("(\(self.place(derivation.span)))")
    var own = marked(derivation) + slices(derivation) + rows(derivation) + steps(derivation)
    var lines: [String] = []
    if derivation.name.isEmpty {
      // A part of another text stands for itself.
      if !own.isEmpty { own[0] += place }
      lines = own.map { blank + $0 }
    } else {
      lines = [blank + "\(derivation.name) = \(derivation.value)" + row + place] + own.map { blank + "  " + $0 }
    }
    for read in derivation.reads { lines += self.lines(read, indent: indent + 2) }
    return lines
  }

  private func place(_ span: SourceSpan) -> String {
    guard sources.contains(span.file) else { return "" }
    let file = sources[span.file]
    return "\(file.path):\(file.lineColumn(at: Int(span.start)).line)"
  }

  private func text(_ span: SourceSpan) -> String {
    guard sources.contains(span.file) else { return "" }
    return sources[span.file].text(span).split { $0.isWhitespace }.joined(separator: " ")
  }

  // MARK: The text with its values

  private func marked(_ derivation: Derivation) -> [String] {
    guard sources.contains(derivation.span.file) else { return [] }
    let source = sources[derivation.span.file].text(derivation.span)
    if source.contains("\n") || displayWidth(of: source) > Self.widest {
      var seen: Set<String> = []
      let parts = derivation.parts.filter { $0.span != derivation.span }
        .map { (text: DerivationText.shortened(text($0.span)), value: $0.value) }
        .filter { seen.insert($0.text).inserted }
      let width = parts.map { displayWidth(of: $0.text) }.max() ?? 0
      return parts.map { part in
        let room = String(repeating: " ", count: max(0, width - displayWidth(of: part.text)))
        return "\(part.text)\(room)  \(part.value)"
      }
    }
    let marks = derivation.parts.map { part in
      (column: width(before: part.place, in: derivation.span), value: part.value)
    }
    return [source] + DerivationText.bars(marks)
  }

  /// A text that leaves room for a value beside it.
  private static func shortened(_ text: String) -> String {
    if displayWidth(of: text) <= 60 { return text }
    var kept = ""
    var width = 0
    for character in text {
      width += displayWidth(of: character)
      if width > 59 { break }
      kept.append(character)
    }
    return kept + "…"
  }

  private func width(before place: SourceSpan, in span: SourceSpan) -> Int {
    let head = SourceSpan(file: span.file, start: Int(span.start), end: Int(place.start))
    return displayWidth(of: sources[span.file].text(head))
  }

  /// Values below their columns, the rightmost first, with bars that lead down to the others.
  static func bars(_ marks: [(column: Int, value: String)]) -> [String] {
    if marks.isEmpty { return [] }
    var left = marks.sorted { $0.column < $1.column }
    func line(_ parts: [(column: Int, text: String)]) -> String {
      var line = ""
      var width = 0
      for part in parts {
        line += String(repeating: " ", count: max(0, part.column - width)) + part.text
        width = max(width, part.column) + displayWidth(of: part.text)
      }
      return line
    }
    var lines = [line(left.map { ($0.column, "│") })]
    while !left.isEmpty {
      // From the right, each value that ends before what stands behind it begins.
      var shown: [(column: Int, text: String)] = []
      var rest: [(column: Int, value: String)] = []
      var limit = Int.max
      for mark in left.reversed() {
        let end = mark.column + displayWidth(of: mark.value)
        if rest.isEmpty && end < limit {
          shown.insert((mark.column, mark.value), at: 0)
          limit = mark.column
        } else {
          rest.insert(mark, at: 0)
          shown.insert((mark.column, "│"), at: 0)
          limit = mark.column
        }
      }
      lines.append(line(shown))
      left = rest
    }
    return lines
  }

  // MARK: What stands behind it

  private func slices(_ derivation: Derivation) -> [String] {
    let slices = derivation.slices.map { slice in
      "\(slice.amount) at \(slice.rate) is \(slice.earned) " + faint("(\(place(slice.span)): \(text(slice.span)))")
    }
    return slices + (derivation.paidBefore.map { ["less \($0), paid before"] } ?? [])
  }

  private func rows(_ derivation: Derivation) -> [String] {
    derivation.rows.flatMap { rows in
      let head = "\(text(rows.span)):"
      if rows.rows.isEmpty { return ["\(head) no rows"] }
      let rest = rows.omitted > 0 ? ["  and \(rows.omitted) more"] : []
      return [head] + rows.rows.map { "  " + $0 } + rest
    }
  }

  private func steps(_ derivation: Derivation) -> [String] {
    derivation.steps.map { step in
      step.isTaken ? "\(text(step.span)): \(step.value)" : faint("\(text(step.span)): changes nothing")
    }
  }

  // MARK: JSON

  func object(_ derivation: Derivation) -> JSON {
    .object([
      .init("name", derivation.name.isEmpty ? .null : .text(derivation.name)),
      .init("row", derivation.row.isEmpty ? .null : .text(derivation.row)),
      .init("value", .text(derivation.value)),
      .init("place", .text(place(derivation.span))),
      .init("text", .text(text(derivation.span))),
      .init(
        "parts",
        .list(
          derivation.parts.map { part in
            .object([.init("text", .text(text(part.span))), .init("value", .text(part.value))])
          })),
      .init(
        "slices",
        .list(
          derivation.slices.map { slice in
            .object([
              .init("tier", .text(text(slice.span))), .init("amount", .text(slice.amount)),
              .init("rate", .text(slice.rate)), .init("earned", .text(slice.earned)),
            ])
          })),
      .init("paid_before", .text(derivation.paidBefore)),
      .init(
        "rows",
        .list(
          derivation.rows.map { rows in
            .object([
              .init("of", .text(text(rows.span))), .init("rows", .list(rows.rows.map { .text($0) })),
              .init("omitted", .integer(rows.omitted)),
            ])
          })),
      .init(
        "steps",
        .list(
          derivation.steps.map { step in
            .object([
              .init("text", .text(text(step.span))), .init("value", .text(step.value)),
              .init("acts", .bool(step.isTaken)),
            ])
          })),
      .init("reads", .list(derivation.reads.map(object))),
    ])
  }
}
