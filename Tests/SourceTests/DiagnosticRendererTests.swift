import Foundation
import Source
import Testing

@Suite struct DiagnosticRendererTests {
  /// A file whose spans are found by their text.
  private struct Sample {
    var sources = SourceMap()
    let id: FileID
    let text: String

    init(_ text: String, path: String = "plan.allot") {
      self.text = text
      id = sources.add(path: path, bytes: Array(text.utf8))
    }

    /// The span of the first occurrence of `needle`.
    func span(_ needle: String) -> SourceSpan {
      let bytes = Array(text.utf8)
      let wanted = Array(needle.utf8)
      let start = bytes.indices.first { bytes[$0...].starts(with: wanted) } ?? 0
      return SourceSpan(file: id, start: start, end: start + wanted.count)
    }
  }

  private func rendered(_ sample: Sample, _ diagnostic: Diagnostic) -> String {
    DiagnosticRenderer(sample.sources).render(diagnostic)
  }

  @Test func labelsNotesAndHelp() {
    let sample = Sample("a\nrates {\n  up to 50 USD: 8%\n  from 60 USD: 12%\n}\n")
    let diagnostic = Diagnostic(
      .error, "E0203", "tier rates leave a gap", at: sample.span("60 USD"), "this tier starts here",
      also: [Diagnostic.Label(sample.span("50 USD"), "this tier ends here"), .init(sample.span("a"), "far away")],
      notes: ["no tier covers 50 ..< 60\nsecond line"],
      help: [.init("start where the last one ends", edits: [.init(sample.span("60 USD"), "50 USD")]), .init("or not")])
    #expect(
      rendered(sample, diagnostic) == """
        error[E0203]: tier rates leave a gap
         --> plan.allot:4:8
          |
        1 | a
          | - far away
        2 | rates {
        3 |   up to 50 USD: 8%
          |         ------ this tier ends here
        4 |   from 60 USD: 12%
          |        ^^^^^^ this tier starts here
          = note: no tier covers 50 ..< 60
                  second line
        help: start where the last one ends
          |
        4 |   from 50 USD: 12%
          |        ^^^^^^
        help: or not

        """)
  }

  @Test func severalLabelsOnALine() {
    let sample = Sample("let x = aaa + bbb * ccc")
    let diagnostic = Diagnostic(
      .warning, "W0001", "m", at: sample.span("+"), "sum",
      also: [
        .init(sample.span("aaa"), "USD"), .init(sample.span("bbb"), "EUR"), .init(sample.span("ccc"), ""),
      ])
    #expect(
      rendered(sample, diagnostic) == """
        warning[W0001]: m
         --> plan.allot:1:13
          |
        1 | let x = aaa + bbb * ccc
          |         --- ^ ---   ---
          |         |   | |
          |         |   | EUR
          |         |   sum
          |         USD

        """)
  }

  @Test func tabsWideCharactersAndControlCharacters() {
    let sample = Sample("\ta\t经销商 = 多\u{1B}[31m \u{202E}+ x\r\n")
    #expect(
      rendered(
        sample,
        Diagnostic(.error, "E1", "m \u{1B}[0m", at: sample.span("经销商"), "l", also: [.init(sample.span("x"), "here")]))
          == """
          error[E1]: m ␛[0m
           --> plan.allot:1:4
            |
          1 |     a   经销商 = 多␛[31m �+ x
            |         ^^^^^^              - here
            |         |
            |         l

          """)
  }

  @Test func bytesThatAreNotUTF8() {
    var sources = SourceMap()
    let id = sources.add(path: "p", bytes: [0x61, 0xFF, 0xE7, 0xBB, 0x62, 0x63])
    let renderer = DiagnosticRenderer(sources)
    #expect(
      renderer.render(Diagnostic(.error, "E1", "m", at: SourceSpan(file: id, start: 4, end: 5), "b")) == """
        error[E1]: m
         --> p:1:4
          |
        1 | a���bc
          |     ^ b

        """)
  }

  @Test func emptySpansLongSpansAndOtherFiles() {
    var sample = Sample("one {\n  two\n")
    let other = sample.sources.add(path: "other.allot", bytes: Array("x\n\n\n\n\n\n\n\n\ny = 1".utf8))
    let end = SourceSpan(file: sample.id, start: 11, end: 11)
    let diagnostic = Diagnostic(
      .error, "E1", "m", at: end, "expected `}`",
      also: [
        .init(SourceSpan(file: sample.id, start: 4, end: 11), "block"),
        .init(SourceSpan(file: other, start: 10, end: 11), "declared here"),
        .init(SourceSpan(file: FileID(9), start: 0, end: 1), "no such file"),
      ], help: [.init("close it", edits: [.init(end, "\n}")])])
    #expect(
      rendered(sample, diagnostic) == """
        error[E1]: m
          --> plan.allot:2:6
           |
         1 | one {
           |     - block
         2 |   two
           |      ^ expected `}`
          ::: other.allot:10:1
           |
        10 | y = 1
           | - declared here
        help: close it
           |
         2 |   two
         3 | }
           | ^

        """)
  }

  @Test func longLinesAreCut() {
    let sample = Sample(String(repeating: "经 ", count: 3_000) + "here" + String(repeating: " x", count: 3_000))
    let text = rendered(sample, Diagnostic(.error, "E1", "m", at: sample.span("here"), "l"))
    let lines = text.split(separator: "\n")
    #expect(lines[3].hasPrefix("1 | …") && lines[3].hasSuffix("…") && lines[3].contains("here"))
    #expect(lines.allSatisfy { displayWidth(of: String($0)) < 180 })
    let start = lines[3].range(of: "here").map { displayWidth(of: String(lines[3][..<$0.lowerBound])) }
    #expect(start == lines[4].firstIndex(of: "^").map { displayWidth(of: String(lines[4][..<$0])) })
  }

  @Test func orderAndCap() {
    let sample = Sample("a b c")
    let all = ["c", "a", "b", "a"].enumerated().map {
      Diagnostic(.error, "E\($0.offset)", "m", at: sample.span($0.element))
    }
    let text = DiagnosticRenderer(sample.sources).render(all, limit: 3)
    #expect(
      text.split(separator: "\n").filter { $0.hasPrefix("error") } == ["error[E1]: m", "error[E3]: m", "error[E2]: m"])
    #expect(text.hasSuffix("\nand 1 more\n"))
    #expect(text == DiagnosticRenderer(sample.sources).render(all.reversed(), limit: 3))
  }

  @Test func colours() {
    let sample = Sample("a b")
    let diagnostic = Diagnostic(
      .error, "E1", "m", at: sample.span("b"), "l", also: [.init(sample.span("a"), "k")], help: [.init("h")])
    let styled = DiagnosticRenderer(sample.sources, style: .styled).render(diagnostic)
    #expect(styled.contains("\u{1B}[1;31merror[E1]\u{1B}[0m") && styled.contains("\u{1B}[1;32mhelp\u{1B}[0m"))
    // Without its colours it is the plain text.
    var plain = ""
    var isEscape = false
    for scalar in styled.unicodeScalars {
      if scalar == "\u{1B}" { isEscape = true }
      if !isEscape { plain.unicodeScalars.append(scalar) }
      if isEscape, scalar == "m" { isEscape = false }
    }
    #expect(plain == rendered(sample, diagnostic))
  }
}
