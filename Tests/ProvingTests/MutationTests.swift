import Testing

@testable import Allot
@testable import Proving

/// Which changes are made to a text, and which of them examples notice.
@Suite struct MutationTests {
  struct Case: CustomTestStringConvertible, Sendable {
    /// A declaration, or lines of the plan.
    let text: String
    let mutants: [String]
    var testDescription: String { text }

    init(_ text: String, _ mutants: String...) {
      self.text = text
      self.mutants = mutants
    }
  }

  static let cases: [Case] = [
    Case(
      "marginal rates R (a: USD) -> percent { from 0 USD: 4%\n from 1_999.5 USD: 0.09% }",
      "`marginal` -> `whole` in `R`", "`0 USD` -> `1 USD` in `from 0 USD` of `R`",
      "`4%` -> `5%` in `from 0 USD` of `R`",
      "`1_999.5 USD` -> `1_999.4 USD` in `from 1_999.5 USD` of `R`",
      "`1_999.5 USD` -> `1_999.6 USD` in `from 1_999.5 USD` of `R`", "`0.09%` -> `0.10%` in `from 1_999.5 USD` of `R`"),
    Case(
      "whole rates R (a: number) -> USD { from 0: 1 USD\n above 9: 2 USD\n up to 20 }", "`whole` -> `marginal` in `R`",
      "`0` -> `1` in `from 0` of `R`", "`1 USD` -> `2 USD` in `from 0` of `R`", "`above` -> `from` in `above 9` of `R`",
      "`9` -> `10` in `above 9` of `R`", "`9` -> `8` in `above 9` of `R`", "`2 USD` -> `3 USD` in `above 9` of `R`",
      "`up to` -> `below` in `R`", "`20` -> `19` in `R`", "`20` -> `21` in `R`"),
    Case("param p = 5%", "`5%` -> `6%` in `p`"),
    Case(
      "let x = 1 when a <= b and c = d else 0",
      "`1 when … else 0` -> `0 when … else 1` in `x` of `P`", "`1` -> `2` in `x` of `P`",
      "`<=` -> `<` in `x` of `P`", "`and` -> `or` in `x` of `P`", "`=` -> `!=` in `x` of `P`",
      "`0` -> `1` in `x` of `P`"),
    Case(
      "let x = -max(a, b - c) rounded up to 0.01 USD", "without `-` in `x` of `P`", "`max` -> `min` in `x` of `P`",
      "`-` -> `+` in `x` of `P`", "without `rounded up to 0.01 USD` in `x` of `P`", "`up` -> `down` in `x` of `P`",
      "`0.01 USD` -> `0.02 USD` in `x` of `P`"),
    Case(
      "let x = sum(a where b is missing over last 30 days before today)",
      "without `where b is missing` in `x` of `P`", "`is` -> `is not` in `x` of `P`",
      "`30` -> `29` in `x` of `P`", "`30` -> `31` in `x` of `P`", "`before` -> `through` in `x` of `P`"),
    Case(
      "pay x = a through R over year to date then at most 5 USD \"why\" when b > 2026-01-31",
      "without `to date` in `x` of `P`", "without `then at most 5 USD \"why\" when b > 2026-01-31` in `x` of `P`",
      "`most` -> `least` in `x` of `P`", "`5 USD` -> `6 USD` in `x` of `P`",
      "without `when b > 2026-01-31` in `x` of `P`", "`>` -> `>=` in `x` of `P`",
      "`2026-01-31` -> `2026-02-01` in `x` of `P`"),
    Case(
      "credit c from deals where won to owner on closed of amount rounded to 0.01 USD",
      "without `where won` in `c` of `P`", "`closed` -> `paid` in `c` of `P`",
      "without `rounded to 0.01 USD` in `c` of `P`", "`to` -> `down to` in `c` of `P`",
      "`0.01 USD` -> `0.02 USD` in `c` of `P`"),
    // What is given and what is checked is no rule.
    Case("check \"a\" x > 5"), Case("table t (id) { id text }\nrows {\n id\n 5\n}"),
  ]

  @Test(arguments: cases) func changes(_ test: Case) {
    let isLine = ["let", "pay", "credit", "check"].contains { test.text.hasPrefix($0) }
    let tables = "table deals (id) { id text\n owner text\n closed date\n paid date\n amount USD }\n"
    let plan = Plan(text: tables + (isLine ? "plan P {\n\(test.text)\n}" : test.text))
    guard let tree = plan.trees[FileID(0)] else {
      Issue.record("no tree")
      return
    }
    let found = MutantFinder(tree, FileID(0), plan.sources[FileID(0)].bytes, plan.model).mutants
    #expect(found.map(\.description).sorted() == test.mutants.sorted())
    // Each change is a text of its own, and not the one that was there.
    let texts = Set(found.map { $0.applied(to: plan.sources[FileID(0)].bytes) })
    #expect(texts.count == found.count && !texts.contains(plan.sources[FileID(0)].bytes))
  }

  @Test func examplesNoticeWhatTheyExpect() {
    let example = ProvingScenario.example(
      "slices", deals: ["Won | old | 2026-05-01 | 250_000", "Lost | old | 2026-05-02 | 1_000"], expected: "6_000 | 0")
    let text = (ProvingScenario.plan + example)
      .replacing("from 500_000 USD: 5%", "from 500_000 USD: 5%  # same: a reason")
      .replacing("from 200_000 USD: 4%", "# same: no reason at all\n      from 200_000 USD: 4%")
      .replacing("then at most cap \"capped\"", "then at most cap \"capped\" # same:")
    for threads in [1, 3] {
      let report = Plan(text: text).mutations(threads: threads)
      let fates = Dictionary(report.outcomes.map { ($0.mutant.description, $0.fate) }) { first, _ in first }
      func fate(_ mutant: String) -> MutationReport.Fate? {
        fates["\(mutant) of `Slices`"] ?? fates["\(mutant) of `Pay`"]
      }
      #expect(fate("`4%` -> `5%` in `from 200_000 USD`") == .killed(by: "slices"))
      #expect(fate("`200_000 USD` -> `199_999 USD` in `from 200_000 USD`") == .killed(by: "slices"))
      #expect(fate("`5%` -> `6%` in `from 500_000 USD`") == .same(reason: "a reason"))
      #expect(fate("`>` -> `>=` in `sales`") == .survived)
      #expect(fate("`=` -> `!=` in `sales`") == .killed(by: "slices"))
      #expect(fate("without `then at most cap \"capped\"` in `commission`") == .survived)
      #expect(report.counted == report.killed + report.survivors.count)
      #expect(report.outcomes.count == report.counted + report.same + report.invalid)
      #expect(
        report.idleRemarks.map(\.message) == [
          "every change of the line is noticed", "the remark gives no reason why a change changes nothing",
        ])
    }
  }

  /// What is proved of a plan of the repository, so that a weaker example is seen.
  @Test(arguments: ["regular-rep/plan", "account-executive/plan"]) func examplesOfThePackageNoticeChanges(
    _ name: String
  )
    throws
  {
    let path = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let plan = try Plan.load(paths: ["/\(path)/examples/\(name).allot"])
    let report = plan.mutations(threads: 2)
    #expect(report.killed * 10 >= report.counted * 9, "\(report.survivors.map(\.description))")
    #expect(report.counted >= 9)
    #expect(plan.coverage().unreached.isEmpty)
  }
}
