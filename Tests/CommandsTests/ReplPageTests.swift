import Foundation
import Testing

@testable import Commands

/// The sessions of `grammar/repl.md`: each block goes on with the session of the one before, and shows what its lines
/// print. RECORD=1 writes it there.
@Suite struct ReplPageTests {
  private static let page = "grammar/repl.md"

  @Test func linesPrintWhatIsShown() throws {
    var lines = try Package.text(Self.page).components(separatedBy: "\n")
    try Package.withFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appendingPathComponent("examples"),
        withDestinationURL: Package.root.appendingPathComponent("examples"))
      let screen = Screen(folder: folder)
      var session: Session?
      var changes: [(range: Range<Int>, lines: [String])] = []
      for block in SessionBlock.all(in: lines) {
        if let command = block.command { session = try Self.session(command, screen) }
        guard var current = session else { continue }
        var shown: [String] = []
        for entry in block.entries {
          shown += entry.typed
          current.perform(entry.input)
          shown += screen.taken
        }
        session = current
        if shown != Array(lines[block.range]) {
          #expect(shown == Array(lines[block.range]), "\(Self.page):\(block.range.lowerBound)")
          changes.append((block.range, shown))
        }
      }
      guard Package.isRecording, !changes.isEmpty else { return }
      for change in changes.reversed() { lines.replaceSubrange(change.range, with: change.lines) }
      try Data(lines.joined(separator: "\n").utf8).write(to: Package.root.appendingPathComponent(Self.page))
    }
  }

  /// What a session wrote, taken line by line.
  private final class Screen {
    let folder: URL
    private var bytes: [UInt8] = []

    init(folder: URL) { self.folder = folder }

    var terminal: Terminal {
      var terminal = Terminal(folder: folder.path) { _, bytes in
        self.bytes += bytes
        return 0
      }
      terminal.width = SessionBlock.width
      return terminal
    }

    var taken: [String] {
      defer { bytes = [] }
      let text = String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: folder.path + "/", with: "")
      return text.isEmpty ? [] : Array(text.components(separatedBy: "\n").dropLast(text.hasSuffix("\n") ? 1 : 0))
    }
  }

  private static func session(_ command: String, _ screen: Screen) throws -> Session {
    let invocation = try Invocation(TestRun.words(command))
    var session = Session(try Session.Request(invocation, screen.terminal), screen.terminal)
    try session.load()
    return session
  }
}
