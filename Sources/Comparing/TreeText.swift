import Source
import Syntax

/// A file's tree with the ways in which a comparison reads its tokens.
struct TreeText: Sendable {
  let tree: SyntaxTree
  let file: FileID

  /// What a token says, however it is written: `6_000` and `6k` say the same, blanks and comments say nothing.
  enum Saying: Hashable, Sendable {
    case name(String)
    case number(String)
    case other(String)
  }

  func saying(_ index: Int) -> Saying {
    let token = tree.id(ofToken: index)
    let text = tree.text(token)
    switch tree.tokens[index].kind {
    case .name: return .name(text)
    case .quotedName: return .name(String(text.dropFirst().dropLast()))
    case .number: return .number(TreeText.canonicalNumber(text))
    case .endOfFile, .text, .date, .period, .malformed, .unknown, .cell, .leftParenthesis, .rightParenthesis,
      .leftBracket, .rightBracket, .leftBrace, .rightBrace, .comma, .colon, .dot, .dotDot, .question, .bar, .arrow,
      .percent, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .plus, .minus, .star, .slash,
      .fatArrow:
      return .other(text)
    }
  }

  func sayings(_ tokens: Range<Int>) -> [Saying] { tokens.map(saying) }

  /// The author's own words on one line, without comments and with single blanks where there were any.
  func words(_ tokens: Range<Int>) -> String {
    var text = ""
    for index in tokens {
      let token = tree.id(ofToken: index)
      if index > tokens.lowerBound, !tree.leadingTrivia(token).isEmpty { text += " " }
      text += tree.text(token)
    }
    return text
  }

  /// The bytes of some tokens with the blanks and comments in front of each.
  func bytes(_ tokens: Range<Int>) -> ArraySlice<UInt8> {
    guard let first = tokens.first, let last = tokens.last else { return [] }
    return tree.bytes(Int(tree.tokens[first].triviaStart)..<Int(tree.tokens[last].end))
  }

  /// The place of some tokens, without what stands in front of the first.
  func span(_ tokens: Range<Int>) -> SourceSpan {
    guard let first = tokens.first, let last = tokens.last else {
      let place = tokens.lowerBound < tree.tokens.count ? Int(tree.tokens[tokens.lowerBound].start) : 0
      return SourceSpan(file: file, start: place, end: place)
    }
    return SourceSpan(file: file, start: Int(tree.tokens[first].start), end: Int(tree.tokens[last].end))
  }

  /// A number without the signs that only make it readable: `6_000.50` is `6000.5`, and `270k` is `270000`.
  static func canonicalNumber(_ text: String) -> String {
    var digits = text.filter { $0 != "_" }
    var zeros = 0
    if let last = digits.last, last == "k" || last == "m" {
      zeros = last == "k" ? 3 : 6
      digits.removeLast()
    }
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    var whole = String(parts.first ?? "")
    var fraction = parts.count > 1 ? String(parts[1]) : ""
    while zeros > 0 {
      whole.append(fraction.isEmpty ? "0" : fraction.removeFirst())
      zeros -= 1
    }
    while fraction.last == "0" { fraction.removeLast() }
    while whole.count > 1, whole.first == "0" { whole.removeFirst() }
    return fraction.isEmpty ? whole : whole + "." + fraction
  }
}
