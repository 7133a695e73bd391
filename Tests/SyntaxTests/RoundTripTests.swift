import Source
import TestSupport
import Testing

@testable import Syntax

/// Texts to start from: every input that has an expected output.
private func seeds() throws -> [[UInt8]] {
  try ["trees", "syntax-messages", "tokens"].flatMap { folder in
    try Golden.inputs(in: folder).map { try Golden.bytes("\(folder)/\($0)") }
  }
}

/// Checks what holds for every text, whatever its bytes are.
private func checkInvariants(_ bytes: [UInt8], _ sourceLocation: SourceLocation = #_sourceLocation) {
  let file = SourceFile(path: "random", bytes: bytes)
  let parsed = parse(file, id: FileID(0))
  let shown = String(decoding: bytes, as: UTF8.self)
  #expect(parsed.tree.text == bytes, "\(shown)", sourceLocation: sourceLocation)
  // The tokens cover the bytes in order.
  var end: Int32 = 0
  var coversAll = true
  for (i, token) in parsed.tree.tokens.enumerated() {
    coversAll = coversAll && token.triviaStart == end && token.start >= end
    coversAll = coversAll && (token.end > token.start) == (i + 1 < parsed.tree.tokens.count)
    end = token.end
  }
  #expect(coversAll && Int(end) == bytes.count, "\(shown)", sourceLocation: sourceLocation)
  // Each node lies within its parent, behind its descendants.
  for (i, node) in parsed.tree.nodes.enumerated() where node.firstDescendant < i {
    let children = parsed.tree.children(SyntaxTree.NodeID(index: Int32(i)))
    let covered = children.reduce(0) { count, child in
      switch child {
      case .token: count + 1
      case .node(let id): count + parsed.tree.tokenRange(id).count
      }
    }
    #expect(covered == Int(node.endToken - node.firstToken), "\(shown)", sourceLocation: sourceLocation)
  }
  // Messages point into the text and stand in order, and an unread part has one.
  let spans = parsed.diagnostics.map(\.primary.span)
  #expect(spans == spans.sorted(), sourceLocation: sourceLocation)
  #expect(spans.allSatisfy { $0.start >= 0 && $0.start <= $0.end && Int($0.end) <= bytes.count }, "\(shown)")
  if parsed.diagnostics.isEmpty {
    #expect(!parsed.tree.nodes.contains { $0.kind == .error }, "\(shown)", sourceLocation: sourceLocation)
  }
  #expect(parsed.diagnostics.count <= Parser.diagnosticLimit)
  let expression = parseExpression(file, id: FileID(0))
  #expect(expression.tree.text == bytes, "\(shown)", sourceLocation: sourceLocation)
}

@Suite struct RoundTripTests {
  @Test(arguments: 0..<8)
  func randomBytes(_ round: Int) {
    var random = SeededRandom(seed: UInt64(round))
    for _ in 0..<60 {
      let count = Int.random(in: 0...120, using: &random)
      checkInvariants((0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }

  @Test(arguments: 0..<8)
  func randomTokens(_ round: Int) {
    var random = SeededRandom(seed: UInt64(100 + round))
    let signs =
      "{ } ( ) [ ] , : . .. ? | -> % = != < <= > >= + - * / => == && ; $ \" ' ` # ## \n \n \n x y 1 2.5k 2026-03-31 2026-Q1 \"t\" ` rows USD"
      .split(separator: " ").map(String.init) + Word.allCases.map(\.rawValue)
    for _ in 0..<60 {
      let count = Int.random(in: 0...80, using: &random)
      let text = (0..<count).map { _ in signs.randomElement(using: &random) ?? "" }
        .joined(separator: Bool.random(using: &random) ? " " : "\n")
      checkInvariants(Array(text.utf8))
    }
  }

  /// Valid and broken files with tokens or bytes taken out, doubled, swapped or overwritten.
  @Test(arguments: 0..<8)
  func mutatedFiles(_ round: Int) throws {
    var random = SeededRandom(seed: UInt64(200 + round))
    for seed in try seeds() {
      for _ in 0..<10 {
        var bytes = seed
        let tokens = Lexer.lex(bytes, in: FileID(0)).tokens
        for _ in 0..<Int.random(in: 1...3, using: &random) {
          guard let a = tokens.randomElement(using: &random), let b = tokens.randomElement(using: &random) else {
            break
          }
          let range = a.range.clamped(to: 0..<bytes.count)
          switch Int.random(in: 0..<5, using: &random) {
          case 0: bytes.removeSubrange(range)
          case 1: bytes.insert(contentsOf: bytes[range], at: range.lowerBound)
          case 2: bytes.replaceSubrange(range, with: Array(bytes[b.range.clamped(to: 0..<bytes.count)]))
          case 3: bytes.removeSubrange(range.lowerBound..<min(bytes.count, range.lowerBound + 30))
          default:
            if !bytes.isEmpty { bytes[range.lowerBound % bytes.count] = UInt8.random(in: 0...255, using: &random) }
          }
        }
        checkInvariants(bytes)
      }
    }
  }

  /// Every beginning of a file is read to its end, as while an author types.
  @Test func prefixes() throws {
    for seed in try seeds() {
      for end in stride(from: 0, through: seed.count, by: 7) { checkInvariants(Array(seed[..<end])) }
    }
  }

  @Test(arguments: [
    "(", "[", "x[", "not ", "- ", "sum(", "a when b else ", "a else ", "(a + ", "true up ", "if a then ", "previous(",
    "f(a, ", "a + ", "a or ", "a.b.", "x over ", "a = b and ", "x rounded to ", "in (", "{", "last (",
    "if a then b elif ", "if (", "IF(a, ", "case when ", "if (a, (", "last (if (", "a in (", "x to a * ", "rates r (",
    "plan p { ", "order q from n { ",
  ])
  func deepNesting(_ piece: String) {
    let text = "param x = " + String(repeating: piece, count: 3_000)
    checkInvariants(Array(text.utf8))
    let parsed = parse(SourceFile(path: "deep", text: text), id: FileID(0))
    #expect(!parsed.diagnostics.isEmpty)
    #expect(parsed.diagnostics.count < 5)
  }

  /// A chain below the limit is read, one above it is reported, and neither is too tall for a later stage.
  @Test func longChains() {
    func parsed(_ count: Int) -> ParsedFile {
      let text = "param x = " + Array(repeating: "a", count: count).joined(separator: " + ")
      return parse(SourceFile(path: "chain", text: text), id: FileID(0))
    }
    #expect(parsed(Parser.heightLimit).diagnostics == [])
    #expect(parsed(Parser.heightLimit + 1).diagnostics.map(\.code) == ["E0129"])
    #expect(parsed(100_000).diagnostics.map(\.code) == ["E0129"])
  }
}
