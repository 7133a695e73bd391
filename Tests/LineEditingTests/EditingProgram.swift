import Foundation
import TestSupport
import Testing

/// The small program that reads inputs, at a pseudo-terminal, with a home of its own.
final class EditingProgram {
  let terminal: PseudoTerminal
  let home: URL

  /// - Parameter home: that of an earlier session; nil for a new one.
  /// - Parameter shell: commands of a shell that starts `$PROGRAM`; nil if the program stands alone.
  init(
    home: URL? = nil, width: Int = 40, height: Int = 12, reflows: Bool = true, term: String = "xterm",
    shell: String? = nil
  ) throws {
    let folder = home ?? FileManager.default.temporaryDirectory.appendingPathComponent("editing-\(UUID().uuidString)")
    self.home = folder
    let program = builtProgram("editing-session")
    terminal = try PseudoTerminal(
      shell.map { ["/bin/sh", "-c", $0] } ?? [program],
      // Swift's own account of a crash would wait for a key.
      environment: [
        "TERM": term, "HOME": folder.path, "PATH": "/usr/bin:/bin", "PROGRAM": program, "SWIFT_BACKTRACE": "enable=no",
      ],
      width: width, height: height, reflows: reflows)
  }

  /// Waits for the screen to show just `text`, with the cursor in its place, and fails with both if it does not.
  func expect(
    _ text: String, cursor: (row: Int, column: Int)? = nil, _ location: SourceLocation = #_sourceLocation
  ) {
    _ = terminal.wait { screen in
      screen.text == text && cursor.map { $0 == (screen.cursorRow, screen.cursorColumn) } != false
    }
    #expect(terminal.screen.text == text, sourceLocation: location)
    if let cursor {
      #expect(terminal.screen.cursorRow == cursor.row, sourceLocation: location)
      #expect(terminal.screen.cursorColumn == cursor.column, sourceLocation: location)
    }
    #expect(terminal.screen.unknownSequences == [], sourceLocation: location)
  }

  /// Waits for a text somewhere on the screen.
  func expectPart(_ text: String, _ location: SourceLocation = #_sourceLocation) {
    let isThere = terminal.wait { $0.text.contains(text) }
    #expect(isThere, "`\(text)` is not on the screen:\n\(terminal.screen.text)", sourceLocation: location)
  }

  /// Types keys, and waits for the screen to show just `text`.
  func type(
    _ keys: String, _ text: String, cursor: (row: Int, column: Int)? = nil,
    _ location: SourceLocation = #_sourceLocation
  ) {
    terminal.type(keys)
    expect(text, cursor: cursor, location)
  }

  /// Waits for the first prompt, so that the terminal is the program's.
  func start(_ location: SourceLocation = #_sourceLocation) {
    expect(">", cursor: (0, 2), location)
    #expect(!terminal.modes.isCooked, sourceLocation: location)
    #expect(terminal.screen.marksPastes, sourceLocation: location)
  }

  /// Waits for the end, and expects the terminal to be as it was.
  func expectEnd(_ ending: PseudoTerminal.Ending, _ location: SourceLocation = #_sourceLocation) {
    #expect(terminal.waitForEnd() == ending, sourceLocation: location)
    #expect(terminal.modes == terminal.firstModes, sourceLocation: location)
    #expect(!terminal.screen.marksPastes, sourceLocation: location)
    #expect(terminal.screen.cursorColumn == 0, sourceLocation: location)
  }
}
