import Foundation
import TestSupport
import Testing

@testable import Syntax

/// `grammar/allot.ebnf` knows the words and signs that the parser knows, and no others.
@Suite struct GrammarTests {
  private let text: String
  /// The grammar without its comments.
  private let rules: String

  init() throws {
    let url = Golden.root.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(
      "grammar/allot.ebnf")
    text = String(decoding: try Data(contentsOf: url), as: UTF8.self)
    rules = text.components(separatedBy: "(*").map { $0.components(separatedBy: "*)").last ?? "" }.joined()
  }

  private var quoted: Set<String> {
    Set(rules.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 1 }.map(\.element))
  }

  @Test func wordsAgree() {
    let words = quoted.filter { $0.first?.isLetter == true }
    #expect(words.subtracting(Word.allCases.map(\.rawValue)).sorted() == [])
    #expect(Set(Word.allCases.map(\.rawValue)).subtracting(words).sorted() == [])
  }

  @Test func signsAgree() {
    let signs = quoted.filter { $0.first?.isLetter != true }
    let known: [TokenKind] = [
      .leftParenthesis, .rightParenthesis, .leftBracket, .rightBracket, .leftBrace, .rightBrace, .comma, .colon, .dot,
      .dotDot, .question, .bar, .arrow, .percent, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
      .plus, .minus, .star, .slash,
    ]
    #expect(signs == Set(known.compactMap(\.sign)))
  }

  /// The words between two phrases of a comment.
  private func words(from start: String, to end: String) -> Set<String> {
    guard let from = text.range(of: start), let to = text.range(of: end, range: from.upperBound..<text.endIndex) else {
      return []
    }
    return Set(
      text[from.upperBound..<to.lowerBound].split { !$0.isLetter }.map(String.init))
  }

  @Test func listsOfWordsAgree() {
    #expect(words(from: "backquotes make them names):", to: "\n            All") == Set(Word.reserved.map(\.rawValue)))
    #expect(words(from: "units behind a number:", to: ", and\n") == Set(Word.neverUnits.map(\.rawValue)))
    #expect(words(from: "below above, and\n", to: ", which") == Word.foreignConditionWords)
    #expect(words(from: "in an expression, with one of", to: ". (A line") == Set(Word.continuations.map(\.rawValue)))
  }

  /// Each rule that a rule names is in the grammar, and each rule but the first is named by another.
  @Test func rulesAgree() {
    var defined: Set<String> = []
    var named: Set<String> = []
    let parts = rules.components(separatedBy: "\"").enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
    for word in parts.joined(separator: " ").split(whereSeparator: { !$0.isLetter && $0 != "=" && $0 != ";" }) {
      named.insert(String(word))
    }
    for line in rules.split(separator: "\n") where line.first?.isLetter == true {
      defined.insert(String(line.prefix { $0.isLetter }))
    }
    let tokens: Set = ["NAME", "NUMBER", "TEXT", "DATE", "PERIOD"]
    #expect(named.filter { $0.first?.isLetter == true }.subtracting(defined).subtracting(tokens).sorted() == ["cell"])
    for rule in defined where rule != "file" {
      let uses = rules.components(separatedBy: .init(charactersIn: " \n[](){}|;")).filter { $0 == rule }
      #expect(uses.count > 1, "\(rule)")
    }
  }
}
