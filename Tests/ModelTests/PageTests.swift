import Columns
import Foundation
import IR
import Source
import Syntax
import TestSupport
import Testing

@testable import Model

/// What the parser and the checker say of a text that stands for itself.
func findings(in text: String) -> [Diagnostic] {
  let file = SourceFile(path: "plan.allot", bytes: Array(text.utf8))
  let parsed = parse(file, id: FileID(0))
  return parsed.diagnostics + check([parsed.syntax]).diagnostics
}

/// The codes that stand in the source files of a folder, but for the pages themselves.
private func codes(inSourcesOf folder: String, _ pattern: Regex<Substring>) throws -> Set<String> {
  let root = Golden.root.deletingLastPathComponent().deletingLastPathComponent()
  let source = root.appendingPathComponent("Sources/\(folder)")
  var codes: Set<String> = []
  for name in try FileManager.default.contentsOfDirectory(atPath: source.path)
  where name.hasSuffix(".swift") && !name.contains("Pages") {
    let text = try String(contentsOf: source.appendingPathComponent(name), encoding: .utf8)
    for match in text.matches(of: pattern) { codes.insert(String(match.output.dropFirst().dropLast())) }
  }
  return codes
}

@Suite struct PageTests {
  @Test func eachCodeHasOnePage() throws {
    let checker = try codes(inSourcesOf: "Model/Checker", /"E0[2-7][0-9][0-9]"/)
    #expect(checkerPages.map(\.code).sorted() == checker.sorted())
    let lowering = try codes(inSourcesOf: "IR", /"E09[0-9][0-9]"/)
    #expect(loweringPages.map(\.code) == lowering.sorted())
  }

  @Test(arguments: checkerPages)
  func eachPageFailsAndMends(_ page: DiagnosticPage) {
    #expect(Set(findings(in: page.failing).map(\.code)) == [page.code], "\(findings(in: page.failing).map(\.message))")
    #expect(findings(in: page.failing).count == 1)
    #expect(findings(in: page.mended) == [], "\(findings(in: page.mended).map(\.message))")
  }

  @Test(arguments: loweringPages)
  func eachRunFailsAndMends(_ page: DiagnosticPage) throws {
    let first = try #require(CalendarDate(year: 2026, month: 1, day: 1))
    let last = try #require(CalendarDate(year: 2026, month: 3, day: 31))
    let options = LoweringOptions(days: page.code == "E0903" ? nil : first...last)
    func codes(_ text: String) -> [String] {
      let file = SourceFile(path: "plan.allot", bytes: Array(text.utf8))
      let checked = check([parse(file, id: FileID(0)).syntax])
      #expect(!checked.hasErrors)
      switch lower(checked.model, options: options) {
      case .program: return []
      case .failed(let failures): return failures.map(\.code)
      }
    }
    #expect(codes(page.failing) == [page.code])
    #expect(codes(page.mended) == [])
  }
}
