/// The texts that were cut, to be put back.
struct KillRing: Sendable {
  private var texts: [String] = []
  private static let size = 32

  /// The text cut last.
  var last: String? { texts.last }

  /// Keeps a cut text; one that follows another cut joins it, before or behind.
  mutating func keep(_ text: String, joining: Bool, isBefore: Bool) {
    if text.isEmpty { return }
    if joining, let last = texts.popLast() {
      texts.append(isBefore ? text + last : last + text)
    } else {
      texts.append(text)
      if texts.count > Self.size { texts.removeFirst() }
    }
  }

  /// Makes the text before the last one the last, and the last the first.
  mutating func rotate() {
    if let last = texts.popLast() { texts.insert(last, at: 0) }
  }
}
