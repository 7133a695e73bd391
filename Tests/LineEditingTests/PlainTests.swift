import Foundation
import TestSupport
import Testing

/// Sessions whose keys are not edited.
@Suite struct PlainTests {
  /// A terminal that understands no sequences gets none, and hands over lines.
  @Test(arguments: ["dumb", "", "emacs", "cons25"]) func dumbTerminals(_ term: String) throws {
    let program = try EditingProgram(term: term)
    program.expect(">")
    #expect(program.terminal.modes.isCooked)
    program.type("ab\u{7F}c\n", "> ac\ngot [\"ac\"]\n>")
    // What is typed before the prompt stands there would be shown before it.
    program.terminal.type("f(\n")
    program.expectPart("\n.")
    program.type("1)\n", "> ac\ngot [\"ac\"]\n> f(\n. 1)\ngot [\"f(\", \"1)\"]\n>")
    program.terminal.type("g(\n")
    program.expectPart("> g(\n.")
    program.terminal.type("\u{3}")
    program.expectPart("\n. ^C\n>")
    program.terminal.type("\u{3}")
    program.expectPart("interrupted\n>")
    program.terminal.type("\u{4}")
    #expect(program.terminal.waitForEnd() == .exit(0))
    #expect(program.terminal.screen.unknownSequences == [])
    #expect(!program.terminal.screen.marksPastes)
  }

  /// A file is read line by line, without a prompt; the last line may lack its end.
  @Test(arguments: [
    ("a\nb\n", "got [\"a\"]\ngot [\"b\"]\nend\n"), ("", "end\n"), ("a", "got [\"a\"]\nend\n"),
    ("a\r\n\nf(\n\n1)\nz", "got [\"a\"]\ngot [\"\"]\ngot [\"f(\", \"\", \"1)\"]\ngot [\"z\"]\nend\n"),
    ("f(\n1", "got [\"f(\", \"1\"]\nend\n"), ("经\u{0}\n", "got [\"经\\0\"]\nend\n"),
  ]) func files(_ input: String, _ output: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: builtProgram("editing-session"))
    process.environment = ["TERM": "xterm"]
    let (given, written) = (Pipe(), Pipe())
    process.standardInput = given
    process.standardOutput = written
    try process.run()
    given.fileHandleForWriting.write(Data(input.utf8))
    try given.fileHandleForWriting.close()
    let bytes = written.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(String(decoding: bytes, as: UTF8.self) == output)
  }
}
