import Allot
import TestSupport
import Testing

/// Shares of scarce stock, against figures computed by hand.
@Suite struct EndToEndShareTests {
  private static func stores(_ lines: String) -> String {
    """
    language 1
    unit kg
    table stores (id) {
      id        text
      region    text
      position  units
      daily     units / day
      demand    units
      target    units
      quota     percent
      priority  number
      tier      number
      pack      units
      price     USD / units
      weight    kg / units
    }
    rows {
      id    | region | position | daily | demand | target | quota | priority | tier | pack | price | weight
      north | A      | -40      | 10    | 200    | 200    | 40%   | 2        | 1    | 24   | 2     | 0.5
      east  | B      | 100      | 20    | 300    | 400    | 30%   | 1        | 2    | 12   | 3     | 2
      south | A      | 0        | 5     | 100    | 100    | 20%   | 3        | 1    | 6    | 5     | 1
      west  | B      | 250      | 25    | 400    | 300    | 10%   | 4        | 2    | 50   | 1     | 4
    }
    sheet S {
      for each stores
      let need = max(target - position, 0 units)
      \(lines)
    }

    """
  }

  /// What a value is in north, east, south, west, under each name; `rest` and the like are the same in all.
  private static func check(
    _ lines: String, _ expected: [String: [String]], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var cells: [String: [String: String]] = [:]
    for (place, id) in ["north", "east", "south", "west"].enumerated() {
      cells[id] = expected.mapValues { $0.count == 1 ? $0[0] : $0[place] }
    }
    try EndToEndShapeTests.check(stores(lines), "S", cells, sourceLocation: sourceLocation)
  }

  @Test func everyMannerHasItsOwnShares() throws {
    // need 240, 300, 100, 50.
    try EndToEndShareTests.check(
      """
      show a = allocate 500 units by demand exactly
      show b = allocate 500 units levelling position / target exactly
      show c = allocate 500 units by quota exactly
      show d = allocate 500 units in order of priority at most need exactly
      show e = allocate 500 units levelling position / daily exactly
      show f = allocate 500 units by demand at most need exactly
      show g = allocate 500 units by demand in order of tier at most need exactly
      show h = allocate 500 units levelling position / daily in order of tier at most need exactly
      show i = allocate 500 units in order of greatest priority at most need exactly
      show j = allocate 400 units in order of region, greatest priority at most need exactly
      show k = allocate 100 units levelling position / target per region exactly
      """,
      [
        // A: 500 / 1,000 of the demand.
        "a": ["100", "150", "50", "200"],
        // B: the level of all four would be (500 + 310) / 1,000 = 81%, where west with its 83% has nothing to give away:
        // (500 - 40 + 100 + 0) / 700 = 80% for the three.
        "b": ["200", "220", "80", "0"],
        "c": ["200", "150", "100", "50"],
        // D: east its 300, north the 200 that are left of its 240.
        "d": ["200", "300", "0", "0"],
        // E: (500 + 310) / 60 = 13.5 days of supply for all.
        "e": ["175", "170", "67.5", "87.5"],
        // West would have 200 and needs 50; the other 450 by 200 : 300 : 100.
        "f": ["150", "225", "75", "50"],
        // The first tier needs 340. Of the 160 that are left west would have 91 3/7, and needs 50.
        "g": ["240", "110", "100", "50"],
        // (160 + 350) / 45 = 11 1/3 days: 226 2/3 - 100 for east, 283 1/3 - 250 for west.
        "h": ["240", "126.666667", "100", "33.333333"],
        // West 50, south 100, north 240, and 110 are left for east.
        "i": ["240", "110", "100", "50"],
        // Region A before B, and in it south before north: 100, 240; then west before east: 50, 10.
        "j": ["240", "10", "100", "50"],
        // A: (100 - 40) / 300 = 20%: 80 and 20. B: east alone, from 25% to 50%; west has 83%.
        "k": ["80", "100", "20", "0"],
      ])
  }

  @Test func stepsPacksTiesAndWhatIsLeft() throws {
    try EndToEndShareTests.check(
      """
      show a  = allocate 500 units levelling position / daily in steps of 1 unit
      show b  = allocate 500 units levelling position / daily in steps of 1 unit ties by priority
      show b2 = allocate 500 units levelling position / daily in steps of 1 unit ties by region, id
      show c  = allocate 500 units by demand at most need in steps of 12 units
      show d  = left(c)
      show e  = allocate 500 units by demand in steps of 12 units leaving the rest
      show f  = left(e)
      show g  = allocate 900 units by demand at most need exactly
      show h  = left(g)
      show i  = allocate 500 units in order of priority at most need in steps of 48 units
      show j  = left(i)
      show k  = allocate 500 units one pack at a time to the smallest position / daily
      show l  = left(k)
      show m  = allocate 500 units one pack at a time to the smallest position / daily at most need
      show n  = left(m)
      show o  = allocate 0 units by 0 at most need exactly
      show p  = allocate 5 units by 0 exactly leaving the rest
      show q  = left(p)
      show r  = allocate 500 units by demand in order of tier at most need in steps of 12 units
      show s  = left(r)
      show t  = allocate 500 units by demand per region at most need exactly
      show v  = allocate 500 units by demand at most ((need / (tier - 1)) else infinite) exactly
      show u  = left(t)
      """,
      [
        // 175, 170, 67.5, 87.5: one unit for one of two equal halves; by key, by priority (3 before 4), by region (A, B).
        "a": ["175", "170", "68", "87"], "b": ["175", "170", "68", "87"], "b2": ["175", "170", "68", "87"],
        // 41 packs; needs of 20, 25, 8, 4. West has 4; 37 by 200 : 300 : 100 are 12.33, 18.5, 6.17: east has the last.
        "c": ["144", "228", "72", "48"], "d": ["8"],
        // 41 packs by 2 : 3 : 1 : 4 are 8.2, 12.3, 4.1, 16.4: west has the last.
        "e": ["96", "144", "48", "204"], "f": ["8"],
        "g": ["240", "300", "100", "50"], "h": ["210"],
        // East 6 times 48; north 4 times 48 (of 5) fit in the 212 that are left; 20 are left.
        "i": ["192", "288", "0", "0"], "j": ["20"],
        // Pack by pack to the shortest cover; what is left is less than any pack.
        "k": ["168", "156", "72", "100"], "l": ["4"],
        // West's need is one pack, then 450 for the others: the last 6 fit for south alone.
        "m": ["192", "180", "78", "50"], "n": ["0"],
        "o": ["0"], "p": ["0"], "q": ["5"],
        // North 20 packs and south 8; of the 13 that are left west has the 4 that it may have, and east 9.
        "r": ["240", "108", "96", "48"], "s": ["8"],
        // No bound for the first tier: west has its 50, and 450 by 200 : 300 : 100.
        "v": ["150", "225", "75", "50"],
        // Region A needs 340 of its 500, region B 350.
        "t": ["240", "300", "100", "50"], "u": ["160", "150", "160", "150"],
      ])
  }

  @Test func aSupplierMinimumIsReachedPackByPack() throws {
    try EndToEndShareTests.check(
      """
      show a = allocate at least 1_000 USD counting price one pack at a time to the smallest position / daily
      show b = left(a)
      show c = allocate at least 100 kg counting weight one pack at a time to the smallest position / daily at most 24 units
      show d = left(c)
      show e = allocate at least 0 kg counting weight one pack at a time to the smallest position / daily
      show f = allocate at least -5 USD counting price one pack at a time to the smallest position / daily
      show g = left(f)
      show h = allocate at least 30 USD counting price when id != "north" else 0 USD / units one pack at a time to the smallest position / daily
      """.replacing(
        "counting price when id != \"north\" else 0 USD / units",
        with: "counting (price when id != \"north\" else 0 USD / units)"),
      [
        // 168 * 2 + 120 * 3 + 54 * 5 + 50 * 1 = 1,016 USD.
        "a": ["168", "120", "54", "50"], "b": ["0"],
        // A second pack is too much for north and west has no room: 24 * 0.5 + 24 * 2 + 24 * 1 = 84 kg.
        "c": ["24", "24", "24", "0"], "d": ["16"], "e": ["0"], "f": ["0"], "g": ["0"],
        // North's packs bring nothing nearer; south comes next.
        "h": ["0", "0", "6", "0"],
      ])
  }

  /// Three shares of 167.5, 167.5 and 165 would each be rounded to 168, 168 and 165: 501 of 500.
  @Test func roundedSharesAreNotMoreThanThereIs() throws {
    try EndToEndShapeTests.check(
      """
      language 1
      table stores (id) {
        id    text
        sold  units
      }
      rows {
        id | sold
        a  | 66
        b  | 67
        c  | 67
      }
      sheet S {
        for each stores
        show naive  = 500 units * sold / sum(stores.sold in total) rounded to 1 unit
        show shared = allocate 500 units by sold in steps of 1 unit
        show capped = allocate 500 units by sold at most 167 units in steps of 1 unit
        show rest   = left(capped)
      }
      """, "S",
      [
        "a": ["naive": "165", "shared": "165", "capped": "166", "rest": "0"],
        "b": ["naive": "168", "shared": "168", "capped": "167", "rest": "0"],
        "c": ["naive": "168", "shared": "167", "capped": "167", "rest": "0"],
      ])
  }

  @Test func whatCannotBeSharedIsRefused() throws {
    func codes(_ line: String) throws -> [String] {
      try EndToEndShapeTests.codes(EndToEndShareTests.stores("show x = " + line))
    }
    let refused = ["E0958"]
    #expect(try codes("allocate -5 units by demand at most need exactly") == refused)
    #expect(try codes("allocate -5 units by demand exactly") == [])
    #expect(try codes("allocate -5 units levelling position / daily exactly") == refused)
    #expect(try codes("allocate 5 units levelling position / (daily - 10 units / day) exactly") == refused)
    #expect(try codes("allocate 5 units by demand at most position exactly") == refused)
    #expect(try codes("allocate 500 units in order of tier at most need exactly") == refused)
    #expect(try codes("allocate 500 units in order of tier, id at most need exactly") == [])
    #expect(try codes("allocate need by demand at most need exactly") == refused)
    #expect(try codes("allocate 500 units levelling position / daily in steps of 12 units") == refused)
    #expect(try codes("allocate 500 units levelling position / daily in steps of 12 units leaving the rest") == [])
    #expect(try codes("allocate 5 units levelling position / (0 * daily) exactly") == refused)
    #expect(try codes("allocate 5 units levelling position / (0 * daily) exactly else 0 units") == [])
    #expect(try codes("allocate 5 units levelling position / (0 * daily) exactly leaving the rest") == [])
    #expect(try codes("allocate 5 units by demand at most need in steps of pack") != [])
    #expect(
      try codes("allocate 5 units one position at a time to the smallest position / daily") == refused)
  }
}
