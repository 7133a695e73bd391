import TestSupport
import Testing

/// The screen that other tests look at shows what a terminal shows.
@Suite struct TerminalScreenTests {
  @Test func reflowing() {
    var screen = TerminalScreen(width: 20, height: 8)
    screen.write("> x\r\ngot\r\n> abcdefghijklmnopqr \r\u{1B}[1A\r\u{1B}[J> abcdefghijklmnopqrstuvwxyz\r\u{1B}[6C".utf8)
    #expect(screen.text == "> x\ngot\n> abcdefghijklmnopqr\nstuvwxyz")
    screen.resize(width: 12, height: 8, reflows: true)
    #expect(screen.text == "> x\ngot\n> abcdefghij\nklmnopqrstuv\nwxyz")
    #expect(screen.cursorRow == 4)
    #expect(screen.cursorColumn == 2)
    screen.resize(width: 40, height: 8, reflows: true)
    #expect(screen.text == "> x\ngot\n> abcdefghijklmnopqrstuvwxyz")
    #expect(screen.cursorRow == 2)
    #expect(screen.cursorColumn == 26)
    screen.resize(width: 6, height: 3, reflows: true)
    #expect(screen.history == "> x\ngot\n> abcd\nefghij\nklmnop\nqrstuv\nwxyz")
    #expect(screen.text == "klmnop\nqrstuv\nwxyz")
    #expect(screen.cursorRow == 2)
  }
}
