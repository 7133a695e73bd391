import Allot
import Syntax

/// A comment that allows something: `# allow hard-coded-names, CO004 until 2026-12-31: pilot region, agreed with Finance`.
public struct Suppression: Sendable {
  /// One of the rules that are named.
  public struct Named: Sendable {
    /// As it is written.
    public let text: String
    public let span: SourceSpan
    /// Nil if there is no such rule.
    public let rule: Rule?
  }

  public let span: SourceSpan
  public let names: [Named]
  /// The last day for which it holds, if one is written.
  public let until: CalendarDate?
  /// The text behind `until`, if there is one.
  public let untilSpan: SourceSpan?
  public let reason: String
  /// The offsets for which it holds.
  public let range: Range<Int32>

  /// Nil for a comment that is no suppression.
  init?(_ comment: SourceComment, in review: PlanReview) {
    let bytes = review.source.bytes
    var cursor = Cursor(bytes[Int(comment.span.start)..<Int(comment.span.end)])
    guard !comment.isDocumentation, cursor.take("#") else { return nil }
    cursor.skipBlanks()
    guard cursor.take("allow"), cursor.isBlank else { return nil }
    let file = comment.span.file
    func part(_ range: Range<Int>) -> (text: String, span: SourceSpan) {
      (
        String(decoding: bytes[range], as: UTF8.self),
        SourceSpan(file: file, start: range.lowerBound, end: range.upperBound)
      )
    }
    var names: [Named] = []
    repeat {
      cursor.skipBlanks()
      let word = part(cursor.takeWord())
      names.append(Named(text: word.text, span: word.span, rule: Rule.named(word.text)))
      cursor.skipBlanks()
    } while cursor.take(",")
    // Prose that begins with the word is none: it has no colon behind a name, and names no rule.
    guard names.contains(where: { $0.rule != nil }) || cursor.isAt(":") || cursor.isAtWord("until") else { return nil }
    var until: (text: String, span: SourceSpan)?
    if cursor.isAtWord("until"), cursor.take("until") {
      cursor.skipBlanks()
      until = part(cursor.takeWord())
      cursor.skipBlanks()
    }
    reason = cursor.take(":") ? cursor.rest : ""
    self.names = names
    self.until = until.flatMap { CalendarDate(iso: $0.text) }
    untilSpan = until?.span
    span = comment.span
    range = Suppression.range(of: comment, in: review)
  }

  /// The line of a comment behind something; of one that stands alone, what begins behind it: a line of a plan with its
  /// steps, a tier, a column, or a whole declaration.
  private static func range(of comment: SourceComment, in review: PlanReview) -> Range<Int32> {
    guard comment.isAlone else {
      let line = review.source.lines.range(ofLine: comment.line - 1)
      return Int32(line.lowerBound)..<Int32(line.upperBound)
    }
    let tree = review.tree
    var node = tree.root
    search: while true {
      for case .node(let child) in tree.children(node) where tree.tokenRange(child).contains(comment.nextToken) {
        if tree.tokenRange(child).lowerBound == comment.nextToken {
          let tokens = tree.tokenRange(child)
          return tree.tokens[tokens.lowerBound].start..<tree.tokens[tokens.upperBound - 1].end
        }
        node = child
        continue search
      }
      let token = tree.tokens[comment.nextToken]
      return token.start..<token.end
    }
  }
}

/// Reads the bytes of one comment from front to end.
private struct Cursor {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    place = bytes.startIndex
  }

  var isBlank: Bool { place < bytes.endIndex && (bytes[place] == 0x20 || bytes[place] == 0x09) }

  func isAt(_ text: String) -> Bool { bytes[place...].starts(with: text.utf8) }

  /// True iff a whole word stands here.
  func isAtWord(_ word: String) -> Bool {
    var next = self
    return next.take(word) && next.isBlank
  }

  mutating func skipBlanks() { while isBlank { place += 1 } }

  mutating func take(_ text: String) -> Bool {
    guard isAt(text) else { return false }
    place += text.utf8.count
    return true
  }

  /// What stands in front of the next blank, comma or colon.
  mutating func takeWord() -> Range<Int> {
    let start = place
    while place < bytes.endIndex, !isBlank, !isAt(","), !isAt(":") { place += 1 }
    return start..<place
  }

  /// The text from here on, without blanks around it.
  var rest: String {
    var rest = bytes[place...]
    while let first = rest.first, first == 0x20 || first == 0x09 { rest.removeFirst() }
    while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
    return String(decoding: rest, as: UTF8.self)
  }
}
