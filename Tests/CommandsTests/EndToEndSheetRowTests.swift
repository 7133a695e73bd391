import Allot
import TestSupport
import Testing

/// Sheets that go through the rows of other sheets, rows of sheets by their keys, and inventory positions.
@Suite struct EndToEndSheetRowTests {
  /// The rows of each result as texts, `D1 S1 | quantity 25`, by key; the columns in the order of the names.
  static func texts(_ outcome: Scenario.Outcome) -> [String: [String]] {
    guard case .results(let results) = outcome else { return ["failed": ["\(outcome)"]] }
    return results.mapValues { rows in
      rows.keys.sorted().map { key in
        let cells = (rows[key] ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return ([key] + cells).joined(separator: " | ")
      }
    }
  }

  /// Compares the results of the names in `expected`, whatever the order of the rows and the number of threads.
  static func check(
    _ scenario: Scenario, _ expected: [String: [String]], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for (threads, seed) in [(1, nil), (3, UInt64(7)), (2, UInt64(8))] {
      let found = texts(try scenario.run(threads: threads, shuffledBy: seed.map { SeededRandom(seed: $0) }))
      for (name, rows) in expected {
        #expect(
          found[name] == rows, "\(name), \(threads) threads: \(found["failed"] ?? [])", sourceLocation: sourceLocation)
      }
    }
  }

  static let stock = """
    language 1
    table dealers (code) {
      code  text
      kind  "shop" | "agent"
    }
    table skus (code) {
      code   text
      pack   units
      price  CNY / units
    }
    table stock (dealer, sku) {
      dealer   dealers
      sku      skus
      on_hand  units
      target   units
    }
    table sales {
      dealer    dealers
      sku       skus
      channel   text
      quantity  units
    }

    """

  static let tables = [
    MemoryTable(name: "dealers", header: ["code", "kind"], rows: [["D1", "shop"], ["D2", "agent"]]),
    MemoryTable(name: "skus", header: ["code", "pack", "price"], rows: [["S1", "12", "2"], ["S2", "10", "3"]]),
    MemoryTable(
      name: "stock", header: ["dealer", "sku", "on_hand", "target"],
      rows: [["D1", "S1", "5", "30"], ["D1", "S2", "50", "30"], ["D2", "S1", "0", "13"]]),
    MemoryTable(
      name: "sales", header: ["dealer", "sku", "channel", "quantity"],
      rows: [["D2", "S2", "web", "7"], ["D1", "S1", "web", "3"], ["D1", "S1", "shop", "4"]]),
  ]

  @Test func goesThroughTheRowsOfSheets() throws {
    let plan =
      EndToEndSheetRowTests.stock + """
        # Declared from the end of the chain to its beginning: the order of the text does not matter.
        sheet Approve {
          for each dealer in Price
          show value = sum(Price.value)
          show who   = "head" when value > 50 CNY else "dealer"
          show kind  = dealer.kind
        }
        sheet Price {
          for each Cut
          show value = after * sku.price
          show all   = sum(Price.value in total)
          show own   = sum(TopUp.quantity)
          show first = TopUp.quantity
        }
        sheet Cut {
          for each Round
          let packed  = min(Round.packed, 30 units)
          show after  = packed
          show before = Round.packed
          show need   = quantity
          show hand   = on_hand
          show goal   = stock.target
        }
        sheet Round {
          for each TopUp where quantity > 0 units
          let packed = quantity rounded up to sku.pack
          show whole = packed
        }
        replenish TopUp {
          for each stock
          order quantity from max(target - on_hand, 0 units)
        }
        sheet Either {
          for each dealer, sku in sales or TopUp where dealer.kind = "shop"
          show need = TopUp[dealer, sku]?.quantity else 0 units
          show sold = sum(sales.quantity)
          show cut  = sum(Cut.after)
        }
        sheet Best {
          for each dealers
          let top = pick TopUp where quantity > 0 units by greatest quantity, sku.price
          show best = top.sku.code else "none"
          show n    = top.quantity else 0 units
          show s1   = TopUp[this, "S1"].quantity
        }
        sheet Totals {
          for each all
          show value = sum(Price.value)
        }
        sheet Share {
          for each Price where value > 50 CNY
          show share = value / Totals.value
        }
        # What the header asks for is there.
        sheet Known {
          for each Maybe where spare is not missing and sku.pack > 0 units
          show twice = 2 * spare
          show again = Maybe.spare
        }
        sheet Maybe {
          for each stock
          let spare = on_hand - target when on_hand > target else missing
          show none = spare is missing
        }
        sheet Channels {
          for each dealer, channel in sales
          show sold = sum(sales.quantity)
        }
        sheet Loud {
          for each Channels where channel = "web"
          show double = 2 * sold
          show all    = sum(sales.quantity)
          show plain  = Channels[dealer, channel].sold
        }
        sheet Kinds {
          for each size in Sizes
          show n = count(Sizes)
        }
        sheet Sizes {
          for each TopUp
          show size = "big" when quantity > 20 units else "small"
        }

        """
    // Needs: 30 - 5 = 25, none, 13; packs of 12: 36 and 24; cut to 30: 30 and 24; at 2 CNY: 60 and 48, of 108.
    try EndToEndSheetRowTests.check(
      Scenario(plan: plan, tables: EndToEndSheetRowTests.tables),
      [
        "TopUp": [
          "D1|S1 | quantity 25 | reason  | status ordered", "D1|S2 | quantity 0 | reason  | status none",
          "D2|S1 | quantity 13 | reason  | status ordered",
        ],
        "Round": ["D1|S1 | whole 36", "D2|S1 | whole 24"],
        "Cut": [
          "D1|S1 | after 30 | before 36 | goal 30 | hand 5 | need 25",
          "D2|S1 | after 24 | before 24 | goal 13 | hand 0 | need 13",
        ],
        "Price": ["D1|S1 | all 108 | first 25 | own 25 | value 60", "D2|S1 | all 108 | first 13 | own 13 | value 48"],
        "Approve": ["D1 | kind shop | value 60 | who head", "D2 | kind agent | value 48 | who dealer"],
        "Either": ["D1|S1 | cut 30 | need 25 | sold 7", "D1|S2 | cut 0 | need 0 | sold 0"],
        "Best": ["D1 | best S1 | n 25 | s1 25", "D2 | best S1 | n 13 | s1 13"],
        "Totals": ["value 108"].map { " | \($0)" },
        // 60 / 108.
        "Share": ["D1|S1 | share 0.555556"],
        // 50 - 30 is the only spare.
        "Known": ["D1|S2 | again 20 | twice 40"],
        "Channels": ["D1|shop | sold 4", "D1|web | sold 3", "D2|web | sold 7"],
        "Loud": ["D1|web | all 3 | double 6 | plain 3", "D2|web | all 7 | double 14 | plain 7"],
        "Kinds": ["big | n 1", "small | n 2"],
      ])
  }

  static let pay = """
    language 1
    table stores (id) { id text }
    table reps (id) {
      id     text
      store  stores
    }
    table deals dated closed {
      owner   reps
      closed  date
      amount  USD
    }
    plan AE {
      for each reps
      during 2026
      paid monthly in USD, negative dropped
      pay commission = 10% * sum(deals.amount)
      pay share      = Stores[payee.store, this month].pool / 2
      show quarterly each quarter = count(deals over quarter)
    }
    sheet Stores {
      for each stores
      during 2026
      each month
      show pool = 1% * sum(deals.amount via owner.store)
    }
    sheet Trend {
      for each reps
      during 2026
      each month
      show now     = AE[this, this month].commission
      show before  = AE[id, previous month]?.commission else 0 USD
      show january = AE[this, 2026-01].commission
      show best    = (pick AE by greatest commission).commission else 0 USD
      show deals_q = AE[this, this month].quarterly else 0
    }
    sheet Year {
      for each reps
      let chosen    = month(2026-02-14)
      show february = AE[this, 2026-02].commission
      show same     = AE[this, chosen].commission
    }
    sheet Paid {
      for each AE where commission > 20 USD
      show half  = commission / 2
      show share = AE.share
    }
    sheet Months {
      for each month in AE
      show paid = sum(AE.commission)
    }

    """

  @Test func readsRowsOfPeriods() throws {
    let tables = [
      MemoryTable(name: "stores", header: ["id"], rows: [["north"], ["south"]]),
      MemoryTable(name: "reps", header: ["id", "store"], rows: [["a", "north"], ["b", "north"], ["c", "south"]]),
      MemoryTable(
        name: "deals", header: ["owner", "closed", "amount"],
        rows: [
          ["a", "2026-01-10", "1000"], ["a", "2026-02-10", "3000"], ["b", "2026-02-11", "500"],
          ["c", "2026-03-20", "200"],
        ]),
    ]
    let plan = EndToEndSheetRowTests.pay
    // February: 10% of 3,000, 500 and 0; north's pool is 1% of 3,500, half of it 17.50. January: 100.
    try EndToEndSheetRowTests.check(
      Scenario(plan: plan, tables: tables, period: "2026-02"),
      [
        "AE": [
          "a|2026-02 | commission 300 | quarterly  | share 17.5 | total 317.5",
          "b|2026-02 | commission 50 | quarterly  | share 17.5 | total 67.5",
          "c|2026-02 | commission 0 | quarterly  | share 0 | total 0",
        ],
        "Stores": ["north|2026-02 | pool 35", "south|2026-02 | pool 0"],
        "Trend": [
          "a|2026-02 | before 100 | best 300 | deals_q 0 | january 100 | now 300",
          "b|2026-02 | before 0 | best 50 | deals_q 0 | january 0 | now 50",
          "c|2026-02 | before 0 | best 0 | deals_q 0 | january 0 | now 0",
        ],
        "Year": ["a | february 300 | same 300", "b | february 50 | same 50", "c | february 0 | same 0"],
        "Paid": ["a|2026-02 | half 150 | share 17.5", "b|2026-02 | half 25 | share 17.5"],
        "Months": ["2026-02 | paid 350"],
      ])
    // The rows before `during` are not there, though nothing else is asked for; March's quarter holds three months.
    try EndToEndSheetRowTests.check(
      Scenario(plan: plan, tables: tables, period: "2026-01 .. 2026-03"),
      [
        "Trend": [
          "a|2026-01 | before 0 | best 100 | deals_q 0 | january 100 | now 100",
          "a|2026-02 | before 100 | best 300 | deals_q 0 | january 100 | now 300",
          "a|2026-03 | before 300 | best 0 | deals_q 2 | january 100 | now 0",
          "b|2026-01 | before 0 | best 0 | deals_q 0 | january 0 | now 0",
          "b|2026-02 | before 0 | best 50 | deals_q 0 | january 0 | now 50",
          "b|2026-03 | before 50 | best 0 | deals_q 1 | january 0 | now 0",
          "c|2026-01 | before 0 | best 0 | deals_q 0 | january 0 | now 0",
          "c|2026-02 | before 0 | best 0 | deals_q 0 | january 0 | now 0",
          "c|2026-03 | before 0 | best 20 | deals_q 1 | january 0 | now 20",
        ],
        "Paid": [
          "a|2026-01 | half 50 | share 5", "a|2026-02 | half 150 | share 17.5", "b|2026-02 | half 25 | share 17.5",
        ],
        "Months": ["2026-01 | paid 100", "2026-02 | paid 350", "2026-03 | paid 20"],
      ])
  }

  /// Columns, conditions and credits read periods that the run is not for, as lines do.
  @Test func columnsReadPeriodsThatAreNotAskedFor() throws {
    let plan = """
      language 1
      table stores (id) { id text }
      table sold dated day {
        store  stores
        day    date
        n      USD
      }
      table visits (id) dated day {
        id     text
        store  stores
        day    date
        rate   USD = sum(Monthly.pool over 2026-01)
        look   USD = Monthly[store, 2026-02].pool
      }
      table paid (id) {
        id     text
        store  stores
        where Yearly[store, 2025].pool > 0 USD
      }
      sheet Monthly {
        for each stores
        during 2026
        each month
        show pool = sum(sold.n)
      }
      sheet Yearly {
        for each stores
        during 2025 .. 2026
        each year
        show pool = sum(sold.n)
      }
      sheet Visits {
        for each visits
        show r = rate
        show l = look
      }
      sheet Paid {
        for each paid
        show n = 1
      }
      plan Keepers {
        for each stores
        during 2026
        paid monthly in USD, negative dropped
        credit visited from visits to store of Yearly[store, 2025].pool
        pay visits = visited
      }

      """
    let tables = [
      MemoryTable(name: "stores", header: ["id"], rows: [["n"], ["s"]]),
      MemoryTable(
        name: "sold", header: ["store", "day", "n"],
        rows: [
          ["n", "2025-05-01", "9"], ["n", "2026-01-03", "100"], ["n", "2026-02-03", "20"], ["n", "2026-03-03", "7"],
        ]),
      MemoryTable(name: "visits", header: ["id", "store", "day"], rows: [["v", "n", "2026-03-05"]]),
      MemoryTable(name: "paid", header: ["id", "store"], rows: [["p", "n"], ["q", "s"]]),
    ]
    try EndToEndSheetRowTests.check(
      Scenario(plan: plan, tables: tables, period: "2026-03"),
      [
        "Monthly": ["n|2026-03 | pool 7", "s|2026-03 | pool 0"], "Yearly": ["n|2026 | pool 127", "s|2026 | pool 0"],
        "Visits": ["v | l 20 | r 100"], "Paid": ["p | n 1"],
        "Keepers": ["n|2026-03 | total 9 | visits 9", "s|2026-03 | total 0 | visits 0"],
      ])
  }

  static func positions(_ belowZero: String) -> String {
    """
    language 1
    table dealers (code) { code text }
    table skus (code) { code text }
    table stock (dealer, sku) {
      dealer   dealers
      sku      skus
      on_hand  units
    }
    table orders {
      dealer    dealers
      sku       skus
      quantity  units
    }
    table shipments {
      dealer    dealers
      sku       skus
      eta       date
      quantity  units
    }
    table reservations {
      dealer    dealers
      sku       skus
      status    "draft" | "approved"
      quantity  units
    }
    position Available "Inventory position" {
      for each dealer, sku in stock or orders
      counts on_hand "On hand" = stock[dealer, sku]?.on_hand else 0 units
      counts in_transit = sum(shipments.quantity where eta >= today - 14 days and eta <= today + 30 days)
      less   reserved   = sum(reservations.quantity where status = "approved")
      below zero \(belowZero)
      show late = sum(shipments.quantity where eta < today)
    }
    replenish TopUp {
      for each stock
      order quantity from 20 units - Available {
        stop at 0 units "enough" when it < 0 units
      }
      show incoming = Available.in_transit
    }
    sheet Dealers {
      for each dealers
      show each_place = sum(Available.position)
      show wanted     = sum(orders.quantity where Available < 100 units)
    }
    sheet All {
      for each all
      show parts = sum(Available.position)
      show whole = max(sum(Available.position), 0 units)
    }
    sheet Low {
      for each Available where position < 10 units
      show left   = Available
      show gap    = 10 units - position
      show looked = Available[dealer, sku]?.position else 0 units
    }

    """
  }

  @Test(arguments: ["kept", "as 0"]) func countsPositions(belowZero: String) throws {
    let tables = [
      MemoryTable(name: "dealers", header: ["code"], rows: [["D1"], ["D2"], ["D3"]]),
      MemoryTable(name: "skus", header: ["code"], rows: [["S1"], ["S2"]]),
      MemoryTable(
        name: "stock", header: ["dealer", "sku", "on_hand"],
        rows: [["D1", "S1", "10"], ["D1", "S2", "4"], ["D3", "S1", "2"]]),
      MemoryTable(name: "orders", header: ["dealer", "sku", "quantity"], rows: [["D2", "S1", "6"]]),
      MemoryTable(
        name: "shipments", header: ["dealer", "sku", "eta", "quantity"],
        rows: [
          ["D1", "S1", "2026-03-17", "5"], ["D1", "S1", "2026-03-16", "100"], ["D1", "S1", "2026-04-30", "7"],
          ["D1", "S1", "2026-05-01", "1000"],
        ]),
      MemoryTable(
        name: "reservations", header: ["dealer", "sku", "status", "quantity"],
        rows: [
          ["D1", "S1", "approved", "3"], ["D1", "S1", "draft", "50"], ["D1", "S2", "approved", "9"],
          ["D3", "S1", "approved", "8"],
        ]),
    ]
    let scenario = Scenario(plan: EndToEndSheetRowTests.positions(belowZero), tables: tables, asOf: "2026-03-31")
    // 31 March less 14 days is 17 March, and 30 days later is 30 April: 10 + 5 + 7 - 3 = 19; 4 - 9 = -5; 2 - 8 = -6.
    let isKept = belowZero == "kept"
    let (s2, d3) = isKept ? ("-5", "-6") : ("0", "0")
    try EndToEndSheetRowTests.check(
      scenario,
      [
        "Available": [
          "D1|S1 | in_transit 12 | late 105 | on_hand 10 | position 19 | reserved 3",
          "D1|S2 | in_transit 0 | late 0 | on_hand 4 | position \(s2) | reserved 9",
          "D2|S1 | in_transit 0 | late 0 | on_hand 0 | position 0 | reserved 0",
          "D3|S1 | in_transit 0 | late 0 | on_hand 2 | position \(d3) | reserved 8",
        ],
        // An order covers the backorders where they are kept.
        "TopUp": [
          "D1|S1 | incoming 12 | quantity 1 | reason  | status ordered",
          "D1|S2 | incoming 0 | quantity \(isKept ? "25" : "20") | reason  | status ordered",
          "D3|S1 | incoming 0 | quantity \(isKept ? "26" : "20") | reason  | status ordered",
        ],
        // Nothing below zero in each place, or in all of them together: 19 - 5 - 6 = 8.
        "Dealers": [
          "D1 | each_place \(isKept ? "14" : "19") | wanted 0", "D2 | each_place 0 | wanted 6",
          "D3 | each_place \(isKept ? "-6" : "0") | wanted 0",
        ],
        "All": [" | parts \(isKept ? "8" : "19") | whole \(isKept ? "8" : "19")"],
        "Low": [
          "D1|S2 | gap \(isKept ? "15" : "10") | left \(s2) | looked \(s2)", "D2|S1 | gap 10 | left 0 | looked 0",
          "D3|S1 | gap \(isKept ? "16" : "10") | left \(d3) | looked \(d3)",
        ],
      ])
  }

  /// A row that is not there, by its keys; and the key that is nearest.
  @Test func namesTheNearestKey() throws {
    let plan =
      EndToEndSheetRowTests.stock + """
        sheet TopUp {
          for each stock
          show need = target - on_hand
        }
        sheet Sold {
          for each dealer, sku in sales
          show need = TopUp[dealer, sku].need
        }

        """
    let compiled = try Plan(text: plan).compile(CompileOptions())
    let sources = Dictionary(
      uniqueKeysWithValues: EndToEndSheetRowTests.tables.map { ($0.name, $0.source) })
    let error = #expect(throws: RunError.self) {
      try compiled.evaluate(DataLocation(tables: sources), options: RunOptions(threads: 1))
    }
    let text = error?.diagnostics.map(\.message).joined(separator: "\n") ?? ""
    #expect(error?.diagnostics.map(\.code) == ["E0922"])
    #expect(text.contains("`TopUp` has no row for `D2`, `S2`; the nearest is `D2, S1`"), "\(text)")
  }
}
