import Allot
import Commands
import Foundation
import Testing

/// Every page's example is answered with the page's code, and its mending is in order.
@Suite struct CatalogueTests {
  private static let plan = """
    param threshold = 5%
    table deals (id) {
      id      text
      amount  USD
    }
    table reps (id) {
      id  text
    }
    sheet Sold {
      for each all
      show fee  = threshold of sum(deals.amount)
      show reps = count(reps)
    }
    """

  /// A text that is not UTF-8 cannot be shown, so E0101 has no example that could be run.
  static let pages = diagnosticPages.filter { !$0.failing.isEmpty && $0.code != "E0101" }

  @Test func codesAreDistinct() {
    #expect(Set(diagnosticPages.map(\.code)).count == diagnosticPages.count)
    for page in diagnosticPages { #expect(!page.title.isEmpty && !page.explanation.isEmpty, "\(page.code)") }
  }

  @Test(arguments: pages) func examplesBehaveAsThePageSays(_ page: DiagnosticPage) throws {
    let failing = try CatalogueTests.codes(page.failing)
    #expect(failing.codes.contains(page.code), "\(page.code): \(failing.text)")
    let mended = try CatalogueTests.codes(page.mended)
    #expect(!mended.codes.contains(page.code), "\(page.code): \(mended.text)")
    if page.code >= "E0800" || page.code.hasPrefix("E01") && page.code >= "E0160" {
      #expect(mended.codes.isEmpty, "\(page.code): \(mended.text)")
    }
  }

  /// The codes in what a run of the example says, and all that it says.
  private static func codes(_ example: String) throws -> (codes: Set<String>, text: String) {
    let text = try Package.withFolder { folder in
      var line = "allot run plan.allot"
      var name = "plan.allot"
      var files: [String: String] = [:]
      if example.hasPrefix("allot ") {
        line = example
        files = [name: plan, "deals.csv": "id,amount\nd1,100\n", "reps.csv": "id\nann\n"]
      } else {
        for part in example.split(separator: "\n", omittingEmptySubsequences: false) {
          if part.hasPrefix("--- ") {
            name = String(part.dropFirst(4))
          } else {
            files[name, default: ""] += part + "\n"
          }
        }
      }
      for (name, content) in files {
        try Data(content.utf8).write(to: folder.appendingPathComponent(name))
      }
      return TestRun(line: line, in: folder).transcript
    }
    let codes = text.matches(of: /(?:error|warning)\[(E\d{4})\]/).map { String($0.output.1) }
    return (Set(codes), text)
  }
}
