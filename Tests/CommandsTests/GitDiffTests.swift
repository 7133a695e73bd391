import Foundation
import Testing

/// `allot diff` in a git repository of its own.
@Suite struct GitDiffTests {
  @Test func revisionsAreCompared() throws {
    try Package.withFolder { folder in
      let repository = folder.appendingPathComponent("repository")
      try FileManager.default.createDirectory(
        at: repository.appendingPathComponent("plans"), withIntermediateDirectories: true)
      func write(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: repository.appendingPathComponent(name))
      }
      func git(_ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git", "-C", repository.path, "-c", "user.name=t", "-c", "user.email=t@t"] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "git \(arguments)")
        return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
      }
      func diff(_ line: String) -> String { TestRun(line: "allot diff " + line, in: repository).transcript }

      try write("plans/shared.allot", "param p = 1%\n")
      try write("plans/a.allot", "use \"shared.allot\"\nsheet A { for each all show n = p }\n")
      _ = try git("init", "-q", "-b", "main")
      _ = try git("add", ".")
      _ = try git("commit", "-q", "-m", "one")
      try write("plans/shared.allot", "param p = 2%\n")
      _ = try git("commit", "-q", "-a", "-m", "two")
      _ = try git("checkout", "-q", "-b", "side", "HEAD~1")
      try write("plans/b.allot", "sheet B { for each all show n = 1 }\n")
      _ = try git("add", ".")
      _ = try git("commit", "-q", "-m", "three")
      try write("plans/b.allot", "sheet B { for each all show n = 2 }\n")

      let changed = """
        plans/a.allot
        1. param p: 1% -> 2%
           plans/shared.allot:1
        1 change

        """
      // What a plan uses comes from its own side, whatever lies in the folder.
      #expect(diff("main~1..main") == changed)
      #expect(diff("main~1..main plans") == changed)
      #expect(diff("main~1..main plans/a.allot") == changed)
      #expect(diff("main~1:plans/a.allot main:plans/a.allot") == changed)
      #expect(diff("side..main plans/a.allot") == changed)
      // Three dots leave out what has happened on main since.
      #expect(diff("main...side") == "plans/b.allot, which is new\n1. B: a new sheet\n   plans/b.allot:1\n1 change\n")
      let inFolder = "plans/b.allot\n1. B, show n: 1 -> 2\n   plans/b.allot:1\n1 change\n"
      #expect(diff("HEAD") == inFolder)
      #expect(diff("plans/b.allot") == inFolder)
      #expect(diff("HEAD plans") == inFolder)
      #expect(diff("side:plans/b.allot plans/b.allot") == inFolder)
      #expect(diff("HEAD plans/a.allot") == "no change between HEAD and the files\n")
      // The folder of the command is where paths start.
      let below = TestRun(
        line: "allot diff main~1..main a.allot", in: repository.appendingPathComponent("plans"))
      #expect(below.transcript == changed.replacingOccurrences(of: "plans/", with: ""))
      #expect(
        diff("--git plans/b.allot /dev/null . . plans/b.allot x 100644").hasPrefix("plans/b.allot, which is new\n"))

      for line in [
        "nothing..main", "main plans/c.allot", "main:plans/c.allot plans/b.allot", "--output=x", "-- --output",
      ] {
        #expect(TestRun(line: "allot diff " + line, in: repository).status == .usage, "\(line)")
      }
      #expect(diff("main plans/c.allot").hasPrefix("error: there is no file or folder `plans/c.allot`"))

      // The driver that the documentation shows, by git itself, if the tool has been built.
      let tool = Bundle.main.bundleURL.appendingPathComponent("allot")
      if FileManager.default.isExecutableFile(atPath: tool.path) {
        try write(".gitattributes", "*.allot diff=allot\n")
        _ = try git("config", "diff.allot.command", "\(tool.path) diff --git")
        #expect(try git("diff").hasSuffix("plans/b.allot\n1. B, show n: 1 -> 2\n   plans/b.allot:1\n1 change"))
      }
    }
  }
}
