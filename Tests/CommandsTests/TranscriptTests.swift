import Commands
import Foundation
import TestSupport
import Testing

/// The transcripts in `Tests/Golden/cli`: Markdown pages whose ```console blocks show commands with their output and, if
/// it is not 0, their exit status. A ```file NAME block writes a file first. Paths start in the page's own folder, where
/// `examples` leads to the package's examples.
@Suite struct TranscriptTests {
  static let pages: [String] = {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: Golden.root.appendingPathComponent("cli").path)
        .filter { $0.hasSuffix(".md") }.sorted()
    } catch {
      Issue.record("there are no transcripts: \(error)")
      return []
    }
  }()

  @Test(arguments: pages) func commandsAnswerAsShown(_ page: String) throws {
    let text = String(decoding: try Golden.bytes("cli/\(page)"), as: UTF8.self)
    let replayed = try Package.withFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appendingPathComponent("examples"),
        withDestinationURL: Package.root.appendingPathComponent("examples"))
      return try TranscriptTests.replay(text, in: folder)
    }
    if let difference = try Golden.mismatch(replayed, with: "cli/\(page)") { Issue.record("\(difference)") }
  }

  private enum Block { case none, console, file(String, String) }

  private static func replay(_ text: String, in folder: URL) throws -> String {
    var result = ""
    var block = Block.none
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      switch block {
      case .none:
        result += line + "\n"
        if line == "```console" { block = .console }
        if line.hasPrefix("```file ") { block = .file(String(line.dropFirst(8)), "") }
      case .file(let name, let content):
        result += line + "\n"
        if line == "```" {
          let url = folder.appendingPathComponent(name)
          try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
          try Data(content.utf8).write(to: url)
          block = .none
        } else {
          block = .file(name, content + line + "\n")
        }
      case .console:
        if line == "```" {
          result += "```\n"
          block = .none
        } else if line.hasPrefix("$ ") {
          result += line + "\n" + answer(to: String(line.dropFirst(2)), in: folder)
        }
      }
    }
    return result
  }

  /// What a command prints. Besides `allot` there is `cat`, which shows files that were written.
  private static func answer(to line: String, in folder: URL) -> String {
    if line.hasPrefix("cat ") {
      let url = folder.appendingPathComponent(String(line.dropFirst(4)))
      do { return String(decoding: try Data(contentsOf: url), as: UTF8.self) } catch { return "no such file\n" }
    }
    let run = TestRun(line: line, in: folder)
    let ending = run.transcript.isEmpty || run.transcript.hasSuffix("\n") ? "" : "\n"
    return run.transcript + ending + (run.status == .ok ? "" : "exit status \(run.status.rawValue)\n")
  }
}
