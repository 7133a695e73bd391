import Allot
import TestSupport
import Testing

/// Why a rule orders what it orders: its steps, and the rows of tables behind each line.
@Suite struct EndToEndOrderDetailTests {
  static let plan = """
    language 1
    table dealers (code) { code text }
    table skus (code) {
      code text
      pack units
    }
    table stock (dealer, sku) latest by day {
      dealer   dealers
      sku      skus
      day      date
      on_hand  units
      where on_hand >= 0 units
    }
    table sales (id) dated sold_on {
      id       text
      dealer   dealers
      sku      skus
      sold_on  date
      quantity units
      kind     text
    }
    sheet Have {
      for each dealer, sku in sales
      show on_hand = sum(stock.on_hand)
    }
    replenish TopUp {
      for each dealer, sku in sales
      let window = last 10 days before today
      let daily  = sum(sales.quantity where quantity > 0 units   # not what came back
        and kind = "shop" over window) / 10 days
      let have   = Have[dealer, sku].on_hand
      show other = count(sales)
      order quantity from daily * 20 days - have {
        stop at 0 units "no need" when it <= 0 units
        round up to sku.pack "whole packs"
        at most 40 units
      }
    }

    """

  static let tables = [
    MemoryTable(name: "dealers", header: ["code"], rows: [["D1"], ["D2"]]),
    MemoryTable(name: "skus", header: ["code", "pack"], rows: [["S1", "6"]]),
    MemoryTable(
      name: "stock", header: ["dealer", "sku", "day", "on_hand"],
      rows: [["D1", "S1", "2026-01-30", "3"], ["D1", "S1", "2026-01-29", "50"], ["D1", "S1", "2026-01-31", "-5"]]),
    MemoryTable(
      name: "sales", header: ["id", "dealer", "sku", "sold_on", "quantity", "kind"],
      rows: [
        ["a", "D1", "S1", "2026-01-21", "8", "shop"], ["b", "D1", "S1", "2026-01-20", "100", "shop"],
        ["c", "D1", "S1", "2026-01-31", "9", "shop"], ["d", "D1", "S1", "2026-01-25", "-3", "shop"],
        ["e", "D1", "S1", "2026-01-26", "5", "web"], ["f", "D2", "S1", "2026-01-30", "2", "shop"],
      ]),
  ]

  /// D1: 8 / 10 × 20 - 3 = 13, in packs of 6: 18. D2: 2 / 10 × 20 - 0 = 4, 6.
  @Test func saysWhichStepsAndRowsMakeAnOrder() throws {
    func number(_ value: Int?) -> Value { value.map { .number(Rational($0)) } ?? .missing }
    func step(_ text: String, _ before: Int?, _ after: Int?, _ effect: String, _ reason: String? = nil) -> [String:
      Value]
    {
      [
        "text": .text(text), "before": number(before), "after": number(after), "effect": .text(effect),
        "reason": reason.map { .text($0) } ?? .missing,
      ]
    }
    func row(
      _ day: CalendarDate?, _ value: Int?, _ why: String?, window: Value = .text("2026-01-21 .. 2026-01-30, 10 days")
    ) -> [String: Value] {
      [
        "date": day.map { .date($0) } ?? .missing, "value": number(value), "used": .bool(why == nil),
        "why": why.map { .text($0) } ?? .missing, "window": window,
      ]
    }
    func line(_ quantity: Int, _ other: Int) -> [String: Value] {
      [
        "quantity": number(quantity), "status": .text("ordered"), "reason": .text("whole packs"),
        "other": number(other),
      ]
    }
    let stop = "stop at 0 units \"no need\" when it <= 0 units"
    let packs = "round up to sku.pack \"whole packs\""
    let sold = "daily|sum(sales.quantity where quantity > 0 units and kind = \"shop\" over window)|sales"
    let have = "Have.on_hand|sum(stock.on_hand)|stock"
    let outside = "not in 2026-01-21 .. 2026-01-30"
    let expected: [String: ResultRows] = [
      "Have": ["D1|S1": ["on_hand": number(3)], "D2|S1": ["on_hand": number(0)]],
      "TopUp": ["D1|S1": line(18, 5), "D2|S1": line(6, 1)],
      "TopUp.steps": [
        "D1|S1|0": step("from daily * 20 days - have", nil, 13, "start"),
        "D1|S1|1": step(stop, 13, 13, "condition false"),
        "D1|S1|2": step(packs, 13, 18, "changed", "whole packs"),
        "D1|S1|3": step("at most 40 units", 18, 18, "no change"),
        "D2|S1|0": step("from daily * 20 days - have", nil, 4, "start"),
        "D2|S1|1": step(stop, 4, 4, "condition false"), "D2|S1|2": step(packs, 4, 6, "changed", "whole packs"),
        "D2|S1|3": step("at most 40 units", 6, 6, "no change"),
      ],
      "TopUp.rows": [
        "D1|S1|\(sold)|a": row(date(2026, 1, 21), 8, nil), "D1|S1|\(sold)|b": row(date(2026, 1, 20), 100, outside),
        "D1|S1|\(sold)|c": row(date(2026, 1, 31), 9, outside),
        "D1|S1|\(sold)|d": row(date(2026, 1, 25), -3, "false: quantity > 0 units"),
        "D1|S1|\(sold)|e": row(date(2026, 1, 26), 5, "false: kind = \"shop\""),
        "D1|S1|\(have)|D1, S1, 2026-01-30": row(nil, 3, nil, window: .missing),
        "D1|S1|\(have)|D1, S1, 2026-01-29": row(nil, 50, "replaced by a later row", window: .missing),
        "D1|S1|\(have)|D1, S1, 2026-01-31": row(nil, -5, "false: on_hand >= 0 units", window: .missing),
        "D2|S1|\(sold)|f": row(date(2026, 1, 30), 2, nil),
        "D2|S1|\(have)|": row(nil, nil, "no such row", window: .missing),
      ],
    ]
    let scenario = Scenario(
      plan: EndToEndOrderDetailTests.plan, tables: EndToEndOrderDetailTests.tables, asOf: "2026-01-31", withDetail: true
    )
    try scenario.check(.results(expected), 0)
  }

  /// What an order starts with may have failed where a step has ended it: with the explanation no more than without.
  @Test(arguments: [false, true]) func anExplanationFailsNothing(_ withDetail: Bool) throws {
    let plan = """
      language 1
      table items (id) {
        id   text
        sold units
        days number
      }
      rows {
        id | sold | days
        a  | 12   | 3
        b  | 12   | 0
      }
      replenish TopUp {
        for each items
        order quantity from sold / days {
          conflict "no days" when days = 0
          at most 24 units / days
        }
      }

      """
    let compiled = try Plan(text: plan).compile(CompileOptions(withDetail: withDetail))
    let results = try compiled.evaluate(DataLocation())
    let quantities = (0..<2).map { results.outputs[0].text(row: $0, column: 1) }
    #expect(quantities == ["4", ""])
    #expect(results.outputs.count == (withDetail ? 2 : 1))
  }

  /// A part of the results is chosen by its name, and nothing else is given.
  @Test(arguments: [
    ["TopUp.steps"], ["TopUp.rows"], ["TopUp.rows", "TopUp.steps"], ["Have", "TopUp.rows"], ["TopUp"],
  ])
  func partsAreChosenByName(_ names: [String]) throws {
    let plan = Plan(text: EndToEndOrderDetailTests.plan)
    let compiled = try plan.compile(CompileOptions(asOf: "2026-01-31", only: names))
    let sources = Dictionary(uniqueKeysWithValues: EndToEndOrderDetailTests.tables.map { ($0.name, $0.source) })
    let results = try compiled.evaluate(DataLocation(tables: sources))
    #expect(results.outputs.map(\.output.name).sorted() == names)
  }
}
