import Commands
import Foundation
import Testing

/// Sessions as scripts over the package's examples.
@Suite struct ReplTests {
  private typealias Case = ReplScenario.Case

  private static let quarter = ["--period", "2026-Q1"]

  /// Expressions print the value, its unit, whose it is and which periods it is of.
  @Test func expressionsAnswerWithUnitAndGrain() {
    let cases: [Case] = [
      .works(
        "attained for bo in 2026-Q1", prints: "134%   ratio, per payee and month; 2026-03, the last month of 2026-Q1\n"),
      .works("attainment for bo in 2026-Q1", prints: "134%   percent, per payee and month; 2026-03, the last"),
      .works("commission for ava in 2026-Q1", prints: "32,104.00 USD   per payee and month; the sum of 3 months of"),
      .works("commission + kicker for ava in 2026-Q1", prints: "37,604.00 USD   per payee and month; the sum of 3"),
      .works("2 * (10% of commission) for ava in 2026-Q1", prints: "6,420.80 USD   per payee and month; the sum"),
      .works("bookings for ava in 2026-Q1", prints: "480,033.34 USD   per payee and month; the sum of 3 months"),
      .works("quota for ava in 2026-Q1", prints: "300,000.00 USD   per payee and month; 2026-03, the last month"),
      .works("commission for ava in 2026-01", prints: "7,800.00 USD   per payee and month\n"),
      .works("total for ava in 2026-Q1", prints: "37,604.00 USD   per payee and month; the sum of 3 months"),
      .works("carried for dee in 2026-Q1", prints: "2,533.31 USD   per payee and month; 2026-03, the last"),
      .works("sum(deals.amount where owner = \"eli\")", prints: "149,999.99 USD\n"),
      .works("deals[\"D-101\"].amount", prints: "120,000.00 USD\n"),
      .works("deals[\"D-101\"].closed", prints: "2026-01-01   date\n"),
      .works("Accelerator(120%)", prints: "9%   percent\n"),
      .works("1 / 3", prints: "0.333333   number; exactly 1/3\n"),
      .works("1 / 3", "ans * 3", prints: "1   number\n"),
      .works("quota for ava in 2026-01", "1 + 1", "_1 / 3", prints: "100,000.00 USD\n"),
      .works("attained for bo in 2026-Q1", "ans = 1.34", prints: "true   bool\n"),
      .works("payee.name for bo in 2026-01", prints: "Nguyễn, Bảo   text, per payee and month\n"),
      .works(
        "let pay = commission + kicker", "let twice = 2 * pay", "twice for ava in 2026-Q1", prints: "75,208.00 USD"),
      .works(
        "commission in 2026-Q1", prints: "dee     2,000.02\neli     9,504.00\nUSD; the sum of 3 months of 2026-Q1\n"),
      .works("quota for ava in 2026-02 # a remark", prints: "300,000.00 USD"),
      .fails("attaned for ava", says: "help: a similar name exists: `attained`"),
      .fails("attained for avo", says: "there is no payee or month `avo`\n  = help: there is `ava`"),
      .fails("quota + 1 EUR", says: " --> input:1:7\n  |\n1 | quota + 1 EUR\n"),
      .fails("deals[\"D-999\"].amount", says: "`deals` has no row for `D-999`\n --> input:1:1"),
      .fails("1 / (quota - quota) for ava", says: "::: input:1:1\n  |\n1 | 1 / (quota - quota)"),
      .fails("quota for ava in 2026-Q9", says: "`2026-Q9` is no period"),
      .fails("1 +", says: "expected an expression"),
      .fails("payout", says: "a command with a similar name exists: `payouts`"),
      .fails(":help", says: "commands have no colon"),
      .fails("let quota = 3", says: "`quota` is a name of the plan already"),
      .fails("let a = attaned", says: "nothing here is called `attaned`"),
    ]
    for test in cases {
      test.check(example: "account-executive", options: ReplTests.quarter)
    }
  }

  /// Each command has a case that works and one that fails.
  @Test func commandsAnswerOrSayWhy() {
    let cases: [Case] = [
      .works("payouts for ava", prints: "ava    total     32,104.00          5,500.00  37,604.00\n"),
      .works("payouts in 2026-01", prints: "total            20,733.33"),
      .works("payouts for bo in 2026-01", prints: "bo     2026-01    4,000.00"),
      .fails("payouts for zed", says: "there is no payee or month `zed`"),
      .fails("payouts Account", says: "there is no result `Account`"),
      .fails("orders", says: "the plan has no orders"),
      .works("results AccountExecutive for eli", prints: "eli    2026-02    9,100.00"),
      .works("type attained", prints: "number, per payee and month of AccountExecutive\n"),
      .works("type quota", prints: "USD, per payee and month of AccountExecutive, of a quarter\n"),
      .works("type (bookings over quarter to date)", prints: "running: it holds what earlier periods counted"),
      .fails("type", says: "`type` needs an expression"),
      .works("lines", prints: "AccountExecutive  kicker      pay     USD      Quarterly kicker"),
      .fails("lines Acount", says: "there is no plan, sheet or rule `Acount`"),
      .works("tables", prints: "deals   id              22  deals.csv\n"),
      .works("tables deal", prints: "owner   reps     "),
      .fails("tables deel", says: "there is no table `deel`\n  = help: there is `reps`, `deals`"),
      .works(
        "rows deals where amount > 140_000 USD and owner = \"ava\"",
        prints: "D-105  Estrella  ava    Closed Won  2026-03-31"),
      .fails("rows deals where owner = 3", says: " --> input:1:7\n  |\n1 | owner = 3\n"),
      .works("ir attained", prints: "attained: number = c74 / c85"),
      .fails("ir atained", says: "there is no line `atained`\n  = help: there is `attained`"),
      .works("period 2026-01", "period", prints: "2026-01\n"),
      .fails("period 2026-13", says: "2026-13"),
      .works("as-of 2026-02-28", "as-of", prints: "2026-02-28\n"),
      .fails("as-of yesterday", says: "`yesterday`"),
      .works("plan AccountExecutive", "plan", prints: "AccountExecutive\n"),
      .fails("plan AccountExecutiv", says: "there is `AccountExecutive`"),
      .works("data", prints: "examples/account-executive\n"),
      .fails("data nowhere", says: "there is no folder `nowhere`"),
      .works("format csv", "quota for ava", prints: "payee,month,value\nava,2026-01,300000.00\n"),
      .works("format md", "quota for ava", prints: "| payee | month | value (USD) |\n| --- | --- | ---: |\n"),
      .works("format json", "quota for ava in 2026-01", prints: "{\"payee\":\"ava\",\"value\":\"300000.00\"}"),
      .works("format jsonl", "quota for ava in 2026-01", prints: "{\"payee\":\"ava\",\"value\":\"300000.00\"}\n"),
      .fails("format xml", says: "there is no format `xml`"),
      .works("timing on", "timing", prints: "on\n"),
      .fails("timing perhaps", says: "`timing` is `on` or `off`"),
      .works("help rows", prints: "rows TABLE [where CONDITION] [all]\n"),
      .works("help E0301", prints: "E0301"),
      .fails("help rws", says: "there is `rows`"),
      .works("reload", "quota for ava in 2026-01", prints: "300,000.00 USD"),
      .fails("reload sometimes", says: "`reload` takes `on change` or `by hand`"),
      .fails("load nothing.allot", says: "the file `nothing.allot` cannot be read"),
      .works("1 + 1", "quit", "attaned", prints: "2   number\n"),
      .fails("quit now", says: "`quit` takes nothing more"),
      .fails("run nothing.repl", says: "the file `nothing.repl` cannot be read"),
    ]
    for test in cases { test.check(example: "account-executive", options: ReplTests.quarter) }
  }

  /// The help is one screen of 80 columns and 24 lines, and so is the help of each command.
  @Test func helpIsOneScreen() {
    let help = ReplScenario(["help"], example: "account-executive", options: ReplTests.quarter).output
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 24, "\(help)")
    for line in lines { #expect(line.count <= 80, "\(line)") }
    for name in ["payouts", "rows", "let", "save session"] {
      #expect(help.contains(name.split(separator: " ")[0]))
    }
  }
}
