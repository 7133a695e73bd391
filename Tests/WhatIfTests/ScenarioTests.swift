import Allot
import Comparing
import Testing
import WhatIf

@Suite struct ScenarioTests {
  struct Change: Sendable, CustomTestStringConvertible {
    let change: ScenarioChange
    /// What it is called.
    let words: String
    /// Rows that the results have then, and did not have before.
    let rows: [String]
    /// What the changed text has, and did not have before.
    let text: String

    init(_ change: ScenarioChange, _ words: String, _ rows: [String], _ text: String) {
      (self.change, self.words, self.rows, self.text) = (change, words, rows, text)
    }

    var testDescription: String { words }
  }

  private static func cells(_ cells: (String, String)...) -> [NamedText] { cells.map { NamedText($0.0, $0.1) } }

  @Test(arguments: [
    // Amounts, days and choices as the file has them.
    Change(
      .update(
        table: "deals", row: .key(["d3"]),
        cells: cells(("stage", "Closed Won"), ("amount", "50_000.5 USD"), ("closed", "2026-03-09"))),
      "deals d3: stage = Closed Won, amount = 50_000.5 USD, closed = 2026-03-09",
      ["Pay: ann,2026-03,2800.04,500.00,3300.04,0.00,50000.50"],
      "d3,ann,Closed Won,03/09/2026,\"$50,000.50\",,"),
    Change(
      .update(table: "deals", row: .cells(cells(("owner", "ann"), ("amount", "$40"))), cells: []), "", [], ""),
    Change(
      .update(table: "deals", row: .number(0), cells: cells(("amount", "2 * 10_000 USD"), ("share", "12.5%"))),
      "deals row 1: amount = 2 * 10_000 USD, share = 12.5%",
      ["Pay: ann,2026-01,800.00,0.00,800.00,0.00,20000.00"],
      "d1,ann,Closed Won,01/15/2026,\"$20,000.00\",12.5,first"),
    Change(
      .update(table: "deals", row: .key(["d2"]), cells: cells(("share", "missing"), ("owner", "\"bob\""))),
      "deals d2: share = missing, owner = \"bob\"",
      [
        "Pay: ann,2026-02,0.00,0.00,0.00,0.00,0.00", "Pay: bob,2026-02,2400.00,0.00,2400.00,0.00,30000.00",
        "Pay: bob,2026-03,40.00,550.00,590.00,0.00,500.00",
      ],
      "d2,bob,Closed Won,02/15/2026,\"$30,000.00\",,\"a, b\""),
    Change(
      .insert(
        table: "deals", like: nil,
        cells: cells(
          ("id", "d9"), ("owner", "ann"), ("stage", "Closed Won"), ("closed", "2026-03-30"), ("amount", "1_000"))),
      "deals: a new row with id = d9, owner = ann, stage = Closed Won, closed = 2026-03-30, amount = 1_000",
      ["Pay: ann,2026-03,40.00,0.00,40.00,0.00,1000.00"], "d9,ann,Closed Won,03/30/2026,\"$1,000.00\",,"),
    Change(
      .insert(table: "deals", like: .key(["d2"]), cells: cells(("id", "d 10"))),
      "deals: a new row like d2 with id = d 10",
      ["Pay: ann,2026-02,2400.00,0.00,2400.00,0.00,60000.00"],
      "d 10,ann,Closed Won,02/15/2026,\"$30,000.00\",50,\"a, b\""),
    Change(
      .delete(table: "deals", row: .key(["d2"])), "deals d2: dropped",
      ["Pay: ann,2026-02,0.00,0.00,0.00,0.00,0.00"], ""),
    Change(
      .update(table: "quotas", row: .key(["ann", "2026-Q1"]), cells: cells(("target", "50k USD"))),
      "quotas ann, 2026-Q1: target = 50k USD",
      ["Pay: ann,2026-02,2000.00,0.00,2000.00,0.00,30000.00", "Pay: ann,2026-03,0.00,500.00,500.00,0.00,0.00"],
      "ann;2026-Q1;\"50.000,00\""),
    // A column that the plan does not read is written all the same, and names rows.
    Change(
      .update(table: "deals", row: .cells(cells(("note", "a, b"))), cells: cells(("note", "c"), ("amount", "10_000"))),
      "deals note = a, b: note = c, amount = 10_000",
      ["Pay: ann,2026-02,400.00,0.00,400.00,0.00,10000.00"], "d2,ann,Closed Won,02/15/2026,\"$10,000.00\",50,c"),
    // Rows in the plan's text.
    Change(
      .update(table: "regions", row: .key(["South"]), cells: cells(("factor", "2.5"))),
      "regions South: factor = 2.5", [], "  South | 2.5\n"),
    Change(
      .update(table: "regions", row: .key(["North"]), cells: cells(("factor", "3"))),
      "regions North: factor = 3", [], "  North | 3       # the first\n"),
    Change(.parameter(NamedText("bonus", "1_000 USD")), "param bonus = 1_000 USD", [], ""),
    Change(
      .tier(rates: "Accelerator", tier: "from 100%", part: .bound, text: "60%"),
      "tier Accelerator from 100%: the bound is 60%",
      ["Pay: ann,2026-02,1600.00,0.00,1600.00,0.00,30000.00", "Pay: bob,2026-01,5280.04,0.00,5280.04,0.00,90000.50"],
      "  from 60%: 8%\n"),
    Change(
      .tier(rates: "Accelerator", tier: "0%", part: .rate, text: "5%"), "tier Accelerator 0%: 5%",
      [
        "Pay: ann,2026-01,2000.00,0.00,2000.00,0.00,40000.00", "Pay: ann,2026-02,1500.00,0.00,1500.00,0.00,30000.00",
        "Pay: bob,2026-01,4800.04,0.00,4800.04,0.00,90000.50",
      ], "  from   0%: 5%\n"),
    Change(
      .line(plan: nil, name: "kicker", text: "bonus when attained >= 70% else 0 USD"),
      "line kicker = bonus when attained >= 70% else 0 USD",
      ["Pay: ann,2026-03,0.00,500.00,500.00,0.00,0.00", "Pay: bob,2026-03,40.00,500.00,540.00,0.00,500.00"],
      "pay kicker each quarter = bonus when attained >= 70% else 0 USD\n"),
  ])
  func aChangeIsWhatAFreshRunOverTheChangedTextsGives(_ example: Change) throws {
    let start = try TestData.sales.scenario()
    if example.words.isEmpty {
      #expect(throws: ScenarioError.self) { try start.applying(example.change) }
      return
    }
    let before = start.rows
    let changed = try start.applying(example.change)
    #expect(changed.change?.description == example.words)
    #expect(try changed.rows == changed.freshRows())
    #expect(changed.rows.filter { !before.contains($0) } == example.rows)
    let texts = [changed.plan.sources[FileID(0)].bytes] + changed.changedFiles.map(\.new)
    #expect(example.text.isEmpty || texts.contains { String(decoding: $0, as: UTF8.self).contains(example.text) })
    #expect(start.rows == before, "a scenario is a value")
    #expect(!changed.effort.isFullRun)
  }

  @Test func changesFollowEachOther() throws {
    let start = try TestData.sales.scenario()
    let changes: [ScenarioChange] = [
      .insert(table: "regions", like: nil, cells: ScenarioTests.cells(("name", "South"), ("factor", "9"))),
      .delete(table: "regions", row: .number(1)),
      .insert(table: "deals", like: .key(["d1"]), cells: ScenarioTests.cells(("id", "n1"), ("amount", "80_000 USD"))),
      .update(table: "deals", row: .key(["n1"]), cells: ScenarioTests.cells(("closed", "2026-03-01"))),
      .parameter(NamedText("bonus", "700 USD")),
      .insert(table: "deals", like: .key(["n1"]), cells: ScenarioTests.cells(("id", "n2"))),
      .tier(rates: "Accelerator", tier: "100%", part: .rate, text: "7%"),
      .delete(table: "deals", row: .key(["d4"])),
      .parameter(NamedText("bonus", "bonus_ + 1 USD")),
    ]
    // The last one names what is not there: nothing at all is changed then.
    #expect(throws: ScenarioError.self) { try start.applying(changes) }
    let good = Array(changes.dropLast())
    let all = try start.applying(good)
    #expect(try all.rows == all.freshRows())
    // The first two only make sense together.
    var one = try start.applying(Array(good.prefix(2)))
    for change in good.dropFirst(2) { one = try one.applying(change) }
    #expect(one.rows == all.rows)
    #expect(one.changes == good)
    let text = String(decoding: all.plan.sources[FileID(0)].bytes, as: UTF8.self)
    #expect(text.contains("  North | 1       # the first\n  South | 9\n}"))
    // Dropping everything that was inserted leads back.
    let back = try start.applying([good[2], .delete(table: "deals", row: .key(["n1"]))])
    #expect(back.rows == start.rows)
  }

  @Test(arguments: [
    (ScenarioChange.update(table: "deal", row: .key(["d1"]), cells: []), "there is no table `deal`", "`deals`"),
    (
      .update(table: "deals", row: .key(["d1"]), cells: cells(("amout", "1"))), "`deals` has no column `amout`",
      "`amount`"
    ),
    (
      .update(table: "deals", row: .key(["d1"]), cells: cells(("amount", "5 EUR"))),
      "`amount` of `deals` is `5 EUR`, which is EUR, and an amount such as `20_000 USD` is expected", ""
    ),
    (
      .update(table: "deals", row: .key(["d1"]), cells: cells(("amount", "5%"))),
      "`amount` of `deals` is `5%`, which is a percent, and an amount such as `20_000 USD` is expected", ""
    ),
    (
      .update(table: "deals", row: .key(["d1"]), cells: cells(("amount", "1/3 * 1 USD"))),
      "`1/3 * 1 USD` cannot be written as the cells of `amount` are", ""
    ),
    (
      .update(table: "deals", row: .key(["d1"]), cells: cells(("amount", "missing"))),
      "`amount` of `deals` is `missing`, and an amount such as `20_000 USD` is expected", ""
    ),
    (
      .update(table: "deals", row: .key(["d1"]), cells: cells(("stage", "Closed won"))),
      "`stage` of `deals` is `Closed won`, and one of `Open`, `Closed Won` is expected", "`Closed Won`"
    ),
    (
      .update(table: "deals", row: .key(["d1"]), cells: cells(("closed", "03/30/2026"))),
      "`closed` of `deals` is `03/30/2026`, and a day such as `2026-03-31` is expected", ""
    ),
    (.update(table: "deals", row: .key(["d17"]), cells: []), "no row of `deals` has `d17` in `Opportunity`", ""),
    (.delete(table: "quotas", row: .key(["ann"])), "a row of `quotas` is named by `rep`, `quarter`", ""),
    (.delete(table: "quotas", row: .key(["ann", "2026-01"])), "`quarter` of `quotas` is `2026-01`", ""),
    (.delete(table: "regions", row: .key(["West"])), "`name` of `regions` is `West`", ""),
    (.parameter(NamedText("bonus_", "1 USD")), "there is no param `bonus_`", "`bonus`"),
    (
      .tier(rates: "Accelerator", tier: "90%", part: .rate, text: "1%"), "`Accelerator` has no tier `90%`",
      "`from 100%`"
    ),
    (.tier(rates: "Brake", tier: "90%", part: .rate, text: "1%"), "there are no rates `Brake`", "`Accelerator`"),
    (.line(plan: "Pay", name: "comission", text: "1 USD"), "there is no line `comission`", "`commission`"),
  ])
  func aChangeThatCannotBeMadeSaysWhy(_ change: ScenarioChange, _ message: String, _ help: String) throws {
    let start = try TestData.sales.scenario()
    do throws(ScenarioError) {
      _ = try start.applying(change)
      Issue.record("it was made")
    } catch {
      guard case .request(let problem) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(problem.message.hasPrefix(message), "\(problem)")
      #expect(help.isEmpty || problem.help.joined().contains(help), "\(problem)")
    }
  }

  @Test func whatIsWrongAfterwardsIsSaidAsByARun() throws {
    let start = try TestData.sales.scenario()
    #expect(throws: ScenarioError.self) {
      try start.applying(.line(plan: "Pay", name: "commission", text: "bookings + 1 EUR"))
    }
    do throws(ScenarioError) {
      _ = try start.applying(.update(table: "deals", row: .key(["d1"]), cells: ScenarioTests.cells(("owner", "anna"))))
      Issue.record("there is no such person")
    } catch {
      guard case .run(let error) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(error.diagnostics.first?.message.contains("`anna`") == true)
    }
  }

  @Test func theDifferenceHasWhatMovesAndTheTotals() throws {
    let start = try TestData.sales.scenario()
    let won = try start.applying(
      .update(table: "deals", row: .key(["d3"]), cells: ScenarioTests.cells(("stage", "Closed Won"))))
    let difference = won.difference(from: start)
    let lines = difference.results.flatMap(\.amounts).map { amount in
      "\(amount.row.joined(separator: " ")) \(amount.line) \(amount.old?.description ?? "-") -> "
        + "\(amount.new?.description ?? "-") (\(amount.delta)), parts \(amount.parts.count)"
    }
    #expect(
      lines == [
        "ann 2026-03 commission 0 -> 3600 (3600), parts 0", "ann 2026-03 kicker 0 -> 500 (500), parts 0",
      ])
    let totals = difference.results.flatMap(\.totals).map {
      "\($0.old) \($0.new) \($0.delta) \($0.gaining) \($0.losing)"
    }
    #expect(totals == ["6840.04 10940.04 4100 1 0"])
    #expect(start.difference(from: start).isEmpty)
  }
}

extension Scenario {
  fileprivate var change: ScenarioChange? { changes.last }
}

@Suite struct WhatIfEffortTests {
  /// Many people with many deals each, in two quarters.
  private static func data(people: Int, deals: Int) -> TestData {
    var rows = "id,owner,stage,closed,amount\n"
    for person in 0..<people {
      for deal in 0..<deals {
        rows += "d\(person)-\(deal),p\(person),Won,2026-0\(1 + deal % 6)-10,\(100 + deal)\n"
      }
    }
    let quotas = (0..<people).map { "p\($0),2026-Q1,5000\np\($0),2026-Q2,6000\n" }.joined()
    return TestData(
      plan: """
        language 1
        table reps (id) {
          id  text
        }
        table deals (id) dated closed {
          id      text
          owner   reps
          stage   "Open" | "Won"
          closed  date
          amount  USD
        }
        table splits (deal, rep) {
          deal   deals
          rep    reps
          share  percent
        }
        table quotas (rep, quarter) {
          rep      reps
          quarter  quarter
          target   USD
        }
        marginal rates R (a: percent) -> percent {
          from   0%: 4%
          from 100%: 8%
        }
        plan Pay {
          for each reps
          during 2026-01 .. 2026-06
          paid monthly in USD, negative carried forward
          credit sold from deals where stage = "Won" to owner, or split by splits.share on closed of amount
          let quota = quotas[payee, this quarter].target
          pay p = sold through R over quarter to date against quota in order of closed, id
        }
        """,
      tables: [
        "reps": "id\n" + (0..<people).map { "p\($0)\n" }.joined(), "deals": rows,
        "splits": "deal,rep,share\nd0-1,p0,50%\nd0-1,p1,50%\n", "quotas": "rep,quarter,target\n" + quotas,
      ])
  }

  @Test func aChangeComputesTheRowsOfThosePeopleAlone() throws {
    func changes() -> [ScenarioChange] {
      [
        .update(table: "deals", row: .key(["d3-2"]), cells: [NamedText("amount", "777 USD")]),
        .insert(table: "deals", like: .key(["d3-2"]), cells: [NamedText("id", "new")]),
        .delete(table: "deals", row: .key(["d5-1"])),
        .update(table: "quotas", row: .key(["p4", "2026-Q1"]), cells: [NamedText("target", "10 USD")]),
      ]
    }
    // Ten times the people, and the same work: what is computed does not grow with them.
    let small = try WhatIfEffortTests.data(people: 8, deals: 12).scenario()
    let large = try WhatIfEffortTests.data(people: 80, deals: 12).scenario()
    for change in changes() {
      let (few, many) = (try small.applying(change), try large.applying(change))
      #expect(!many.effort.isFullRun, "\(change)")
      #expect(many.effort.values == few.effort.values, "\(change): \(few.effort) and \(many.effort)")
      #expect(many.effort.values < 3_000, "\(change): \(many.effort)")
      #expect(try many.rows == many.freshRows(), "\(change)")
    }
  }
}
