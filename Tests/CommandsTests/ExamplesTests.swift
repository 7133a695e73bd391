import Commands
import Foundation
import TestSupport
import Testing

/// A line of an example's `run.txt`: `run plan.allot --period 2026-Q1 > expected.csv`.
struct ExampleRun: CustomTestStringConvertible, Sendable {
  let folder: String
  let command: String
  let expected: String

  var testDescription: String { "\(folder): \(command)" }

  static let all: [ExampleRun] = {
    let root = Package.root.appendingPathComponent("examples")
    var result: [ExampleRun] = []
    do {
      for folder in try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() {
        let list = root.appendingPathComponent(folder).appendingPathComponent("run.txt")
        guard FileManager.default.fileExists(atPath: list.path) else { continue }
        for line in String(decoding: try Data(contentsOf: list), as: UTF8.self).split(separator: "\n") {
          let parts = line.components(separatedBy: " > ")
          result.append(ExampleRun(folder: folder, command: parts[0], expected: parts.count > 1 ? parts[1] : ""))
        }
      }
    } catch {
      Issue.record("the examples cannot be listed: \(error)")
    }
    return result
  }()
}

@Suite struct ExamplesTests {
  @Test func everyExampleHasRuns() throws {
    let root = Package.root.appendingPathComponent("examples")
    let folders = try FileManager.default.contentsOfDirectory(atPath: root.path).filter { folder in
      // What CI runs is no example of a plan.
      !folder.hasPrefix(".") && folder != "ci"
    }
    #expect(Set(ExampleRun.all.map(\.folder)) == Set(folders))
  }

  /// The package's page lists each example.
  @Test func thePackagePageListsAllExamples() throws {
    let page = try Package.text("README.md")
    for folder in Set(ExampleRun.all.map(\.folder)) {
      #expect(page.contains("| [\(folder)](examples/\(folder)) | "), "\(folder)")
    }
  }

  @Test(arguments: ExampleRun.all) func givesWhatIsExpected(_ example: ExampleRun) throws {
    let folder = Package.root.appendingPathComponent("examples").appendingPathComponent(example.folder)
    let expected = try Package.text("examples/\(example.folder)/\(example.expected)")
    for threads in ["1", "2"] {
      let run = TestRun(line: "allot \(example.command) --threads \(threads)", in: folder)
      #expect(run.status == .ok, "\(run.transcript)")
      #expect(run.output == expected, "with \(threads) threads")
    }
  }

  /// The order of rows in a file means nothing.
  @Test(arguments: ExampleRun.all) func dependsOnNoOrderOfRows(_ example: ExampleRun) throws {
    let folder = Package.root.appendingPathComponent("examples").appendingPathComponent(example.folder)
    let expected = try Package.text("examples/\(example.folder)/\(example.expected)")
    try Package.withFolder { shuffled in
      var random = SeededRandom(seed: 2026)
      for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name.hasSuffix(".csv") {
        let text = String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
        let mixed = ExamplesTests.shufflingRows(of: text, &random)
        try Data(mixed.utf8).write(to: shuffled.appendingPathComponent(name))
      }
      let run = TestRun(line: "allot \(example.command) --data \(shuffled.path)", in: folder)
      #expect(run.output == expected, "\(run.transcript)")
    }
  }

  /// The same rows in another order, behind the same header; a cell may hold line ends.
  private static func shufflingRows(of text: String, _ random: inout SeededRandom) -> String {
    var rows: [String] = []
    var row = ""
    var isQuoted = false
    for character in text {
      row.append(character)
      if character == "\"" { isQuoted.toggle() }
      if character.isNewline && !isQuoted {
        rows.append(row)
        row = ""
      }
    }
    if !row.isEmpty { rows.append(row + "\n") }
    // Some programs name the separator in a line of its own.
    let head = rows.first?.hasPrefix("sep=") == true ? 2 : 1
    var body = Array(rows.dropFirst(head))
    for index in body.indices.dropLast() {
      body.swapAt(index, index + Int(random.next() % UInt64(body.count - index)))
    }
    return (rows.prefix(head) + body).joined()
  }
}
