import Allot
import Explaining

/// Explanations for machines and for pages.
extension ExplanationText {
  func object(_ explanation: Explanation) -> JSON {
    .object([
      .init("result", .text(explanation.result)),
      .init("title", .text(explanation.title)),
      .init("keys", .object(explanation.keys.map { .init($0.name, .text($0.text)) })),
      .init("line", .text(explanation.line)),
      .init("amount", .text(explanation.root.value.description)),
      .init("unit", .text(explanation.unit)),
      .init("leaves", .integer(explanation.leafCount)),
      .init("adds_up", .bool(explanation.verify())),
      .init("tree", object(explanation.root)),
    ])
  }

  private func object(_ node: ExplanationNode) -> JSON {
    .object([
      .init("kind", .text(node.kind.rawValue)),
      .init("label", .text(node.label)),
      .init("value", .text(node.value.description)),
      .init("text", .text(node.text)),
      .init("working", .text(node.working)),
      .init("place", .text(node.span.map(fullPlace))),
      .init("data", .text(node.data.map { "\($0.file)" + ($0.line > 0 ? ":\($0.line)" : "") })),
      .init("rests_on", .list(node.facts.map(object))),
      .init("parts", .list(node.children.map(object))),
    ])
  }

  func object(_ fact: ExplanationFact) -> JSON {
    .object([
      .init("name", .text(fact.name)),
      .init("value", .text(fact.value)),
      .init("place", .text(fact.span.map(fullPlace))),
      .init("data", .text(fact.data.map { "\($0.file)" + ($0.line > 0 ? ":\($0.line)" : "") })),
      .init("rests_on", .list(fact.facts.map(object))),
    ])
  }

  func object(_ result: String, _ keys: [NamedText], _ line: String, value: String, _ facts: [ExplanationFact]) -> JSON
  {
    .object([
      .init("result", .text(result)),
      .init("keys", .object(keys.map { .init($0.name, .text($0.text)) })),
      .init("line", .text(line)),
      .init("value", value.isEmpty ? .null : .text(value)),
      .init("rests_on", .list(facts.map(object))),
    ])
  }

  private func fullPlace(_ span: SourceSpan) -> String {
    guard sources.contains(span.file) else { return "" }
    let file = sources[span.file]
    return "\(file.path):\(file.lineColumn(at: Int(span.start)).line)"
  }

  // MARK: Markdown

  /// A tree as a list in lists.
  func markdown(_ explanation: Explanation) -> String {
    var text = ""
    append(explanation.root, explanation, depth: 0, to: &text)
    return text
  }

  private func append(_ node: ExplanationNode, _ explanation: Explanation, depth: Int, to text: inout String) {
    let indent = String(repeating: "  ", count: depth)
    let place = node.data.map(self.place) ?? node.span.map(self.place) ?? ""
    let amount = explanation.text(of: node.value)
    text += "\(indent)- **\(amount)** \(ExplanationText.escaped(node.label))"
    if let working = node.working { text += ": \(ExplanationText.escaped(working))" }
    if !place.isEmpty { text += " (`\(place)`)" }
    text += "\n"
    for fact in node.facts where !ExplanationText.isSaidAnyhow(fact) {
      text += "\(indent)  - *\(ExplanationText.escaped(ExplanationText.words(fact)))*\n"
    }
    for child in node.children { append(child, explanation, depth: depth + 1, to: &text) }
  }

  func markdown(_ title: String, value: String, _ facts: [ExplanationFact]) -> String {
    "- **\(ExplanationText.escaped(value))** \(ExplanationText.escaped(title))\n"
      + facts.map { "  - *\(ExplanationText.escaped(ExplanationText.words($0)))*\n" }.joined()
  }

  /// A text in which nothing is taken for a mark.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "*", "_", "`", "[", "]", "<", ">", "\\", "|": result += "\\\(character)"
      case "\n", "\r\n", "\r": result += " "
      default: result.append(character)
      }
    }
    return result
  }
}
