import Allot
import Foundation
import Linting
import Testing

/// Help is read in a terminal of 80 columns.
@Suite struct HelpTests {
  private static let commands = [
    "run", "explain", "why-not", "report", "check", "fmt", "lint", "test", "diff", "repl", "init", "config", "ir",
    "help",
  ]

  private func page(_ topic: String) -> TestRun { TestRun(["help", topic], in: Package.root) }

  /// Only indented texts of plans, and tables of figures, may be wider.
  @Test func linesFitInto80Columns() {
    let topics =
      HelpTests.commands + ["commands", "functions", "library", "codes", "rules"] + functionPages.map(\.name)
      + libraryPages.map(\.name) + diagnosticPages.map(\.code) + Rule.all.map(\.code)
    for topic in topics {
      let run = page(topic)
      #expect(run.status == .ok, "\(topic)")
      let isCatalogue = !HelpTests.commands.contains(topic)
      for line in run.output.split(separator: "\n") where !(isCatalogue && line.hasPrefix("    ")) {
        #expect(displayWidth(of: String(line)) <= 80, "help \(topic): \(line)")
      }
    }
  }

  /// A long line is broken and loses no word; what stands beside goes on in its column.
  @Test func longExplanationsGoOnInTheirColumn() {
    let run = page("run").output
    #expect(run.contains("  --data DIR          where the tables' files lie; else the folder of the first\n"))
    #expect(run.contains("\n                      plan\n"))
    #expect(run.contains("  --plan NAME         only this plan, sheet or rule, or a part of its results:\n"))
    #expect(page("functions").output.contains("  abs(x: U) -> U\n      The value without its sign.\n"))
    #expect(
      page("RecoverableDraw").output.hasPrefix("RecoverableDraw(earned: M, draw: M, recovering: bool = …,\n    most"))
  }
}
