import Foundation
import TestSupport
import Testing

/// Sessions of `allot repl` as they are typed and seen at a terminal.
@Suite struct ReplTerminalTests {
  /// A session in a folder where `examples` are, with the home of one person.
  private func session(
    _ command: String, in folder: URL, width: Int, height: Int
  ) throws -> PseudoTerminal {
    let examples = folder.appendingPathComponent("examples")
    if !FileManager.default.fileExists(atPath: examples.path) {
      try FileManager.default.createSymbolicLink(
        at: examples, withDestinationURL: Package.root.appendingPathComponent("examples"))
    }
    return try PseudoTerminal(
      ["/bin/sh", "-c", "cd \"$FOLDER\" && exec \"$PROGRAM\" \(command)"],
      environment: [
        "TERM": "xterm", "HOME": folder.path, "PATH": "/usr/bin:/bin", "FOLDER": folder.path,
        "PROGRAM": builtProgram("allot"), "SWIFT_BACKTRACE": "enable=no",
      ],
      width: width, height: height)
  }

  /// Editing, completion, history, paste, Ctrl-C, resizing, Chinese text and the end, screen by screen.
  @Test func recordedSession() throws {
    try Package.withFolder { folder in
      var log = try ScreenLog("repl/session.txt")
      let first = try session("repl examples/季度增长/计划.allot --period 2026-Q1", in: folder, width: 72, height: 20)
      func type(_ keys: String, _ title: String) {
        first.type(keys)
        log.show(title, first)
      }
      log.show("allot repl examples/季度增长/计划.allot --period 2026-Q1", first)
      #expect(!first.modes.isCooked)
      type("增长奖 for A01\r", "a question")
      type("增\t", "TAB lists what begins so")
      type("\t\t", "TAB twice takes the second")
      type("\r for A0\t", "Enter takes it, and keys of the data are completed")
      type("2 in 2026-Q1\r", "the answer")
      type("\u{1B}[A", "up brings it back")
      type(
        "\u{1B}b\u{1B}b\u{1B}b\u{1B}[D\u{7F}1\u{1B}[H\u{1B}[3~\u{1B}[3~\u{1B}[3~业绩\u{5}\r", "edited within Chinese text"
      )
      type("what if 订单 2025-902 金额 = 1_0\u{3}", "Ctrl-C drops a line")
      type("\u{3}", "Ctrl-C on an empty line")
      type("\u{C}(300 CNY +\r", "an open bracket goes on")
      type("  200 CNY)\r", "and is done")
      first.paste(
        """
        > (1 +
        . 2 +
        . 3 +
        . 4 +
        . 5 +
        . 6 +
        . 7 +
        . 8 +
        . 9 +
        . 10)
        55
        """)
      log.show("ten lines are pasted", first)
      type("\r", "Enter does them")
      type(
        "\u{1F}\u{C}sum(订单.金额 where 状态 = \"已签约\") + sum(订单.金额 where 负责人 = \"A01\") + 0 CNY\u{1B}b\u{1B}b",
        "a line wraps")
      first.resize(width: 40, height: 12)
      log.show("the window is narrower", first)
      first.resize(width: 72, height: 20)
      log.show("and as it was", first)
      type("\r", "it is whole")
      type("\u{12}增长率", "Ctrl-R searches")
      type("\u{7}\u{4}", "Ctrl-D ends the session")
      #expect(first.waitForEnd() == .exit(0))
      #expect(first.modes == first.firstModes)
      #expect(!first.screen.marksPastes)
      #expect(first.screen.unknownSequences == [])

      let file = folder.appendingPathComponent(".local/state/allot/history")
      let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
      #expect(attributes[.posixPermissions] as? Int == 0o600)

      let second = try session("repl examples/季度增长/计划.allot --period 2026-Q1", in: folder, width: 72, height: 20)
      log.show("another session", second)
      second.type("\u{1B}[A\u{1B}[A\u{10}\u{10}")
      log.show("has the lines of the first", second)
      second.type("\u{3}quit\r")
      log.show("quit", second)
      #expect(second.waitForEnd() == .exit(0))
      #expect(second.modes == second.firstModes)
      let mismatch = try log.mismatch()
      #expect(mismatch == nil)
    }
  }

  /// A session that is killed or crashes gives the terminal back.
  @Test(arguments: [SIGTERM, SIGHUP, SIGSEGV, SIGABRT]) func restoresTheTerminal(_ signal: Int32) throws {
    try Package.withFolder { folder in
      let terminal = try session(
        "repl examples/account-executive/plan.allot --period 2026-Q1", in: folder, width: 100, height: 20)
      #expect(terminal.wait { $0.text.hasSuffix("\n>") && $0.cursorColumn == 2 })
      terminal.type("commission for a")
      #expect(terminal.wait { $0.text.hasSuffix("> commission for a") })
      #expect(!terminal.modes.isCooked)
      terminal.signal(signal)
      #expect(terminal.waitForEnd() == .signal(signal))
      #expect(terminal.modes == terminal.firstModes)
      #expect(!terminal.screen.marksPastes)
    }
  }

  /// The sessions of the page, typed at a terminal line by line: each line is followed by what the page shows.
  @Test func pageIsTyped() throws {
    let blocks = SessionBlock.all(in: try Package.text("grammar/repl.md").components(separatedBy: "\n"))
    let mismatch = try Package.withFolder { try self.mismatch(of: blocks, in: $0) }
    #expect(mismatch == nil)
  }

  /// Where the terminal does not show what the page shows, and what it shows there.
  private func mismatch(of blocks: [SessionBlock], in folder: URL) throws -> String? {
    var sessions: [PseudoTerminal] = []
    for block in blocks {
      if let command = block.command {
        let started = try session(command, in: folder, width: SessionBlock.width, height: 40)
        if !started.wait(until: { $0.writtenLines.last == ">" && $0.cursorColumn == 2 }) {
          return "line \(block.line): no session:\n\(started.screen.text)"
        }
        sessions.append(started)
      }
      guard let terminal = sessions.last else { return "line \(block.line): no session goes on" }
      for entry in block.entries {
        let shown = answer(to: entry, at: terminal)
        if let shown { return "line \(block.line): after `\(entry.typed[0])` the terminal shows\n\(shown)" }
      }
    }
    return nil
  }

  /// Types a line, or pastes several, and answers what the terminal shows where that is not the answer of the page.
  private func answer(to entry: SessionBlock.Entry, at terminal: PseudoTerminal) -> String? {
    let start = terminal.screen.writtenLines.count - 1
    if entry.typed.count == 1 {
      terminal.type(entry.input)
    } else {
      terminal.paste(entry.typed.joined(separator: "\n"))
    }
    terminal.type("\r")
    // Blanks at the end of a line are not seen on a screen.
    let expected = (entry.typed + entry.answer + [">"]).map { line in
      String(line.reversed().drop { $0 == " " }.reversed())
    }
    if terminal.wait(until: { $0.writtenLines.dropFirst(start).elementsEqual(expected) }) { return nil }
    let shown = Array(terminal.screen.writtenLines.dropFirst(start))
    let same = zip(shown, expected).prefix { $0 == $1 }.count
    return shown.dropFirst(same).prefix(5).joined(separator: "\n") + "\nin place of\n"
      + expected.dropFirst(same).prefix(5).joined(separator: "\n")
  }
}
