import Allot
import TestSupport
import Testing

/// Unknown and zero are told apart, each reading by a figure of its own.
@Suite struct EndToEndUnknownTests {
  private static let tables = """
    language 1
    table dealers (id) {
      id     text
      region text
    }
    table stock (dealer, sku) {
      dealer  dealers
      sku     text
      on_hand units
    }

    """

  /// `north` sold bolts in the window and nuts before it; `south` sold before it only; `east` never reported.
  private static func scenario(_ clause: String, _ lines: String) -> Scenario {
    Scenario(
      plan: tables + """
        table sales dated sold_on \(clause) {
          dealer   dealers
          sku      text
          sold_on  date
          quantity units
        }
        sheet Sold {
          for each stock
          \(lines)
        }
        """,
      tables: [
        MemoryTable(
          name: "dealers", header: ["id", "region"],
          rows: [["north", "upper"], ["south", "lower"], ["east", "upper"]]),
        MemoryTable(
          name: "stock", header: ["dealer", "sku", "on_hand"],
          rows: [["north", "bolt", "5"], ["north", "nut", "5"], ["south", "bolt", "5"], ["east", "bolt", "5"]]),
        MemoryTable(
          name: "sales", header: ["dealer", "sku", "sold_on", "quantity"],
          rows: [
            ["north", "bolt", "2026-03-20", "7"], ["north", "bolt", "2026-03-31", "4"],
            ["north", "nut", "2026-01-05", "9"], ["south", "nut", "2026-02-28", "3"],
          ]),
      ], asOf: "2026-04-01")
  }

  private static let rows = ["north|bolt", "north|nut", "south|bolt", "east|bolt"]

  /// The values of `x` in the order of ``rows``.
  private static func expected(_ values: [Value]) -> Scenario.Outcome {
    .results(["Sold": Dictionary(uniqueKeysWithValues: zip(rows, values.map { ["x": $0] }))])
  }

  private static func units(_ numbers: Int?...) -> [Value] {
    numbers.map { $0.map { .number(Rational($0)) } ?? .missing }
  }

  static let readings: [(clause: String, value: String, expected: [Value])] = [
    // Without the clause: 7 + 4, and 0 wherever there is no row.
    ("", "sum(sales.quantity WINDOW per dealer, sku)", units(11, 0, 0, 0)),
    // The dealer must have reported in the window: of nuts north sold 0 in it, and of the others nothing is known.
    ("unknown without rows per dealer", "sum(sales.quantity WINDOW per dealer, sku)", units(11, 0, nil, nil)),
    // Over all time north sold 9 nuts, and south, which reported something, 0 bolts.
    ("unknown without rows per dealer", "sum(sales.quantity per dealer, sku)", units(11, 9, 0, nil)),
    // Dealer and article must have been reported.
    ("unknown without rows", "sum(sales.quantity WINDOW per dealer, sku)", units(11, nil, nil, nil)),
    ("unknown without rows per dealer, sku", "sum(sales.quantity WINDOW per dealer, sku)", units(11, nil, nil, nil)),
    // What the aggregate itself leaves out has been reported all the same.
    (
      "unknown without rows per dealer", "sum(sales.quantity where quantity > 5 units WINDOW per dealer, sku)",
      units(7, 0, nil, nil)
    ),
    (
      "unknown without rows per dealer",
      "sum(sales.quantity where quantity > this.on_hand + 50 units WINDOW per dealer, sku)", units(0, 0, nil, nil)
    ),
    ("unknown without rows per dealer", "count(sales WINDOW per dealer, sku)", units(2, 0, nil, nil)),
    ("unknown without rows per dealer", "count distinct(sales.quantity WINDOW per dealer, sku)", units(2, 0, nil, nil)),
    (
      "unknown without rows per dealer", "any(sales.quantity > 5 units WINDOW per dealer, sku)",
      [.bool(true), .bool(false), .missing, .missing]
    ),
    (
      "unknown without rows per dealer", "every(sales.quantity > 5 units WINDOW per dealer, sku)",
      [.bool(false), .bool(true), .missing, .missing]
    ),
    // Without rows of its own the mean is missing whether the dealer has reported or not.
    ("unknown without rows per dealer", "max(sales.quantity WINDOW per dealer, sku)", units(7, nil, nil, nil)),
    // The aggregate joins on no dealer: any row in the window will do, of which there is one.
    ("unknown without rows per dealer", "sum(sales.quantity WINDOW per sku)", units(11, 0, 11, 11)),
    ("unknown without rows per dealer", "sum(sales.quantity WINDOW in total)", units(11, 11, 11, 11)),
    (
      "unknown without rows per dealer", "sum(sales.quantity over last 1 days before today - 10 days in total)",
      units(nil, nil, nil, nil)
    ),
    // A region is known as soon as one of its dealers has reported.
    (
      "unknown without rows per dealer", "sum(sales.quantity WINDOW via dealer)", units(11, 11, nil, nil)
    ),
    // A guess is the author's.
    ("unknown without rows per dealer", "sum(sales.quantity WINDOW per dealer, sku) else 2 units", units(11, 0, 2, 2)),
    (
      "unknown without rows per dealer", "sum(sales.quantity WINDOW per dealer, sku) is missing",
      [.bool(false), .bool(false), .bool(true), .bool(true)]
    ),
  ]

  @Test(arguments: readings.indices)
  func aggregates(_ index: Int) throws {
    let (clause, value, expected) = Self.readings[index]
    let line = "show x = " + value.replacing("WINDOW", with: "over last 30 days before today")
    try Self.scenario(clause, line).check(Self.expected(expected), UInt64(index))
  }

  /// Rows of dealers' regions: `upper` has north, which reported, and east, which did not.
  @Test func pathsThatBeginWithTheColumn() throws {
    var scenario = Self.scenario("unknown without rows per dealer", "show x = 1")
    scenario.plan += """

      table regions (id) { id text }
      sheet Regions {
        for each regions
        show x = sum(sales.quantity over last 30 days before today via dealer.region)
      }
      """
    scenario.plan = scenario.plan.replacing("region text", with: "region regions")
    scenario.tables.append(MemoryTable(name: "regions", header: ["id"], rows: [["upper"], ["lower"]]))
    guard case .results(let results) = try scenario.run() else {
      Issue.record("no results")
      return
    }
    #expect(results["Regions"] == ["upper": ["x": .number(Rational(11))], "lower": ["x": .missing]])
  }

  // MARK: Rates that give texts

  static let signers: [(rates: String, call: String, expected: [String])] = [
    // 5,000.00 is the dealer's, a cent more the branch's; 10,000.00 still is.
    (
      "rates R (value: CNY) -> \"dealer\" | \"branch\" | \"head\" { from 0 CNY: \"dealer\" LINE above 5_000 CNY: "
        + "\"branch\" LINE above 10_000 CNY: \"head\" }",
      "R(value)", ["dealer", "branch", "branch", "head"]
    ),
    // `from` instead of `above`: the bound itself belongs to the next.
    (
      "rates R (value: CNY) -> text { from 0 CNY: \"dealer\" LINE from 5_000 CNY: \"branch\" LINE from 10_000 CNY: "
        + "\"head\" LINE up to 20_000 CNY }",
      "R(value)", ["branch", "branch", "head", "head"]
    ),
    (
      "rates R (class: text, value: CNY) -> text most specific { any, any: \"weekly\" LINE \"A\", from 0 CNY: "
        + "\"daily\" LINE \"A\", above 10_000 CNY: \"twice\" }",
      "R(class, value)", ["daily", "weekly", "daily", "weekly"]
    ),
    (
      "matrix R (class: text, value: CNY) -> \"x\" | \"y\" { | from 0 CNY | above 5_000 CNY LINE \"A\" | \"x\" | \"y\" "
        + "LINE \"B\" | \"y\" | \"x\" }",
      "R(class, value)", ["x", "x", "y", "x"]
    ),
    (
      "rates R (value: CNY) -> date { from 0 CNY: 2026-01-01 LINE from 10_000 CNY: 2026-02-01 }", "R(value) + 1 day",
      ["2026-01-02", "2026-01-02", "2026-02-02", "2026-02-02"]
    ),
    (
      "rates R (value: CNY) -> days { from 0 CNY: 3 days LINE above 10_000 CNY: 5 days }", "today + R(value)",
      ["2026-04-04", "2026-04-04", "2026-04-04", "2026-04-06"]
    ),
    // Four thirds of a fen more than the bound has no end as a decimal.
    (
      "rates R (value: CNY) -> text { from 0 CNY: \"low\" LINE above 5_000 CNY / 3: \"high\" }",
      "R((value + 0.04 CNY) / 3)", ["high", "high", "high", "high"]
    ),
    ("rates R (value: CNY) -> text { from 0 CNY: \"low\" LINE below 10_000 CNY }", "R(value)", []),
    ("rates R (value: CNY) -> text { above 5_000 CNY: \"low\" }", "R(value)", []),
  ]

  @Test(arguments: signers.indices)
  func ratesOfTexts(_ index: Int) throws {
    let (rates, call, expected) = Self.signers[index]
    let scenario = Scenario(
      plan: """
        language 1
        \(rates.replacing(" LINE ", with: "\n"))
        table orders (id) {
          id    text
          class text
          value CNY
        }
        sheet S {
          for each orders
          show x = \(call)
        }
        """,
      tables: [
        MemoryTable(
          name: "orders", header: ["id", "class", "value"],
          rows: [["o1", "A", "5000"], ["o2", "B", "5000.01"], ["o3", "A", "10000"], ["o4", "B", "10000.01"]])
      ], asOf: "2026-04-01")
    let outcome: Scenario.Outcome
    if expected.isEmpty {
      outcome = .failed(["E0924"])
    } else {
      let values = expected.map { text in
        text.contains("-") ? CalendarDate(iso: text).map(Value.date) ?? .missing : Value.text(text)
      }
      outcome = .results([
        "S": Dictionary(uniqueKeysWithValues: zip(["o1", "o2", "o3", "o4"], values.map { ["x": $0] }))
      ])
    }
    try scenario.check(outcome, UInt64(index))
  }
}
