import Allot
import TestSupport
import Testing

/// What lasts for ever: where it comes from, what it is compared and computed with, and where it is refused.
@Suite struct EndToEndInfiniteTests {
  /// Rows: `idle` has stock and sells nothing, `empty` has none and sells nothing, `slow` and `fast` sell.
  private static func scenario(_ plan: String) -> Scenario {
    Scenario(
      plan: """
        language 1
        rates Cap (class: text) -> days {
          "A": 30 days
          "B": infinite
        }
        table goods (id) {
          id      text
          class   text
          on_hand units
          daily   units / days
          room    units?
        }
        \(plan)
        """,
      tables: [
        MemoryTable(
          name: "goods", header: ["id", "class", "on_hand", "daily", "room"],
          rows: [
            ["idle", "B", "40", "0", "5"], ["empty", "A", "0", "0", ""], ["slow", "B", "40", "3", "8"],
            ["fast", "A", "12", "4", ""],
          ])
      ], asOf: "2026-04-01")
  }

  private static let rows = ["idle", "empty", "slow", "fast"]

  private static func sheet(_ value: String) -> String {
    """
    sheet Goods {
      for each goods
      let cover = on_hand / daily else infinite else 0 days
      show x = \(value)
    }
    """
  }

  private static func expected(_ values: [Value]) -> Scenario.Outcome {
    .results(["Goods": Dictionary(uniqueKeysWithValues: zip(rows, values.map { ["x": $0] }))])
  }

  /// `inf`, `-inf`, `_`, `true`, a date, or a number.
  private static func value(_ text: String) -> Value {
    switch text {
    case "inf": .number(.infinite)
    case "-inf": .number(Rational.infinite.negated)
    case "_": .missing
    case "true", "false": .bool(text == "true")
    default: CalendarDate(iso: text).map(Value.date) ?? Rational(decimal: text).map(Value.number) ?? .text(text)
    }
  }

  static let cases: [(value: String, expected: String)] = [
    // 40 / 0 lasts for ever, 0 / 0 is what the author says, 40 / 3 and 12 / 4 are numbers.
    ("cover", "inf 0 40/3 3"),
    ("on_hand / daily else infinite else 7 days", "inf 7 40/3 3"),
    ("on_hand / daily else infinite else missing", "inf _ 40/3 3"),
    ("on_hand / daily else infinite when on_hand > 0 units else 2 days", "inf 2 40/3 3"),
    // Without the word the two divisions by zero are one.
    ("on_hand / daily else 7 days", "7 7 40/3 3"),
    // Less than nothing divided by zero is not infinite.
    ("(on_hand - 50 units) / daily else infinite else 1 day", "1 1 -10/3 -19/2"),
    // The division is infinite, and the rest is computed with it.
    ("on_hand / daily + 2 days else infinite else 0 days", "inf 0 46/3 5"),
    ("1 unit / (on_hand / daily) else infinite else 99 units / 1 day", "0 99 3/40 1/3"),
    // A missing amount stays missing: it is not known to last.
    ("room / daily else infinite else 0 days", "inf 0 8/3 0"),
    ("(room else 0 units) / daily else infinite else 9 days", "inf 9 8/3 0"),
    ("room / daily else infinite", "inf _ 8/3 _"),
    ("cover is infinite", "true false false false"),
    ("cover is not infinite", "false true true true"),
    ("cover = infinite", "true false false false"),
    ("cover > 1_000_000_000 days", "true false false false"),
    ("cover < infinite", "false true true true"),
    ("min(cover, 365 days)", "365 0 40/3 3"),
    ("max(cover, 10 days)", "inf 10 40/3 10"),
    ("max(10 days, infinite)", "inf inf inf inf"),
    ("min(cover, Cap(class))", "inf 0 40/3 3"),
    ("Cap(class) - 1 day", "inf 29 inf 29"),
    ("infinite when room is missing else room", "5 inf 8 inf"),
    ("cover + cover", "inf 0 80/3 6"),
    ("cover - 3 days", "inf -3 31/3 0"),
    ("3 days - cover", "-inf 3 -31/3 0"),
    ("-cover", "-inf 0 -40/3 -3"),
    ("abs(-cover)", "inf 0 40/3 3"),
    ("cover * 2", "inf 0 80/3 6"),
    ("cover / 2", "inf 0 20/3 3/2"),
    ("cover * -2", "-inf 0 -80/3 -6"),
    ("on_hand / cover else 0 units / 1 day", "0 0 3 4"),
    ("rank(cover, greatest first, ties standard)", "1 4 2 3"),
    ("rank(cover, least first, ties dense)", "4 1 3 2"),
    ("today + min(cover, 9 days)", "2026-04-10 2026-04-01 2026-04-10 2026-04-04"),
    ("cover - cover", "fails E0985"), ("cover * 0", "fails E0985"), ("cover / max(cover, 1 day)", "fails E0985"),
    ("cover rounded to 1 day", "fails E0985"), ("today + 3 * cover", "fails E0985"),
    ("allocate 10 units by cover exactly", "fails E0985"), ("cover / 0 days", "fails E0920"),
    ("on_hand / daily else infinite", "fails E0920"),
  ]

  @Test(arguments: cases.indices)
  func valuesOfRows(_ index: Int) throws {
    let (text, wanted) = Self.cases[index]
    let outcome: Scenario.Outcome =
      wanted.hasPrefix("fails ")
      ? .failed([String(wanted.dropFirst(6))])
      : Self.expected(wanted.split(separator: " ").map { Self.value(String($0)) })
    try Self.scenario(Self.sheet(text)).check(outcome, UInt64(index))
  }

  /// Over all: 40/0 is infinite, and 0 + 40/3 + 3 are 49/3 without it, a mean of 49/9.
  static let totals: [(value: String, expected: String)] = [
    ("sum(Goods.x)", "inf"), ("avg(Goods.x)", "inf"), ("max(Goods.x)", "inf"), ("min(Goods.x)", "0"),
    ("count distinct(Goods.x)", "4"), ("sum(Goods.x where x is not infinite)", "49/3"),
    ("avg(Goods.x where x is not infinite)", "49/9"), ("max(Goods.x where x < infinite)", "40/3"),
    ("count(Goods where x is infinite)", "1"), ("sum(Goods.x) - sum(Goods.x)", "fails E0985"),
  ]

  @Test(arguments: totals.indices)
  func aggregates(_ index: Int) throws {
    let (text, wanted) = Self.totals[index]
    let plan = Self.sheet("cover") + "\nsheet Total {\n  for each all\n  show y = \(text)\n}"
    let outcome = try Self.scenario(plan).run()
    if wanted.hasPrefix("fails ") {
      #expect(outcome == .failed([String(wanted.dropFirst(6))]))
    } else if case .results(let results) = outcome {
      #expect(results["Total"] == ["": ["y": Self.value(wanted)]], "\(text)")
    } else {
      Issue.record("\(text): \(outcome)")
    }
  }

  /// Room that is not bounded cuts nothing; an order is always a number.
  @Test func orders() throws {
    let rule = """
      unit kg
      replenish Refill {
        for each goods
        let bound = infinite when room is missing else room
        order quantity from on_hand - 10 units {
          at most bound "room"
          at least 0 units
        }
      }
      """
    guard case .results(let results) = try Self.scenario(rule).run() else {
      Issue.record("no results")
      return
    }
    // 40 - 10 cut to 5; 0 - 10 raised to 0; 30 cut to 8; 12 - 10.
    let found = results["Refill"]?.mapValues { $0["quantity"] }
    #expect(
      found == ["idle": 5, "empty": 0, "slow": 8, "fast": 2].mapValues { Value.number(Rational($0)) })
    for unit in ["units", "kg"] {
      let endless = """
        unit kg
        replenish Refill {
          for each goods
          order quantity from 1 \(unit) * (min(on_hand / daily else infinite else 0 days, infinite) / 1 day)
        }
        """
      // 40/3 is not whole either, but in kilograms only the infinite order is refused.
      let codes = unit == "units" ? ["E0927", "E0985"] : ["E0985"]
      #expect(try Self.scenario(endless).run() == .failed(codes))
    }
  }

  /// The word is no name of the language: a column may be called so.
  @Test func aNameLikeAnyOther() throws {
    let plan = """
      sheet Goods {
        for each goods
        let infinite = 3 days
        show x = on_hand / daily else infinite
      }
      """
    try Self.scenario(plan).check(Self.expected(["3", "3", "40/3", "3"].map(Self.value)), 1)
  }

  @Test func printed() throws {
    let plan = Plan(
      text: """
        language 1
        table goods (id) {
          id      text
          on_hand units
          daily   units / days
        }
        rows {
          id | on_hand | daily
          a  | 40      | 0
          b  | 40      | 3
        }
        sheet Goods {
          for each goods
          show cover to 1 decimals = on_hand / daily else infinite
          show share = percent((on_hand / daily else infinite) / 10 days)
        }
        example "endless" for Goods {
          expect {
            id | cover    | share
            a  | infinite | infinite
            b  | 13.3     | 133.3%
          }
        }
        """)
    let results = try plan.compile(CompileOptions()).evaluate(DataLocation(tables: [:]), options: RunOptions())
    let table = try #require(results.outputs.first)
    #expect((0..<2).map { table.text(row: $0, column: 1) } == ["infinite", "13.3"])
    #expect((0..<2).map { table.text(row: $0, column: 2) } == ["infinite", "133.333333%"])
    for example in plan.examples { #expect(plan.run(example).diagnostics == []) }
  }
}
