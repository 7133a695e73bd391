import Allot
import TestSupport
import Testing

/// Versions of rows, and picks of one row, against values that are worked out by hand.
@Suite struct EndToEndVersionTests {
  static let tables = [
    MemoryTable(name: "reps", header: ["id", "hired"], rows: [["ann", "2026-01-01"], ["bob", "2026-02-10"]]),
    MemoryTable(
      name: "salaries", header: ["rep", "starts", "ends", "salary"],
      rows: [
        ["ann", "2026-02-15", "", "3600"], ["ann", "2026-01-01", "2026-02-14", "3000"],
        ["bob", "2026-02-10", "2026-03-31", "2000"],
      ]),
    // Each holds until the next begins.
    MemoryTable(
      name: "grades", header: ["rep", "since", "grade"],
      rows: [["ann", "2026-03-01", "B"], ["ann", "2025-06-01", "A"], ["bob", "2026-02-10", "C"]]),
    // One version for all.
    MemoryTable(
      name: "limits", header: ["since", "top"], rows: [["2020-01-01", "100"], ["2026-02-01", "200"]]),
    MemoryTable(
      name: "deals", header: ["id", "owner", "customer", "closed", "amount"],
      rows: [
        ["d1", "ann", "Acme", "2026-01-31", "100"], ["d2", "ann", "Bolt", "2026-02-01", "300"],
        ["d3", "bob", "Acme", "2026-03-02", "50"], ["d4", "ann", "Acme", "2026-03-02", "50"],
        ["d5", "ann", "Bolt", "2025-12-31", "7"],
      ]),
    MemoryTable(
      name: "rules", header: ["id", "customer", "least", "rate"],
      rows: [
        ["r1", "", "0", "1%"], ["r2", "Acme", "0", "2%"], ["r3", "Acme", "100", "3%"], ["r4", "", "300", "4%"],
      ]),
  ]

  static let declarations = """
    language 1
    table reps (id) { id text
      hired date }
    table salaries (rep) valid from starts to ends {
      rep    reps
      starts date
      ends   date?
      salary USD
    }
    table grades (rep) valid from since {
      rep   reps
      since date
      grade text
    }
    table limits valid from since {
      since date
      top   USD
    }
    table deals (id) dated closed {
      id       text
      owner    reps
      customer text
      closed   date
      amount   USD
    }
    table rules (id) {
      id       text
      customer text?
      least    USD
      rate     percent
    }

    """

  /// The expected cells of each row of the sheet, as they are printed.
  private func check(_ sheet: String, _ expected: [String: [String: String]], period: String? = nil) throws {
    let scenario = Scenario(
      plan: EndToEndVersionTests.declarations + sheet, tables: EndToEndVersionTests.tables, period: period,
      asOf: "2026-03-31")
    for (threads, seed) in [(1, nil), (2, 3), (7, 4)] as [(Int, UInt64?)] {
      let outcome = try scenario.run(threads: threads, shuffledBy: seed.map { SeededRandom(seed: $0) })
      guard case .results(let results) = outcome else {
        Issue.record("the run failed: \(outcome)")
        return
      }
      let found = results["S"]?.mapValues { $0.mapValues { $0 == .missing ? "" : $0.description } }
      #expect(found == expected, "\(threads) threads")
    }
  }

  @Test func versionsHoldOnBothTheirDays() throws {
    try check(
      """
      sheet S {
        for each reps
        show start   = salaries[id as of hired].salary
        show before  = salaries[id as of 2026-02-14]?.salary else 0 USD
        show after   = salaries[id as of 2026-02-15].salary
        show last    = salaries[id as of 2026-03-31].salary
        show ended   = salaries[id as of 2026-04-01]?.salary
        show unborn  = salaries[id as of hired - 1 day]? is missing
        show grade   = grades[id as of 2026-02-28].grade
        show next    = grades[id as of 2026-03-01].grade
        show limit   = limits[as of hired].top
        show shared  = overlap(2026-01, 2026-01-20 .. 2026-02-10)
        show apart   = overlap(2026-01, 2026-03)
        # 45 days at 3,000 and 45 at 3,600; and 50 days at 2,000 of bob.
        show blended = sum(salaries.salary * overlap(salaries.valid, 2026-Q1)) / days(2026-Q1)
        # A until 28 February: 59 days of the quarter; C from 10 February: 50.
        show graded  = max(overlap(grades.valid, 2026-Q1))
        show holds   = count(grades where 2026-02-28 in valid)
        show length  = sum(salaries.salary where 2026-03-31 in valid)
      }
      """,
      [
        "ann": [
          "start": "3000", "before": "3000", "after": "3600", "last": "3600", "ended": "3600", "unborn": "true",
          "grade": "A", "next": "B", "limit": "100", "shared": "12", "apart": "0", "blended": "3300", "graded": "59",
          "holds": "1", "length": "3600",
        ],
        "bob": [
          "start": "2000", "before": "2000", "after": "2000", "last": "2000", "ended": "", "unborn": "true",
          "grade": "C", "next": "C", "limit": "200", "shared": "12", "apart": "0", "blended": "1111.111111",
          "graded": "50", "holds": "1", "length": "2000",
        ],
      ])
  }

  /// Inside an aggregate the day may be of the aggregated row, and the key of the row outside.
  @Test func versionsAreLookedUpForEachRow() throws {
    try check(
      """
      sheet S {
        for each reps
        # The limit of each deal's own day: 100 for d1 and d5, 200 for the others.
        show capped = sum(min(deals.amount, limits[as of closed].top))
        show graded = count(deals where (grades[this.id as of closed]?.grade else "") = "A")
        show during = sum(deals.amount where closed in grades[owner as of 2026-02-20].valid)
      }
      """,
      [
        // d1 100, d2 200, d4 50, d5 7; A until February: d1, d2, d5; of those d1 100, d2 300 and d5 7.
        "ann": ["capped": "357", "graded": "3", "during": "407"],
        "bob": ["capped": "50", "graded": "0", "during": "50"],
      ])
  }

  @Test func picksOneRow() throws {
    try check(
      """
      sheet S {
        for each reps
        let first  = pick deals by least closed
        let top    = pick deals by greatest amount
        let march  = pick deals where closed >= 2026-03-01 by greatest amount, least id
        show first_id  = first.id
        show top_id    = (pick deals by greatest amount, id).id
        show is_even   = (pick deals in total over all time where customer = "Acme" by greatest closed) is tied
        show largest   = top.amount
        show is_tied   = top is tied
        show march_id  = march.id
        show since     = (pick deals where closed > this.hired + 30 days by least closed, id).id else "none"
        show none      = (pick deals where amount > 1_000 USD by least closed) is missing
        show last_all  = (pick deals in total over all time by greatest closed, greatest id).id
      }
      """,
      [
        "ann": [
          "first_id": "d5", "top_id": "d2", "is_even": "true", "largest": "300", "is_tied": "false", "march_id": "d4",
          "since": "d2", "none": "true", "last_all": "d4",
        ],
        "bob": [
          "first_id": "d3", "top_id": "d3", "is_even": "true", "largest": "50", "is_tied": "false", "march_id": "d3",
          "since": "none", "none": "true", "last_all": "d4",
        ],
      ])
  }

  /// The row's own period counts, unless a window is written, as in aggregates.
  @Test func picksWithinPeriods() throws {
    try check(
      """
      sheet S {
        for each reps
        each month
        show own     = (pick deals by greatest closed).id
        show to_date = (pick deals over quarter to date by greatest closed).id
      }
      """,
      [
        "ann|2026-01": ["own": "d1", "to_date": "d1"], "ann|2026-02": ["own": "d2", "to_date": "d2"],
        "bob|2026-01": ["own": "", "to_date": ""], "bob|2026-02": ["own": "", "to_date": ""],
        "ann|2026-03": ["own": "d4", "to_date": "d4"], "bob|2026-03": ["own": "d3", "to_date": "d3"],
      ], period: "2026-Q1")
  }

  /// The rule with a customer before the one for all; then the highest threshold that the deal reaches.
  @Test func picksTheMostSpecificRule() throws {
    try check(
      """
      sheet S {
        for each deals
        let rule = pick rules in total
          where (customer is missing or customer = this.customer) and least <= this.amount
          by greatest (1 when customer is not missing else 0), least
        show rate = rule.rate
        show id_  = rule.id
      }
      """,
      [
        "d1": ["rate": "0.03", "id_": "r3"], "d2": ["rate": "0.04", "id_": "r4"], "d3": ["rate": "0.02", "id_": "r2"],
        "d4": ["rate": "0.02", "id_": "r2"], "d5": ["rate": "0.01", "id_": "r1"],
      ])
  }

  @Test(arguments: [
    // Acme's d3 and d4 are of one day and one amount.
    ("show x = (pick deals in total over all time where customer = \"Acme\" by greatest closed).id", ["E0954"]),
    ("show x = (pick deals in total over all time where customer = \"Acme\" by greatest closed, id).id", []),
    // Only where it is asked for.
    (
      "show x = \"\" when (pick deals in total by greatest closed) is tied else (pick deals in total by greatest closed).id",
      []
    ),
    ("show x = grades[id as of 2025-05-31].grade", ["E0952"]),
    ("show x = limits[as of 2019-12-31].top", ["E0952"]),
  ])
  func saysWhatIsNotOne(_ line: String, _ codes: [String]) throws {
    let plan = EndToEndVersionTests.declarations + "sheet S {\n  for each reps\n  \(line)\n}\n"
    let scenario = Scenario(plan: plan, tables: EndToEndVersionTests.tables, asOf: "2026-03-31")
    let outcome = try scenario.run()
    if codes.isEmpty {
      guard case .results = outcome else {
        Issue.record("\(outcome)")
        return
      }
    } else {
      #expect(outcome == .failed(codes))
    }
  }
}
