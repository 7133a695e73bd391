@testable import Allot
import Foundation
import Testing

/// The library as a program uses it.
@Suite struct LibraryTests {
  /// The example of the module's front page.
  @Test func frontPageExampleRuns() throws {
    let root = Package.root.path
    let plan = try Plan.load(paths: ["\(root)/examples/regular-rep/plan.allot"])
    let program = try plan.compile(CompileOptions(period: "2026-Q1"))
    let results = try program.evaluate(DataLocation(folder: "\(root)/examples/regular-rep"))
    var payees: [String] = []
    for table in results.outputs {
      for row in 0..<table.rowCount { payees.append(table.text(row: row, column: 0)) }
    }
    #expect(payees == ["ann", "ann", "ann", "ben", "ben", "ben", "chloé", "chloé", "chloé", "dai", "dai", "dai"])

    // The page shows just these calls.
    let page = try Package.text("Sources/Allot/Allot.swift")
    for line in [
      "try Plan.load(paths:", "try plan.compile(CompileOptions(period: \"2026-Q1\"))",
      "try program.evaluate(DataLocation(", "try program.live(DataLocation(", "try live.applying([.update(",
    ] {
      #expect(page.contains(line))
    }
  }

  @Test func filesAreFoundFromTheFileThatUsesThem() {
    let plan = Plan(
      text: "use \"shared/a.allot\"", path: "plans/p.allot",
      others: [
        "plans/shared/a.allot": "use \"../../common/b.allot\"\nuse \"./../shared/c.allot\"",
        "common/b.allot": "table reps (id) { id text }", "plans/shared/c.allot": "use \"../../common/b.allot\"",
      ])
    #expect(plan.diagnostics.isEmpty)
    #expect(
      plan.sources.ids.map { plan.sources[$0].path } == [
        "plans/p.allot", "plans/shared/a.allot", "common/b.allot", "plans/shared/c.allot",
      ])
    #expect(plan.declarations.map(\.name) == ["reps"])
  }

  @Test(arguments: [
    ("", "a.csv", "a.csv"), ("data", "a.csv", "data/a.csv"), ("data/", "./a.csv", "data/a.csv"),
    ("plans/x", "../y/a.csv", "plans/y/a.csv"), ("", "../a.csv", "../a.csv"), ("..", "../a.csv", "../../a.csv"),
    ("/srv", "a.csv", "/srv/a.csv"), ("data", "/srv/a.csv", "/srv/a.csv"), ("a", "..", "."),
  ]) func pathsJoin(_ folder: String, _ path: String, _ joined: String) {
    #expect(joinedPath(folder, path) == joined)
  }

  @Test(arguments: [
    ("2026", "2026-01-01", "2026-12-31"), ("2026-Q1", "2026-01-01", "2026-03-31"),
    ("2026-02", "2026-02-01", "2026-02-28"), ("2026-W01", "2025-12-29", "2026-01-04"),
    ("2026-03-15", "2026-03-15", "2026-03-15"), ("2026-01..2026-03", "2026-01-01", "2026-03-31"),
    ("2026-Q1 .. 2026-Q2", "2026-01-01", "2026-06-30"),
  ]) func periodsAreRead(_ text: String, _ first: String, _ last: String) {
    let days = days(named: text, in: nil)
    #expect(days?.lowerBound.description == first)
    #expect(days?.upperBound.description == last)
  }

  @Test(arguments: ["", "2026-13", "2026-Q5", "2026-02..2026-01", "Q1", "2026-1", "..", "2026..", "2026-02-30"])
  func otherTextsAreNoPeriods(_ text: String) {
    #expect(days(named: text, in: nil) == nil)
  }

  /// A result is there or an error is thrown, and the error can be shown.
  @Test func dataErrorsComeWithTheirPlaces() throws {
    let plan = Plan(text: "table t (id) {\n  id text\n  n number\n}\nsheet S { for each t  show m = n }")
    let program = try plan.compile()
    do {
      _ = try program.evaluate(DataLocation(tables: ["t": .bytes(Array("id,n\na,x\n".utf8), name: "t.csv")]))
      Issue.record("`x` is no number")
    } catch {
      #expect(error.findings.map(\.code) == ["E0803"])
      #expect(error.findings.map { $0.place?.description } == ["t.csv:2:3"])
      let text = DiagnosticRenderer(error.sources).render(error.diagnostics)
      #expect(text.contains("in t.csv:2:3"))
    }
  }
}
