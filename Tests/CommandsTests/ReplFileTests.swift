import Foundation
import TestSupport
import Testing

@testable import Commands

/// What sessions read from files and write to them.
@Suite struct ReplFileTests {
  private static let example = Package.root.appendingPathComponent("examples/account-executive")

  /// A session over a copy of an example's plans and data.
  private func withSession(
    _ example: URL = ReplFileTests.example, _ arguments: [String] = ["plan.allot", "--period", "2026-Q1"],
    _ body: (_ folder: URL, _ screen: ReplScreen) throws -> Void
  ) throws {
    try Package.withFolder { folder in
      for file in try FileManager.default.contentsOfDirectory(atPath: example.path) {
        try FileManager.default.copyItem(
          at: example.appendingPathComponent(file), to: folder.appendingPathComponent(file))
      }
      let screen = ReplScreen(folder: folder)
      try screen.begin(arguments)
      try body(folder, screen)
    }
  }

  private func text(_ name: String, in folder: URL) throws -> String {
    String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
  }

  private func replace(_ old: String, with new: String, in name: String, _ folder: URL) throws {
    let changed = try text(name, in: folder).replacingOccurrences(of: old, with: new)
    try Data(changed.utf8).write(to: folder.appendingPathComponent(name))
  }

  /// The session says that a file changed, reads it when asked, and supposes the same again.
  @Test func changedFilesAreReadAgain() throws {
    try withSession { folder, screen in
      screen.perform("what if deal D-104 stage = Closed Won")
      screen.perform("scenario won")
      #expect(screen.answer("total for bo in 2026-01") == "4,000.00 USD   per payee and month\n")
      try replace("100000.00", with: "50000.00", in: "deals.csv", folder)
      #expect(
        screen.answer("total for cyd in 2026-03").hasPrefix("deals.csv changed; `reload` uses it\n15,603.00"))
      #expect(screen.answer("total for bo in 2026-01") == "4,000.00 USD   per payee and month\n")
      screen.perform("reload")
      #expect(screen.answer("total for bo in 2026-01") == "2,000.00 USD   per payee and month\n")
      #expect(screen.answer("total for ava in 2026-02").hasPrefix("18,000.00 USD"))
      #expect(screen.answer("scenarios").contains("*  won"))

      screen.perform("reload on change")
      try replace("from 100%: 9%", with: "from 100%: 10%", in: "plan.allot", folder)
      let answer = screen.answer("Accelerator(120%)")
      #expect(answer == "plan.allot changed, and is read again\n10%   percent\n")

      // A plan that is broken leaves the session with the one that it has.
      try replace("from 100%: 10%", with: "from 100%: ", in: "plan.allot", folder)
      #expect(screen.answer("Accelerator(120%)").contains("error[E"))
      #expect(screen.answer("Accelerator(120%)").hasSuffix("10%   percent\n"))

      // What can no longer be supposed is named and left out.
      try replace("from 100%: ", with: "from 100%: 9%", in: "plan.allot", folder)
      try replace("D-104", with: "D-109", in: "deals.csv", folder)
      let without = screen.answer("changes")
      #expect(without.contains("no longer supposed: deals D-104: stage = Closed Won\n"), "\(without)")
      #expect(without.contains("the scenario `won` is given up"), "\(without)")
      #expect(without.hasSuffix("nothing is supposed: the results are those of the files\n"), "\(without)")
    }
  }

  /// The patch makes the files what was supposed: the plan then gives what the scenario gave.
  @Test func patchesApply() throws {
    try withSession { folder, screen in
      let lines = [
        "what if deal D-104 stage = Closed Won, name = Dynamo (won)", "what if deals drop D-100",
        "what if deals add like D-101 with id = D-999, amount = 1_234.50 USD",
        "what if tier Accelerator from 100% = 10%", "what if line kicker = 100 USD",
      ]
      for line in lines { #expect(screen.perform(line), "\(line): \(screen.take())") }
      screen.perform("export before.csv")
      #expect(screen.perform("save patch all.patch"), "\(screen.take())")
      #expect(screen.take().contains("wrote changes of plan.allot, deals.csv to all.patch"))
      let patched = try shell("git apply -p0 --check all.patch && patch -s -p0 < all.patch", in: folder)
      #expect(patched.status == 0, "\(patched.output)")
      let run = TestRun(["run", "plan.allot", "--period", "2026-Q1", "--format", "csv"], in: folder)
      let before = try text("before.csv", in: folder)
      #expect(run.output == before)
      let deals = try text("deals.csv", in: folder)
      #expect(deals.contains("D-104,Dynamo (won),ava,Closed Won,2026-02-20,90000.00\n"))
      #expect(deals.contains("D-999,\"Acme, expansion\",ava,Closed Won,2026-01-01,1234.5"))
    }
  }

  /// Examples pass in the folder that they are written to, and are not written where they would not.
  @Test func savedExamplesPass() throws {
    try withSession { folder, screen in
      screen.perform("what if deal D-104 stage = Closed Won")
      #expect(screen.perform("save example \"dynamo, closed\" dynamo.allot for ava, 2026-02"), "\(screen.take())")
      #expect(
        TestRun(["test", "dynamo.allot"], in: folder).transcript
          == "dynamo.allot: 1 example passed\n1 example, 1 passed, 0 failed\n")
      #expect(screen.answer("save example \"again\" dynamo.allot").contains("is there already"))
      screen.perform("what if tier 100% = 10%")
      #expect(screen.perform("save example \"dearer\" dearer.allot"), "\(screen.take())")
      #expect(screen.take().contains("it passes with the plan's text as it is supposed"))
      #expect(TestRun(["test", "dearer.allot"], in: folder).status == .findings)
      #expect(screen.answer("save example dearer.allot").contains("needs a title between quotes and a file"))
    }
    let orders = Package.root.appendingPathComponent("examples/dealer-replenishment")
    try withSession(orders, ["turnover.allot", "--as-of", "2026-01-31"]) { folder, screen in
      screen.perform("what if sku G1 moq = 200")
      #expect(screen.perform("save example \"more\" more.allot of Turnover"), "\(screen.take())")
      let run = TestRun(["test", "more.allot"], in: folder)
      #expect(run.status == .ok, "\(run.transcript)")
    }
  }

  /// A saved session comes back with what was supposed, named and set.
  @Test func savedSessionsComeBack() throws {
    try withSession { folder, screen in
      let lines = [
        "what if deal D-104 stage = Closed Won", "scenario won", "scenario file", "what if deals drop D-111",
        "what if deals where name = Brio set amount = 1 USD", "let pay = commission + kicker", "plan AccountExecutive",
      ]
      for line in lines { #expect(screen.perform(line), "\(line): \(screen.take())") }
      let before = screen.answer("pay in 2026-Q1") + screen.answer("compare won")
      screen.perform("save session kept.repl")
      try screen.begin(["plan.allot", "--period", "2026-01"])
      #expect(screen.perform("run kept.repl"), "\(screen.take())")
      #expect(screen.answer("pay in 2026-Q1") + screen.answer("compare won") == before)
    }
  }

  @Test func exportsAreThoseOfRun() throws {
    try withSession { folder, screen in
      for format in ["csv", "json", "jsonl", "md"] {
        #expect(screen.perform("export out.\(format)"), "\(screen.take())")
        let run = TestRun(
          ["run", "plan.allot", "--period", "2026-Q1", "--format", format], in: folder)
        let written = try text("out.\(format)", in: folder).replacingOccurrences(of: folder.path + "/", with: "")
        #expect(written == run.output)
      }
      #expect(screen.answer("export out.csv Nothing").contains("there is no result `Nothing`"))
      #expect(screen.answer("export nowhere/out.csv").contains("cannot be written"))
    }
  }

  /// Scripts on the standard input: answers on the output, remarks beside it, the end at the first failure.
  @Test func scriptsEndAtTheFirstFailure() throws {
    let plan = Self.example.appendingPathComponent("plan.allot").path
    let allot = builtProgram("allot")
    func run(_ script: String, _ options: String = "") throws -> (status: Int32, output: String) {
      try Package.withFolder { folder in
        try Data(script.utf8).write(to: folder.appendingPathComponent("in"))
        return try shell(
          "\(allot) repl \(plan) --period 2026-Q1 \(options) < in 2> errors; s=$?; cat errors >&2; exit $s", in: folder)
      }
    }
    let good = try run("# a script\n\n(commission\n  + kicker) for ava in 2026-Q1\nquit\nattaned\n")
    #expect(good.status == 0 && good.output == "37,604.00 USD   per payee and month; the sum of 3 months of 2026-Q1\n")
    let bad = try run("1 + 1\nattaned\n2 + 2\n")
    #expect(bad.status == 1, "\(bad.output)")
    #expect(bad.output.hasPrefix("2   number\nerror[E0201]: nothing here is called `attaned`"), "\(bad.output)")
    #expect(bad.output.hasSuffix("the script stops at line 2\n"), "\(bad.output)")
    let unknown = try run("", "--nothing")
    #expect(unknown.status == 2)
    let unfinished = try run("1 +")
    #expect(unfinished.status == 1)
  }

  private func shell(_ line: String, in folder: URL) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", line]
    process.currentDirectoryURL = folder
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
