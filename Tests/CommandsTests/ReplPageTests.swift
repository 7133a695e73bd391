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
      let screen = ReplScreen(folder: folder)
      var changes: [(range: Range<Int>, lines: [String])] = []
      for block in SessionBlock.all(in: lines) {
        if let command = block.command {
          try screen.begin(TestRun.words(command).dropFirst(), width: SessionBlock.width)
        }
        var shown: [String] = []
        for entry in block.entries {
          shown += entry.typed
          screen.perform(entry.input)
          shown += screen.takeLines()
        }
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
}
