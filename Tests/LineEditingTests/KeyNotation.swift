@testable import LineEditing

/// The keys of a notation: letters, and names such as `<C-a>`, `<M-b>`, `<left>`, `<paste:a b>`; `<lt>` is `<`.
func keys(_ notation: String) -> [Key] {
  var keys: [Key] = []
  var rest = Substring(notation)
  while let first = rest.first {
    if first == "<", let end = rest.firstIndex(of: ">") {
      keys.append(key(named: rest[rest.index(after: rest.startIndex)..<end]))
      rest = rest[rest.index(after: end)...]
    } else {
      for scalar in first.unicodeScalars { keys.append(first == "\n" ? .enter : .text(scalar)) }
      rest = rest.dropFirst()
    }
  }
  return keys
}

private func key(named name: Substring) -> Key {
  if name.hasPrefix("C-"), name.count == 3, let letter = name.last { return .control(letter) }
  if name.hasPrefix("paste:") { return .paste(String(name.dropFirst(6))) }
  if name.hasPrefix("M-"), name.count == 3, let letter = name.last { return .alt(letter) }
  let named: [Substring: Key] = [
    "enter": .enter, "M-enter": .altEnter, "tab": .tab, "S-tab": .shiftTab, "back": .backspace,
    "M-back": .altBackspace, "del": .delete, "up": .up, "down": .down, "left": .left, "right": .right,
    "C-left": .wordLeft, "C-right": .wordRight, "home": .home, "end": .end, "top": .textStart, "bottom": .textEnd,
    "pgup": .pageUp, "pgdn": .pageDown, "esc": .escape, "lt": .text("<"),
  ]
  return named[name] ?? .unknown
}

extension EditSession {
  /// A session after some keys, and what the last of them asked for.
  ///
  /// Enter asks for more lines where a bracket is open; TAB offers the words of `words` that start as the last one does.
  static func after(
    _ notation: String, history: [String] = [], words: [String] = []
  ) -> (session: EditSession, outcome: Outcome) {
    var session = EditSession(prompt: "> ", continuation: ". ", history: history)
    var outcome = Outcome.editing
    for key in keys(notation) {
      outcome = session.handle(key)
      switch outcome {
      case .asksCompletion:
        let before = session.buffer.text(in: 0..<session.buffer.cursor)
        let start = before.lastIndex { !$0.isLetter }.map { before.index(after: $0) } ?? before.startIndex
        let found = words.filter { $0.lowercased().hasPrefix(before[start...].lowercased()) }
        outcome = session.offer(
          Completion(range: start..<before.endIndex, candidates: found.map { .init($0, after: "(") }))
      case .asksAcceptance
      where session.buffer.characters.count { $0 == "(" } > session.buffer.characters.count { $0 == ")" }
        && !session.endsWithEmptyLine:
        session.breakLine()
        outcome = .editing
      default: break
      }
    }
    return (session, outcome)
  }
}
