import Source
import TestSupport
import Testing

@testable import Syntax

/// The messages of a text, as a terminal shows them.
func rendered(_ bytes: [UInt8], path: String) -> String {
  var sources = SourceMap()
  let id = sources.add(path: path, bytes: bytes)
  return DiagnosticRenderer(sources).render(parse(sources[id], id: id).diagnostics, limit: 100)
}

@Suite struct MessageTests {
  @Test(arguments: try Golden.inputs(in: "syntax-messages"))
  func messagesAreAsRecorded(_ input: String) throws {
    let name = input.dropLast(".allot".count)
    let text = rendered(try Golden.bytes("syntax-messages/\(input)"), path: input)
    #expect(try Golden.mismatch(text, with: "syntax-messages/\(name).txt") == nil)
  }

  @Test func eachCodeHasOnePage() {
    #expect(DiagnosticPage.syntaxPages.map(\.code) == SyntaxCode.allCases.map(\.rawValue))
  }

  @Test(arguments: DiagnosticPage.syntaxPages)
  func eachPageFailsAndMends(_ page: DiagnosticPage) throws {
    var failing = Array(page.failing.utf8)
    switch SyntaxCode(rawValue: page.code) {
    // A file that is not UTF-8 cannot stand on a page, nor can one of that size.
    case .encoding: failing = Array("param store = \"K".utf8) + [0xF6] + Array("ln\"".utf8)
    case .tooLarge: return
    default: break
    }
    let failed = parse(SourceFile(path: "failing", bytes: failing), id: FileID(0))
    #expect(Set(failed.diagnostics.map(\.code)) == [page.code], "\(failed.diagnostics.map(\.message))")
    let mended = parse(SourceFile(path: "mended", text: page.mended), id: FileID(0))
    #expect(mended.diagnostics == [], "\(mended.diagnostics.map(\.message))")
  }

  /// Each edit that a message offers for a page's failing text leaves a text without that message's code.
  @Test(arguments: DiagnosticPage.syntaxPages)
  func eachOnlyEditMends(_ page: DiagnosticPage) throws {
    let bytes = Array(page.failing.utf8)
    let file = SourceFile(path: "failing", bytes: bytes)
    var edits: [Diagnostic.Edit] = []
    for diagnostic in parse(file, id: FileID(0)).diagnostics {
      let offers = diagnostic.help.filter { !$0.edits.isEmpty }
      guard offers.count == 1 else { return }
      edits += offers[0].edits
    }
    guard !edits.isEmpty else { return }
    var mended = bytes
    for edit in edits.sorted(by: { $0.span > $1.span }) {
      mended.replaceSubrange(Int(edit.span.start)..<Int(edit.span.end), with: Array(edit.replacement.utf8))
    }
    let again = parse(SourceFile(path: "mended", bytes: mended), id: FileID(0))
    #expect(again.diagnostics == [], "\(String(decoding: mended, as: UTF8.self))")
  }
}
