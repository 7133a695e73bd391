import Foundation
import LineEditing
import TestSupport
import Testing

/// A session of the small program at a pseudo-terminal.
final class Session {
  let terminal: PseudoTerminal
  let home: URL

  init(home: URL? = nil, width: Int = 40, height: Int = 12, reflows: Bool = true, term: String = "xterm") throws {
    let folder = home ?? FileManager.default.temporaryDirectory.appendingPathComponent("editing-\(UUID().uuidString)")
    self.home = folder
    terminal = try PseudoTerminal(
      [builtProgram("editing-session")],
      environment: ["TERM": term, "HOME": folder.path, "PATH": "/usr/bin:/bin"],
      width: width, height: height, reflows: reflows)
  }

  /// Waits for a text on the screen, and fails with the whole screen if it does not come.
  func expect(_ text: String, _ location: SourceLocation = #_sourceLocation) {
    let isThere = terminal.wait { $0.text.contains(text) }
    #expect(isThere, "`\(text)` is not on the screen:\n\(terminal.screen.text)", sourceLocation: location)
  }

  /// Waits for the screen to show just `text`.
  func expectScreen(_ text: String, _ location: SourceLocation = #_sourceLocation) {
    _ = terminal.wait { $0.text == text }
    #expect(terminal.screen.text == text, sourceLocation: location)
    #expect(terminal.screen.unknownSequences == [], sourceLocation: location)
  }
}

@Suite struct TerminalTests {
  @Test func edits() throws {
    let session = try Session()
    session.expect(">")
    session.terminal.type("abc\r")
    session.expectScreen("> abc\ngot [\"abc\"]\n>")
    session.terminal.type("\u{4}")
    #expect(session.terminal.waitForEnd() == .exit(0))
  }
}
