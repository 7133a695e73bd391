import Source
import Testing

@Suite struct LineIndexTests {
  @Test func linesEndWithLFCRLFAndCR() {
    let file = SourceFile(path: "a", text: "one\ntwo\r\nthree\rfour")
    #expect(file.lines.lineCount == 4)
    #expect((1...5).map { String(file.line($0)) } == ["one", "two", "three", "four", ""])
  }
}
