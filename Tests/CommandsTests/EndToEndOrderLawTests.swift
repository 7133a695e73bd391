import Allot
import TestSupport
import Testing

/// Laws that are checked by running a plan again: with its own orders, and with rows in other orders.
@Suite struct EndToEndOrderLawTests {
  /// A shop has stock in packs of 4 and goods on their way; what is ordered arrives as a row or as an amount.
  private static func plan(order: String, entry: String) -> String {
    """
    language 1
    unit crate = 4 units
    table shops (code) {
      code text
    }
    table skus (code) {
      code text
      lead days
    }
    table stock (shop, sku) latest by counted from "counted.csv" separated by ";" numbers "1.234,50" {
      shop       shops
      sku        skus
      counted    date  from "Counted on" as "DD/MM/YYYY"
      on_hand    units
      in_transit crate from "On the way"
    }
    table orders {
      shop     shops
      sku      skus
      quantity units
      status   "open" | "approved"
      due      date as "DD/MM/YYYY"
      note     text?
    }
    replenish Refill {
      for each stock
      let position = on_hand + in_transit + sum(orders.quantity where status = "approved" and due <= today + 9 days)
      order quantity from \(order)
      \(entry)
    }
    """
  }

  private static let tables: [MemoryTable] = [
    MemoryTable(name: "shops", header: ["code"], rows: [["D1"], ["D2"]]),
    MemoryTable(name: "skus", header: ["code", "lead"], rows: [["S1", "2"], ["S2", "20"]]),
    MemoryTable(
      name: "orders", header: ["due", "shop", "sku", "status", "quantity", "note"],
      rows: [
        ["01/02/2026", "D1", "S1", "approved", "3", ""], ["01/02/2026", "D1", "S2", "open", "50", "\"a, b\""],
      ]),
  ]

  /// D1 S1: 1.000,5 is no whole number of units, so the counts are whole: 5 + 2 crates and 3 ordered are 16 units.
  private static let stock = """
    shop;sku;Counted on;on_hand;On the way
    D1;S1;31/01/2026;90;7
    D1;S1;01/02/2026;5;2
    D1;S2;01/02/2026;1.002;0,5
    D2;S1;01/02/2026;0;0
    D2;S2;01/02/2026;1;0
    """

  private func outcomes(order: String, entry: String) throws -> [LawOutcome] {
    let plan = Plan(text: Self.plan(order: order, entry: entry))
    guard !plan.hasErrors else {
      Issue.record("\(DiagnosticRenderer(plan.sources).render(plan.diagnostics))")
      return []
    }
    var sources: [String: DataSource] = ["stock": .bytes(Array(Self.stock.utf8), name: "counted.csv")]
    for table in Self.tables { sources[table.name] = table.source }
    let compiled = try plan.compile(CompileOptions(asOf: "2026-02-01"))
    return try compiled.checkLaws(DataLocation(tables: sources), options: RunOptions(threads: 3))
  }

  private static let counted = "ordered counts in stock.in_transit"
  private static let joined =
    "ordered joins orders (shop = shop, sku = sku, quantity = quantity, status = \"approved\", due = today + sku.lead)"

  @Test(
    arguments: [
      // Up to 20: D1 S1 needs 4, D2 S1 20, D2 S2 19. With these in the position nothing is missing.
      ("max(0 units, 20 units - position)", counted, "held", [:]),
      // The trigger is 10, and 8 more are ordered: from 0 to 8 and from 1 to 9, both still below the trigger.
      (
        "8 units when position < 10 units else 0 units", counted, "broken",
        ["shop": "D2", "sku": "S1", "quantity at first": "8", "quantity again": "8"]
      ),
      // From 0 and 1 to 12 and 13.
      ("12 units when position < 10 units else 0 units", counted, "held", [:]),
      // Due in 20 days, and so not counted: the order for S2 is made again.
      (
        "max(0 units, 20 units - position)", joined, "broken",
        ["shop": "D2", "sku": "S2", "quantity at first": "19", "quantity again": "19"]
      ),
      ("max(0 units, 20 units - position) when sku.code = \"S1\" else 0 units", joined, "held", [:]),
      ("max(0 units, 20 units - position)", "", "not checked", [:]),
    ] as [(String, String, String, [String: String])])
  func aRuleOrdersOnce(_ order: String, _ entry: String, _ state: String, _ witness: [String: String]) throws {
    let outcomes = try outcomes(order: order, entry: entry)
    let first = try #require(outcomes.first)
    #expect(first.law == .ordersOnce && first.rule == "Refill")
    #expect(first.state.rawValue == state, "\(first.detail)\n\(first.diagnostics.map(\.message))")
    let found = Dictionary(uniqueKeysWithValues: first.witness.map { ($0.name, $0.text) })
    for (name, text) in witness { #expect(found[name] == text, "\(name) in \(found)") }
    #expect(first.diagnostics.map(\.code) == (state == "broken" ? ["E0990"] : []))
    #expect(outcomes.dropFirst().map(\.state) == [.held, .held], "\(outcomes.map(\.detail))")
  }

  /// Orders that join a table whose key they do not keep apart leave no result, which is said with the cause.
  @Test func anOrderThatCannotJoinIsABreach() throws {
    let plan = Plan(
      text: """
        language 1
        table shops (code) {
          code text
          want units
        } rows {
          code | want
          D1   | 3
          D2   | 4
        }
        table orders (id) {
          id       text
          shop     shops
          quantity units
        } rows {
          id | shop | quantity
          a  | D1   | 1
        }
        replenish Refill {
          for each shops
          order quantity from max(0 units, want - sum(orders.quantity))
          ordered joins orders (id = "new", shop = code, quantity = quantity)
        }
        """)
    #expect(plan.diagnostics.map(\.message) == [])
    let outcomes = try plan.compile(CompileOptions()).checkLaws()
    #expect(outcomes.map(\.state) == [.broken, .held, .held])
    #expect(outcomes[0].diagnostics.map(\.code) == ["E0992", "E0821"])
  }

  /// Goods that go from one place to another change no place's total twice: what all places have with what is on its
  /// way between them is what they had.
  @Test(arguments: [("arrived is not missing", true), ("true", false)])
  func movesBetweenPlacesChangeNothing(_ arrivals: String, _ holds: Bool) throws {
    let plan = Plan(
      text: """
        language 1
        table places (code) {
          code    text
          on_hand units
        } rows {
          code | on_hand
          DC   | 100
          P1   | 5
          P2   | 0
        }
        table moves {
          source   places
          target   places
          quantity units
          arrived  date?
        } rows {
          source | target | quantity | arrived
          DC     | P1     | 20       | 2026-01-02
          DC     | P2     | 30       |
          P1     | P2     | 4        | 2026-01-03
        }
        sheet Places {
          for each places
          show stock = on_hand - sum(moves.quantity via source)
            + sum(moves.quantity where \(arrivals) via target)
        }
        sheet Echelon {
          for each all
          let before = sum(places.on_hand)
          show after = sum(Places.stock) + sum(moves.quantity where arrived is missing)
          check "moves between places change nothing" after = before
        }
        """)
    #expect(plan.diagnostics.map(\.message) == [])
    do {
      let results = try plan.compile(CompileOptions()).evaluate()
      // 100 - 20 - 30, 5 + 20 - 4 and 0 + 4 units; 30 are on their way: 105 in all.
      #expect(holds && results.outputs[1].text(row: 0, column: 0) == "105")
    } catch let error as RunError {
      #expect(!holds && error.diagnostics.map(\.code) == ["E0930"])
    }
  }
}
