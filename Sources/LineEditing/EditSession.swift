import Source

/// The editing of one input: what each key does to the text, without a terminal.
struct EditSession: Sendable {
  /// What is to be done after a key.
  enum Outcome: Equatable {
    /// Show the text again.
    case editing
    /// Nothing could be done: sound the bell.
    case refused
    /// Ask what could stand at the cursor, and `offer` it.
    case asksCompletion
    /// Ask whether the text is whole: take it, or go on with `breakLine`.
    case asksAcceptance
    case interrupted, end, suspended, clearScreen
  }

  let prompt: String
  let continuation: String
  private let entries: [String]
  private(set) var buffer = EditBuffer()
  private(set) var menu: CompletionMenu?
  private(set) var search: HistorySearch?
  private var recall: HistoryRecall?
  private var undoStack = UndoStack()
  private var previous: EditCommand?
  private var yanked: Range<Int>?
  /// The cell that moves up and down aim at.
  private var goalColumn: Int?
  private(set) var kills: KillRing

  init(prompt: String, continuation: String, history: [String] = [], kills: KillRing = KillRing()) {
    self.prompt = prompt
    self.continuation = continuation
    entries = history
    self.kills = kills
  }

  /// What stands in front of the text.
  var shownPrompt: String { search?.prompt ?? prompt }

  /// The text without the blank lines that end it.
  var inputText: String {
    var text = buffer.text
    while text.last?.isWhitespace == true, text.contains("\n") { text.removeLast() }
    return text
  }

  /// Iff Enter ends the text even though something is missing: after an empty line.
  var endsWithEmptyLine: Bool {
    let start = buffer.lineStart(of: buffer.cursor)
    return start > 0 && buffer.characters[start...].allSatisfy(\.isWhitespace)
  }

  mutating func handle(_ key: Key) -> Outcome {
    guard let command = EditCommand(key) else { return .refused }
    if search != nil, let outcome = handleInSearch(command) { return outcome }
    if menu != nil, let outcome = handleInMenu(command) { return outcome }
    defer { previous = command }
    switch command {
    case .up, .down: break
    default: goalColumn = nil
    }
    switch command {
    case .up, .down, .earlier, .later: break
    default: recall = nil
    }
    return perform(command)
  }

  private mutating func perform(_ command: EditCommand) -> Outcome {
    switch command {
    case .insert(let scalar):
      undoStack.keep(buffer, isTyping: Character(scalar).isLetter || Character(scalar).isNumber)
      buffer.insert(String(scalar))
      return .editing
    case .paste(let text): return paste(text)
    case .newline:
      undoStack.keep(buffer)
      buffer.insert("\n")
      return .editing
    case .accept: return .asksAcceptance
    case .complete:
      let start = buffer.lineStart(of: buffer.cursor)
      if start > 0, buffer.characters[start..<buffer.cursor].allSatisfy(\.isWhitespace) {
        undoStack.keep(buffer)
        buffer.insert("  ")
        return .editing
      }
      return .asksCompletion
    case .completeBackward: return .asksCompletion
    case .left: return move(to: buffer.cursor - 1)
    case .right: return move(to: buffer.cursor + 1)
    case .wordLeft: return move(to: buffer.wordStart(before: buffer.cursor))
    case .wordRight: return move(to: buffer.wordEnd(after: buffer.cursor))
    case .lineStart: return move(to: buffer.lineStart(of: buffer.cursor))
    case .lineEnd: return move(to: buffer.lineEnd(of: buffer.cursor))
    case .textStart: return move(to: 0)
    case .textEnd: return move(to: buffer.characters.count)
    case .up: return moveLine(by: -1) ? .editing : recallEarlier()
    case .down: return moveLine(by: 1) ? .editing : recallLater()
    case .earlier: return recallEarlier()
    case .later: return recallLater()
    case .searchBackward: return startSearch(.earlier)
    case .searchForward: return startSearch(.later)
    case .deleteBackward: return delete(max(0, buffer.cursor - 1)..<buffer.cursor)
    case .deleteForward: return delete(buffer.cursor..<min(buffer.cursor + 1, buffer.characters.count))
    case .killWordBackward: return kill(from: buffer.wordStart(before: buffer.cursor))
    case .killBlankSeparatedBackward: return kill(from: buffer.blankSeparatedStart(before: buffer.cursor))
    case .killToLineStart: return kill(from: buffer.lineStart(of: buffer.cursor))
    case .killWordForward: return kill(to: buffer.wordEnd(after: buffer.cursor))
    case .killToLineEnd:
      let end = buffer.lineEnd(of: buffer.cursor)
      // At the end of a line, its end is what is cut.
      return kill(to: end == buffer.cursor ? min(end + 1, buffer.characters.count) : end)
    case .yank: return yank()
    case .yankEarlier: return yankEarlier()
    case .transpose: return transpose()
    case .undo:
      guard let earlier = undoStack.undo() else { return .refused }
      buffer = earlier
      return .editing
    case .cancel: return .editing
    case .interrupt: return .interrupted
    case .endOrDelete: return buffer.isEmpty ? .end : perform(.deleteForward)
    case .suspend: return .suspended
    case .clearScreen: return .clearScreen
    }
  }

  /// Puts the end of a line at the cursor, and the blanks that start the line behind it.
  mutating func breakLine() {
    undoStack.keep(buffer)
    let start = buffer.lineStart(of: buffer.cursor)
    let indentation = buffer.characters[start..<buffer.cursor].prefix { $0 == " " || $0 == "\t" }
    buffer.insert("\n" + String(indentation))
  }

  /// The text as it stays on the screen, with a mark of what ended it.
  func finished(mark: String) -> EditBuffer { EditBuffer(buffer.text + mark) }

  // MARK: Moving

  private mutating func move(to place: Int) -> Outcome {
    undoStack.endTyping()
    let old = buffer.cursor
    buffer.moveCursor(to: place)
    return buffer.cursor == old ? .refused : .editing
  }

  /// Moves the cursor to the line above or below, as near as possible to the cell it stood in; false if there is none.
  private mutating func moveLine(by step: Int) -> Bool {
    let start = buffer.lineStart(of: buffer.cursor)
    let target: Int
    if step < 0 {
      guard start > 0 else { return false }
      target = buffer.lineStart(of: start - 1)
    } else {
      let end = buffer.lineEnd(of: buffer.cursor)
      guard end < buffer.characters.count else { return false }
      target = end + 1
    }
    let column = goalColumn ?? buffer.characters[start..<buffer.cursor].reduce(0) { $0 + displayWidth(of: $1) }
    goalColumn = column
    var place = target
    var passed = 0
    let end = buffer.lineEnd(of: target)
    while place < end, passed + displayWidth(of: buffer.characters[place]) <= column {
      passed += displayWidth(of: buffer.characters[place])
      place += 1
    }
    buffer.moveCursor(to: place)
    return true
  }

  // MARK: Changing

  private mutating func delete(_ range: Range<Int>) -> Outcome {
    if range.isEmpty { return .refused }
    undoStack.keep(buffer)
    buffer.replace(range, with: "")
    return .editing
  }

  private mutating func kill(from start: Int) -> Outcome {
    kills.keep(
      buffer.text(in: start..<buffer.cursor), joining: previous?.isKill == true, isBefore: true)
    return delete(start..<buffer.cursor)
  }

  private mutating func kill(to end: Int) -> Outcome {
    kills.keep(
      buffer.text(in: buffer.cursor..<end), joining: previous?.isKill == true, isBefore: false)
    return delete(buffer.cursor..<end)
  }

  private mutating func yank() -> Outcome {
    guard let text = kills.last else { return .refused }
    undoStack.keep(buffer)
    let start = buffer.cursor
    buffer.insert(text)
    yanked = start..<buffer.cursor
    return .editing
  }

  private mutating func yankEarlier() -> Outcome {
    guard previous == .yank || previous == .yankEarlier, let range = yanked else { return .refused }
    kills.rotate()
    guard let text = kills.last else { return .refused }
    undoStack.keep(buffer)
    buffer.replace(range, with: text)
    yanked = range.lowerBound..<buffer.cursor
    return .editing
  }

  /// Swaps the characters on both sides of the cursor; at the end of a line, the last two.
  private mutating func transpose() -> Outcome {
    let isAtEnd = buffer.cursor == buffer.lineEnd(of: buffer.cursor)
    let second = isAtEnd ? buffer.cursor - 1 : buffer.cursor
    guard second - 1 >= buffer.lineStart(of: buffer.cursor) else { return .refused }
    undoStack.keep(buffer)
    buffer.replace(
      second - 1..<second + 1, with: String([buffer.characters[second], buffer.characters[second - 1]]))
    return .editing
  }

  private mutating func paste(_ text: String) -> Outcome {
    var text = inputs(ofTranscript: text, prompts: [prompt, continuation]) ?? text
    while text.last == "\n" { text.removeLast() }
    if text.isEmpty { return .refused }
    undoStack.keep(buffer)
    buffer.insert(text)
    return .editing
  }

  // MARK: Earlier inputs

  private mutating func recallEarlier() -> Outcome {
    var walk = recall ?? HistoryRecall(from: buffer, entries: entries)
    guard let found = walk.earlier(entries, shown: buffer.text) else { return .refused }
    if recall == nil { undoStack.keep(buffer) }
    recall = walk
    buffer = found
    return .editing
  }

  private mutating func recallLater() -> Outcome {
    guard let found = recall?.later(entries, shown: buffer.text) else { return .refused }
    buffer = found
    return .editing
  }

  private mutating func startSearch(_ direction: HistorySearch.Direction) -> Outcome {
    undoStack.keep(buffer)
    search = HistorySearch(from: buffer, direction, entries: entries)
    return .editing
  }

  /// What a command does while a search goes on; nil if it ends the search and then does what it does.
  private mutating func handleInSearch(_ command: EditCommand) -> Outcome? {
    guard var current = search else { return nil }
    let found: EditBuffer?
    switch command {
    case .insert(let scalar): found = current.add(String(scalar), in: entries)
    case .paste(let text): found = current.add(String(text.prefix { $0 != "\n" }), in: entries)
    case .deleteBackward: found = current.shorten(in: entries)
    case .searchBackward: found = current.move(.earlier, in: entries, shown: buffer.text)
    case .searchForward: found = current.move(.later, in: entries, shown: buffer.text)
    case .cancel:
      buffer = current.draft
      search = nil
      return .editing
    default:
      search = nil
      return nil
    }
    if let found { buffer = found }
    search = current
    return current.isFailed ? .refused : .editing
  }

  // MARK: Completing

  /// Takes what could stand at the cursor: as much as is certain is put there, and the rest is listed.
  mutating func offer(_ completion: Completion?) -> Outcome {
    guard let completion, let first = completion.candidates.first else { return .refused }
    let text = buffer.text
    guard completion.range.upperBound <= text.endIndex else { return .refused }
    let start = text.distance(from: text.startIndex, to: completion.range.lowerBound)
    let range = start..<start + text.distance(from: completion.range.lowerBound, to: completion.range.upperBound)
    let typed = buffer.text(in: range)
    undoStack.keep(buffer)
    if completion.candidates.count == 1 {
      let follows =
        !first.after.isEmpty && buffer.text(in: range.upperBound..<buffer.characters.count).hasPrefix(first.after)
      buffer.replace(range, with: first.text + (follows ? "" : first.after))
      return .editing
    }
    let certain = commonPrefix(of: completion.candidates)
    let extended = certain.count >= typed.count ? certain : typed
    buffer.replace(range, with: extended)
    menu = CompletionMenu(
      candidates: completion.candidates, range: range.lowerBound..<buffer.cursor, original: extended)
    return .editing
  }

  /// What a command does while candidates are listed; nil if it takes the list down and then does what it does.
  private mutating func handleInMenu(_ command: EditCommand) -> Outcome? {
    guard var current = menu else { return nil }
    switch command {
    case .complete: current.move(by: 1)
    case .completeBackward: current.move(by: -1)
    case .down where current.chosen != nil: current.move(by: 1)
    case .up where current.chosen != nil: current.move(by: -1)
    case .cancel:
      buffer.replace(current.range, with: current.original)
      menu = nil
      return .editing
    case .accept where current.chosen != nil:
      menu = nil
      return .editing
    default:
      menu = nil
      return nil
    }
    buffer.replace(current.range, with: current.text)
    current.stands(at: current.range.lowerBound..<buffer.cursor)
    menu = current
    return .editing
  }
}
