import Source

/// Reads tokens into declarations, and notes the tree's nodes on the way.
///
/// Every function returns a value, whatever the text. A function that finds something else than it needs reports it once and
/// sets `isRecovering`; until the next place to go on from, nothing is consumed and nothing more is reported.
struct Parser {
  let file: SourceFile
  let id: FileID
  let tokens: [Token]
  /// The token at hand.
  var index = 0
  /// The end of the entry at hand: the tokens from here on look like the end of the file.
  var limit: Int
  var nodes: [SyntaxTree.Node] = []
  var diagnostics: [Diagnostic]
  var isRecovering = false
  var calledNames: Set<String> = []
  /// Whether the lines at hand are those of an example.
  var isInExample = false
  /// Whether the expression at hand is that of a law, which may speak of the total pay.
  var isInAssertion = false
  /// The number of constructs that are open around the token at hand.
  var nesting = 0
  /// The height of the expression read last.
  var height = 0
  /// What `over`, `in total`, `as of` and `of` belong to in the expression at hand.
  var owners = WordOwners()
  /// The number of conditions in another language's form around the token at hand; only the outermost is reported.
  var foreignConditions = 0

  /// More open constructs than any author writes; the parser's own stack bears several times as many.
  static let nestingLimit = 120
  /// More operators in a row than any author writes; a taller tree could exhaust the stack of a later stage.
  static let heightLimit = 500
  /// After so many messages a file is not read for more.
  static let diagnosticLimit = 200

  init(_ file: SourceFile, _ id: FileID) {
    self.file = file
    self.id = id
    (self.tokens, self.diagnostics) = Lexer.lex(file.bytes, in: id)
    self.limit = tokens.count - 1
  }

  // MARK: - Tokens

  /// The token at hand, or the end of the file if the entry ends here.
  var kind: TokenKind { index < limit ? tokens[index].kind : .endOfFile }
  var word: Word? { index < limit ? tokens[index].word : nil }
  var token: Token { tokens[min(index, tokens.count - 1)] }

  /// The kind of the token `n` places on.
  func kind(ahead n: Int) -> TokenKind { index + n < limit ? tokens[index + n].kind : .endOfFile }
  func word(ahead n: Int) -> Word? { index + n < limit ? tokens[index + n].word : nil }

  /// Iff the token at hand stands on the line of the one before.
  var isOnSameLine: Bool { index < limit && !tokens[index].startsLine }
  /// Iff the token `n` places on stands on the line of the one before it.
  func isOnSameLine(ahead n: Int) -> Bool { index + n < limit && !tokens[index + n].startsLine }

  var atEnd: Bool { index >= limit }

  mutating func advance() { if index < limit { index += 1 } }

  mutating func accept(_ kind: TokenKind) -> Bool {
    guard !isRecovering, self.kind == kind else { return false }
    advance()
    return true
  }

  mutating func accept(_ word: Word) -> Bool {
    guard !isRecovering, self.word == word else { return false }
    advance()
    return true
  }

  /// Accepts two words in a row, or none.
  mutating func accept(_ first: Word, _ second: Word) -> Bool {
    guard !isRecovering, word == first, word(ahead: 1) == second else { return false }
    advance()
    advance()
    return true
  }

  @discardableResult
  mutating func expect(_ kind: TokenKind, _ what: String) -> Bool {
    if accept(kind) { return true }
    expected(what)
    return false
  }

  @discardableResult
  mutating func expect(_ word: Word, _ what: String) -> Bool {
    if accept(word) { return true }
    expected(what)
    return false
  }

  // MARK: - Spans and nodes

  /// A place to which a node can reach back.
  struct Mark {
    let token: Int
    let node: Int
  }

  func mark() -> Mark { Mark(token: index, node: nodes.count) }

  /// Makes a node of everything since `mark`.
  mutating func close(_ kind: NodeKind, _ mark: Mark) {
    nodes.append(
      SyntaxTree.Node(
        kind: kind, firstToken: Int32(mark.token), endToken: Int32(index), firstDescendant: Int32(mark.node)))
  }

  func span(of index: Int) -> SourceSpan {
    let token = tokens[min(max(index, 0), tokens.count - 1)]
    return SourceSpan(file: id, start: Int(token.start), end: Int(token.end))
  }

  /// The text since `mark`; the empty span in front of the token at hand if nothing was read.
  func span(from mark: Mark) -> SourceSpan {
    guard index > mark.token else {
      let start = Int(token.start)
      return SourceSpan(file: id, start: start, end: start)
    }
    return span(of: mark.token).union(span(of: index - 1))
  }

  /// The text of a token.
  func text(of index: Int) -> String { String(decoding: file.bytes[tokens[index].range], as: UTF8.self) }

  // MARK: - Messages

  /// Reports, unless a message has been given that explains this line, or too many have.
  mutating func report(_ diagnostic: Diagnostic) {
    guard diagnostics.count < Parser.diagnosticLimit, !isNearFault else { return }
    diagnostics.append(diagnostic)
  }

  /// Reports, and reads nothing more until the next place to go on from.
  mutating func fail(_ diagnostic: Diagnostic) {
    guard !isRecovering else { return }
    report(diagnostic)
    isRecovering = true
  }

  /// Reports that `what` should stand here.
  mutating func expected(_ what: String, because secondary: [Diagnostic.Label] = [], help: [Diagnostic.Help] = []) {
    fail(.expected(what, found: described, at: foundSpan, also: secondary, help: help))
  }

  /// Iff the lexer has reported something on the line at hand or on the line before the break at hand.
  private var isNearFault: Bool {
    func lineIsFaulty(_ start: Int) -> Bool {
      guard start >= 0, start < tokens.count else { return false }
      var i = start
      while true {
        if tokens[i].isFaulty { return true }
        if tokens[i].startsLine || i == 0 { break }
        i -= 1
      }
      i = start + 1
      while i < tokens.count, !tokens[i].startsLine {
        if tokens[i].isFaulty { return true }
        i += 1
      }
      return false
    }
    return lineIsFaulty(index) || lineIsFaulty(index - 1)
  }

  /// Where a message about the token at hand points: the token, or just behind the line that ends too early.
  var foundSpan: SourceSpan {
    if index > 0, atEnd || tokens[index].startsLine {
      let end = Int(tokens[index - 1].end)
      return SourceSpan(file: id, start: end, end: end)
    }
    return span(of: index)
  }

  /// What stands where `foundSpan` points, in the author's words.
  var described: String {
    if index >= tokens.count - 1 { return "the end of the file" }
    if atEnd || (index > 0 && tokens[index].startsLine) { return "the end of the line" }
    return describedToken
  }

  /// The token at hand in the author's words.
  var describedToken: String {
    let token = tokens[index]
    switch token.kind {
    case .endOfFile: return "the end of the file"
    case .text:
      let text = text(of: index)
      return "the text \(text.count > 30 ? String(text.prefix(29)) + "…" : text)"
    case .number, .date, .period: return "`\(text(of: index))`"
    default:
      let text = text(of: index)
      return "`\(text.count > 30 ? String(text.prefix(29)) + "…" : text)`"
    }
  }

  // MARK: - Depth

  /// Runs `body` one construct deeper; nil, and a message, if that is deeper than the limit.
  mutating func nested<Value>(_ body: (inout Parser) -> Value) -> Value? {
    guard nesting < Parser.nestingLimit else {
      fail(.tooDeep(limit: Parser.nestingLimit, span(of: index)))
      return nil
    }
    nesting += 1
    defer { nesting -= 1 }
    return body(&self)
  }

  // MARK: - Names and literals

  /// A name, or an empty one and a message if none stands here.
  mutating func name(_ what: String) -> Name {
    let here = span(of: index)
    if isRecovering { return Name("", SourceSpan(file: id, start: Int(here.start), end: Int(here.start))) }
    switch kind {
    case .name:
      if let word, word.isReserved {
        expected(what, help: [.quoting(text(of: index), at: here)])
        return Name("", foundSpan)
      }
      let name = Name(text(of: index), here)
      advance()
      return name
    case .quotedName:
      let name = Name(String(text(of: index).dropFirst().dropLast()), here)
      advance()
      return name
    default:
      expected(what)
      return Name("", foundSpan)
    }
  }

  /// The name that a declaration gives; a word of the language is taken as it was meant, and reported.
  mutating func declaredName(_ what: String) -> Name {
    guard !isRecovering, kind == .name, let word, word.isReserved else { return name(what) }
    let name = Name(text(of: index), span(of: index))
    report(.reservedName(name.text, what, name.span))
    advance()
    return name
  }

  /// Names with commas between them.
  mutating func names(_ what: String) -> [Name] {
    var names = [name(what)]
    while accept(.comma) { names.append(name(what)) }
    return names
  }

  /// Names with dots between them.
  mutating func path(_ what: String) -> [Name] {
    var names = [name(what)]
    while accept(.dot) { names.append(name("a column's name")) }
    return names
  }

  /// A text literal, or an empty one and a message if none stands here.
  mutating func textLiteral(_ what: String) -> TextLiteral {
    if !isRecovering, kind == .text {
      let literal = textValue(of: index)
      advance()
      return literal
    }
    expected(what)
    return TextLiteral("", foundSpan)
  }

  /// The text literal at hand, if there is one.
  mutating func optionalText() -> TextLiteral? {
    guard !isRecovering, kind == .text else { return nil }
    return textLiteral("a text")
  }

  func textValue(of index: Int) -> TextLiteral {
    let range = tokens[index].range
    var bytes = file.bytes[range]
    for (opening, closing) in Parser.quotes(around: bytes) {
      bytes = bytes.dropFirst(opening).dropLast(closing)
      break
    }
    return TextLiteral(TextEscapes.unescape(bytes), span(of: index))
  }

  /// The lengths of the quotes around a text token; the closing one may be missing, or be no quote of the language.
  private static func quotes(around bytes: ArraySlice<UInt8>) -> [(Int, Int)] {
    guard let first = bytes.first else { return [] }
    if first == UInt8(ascii: "\"") {
      // The closing quote is missing if the last one is the opening one, or is escaped.
      var backslashes = 0
      for byte in bytes.dropFirst().dropLast().reversed() {
        guard byte == UInt8(ascii: "\\") else { break }
        backslashes += 1
      }
      let isClosed = bytes.count > 1 && bytes.last == UInt8(ascii: "\"") && backslashes % 2 == 0
      return [(1, isClosed ? 1 : 0)]
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.unicodeScalars.count > 1, let opening = text.unicodeScalars.first, let closing = text.unicodeScalars.last
    else { return [] }
    return [(UTF8.width(opening), UTF8.width(closing))]
  }

  // MARK: - Documentation

  /// The `##` lines directly in front of the token at hand, without their signs.
  func documentation() -> String? {
    let token = tokens[index]
    let trivia = file.bytes[token.triviaRange]
    var lines: [String] = []
    var lineStart = trivia.startIndex
    if lineStart == 0, trivia.starts(with: SourceFile.byteOrderMark) { lineStart = 3 }
    // What stands behind the token before, on its line, belongs to that line.
    var isOwnLine = index == 0
    while lineStart < trivia.endIndex {
      let lineEnd = trivia[lineStart...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? trivia.endIndex
      let line = trivia[blanksEnd(lineStart)..<lineEnd]
      if isOwnLine, lineEnd < trivia.endIndex {
        if line.starts(with: [0x23, 0x23]) {
          var text = line.dropFirst(2)
          if text.first == 0x20 { text = text.dropFirst() }
          while let last = text.last, last == 0x20 || last == 0x09 { text = text.dropLast() }
          lines.append(String(decoding: text, as: UTF8.self))
        } else if line.first != 0x23 {
          lines = []
        }
      }
      lineStart = lineEnd
      if lineStart < trivia.endIndex {
        lineStart += trivia[lineStart...].starts(with: [0x0D, 0x0A]) ? 2 : 1
      }
      isOwnLine = true
    }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }

  /// Where the blanks from `start` on end, those of Chinese and Japanese texts among them.
  private func blanksEnd(_ start: Int) -> Int {
    var end = start
    while let (scalar, length) = UTF8Scalar.decode(file.bytes, at: end),
      scalar.isBlankInSource || [0x20, 0x09, 0x0B, 0x0C].contains(scalar.value)
    {
      end += length
    }
    return end
  }
}
