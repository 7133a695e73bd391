/// What a person pressed, or what a terminal handed over as one.
public enum Key: Hashable, Sendable {
  /// One scalar of a text; an accent may come as a key of its own.
  case text(Unicode.Scalar)
  /// A letter, or one of `@[\]^_`, with Ctrl.
  case control(Character)
  /// A character with Alt, or after Esc.
  case alt(Character)
  case enter, altEnter
  case tab, shiftTab
  case backspace, altBackspace
  case delete
  case up, down, left, right
  case wordLeft, wordRight
  case home, end
  case textStart, textEnd
  case pageUp, pageDown
  case escape
  /// What was pasted, without control characters, its lines ended by `\n`.
  case paste(String)
  /// A sequence that means nothing here.
  case unknown
}
