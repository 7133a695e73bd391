/// The states of the text before each change, to go back to.
struct UndoStack: Sendable {
  private struct Step {
    let text: String
    let cursor: Int
  }

  private var steps: [Step] = []
  /// Iff the next typed letter belongs to the word whose first letter made the last step.
  private var isTyping = false
  private static let size = 500

  /// Keeps the state before a change; letters typed into one word are one change.
  mutating func keep(_ buffer: EditBuffer, isTyping: Bool = false) {
    defer { self.isTyping = isTyping }
    if isTyping, self.isTyping { return }
    steps.append(Step(text: buffer.text, cursor: buffer.cursor))
    if steps.count > Self.size { steps.removeFirst() }
  }

  /// Ends the word being typed.
  mutating func endTyping() { isTyping = false }

  /// The state before the last change that is not undone yet.
  mutating func undo() -> EditBuffer? {
    isTyping = false
    return steps.popLast().map { EditBuffer($0.text, cursor: $0.cursor) }
  }
}
