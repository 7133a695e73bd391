import Source
import Syntax

/// How much around a fault stays as it is.
enum VerbatimExtent { case item, declaration }

extension TokenRoles {
  /// The roles of a text with faults: what they stand in stays as it is.
  init(_ tree: SyntaxTree, keeping faults: [Diagnostic], _ extent: VerbatimExtent) {
    self.init(tree)
    for fault in faults {
      let offset = Int(fault.primary.span.start)
      guard let token = TokenRoles.token(at: offset, in: tree) else { continue }
      keep(self[token].item)
    }
    for index in items.indices where items[index].parent == index && !isBalanced(items[index].tokens, in: tree) {
      keep(index)
    }
    switch extent {
    case .item: break
    case .declaration:
      for index in items.indices where items[index].isVerbatim { keep(declaration(of: index)) }
    }
  }

  /// The token that stands at `offset` or ends there; nil if a comment or blanks do.
  private static func token(at offset: Int, in tree: SyntaxTree) -> Int? {
    var low = 0
    var high = tree.tokens.count - 1
    while low < high {
      let middle = low + (high - low) / 2
      if Int(tree.tokens[middle].end) < offset { low = middle + 1 } else { high = middle }
    }
    if Int(tree.tokens[low].end) == offset, low + 1 < tree.tokens.count - 1, Int(tree.tokens[low + 1].start) == offset {
      low += 1
    }
    guard low < tree.tokens.count - 1, Int(tree.tokens[low].start) <= offset else { return nil }
    return low
  }

  private func isBalanced(_ tokens: Range<Int>, in tree: SyntaxTree) -> Bool {
    var depth = 0
    for index in tokens {
      switch tree.tokens[index].kind {
      case .leftBrace: depth += 1
      case .rightBrace: depth -= 1
      default: break
      }
      if depth < 0 { return false }
    }
    return depth == 0
  }

  private func declaration(of item: Int) -> Int {
    var item = item
    while items[item].parent != item { item = items[item].parent }
    return item
  }
}
