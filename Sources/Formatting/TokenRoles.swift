import Syntax

/// What the tree says about each token: the node it belongs to, the line it is a part of, and how loosely it binds.
struct TokenRoles {
  /// The part that a token plays.
  struct Role {
    /// The kind of the innermost node around the token.
    var owner: NodeKind = .file
    /// Iff the token is the first one of its node.
    var startsNode = false
    /// The item that the token is a part of.
    var item = 0
    /// Whether the token must, may or must not start a line.
    var start = Start.free
    /// The depth of the token's node in its item; parts of a chain of like operators are at one depth.
    var level = 0
    /// The node that the token belongs to; the same for the parts of a chain.
    var chain = 0
  }

  enum Start { case line, free }

  /// What starts on a line of its own: a declaration, a header, a line, a tier, a row.
  struct Item {
    let kind: NodeKind
    var tokens: Range<Int>
    /// The number of blocks around it.
    let depth: Int
    /// The item whose block it stands in; itself for a declaration.
    let parent: Int
    /// The matchers of a tier, of a matrix's line or of a row of rules.
    var matchers: [Range<Int>] = []
    /// True iff it could not be read, so that its bytes stay as they are.
    var isVerbatim = false
  }

  private(set) var roles: [Role]
  private(set) var items: [Item] = []

  private let tree: SyntaxTree
  private var nodeCount = 0

  init(_ tree: SyntaxTree) {
    self.tree = tree
    roles = [Role](repeating: Role(), count: tree.tokens.count)
    readFile()
  }

  subscript(token: Int) -> Role { roles[token] }

  /// Says that the bytes of an item are to stay as they are.
  mutating func keep(_ item: Int) { items[item].isVerbatim = true }

  // MARK: - Reading the tree

  private mutating func readFile() {
    for child in tree.children(tree.root) {
      switch child {
      case .node(let node): readItem(node, depth: 0, parent: nil)
      // Only the end of the file.
      case .token: break
      }
    }
  }

  /// A node that starts a line of its own.
  private mutating func readItem(_ node: SyntaxTree.NodeID, depth: Int, parent: Int?) {
    let range = tree.tokenRange(node)
    guard !range.isEmpty else { return }
    if tree.kind(node) == .error, range.lowerBound > 0, !tree.tokens[range.lowerBound].startsLine {
      // The rest of a line that could not be read belongs to what stands in front of it.
      let item = roles[range.lowerBound - 1].item
      let tokens = items[item].tokens
      items[item].tokens = tokens.lowerBound..<max(tokens.upperBound, range.upperBound)
      readNode(node, item: item, level: 0, chain: nil, at: depth)
      return
    }
    let item = items.count
    items.append(Item(kind: tree.kind(node), tokens: range, depth: depth, parent: parent ?? item))
    readNode(node, item: item, level: 0, chain: nil, at: depth)
    roles[range.lowerBound].start = .line
  }

  /// The tokens and children of `node`, which is a part of `item` or all of it.
  private mutating func readNode(_ node: SyntaxTree.NodeID, item: Int, level: Int, chain: Int?, at depth: Int) {
    nodeCount += 1
    let kind = tree.kind(node)
    if kind == .error { items[item].isVerbatim = true }
    let chain = chain ?? nodeCount
    let first = tree.tokenRange(node).lowerBound
    let children = tree.children(node)
    var item = item
    var isInBlock = false
    let link = links(node, children)
    for child in children {
      switch child {
      case .token(let token):
        let index = token.index
        var start = Start.free
        if tree.token(token).isUnreadable { items[item].isVerbatim = true }
        switch tree.token(token).kind {
        case .leftBrace: isInBlock = true
        case .rightBrace where isInBlock:
          isInBlock = false
          start = .line
        default:
          // A step behind a line's value.
          guard kind == .line, tree.token(token).word == .then else { break }
          start = .line
          let end = items[item].tokens.upperBound
          let line = items[item].kind == .step ? items[item].parent : item
          items[item].tokens = items[item].tokens.lowerBound..<index
          item = items.count
          items.append(Item(kind: .step, tokens: index..<end, depth: depth + 1, parent: line))
        }
        roles[index] = Role(
          owner: kind, startsNode: index == first, item: item, start: start, level: level, chain: chain)
      case .node(let inner):
        if isInBlock {
          readItem(inner, depth: depth + 1, parent: item)
        } else if tree.kind(inner) == .rowBlock {
          readItem(inner, depth: depth, parent: item)
        } else {
          if tree.kind(inner) == .matcher { items[item].matchers.append(tree.tokenRange(inner)) }
          let isClause = tree.kind(inner) == .aggregateClause
          let isLinked = isClause || link != nil && links(inner, tree.children(inner)) == link
          readNode(
            inner, item: item, level: isLinked ? level : level + 1, chain: isLinked ? chain : nil, at: depth)
        }
      }
    }
  }

  /// What a node forms a chain with: operators that bind equally, `else` with `else`.
  private func links(_ node: SyntaxTree.NodeID, _ children: [SyntaxTree.Element]) -> Link? {
    switch tree.kind(node) {
    case .conditional, .otherwise: return .condition
    case .binary:
      for case .token(let token) in children {
        switch tree.token(token).kind {
        case .plus, .minus: return .sum
        case .star, .slash: return .product
        case .name:
          switch tree.token(token).word {
          case .and: return .and
          case .or: return .or
          default: return .product
          }
        default: return .comparison
        }
      }
      return nil
    default: return nil
    }
  }

  private enum Link { case condition, or, and, comparison, sum, product }
}

extension Token {
  /// Iff a message has been given about the token itself.
  fileprivate var isUnreadable: Bool { isFaulty || kind == .malformed || kind == .unknown || kind == .fatArrow }
}
