import LineEditing
import TestSupport
import Testing

/// Pieces of text whose letters join one another, take two cells or none, or end lines.
let awkwardPieces = [
  "a", "b", " ", "_", "e\u{301}", "\u{301}", "经销商", "한", "\u{1112}", "\u{1161}", "\u{11AB}", "👩‍👩‍👧", "\u{200D}", "👧",
  "\u{1F1E9}", "\u{1F1EA}", "🇫🇷", "\u{FE0F}", "❤", "\n", "x\ny", "1,250.00 USD", "\u{1F3FD}", "ก็",
]

@Suite struct EditBufferTests {
  /// Random edits give the text that replacing scalars gives, cut into characters as Swift cuts it.
  @Test(arguments: [1, 2, 3, 4]) func editsLikeReplacingScalars(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for _ in 0..<60 {
      var buffer = EditBuffer()
      var model: [Unicode.Scalar] = []
      for step in 0..<40 {
        let count = buffer.characters.count
        let first = Int.random(in: 0...count, using: &random)
        let second = Int.random(in: 0...count, using: &random)
        let range = min(first, second)..<(Bool.random(using: &random) ? max(first, second) : min(first, second))
        let piece = try #require(awkwardPieces.randomElement(using: &random))
        let text = Int.random(in: 0..<3, using: &random) == 0 ? "" : piece
        func scalars(before place: Int) -> Int { buffer.text(in: 0..<place).unicodeScalars.count }
        let start = scalars(before: range.lowerBound)
        model.replaceSubrange(start..<scalars(before: range.upperBound), with: text.unicodeScalars)
        buffer.replace(range, with: text)

        #expect(Array(buffer.text.unicodeScalars) == model, "seed \(seed), step \(step)")
        var whole = String.UnicodeScalarView()
        whole.append(contentsOf: model)
        #expect(buffer.characters.map(\.utf8.count) == String(whole).map(\.utf8.count), "seed \(seed), step \(step)")
        // The cursor stands behind what was put there, or behind the character that it became part of.
        let end = start + text.unicodeScalars.count
        #expect(scalars(before: buffer.cursor) >= end, "seed \(seed), step \(step)")
        #expect(buffer.cursor == 0 || scalars(before: buffer.cursor - 1) < end, "seed \(seed), step \(step)")
      }
    }
  }

  /// Places by words: the text with `|` at the place before and after.
  @Test(arguments: [
    ("one two| three", "one two three|", "one |two three"),
    ("|pay commission", "pay| commission", "|pay commission"),
    ("quota_2026 += | 5%", "quota_2026 +=  5|%", "|quota_2026 +=  5%"),
    ("经销商| 周转", "经销商 周转|", "|经销商 周转"),
    ("a\n|b", "a\nb|", "|a\nb"),
  ]) func wordsAreFound(_ text: String, _ next: String, _ previous: String) throws {
    let buffer = marked(text)
    #expect(shown(buffer, at: buffer.wordEnd(after: buffer.cursor)) == next)
    #expect(shown(buffer, at: buffer.wordStart(before: buffer.cursor)) == previous)
  }
}

/// The buffer whose cursor stands at `|`.
func marked(_ text: String) -> EditBuffer {
  let parts = text.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
  return EditBuffer(parts.joined(), cursor: parts[0].count)
}

/// The text with `|` at a place, or at the cursor.
func shown(_ buffer: EditBuffer, at place: Int? = nil) -> String {
  let place = place ?? buffer.cursor
  return buffer.text(in: 0..<place) + "|" + buffer.text(in: place..<buffer.characters.count)
}
