import Source
import Syntax

/// A file in the canonical layout.
public struct FormattedText: Hashable, Sendable {
  /// The whole text, laid out as far as it could be read.
  public let bytes: [UInt8]
  /// Iff the text differs from the one that was given.
  public let isChanged: Bool
  /// What could not be read; these places stand in ``bytes`` as they were.
  public let diagnostics: [Diagnostic]

  /// The text as a string.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// A text that the formatter would have changed in more than its layout: a fault of the formatter.
public struct FormattingFault: Error, Hashable, Sendable {
  public let path: String
}

/// Lays out a file: its tokens and comments stay as they are, only the blanks and line breaks between them change.
///
/// - Parameter file: the identity that the spans of the diagnostics carry.
/// - Throws: `FormattingFault` if the layout read back were not the same text; nothing is to be written then.
public func formatted(
  _ bytes: [UInt8], path: String, file: FileID = FileID(0)
) throws(FormattingFault) -> FormattedText {
  let parsed = parse(SourceFile(path: path, bytes: bytes), id: file)
  let errors = parsed.diagnostics.filter { $0.severity == .error }
  guard !errors.isEmpty else {
    let layout = Layout(parsed.tree, TokenRoles(parsed.tree))
    let result = layout.bytes
    guard isSame(parsed.tree, parse(SourceFile(path: path, bytes: result), id: file).tree) else {
      throw FormattingFault(path: path)
    }
    return FormattedText(bytes: result, isChanged: result != bytes, diagnostics: parsed.diagnostics)
  }
  // What follows a fault may be read in another way once it stands elsewhere; then less of the file is laid out.
  for extent in [VerbatimExtent.item, .declaration] {
    let layout = Layout(parsed.tree, TokenRoles(parsed.tree, keeping: errors, extent))
    let result = layout.bytes
    if isSame(parsed.tree, parse(SourceFile(path: path, bytes: result), id: file).tree) {
      return FormattedText(bytes: result, isChanged: result != bytes, diagnostics: parsed.diagnostics)
    }
  }
  return FormattedText(bytes: bytes, isChanged: false, diagnostics: parsed.diagnostics)
}

/// Tokens of a tree on one line as the formatter would write them, without comments.
///
/// - Parameter tokens: places in the tree's ``SyntaxTree/tokens``.
public func canonicalText(of tree: SyntaxTree, tokens: Range<Int>) -> String {
  CanonicalText(tree)[tokens]
}

/// Writes parts of one tree on a line each, as the formatter would, without comments.
public struct CanonicalText: Sendable {
  private let tree: SyntaxTree
  private let roles: TokenRoles

  public init(_ tree: SyntaxTree) {
    self.tree = tree
    roles = TokenRoles(tree)
  }

  /// The text of `tokens`, which are places in the tree's ``SyntaxTree/tokens``.
  public subscript(tokens: Range<Int>) -> String {
    var result: [UInt8] = []
    for index in tokens.clamped(to: tree.tokens.indices) {
      if index > tokens.lowerBound, roles.hasBlank(before: index, in: tree) { result.append(0x20) }
      result += tree.bytes(tree.id(ofToken: index))
    }
    return String(decoding: result, as: UTF8.self)
  }
}

/// Iff two trees have the same tokens, nodes and comments.
private func isSame(_ old: SyntaxTree, _ new: SyntaxTree) -> Bool {
  guard old.hasSameShape(as: new) else { return false }
  return old.tokens.indices.allSatisfy { index in
    let a = Gap(before: index, of: old)
    let b = Gap(before: index, of: new)
    return a.trailing == b.trailing && a.comments.elementsEqual(b.comments) { $0.text == $1.text }
  }
}
