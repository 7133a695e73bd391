import Source
import Syntax
import TestSupport
import Testing

@Suite struct TreeTests {
  @Test(arguments: try Golden.inputs(in: "trees"))
  func treesAreAsRecorded(_ input: String) throws {
    let file = SourceFile(path: input, bytes: try Golden.bytes("trees/\(input)"))
    let parsed = parse(file, id: FileID(0))
    #expect(
      parsed.diagnostics.map {
        "\($0.code) \($0.message) at `\(file.text($0.primary.span))` \(file.lineColumn(at: Int($0.primary.span.start)))"
      } == [])
    #expect(parsed.tree.text == file.bytes)
    let name = input.dropLast(".allot".count)
    #expect(try Golden.mismatch(SyntaxPrinter.print(parsed.tree), with: "trees/\(name).tree") == nil)
  }
}
