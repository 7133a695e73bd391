import Allot
import TestSupport
import Testing

/// What a ledger promises: nothing that is closed changes, every change is paid once, and the way there does not matter.
@Suite struct LedgerTests {
  /// Lines that read their own month, a running total, a rate that is reached later, and their own past.
  static func plan(_ negative: String, during: Bool) -> String {
    """
    language 1
    table reps (id) { id text }
    table deals (id) dated closed {
      id     text
      owner  reps
      closed date
      amount USD
    }
    marginal rates Slices (sold: USD) -> percent {
      above -1m USD: 5%
      from 100 USD: 10%
    }
    whole rates Reached (sold: USD) -> percent {
      above -1m USD: 1%
      from 200 USD: 3%
    }
    plan Rep {
      for each reps
      \(during ? "during 2026" : "")
      paid monthly in USD, negative \(negative)
      credit sales from deals to owner of amount
      pay tenth  = 10% of sales
      pay sliced = sales through Slices over quarter to date
      pay up     = true up Reached(sales over quarter to date) * (sales over quarter to date)
      let owed starting 0 USD = max(previous(owed) + 20 USD - sales, 0 USD)
      pay fee    = -previous(owed) * 10%
      show sold  = sales
    }
    plan Desk {
      for each all
      \(during ? "during 2026" : "")
      paid quarterly in USD, negative \(negative)
      pay share = 1% of sum(deals.amount in total over quarter)
    }
    """
  }

  struct Deal {
    var id: String
    var owner: String
    var day: CalendarDate
    var cents: Int
  }

  private static func settle(
    _ plan: Plan, _ deals: [Deal], _ period: String, _ ledger: Ledger?, only: [String] = ["Rep"]
  ) throws -> Settlement {
    let options = CompileOptions(period: period, only: only, ledger: ledger, addsToLedger: ledger != nil)
    let table = MemoryTable(
      name: "deals", header: ["id", "owner", "closed", "amount"],
      rows: deals.map { [$0.id, $0.owner, "\($0.day)", cell(cents: $0.cents)] })
    let reps = MemoryTable(name: "reps", header: ["id"], rows: [["ann"], ["bob"]])
    return try plan.compile(options).settle(DataLocation(tables: ["deals": table.source, "reps": reps.source]))
  }

  /// The ledger as the next run reads it.
  private static func reread(_ ledger: Ledger?) throws -> Ledger {
    try Ledger(try #require(ledger).csv(), path: "ledger.csv")
  }

  private static func randomDeals(_ count: Int, _ random: inout SeededRandom) -> [Deal] {
    (0..<count).map { number in
      Deal(
        id: "d\(number)", owner: random.pick(["ann", "bob"]), day: random.day(date(2026, 1, 1), date(2026, 6, 30)),
        cents: random.number(-15_000...25_000))
    }
  }

  private static func total(_ rows: some Sequence<Ledger.Row>) -> Rational {
    rows.filter { $0.cause != .paid }.map(\.amount).total
  }

  static let months = ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]

  /// Without late rows, statements that are made one by one are those that are made at once, to the byte, and those that
  /// a run without a ledger shows.
  @Test(arguments: ["carried forward", "collected", "dropped"], [true, false])
  func oneByOneIsAllAtOnce(_ negative: String, _ during: Bool) throws {
    for seed in 1...12 as ClosedRange<UInt64> {
      var random = SeededRandom(seed: seed)
      let plan = Plan(text: LedgerTests.plan(negative, during: during))
      try #require(!plan.hasErrors, "\(DiagnosticRenderer(plan.sources).render(plan.diagnostics))")
      let deals = LedgerTests.randomDeals(random.number(3...14), &random)
      let whole = try LedgerTests.settle(plan, deals, "2026-01..2026-06", Ledger())
      let bytes = try #require(whole.ledger).csv()
      var ledger = Ledger()
      var next = 0
      while next < 6 {
        let last = min(5, next + random.number(0...2))
        let part = try LedgerTests.settle(
          plan, deals, "\(LedgerTests.months[next])..\(LedgerTests.months[last])", ledger)
        ledger = random.chance(1, in: 2) ? try LedgerTests.reread(part.ledger) : try #require(part.ledger)
        next = last + 1
      }
      #expect(ledger.csv() == bytes, "seed \(seed)")
      #expect(ledger.rows.allSatisfy { $0.cause != .recomputed }, "seed \(seed)")
      // Without a ledger, only `during` says where balances begin.
      guard during else {
        #expect(throws: PlanError.self) { try LedgerTests.settle(plan, deals, "2026-01..2026-06", nil) }
        continue
      }
      let plain = try LedgerTests.settle(plan, deals, "2026-01..2026-06", nil)
      let table = plain.results.outputs[0]
      let total = try #require(table.definitions.firstIndex { $0.name == "total" })
      let carried = table.definitions.firstIndex { $0.name == "carried" }
      for row in 0..<table.rowCount {
        let (payee, month) = (table.text(row: row, column: 0), table.text(row: row, column: 1))
        let own = ledger.rows.filter { $0.payee == payee && "\($0.statement)" == month }
        #expect(
          .number(LedgerTests.total(own)) == table.value(row: row, column: total), "seed \(seed) \(payee) \(month)")
        guard let carried, negative == "carried forward" else { continue }
        let until = ledger.rows.filter { $0.payee == payee && "\($0.statement)" <= month && $0.cause == .carried }
        #expect(.number(LedgerTests.total(until)) == table.value(row: row, column: carried), "seed \(seed)")
      }
    }
  }

  /// Rows that come late, change or go are paid with the next statement: each line and period then sums to what a run
  /// without a ledger gives; closed rows stay; a run that changes nothing adds nothing for closed periods.
  @Test(arguments: ["carried forward", "collected", "dropped"], [true, false])
  func changesArePaidOnce(_ negative: String, _ during: Bool) throws {
    var changes = 0
    for seed in 1...12 as ClosedRange<UInt64> {
      var random = SeededRandom(seed: seed &* 7)
      let plan = Plan(text: LedgerTests.plan(negative, during: during))
      var deals = LedgerTests.randomDeals(8, &random)
      var ledger = Ledger()
      for (number, month) in LedgerTests.months.enumerated() {
        if random.chance(2, in: 3) {
          deals.append(
            Deal(
              id: "l\(number)", owner: random.pick(["ann", "bob"]),
              day: random.day(date(2026, 1, 1), date(2026, 6, 30)),
              cents: random.number(-15_000...25_000)))
        }
        if random.chance(1, in: 3) { deals[random.number(0...deals.count - 1)].cents = random.number(-9_000...9_000) }
        if random.chance(1, in: 4) { deals.remove(at: random.number(0...deals.count - 1)) }
        let before = ledger
        let part = try LedgerTests.settle(plan, deals, month, ledger)
        ledger = try LedgerTests.reread(part.ledger)
        #expect(Array(ledger.rows.prefix(before.rows.count)) == before.rows)
        #expect(ledger.csv().starts(with: before.file?.bytes ?? []))
        changes += ledger.rows.count { $0.cause == .recomputed }
        // Each line and month sums to what is known now.
        let plain = try LedgerTests.settle(plan, deals, "2026-01..\(month)", during ? nil : Ledger()).results.outputs[0]
        for row in 0..<plain.rowCount {
          let (payee, period) = (plain.text(row: row, column: 0), plain.text(row: row, column: 1))
          for column in 2..<6 {
            let name = plain.definitions[column].name
            let rows = ledger.rows.filter { $0.payee == payee && $0.line == name && "\($0.forPeriod)" == period }
            #expect(.number(LedgerTests.total(rows)) == plain.value(row: row, column: column), "seed \(seed) \(month)")
          }
        }
        // The table shows each statement as the sum of its rows.
        let table = part.results.outputs[0]
        let total = try #require(table.definitions.firstIndex { $0.name == "total" })
        for row in 0..<table.rowCount {
          let payee = table.text(row: row, column: 0)
          let sum = LedgerTests.total(ledger.rows.filter { $0.payee == payee && "\($0.statement)" == month })
          #expect(table.value(row: row, column: total) == .number(sum))
          if negative != "collected" { #expect(sum.signum >= 0) }
          let owed = LedgerTests.total(ledger.rows.filter { $0.payee == payee && $0.cause == .carried })
          #expect(owed.signum >= 0)
        }
      }
      // The whole history shows what was paid, whatever the data say by now.
      let shown = try plan.compile(CompileOptions(period: "2026-01..2026-06", only: ["Rep"], ledger: ledger))
      let table = MemoryTable(name: "deals", header: ["id", "owner", "closed", "amount"], rows: [])
      let reps = MemoryTable(name: "reps", header: ["id"], rows: [["ann"], ["bob"]])
      let history = try shown.settle(DataLocation(tables: ["deals": table.source, "reps": reps.source]))
      #expect(history.added.isEmpty)
      let result = history.results.outputs[0]
      let column = try #require(result.definitions.firstIndex { $0.name == "total" })
      for row in 0..<result.rowCount {
        let own = ledger.rows.filter {
          $0.payee == result.text(row: row, column: 0) && "\($0.statement)" == result.text(row: row, column: 1)
        }
        #expect(result.value(row: row, column: column) == .number(LedgerTests.total(own)))
      }
    }
    #expect(changes > 50)
  }

  /// Several plans with periods of different lengths share one ledger.
  @Test func plansShareALedger() throws {
    let plan = Plan(text: LedgerTests.plan("dropped", during: true))
    let deals = [Deal(id: "d1", owner: "ann", day: date(2026, 2, 1), cents: 100_00)]
    var ledger = Ledger()
    for (period, only) in [("2026-01..2026-03", ["Rep"]), ("2026-Q1", ["Desk"]), ("2026-04", ["Rep"])] {
      ledger = try LedgerTests.reread(try LedgerTests.settle(plan, deals, period, ledger, only: only).ledger)
    }
    let desk = ledger.rows.filter { $0.plan == "Desk" }
    #expect(desk.count == 1)
    #expect(desk.first?.payee == "")
    #expect(desk.first?.amount == Rational(1))
    #expect(Set(ledger.rows.filter { $0.plan == "Rep" }.map { "\($0.statement)" }) == Set(LedgerTests.months.prefix(4)))
  }

  /// A file that another program has saved anew is read, and goes on in its own layout.
  @Test func otherLayoutsGoOn() throws {
    let plan = Plan(text: LedgerTests.plan("dropped", during: true))
    let text =
      "cause;plan;payee;statement;line;for_period;amount;currency\r\n"
      + "earned;Desk;;2026-Q1;share;2026-Q1;0.00;USD"
    let ledger = try Ledger(Array(text.utf8), path: "ledger.csv")
    let next = try LedgerTests.settle(plan, [], "2026-Q2", ledger, only: ["Desk"])
    let bytes = try #require(next.ledger).csv()
    #expect(String(decoding: bytes, as: UTF8.self) == text + "\r\nearned;Desk;;2026-Q2;share;2026-Q2;0.00;USD\r\n")
  }

  /// What a total of two lines of 0.55 USD is in the payee's currency, by the rate's date. It is rounded once, after
  /// the conversion: 1.10 x 0.90 = 0.99, and not 0.495 -> 0.50 twice.
  static let conversions: [(clause: String, paid: [String])] = [
    // ann in EUR: 1.10 x 0.90 = 0.99; ben in JPY: 1.10 x 150 = 165; cat in USD; dan in KWD: 1.10 x 0.3075 = 0.33825
    ("at fx[payee.currency, this month].rate", ["0.99", "165", "1.10", "0.338"]),
    // The month before: 1.10 x 0.95 = 1.045 -> 1.05; 1.10 x 157.5 = 173.25 -> 173; 1.10 x 0.31 = 0.341
    ("at fx[payee.currency, month(first_day(this month) - 1 day)].rate", ["1.05", "173", "1.10", "0.341"]),
    // A table of what one unit costs in USD: 1.10 / 0.90 = 1.2222, 1.10 / 150 = 0.0073, 1.10 / 0.3075 = 3.5772
    ("at 1 / fx[payee.currency, this month].rate", ["1.22", "0", "1.10", "3.577"]),
    // One rate for the year: 1.10 x 2 = 2.20; 2.2 -> 2 JPY
    ("at 2", ["2.20", "2", "1.10", "2.200"]),
  ]

  @Test(arguments: conversions.indices) func totalsAreConverted(_ index: Int) throws {
    let (clause, expected) = LedgerTests.conversions[index]
    for (negative, withLedger) in [("dropped", false), ("carried forward", true), ("collected", true)] {
      let plan = Plan(
        text: """
          table reps (id) {
            id        text
            currency  text
          }
          rows {
            id  | currency
            ann | EUR
            ben | JPY
            cat | USD
            dan | KWD
          }
          table fx (currency, month) {
            currency  text
            month     month
            rate      number
          }
          rows {
            currency | month   | rate
            EUR      | 2026-01 | 0.95
            JPY      | 2026-01 | 157.5
            KWD      | 2026-01 | 0.31
            EUR      | 2026-02 | 0.9
            JPY      | 2026-02 | 150
            KWD      | 2026-02 | 0.3075
          }
          plan Rep {
            for each reps
            paid monthly in USD, converted to payee.currency \(clause), negative \(negative)
            pay fee  = 0.55 USD
            pay base = 0.55 USD
          }
          """)
      try #require(!plan.hasErrors, "\(DiagnosticRenderer(plan.sources).render(plan.diagnostics))")
      let options = CompileOptions(period: "2026-02", ledger: withLedger ? Ledger() : nil, addsToLedger: withLedger)
      let settlement = try plan.compile(options).settle()
      let table = settlement.results.outputs[0]
      let paid = try #require(table.definitions.firstIndex { $0.name == "paid" })
      #expect((0..<table.rowCount).map { table.text(row: $0, column: paid) } == expected)
      for (row, text) in expected.enumerated() {
        let amount = try #require(Rational(decimal: text))
        #expect(table.value(row: row, column: paid) == .number(amount))
      }
      let rows = settlement.ledger?.rows.filter { $0.cause == .paid } ?? []
      if withLedger {
        #expect(rows.map { $0.currency } == ["EUR", "JPY", "USD", "KWD"])
        #expect(rows.map { Value.number($0.amount) } == (0..<4).map { table.value(row: $0, column: paid) })
      }
    }
  }

  /// A currency that is none, and rates that pay nothing, are errors that name the payee.
  @Test(arguments: [("YEN", "2"), ("EUR", "0"), ("EUR", "-1")])
  func wrongConversionsFail(_ currency: String, _ rate: String) throws {
    let plan = Plan(
      text: """
        table reps (id) {
          id        text
          currency  text
        }
        rows {
          id  | currency
          ann | \(currency)
        }
        plan Rep {
          for each reps
          paid monthly in USD, converted to payee.currency at \(rate), negative dropped
          pay base = 1 USD
        }
        """)
    let compiled = try plan.compile(CompileOptions(period: "2026-02"))
    let error = try #require(throws: RunError.self) { try compiled.evaluate() }
    #expect(error.diagnostics.map(\.code) == ["E0930"])
    #expect(error.diagnostics.allSatisfy { $0.notes.contains { $0.contains("payee `ann`") } })
  }
}
