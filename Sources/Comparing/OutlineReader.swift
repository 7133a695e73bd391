import Allot
import Source
import Syntax

/// Reads the declarations of a plan's files as outlines.
struct OutlineReader {
  private let text: TreeText
  private var tree: SyntaxTree { text.tree }

  private init(_ text: TreeText) { self.text = text }

  /// The declarations of all files of `plan`, in the order in which they were read.
  static func outlines(of plan: Plan) -> [Outline] {
    plan.readFiles.flatMap { file -> [Outline] in
      guard let tree = plan.trees[file] else { return [] }
      return OutlineReader(TreeText(tree: tree, file: file)).outlines
    }
  }

  private var outlines: [Outline] {
    tree.children(tree.root).compactMap { element in
      guard case .node(let node) = element else { return nil }
      return outline(node)
    }
  }

  private func outline(_ node: SyntaxTree.NodeID) -> Outline? {
    let tokens = tree.tokenRange(node)
    guard !tokens.isEmpty else { return nil }
    let kind: Outline.Kind
    switch tree.kind(node) {
    case .language, .use: return nil
    case .unit: kind = .unit
    case .parameter: kind = .param
    case .define: kind = .define
    case .table: kind = .table
    case .rates: kind = .rates
    case .curve: kind = .curve
    case .matrix: kind = .matrix
    case .sheet: kind = sheetKind(tokens.lowerBound)
    case .ruleChoice: kind = .rules
    case .schedule: kind = .schedule
    case .calendar: kind = .calendar
    case .data: kind = .data
    case .example: kind = .example
    default: kind = .unread
    }
    return Outline(
      kind: kind, name: name(kind, tokens), items: OutlineItems(text, kind).items(of: node), tokens: tokens, text: text)
  }

  private func sheetKind(_ token: Int) -> Outline.Kind {
    switch tree.tokens[token].word {
    case .plan?: .plan
    case .replenish?: .replenish
    case .position?: .position
    default: .sheet
    }
  }

  private func name(_ kind: Outline.Kind, _ tokens: Range<Int>) -> String {
    switch kind {
    case .calendar: return ""
    case .unread: return text.words(tokens)
    case .rates:
      let place = tree.tokens[tokens.lowerBound].word == .rates ? tokens.lowerBound + 1 : tokens.lowerBound + 2
      return nameText(place, tokens)
    case .unit, .param, .define, .table, .curve, .matrix, .plan, .sheet, .replenish, .position, .rules, .schedule,
      .data, .example:
      return nameText(tokens.lowerBound + 1, tokens)
    }
  }

  private func nameText(_ index: Int, _ tokens: Range<Int>) -> String {
    guard tokens.contains(index) else { return "" }
    switch text.saying(index) {
    case .name(let name), .number(let name), .other(let name): return name
    }
  }
}
