import Allot
import Linting
import Testing

/// What stands around the rules: configuration, baselines, fingerprints and fixes.
struct LinterTests {
  private static let tables = "table reps (id) {\n  id    text\n  base  USD\n}\n"
  private static let plan = """
    plan Base {
      for each reps
      during   2026
      paid     monthly in USD, negative carried forward
      let half = payee.base / 2
      pay salary = payee.base
    }

    """

  private func findings(_ text: String, _ settings: LintSettings = LintSettings()) -> [LintFinding] {
    Linter(settings).findings(in: Plan(text: text))
  }

  @Test(arguments: [
    ("legacy/**", "legacy/a.allot", true), ("legacy/**", "legacy/deep/er/a.allot", true),
    ("legacy/**", "other/a.allot", false), ("*.allot", "a.allot", true), ("*.allot", "b/a.allot", false),
    ("**/a.allot", "a.allot", true), ("**/a.allot", "b/c/a.allot", true), ("?.allot", "a.allot", true),
    ("?.allot", "ab.allot", false), ("a*b", "a12b", true), ("a*b", "a12c", false), ("", "", true),
  ]) func patterns(_ pattern: String, _ path: String, _ matches: Bool) {
    #expect(FilePattern(pattern).matches(path) == matches)
  }

  @Test func fingerprintsStayWhereLinesMove() throws {
    let first = findings(LinterTests.tables + LinterTests.plan)
    let moved = findings("# a comment\n\n" + LinterTests.tables + "\n\n" + LinterTests.plan)
    #expect(first.map(\.fingerprint) == moved.map(\.fingerprint))
    #expect(first.map(\.symbol) == ["plan Base > let half"])
    let other = findings(LinterTests.tables + LinterTests.plan.replacing("half", with: "third"))
    #expect(first.map(\.fingerprint) != other.map(\.fingerprint))
    #expect(first.first?.diagnostic.primary.span != moved.first?.diagnostic.primary.span)
  }

  @Test func baselinesShrinkAndGrow() throws {
    let two = "param a = 1\nparam b = 2\n" + LinterTests.tables + LinterTests.plan
    let all = findings(two)
    #expect(all.count == 3)
    let known = Baseline(of: all, in: "")
    #expect(known.compare(all, in: "", files: ["plan.allot"]).new.isEmpty)
    let fewer = findings("param a = 1\n" + LinterTests.tables + LinterTests.plan)
    let (new, stale) = known.compare(fewer, in: "", files: ["plan.allot"])
    #expect(new.isEmpty && stale.map(\.entry.symbol) == ["param b"])
    #expect(known.compare(fewer, in: "", files: ["other.allot"]).stale.isEmpty, "a file that was not looked at")
    let shrunk = known.shrunk(to: fewer, in: "", files: ["plan.allot"])
    #expect(shrunk.entries.count == 2)
    #expect(
      shrunk.shrunk(to: all, in: "", files: ["plan.allot"]).entries.count == 2, "a baseline never grows by itself")
    #expect(shrunk.grown(to: all, in: "", files: ["plan.allot"]).entries.count == 3)
  }

  @Test(arguments: [
    ("", "plan.allot", "plan.allot"), ("lint", "lint/plan.allot", "plan.allot"),
    ("lint", "a/plan.allot", "../a/plan.allot"),
    ("/a/b", "/a/c/p.allot", "../c/p.allot"), ("../up", "a/p.allot", "a/p.allot"),
  ]) func relativePaths(_ folder: String, _ path: String, _ expected: String) {
    #expect(relativePath(path, from: folder) == expected)
  }

  /// A suppression holds for its line, or for what begins behind it, and for its rules alone.
  @Test(arguments: [
    ("  # allow CO001: agreed\n  let half = payee.base / 2\n", []),
    ("  let half = payee.base / 2  # allow unused-declarations: agreed\n", []),
    ("  # allow hard-coded-names: agreed\n  let half = payee.base / 2\n", ["CO001", "ST001"]),
    ("  # allow CO001:\n  let half = payee.base / 2\n", ["CO001", "ST003"]),
    ("  # allow CO001 until 2026-02-30: agreed\n  let half = payee.base / 2\n", ["CO001", "ST004"]),
    ("  # allow CO001 until 2026-06-01: agreed\n  let half = payee.base / 2\n", []),
    ("  # allow CO001 until 2026-05-31: agreed\n  let half = payee.base / 2\n", ["CO001", "ST004"]),
    ("  # allowances are paid\n  let half = payee.base / 2\n", ["CO001"]),
    ("  ## allow CO001: agreed\n  let half = payee.base / 2\n", ["CO001"]),
  ]) func suppressions(_ line: String, _ codes: [String]) {
    let text = LinterTests.tables + LinterTests.plan.replacing("  let half = payee.base / 2\n", with: line)
    let found = findings(text, LintSettings(today: CalendarDate(year: 2026, month: 6, day: 1)))
    #expect(found.map(\.diagnostic.code).sorted() == codes)
  }

  /// Comparisons of one value are held against each other, whichever side the literal stands on.
  @Test(arguments: [
    ("1_000 USD > payee.base and payee.base >= 1_000 USD", ["CO003"]),
    ("1_000 USD >= payee.base and payee.base >= 1_000 USD", []),
    ("payee.base != 1 USD or payee.base != 2 USD", ["CO003"]),
    ("payee.base != 1 USD and payee.base != 2 USD", []),
    ("payee.base > 1 USD or payee.base <= 1 USD", ["CO003"]),
    ("payee.base > 1 USD or payee.base < 1 USD", []),
    ("not (payee.base > 5 USD) and payee.base > 5 USD", ["CO003"]),
    ("payee.base in (1 USD, 2 USD) and payee.base > 2 USD", ["CO003"]),
    ("payee.base < payee.base", ["CO003"]),
  ]) func conditions(_ condition: String, _ codes: [String]) {
    let text =
      LinterTests.tables
      + LinterTests.plan.replacing("  let half = payee.base / 2\n", with: "").replacing(
        "pay salary = payee.base", with: "pay salary = 500 USD when \(condition) else 0 USD")
    #expect(findings(text).map(\.diagnostic.code) == codes)
  }

  /// Safe fixes are made until nothing changes; the result is the same plan.
  @Test func mendsWhatIsSafe() throws {
    let table = "table reps (id) {\n  id     text\n  base   USD\n  is_on  bool\n}\n"
    let body = LinterTests.plan.replacing("  let half = payee.base / 2\n", with: "").replacing(
      "pay salary = payee.base", with: "pay salary = payee.base when payee.is_on = true else 0 USD  # allow CO001: old")
    let plan = Plan(text: table + body)
    let outcome = try Mending(Linter(), allowsUnsafe: false).mend(plan) { text throws(FileError) in
      Plan(text: String(decoding: text, as: UTF8.self))
    }
    #expect(outcome.refusal == nil && outcome.count == 2)
    let mended = String(decoding: outcome.after, as: UTF8.self)
    #expect(mended.contains("  pay salary = payee.base when payee.is_on else 0 USD\n"))
    #expect(findings(mended).isEmpty)
  }

  /// Edits that would change what an example gives are not made.
  @Test func refusesWhatChangesAResult() throws {
    let example = """
      example "half" for Base {
        during 2026-01
        given reps {
          id  | base USD
          ann | 3_000
        }
        expect {
          payee | salary
          ann   | 3_000
        }
      }

      """
    let text = LinterTests.tables + LinterTests.plan.replacing("  let half = payee.base / 2\n", with: "") + example
    let wrong = text.replacing("pay salary = payee.base", with: "pay salary = payee.base / 2")
    // The linter is given a text with an unused `allow`, and a reload that gives another plan.
    let plan = Plan(
      text: "# allow CO001: old\nparam a = 1 USD\n"
        + text.replacing("payee.base\n", with: "payee.base + a\n").replacing(
          "| 3_000\n    }\n  }", with: "| 3_001\n    }\n  }"))
    let outcome = try Mending(Linter(), allowsUnsafe: false).mend(plan) { _ throws(FileError) in Plan(text: wrong) }
    #expect(outcome.refusal != nil)
  }
}
