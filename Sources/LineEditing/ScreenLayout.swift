import Source

/// How a text, its prompts and what is listed below it stand on a screen of a certain width.
struct ScreenLayout {
  struct Row {
    var parts: [StyledText] = []
    /// The number of cells taken.
    var width = 0
    /// Iff the row after it goes on with the same line.
    var isContinued = false

    fileprivate mutating func append(_ text: String, width: Int, _ style: StyledText.Style) {
      if parts.last?.style == style {
        parts[parts.count - 1].text += text
      } else {
        parts.append(StyledText(text, style))
      }
      self.width += width
    }
  }

  private(set) var rows = [Row()]
  private(set) var cursorRow = 0
  private(set) var cursorColumn = 0
  /// The number of cells of a row, at least 1.
  let width: Int

  /// - Parameter spans: the styles of parts of the text; where two meet, the later one counts.
  init(prompt: String, continuation: String, buffer: EditBuffer, spans: [StyledSpan] = [], width: Int) {
    self.width = max(1, width)
    let styles = Self.styles(of: buffer, spans)
    put(prompt, .plain)
    for (place, character) in buffer.characters.enumerated() {
      if character == "\n" {
        if place == buffer.cursor { markCursor() }
        rows.append(Row())
        put(continuation, .plain)
      } else {
        put(character, styles[place], isAtCursor: place == buffer.cursor)
      }
    }
    if buffer.cursor == buffer.characters.count { markCursor() }
  }

  /// Adds rows below the text.
  mutating func add(_ list: [[StyledText]]) {
    for parts in list {
      var row = Row()
      for part in parts { row.append(part.text, width: displayWidth(of: part.text), part.style) }
      rows.append(row)
    }
  }

  private mutating func put(_ text: String, _ style: StyledText.Style) {
    for character in text { put(character, style, isAtCursor: false) }
  }

  private mutating func put(_ character: Character, _ style: StyledText.Style, isAtCursor: Bool) {
    let column = rows[rows.count - 1].width
    let (shown, cells) = shownForm(of: character, column: column)
    if column + cells > width, column > 0 {
      // A terminal starts a new row for a wide letter by itself, but not always for one that later scalars make wide.
      if column < width, let first = shown.unicodeScalars.first, displayWidth(of: Character(first)) < cells {
        rows[rows.count - 1].append(" ", width: width - column, .plain)
      }
      startRow()
    }
    if isAtCursor { markCursor() }
    rows[rows.count - 1].append(shown, width: cells, style)
  }

  /// What is shown for a character, and how many cells it takes.
  private func shownForm(of character: Character, column: Int) -> (String, Int) {
    if character == "\t" {
      // A tab that does not fit ends the row.
      let cells = min(8 - column % 8, max(1, width - column))
      return (String(repeating: " ", count: cells), cells)
    }
    if let scalar = character.unicodeScalars.first, scalar.properties.generalCategory == .control {
      return width < 2 ? ("?", 1) : ("^" + String(Unicode.Scalar(UInt8(scalar.value & 0x1F | 0x40))), 2)
    }
    let cells = displayWidth(of: character)
    return cells > width ? ("?", 1) : (String(character), cells)
  }

  private mutating func startRow() {
    rows[rows.count - 1].isContinued = true
    rows.append(Row())
  }

  /// The cursor stands where the next character comes; behind a full row, that is the row after it.
  private mutating func markCursor() {
    if rows[rows.count - 1].width >= width { startRow() }
    cursorRow = rows.count - 1
    cursorColumn = rows[rows.count - 1].width
  }

  private static func styles(of buffer: EditBuffer, _ spans: [StyledSpan]) -> [StyledText.Style] {
    var styles = [StyledText.Style](repeating: .plain, count: buffer.characters.count)
    if spans.isEmpty { return styles }
    let text = buffer.text
    for span in spans where span.range.upperBound <= text.endIndex {
      let start = text.distance(from: text.startIndex, to: span.range.lowerBound)
      let count = text.distance(from: span.range.lowerBound, to: span.range.upperBound)
      for place in start..<min(start + count, styles.count) { styles[place] = span.style }
    }
    return styles
  }
}
