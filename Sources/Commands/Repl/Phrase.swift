/// The words behind a command, which are read from left to right.
///
/// Blanks, commas and words such as `for` divide a phrase only where they stand outside of quotes and brackets: a
/// condition, a value or a key keeps what it holds.
struct Phrase: Hashable, Sendable {
  private(set) var text: Substring

  init(_ text: some StringProtocol) { self.text = Substring(text).trimmed }

  var isEmpty: Bool { text.isEmpty }
  var string: String { String(text) }

  /// Takes the next word away, or all that stands between quotes, brackets or parentheses and belongs to it; nil at
  /// the end.
  mutating func word() -> String? {
    guard let end = Phrase.places(text).first(where: { text[$0].isWhitespace }) ?? (isEmpty ? nil : text.endIndex)
    else { return nil }
    let word = String(text[..<end])
    text = text[end...].trimmed
    return word
  }

  /// Takes a word away if it comes next.
  mutating func take(_ word: String) -> Bool {
    guard startsWith(word) else { return false }
    text = text.dropFirst(word.count).trimmed
    return true
  }

  /// Takes several words away if they come next.
  mutating func take(words: [String]) -> Bool {
    var rest = self
    for word in words where !rest.take(word) { return false }
    self = rest
    return true
  }

  private func startsWith(_ word: String) -> Bool {
    text.hasPrefix(word) && Phrase.isEnd(text, text.index(text.startIndex, offsetBy: word.count))
  }

  /// What stands in front of a word and what stands behind it; nil iff the word does not stand alone in the phrase.
  func split(at word: String) -> (before: Phrase, after: Phrase)? {
    guard let range = Phrase.range(of: word, in: text, last: false) else { return nil }
    return (Phrase(text[..<range.lowerBound]), Phrase(text[range.upperBound...]))
  }

  /// The same at the last place where the word stands.
  func split(atLast word: String) -> (before: Phrase, after: Phrase)? {
    guard let range = Phrase.range(of: word, in: text, last: true) else { return nil }
    return (Phrase(text[..<range.lowerBound]), Phrase(text[range.upperBound...]))
  }

  /// The parts between commas.
  var list: [Phrase] {
    var parts: [Phrase] = []
    var start = text.startIndex
    for place in Phrase.places(text) where text[place] == "," {
      parts.append(Phrase(text[start..<place]))
      start = text.index(after: place)
    }
    return parts + [Phrase(text[start...])]
  }

  /// The parts in front of and behind the first `=` that stands outside of brackets; nil iff there is none.
  var assignment: (name: Phrase, value: Phrase)? {
    guard let place = Phrase.places(text).first(where: { text[$0] == "=" }) else { return nil }
    return (Phrase(text[..<place]), Phrase(text[text.index(after: place)...]))
  }

  /// A text without the quotes or backquotes that it stands between.
  var unquoted: String {
    for quote in ["\"", "`", "'"] where text.count > 1 && text.hasPrefix(quote) && text.hasSuffix(quote) {
      return String(text.dropFirst().dropLast()).replacing("\\\"", with: "\"").replacing("\\\\", with: "\\")
    }
    return string
  }

  private static func range(of word: String, in text: Substring, last: Bool) -> Range<Substring.Index>? {
    var found: Range<Substring.Index>?
    for place in places(text) where text[place...].hasPrefix(word) {
      let end = text.index(place, offsetBy: word.count)
      guard isEnd(text, end), place == text.startIndex || text[text.index(before: place)].isWhitespace else { continue }
      found = place..<end
      if !last { break }
    }
    return found
  }

  private static func isEnd(_ text: Substring, _ place: Substring.Index) -> Bool {
    place == text.endIndex || text[place].isWhitespace
  }

  /// The places outside of quotes, brackets and parentheses.
  var places: [Substring.Index] { Phrase.places(text) }

  private static func places(_ text: Substring) -> [Substring.Index] {
    var places: [Substring.Index] = []
    var depth = 0
    var quote: Character?
    var index = text.startIndex
    while index < text.endIndex {
      let character = text[index]
      if let open = quote {
        if character == "\\", open == "\"" { text.formIndex(after: &index) }
        if character == open { quote = nil }
      } else {
        switch character {
        case "\"", "`":
          if depth == 0 { places.append(index) }
          quote = character
        case "(", "[", "{":
          if depth == 0 { places.append(index) }
          depth += 1
        case ")", "]", "}": depth = max(0, depth - 1)
        default: if depth == 0 { places.append(index) }
        }
      }
      if index < text.endIndex { text.formIndex(after: &index) }
    }
    return places
  }
}

extension Substring {
  /// The text without the blanks around it.
  var trimmed: Substring {
    var text = drop { $0.isWhitespace }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}

extension String {
  /// The text without the blanks around it.
  var trimmed: String { String(Substring(self).trimmed) }
}
