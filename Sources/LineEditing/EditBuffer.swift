/// The text being edited and the place in it where the next key acts.
///
/// Places are counted in characters as a reader sees them, so that no movement stops inside a letter and its accents.
public struct EditBuffer: Equatable, Sendable {
  public private(set) var characters: [Character] = []
  /// The number of characters before the cursor.
  public private(set) var cursor = 0

  public init() {}

  /// A text with the cursor at its end.
  public init(_ text: String) {
    characters = Array(text)
    cursor = characters.count
  }

  public init(_ text: String, cursor: Int) {
    self.init(text)
    moveCursor(to: cursor)
  }

  public var text: String { String(characters) }

  public var isEmpty: Bool { characters.isEmpty }

  /// The characters of `range` as a text.
  public func text(in range: Range<Int>) -> String { String(characters[range]) }

  /// Puts the cursor at `place`, or at the nearest end of the text.
  public mutating func moveCursor(to place: Int) { cursor = min(max(place, 0), characters.count) }

  /// Puts `text` in place of the characters in `range`, and the cursor behind it.
  ///
  /// Letters may join their new neighbours: an accent the letter before it, half a flag the other half. The line is
  /// therefore cut into characters anew.
  public mutating func replace(_ range: Range<Int>, with text: String) {
    let start = lineStart(of: range.lowerBound)
    let end = lineEnd(of: range.upperBound)
    let before = String(characters[start..<range.lowerBound]) + text
    let line = before + String(characters[range.upperBound..<end])
    var remaining = before.unicodeScalars.count
    var place = start
    let parts = Array(line)
    for character in parts where remaining > 0 {
      remaining -= character.unicodeScalars.count
      place += 1
    }
    characters.replaceSubrange(start..<end, with: parts)
    cursor = place
  }

  /// Puts `text` at the cursor, and the cursor behind it.
  public mutating func insert(_ text: String) { replace(cursor..<cursor, with: text) }

  // MARK: Lines

  /// The place where the line that holds `place` starts.
  public func lineStart(of place: Int) -> Int {
    (characters[..<place].lastIndex(of: "\n") ?? -1) + 1
  }

  /// The place where the line that holds `place` ends.
  public func lineEnd(of place: Int) -> Int {
    characters[place...].firstIndex(of: "\n") ?? characters.count
  }

  /// The number of lines before that of the cursor.
  public var line: Int { characters[..<cursor].count { $0 == "\n" } }

  // MARK: Words

  /// The place behind the word at or after `place`.
  public func wordEnd(after place: Int) -> Int {
    var place = place
    while place < characters.count, !characters[place].isWordPart { place += 1 }
    while place < characters.count, characters[place].isWordPart { place += 1 }
    return place
  }

  /// The place where the word at or before `place` starts.
  public func wordStart(before place: Int) -> Int {
    var place = place
    while place > 0, !characters[place - 1].isWordPart { place -= 1 }
    while place > 0, characters[place - 1].isWordPart { place -= 1 }
    return place
  }

  /// The place where what stands between blanks at or before `place` starts.
  public func blankSeparatedStart(before place: Int) -> Int {
    var place = place
    while place > 0, characters[place - 1].isWhitespace { place -= 1 }
    while place > 0, !characters[place - 1].isWhitespace { place -= 1 }
    return place
  }
}

extension Character {
  /// Iff movements by words pass over the character inside a word.
  fileprivate var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
