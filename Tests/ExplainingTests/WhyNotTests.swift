import Foundation
import Testing

@testable import Allot
@testable import Explaining

/// Deals, people and amounts that got nothing: the condition that failed, the least change, and what a run with it gives.
@Suite struct WhyNotTests {
  private static let plan = """
    language 1
    table reps (id) {
      id      text
      role    "AE" | "SE"
      region  text
    }
    table deals (id) dated closed {
      id      text
      owner   reps?
      region  text
      stage   "Won" | "Lost"
      closed  date
      amount  USD
      margin  percent
      checked bool
    }
    table scores (rep) {
      rep   reps
      csat  percent
    }
    plan Pay {
      for each reps where role = "AE"
      during 2026
      paid monthly in USD, negative carried forward
      credit sales from deals
        where stage = "Won" and amount >= 10_000 USD and margin > 20% and region = "EMEA" and checked
        to owner, or nobody
        on closed
        of amount
      pay commission = 10% of sales
      pay bonus = 500 USD when sales >= 60_000 USD else 0 USD
        then stop at 0 USD "unhappy" when scores[payee].csat < 85%
      pay capped = 1% of sales then at most 100 USD "cap"
      pay late each quarter = 50 USD
      pay odd = 10 USD when sales * 7% >= 4_000 USD else 0 USD
    }
    """

  private static let files = [
    "reps.csv": "id,role,region\nann,AE,EMEA\nbob,AE,EMEA\nsue,SE,EMEA\n",
    "deals.csv": """
    id,owner,region,stage,closed,amount,margin,checked
    good,ann,EMEA,Won,2026-01-10,50000,30%,true
    lost,ann,EMEA,Lost,2026-01-10,50000,30%,true
    small,ann,EMEA,Won,2026-01-10,8750,30%,true
    thin,ann,EMEA,Won,2026-01-10,50000,20%,true
    blank,ann,"EMEA ",Won,2026-01-10,50000,30%,true
    apac,ann,APAC,Won,2026-01-10,50000,30%,true
    early,ann,EMEA,Won,2025-12-29,50000,30%,true
    late,ann,EMEA,Won,2026-04-03,50000,30%,true
    open,ann,EMEA,Won,2026-01-10,50000,30%,false
    nobody,,EMEA,Won,2026-01-10,50000,30%,true
    sues,sue,EMEA,Won,2026-01-10,50000,30%,true
    both,ann,EMEA,Lost,2026-01-10,9999.99,30%,true
    bobs,bob,EMEA,Won,2026-01-10,70000,30%,true
    """,
    "scores.csv": "rep,csat\nann,90%\nbob,82%\nsue,1%\n",
  ]

  /// A run of the plan over its files, and what tries changes.
  private func run(_ period: String) throws -> (run: ExplainedRun, trial: ChangeTrial, plan: Plan) {
    let plan = Plan(text: WhyNotTests.plan, path: "pay.allot")
    try #require(!plan.hasErrors, "\(plan.diagnostics)")
    var options = CompileOptions(period: period)
    options.isExplained = true
    let compiled = try plan.compile(options)
    var tables: [String: DataSource] = [:]
    for (name, text) in WhyNotTests.files {
      tables[String(name.dropLast(4))] = .bytes(Array(text.utf8), name: name)
    }
    let data = DataLocation(tables: tables)
    return (try ExplainedRun(compiled, data), ChangeTrial(compiled, data), plan)
  }

  private func words(_ trial: RuleReview.Trial?) -> String {
    switch trial {
    case .changes(let changes)?: changes.joined(separator: "; ")
    case .changesNothing?: "nothing"
    case .fails(let message)?: "fails: \(message)"
    case .impossible(let why)?: "impossible: \(why)"
    case nil: "-"
    }
  }

  private static let more = "commission of ann, 2026-01 is 10,000.00 USD, and not 5,000.00 USD"

  /// The failed conditions, the change, and the beginning of what a run with it gives.
  @Test(arguments: [
    ("lost", "2026-01", "stage = \"Won\": it is `Lost`", "deals.stage of lost `Won` instead of `Lost`", more),
    (
      "small", "2026-01", "amount >= 10_000 USD: it is 8,750.00 USD, 1,250.00 USD less than 10,000.00 USD",
      "1,250.00 USD more: deals.amount of small 10,000.00 USD instead of 8,750.00 USD",
      "commission of ann, 2026-01 is 6,000.00 USD, and not 5,000.00 USD"
    ),
    (
      "thin", "2026-01", "margin > 20%: it is just 20%",
      "0.01 percentage points more: deals.margin of thin 20.01% instead of 20%", more
    ),
    (
      "blank", "2026-01", "region = \"EMEA\": it is `EMEA `, which is nearly `EMEA`",
      "`EMEA` instead of `EMEA `: deals.region of blank `EMEA` instead of `EMEA `", more
    ),
    ("apac", "2026-01", "region = \"EMEA\": it is `APAC`", "deals.region of apac `EMEA` instead of `APAC`", more),
    (
      "early", "2026-01", "closed in 2026-01-01 .. 2026-01-31: it is 2025-12-29",
      "closed 3 days later: deals.closed of early 2026-01-01 instead of 2025-12-29", more
    ),
    (
      "late", "2026-Q1", "closed in 2026-01-01 .. 2026-03-31: it is 2026-04-03",
      "closed 3 days earlier: deals.closed of late 2026-03-31 instead of 2026-04-03",
      "commission of ann, 2026-03 is 5,000.00 USD, and not 0.00 USD"
    ),
    ("open", "2026-01", "checked: it is false", "deals.checked of open true instead of false", more),
    ("nobody", "2026-01", "to owner: there is no owner", "", "-"),
    ("sues", "2026-01", "role = \"AE\": it is `SE`", "reps.role of sue `AE` instead of `SE`", "commission of sue"),
    (
      "both", "2026-01",
      "stage = \"Won\": it is `Lost` | amount >= 10_000 USD: it is 9,999.99 USD, 0.01 USD less than 10,000.00 USD",
      "0.01 USD more: deals.amount of both 10,000.00 USD instead of 9,999.99 USD",
      "commission of ann, 2026-01 is 6,000.00 USD, and not 5,000.00 USD"
    ),
  ])
  func dealsThatDoNotCount(_ deal: String, _ period: String, _ failed: String, _ change: String, _ outcome: String)
    throws
  {
    var (run, trial, plan) = try run(period)
    let row = try #require(run.creditedRows([deal]).first)
    let answer = run.whyNot(row, days: plan.days(of: period), trial: &trial)
    #expect(answer.got == nil)
    let review = try #require(answer.rules.first)
    let said = review.failed.map { "\($0.text): \($0.finding)" }.joined(separator: " | ")
    #expect(said == failed)
    let changes = review.changes.joined(separator: " | ")
    #expect(change.isEmpty ? changes.isEmpty : changes.contains(change), "\(changes)")
    let came = words(review.trial)
    #expect(came.hasPrefix(outcome), "\(came)")
  }

  @Test func aDealThatCountsSaysSo() throws {
    var (run, trial, plan) = try run("2026-01")
    let row = try #require(run.creditedRows(["good"]).first)
    let answer = run.whyNot(row, days: plan.days(of: "2026-01"), trial: &trial)
    #expect(answer.got == "5,000.00 USD of commission of ann, 2026-01; 500.00 USD of capped of ann, 2026-01")
    let failed = answer.rules.flatMap(\.failed)
    #expect(failed.isEmpty)
  }

  /// What was in the way of an amount: the row and the line, what is said, the change, and what a run with it gives.
  @Test(arguments: [
    (
      0, "2026-01", "bonus",
      "sales >= 60_000 USD: 500.00 USD would be taken, but it is 50,000.00 USD, 10,000.00 USD less",
      "10,000.00 USD more in sales, such as: deals.amount of good 60,000.00 USD instead of 50,000.00 USD",
      "bonus of ann, 2026-01 is 500.00 USD, and not 0.00 USD"
    ),
    (
      1, "2026-01", "bonus",
      "scores[payee].csat < 85%: 500.00 USD became 0.00 USD, since it is 82%, 3 percentage points",
      "3 percentage points more: scores.csat of bob 85% instead of 82%", "bonus of bob, 2026-01 is 500.00 USD"
    ),
    (
      0, "2026-01", "odd", "sales * 7% >= 4_000 USD: 10.00 USD would be taken, but it is 3,500.00 USD, 500.00 USD less",
      "7,142.86 USD more in sales, such as: deals.amount of good 57,142.86 USD instead of 50,000.00 USD",
      "odd of ann, 2026-01 is 10.00 USD, and not 0.00 USD"
    ),
    (0, "2026-01", "capped", "at most 100 USD \"cap\": 500.00 USD became 100.00 USD", "", "-"),
    (0, "2026-01", "late", "each quarter: this is not the last period of the quarter", "", "-"),
    (0, "2026-02", "commission", "sales: no row counts in 2026-02-01 .. 2026-02-28", "", "-"),
  ])
  func amountsThatWereLessened(
    _ row: Int, _ period: String, _ line: String, _ finding: String, _ change: String, _ outcome: String
  ) throws {
    var (run, trial, _) = try run(period)
    let answer = try #require(run.whyNot("Pay", row: row, column: line, trial: &trial))
    let said = answer.rules.map { review in review.failed.map { "\($0.text): \($0.finding)" }.joined() }
    let place = try #require(said.firstIndex { $0.hasPrefix(finding) }, "\(said)")
    let review = answer.rules[place]
    let changes = review.changes.joined()
    #expect(change.isEmpty ? changes.isEmpty : changes.contains(change), "\(changes)")
    let came = words(review.trial)
    #expect(came.contains(outcome), "\(came)")
  }

  @Test func nothingWasInTheWay() throws {
    var (run, trial, _) = try run("2026-01")
    let answer = try #require(run.whyNot("Pay", row: 0, column: "commission", trial: &trial))
    #expect(answer.got == "5,000.00 USD")
    #expect(answer.rules.isEmpty)
  }

  @Test func whomThePlanIsNotFor() throws {
    var (run, trial, _) = try run("2026-01")
    let answers = run.whyNotIncluded(["sue"], trial: &trial)
    let review = try #require(answers.first?.rules.first)
    let findings = review.failed.map(\.finding)
    #expect(findings == ["it is `SE`"])
    let came = words(review.trial)
    #expect(came.hasPrefix("commission of sue, 2026-01 is 5,000.00 USD"), "\(came)")
    for other in ["ann", "zoe"] {
      let answers = run.whyNotIncluded([other], trial: &trial)
      #expect(answers.isEmpty, "\(other)")
    }
  }
}
