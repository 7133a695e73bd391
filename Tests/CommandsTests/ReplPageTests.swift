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
      for block in Self.blocks(lines) {
        if block.info.contains("allot repl") {
          try screen.begin(TestRun.words(block.info).drop { $0 != "repl" }.dropFirst())
        }
        var shown: [String] = []
        for entry in Self.entries(lines[block.range]) {
          shown += entry
          screen.perform(Self.input(entry))
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

  private static func blocks(_ lines: [String]) -> [(info: String, range: Range<Int>)] {
    var blocks: [(String, Range<Int>)] = []
    var open: (info: String, line: Int)?
    for (number, line) in lines.enumerated() where line.hasPrefix("```") {
      if let begun = open {
        if begun.info.hasPrefix("session") { blocks.append((begun.info, begun.line + 1..<number)) }
        open = nil
      } else {
        open = (String(line.dropFirst(3)), number)
      }
    }
    return blocks
  }

  /// The lines that are typed, each with those on which it goes on.
  private static func entries(_ lines: ArraySlice<String>) -> [[String]] {
    var entries: [[String]] = []
    var isTyped = false
    for line in lines {
      if line.hasPrefix("> ") {
        entries.append([line])
        isTyped = true
      } else if line.hasPrefix(". "), isTyped {
        entries[entries.count - 1].append(line)
      } else {
        isTyped = false
      }
    }
    return entries
  }

  private static func input(_ entry: [String]) -> String { entry.map { $0.dropFirst(2) }.joined(separator: "\n") }
}
