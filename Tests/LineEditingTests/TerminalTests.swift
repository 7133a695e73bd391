import Foundation
import TestSupport
import Testing

/// What a person sees who types into a session, at a terminal made for the test.
@Suite struct TerminalTests {
  @Test func editing() throws {
    let program = try EditingProgram()
    program.start()
    program.type("pay commisson", "> pay commisson")
    // Home, Alt-F, two to the right, Ctrl-K, Ctrl-Y, and the letter that is missing.
    program.type("\u{1B}[H\u{1B}f\u{1B}[C\u{1B}[C\u{B}", "> pay c")
    program.type("\u{19}", "> pay commisson")
    program.type("\u{1B}[D\u{1B}OD\u{2}s", "> pay commissson", cursor: (0, 13))
    program.type("\u{7F}i\u{1F}\u{1F}\u{1B}[1;5D\u{1B}[3~C\u{5}!", "> pay Commissson!")
    program.type("\r", "> pay Commissson!\ngot [\"pay Commissson!\"]\n>")
    // Alt-Enter, and moving between the lines.
    program.type(
      "ab\u{1B}\rcd\u{1B}[AX\u{1B}[B\u{1B}[D\u{1B}[DY", "> pay Commissson!\ngot [\"pay Commissson!\"]\n> abX\n. Ycd")
    program.type("\u{C}", "> abX\n. Ycd", cursor: (1, 3))
    program.type("\r", "> abX\n. Ycd\ngot [\"abX\", \"Ycd\"]\n>")
  }

  /// Whether more is needed decides what Enter does; an empty line ends the input in any case.
  @Test func manyLines() throws {
    let program = try EditingProgram()
    program.start()
    program.type("f(\r  1,\r2)", "> f(\n.   1,\n.   2)")
    program.type("\r", "> f(\n.   1,\n.   2)\ngot [\"f(\", \"  1,\", \"  2)\"]\n>")
    program.type("\u{C}g(\r\r", "> g(\n.\ngot [\"g(\"]\n>")
  }

  @Test func completion() throws {
    let program = try EditingProgram()
    program.start()
    program.type("at\t", "> attain\nattained    let in AccountExecutive\nattainment  let in Team")
    program.type("\t", "> attained\nattained    let in AccountExecutive\nattainment  let in Team")
    #expect(program.terminal.screen.text(styled: "7") == "attained")
    #expect(program.terminal.screen.cursorRow == 0)
    program.type("\t", "> attainment\nattained    let in AccountExecutive\nattainment  let in Team")
    program.type(" + q\t", "> attainment + quota")
    program.type("* 经\t\t", "> attainment + quota * 经销商一\n经销商一  dealer\n经销商二  dealer")
    program.type("\u{1B}[B\r", "> attainment + quota * 经销商二", cursor: (0, 31))
    program.type("\r", "> attainment + quota * 经销商二\ngot [\"attainment + quota * 经销商二\"]\n>")
    let bells = program.terminal.screen.bellCount
    program.type("xyz\t!", "> attainment + quota * 经销商二\ngot [\"attainment + quota * 经销商二\"]\n> xyz!")
    #expect(program.terminal.screen.bellCount == bells + 1)
  }

  /// What one session typed, the next one calls up; nobody else can read it.
  @Test func history() throws {
    let first = try EditingProgram()
    first.start()
    first.type("let a = 1\r", "> let a = 1\ngot [\"let a = 1\"]\n>")
    first.type("f(\r经)\r", "> let a = 1\ngot [\"let a = 1\"]\n> f(\n. 经)\ngot [\"f(\", \"经)\"]\n>")
    first.type("\u{C} secret\r", ">  secret\ngot [\" secret\"]\n>")
    first.terminal.type("\u{4}")
    #expect(first.terminal.waitForEnd() == .exit(0))
    let file = first.home.appendingPathComponent(".local/state/allot/history")
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)

    let second = try EditingProgram(home: first.home)
    second.start()
    second.type("\u{1B}[A", "> f(\n. 经)")
    second.type("\u{10}", "> let a = 1")
    second.type("\u{1B}[B\u{1B}[B\u{1B}[B", ">")
    second.type("le\u{1B}[A", "> let a = 1")
    second.type("\u{3}\u{C}", ">")
    second.type("\u{12}", "earlier with ``:")
    second.type("LE", "nothing earlier with `LE`:")
    second.type("\u{7F}\u{7F}a", "earlier with `a`: let a = 1", cursor: (0, 22))
    second.type("\u{5}2\r", "> let a = 12\ngot [\"let a = 12\"]\n>")
    second.type("\u{12}经\u{12}", "> let a = 12\ngot [\"let a = 12\"]\nnothing earlier with `经`: f(\n. 经)")
    second.type("\u{7}x", "> let a = 12\ngot [\"let a = 12\"]\n> x")
  }

  /// Ten pasted lines are one edit: nothing runs before Enter, and one undo takes them away.
  @Test func pasting() throws {
    let program = try EditingProgram(height: 30)
    program.start()
    program.terminal.paste((1...10).map { "line \($0)\t\u{1}(" }.joined(separator: "\r\n") + "\n")
    // A tab goes to the next of every eight cells.
    program.expect(
      (1...10).map { "\($0 == 1 ? ">" : ".") line \($0)\($0 == 10 ? "" : " ")       (" }.joined(separator: "\n"))
    program.type("\u{1F}", ">")
    program.terminal.paste("> a +\n. b\n= 12\n")
    program.expect("> a +\n. b")
    program.type("\r", "> a +\n. b\ngot [\"a +\", \"b\"]\n>")
  }

  @Test func interrupting() throws {
    let program = try EditingProgram()
    program.start()
    program.type("abc\u{1B}\rde\u{1B}[A\u{3}", "> abc\n. de^C\n>")
    program.type("\u{3}", "> abc\n. de^C\n> ^C\ninterrupted\n>")
    program.type("\u{C}wait\r", "> wait\nwaiting")
    #expect(program.terminal.modes.isCooked)
    #expect(!program.terminal.screen.marksPastes)
    program.terminal.type("\u{3}")
    program.expectPart("stopped\n>")
    // The same as a signal, while an input is edited.
    program.type("\u{C}abc", "> abc")
    program.terminal.signal(SIGINT)
    program.expect("> abc^C\n>")
    program.type("x\r", "> abc^C\n> x\ngot [\"x\"]\n>")
  }

  /// What is typed while a command runs is not lost.
  @Test func typingAhead() throws {
    let program = try EditingProgram(height: 20)
    program.start()
    program.terminal.type("a\rb\rc\u{1B}[Dd")
    program.expect("> a\ngot [\"a\"]\n> b\ngot [\"b\"]\n> dc")
    program.type("\r", "> a\ngot [\"a\"]\n> b\ngot [\"b\"]\n> dc\ngot [\"dc\"]\n>")
  }

  /// The window changes while a line is wrapped; what stands above it stays.
  @Test func resizing() throws {
    let program = try EditingProgram(width: 20, height: 8)
    program.start()
    program.type("x\r", "> x\ngot [\"x\"]\n>")
    program.type(
      "abcdefghijklmnopqrstuvwxyz\u{1B}[D\u{1B}[D", "> x\ngot [\"x\"]\n> abcdefghijklmnopqr\nstuvwxyz", cursor: (3, 6))
    program.terminal.resize(width: 12, height: 8)
    program.expect("> x\ngot [\"x\"]\n> abcdefghij\nklmnopqrstuv\nwxyz")
    program.type("!", "> x\ngot [\"x\"]\n> abcdefghij\nklmnopqrstuv\nwx!yz", cursor: (4, 3))
    program.terminal.resize(width: 40, height: 8)
    program.expect("> x\ngot [\"x\"]\n> abcdefghijklmnopqrstuvwx!yz")
    program.type("\u{1B}[D?", "> x\ngot [\"x\"]\n> abcdefghijklmnopqrstuvwx?!yz", cursor: (2, 27))
    program.terminal.resize(width: 9, height: 8)
    program.expect("> x\ngot [\"x\"]\n> abcdefg\nhijklmnop\nqrstuvwx?\n!yz")
    program.type("\r", "hijklmnop\nqrstuvwx?\n!yz\ngot [\"abc\ndefghijkl\nmnopqrstu\nvwx?!yz\"]\n>")
  }

  /// On a terminal that only cuts its rows the input is whole again, too.
  @Test func resizingWithoutReflow() throws {
    let program = try EditingProgram(width: 30, height: 8, reflows: false)
    program.start()
    program.type("abcdefghijklmnop", "> abcdefghijklmnop", cursor: (0, 18))
    program.terminal.resize(width: 40, height: 8)
    program.type("q", "> abcdefghijklmnopq", cursor: (0, 19))
    program.terminal.resize(width: 24, height: 8)
    program.type("r", "> abcdefghijklmnopqr", cursor: (0, 20))
    program.terminal.resize(width: 12, height: 8)
    _ = program.terminal.wait { $0.text.hasSuffix("> abcdefghij\nklmnopqr") }
    #expect(program.terminal.screen.text.hasSuffix("> abcdefghij\nklmnopqr"))
  }

  /// Wide letters are moved over and deleted whole, also where one does not fit at the margin.
  @Test func wideLetters() throws {
    let program = try EditingProgram(width: 11)
    program.start()
    program.type("经销商周转补货", "> 经销商周\n转补货", cursor: (1, 6))
    program.type("\u{1B}[D\u{1B}[D\u{1B}[D", "> 经销商周\n转补货", cursor: (1, 0))
    program.type("\u{7F}", "> 经销商转\n补货", cursor: (0, 8))
    program.type("é👩‍👩‍👧\u{1B}[D\u{7F}", "> 经销商👩‍👩‍👧\n转补货")
    // The bytes of a letter may come in pieces.
    for byte in "周".utf8 { program.terminal.type([byte]) }
    program.expect("> 经销商周\n👩‍👩‍👧转补货")
    program.type("\u{1}\u{1B}[3~\r", "> 销商周👩‍👩‍👧\n转补货\ngot [\"销商\n周👩‍👩‍👧转补货\"\n]\n>")
  }

  /// An input with more lines than the screen is edited in part and stands there whole in the end.
  @Test func tallInputs() throws {
    let program = try EditingProgram(width: 20, height: 5)
    program.start()
    program.terminal.paste((1...9).map { "l\($0)" }.joined(separator: "\n"))
    program.expect(". l5\n. l6\n. l7\n. l8\n. l9")
    program.type("\u{1B}[1;5H", "> l1\n. l2\n. l3\n. l4\n. l5")
    program.type("x", "> xl1\n. l2\n. l3\n. l4\n. l5")
    program.terminal.type("\r")
    program.expectPart("got [")
    #expect(program.terminal.screen.history.contains("> xl1\n. l2\n. l3\n. l4\n. l5\n. l6\n. l7\n. l8\n. l9\ngot ["))
  }
}
