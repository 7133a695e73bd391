/// Prints a tree as nested lists, for tests and for `--dump tree`.
public enum SyntaxPrinter {
  /// `tree` with one node a line, indented by its depth; tokens stand in quotes behind their node.
  public static func print(_ tree: SyntaxTree) -> String {
    var result = ""
    guard !tree.nodes.isEmpty else { return result }
    // A closing parenthesis is an element of its own, so that deep trees need no recursion.
    enum Step {
      case element(SyntaxTree.Element, depth: Int)
      case close
    }
    var pending: [Step] = [.element(.node(tree.root), depth: 0)]
    while let step = pending.popLast() {
      switch step {
      case .close: result += ")"
      case .element(.token(let token), _):
        let text = tree.text(token)
        if !text.isEmpty { result += " " + quoted(text) }
      case .element(.node(let node), let depth):
        if depth > 0 { result += "\n" + String(repeating: "  ", count: depth) }
        result += "(" + tree.kind(node).rawValue
        pending.append(.close)
        for child in tree.children(node).reversed() { pending.append(.element(child, depth: depth + 1)) }
      }
    }
    return result + "\n"
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        if scalar.value < 0x20 {
          result += "\\u{" + String(scalar.value, radix: 16) + "}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
