import Allot
import TestSupport
import Testing

/// What a rule says of its lines beside their quantities: status, reason, value, and the orders that they make.
@Suite struct EndToEndOrderResultTests {
  static let tables = """
    language 1
    table dealers (code) {
      code text
      town text
    }
    table skus (code) {
      code  text
      pack  units
      moq   units
      price CNY / units
    }
    table stock (dealer, sku) {
      dealer   dealers
      sku      skus
      on_hand  units
      target   units?
    }

    """

  static func number(_ value: Int64, _ scale: Int = 0) -> Value { .number(Rational(value, scale: scale)) }

  /// Stock with what each line comes to: wanted = target - on hand.
  ///
  /// | line | wanted | steps | status |
  /// | D1 S1 | 40 - 3 = 37 | down to packs of 6: 36 | ordered, 36 × 2.505 = 90.18 |
  /// | D1 S2 | 40 - 100 < 0 | stops at 0 | none, 0.00 |
  /// | D1 S3 | 40 - 3 = 37 | a pack holds 50 | conflict |
  /// | D2 S1 | no target | | unknown |
  /// | D2 S4 | 5 - 0 = 5 | packs of 1 | ordered, 5 × 0.333 = 1.665, rounded 1.67 |
  /// | 店 S4 | 3 - 0 = 3 | packs of 1 | ordered, 3 × 0.333 = 0.999, rounded 1.00 |
  static let rows = [
    MemoryTable(
      name: "dealers", header: ["code", "town"],
      rows: [["D1", "West"], ["D2", "Ost"], ["店", "Ost"], ["D9", "West"]]),
    MemoryTable(
      name: "skus", header: ["code", "pack", "moq", "price"],
      rows: [
        ["S1", "6", "12", "2.505"], ["S2", "10", "1", "1"], ["S3", "50", "50", "3"], ["S4", "1", "1", "0.333"],
      ]),
    MemoryTable(
      name: "stock", header: ["dealer", "sku", "on_hand", "target"],
      rows: [
        ["D1", "S1", "3", "40"], ["D1", "S2", "100", "40"], ["D1", "S3", "3", "40"], ["D2", "S1", "3", ""],
        ["D2", "S4", "0", "5"], ["店", "S4", "0", "3"],
      ]),
  ]

  static func line(_ quantity: Int64?, _ status: String, _ reason: String?, _ cents: Int64?) -> [String: Value] {
    [
      "quantity": quantity.map { number($0) } ?? .missing, "status": .text(status),
      "reason": reason.map { .text($0) } ?? .missing, "value": cents.map { number($0, 2) } ?? .missing,
    ]
  }

  static let lines: ResultRows = [
    "D1|S1": line(36, "ordered", "whole packs", 9018), "D1|S2": line(0, "none", "enough", 0),
    "D1|S3": line(nil, "conflict", "a pack is above the target", nil),
    "D2|S1": line(nil, "unknown", "no target", nil), "D2|S4": line(5, "ordered", nil, 167),
    "店|S4": line(3, "ordered", nil, 100),
  ]

  static let order = """
      order quantity from target - on_hand at sku.price {
        unknown "no target" when it is missing
        conflict "a pack is above the target" when sku.pack > it and it > 0 units
        stop at 0 units "enough" when it <= 0 units
        round down to sku.pack "whole packs"
      }

    """

  /// What a step's condition asks for is there in the step's value. A target of 5 cuts 8 to 5; without one 8 stay.
  @Test func aStepsValueIsReadOnlyWhereItsConditionHolds() throws {
    let plan =
      EndToEndOrderResultTests.tables + """
        replenish TopUp {
          for each stock
          order quantity from on_hand + 5 units {
            at most target "cut" when target is not missing
            round up to target * 2 "twice" when sku.pack = 1 units and target is not missing
          }
        }

        """
    var tables = EndToEndOrderResultTests.rows
    tables[2] = MemoryTable(
      name: "stock", header: ["dealer", "sku", "on_hand", "target"],
      rows: [["D1", "S1", "3", "5"], ["D1", "S2", "3", ""], ["D1", "S4", "3", "5"], ["D2", "S4", "3", ""]])
    func line(_ quantity: Int64, _ reason: String?) -> [String: Value] {
      [
        "quantity": EndToEndOrderResultTests.number(quantity, 0), "status": .text("ordered"),
        "reason": reason.map { .text($0) } ?? .missing,
      ]
    }
    try Scenario(plan: plan, tables: tables).check(
      .results([
        "TopUp": ["D1|S1": line(5, "cut"), "D1|S2": line(8, nil), "D1|S4": line(10, "twice"), "D2|S4": line(8, nil)]
      ]), 1)
  }

  @Test func saysWhatHasBecomeOfEachLine() throws {
    let plan =
      EndToEndOrderResultTests.tables + """
        replenish TopUp {
          for each stock
          grouped by dealer
        \(EndToEndOrderResultTests.order)
        }
        replenish ByTown {
          for each stock
          grouped by dealer.town, sku
        \(EndToEndOrderResultTests.order)
        }
        sheet Dealers {
          for each dealers
          show open     = count(TopUp where status = "unknown" or status = "conflict")
          show worth    = sum(TopUp.value where value is not missing)
          show pieces   = sum(TopUp.quantity else 0 units)
          show conflict = any(TopUp.status = "conflict")
          show packs    = count(TopUp where reason is not missing and reason = "whole packs")
        }

        """
    func order(_ lines: Int64, _ quantity: Int64?, _ cents: Int64?, unknown: Int64 = 0, conflict: Int64 = 0)
      -> [String: Value]
    {
      let number = EndToEndOrderResultTests.number
      return [
        "lines": number(lines, 0), "quantity": quantity.map { number($0, 0) } ?? .missing,
        "value": cents.map { number($0, 2) } ?? .missing, "unknown": number(unknown, 0),
        "conflict": number(conflict, 0),
      ]
    }
    func dealer(_ open: Int64, _ cents: Int64, _ pieces: Int64, _ conflict: Bool, _ packs: Int64) -> [String: Value] {
      let number = EndToEndOrderResultTests.number
      return [
        "open": number(open, 0), "worth": number(cents, 2), "pieces": number(pieces, 0), "conflict": .bool(conflict),
        "packs": number(packs, 0),
      ]
    }
    let scenario = Scenario(plan: plan, tables: EndToEndOrderResultTests.rows)
    try scenario.check(
      .results([
        "TopUp": EndToEndOrderResultTests.lines, "ByTown": EndToEndOrderResultTests.lines,
        "TopUp.orders": [
          "D1": order(1, 36, 9018, conflict: 1), "D2": order(1, 5, 167, unknown: 1), "店": order(1, 3, 100),
        ],
        // Rounded line by line: 1.67 + 1.00, not 8 × 0.333 = 2.66.
        "ByTown.orders": [
          "West|S1": order(1, 36, 9018), "West|S2": order(0, 0, 0), "West|S3": order(0, nil, nil, conflict: 1),
          "Ost|S1": order(0, nil, nil, unknown: 1), "Ost|S4": order(2, 8, 267),
        ],
        "Dealers": [
          "D1": dealer(1, 9018, 36, true, 1), "D2": dealer(1, 167, 5, false, 0), "店": dealer(0, 100, 3, false, 0),
          "D9": dealer(0, 0, 0, false, 0),
        ],
      ]), 0)
  }

  /// Of two orders in a rule each has columns of its own; an outcome of one says nothing of the other.
  @Test func tellsSeveralOrdersApart() throws {
    let plan =
      EndToEndOrderResultTests.tables + """
        replenish Two {
          for each stock
          grouped by dealer
          order boxes from 7 units at sku.price {
            unknown "no target" when target is missing
            at most target
          }
          order spares from 1 unit {
            conflict "too many" when on_hand > 50 units
            stop at 0 units "none wanted" when on_hand > 0 units
          }
          show doubt = "?" when boxes_status = "unknown" or spares_status = "conflict" else ""
        }
        sheet Sums {
          for each all
          show known = sum(Two.boxes where boxes is not missing in total)
          show odd   = count(Two where spares_reason is not missing and spares_reason = "too many" in total)
        }

        """
    func row(
      _ boxes: Int64?, _ status: String, _ reason: String?, _ cents: Int64?, _ spares: Int64?, _ other: String,
      _ why: String?, _ doubt: String
    ) -> [String: Value] {
      [
        "boxes": boxes.map { .number(Rational(Int($0))) } ?? .missing, "boxes_status": .text(status),
        "boxes_reason": reason.map { .text($0) } ?? .missing,
        "boxes_value": cents.map { EndToEndOrderResultTests.number($0, 2) } ?? .missing,
        "spares": spares.map { .number(Rational(Int($0))) } ?? .missing, "spares_status": .text(other),
        "spares_reason": why.map { .text($0) } ?? .missing, "doubt": .text(doubt),
      ]
    }
    func order(_ lines: Int64, _ boxes: Int64, _ cents: Int64, _ spares: Int64, _ unknown: Int64, _ conflict: Int64)
      -> [String: Value]
    {
      let number = EndToEndOrderResultTests.number
      return [
        "lines": number(lines, 0), "boxes": number(boxes, 0), "boxes_value": number(cents, 2),
        "spares": number(spares, 0), "unknown": number(unknown, 0), "conflict": number(conflict, 0),
      ]
    }
    try Scenario(plan: plan, tables: EndToEndOrderResultTests.rows).check(
      .results([
        "Two": [
          // 7 × 2.505 = 17.535, rounded 17.54; 5 × 0.333 = 1.665, rounded 1.67.
          "D1|S1": row(7, "ordered", nil, 1754, 0, "none", "none wanted", ""),
          "D1|S2": row(7, "ordered", nil, 700, nil, "conflict", "too many", "?"),
          "D1|S3": row(7, "ordered", nil, 2100, 0, "none", "none wanted", ""),
          "D2|S1": row(nil, "unknown", "no target", nil, 0, "none", "none wanted", "?"),
          "D2|S4": row(5, "ordered", "cut", 167, 1, "ordered", nil, ""),
          "店|S4": row(3, "ordered", "cut", 100, 1, "ordered", nil, ""),
        ],
        "Two.orders": [
          "D1": order(3, 21, 4554, 0, 0, 1), "D2": order(1, 5, 167, 1, 1, 0), "店": order(1, 3, 100, 1, 0, 0),
        ],
        "Sums": ["": ["known": .number(Rational(29)), "odd": .number(Rational(1))]],
      ]), 0)
  }

  /// A step that is not reached fails nothing: neither its value nor its condition.
  @Test func stepsBehindAnEndFailNothing() throws {
    let plan =
      EndToEndOrderResultTests.tables + """
        replenish Shares {
          for each stock
          order quantity from 12 units {
            unknown "nothing in stock" when on_hand = 0 units
            conflict "no target" when target is missing
            set to 300 units / (on_hand / 1 unit) when 100 units / on_hand > 30
            at most target
            round down to 1 unit
          }
        }

        """
    func row(_ quantity: Int?, _ status: String, _ reason: String?) -> [String: Value] {
      [
        "quantity": quantity.map { .number(Rational($0)) } ?? .missing, "status": .text(status),
        "reason": reason.map { .text($0) } ?? .missing,
      ]
    }
    try Scenario(plan: plan, tables: EndToEndOrderResultTests.rows).check(
      .results([
        "Shares": [
          "D1|S1": row(40, "ordered", "cut"), "D1|S2": row(12, "ordered", nil), "D1|S3": row(40, "ordered", "cut"),
          "D2|S1": row(nil, "conflict", "no target"), "D2|S4": row(nil, "unknown", "nothing in stock"),
          "店|S4": row(nil, "unknown", "nothing in stock"),
        ]
      ]), 0)
  }
}
