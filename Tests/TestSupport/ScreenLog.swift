/// What a session shows at each of its steps, kept in a file under `Tests/Golden`.
///
/// A step is over as soon as the screen shows what the file has for it, so that no machine is too slow, and none waits
/// for nothing. `RECORD=1` writes the file.
public struct ScreenLog {
  private let path: String
  private let expected: [String: String]
  private var steps: [(title: String, screen: String)] = []
  private var hasFailed = false

  public init(_ path: String) throws {
    self.path = path
    var expected: [String: String] = [:]
    if !Golden.isRecording {
      let text = String(decoding: try Golden.bytes(path), as: UTF8.self)
      for step in text.split(separator: Self.mark).map(String.init) {
        guard let end = step.firstIndex(of: "\n") else { continue }
        expected[String(step[..<end])] = String(step[step.index(after: end)...])
      }
    }
    self.expected = expected
  }

  private static let mark = "=== "

  /// Waits for the screen that belongs to a step.
  public mutating func show(_ title: String, _ terminal: PseudoTerminal) {
    if Golden.isRecording {
      terminal.settle()
    } else {
      let wanted = expected[title]
      // Where one step went wrong, the others will, and are not waited for as long.
      let isThere = terminal.wait(seconds: hasFailed ? 1 : 30) { Self.rendered($0) == wanted }
      hasFailed = hasFailed || !isThere
    }
    steps.append((title, Self.rendered(terminal.screen)))
  }

  /// What is wrong with the session, or nil if it showed just what the file has.
  public func mismatch() throws -> String? {
    try Golden.mismatch(steps.map { Self.mark + $0.title + "\n" + $0.screen }.joined(), with: path)
  }

  /// The screen, and where its cursor stands.
  private static func rendered(_ screen: TerminalScreen) -> String {
    screen.text + "\n--- cursor in row \(screen.cursorRow + 1), column \(screen.cursorColumn + 1)\n\n"
  }
}
