import Commands
import Foundation
import Testing

@testable import Allot

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
    plan Paid {
      for each all
      during 2026
      paid monthly in USD, negative dropped
      pay base = 50 USD
    }
    """

  private static let ledger = """
    plan,payee,statement,line,for_period,amount,currency,cause
    Paid,,2026-01,base,2026-01,50.00,USD,earned

    """

  /// A text that is not UTF-8 cannot be shown, so E0101 has no example that could be run.
  static let pages = diagnosticPages.filter { !$0.failing.isEmpty && $0.code != "E0101" }

  @Test func codesAreDistinct() {
    #expect(Set(diagnosticPages.map(\.code)).count == diagnosticPages.count)
    for page in diagnosticPages { #expect(!page.title.isEmpty && !page.explanation.isEmpty, "\(page.code)") }
  }

  /// No message has a code that the help cannot explain.
  @Test func everyCodeHasAPage() throws {
    let sources = Package.root.appendingPathComponent("Sources")
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    var codes: Set<String> = []
    for case let file as URL in try #require(files) where file.pathExtension == "swift" {
      let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
      for match in text.matches(of: /"(E\d{4})"/) { codes.insert(String(match.output.1)) }
    }
    #expect(codes.count > 100)
    #expect(codes.subtracting(diagnosticPages.map(\.code)).sorted() == [])
  }

  @Test(arguments: pages) func examplesBehaveAsThePageSays(_ page: DiagnosticPage) throws {
    let failing = try CatalogueTests.codes(page.failing, page.code)
    #expect(failing.codes.contains(page.code), "\(page.code): \(failing.text)")
    let mended = try CatalogueTests.codes(page.mended, page.code)
    #expect(!mended.codes.contains(page.code), "\(page.code): \(mended.text)")
    // The pages of the checker and the compiler need no data, so their tables may have no files.
    if loadingOrRunning.contains(page.code) { #expect(mended.codes.isEmpty, "\(page.code): \(mended.text)") }
  }

  /// The codes whose examples hold all that a run needs.
  private let loadingOrRunning = Set((loadingPages + runtimePages + testPages).map(\.code))

  /// The codes in what a run of the example says, and all that it says.
  private static func codes(_ example: String, _ code: String) throws -> (codes: Set<String>, text: String) {
    let text = try Package.withFolder { folder in
      // A period outside the plan's must be asked for.
      let isTest = testPages.contains { $0.code == code }
      var line = "allot \(isTest ? "test" : "run") plan.allot" + (code == "E0904" ? " --period 2026-Q1" : "")
      var name = "plan.allot"
      var files: [String: String] = [:]
      if example.hasPrefix("allot ") {
        line = example
        files = [name: plan, "deals.csv": "id,amount\nd1,100\n", "reps.csv": "id\nann\n", "ledger.csv": ledger]
      } else {
        for part in example.split(separator: "\n", omittingEmptySubsequences: false) {
          if part.hasPrefix("--- ") {
            name = String(part.dropFirst(4))
          } else {
            files[name, default: ""] += part + "\n"
          }
        }
      }
      if code >= "E0962", files["ledger.csv"] != nil { line += " --period 2026-02 --paid ledger.csv" }
      for (name, content) in files {
        try Data(content.utf8).write(to: folder.appendingPathComponent(name))
      }
      return TestRun(line: line, in: folder).transcript
    }
    let codes = text.matches(of: /(?:error|warning)\[(E\d{4})\]/).map { String($0.output.1) }
    return (Set(codes), text)
  }
}
