import Source
import TestSupport
import Testing

@testable import LineEditing

@Suite struct ScreenTests {
  /// What a terminal makes of a text that is simply written, and where the next letter goes.
  private func written(_ text: String, width: Int) -> (screen: TerminalScreen, row: Int, column: Int) {
    var screen = TerminalScreen(width: width, height: 60)
    screen.write(text.replacing("\n", with: "\r\n").utf8)
    var probe = screen
    probe.write("x".utf8)
    let isPastMargin = screen.cursorColumn > 0 && probe.cursorColumn == 1
    return (screen, screen.cursorRow + (isPastMargin ? 1 : 0), isPastMargin ? 0 : screen.cursorColumn)
  }

  private static let pieces = ["a", "b c", "_", "e\u{301}", "经销商", "한", "👧", "👩‍👩‍👧", "\n", "x\ny", "1,250.00 USD", "ก็"]

  /// Random texts are shown as a terminal wraps them by itself, over what was shown before, with the cursor in place.
  @Test(arguments: [11, 12, 13, 14]) func pictures(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    for round in 0..<25 {
      let width = Int.random(in: 4...20, using: &random)
      var screen = TerminalScreen(width: width, height: 60)
      screen.write("above\r\n".utf8)
      let above = "above".count > width ? (5 + width - 1) / width : 1
      var painter = ScreenPainter(isStyled: Bool.random(using: &random))
      for step in 0..<12 {
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &random) { text += Self.pieces.randomElement(using: &random) ?? "" }
        let buffer = EditBuffer(text, cursor: Int.random(in: 0...text.count, using: &random))
        let layout = ScreenLayout(prompt: "> ", continuation: ". ", buffer: buffer, width: width)
        screen.write(painter.paint(layout, height: 60).utf8)

        let comment: Comment = "seed \(seed), round \(round), step \(step), width \(width), `\(shown(buffer))`"
        let prompted = "> " + text.replacing("\n", with: "\n. ")
        let whole = written(prompted, width: width)
        let before = "> " + buffer.text(in: 0..<buffer.cursor).replacing("\n", with: "\n. ")
        var place = written(before, width: width)
        if buffer.cursor < buffer.characters.count, displayWidth(of: buffer.characters[buffer.cursor]) == 2,
          place.column == width - 1
        {
          place = (place.screen, place.row + 1, 0)
        }
        var expected = whole.screen.lines
        // Behind a full row that the end of a line follows, the cursor has a row of its own.
        if buffer.cursor < buffer.characters.count, buffer.characters[buffer.cursor] == "\n", place.column == 0 {
          expected.insert("", at: place.row)
        }
        #expect(Array(screen.lines.dropFirst(above).prefix(50)) == Array(expected.prefix(50)), comment)
        #expect(screen.cursorRow - above == place.row, comment)
        #expect(screen.cursorColumn == place.column, comment)
        #expect(screen.unknownSequences == [], comment)
      }
    }
  }

  /// A picture of several letters that one cell is left for stands whole on the next row.
  @Test(arguments: ["🇫🇷", "❤\u{FE0F}", "经"]) func picturesAtTheMargin(_ picture: String) {
    var screen = TerminalScreen(width: 5, height: 4)
    var painter = ScreenPainter(isStyled: false)
    let buffer = EditBuffer("ab" + picture)
    screen.write(painter.paint(ScreenLayout(prompt: "> ", continuation: "", buffer: buffer, width: 5), height: 4).utf8)
    #expect(screen.text == "> ab\n" + picture)
    #expect(screen.cursorColumn == 2)
  }

  /// A text with more rows than the screen shows the part around the cursor, and stands there whole in the end.
  @Test func tallTexts() {
    let text = (1...30).map { "row \($0)" }.joined(separator: "\n")
    var screen = TerminalScreen(width: 20, height: 6)
    var painter = ScreenPainter(isStyled: false)
    screen.write("above\r\n".utf8)
    for place in [0, 3, 100, 120, 90, 0, text.count] {
      let buffer = EditBuffer(text, cursor: place)
      let layout = ScreenLayout(prompt: "> ", continuation: ". ", buffer: buffer, width: 20)
      screen.write(painter.paint(layout, height: 6).utf8)
      let row = text.prefix(place).count { $0 == "\n" }
      #expect(screen.lines[screen.cursorRow] == "\(row == 0 ? ">" : ".") row \(row + 1)")
      #expect(screen.lines.allSatisfy { $0.contains("row ") })
    }
    let layout = ScreenLayout(prompt: "> ", continuation: ". ", buffer: EditBuffer(text), width: 20)
    screen.write(painter.finish(layout).utf8)
    screen.write("below".utf8)
    let expected = "> " + text.replacing("\n", with: "\n. ") + "\nbelow"
    #expect(screen.history.hasSuffix(expected))
    #expect(screen.history.hasPrefix("above\n"))
  }

  /// What ends just at the margin stays, and what comes next starts on the row after it.
  @Test(arguments: [("abcdef", 8), ("abcde", 8), ("", 8), ("abcdef经", 8), ("a\nbcdefg", 8)])
  func finishing(_ text: String, _ width: Int) {
    var screen = TerminalScreen(width: width, height: 10)
    var painter = ScreenPainter(isStyled: false)
    let layout = ScreenLayout(prompt: "> ", continuation: ". ", buffer: EditBuffer(text), width: width)
    screen.write(painter.paint(layout, height: 10).utf8)
    screen.write(painter.finish(layout).utf8)
    screen.write("next".utf8)
    var plain = TerminalScreen(width: width, height: 10)
    plain.write(("> " + text.replacing("\n", with: "\r\n. ") + "\r\nnext").utf8)
    #expect(screen.text == plain.text)
  }

  /// Tabs stand as blanks, and what would steer the terminal stands as what it is.
  @Test func controlCharacters() {
    var screen = TerminalScreen(width: 20, height: 4)
    var painter = ScreenPainter(isStyled: false)
    let buffer = EditBuffer("a\tb\u{1B}[2Jc")
    screen.write(painter.paint(ScreenLayout(prompt: "> ", continuation: "", buffer: buffer, width: 20), height: 4).utf8)
    #expect(screen.text == "> a     b^[[2Jc")
    #expect(screen.cursorColumn == 15)
  }

  /// Parts keep their colours over the margin.
  @Test func colours() {
    let buffer = EditBuffer("pay 5_000 USD")
    let text = buffer.text
    let number = text.index(text.startIndex, offsetBy: 4)..<text.index(text.startIndex, offsetBy: 9)
    let layout = ScreenLayout(
      prompt: "> ", continuation: "", buffer: buffer, spans: [StyledSpan(number, .number)], width: 8)
    var screen = TerminalScreen(width: 8, height: 4)
    var painter = ScreenPainter(isStyled: true)
    screen.write(painter.paint(layout, height: 4).utf8)
    #expect(screen.text(styled: "33") == "5_000")
    #expect(screen.text == "> pay 5_\n000 USD")
    var plain = TerminalScreen(width: 8, height: 4)
    var plainPainter = ScreenPainter(isStyled: false)
    plain.write(plainPainter.paint(layout, height: 4).utf8)
    #expect(plain.text(styled: "33") == "")
  }

  static let dealers = (1...40).map { Completion.Candidate("经销商\($0)") }

  /// No list is wider or higher than its room; it shows the chosen candidate, and says what is left out.
  @Test func lists() {
    for width in [1, 5, 8, 20, 40, 80] {
      for height in [0, 1, 2, 5, 50] {
        for steps in [0, 1, 17, 40] {
          for candidates in [Self.dealers, Self.dealers.map { .init($0.text, note: "dealer of Händler & Söhne") }] {
            var menu = CompletionMenu(candidates: candidates, range: 0..<0, original: "")
            for _ in 0..<steps { menu.move(by: 1) }
            let rows = menu.rows(width: width, height: height)
            #expect(rows.count <= height)
            #expect(rows.allSatisfy { $0.reduce(0) { $0 + displayWidth(of: $1.text) } <= width })
            if steps > 0, width >= 8, height > 1 {
              let chosen = rows.flatMap { $0 }.filter { $0.style == .chosen }
              #expect(chosen.map(\.text) == [candidates[steps - 1].text], "\(width) by \(height), \(steps)")
            }
          }
        }
      }
    }
  }

  @Test func listInColumns() {
    let menu = CompletionMenu(
      candidates: ["attained", "attainment", "经销商", "b", "c"].map { .init($0) }, range: 0..<0, original: "")
    let rows = menu.rows(width: 24, height: 9).map { $0.map(\.text).joined() }
    #expect(rows == ["attained    b", "attainment  c", "经销商"])
  }
}
