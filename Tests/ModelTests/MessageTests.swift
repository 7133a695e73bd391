import Source
import Syntax
import TestSupport
import Testing

@testable import Model

@Suite struct MessageTests {
  /// What the parser and the checker say of a text, as a terminal shows it.
  private func rendered(_ bytes: [UInt8], path: String) -> String {
    var sources = SourceMap()
    let id = sources.add(path: path, bytes: bytes)
    let parsed = parse(sources[id], id: id)
    return DiagnosticRenderer(sources).render(parsed.diagnostics + check([parsed.syntax]).diagnostics, limit: 200)
  }

  @Test(arguments: try Golden.inputs(in: "messages"))
  func messagesAreAsRecorded(_ input: String) throws {
    let text = rendered(try Golden.bytes("messages/\(input)"), path: input)
    if input.hasPrefix("ok-") {
      #expect(text == "")
    } else {
      let name = input.dropLast(".allot".count)
      #expect(try Golden.mismatch(text, with: "messages/\(name).expected") == nil)
    }
  }

  /// Each code that the checker gives stands in a recorded message.
  @Test func eachCodeIsRecorded() throws {
    var codes: Set<String> = []
    for input in try Golden.inputs(in: "messages") {
      let file = SourceFile(path: input, bytes: try Golden.bytes("messages/\(input)"))
      codes.formUnion(check([parse(file, id: FileID(0)).syntax]).diagnostics.map(\.code))
    }
    #expect(checkerPages.map(\.code).filter { !codes.contains($0) } == [])
  }

  /// A mend that a message offers for a text with that one fault leaves a text without it.
  @Test(arguments: try Golden.inputs(in: "messages"))
  func eachEditMends(_ input: String) throws {
    let bytes = try Golden.bytes("messages/\(input)")
    let file = SourceFile(path: input, bytes: bytes)
    let found = check([parse(file, id: FileID(0)).syntax]).diagnostics
    for diagnostic in found {
      for help in diagnostic.help where !help.edits.isEmpty {
        var mended = bytes
        for edit in help.edits.sorted(by: { $0.span > $1.span }) {
          mended.replaceSubrange(Int(edit.span.start)..<Int(edit.span.end), with: Array(edit.replacement.utf8))
        }
        let parsed = parse(SourceFile(path: input, bytes: mended), id: FileID(0))
        let text = String(decoding: mended, as: UTF8.self)
        #expect(parsed.diagnostics == [], "\(diagnostic.message): \(text)")
        // No edit adds a line, so that the fault's line stays where it is.
        let mendedFile = SourceFile(path: input, bytes: mended)
        let line = file.lineColumn(at: Int(diagnostic.primary.span.start)).line
        let left = check([parsed.syntax]).diagnostics.filter {
          $0.message == diagnostic.message && mendedFile.lineColumn(at: Int($0.primary.span.start)).line == line
        }
        #expect(left == [], "\(diagnostic.message) -> \(help.edits.map(\.replacement))")
      }
    }
  }
}
