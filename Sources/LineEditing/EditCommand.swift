/// What a key does.
enum EditCommand: Hashable, Sendable {
  case insert(Unicode.Scalar)
  case paste(String)
  case newline
  case accept
  case complete, completeBackward
  case left, right, wordLeft, wordRight, lineStart, lineEnd, textStart, textEnd
  case up, down
  case earlier, later
  case searchBackward, searchForward
  case deleteBackward, deleteForward
  case killWordBackward, killBlankSeparatedBackward, killWordForward, killToLineEnd, killToLineStart
  case yank, yankEarlier
  case transpose
  case undo
  case cancel
  case interrupt, endOrDelete, suspend, clearScreen

  /// What `key` does; nil if nothing.
  init?(_ key: Key) {
    switch key {
    case .text(let scalar): self = .insert(scalar)
    case .paste(let text): self = .paste(text)
    case .enter: self = .accept
    case .altEnter: self = .newline
    case .tab: self = .complete
    case .shiftTab: self = .completeBackward
    case .backspace: self = .deleteBackward
    case .altBackspace: self = .killWordBackward
    case .delete: self = .deleteForward
    case .up: self = .up
    case .down: self = .down
    case .left: self = .left
    case .right: self = .right
    case .wordLeft: self = .wordLeft
    case .wordRight: self = .wordRight
    case .home: self = .lineStart
    case .end: self = .lineEnd
    case .textStart: self = .textStart
    case .textEnd: self = .textEnd
    case .pageUp: self = .earlier
    case .pageDown: self = .later
    case .escape: self = .cancel
    case .unknown: return nil
    case .control(let letter):
      guard let command = Self.control(letter) else { return nil }
      self = command
    case .alt(let letter):
      guard let command = Self.alt(letter) else { return nil }
      self = command
    }
  }

  private static func control(_ letter: Character) -> EditCommand? {
    switch letter {
    case "a": return .lineStart
    case "b": return .left
    case "c": return .interrupt
    case "d": return .endOrDelete
    case "e": return .lineEnd
    case "f": return .right
    case "g": return .cancel
    case "k": return .killToLineEnd
    case "l": return .clearScreen
    case "n": return .later
    case "p": return .earlier
    case "r": return .searchBackward
    case "s": return .searchForward
    case "t": return .transpose
    case "u": return .killToLineStart
    case "w": return .killBlankSeparatedBackward
    case "y": return .yank
    case "z": return .suspend
    case "_": return .undo
    default: return nil
    }
  }

  private static func alt(_ letter: Character) -> EditCommand? {
    switch letter {
    case "b", "B": return .wordLeft
    case "f", "F": return .wordRight
    case "d", "D": return .killWordForward
    case "y", "Y": return .yankEarlier
    case "<": return .textStart
    case ">": return .textEnd
    default: return nil
    }
  }

  /// Iff what it cuts joins what the command before it cut.
  var isKill: Bool {
    switch self {
    case .killWordBackward, .killBlankSeparatedBackward, .killWordForward, .killToLineEnd, .killToLineStart: return true
    default: return false
    }
  }
}
