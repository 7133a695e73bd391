import Allot
import TestSupport
import Testing

/// Sums that must come out whatever the numbers are, and what must never be computed.
@Suite struct EndToEndLawTests {
  static let tables = """
    language 1
    table reps (id) {
      id    text
      quota USD
      bonus USD?
    }
    rows {
      id  | quota | bonus
      ann | 100   |
      ben | 0     | 5
    }
    table deals (id) dated closed {
      id     text
      owner  reps
      closed date
      amount USD
    }
    rows {
      id | owner | closed     | amount
      d1 | ann   | 2026-01-10 | 100
      d2 | ann   | 2026-02-28 | 50
      d3 | ben   | 2026-03-10 | -25
    }
    table targets (rep, quarter) {
      rep     reps
      quarter quarter
      target  USD
    }
    rows {
      rep | quarter | target
      ann | 2026-Q1 | 60
      ben | 2026-Q1 | 60
    }
    marginal rates Slices (sold: USD) -> percent { from 0 USD: 10% }
    marginal rates Shares (sold: percent) -> percent {
      from 0%: 10%
      from 100%: 20%
    }
    rates Kinds (kind: text) -> percent { "ann": 5% }

    """

  /// Parts of sheets and plans that must not give a number, each with the code that says why.
  static let refused: [(text: String, code: String)] = [
    ("sheet S { for each reps\n show x = 100 USD / quota }", "E0920"),
    ("sheet S { for each reps\n show x = 1 when quota > 0 USD else 100 USD / quota }", "E0920"),
    ("sheet S { for each reps\n show x = Kinds(id) }", "E0924"),
    ("sheet S { for each reps\n each month\n show x = targets[id, next quarter].target }", "E0922"),
    ("sheet S { for each reps\n show x = 1000000000000000000 * 1000000000000000000 * 1000 * quota / 1 USD }", "E0921"),
    ("sheet S { for each reps\n each month\n show x = last_day(this month) + 1 month }", "E0926"),
    ("sheet S { for each reps\n each month\n let y = sum(targets.target)\n show x = (y over quarter) }", "E0502"),
    (
      "sheet S { for each reps\n each month\n show y = sum(targets.target) }\n"
        + "sheet U { for each reps\n each quarter\n show z = sum(S.y) }", "E0502"
    ),
    ("sheet S { for each reps\n each month\n during 2026-01-15 .. 2026-03-31\n show x = quota }", "E0212"),
    ("sheet S { for each reps\n show x = bonus\n check \"has one\" bonus > 0 USD else false }", "E0930"),
    ("replenish R { for each reps\n order x from 3.5 units }", "E0927"),
    ("replenish R { for each reps\n order x from -3 units }", "E0930"),
    (plan("pay x = payee.bonus"), "E0401"),
    (plan("pay x = sales over quarter to date"), "E0503"),
    (plan("pay x = 10% of (sales over quarter)"), "E0502"),
    (plan("pay x = sales through Slices over quarter"), "E0502"),
    (plan("pay x = targets[payee, this quarter].target"), "E0502"),
    (plan("pay x = 0 USD then at least (sales over quarter to date)"), "E0503"),
    (plan("pay x = sales through Slices over month"), "E0924"),
    (plan("pay x = sales through Shares over month against payee.quota"), "E0920"),
    (plan("pay x = sales through Shares over month against targets[payee, this quarter].target"), "E0502"),
  ]

  private static func plan(_ line: String) -> String {
    "plan P {\n for each reps\n paid monthly in USD, negative dropped\n credit sales from deals to owner of amount\n"
      + " \(line)\n}"
  }

  @Test(arguments: EndToEndLawTests.refused) func isNotComputed(text: String, code: String) throws {
    let plan = Plan(text: EndToEndLawTests.tables + text)
    if plan.hasErrors {
      #expect(Set(plan.diagnostics.map(\.code)) == [code])
      return
    }
    let compiled = try plan.compile(CompileOptions(period: "2026-Q1"))
    do throws(RunError) {
      let results = try compiled.evaluate()
      Issue.record("\(results.outputs.map { table in (0..<table.rowCount).map { table.text(row: $0, column: 1) } })")
    } catch {
      #expect(Set(error.diagnostics.map(\.code)) == [code])
    }
  }

  /// Twenty units in thirty days make thirty in forty-five: not one more.
  @Test func isExact() throws {
    let plan = """
      language 1
      table shops (id) { id text }
      rows {
        id
        a
      }
      replenish Exact {
        for each shops
        order quantity from 20 units / 30 days * 45 days - 0 units { round up to 1 unit }
        show thirds = 1/3 + 1/3 + 1/3
      }
      plan Yen {
        for each shops
        paid monthly in JPY, negative collected
        pay up   = 10.5 JPY
        pay down = -10.5 JPY
      }
      plan Dinar {
        for each shops
        paid monthly in KWD, negative collected
        pay fils = 1.2345 KWD
      }

      """
    func number(_ value: Int64, _ scale: Int) -> Value { .number(Rational(value, scale: scale)) }
    try Scenario(plan: plan, tables: [], period: "2024-02").check(
      .results([
        "Exact": [
          "a": ["quantity": number(30, 0), "thirds": number(1, 0), "status": .text("ordered"), "reason": .missing]
        ],
        "Yen": ["a|2024-02": ["up": number(11, 0), "down": number(-11, 0), "total": number(0, 0)]],
        "Dinar": ["a|2024-02": ["fils": number(1235, 3), "total": number(1235, 3)]],
      ]), 0)
  }

  /// An expression over a window is what a line of the same value is: each period's own, added up. The net amounts are
  /// 99, 198 and -25 USD; with last month's beside them 99, 297 and 173.
  @Test func gathersExpressionsLikeLines() throws {
    let plan = """
      language 1
      table reps (id) { id text }
      rows {
        id
        ann
      }
      table deals (id) dated closed {
        id     text
        owner  reps
        closed date
        amount USD
        fee    USD
      }
      rows {
        id | owner | closed     | amount | fee
        d1 | ann   | 2026-01-31 | 100    | 1
        d2 | ann   | 2026-02-01 | 200    | 2
        d3 | ann   | 2026-03-31 | -25    | 0
      }
      marginal rates Tenth (net: USD) -> percent {
        from -1k USD: 10%
        above 200 USD: 20%
      }
      plan Net {
        for each reps
        during 2026
        paid monthly in USD, negative collected
        credit sales from deals to owner of amount
        credit fees  from deals to owner of fee
        let net starting 0 USD = sales - fees
        pay share = (sales - fees) through Tenth over quarter to date
        show inline = (sales - fees) over quarter to date
        show named  = net over quarter to date
        show two    = (sales - fees + previous(net)) over quarter to date
        show half   = (sales - fees) over last 2 months through this month
      }

      """
    func number(_ value: Int64, _ scale: Int = 0) -> Value { .number(Rational(value, scale: scale)) }
    func row(_ share: Int64, _ net: Int64, _ two: Int64, _ half: Int64) -> [String: Value] {
      [
        "share": number(share, 2), "total": number(share, 2), "inline": number(net), "named": number(net),
        "two": number(two), "half": number(half),
      ]
    }
    // 297 USD earn 20 + 97 x 20% = 39.40 by the end of February, 272 USD 34.40 by the end of March.
    try Scenario(plan: plan, tables: [], period: "2026-Q1").check(
      .results([
        "Net": [
          "ann|2026-01": row(990, 99, 99, 99), "ann|2026-02": row(2950, 297, 396, 297),
          "ann|2026-03": row(-500, 272, 569, 173),
        ]
      ]), parts: ["2026-03"], 0)
  }

  /// The payments of a window are the rounded whole, whatever a month's fractions are.
  @Test(arguments: UInt64(400)...404) func paymentsOfAWindowMakeTheWhole(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let deals = (0..<40).map { _ in
      (random.day(date(2026, 1, 1), date(2026, 12, 31)), Rational(Int64(random.number(0...999)), scale: 3))
    }
    let plan = """
      language 1
      table reps (id) { id text }
      rows {
        id
        ann
      }
      table deals (id) dated closed {
        id     text
        owner  reps
        closed date
        amount USD
      }
      marginal rates Odd (sold: USD) -> percent {
        from 0 USD: 3.33%
        above 7 USD: 1/7 * 100%
      }
      plan Window {
        for each reps
        paid monthly in USD, negative dropped
        credit sales from deals to owner of amount
        pay tiers = sales through Odd over year to date
        pay trued = true up (sales over year to date) / 3
        pay ended each quarter = sales through Odd over year to date
      }

      """
    let scenario = Scenario(
      plan: plan,
      tables: [
        MemoryTable(
          name: "deals", header: ["id", "owner", "closed", "amount"],
          rows: deals.enumerated().map { ["d\($0.offset)", "ann", "\($0.element.0)", "\($0.element.1)"] })
      ], period: "2026", withDetail: true)
    guard case .results(let results) = try scenario.run() else {
      Issue.record("seed \(seed) does not run")
      return
    }
    let whole = deals.map(\.1).total
    let tiers = [
      OracleTier(bound: .zero, isIncluded: true, rate: Rational(333, scale: 4), isWhole: false),
      OracleTier(bound: Rational(7), isIncluded: false, rate: Rational(1) / Rational(7), isWhole: false),
    ]
    func sum(_ output: String, _ column: String) -> Rational {
      (results[output] ?? [:]).values.map { row in
        if case .number(let value)? = row[column] { value } else { .zero }
      }.total
    }
    #expect(sum("Window", "tiers") == earned(whole, tiers)?.cents)
    #expect(sum("Window", "ended") == earned(whole, tiers)?.cents)
    #expect(sum("Window", "trued") == (whole / Rational(3)).cents)
  }
}
