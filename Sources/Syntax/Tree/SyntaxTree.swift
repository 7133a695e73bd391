import Source

/// A file's text as a tree that keeps every byte: blanks, comments and what could not be read.
///
/// Nodes stand in one array, each behind its descendants, so that a subtree is a slice:
///
///     a + b * c      name(a)  name(b)  name(c)  binary(b*c)  binary(a + b*c)
///     first descendant   0        1        2         1              0
///
/// The tokens of a node that belong to none of its children are its own.
public struct SyntaxTree: Hashable, Sendable {
  /// A node's place in the tree.
  public struct NodeID: Hashable, Sendable {
    let index: Int32
  }

  /// A token's place in the text, counted from 0.
  public struct TokenID: Hashable, Sendable, Comparable {
    public let index: Int

    public static func < (a: TokenID, b: TokenID) -> Bool { a.index < b.index }
  }

  /// A node or a token.
  public enum Element: Hashable, Sendable {
    case node(NodeID)
    case token(TokenID)
  }

  struct Node: Hashable, Sendable {
    let kind: NodeKind
    let firstToken: Int32
    let endToken: Int32
    /// The index of the first node of the subtree; equal to the node's own index if it has no children.
    let firstDescendant: Int32
  }

  let bytes: [UInt8]
  /// All tokens, the last of which is the end of the file.
  public let tokens: [Token]
  let nodes: [Node]

  /// The node that covers the whole file, or the whole expression.
  public var root: NodeID { NodeID(index: Int32(nodes.count - 1)) }

  public func kind(_ node: NodeID) -> NodeKind { nodes[Int(node.index)].kind }

  /// The tokens of `node` and its descendants.
  public func tokenRange(_ node: NodeID) -> Range<Int> {
    let node = nodes[Int(node.index)]
    return Int(node.firstToken)..<Int(node.endToken)
  }

  /// The children of `node` and its own tokens, in the order of the text.
  public func children(_ node: NodeID) -> [Element] {
    let parent = nodes[Int(node.index)]
    var children: [Int32] = []
    var i = node.index - 1
    while i >= parent.firstDescendant {
      children.append(i)
      i = nodes[Int(i)].firstDescendant - 1
    }
    var elements: [Element] = []
    var token = parent.firstToken
    for child in children.reversed() {
      while token < nodes[Int(child)].firstToken {
        elements.append(.token(TokenID(index: Int(token))))
        token += 1
      }
      elements.append(.node(NodeID(index: child)))
      token = nodes[Int(child)].endToken
    }
    while token < parent.endToken {
      elements.append(.token(TokenID(index: Int(token))))
      token += 1
    }
    return elements
  }

  /// The token at place `index` of ``tokens``.
  public func id(ofToken index: Int) -> TokenID { TokenID(index: index) }

  /// Iff `other` has the same nodes over the same tokens: they may differ in blanks and comments only.
  public func hasSameShape(as other: SyntaxTree) -> Bool {
    guard nodes == other.nodes, tokens.count == other.tokens.count else { return false }
    return zip(tokens, other.tokens).allSatisfy { mine, its in
      mine.kind == its.kind && mine.word == its.word && bytes[mine.range] == other.bytes[its.range]
    }
  }

  /// The token at a place of the tree.
  public func token(_ token: TokenID) -> Token { tokens[token.index] }

  /// The bytes of one of ``tokens`` without the blanks and comments in front of it.
  public func bytes(of token: Token) -> ArraySlice<UInt8> { bytes[token.range] }

  /// The bytes of a token without the blanks and comments in front of it.
  public func bytes(_ token: TokenID) -> ArraySlice<UInt8> { bytes[tokens[token.index].range] }

  /// The blanks and comments between the token before and this one.
  public func leadingTrivia(_ token: TokenID) -> ArraySlice<UInt8> { bytes[tokens[token.index].triviaRange] }

  /// The text of a token without the blanks and comments in front of it.
  public func text(_ token: TokenID) -> String { String(decoding: bytes(token), as: UTF8.self) }

  /// The offsets of a token in the file.
  public func range(_ token: TokenID) -> Range<Int> { tokens[token.index].range }

  /// Iff the token is the first one of its line.
  public func startsLine(_ token: TokenID) -> Bool { tokens[token.index].startsLine }

  /// The file's bytes, put together from the leaves of the tree.
  public var text: [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var pending: [Element] = nodes.isEmpty ? [] : [.node(root)]
    while let element = pending.popLast() {
      switch element {
      case .node(let node): pending.append(contentsOf: children(node).reversed())
      case .token(let token):
        result.append(contentsOf: leadingTrivia(token))
        result.append(contentsOf: bytes(token))
      }
    }
    return result
  }
}
