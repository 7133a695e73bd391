/// A walk through earlier inputs that start with what was typed.
struct HistoryRecall: Sendable {
  /// What stood there before the walk, to come back to.
  let draft: EditBuffer
  /// What an input must start with to be shown.
  private let prefix: String
  /// The place of the input shown; the number of entries for the draft.
  private var place: Int

  init(from draft: EditBuffer, entries: [String]) {
    self.draft = draft
    prefix = draft.text(in: 0..<draft.cursor)
    place = entries.count
  }

  /// The next earlier input other than `shown`; nil if there is none.
  mutating func earlier(_ entries: [String], shown: String) -> EditBuffer? {
    guard let found = entries[..<place].lastIndex(where: { $0.hasPrefix(prefix) && $0 != shown }) else { return nil }
    place = found
    return EditBuffer(entries[found])
  }

  /// The next later input other than `shown`, and the draft behind the last one; nil if that is shown already.
  mutating func later(_ entries: [String], shown: String) -> EditBuffer? {
    guard place < entries.count else { return nil }
    let rest = entries[(place + 1)...]
    guard let found = rest.firstIndex(where: { $0.hasPrefix(prefix) && $0 != shown }) else {
      place = entries.count
      return draft
    }
    place = found
    return EditBuffer(entries[found])
  }
}
