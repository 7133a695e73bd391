import Foundation
import TestSupport
import Testing

/// A row of grammar/compensation.md or grammar/replenishment.md: a construct, the text that says it, and the example that proves it.
struct ConstructRow: CustomTestStringConvertible, Sendable {
  let folder: String
  let construct: String
  let texts: [String]
  let file: String
  let example: String

  var testDescription: String { construct }

  static let all: [ConstructRow] = {
    [("compensation", "constructs"), ("replenishment", "replenishment-constructs")].flatMap { page, folder in
      do {
        return try Package.text("grammar/\(page).md").split(separator: "\n").compactMap { line in
          ConstructRow(line, folder: "examples/\(folder)")
        }
      } catch {
        Issue.record("the table of constructs cannot be read: \(error)")
        return []
      }
    }
  }()

  /// Nil for a line that is no row of a table, or its head.
  private init?(_ line: Substring, folder: String) {
    let cells = line.components(separatedBy: " | ").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " |")) }
    guard line.hasPrefix("| "), cells.count == 3, cells[2].contains(".allot: ") else { return nil }
    self.folder = folder
    construct = cells[0]
    texts = cells[1].components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    let proof = cells[2].components(separatedBy: ": ")
    file = proof[0]
    example = proof.dropFirst().joined(separator: ": ")
  }
}

@Suite struct ConstructsTests {
  @Test func everySectionHasRows() {
    let folders = Dictionary(grouping: ConstructRow.all, by: \.folder)
    #expect(folders["examples/constructs"]?.count ?? 0 >= 90)
    #expect(folders["examples/replenishment-constructs"]?.count ?? 0 >= 80)
    for rows in folders.values { #expect(Set(rows.map(\.construct)).count == rows.count) }
  }

  /// What the table shows stands in the file, and so does the example; ``ExampleRunTests`` runs them all.
  @Test(arguments: ConstructRow.all) func isProvedByAnExample(_ row: ConstructRow) throws {
    #expect(!row.texts.isEmpty)
    let text = try Package.text("\(row.folder)/\(row.file)")
    // A long text stands on several lines in the file, and on one in the table.
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for part in row.texts {
      #expect(text.contains(part) || words.contains(part), "`\(part)` is not in \(row.file)")
    }
    #expect(text.contains("example \"\(row.example)\""), "\(row.file) has no example “\(row.example)”")
  }
}
