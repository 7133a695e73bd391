import Source
import Testing

@Suite struct LineIndexTests {
  @Test(arguments: [
    ("", [""]), ("a", ["a"]), ("a\n", ["a", ""]), ("one\ntwo\r\nthree\rfour", ["one", "two", "three", "four"]),
    ("\r\n\r\n", ["", "", ""]), ("\n\r", ["", "", ""]), ("é\n经", ["é", "经"]),
  ])
  func linesEndWithLFCRLFAndCR(_ text: String, _ lines: [String]) {
    let file = SourceFile(path: "a", text: text)
    #expect(file.lines.lineCount == lines.count)
    #expect((1...lines.count).map { String(file.line($0)) } == lines)
    #expect(file.line(0) == "" && file.line(lines.count + 1) == "")
    // Each offset lies in the range of its line.
    for offset in 0..<file.bytes.count {
      #expect(file.lines.range(ofLine: file.lines.line(at: offset)).contains(offset))
    }
  }

  @Test(arguments: [
    // The offset of the first `^`, as a line and a column of characters.
    ("^", 1, 1), ("ab^", 1, 3), ("a\n^b", 2, 1), ("é^", 1, 2), ("经销^商", 1, 3), ("e\u{301}^", 1, 2), ("\t^", 1, 2),
    ("👩‍👩‍👧^", 1, 2), ("\u{FEFF}a^", 1, 2), ("a\r\n\r\n b^", 3, 3),
  ])
  func columnsCountCharacters(_ marked: String, _ line: Int, _ column: Int) throws {
    let offset = try #require(Array(marked.utf8).firstIndex(of: UInt8(ascii: "^")))
    let file = SourceFile(path: "a", text: marked.filter { $0 != "^" })
    #expect(file.lineColumn(at: offset) == (line, column))
  }

  @Test func placesOutsideOfATextAreItsEnds() {
    let file = SourceFile(path: "a", text: "ab\ncd")
    #expect(file.lineColumn(at: -1) == (1, 1) && file.lineColumn(at: 99) == (2, 3))
    #expect(file.text(SourceSpan(file: FileID(0), start: 3, end: 99)) == "cd")
    #expect(file.text(SourceSpan(file: FileID(0), start: 1, end: 2)) == "b")
  }

  @Test func filesKeepTheirIdentity() {
    var sources = SourceMap()
    let a = sources.add(path: "a", bytes: [1])
    let b = sources.add(path: "b", bytes: [2])
    #expect(sources[a].path == "a" && sources[b].bytes == [2] && sources.ids == [a, b])
    #expect(sources.contains(b) && !sources.contains(FileID(2)) && !sources.contains(FileID(-1)))
  }
}
