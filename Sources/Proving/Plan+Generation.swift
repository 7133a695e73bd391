import Allot
import Formatting
import Model
import Source
import Syntax

/// Examples that were made from others.
public struct GeneratedExamples: Sendable {
  /// Their declarations as the formatter lays them out, each behind an empty line; empty if there are none.
  public let text: String
  public let count: Int
  /// How many examples of the file others could be made from: those that pass and expect rows.
  public let bases: Int
}

extension Plan {
  /// Examples at each bound of the tiers and windows of the file under test, and just beside it, and with 0, less than 0
  /// and nothing in the cells: each is one of `examples` with one cell changed, and expects what the plan gives now.
  ///
  /// What they expect has been run; whether it is right is for a person to say. Those that give what another example
  /// gives are left out.
  public func generatedExamples(of examples: [Example]? = nil) -> GeneratedExamples {
    let chosen = examples ?? self.examples
    let found = BoundaryCases(self, chosen)
    var texts: [String] = []
    for new in found.cases {
      guard let text = ExampleText(self, new)?.text, passes(text) else { continue }
      texts.append(text)
    }
    let bases = chosen.count { !$0.expectsError && !$0.expectedRows.isEmpty }
    return GeneratedExamples(text: texts.joined(separator: "\n"), count: texts.count, bases: bases)
  }

  /// Whether the text is in order behind that of the file under test, and its example passes.
  private func passes(_ text: String) -> Bool {
    let file = FileID(0)
    let extended = replacing(file, with: sources[file].bytes + "\n\n".utf8 + text.utf8)
    guard !extended.hasErrors, let last = extended.examples.last else { return false }
    return extended.run(last).isPassed
  }
}

/// The text of a new example: that of the old one with other words in some places.
private struct ExampleText {
  private(set) var text = ""

  /// Nil if the old example has no rows for the new values, or the text would not be in order.
  init?(_ plan: Plan, _ new: BoundaryCase) {
    guard let extent = plan.extent(of: new.base), let tree = plan.trees[extent.file] else { return nil }
    let outcome = plan.run(new.example)
    let codes = Set(outcome.diagnostics.map(\.code))
    var edits: [(span: SourceSpan, text: String)] = [
      (new.base.span, ExampleText.quoted(new.title)), (new.base[new.cell].span, new.text),
    ]
    if codes.isSubset(of: ["E0941"]) {
      for difference in outcome.differences {
        edits.append((difference.span, ExampleText.cell(difference.found)))
      }
    } else if codes.isDisjoint(with: ["E0940", "E0942", "E0943", "E0944"]), let code = outcome.diagnostics.first?.code {
      let expects = ExampleText.spans(of: .expect, in: tree, extent)
      let expected = ExampleText.during(new.base, plan) + "expect error \(code)"
      for (number, span) in expects.enumerated() { edits.append((span, number == 0 ? expected : "")) }
    } else {
      return nil
    }
    edits += ExampleText.comments(in: tree, extent, plan.sources[extent.file]).map { ($0, "") }
    edits.sort { $0.span < $1.span }
    let bytes = plan.sources[extent.file].bytes
    var result: [UInt8] = []
    var next = Int(extent.start)
    for edit in edits where Int(edit.span.start) >= next {
      result += bytes[next..<Int(edit.span.start)]
      result += edit.text.utf8
      next = Int(edit.span.end)
    }
    result += bytes[next..<Int(extent.end)] + "\n".utf8
    do throws(FormattingFault) {
      let laid = try formatted(result, path: "example.allot")
      guard !laid.diagnostics.contains(where: { $0.severity == .error }) else { return nil }
      text = laid.text
    } catch {
      return nil
    }
  }

  /// Which periods are computed: where no rows are expected, they do not say it.
  private static func during(_ base: Example, _ plan: Plan) -> String {
    guard let declared = plan.declaration(of: base), declared.during == nil, let days = base.days,
      let unit = plan.model.sheets[base.sheetPlace].period.map(plan.model.unit)
    else { return "" }
    let first = Period(unit, containing: days.lowerBound)
    let last = Period(unit, containing: days.upperBound)
    return "during \(first)" + (first == last ? "" : " .. \(last)") + "\n"
  }

  private static func quoted(_ title: String) -> String {
    "\"" + title.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// A value as a cell has it: without the mark of what never ends, with its digits in groups.
  private static func cell(_ found: String) -> String {
    let digits = found.hasSuffix("…") ? String(found.dropLast()) : found.replacing("…%", with: "%")
    let isPercent = digits.hasSuffix("%")
    guard let number = Rational(decimal: isPercent ? digits.dropLast() : digits[...]) else { return digits }
    return grouped(number) + (isPercent ? "%" : "")
  }

  private static func spans(of kind: NodeKind, in tree: SyntaxTree, _ extent: SourceSpan) -> [SourceSpan] {
    var result: [SourceSpan] = []
    var toDo = [tree.root]
    while let node = toDo.popLast() {
      let tokens = tree.tokenRange(node)
      guard let first = tokens.first, let last = tokens.last else { continue }
      let span = SourceSpan(
        file: extent.file, start: tree.tokens[first].range.lowerBound, end: tree.tokens[last].range.upperBound)
      guard span.end > extent.start, span.start < extent.end else { continue }
      if tree.kind(node) == kind {
        result.append(span)
      } else {
        for case .node(let inner) in tree.children(node) { toDo.append(inner) }
      }
    }
    return result.sorted()
  }

  /// What the author said of the old figures.
  private static func comments(in tree: SyntaxTree, _ extent: SourceSpan, _ file: SourceFile) -> [SourceSpan] {
    var result: [SourceSpan] = []
    for token in tree.tokens where token.start > extent.start && token.start < extent.end {
      var place = token.triviaRange.lowerBound
      while place < token.triviaRange.upperBound {
        guard file.bytes[place] == UInt8(ascii: "#") else {
          place += 1
          continue
        }
        let end = file.bytes[place..<token.triviaRange.upperBound].firstIndex(of: UInt8(ascii: "\n"))
        result.append(SourceSpan(file: extent.file, start: place, end: end ?? token.triviaRange.upperBound))
        place = end ?? token.triviaRange.upperBound
      }
    }
    return result
  }
}
