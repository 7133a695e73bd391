import Columns

extension ExplanationNode {
  /// The node with at most `rows` children at each node and `depth` levels below it; what is left out is one node each.
  func folded(depth: Int?, rows: Int?, text: (Rational) -> String) -> ExplanationNode {
    var node = self
    if let depth, depth <= 0, !children.isEmpty {
      let count = leafCount
      node.children = []
      node.working = node.working ?? "\(count) \(count == 1 ? "part" : "parts")"
      return node
    }
    node.children = children.map { $0.folded(depth: depth.map { $0 - 1 }, rows: rows, text: text) }
    guard let rows, node.children.count > max(rows, 1) + 1 else { return node }
    // Rows are many; what surrounds them is not left out.
    let isMany = node.children.map { $0.kind == .row || $0.kind == .earlier || $0.kind == .slice }
    var kept: [ExplanationNode] = []
    var hidden: [ExplanationNode] = []
    var shown = 0
    var place: Int?
    for (child, isOfMany) in zip(node.children, isMany) {
      if isOfMany, shown >= max(rows, 1) {
        if place == nil { place = kept.count }
        hidden.append(child)
      } else {
        if isOfMany { shown += 1 }
        kept.append(child)
      }
    }
    guard hidden.count > 1, let place, let sum = ExplanationNode.sum(hidden) else { return node }
    let noun = hidden.allSatisfy { $0.kind == .row } ? "rows" : "parts"
    kept.insert(
      ExplanationNode(
        kind: .folded, label: "\(hidden.count) further \(noun)", value: sum, text: text(sum), working: nil, span: nil,
        data: nil, facts: [], children: []), at: place)
    node.children = kept
    return node
  }
}
