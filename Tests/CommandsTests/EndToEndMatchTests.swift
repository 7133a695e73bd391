import Allot
import TestSupport
import Testing

/// Pairs of givers and takers, against figures computed by hand and by a slow search.
@Suite struct EndToEndMatchTests {
  private static func stock(_ sheets: String) -> String {
    """
    language 1
    table stock (dealer, sku) {
      dealer    text
      sku       text
      region    text
      position  units
      target    units
      price     USD / units
    }
    rows {
      dealer | sku | region | position | target | price
      A      | s1  | north  | 100      | 40     | 5
      B      | s1  | north  | 30       | 80     | 5
      C      | s1  | north  | 55       | 30     | 5
      D      | s1  | north  | 0        | 20     | 5
      E      | s1  | south  | 90       | 10     | 5
      F      | s1  | south  | 10       | 20     | 5
      A      | s2  | north  | 50       | 20     | 8
      D      | s2  | north  | 10       | 50     | 8
    }
    sheet Surplus {
      for each stock where position > target
      let excess = position - target
    }
    sheet Shortage {
      for each stock where position < target
      let lack = target - position
    }
    \(sheets)
    """
  }

  private static let header =
    "for each giver, taker in match Surplus.excess in order of greatest excess, dealer"
    + " to Shortage.lack in order of greatest lack, dealer per sku, region"

  @Test func theGreatestExcessGoesToTheGreatestShortage() throws {
    // North s1: A 60, C 25 over B 50, D 20. South s1: E 80 over F 10. North s2: A 30 over D 40.
    try EndToEndShapeTests.check(
      EndToEndMatchTests.stock(
        """
        sheet Transfers {
          \(EndToEndMatchTests.header)
          show moved = matched
          show keeps = giver.position - moved
          show gets  = taker.position + moved
          show sums  = sum(Transfers.moved in total)
        }
        """), "Transfers",
      [
        "s1|A|B": ["moved": "50", "keeps": "50", "gets": "80", "sums": "110"],
        "s1|A|D": ["moved": "10", "keeps": "90", "gets": "10"], "s1|C|D": ["moved": "10", "keeps": "45", "gets": "10"],
        "s1|E|F": ["moved": "10", "keeps": "80", "gets": "20"], "s2|A|D": ["moved": "30", "keeps": "20", "gets": "40"],
      ])
    // The least first: D 20 before B 50, C 25 before A 60: C-D 20, C-B 5, A-B 45. South and s2 as before.
    try EndToEndShapeTests.check(
      EndToEndMatchTests.stock(
        """
        sheet Transfers {
          \(EndToEndMatchTests.header.replacing("greatest ", with: ""))
          show moved = matched
        }
        """), "Transfers",
      [
        "s1|C|D": ["moved": "20"], "s1|C|B": ["moved": "5"], "s1|A|B": ["moved": "45"], "s1|E|F": ["moved": "10"],
        "s2|A|D": ["moved": "30"],
      ])
    // A minimum worth of 200 USD: 50 * 5 and 30 * 8. In packs of 12: A 60 and C 24 over B 48 and D 12.
    try EndToEndShapeTests.check(
      EndToEndMatchTests.stock(
        """
        sheet Transfers {
          \(EndToEndMatchTests.header)
            where matched * giver.price >= 200 USD
          show moved = matched
        }
        """), "Transfers", ["s1|A|B": ["moved": "50"], "s2|A|D": ["moved": "30"]])
    try EndToEndShapeTests.check(
      EndToEndMatchTests.stock(
        """
        sheet Packs {
          for each stock
          let spare = max(position - target, 0 units) rounded down to 12 units
          let lack  = max(target - position, 0 units) rounded down to 12 units
        }
        sheet Transfers {
          for each giver, taker in match Packs.spare in order of greatest spare, dealer
            to Packs.lack in order of greatest lack, dealer per sku, region
          show moved = matched
        }
        """), "Transfers", ["s1|A|B": ["moved": "48"], "s1|A|D": ["moved": "12"], "s2|A|D": ["moved": "24"]])
  }

  /// Cash pays invoices, the oldest first: 100 and 50 over invoices of 80, 30 and 60.
  @Test func cashPaysInvoices() throws {
    try EndToEndShapeTests.check(
      """
      language 1
      table payments (id) {
        id        text
        customer  text
        day       date
        amount    USD
      }
      rows {
        id | customer | day        | amount
        p2 | x        | 2026-02-03 | 50
        p1 | x        | 2026-02-01 | 100
        p3 | y        | 2026-02-01 | 10
        p4 | z        | 2026-02-01 | 7
      }
      table invoices (number) {
        number    text
        customer  text
        due       date
        amount    USD
      }
      rows {
        number | customer | due        | amount
        i3     | x        | 2026-01-31 | 60
        i1     | x        | 2026-01-10 | 80
        i2     | x        | 2026-01-20 | 30
        i4     | y        | 2026-01-20 | 25
        i5     | w        | 2026-01-20 | 25
      }
      sheet Paid {
        for each cash, bill in match payments.amount in order of day, id to invoices.amount in order of due, number
          per customer
        let number = bill.number
        show paid  = matched
        show late  = cash.day - bill.due
      }
      sheet Open {
        for each invoices
        show open = amount - sum(Paid.paid where number = this.number in total)
      }
      """, "Paid",
      [
        "p1|i1": ["paid": "80", "late": "22"], "p1|i2": ["paid": "20", "late": "12"],
        "p2|i2": ["paid": "10", "late": "14"], "p2|i3": ["paid": "40", "late": "3"],
        "p3|i4": ["paid": "10", "late": "12"],
      ])
  }

  @Test func pairsAreThoseOfASlowSearch() throws {
    var random = SeededRandom(seed: 12)
    for seed in 0..<12 as Range<UInt64> {
      var sides: [[(group: Int, amount: Int)]] = []
      for _ in 0..<2 {
        sides.append((0..<random.number(0...9)).map { _ in (random.number(1...2), random.number(0...12)) })
      }
      var rows: ResultRows = [:]
      for group in 1...2 {
        // Each amount as the interval that it takes up, and every two of them cut.
        let spans = sides.map { side in
          var end = 0
          return side.indices.filter { side[$0].group == group }.map { row in
            end += side[row].amount
            return (row: row, from: end - side[row].amount, through: end)
          }
        }
        for giver in spans[0] {
          for taker in spans[1] {
            let part = min(giver.through, taker.through) - max(giver.from, taker.from)
            if part > 0 { rows["\(giver.row)|\(taker.row)"] = ["moved": .number(Rational(part))] }
          }
        }
      }
      let tables = ["givers", "takers"].enumerated().map { side, name in
        MemoryTable(
          name: name, header: ["id", "place", "team", "amount"],
          rows: sides[side].enumerated().map { ["\($0)", "\($0)", "\($1.group)", "\($1.amount)"] })
      }
      let scenario = Scenario(
        plan: """
          language 1
          table givers (id) {
            id      text
            place   number
            team    text
            amount  units
          }
          table takers (id) {
            id      text
            place   number
            team    text
            amount  units
          }
          sheet Pairs {
            for each giver, taker in match givers.amount in order of place to takers.amount in order of place per team
            show moved = matched
          }
          """, tables: tables)
      try scenario.check(.results(["Pairs": rows]), seed)
    }
  }

  @Test func amountsBelowZeroAndTiesAreRefused() throws {
    func codes(_ match: String) throws -> [String] {
      try EndToEndShapeTests.codes(
        EndToEndMatchTests.stock(
          "sheet T {\n  for each giver, taker in match \(match)\n  show moved = matched\n}\n"))
    }
    #expect(try codes("stock.position in order of dealer to stock.target in order of dealer, sku") == ["E0958"])
    #expect(try codes("stock.position in order of dealer to stock.target in order of dealer per sku") == [])
    #expect(try codes("Surplus.excess in order of region to Shortage.lack in order of dealer per sku") == ["E0958"])
    #expect(
      try EndToEndShapeTests.codes(
        EndToEndMatchTests.stock(
          """
          sheet Gaps {
            for each stock
            let gap = target - position
          }
          sheet T {
            for each giver, taker in match stock.position in order of dealer to Gaps.gap in order of dealer per sku
            show moved = matched
          }
          """)) == ["E0958"])
  }
}
