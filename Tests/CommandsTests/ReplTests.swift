import Commands
import Foundation
import Testing

/// Sessions as scripts over the package's examples.
@Suite struct ReplTests {
  private typealias Case = ReplScenario.Case

  private static let quarter = ["plan.allot", "--period", "2026-Q1"]

  /// Expressions print the value, its unit, whose it is and which periods it is of.
  @Test func expressionsAnswerWithUnitAndGrain() throws {
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
      .fails("attained for avo", says: "there is no payee `avo`\n  = help: there is `ava`"),
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
    let screen = try ReplScreen.over("account-executive", ReplTests.quarter)
    for test in cases { test.check(screen) }
  }

  /// Each command has a case that works and one that fails.
  @Test func commandsAnswerOrSayWhy() throws {
    let cases: [Case] = [
      .works("payouts for ava", prints: "ava    total     32,104.00          5,500.00  37,604.00\n"),
      .works("payouts in 2026-01", prints: "total            20,733.33"),
      .works("payouts for bo in 2026-01", prints: "bo     2026-01    4,000.00"),
      .fails("payouts for zed", says: "there is no payee `zed`"),
      .fails("payouts Account", says: "there is no result `Account`"),
      .fails("orders", says: "the plan has no orders"),
      .works("results AccountExecutive for eli", prints: "eli    2026-02    9,100.00"),
      .works("type attained", prints: "ratio, per payee and month of AccountExecutive\n"),
      .works("type quota", prints: "USD, per payee and month of AccountExecutive, of a quarter\n"),
      .works("type (bookings over quarter to date)", prints: "running: it holds what earlier periods counted"),
      .fails("type", says: "`type` needs an expression"),
      .works("explain commission for ava in 2026-03", prints: "parts add up to 14,404.00 USD, the amount paid\n"),
      .works("explain ava 2026-03 kicker", prints: "5,500.00 USD, the amount paid\n"),
      .works("commission for bo in 2026-02", "explain depth 1", prints: "8,950.00 USD, the amount paid\n"),
      .works(
        "what if deal D-104 stage = Closed Won", "explain commission for ava in 2026-02",
        prints: "add up to 18,000.00 USD"),
      .works("why not D-104", prints: "not met  stage = \"Closed Won\": it is `Negotiation`"),
      .works("why not D-104", prints: "verified: then"),
      .works("what if deal D-104 stage = Closed Won", "why not D-104", prints: "D-104"),
      .fails("why not", says: "`why not` needs what it is about"),
      .fails("why not D-994", says: "D-994"),
      .fails("explain", says: "`explain` needs a line, or a key"),
      .fails("explain comission for ava", says: "a similar line is there"),
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
    let screen = try ReplScreen.over("account-executive", ReplTests.quarter)
    for test in cases { test.check(screen) }
  }

  /// What is supposed shows who has more or less; a change that cannot be made says why and changes nothing.
  @Test func changesAreSupposedTakenBackAndCompared() throws {
    let cases: [Case] = [
      .works(
        "what if deal D-104 stage = Closed Won",
        prints: "ava    2026-02  Commission   9,900.00   18,000.00   +8,100.00\n"),
      .works("what if deal D-104 owner = bo, stage = \"Closed Won\"", prints: "bo     2026-02"),
      .works("what if deals[\"D-104\"].stage = Closed Won", prints: "+8,100.00"),
      .works("what if row of deals D-104 stage = Closed Won", prints: "+8,100.00"),
      .works("what if quotas[ava, 2026-Q1] target = 320_000 USD", prints: "ava    2026-01  Commission   7,800.00"),
      .works("what if quota ava, 2026-Q1 target = 320_000 USD", prints: "7,600.00     -200.00\n"),
      .works("what if deals add like D-104 with id = D-999, stage = Closed Won", prints: "+8,100.00"),
      .works(
        "what if deals add id = D-999, owner = bo, stage = Closed Won, closed = 2026-01-31, amount = 1_000 USD",
        prints: "bo     2026-01  Commission"),
      .works("what if deals drop D-111", prints: "bo     2026-02  Commission"),
      .works("what if deals where owner = bo and closed = 2026-02-09 set amount = 1 USD", prints: "bo     2026-02"),
      .works("what if deals row 1 set amount = 1 USD", prints: "nothing changes: all amounts are as they were\n"),
      .fails("what if reps drop eli", says: "`eli` in column `owner` is no key of `reps`"),
      .works("what if tier Accelerator from 100% = 10%", prints: "+3,250.33\n"),
      .works("what if tier 100% = 10%", prints: "+3,250.33\n"),
      .works("what if bound Accelerator 100% = 110%", prints: "ava    2026-02"),
      .works("what if line kicker = 100 USD", prints: "100.00"),
      .works("what if line kicker of AccountExecutive = 100 USD", prints: "100.00"),
      .works("what if deal D-104 stage = Closed Won", "attained for ava in 2026-02", prints: "140%"),
      .works("what if deal D-104 stage = Closed Won", "rows deals where id = \"D-104\"", prints: "Closed Won"),
      .works("what if deal D-104 stage = Closed Won", "changes", prints: " 1  deals D-104: stage = Closed Won\n"),
      .works("what if deal D-104 stage = Closed Won", "undo", prints: "18,000.00   9,900.00   -8,100.00"),
      .works(
        "what if deal D-104 stage = Closed Won", "undo", "redo", "total for ava in 2026-02", prints: "18,000.00 USD"),
      .works("what if deal D-104 stage = Closed Won", "undo", "changes", prints: "nothing is supposed"),
      .works(
        "what if deal D-104 stage = Closed Won", "period 2026-02", "total for ava in 2026-02", prints: "18,000.00 USD"),
      .works("what if deal D-104 stage = Closed Won", "reload", "total for ava in 2026-02", prints: "18,000.00 USD"),
      .works("what if deal D-104 stage = Closed Won", "scenario won", "scenario file", "scenario", prints: "file\n"),
      .works("what if deal D-104 stage = Closed Won", "scenario won", "scenarios", prints: "*  won"),
      .works(
        "what if deal D-104 stage = Closed Won", "save scenario won", "scenario file", "compare won",
        prints: "+8,100.00"),
      .works(
        "what if deal D-104 stage = Closed Won", "scenario won", "scenario file",
        "what if tier 100% = 10%", "scenario ten", "compare won with ten",
        prints: "payee  month    line              ten         won  difference"),
      .fails("what if", says: "`what if` needs a change"),
      .fails("what if deal D-104 stage = Won", says: "`stage` of `deals` is `Won`"),
      .fails("what if deal D-104 stag = Closed Won", says: "there is `stage`"),
      .fails("what if dael D-104 stage = Closed Won", says: "there is no table `dael`"),
      .fails(
        "what if deal D-94 stage = Closed Won",
        says: "no row of `deals` has `D-94` in `id`\n  = help: there is `D-100`, `D-101`, `D-102`"
      ),
      .fails("what if deal D-104 amount = 5 EUR", says: "`amount` of `deals` is `5 EUR`"),
      .fails("what if deal D-104", says: "`what if` needs a column and a value"),
      .fails("what if deal amount = 5 USD", says: "`what if` needs the key of a row of `deals`"),
      .fails("what if param rate = 6%", says: "the plan has no params"),
      .fails("what if tier 101% = 6%", says: "`Accelerator` has no tier"),
      .fails("what if tier Acelerator 100% = 6%", says: "there is no table of rates `Acelerator`"),
      .fails("what if line comission = 5% of bookings", says: "there is no line `comission`"),
      .fails("what if line commission = 5% of bokings", says: "nothing here is called `bokings`"),
      .fails("what if quotas drop ava, 2026-Q1", says: "`quotas` has no row"),
      .fails("undo", says: "there is nothing to undo"),
      .fails("redo", says: "there is nothing to redo"),
      .fails("compare won", says: "there is no scenario `won`"),
      .fails("save scenario file", says: "`file` names what the files give"),
      .fails("save patch nothing.patch", says: "nothing is supposed"),
    ]
    let screen = try ReplScreen.over("account-executive", ReplTests.quarter)
    for test in cases { test.check(screen) }
  }

  /// A value over a range, and the value that is needed; both say what cannot be asked.
  @Test func valuesAreSweptAndLookedFor() throws {
    let cases: [Case] = [
      .works(
        "sweep amount of deal D-105 from 0 USD to 60_000 USD by 20_000 USD of total for ava in 2026-Q1",
        prints: "           40_000 USD  26,803.00   +7,300.00\n"),
      .works(
        "sweep amount of deal D-105 from 0 USD to 60_000 USD by 20_000 USD of total for ava in 2026-Q1",
        prints: "jump: 20,400.00 USD at 29_966.65 USD, 25,900.00 USD at 29_966.66 USD\n"),
      .works("format csv", "sweep tier 100% from 9% to 10% by 1% of total", prints: "10%,99644.66,+3250.33\n"),
      .works(
        "solve total for ava in 2026-Q1 >= 40_000 USD by amount of deal D-105",
        prints: "`what if deals[D-105] amount = 169_966.62 USD` supposes it\n"),
      .works(
        "solve total for bo in 2026-Q1 >= 30_000 USD by amount of another deal like D-112 with id = D-999",
        prints: "`what if deals add like D-112 with id = D-999, amount = 92_083.3 USD` supposes it\n"),
      .works(
        "what if deals add like D-112 with id = D-999, amount = 92_083.3 USD", "total for bo in 2026-Q1",
        prints: "30,000.00 USD"),
      .works(
        "what if deals add like D-112 with id = D-999, amount = 92_083.29 USD", "total for bo in 2026-Q1",
        prints: "29,999.99 USD"),
      .works(
        "solve total for ava in 2026-Q1 >= 40_000 USD by deals[\"D-105\"].amount",
        prints: "`what if deals[D-105] amount = 169_966.62 USD` supposes it\n"),
      .works(
        "sweep target of quotas[ava, 2026-Q1] from 300_000 USD to 320_000 USD by 20_000 USD of commission for ava",
        prints: "target of quotas ava, 2026-Q1"),
      .works("what if quotas[ava, 2026-Q1] set target = 320_000 USD", prints: "7,600.00     -200.00\n"),
      .works("solve total for bo in 2026-Q1 >= 30_000 USD", prints: "amount of one more of deals like D-112"),
      .works(
        "pipeline deals where stage = \"Negotiation\" won stage = Closed Won at 40% of commission for ava in 2026-Q1",
        prints: "expected: the mean over all outcomes; exact over 2 outcomes"),
      .fails("pipeline", says: "`pipeline` needs a table"),
      .fails(
        "pipeline deals where stage = \"Negotiation\"", says: "`pipeline` needs the open rows, what a won row has"),
      .fails(
        "pipeline deals where id = \"none\" won stage = Closed Won at 40% of total", says: "no row of `deals` is open"),
      .fails("sweep", says: "`sweep` needs what varies"),
      .fails(
        "sweep amount of deal D-105 from 0 USD", says: "`sweep` needs what varies, from where to where, and of what"),
      .fails("sweep amont of deal D-105 from 0 USD to 5 USD of total", says: "there is `amount`"),
      .fails("sweep nothing from 0 USD to 5 USD of total", says: "`nothing` is nothing that can be varied"),
      .fails("solve total for ava", says: "`solve` needs what is to be reached"),
      .fails("solve total in 2026-Q1 >= 5 USD", says: "whose next deal it is must be said"),
      .fails("solve total for ava >= 5 EUR by amount of deal D-105", says: "5 EUR"),
    ]
    let screen = try ReplScreen.over("account-executive", ReplTests.quarter)
    for test in cases { test.check(screen) }
  }

  /// A change that fails leaves what was supposed before.
  @Test func failuresLeaveTheScenario() throws {
    try Package.withFolder { folder in
      let script = folder.appendingPathComponent("lines.repl")
      try Data("what if deal D-104 stage = Closed Won\nwhat if deal D-104 stage = Won\n".utf8).write(to: script)
      let plan = Package.root.appendingPathComponent("examples/account-executive/plan.allot").path
      let run = ReplScenario(["run lines.repl"], in: folder, plan: plan, options: ["--period", "2026-Q1"])
      #expect(run.status == .findings)
      #expect(run.transcript.contains("the script `lines.repl` stops at line 2"), "\(run.transcript)")
    }
  }

  /// Sessions over orders, names in Chinese, and several currencies.
  @Test func otherPlansAnswerToo() throws {
    let orders: [Case] = [
      .works("orders Turnover", prints: "D02     G1   2,304  ordered    140         whole packs\n"),
      .works("orders TurnoverWithLead for D01", prints: "D01     G2                  conflict"),
      .works("daily for D01, G1", prints: "of `Turnover`; `TurnoverWithLead` would do, too"),
      .works("plan TurnoverWithLead", "quantity for G1, D01", prints: "96 units   per dealer and sku\n"),
      .works("reason for D01, G2 in plan TurnoverWithLead", prints: "shelf below the MOQ   text, per dealer and sku\n"),
      .works("rows stock where dealer = \"D04\"", prints: "D04     G1   2026-01-31   2026-01-31 10:00:00"),
      .works("what if sku G1 moq = 200", "undo", prints: "200"),
      .fails("daily for D01, G9", says: "there is no dealer or sku `G9`"),
      .fails("daily for D04, G2", says: "no row has all of the keys `D04`, `G2`"),
      .fails("daily for D01, G1 in 2026-01", says: "has no periods, so `in 2026-01` chooses nothing"),
    ]
    let dealers = try ReplScreen.over("dealer-replenishment", ["turnover.allot", "--as-of", "2026-01-31"])
    for test in orders { test.check(dealers) }
    let chinese: [Case] = [
      .works("增长 for A01", prints: "20%   percent, per payee and quarter\n"),
      .works("增长奖 in 2026-Q1", prints: "A01    7,200.00\n"),
      .works("payouts for A01", prints: "payee  quarter    增长奖  新客户奖     total"),
      .works("rows 销售员", prints: "A01"),
      .fails("增常 for A01", says: "help: a similar name exists: `增长`"),
    ]
    let growth = try ReplScreen.over("季度增长", ["计划.allot", "--period", "2026-Q1"])
    for test in chinese { test.check(growth) }
    let currencies: [Case] = [
      .works("payouts for E05", prints: "E05    total      5,468.64  5,468.64"),
      .works("commission for E05 in 2026-Q1", prints: "5,468.64 EUR   per payee and month; the sum of 3 months"),
      .works("paid for E05 in 2026-03", prints: "922.873   number, per payee and month\n"),
    ]
    let emea = try ReplScreen.over("emea", ReplTests.quarter)
    for test in currencies { test.check(emea) }
  }

  /// The help is one screen of 80 columns and 24 lines, and so is the help of each command.
  @Test func helpIsOneScreen() throws {
    let help = ReplScenario(["help"], example: "account-executive", options: ["--period", "2026-Q1"]).output
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 24, "\(help)")
    for line in lines { #expect(line.count <= 80, "\(line)") }
    for name in ["payouts", "rows", "let", "save session"] {
      #expect(help.contains(name.split(separator: " ")[0]))
    }
  }
}
