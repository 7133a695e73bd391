/// A search for an earlier input that contains what is typed, letter by letter.
struct HistorySearch: Sendable {
  enum Direction: Sendable {
    case earlier, later
  }

  /// What stood there before the search, to come back to.
  let draft: EditBuffer
  private(set) var query = ""
  private(set) var direction: Direction
  /// Iff no further input contains the query.
  private(set) var isFailed = false
  /// The place of the input shown; the number of entries if none is.
  private var place: Int

  init(from draft: EditBuffer, _ direction: Direction, entries: [String]) {
    self.draft = draft
    self.direction = direction
    place = entries.count
  }

  /// What stands in front of the input while the search goes on.
  var prompt: String {
    let what = direction == .earlier ? "earlier" : "later"
    return isFailed ? "nothing \(what) with `\(query)`: " : "\(what) with `\(query)`: "
  }

  /// Searches on with a longer query, from the input shown.
  mutating func add(_ text: String, in entries: [String]) -> EditBuffer? {
    query += text
    return find(in: entries, from: place)
  }

  /// Searches anew with a query shorter by a character.
  mutating func shorten(in entries: [String]) -> EditBuffer? {
    if !query.isEmpty { query.removeLast() }
    place = entries.count
    isFailed = false
    if query.isEmpty { return draft }
    direction = .earlier
    return find(in: entries, from: place)
  }

  /// Goes on to the next input in a direction.
  mutating func move(_ direction: Direction, in entries: [String], shown: String) -> EditBuffer? {
    self.direction = direction
    isFailed = false
    if query.isEmpty { return nil }
    return find(in: entries, from: direction == .earlier ? place - 1 : place + 1, unlike: shown)
  }

  private mutating func find(in entries: [String], from start: Int, unlike shown: String? = nil) -> EditBuffer? {
    func matches(_ entry: String) -> Bool { entry != shown && position(in: entry) != nil }
    let found: Int?
    switch direction {
    case .earlier:
      let end = min(start, entries.count - 1)
      found = end < 0 ? nil : entries[...end].lastIndex(where: matches)
    case .later:
      found = start >= entries.count ? nil : entries[max(0, start)...].firstIndex(where: matches)
    }
    guard let found, let position = position(in: entries[found]) else {
      isFailed = true
      return nil
    }
    isFailed = false
    place = found
    return EditBuffer(entries[found], cursor: position)
  }

  /// The number of characters before the query in an input; capitals matter only where the query has some.
  private func position(in entry: String) -> Int? {
    let ignoresCase = query == query.lowercased()
    let wanted = Array(query)
    let characters = Array(entry)
    guard wanted.count <= characters.count else { return nil }
    return (0...characters.count - wanted.count).first { start in
      wanted.indices.allSatisfy { place in
        let character = characters[start + place]
        return character == wanted[place] || (ignoresCase && character.lowercased() == String(wanted[place]))
      }
    }
  }
}
