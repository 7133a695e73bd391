import Allot
import Commands
import Foundation
import TestSupport
import Testing

/// What `allot check` does with many files and with long ones.
@Suite struct CheckTests {
  /// Files are checked on several threads; what is said about them is what each alone gives, in their order.
  @Test func manyFilesAreReportedInTheirOrder() throws {
    try Package.withFolder { folder in
      var names: [String] = []
      for number in 0..<24 {
        let name = "p\((number * 7) % 24).allot"
        let text =
          number % 5 == 0
          ? "language 1\nparam a = mistake\(number)\n"
          : "language 1\nparam a = \(number)\n"
        try Data(text.utf8).write(to: folder.appendingPathComponent(name))
        names.append(name)
      }
      var alone = ""
      for name in names {
        let run = TestRun(["check", name], in: folder)
        if run.status == .findings { alone += run.output.components(separatedBy: "1 error in")[0] }
      }
      let together = TestRun(["check"] + names, in: folder)
      #expect(together.status == .findings)
      #expect(together.output == alone + "5 errors in 24 files; `allot help E0201` explains the first\n")

      for threads in [1, 2, 5, 100] {
        let plans = Plan.loadEach(names.map { folder.path + "/" + $0 } + ["nowhere.allot"], threads: threads, \.self)
        let found: [String] = plans.map {
          switch $0 {
          case .success(let plan): plan.diagnostics.first?.message ?? "in order"
          case .failure(let error): error.message
          }
        }
        #expect(
          found == (0..<24).map { $0 % 5 == 0 ? "nothing here is called `mistake\($0)`" : "in order" }
            + ["the file `nowhere.allot` cannot be read: No such file or directory"])
      }

      let missing = TestRun(["check"] + names + ["no.allot"], in: folder)
      #expect(missing.status == .usage && missing.output.isEmpty && missing.transcript.hasPrefix("error: the file"))
    }
  }

  @Test func generatedPlansAreInOrder() throws {
    let plan = Plan(text: GeneratedPlan.text(areas: 2))
    #expect(plan.diagnostics.isEmpty, "\(DiagnosticRenderer(plan.sources).render(plan.diagnostics))")
    let program = try plan.compile(CompileOptions(asOf: "2026-12-31"))
    #expect(program.text.contains("TopUp1") && program.program.outputs.count == 6)
  }

  /// Shapes whose checking once took quadratic time or worse: with that, these would take minutes.
  @Test func longPlansAreCheckedInProportion() throws {
    func check(_ text: String, errors: Int = 0) {
      let plan = Plan(text: "language 1\n" + text)
      #expect(plan.diagnostics.count == errors, "\(plan.diagnostics.first?.message ?? "")")
    }
    func lines(_ count: Int, _ line: (Int) -> String) -> String { (0..<count).map(line).joined(separator: "\n") }
    let reps = "table reps (id) {\n  id text\n  base USD\n}\n"
    check("param p0 = 1 USD\n" + lines(1_500) { "param p\($0 + 1) = p\($0) + 1 USD" } + "\n")
    check(
      lines(600) { "define f\($0)(a: USD) = a + \($0) USD" } + "\n" + reps + "sheet S {\n  for each reps\n"
        + lines(600) { "  show x\($0) = f\($0)(base)" } + "\n}\n")
    check(
      reps + "sheet S {\n  for each reps\n" + lines(600) { "  show line\($0) = \(["lime", "base"][$0 % 2])\($0) + 1" }
        + "\n}\n", errors: 600)

    let chain = Plan(
      text: "language 1\nparam p0 = 1 USD\n" + lines(1_500) { "param p\($0 + 1) = p\($0) + 1 USD" } + "\n" + reps
        + "sheet S {\n  for each reps\n  show a = base + p1500\n}\n")
    let program = try chain.compile(CompileOptions(parameters: [NamedText("p7", "100 USD")]))
    #expect(program.text.contains("1593"))
  }
}
