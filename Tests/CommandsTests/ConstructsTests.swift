import Foundation
import TestSupport
import Testing

/// A row of grammar/compensation.md: a construct, the text that says it, and the example that proves it.
struct ConstructRow: CustomTestStringConvertible, Sendable {
  let construct: String
  let texts: [String]
  let file: String
  let example: String

  var testDescription: String { construct }

  static let all: [ConstructRow] = {
    do {
      return try Package.text("grammar/compensation.md").split(separator: "\n").compactMap(ConstructRow.init)
    } catch {
      Issue.record("the table of constructs cannot be read: \(error)")
      return []
    }
  }()

  /// Nil for a line that is no row of a table, or its head.
  init?(_ line: Substring) {
    let cells = line.components(separatedBy: " | ").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " |")) }
    guard line.hasPrefix("| "), cells.count == 3, cells[2].contains(".allot: ") else { return nil }
    construct = cells[0]
    texts = cells[1].components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    let proof = cells[2].components(separatedBy: ": ")
    file = proof[0]
    example = proof.dropFirst().joined(separator: ": ")
  }

  static let folder = "examples/constructs"
}

@Suite struct ConstructsTests {
  @Test func everySectionHasRows() {
    #expect(ConstructRow.all.count >= 90)
    #expect(Set(ConstructRow.all.map(\.construct)).count == ConstructRow.all.count)
  }

  /// What the table shows stands in the file, and so does the example; ``ExampleRunTests`` runs them all.
  @Test(arguments: ConstructRow.all) func isProvedByAnExample(_ row: ConstructRow) throws {
    #expect(!row.texts.isEmpty)
    let text = try Package.text("\(ConstructRow.folder)/\(row.file)")
    for part in row.texts { #expect(text.contains(part), "`\(part)` is not in \(row.file)") }
    #expect(text.contains("example \"\(row.example)\""), "\(row.file) has no example “\(row.example)”")
  }
}
