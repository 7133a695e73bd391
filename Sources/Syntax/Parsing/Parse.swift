import Source

/// A file's text as a tree and as declarations, with everything that was wrong with it.
public struct ParsedFile: Hashable, Sendable {
  public let tree: SyntaxTree
  public let syntax: FileSyntax
  /// The names that are called somewhere, as `f` in `f(x)`.
  public let calledNames: Set<String>
  /// In the order of the text.
  public let diagnostics: [Diagnostic]
}

/// An expression's text as a tree and as a value, with everything that was wrong with it.
public struct ParsedExpression: Hashable, Sendable {
  public let tree: SyntaxTree
  public let expression: Expression
  /// In the order of the text.
  public let diagnostics: [Diagnostic]
}

/// Reads a file, whatever its bytes are; broken parts become `.error` and are reported.
///
/// A declaration whose name could not be read has an empty name, about which a message has been given.
public func parse(_ file: SourceFile, id: FileID) -> ParsedFile {
  guard file.bytes.count < Parser.sizeLimit else {
    let message = Diagnostic.tooLarge(megabytes: Parser.sizeLimit >> 20, SourceSpan(file: id, start: 0, end: 0))
    return ParsedFile(
      tree: .unread(file.bytes), syntax: FileSyntax(language: nil, uses: [], declarations: []), calledNames: [],
      diagnostics: [message])
  }
  var parser = Parser(file, id)
  let syntax = parser.parseFile()
  return ParsedFile(
    tree: parser.tree(), syntax: syntax, calledNames: parser.calledNames,
    diagnostics: parser.diagnostics.sortedByPlace())
}

/// Reads one expression that takes up the whole text, as the prompt and `--param name=value` do.
public func parseExpression(_ file: SourceFile, id: FileID) -> ParsedExpression {
  guard file.bytes.count < Parser.sizeLimit else {
    let here = SourceSpan(file: id, start: 0, end: 0)
    let message = Diagnostic.tooLarge(megabytes: Parser.sizeLimit >> 20, here)
    return ParsedExpression(tree: .unread(file.bytes), expression: Expression(.error, here), diagnostics: [message])
  }
  var parser = Parser(file, id)
  let mark = parser.mark()
  let expression = parser.expression()
  parser.expectEndOfExpression()
  parser.skip(to: parser.limit)
  parser.index = parser.tokens.count
  parser.close(.file, mark)
  return ParsedExpression(
    tree: parser.tree(), expression: expression, diagnostics: parser.diagnostics.sortedByPlace())
}

extension Parser {
  /// Offsets must fit in 32 bits with room to spare, and no author writes such a plan.
  static let sizeLimit = 256 << 20

  /// The tree of everything that has been read.
  func tree() -> SyntaxTree { SyntaxTree(bytes: file.bytes, tokens: tokens, nodes: nodes) }

  /// Makes an error node of the tokens before `end`.
  mutating func skip(to end: Int) {
    guard index < end else { return }
    let mark = mark()
    index = end
    close(.error, mark)
  }

  /// Reports what follows a complete expression.
  mutating func expectEndOfExpression() {
    if !isRecovering, !atEnd { reportLeftover("the end of the expression") }
  }
}

extension SyntaxTree {
  /// A tree that holds `bytes` as the trivia of its only token.
  static func unread(_ bytes: [UInt8]) -> SyntaxTree {
    // Offsets beyond 32 bits have no place in a token; the text is kept whole all the same.
    let end = Int32(clamping: bytes.count)
    let token = Token(
      kind: .endOfFile, word: nil, startsLine: true, isFaulty: true, triviaStart: 0, start: end, end: end)
    return SyntaxTree(
      bytes: bytes, tokens: [token], nodes: [Node(kind: .file, firstToken: 0, endToken: 1, firstDescendant: 0)])
  }
}

extension [Diagnostic] {
  /// By file and place; messages about the same place keep their order.
  func sortedByPlace() -> [Diagnostic] {
    enumerated().sorted { a, b in
      (a.element.primary.span, a.offset) < (b.element.primary.span, b.offset)
    }.map(\.element)
  }
}
