import Model
import Syntax

/// A line that is put into a plan to ask what it gives: `show answer = ( text )`.
package struct AskingLine: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable { case `let`, show }

  package let kind: Kind
  package let name: String
  /// An expression of the language that takes up the whole text.
  package let text: String

  package init(_ kind: Kind, _ name: String, _ text: String) {
    self.kind = kind
    self.name = name
    self.text = text
  }
}

/// A plan with lines in it that are not its author's, and what is wrong with them in the words of who asked.
///
/// ```
/// plan AccountExecutive {              plan AccountExecutive {
///   pay commission = …        ->         pay commission = …
/// }                                      show _answer = ( attained )      the question
///                                      }
/// ```
/// An expression that is asked for therefore means exactly what it means in the plan.
package struct AskingPlan: Sendable {
  package let plan: Plan
  /// The plan, sheet or rule in whose results the answers stand.
  package let sheet: String

  private let file: FileID
  private let original: SourceFile
  /// Everything that was put in.
  private let inserted: Range<Int>
  /// The texts of the lines, with their places in the asking plan.
  private let pieces: [(range: Range<Int>, line: AskingLine)]

  /// Which rows a sheet of its own has; nil for lines of a sheet that is there.
  fileprivate struct OwnRows {
    let forEach: String
    let condition: String?
  }

  fileprivate init(
    _ asked: Plan, _ file: FileID, at place: Int, sheet: String, _ lines: [AskingLine], _ rows: OwnRows? = nil
  ) {
    original = asked.sources[file]
    self.file = file
    self.sheet = sheet
    var added: [UInt8] = [UInt8(ascii: "\n")]
    var pieces: [(range: Range<Int>, line: AskingLine)] = []
    func add(_ line: AskingLine) {
      let start = place + added.count
      added += line.text.utf8
      pieces.append((start..<place + added.count, line))
      added += "\n)\n".utf8
    }
    if let rows {
      added += "sheet \(sheet) {\n  for each \(rows.forEach)".utf8
      if let condition = rows.condition {
        added += " where (\n".utf8
        add(AskingLine(.show, "where", condition))
      } else {
        added.append(UInt8(ascii: "\n"))
      }
    }
    for line in lines {
      added += "  \(line.kind.rawValue) \(line.name) = (\n".utf8
      add(line)
    }
    if rows != nil { added += "}\n".utf8 }
    self.pieces = pieces
    inserted = place..<place + added.count
    var bytes = original.bytes
    bytes.insert(contentsOf: added, at: place)
    plan = asked.replacing(file, with: bytes)
  }

  /// Messages about the asking plan as they are about the texts that were asked, and about the author's own text.
  package func translated(
    _ diagnostics: [Diagnostic], _ sources: SourceMap
  ) -> (diagnostics: [Diagnostic], sources: SourceMap) {
    var result = SourceMap()
    for id in sources.ids { _ = result.add(id == file ? original : sources[id]) }
    let texts = pieces.map { piece in
      result.add(path: piece.line.kind == .show ? "input" : piece.line.name, bytes: Array(piece.line.text.utf8))
    }
    func moved(_ span: SourceSpan) -> SourceSpan {
      guard span.file == file else { return span }
      let start = Int(span.start)
      if start < inserted.lowerBound { return span }
      if start >= inserted.upperBound {
        return SourceSpan(file: file, start: start - inserted.count, end: Int(span.end) - inserted.count)
      }
      // What is about the line around a text is about the whole text.
      let place = pieces.lastIndex { $0.range.lowerBound <= start } ?? 0
      guard pieces.indices.contains(place) else { return SourceSpan(file: file, start: 0, end: 0) }
      let range = pieces[place].range
      guard start <= range.upperBound, Int(span.end) <= range.upperBound else {
        return SourceSpan(file: texts[place], start: 0, end: range.count)
      }
      if start < range.lowerBound { return SourceSpan(file: texts[place], start: 0, end: range.count) }
      return SourceSpan(
        file: texts[place], start: start - range.lowerBound, end: Int(span.end) - range.lowerBound)
    }
    func moved(_ label: Diagnostic.Label) -> Diagnostic.Label { .init(moved(label.span), label.text) }
    let translated = diagnostics.map { diagnostic in
      Diagnostic(
        diagnostic.severity, diagnostic.code, diagnostic.message, at: moved(diagnostic.primary),
        also: diagnostic.secondary.map(moved), notes: diagnostic.notes,
        help: diagnostic.help.map { help in
          Diagnostic.Help(
            help.text, edits: help.edits.map { .init(moved($0.span), $0.replacement) }, safety: help.safety)
        })
    }
    return (translated, result)
  }
}

extension Plan {
  /// The plan with lines in one of its plans, sheets or rules; nil if there is none of that name that is whole.
  package func asking(_ lines: [AskingLine], in sheet: String) -> AskingPlan? {
    guard let place = endOfSheet(sheet) else { return nil }
    return AskingPlan(self, place.file, at: Int(place.start), sheet: sheet, lines)
  }

  /// The plan with lines in a sheet of their own; nil if no file was read.
  ///
  /// - Parameters:
  ///   - name: the sheet's, which no other has.
  ///   - rows: what the sheet goes through, as it is written behind `for each`.
  ///   - condition: which of the rows; nil for all.
  package func asking(
    _ lines: [AskingLine], beside name: String, forEach rows: String = "all", where condition: String? = nil
  ) -> AskingPlan? {
    guard let file = readFiles.first else { return nil }
    return AskingPlan(
      self, file, at: sources[file].bytes.count, sheet: name, lines,
      AskingPlan.OwnRows(forEach: rows, condition: condition))
  }

  /// The brace that closes a plan, sheet or rule; nil if there is none.
  package func endOfSheet(_ name: String) -> SourceSpan? {
    guard let sheet = model.sheets.first(where: { $0.name == name }), let tree = trees[sheet.span.file] else {
      return nil
    }
    let place = Int(sheet.span.start)
    for case .node(let node) in tree.children(tree.root) {
      let tokens = tree.tokens[tree.tokenRange(node)]
      guard let first = tokens.first, let last = tokens.last, first.range.lowerBound <= place,
        place < last.range.upperBound
      else { continue }
      guard last.kind == .rightBrace else { return nil }
      return SourceSpan(file: sheet.span.file, start: last.range.lowerBound, end: last.range.upperBound)
    }
    return nil
  }
}
