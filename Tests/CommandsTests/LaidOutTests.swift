import Formatting
import Foundation
import Testing

@testable import Allot

/// What the package ships and shows is in the layout that `allot fmt` gives.
@Suite struct LaidOutTests {
  private func check(_ text: String, _ name: String) throws {
    let result = try formatted(Array(text.utf8), path: name)
    // What cannot be read is a page's example of a fault.
    guard result.diagnostics.isEmpty else { return }
    let difference = UnifiedDiff(old: Array(text.utf8), new: result.bytes, path: name)
    let text = difference.text
    #expect(text.isEmpty, "\(name) is not laid out")
  }

  @Test func examples() throws {
    let folder = Package.root.appendingPathComponent("examples")
    let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".allot") }
    #expect(paths.count > 50)
    for path in paths.sorted() { try check(Package.text("examples/\(path)"), path) }
  }

  @Test func standardLibrary() throws {
    for theme in LibraryTheme.all { try check(theme.text + "\n", theme.path) }
  }

  @Test(arguments: DocumentationTests.pages) func documentation(_ page: String) throws {
    var block: (text: String, line: Int)?
    for (number, line) in try Package.text(page).components(separatedBy: "\n").enumerated() {
      if line.hasPrefix("```allot") {
        block = ("", number + 1)
      } else if line == "```" {
        if let block { try check(block.text, "\(page):\(block.line)") }
        block = nil
      } else if let open = block {
        block = (open.text + line + "\n", open.line)
      }
    }
  }
}
