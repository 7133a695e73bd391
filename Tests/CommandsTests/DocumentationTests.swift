import Allot
import Commands
import Foundation
import Testing

/// A fenced block of a page.
private struct Block {
  /// What stands behind the fence: `allot`, `allot error=E0301`, `console`.
  let info: String
  let text: String
  /// The number of the fence's line, from 1.
  let line: Int
  /// The lines between the fences.
  let range: Range<Int>

  var language: String { String(info.prefix { $0 != " " }) }

  /// The code with which the text must be answered.
  var expectedCode: String? {
    info.split(separator: " ").first { $0.hasPrefix("error=") }.map { String($0.dropFirst(6)) }
  }

  /// The name that the block's first line gives its file: `# file: team.allot`.
  var fileName: String? {
    guard let first = text.split(separator: "\n").first, first.hasPrefix("# file: ") else { return nil }
    return String(first.dropFirst(8))
  }

  static func all(in lines: [String]) -> [Block] {
    var blocks: [Block] = []
    var open: (info: String, line: Int)?
    for (number, line) in lines.enumerated() where line.hasPrefix("```") {
      if let (info, start) = open {
        let range = start + 1..<number
        blocks.append(
          Block(info: info, text: lines[range].map { $0 + "\n" }.joined(), line: start + 1, range: range))
        open = nil
      } else {
        open = (String(line.dropFirst(3)).trimmingCharacters(in: .whitespaces), number)
      }
    }
    return blocks
  }
}

@Suite struct DocumentationTests {
  static let pages = [
    "README.md", "grammar/guide.md", "grammar/reference.md", "grammar/compensation.md", "grammar/formatting.md",
    "grammar/testing.md", "grammar/reviewing.md", "grammar/payout-curves.md", "grammar/reports.md",
    "grammar/explaining.md", "grammar/repl.md",
  ].filter {
    FileManager.default.fileExists(atPath: Package.root.appendingPathComponent($0).path)
  }

  /// Every plan of a page checks, or is answered with the code that the page names.
  @Test(arguments: pages) func plansCheck(_ page: String) throws {
    let lines = try Package.text(page).components(separatedBy: "\n")
    var files: [String: String] = [:]
    for block in Block.all(in: lines) where block.language == "allot" {
      let plan = Plan(text: block.text, path: block.fileName ?? "block.allot", others: files)
      let messages = DiagnosticRenderer(plan.sources).render(plan.diagnostics)
      if let code = block.expectedCode {
        let codes = Set(plan.diagnostics.map(\.code))
        #expect(codes == [code], "\(page):\(block.line) must be answered with \(code) alone\n\(messages)")
      } else {
        #expect(plan.diagnostics.isEmpty, "\(page):\(block.line) must be in order\n\(messages)")
      }
      if let name = block.fileName { files[name] = block.text }
    }
  }

  /// Every command of a page prints what the page shows; RECORD=1 writes it there.
  @Test(arguments: pages) func commandsPrintWhatIsShown(_ page: String) throws {
    var lines = try Package.text(page).components(separatedBy: "\n")
    try Package.withFolder { folder in
      try FileManager.default.createSymbolicLink(
        at: folder.appendingPathComponent("examples"),
        withDestinationURL: Package.root.appendingPathComponent("examples"))
      var changes: [(range: Range<Int>, lines: [String])] = []
      for block in Block.all(in: lines) {
        if let name = block.fileName {
          try Data(block.text.utf8).write(to: folder.appendingPathComponent(name))
        }
        guard block.language == "console" else { continue }
        let runsAll = block.info == "console run"
        let shown = DocumentationTests.answers(to: block.text, in: folder, runsAll: runsAll)
        guard shown != block.text else { continue }
        if Package.isRecording {
          changes.append(
            (block.range, shown.hasSuffix("\n") ? shown.dropLast().components(separatedBy: "\n") : [shown]))
        }
        #expect(shown == block.text, "\(page):\(block.line)")
      }
      guard !changes.isEmpty else { return }
      for change in changes.reversed() { lines.replaceSubrange(change.range, with: change.lines) }
      try Data(lines.joined(separator: "\n").utf8).write(to: Package.root.appendingPathComponent(page))
    }
  }

  /// Every link of a page leads to a file or a folder of the package, and to a heading in it.
  @Test(arguments: pages) func linksLeadSomewhere(_ page: String) throws {
    let text = try Package.text(page)
    let folder = Package.root.appendingPathComponent(page).deletingLastPathComponent()
    for link in text.matches(of: /\]\(([^)#:]*)(?:#([^)]*))?\)/) {
      let target = link.1.isEmpty ? page : String(link.1)
      let file = link.1.isEmpty ? Package.root.appendingPathComponent(page) : folder.appendingPathComponent(target)
      #expect(FileManager.default.fileExists(atPath: file.path), "\(page): \(link.0)")
      guard let anchor = link.2 else { continue }
      let lines = String(decoding: try Data(contentsOf: file), as: UTF8.self).components(separatedBy: "\n")
      #expect(DocumentationTests.anchors(of: lines).contains(String(anchor)), "\(page): \(link.0)")
    }
  }

  /// What a link to a heading says behind `#`: its words in small letters with hyphens between them.
  private static func anchors(of lines: [String]) -> Set<String> {
    var anchors: Set<String> = []
    var isInBlock = false
    for line in lines {
      if line.hasPrefix("```") { isInBlock.toggle() }
      guard !isInBlock, line.hasPrefix("#") else { continue }
      let words = line.drop { $0 == "#" || $0 == " " }.lowercased()
      anchors.insert(
        String(words.filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }.map { $0 == " " ? "-" : $0 }))
    }
    return anchors
  }

  /// What the shell's command prints; commits have an author and no settings of the machine's.
  private static func shellAnswer(to line: String, in folder: URL) -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    for (name, value) in [
      ("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_AUTHOR_NAME", "Ann Reyes"),
      ("GIT_AUTHOR_EMAIL", "ann@example.com"), ("GIT_COMMITTER_NAME", "Ann Reyes"),
      ("GIT_COMMITTER_EMAIL", "ann@example.com"),
    ] {
      environment[name] = value
    }
    process.environment = environment
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    do { try process.run() } catch { return "\(error)\n" }
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }

  /// The block with each `$ allot …` line followed by what it prints; other commands keep what is shown.
  ///
  /// - Parameter runsAll: whether the other commands are run, too, by the shell.
  static func answers(to text: String, in folder: URL, runsAll: Bool = false) -> String {
    var result = ""
    var isOurs = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0) {
      if line.hasPrefix("$ ") {
        result += line + "\n"
        isOurs = line.hasPrefix("$ allot ")
        if isOurs {
          result += TestRun(line: String(line.dropFirst(2)), in: folder).transcript
        } else if runsAll {
          isOurs = true
          result += shellAnswer(to: String(line.dropFirst(2)), in: folder)
        }
      } else if !isOurs {
        result += line + "\n"
      }
    }
    return result
  }
}
