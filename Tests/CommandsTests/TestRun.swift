import Allot
import Commands
import Foundation

/// A command that was run in process, with everything that it wrote, in order.
struct TestRun {
  let status: ExitStatus
  /// Output and errors as a person at a terminal sees them.
  let transcript: String
  let output: String

  /// - Parameter folder: what relative paths start from; it does not appear in the texts.
  init(_ arguments: [String], in folder: URL) {
    final class Written {
      var all: [UInt8] = []
      var output: [UInt8] = []
    }
    let written = Written()
    var terminal = Terminal(folder: folder.path) { channel, bytes in
      written.all += bytes
      if channel == .output { written.output += bytes }
      return 0
    }
    status = CommandLineTool.run(arguments, &terminal)
    func text(_ bytes: [UInt8]) -> String {
      String(decoding: bytes, as: UTF8.self).replacingOccurrences(of: folder.path + "/", with: "")
    }
    transcript = text(written.all)
    output = text(written.output)
  }

  /// Runs the words of a line such as `allot run plan.allot --param 'goal=5_000 USD'`.
  init(line: String, in folder: URL) {
    var words = TestRun.words(line)
    if words.first == "allot" { words.removeFirst() }
    self.init(words, in: folder)
  }

  /// The words of a shell line, with single and double quotes.
  static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isWord = false
    var quote: Character?
    for character in line {
      if let open = quote {
        if character == open { quote = nil } else { word.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        isWord = true
      } else if character == " " {
        if isWord { words.append(word) }
        word = ""
        isWord = false
      } else {
        word.append(character)
        isWord = true
      }
    }
    if isWord { words.append(word) }
    return words
  }
}

/// The package's own folders.
enum Package {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD"] == "1" }

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: root.appendingPathComponent(path)), as: UTF8.self)
  }

  /// A folder of its own that is gone afterwards.
  static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("allot-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { do { try FileManager.default.removeItem(at: folder) } catch { print("\(folder.path) stays: \(error)") } }
    return try body(folder)
  }
}
