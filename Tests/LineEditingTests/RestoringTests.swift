import Foundation
import TestSupport
import Testing

/// Whatever ends or stops a session, the terminal is as it was.
@Suite struct RestoringTests {
  @Test func leaving() throws {
    let program = try EditingProgram()
    #expect(program.terminal.firstModes.isCooked)
    program.start()
    program.type("\u{4}", ">\nend")
    program.expectEnd(.exit(0))

    let other = try EditingProgram()
    other.start()
    other.terminal.type("quit\r")
    other.expectEnd(.exit(3))
  }

  /// A signal ends the program by just that signal, and what was typed stays on the screen.
  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP])
  func signals(_ signal: Int32) throws {
    let program = try EditingProgram()
    program.start()
    program.type("half an inp", "> half an inp")
    program.terminal.signal(signal)
    program.expectEnd(.signal(signal))
    #expect(program.terminal.screen.text == "> half an inp")
    #expect(program.terminal.screen.cursorRow == 1)
  }

  /// Between two inputs the terminal is its own master already.
  @Test func whileACommandRuns() throws {
    let program = try EditingProgram()
    program.start()
    program.type("wait\r", "> wait\nwaiting")
    #expect(program.terminal.modes == program.terminal.firstModes)
    program.terminal.signal(SIGTERM)
    #expect(program.terminal.waitForEnd() == .signal(SIGTERM))
    #expect(program.terminal.modes == program.terminal.firstModes)
  }

  /// Ctrl-Z gives the terminal to the shell as it was; `fg` brings the half-typed input back.
  @Test(arguments: ["\u{1A}", ""]) func stopping(_ key: String) throws {
    // The shell says what the terminal is set to while the program is stopped.
    let program = try EditingProgram(
      height: 20,
      shell: """
        set -m; stty -a > "$HOME.before"; "$PROGRAM"; stty -a > "$HOME.stopped"; echo in the shell; fg; \
        stty -a > "$HOME.after"; echo code $?
        """)
    program.start()
    program.type("half", "> half")
    if key.isEmpty {
      // The process group in the foreground is the program's; a signal does what the key does.
      let group = program.terminal.foregroundGroup
      #expect(group != program.terminal.process)
      kill(group, SIGTSTP)
    } else {
      program.terminal.type(key)
    }
    program.expectPart("in the shell")
    // `fg` may write the command's name; then the input stands there again.
    #expect(program.terminal.wait { $0.text.hasSuffix("\n> half") })
    #expect(program.terminal.waitForModes { !$0.isCooked })
    program.terminal.type("\u{1}X\r")
    program.expectPart("got [\"Xhalf\"]\n>")
    program.terminal.type("\u{4}")
    #expect(program.terminal.waitForEnd() == .exit(0))
    #expect(program.terminal.screen.text.hasSuffix("end\ncode 0"))
    func settings(_ moment: String) throws -> String {
      try String(contentsOf: URL(fileURLWithPath: program.home.path + ".\(moment)"), encoding: .utf8)
    }
    #expect(try settings("before").contains(" icanon"))
    #expect(try settings("stopped") == settings("before"))
    #expect(try settings("after") == settings("before"))
  }
}
