import Source

/// The candidates shown below the input, one of them perhaps chosen.
struct CompletionMenu: Sendable {
  let candidates: [Completion.Candidate]
  /// Where the chosen candidate's text stands in the input.
  private(set) var range: Range<Int>
  /// What the input held there before one was chosen.
  let original: String
  private(set) var chosen: Int?

  init(candidates: [Completion.Candidate], range: Range<Int>, original: String) {
    self.candidates = candidates
    self.range = range
    self.original = original
  }

  /// Goes to the next candidate, or the one before; from an end to the other.
  mutating func move(by step: Int) {
    guard let chosen else {
      self.chosen = step > 0 ? 0 : candidates.count - 1
      return
    }
    self.chosen = (chosen + step + candidates.count) % candidates.count
  }

  /// The text to stand at `range` now.
  var text: String { chosen.map { candidates[$0].text } ?? original }

  /// Says where that text stands once it is put there.
  mutating func stands(at range: Range<Int>) { self.range = range }

  // MARK: The list

  /// The rows of the list, at most `height`, none wider than `width` cells.
  func rows(width: Int, height: Int) -> [[StyledText]] {
    guard width > 4, height > 0 else { return [] }
    let hasNotes = candidates.contains { !$0.note.isEmpty }
    if hasNotes, candidates.count <= height { return annotatedRows(width: width) }
    let widest = candidates.map { displayWidth(of: $0.text) }.max() ?? 0
    let columnWidth = min(widest, width) + 2
    let columns = max(1, (width + 2) / columnWidth)
    let count = (candidates.count + columns - 1) / columns
    // Where not all rows fit, those around the chosen one are shown, and one row says so.
    let fitting = count <= height ? count : max(1, height - 1)
    let chosenRow = chosen.map { $0 % count } ?? 0
    let first = min(max(0, chosenRow - fitting + 1), count - fitting)
    var rows: [[StyledText]] = (first..<first + fitting).map { row in
      var parts: [StyledText] = []
      for (column, place) in stride(from: row, to: candidates.count, by: count).enumerated() {
        if column > 0 { parts.append(StyledText(blanks(columnWidth - displayWidth(of: parts[parts.count - 1].text)))) }
        parts.append(name(place, width: min(widest, width)))
      }
      return parts
    }
    if fitting < count, height > 1 {
      rows.append([
        StyledText(
          cut("\(candidates.count) possible, rows \(first + 1) to \(first + fitting) of \(count)", to: width), .faint)
      ])
    } else if hasNotes, let chosen, rows.count < height, !candidates[chosen].note.isEmpty {
      rows.append([StyledText(cut(candidates[chosen].note, to: width), .faint)])
    }
    return rows
  }

  /// One candidate a row, and what it is.
  private func annotatedRows(width: Int) -> [[StyledText]] {
    let widest = min(candidates.map { displayWidth(of: $0.text) }.max() ?? 0, width)
    return candidates.indices.map { place in
      let shown = name(place, width: widest)
      let room = width - widest - 2
      guard room > 0, !candidates[place].note.isEmpty else { return [shown] }
      return [
        shown, StyledText(blanks(widest - displayWidth(of: shown.text) + 2)),
        StyledText(cut(candidates[place].note, to: room), .faint),
      ]
    }
  }

  private func name(_ place: Int, width: Int) -> StyledText {
    StyledText(cut(candidates[place].text, to: width), place == chosen ? .chosen : .plain)
  }
}

private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

/// As much of `text` as fits in `width` cells.
func cut(_ text: String, to width: Int) -> String {
  var room = width
  return String(
    text.prefix { character in
      room -= displayWidth(of: character)
      return room >= 0
    })
}
