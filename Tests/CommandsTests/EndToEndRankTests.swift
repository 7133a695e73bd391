import Allot
import TestSupport
import Testing

/// Ranks, allocations and lines of all rows, against figures computed by hand.
@Suite struct EndToEndRankTests {
  private static let tables = [
    MemoryTable(
      name: "reps", header: ["id", "team", "hired", "salary", "is_out"],
      rows: [
        ["a", "X", "2024-05-01", "1000", "no"], ["b", "X", "2022-01-01", "2000", "no"],
        ["c", "Y", "2023-01-01", "3000", "no"], ["d", "Y", "2021-01-01", "1000", "yes"],
        ["e", "Y", "2025-01-01", "2000", "no"],
      ]),
    MemoryTable(
      name: "deals", header: ["id", "owner", "closed", "points"],
      rows: [
        ["1", "a", "2026-01-05", "60"], ["2", "a", "2026-01-31", "30"], ["3", "b", "2026-01-06", "80"],
        ["4", "c", "2026-01-07", "90"], ["5", "d", "2026-01-08", "70"], ["6", "a", "2026-02-01", "10"],
        ["7", "b", "2026-02-02", "20"], ["8", "d", "2026-02-03", "20"],
      ]),
    MemoryTable(name: "prizes", header: ["place", "amount"], rows: [["1", "500"], ["2", "300"], ["3", "100"]]),
  ]

  private static let head = """
    language 1
    table reps (id) {
      id      text
      team    text
      hired   date
      salary  USD
      is_out  bool
    }
    table deals (id) dated closed {
      id      text
      owner   reps
      closed  date
      points  number
    }
    table prizes (place) {
      place   number
      amount  USD
    }

    """

  /// January: a and c 90, b 80, d 70, e nothing. February: b and d 20, a 10, c and e nothing.
  @Test func ranksWithEachRuleForTies() throws {
    try EndToEndShapeTests.check(
      EndToEndRankTests.head + """
        plan Contest {
          for each reps
          during 2026-01 .. 2026-02
          paid monthly in USD, negative dropped
          show points = sum(deals.points)
          show place  = rank(points, greatest first, ties standard)
          show dense  = rank(points, greatest first, ties dense)
          show strict = rank(points, greatest first, ties by hired, id)
          show inside = rank(points, greatest first, ties standard per team)
          show active = rank(points, greatest first, ties standard where not is_out)
          show last   = rank(points, least first, ties dense per team where not is_out)
          show senior = rank(hired, least first, ties standard)
          show tied   = count(Contest over month per place)
          show all    = sum(Contest.points over month in total)
          # The prizes of the places that are shared, in equal parts.
          pay prize = sum(prizes.amount where place >= this.place and place < this.place + this.tied in total) / tied
        }
        """, "Contest",
      [
        "a|2026-01": [
          "place": "1", "dense": "1", "strict": "2", "inside": "1", "active": "1", "last": "2", "senior": "4",
          "tied": "2", "all": "330", "prize": "400",
        ],
        "b|2026-01": [
          "place": "3", "dense": "2", "strict": "3", "inside": "2", "active": "3", "last": "1", "senior": "2",
          "tied": "1", "prize": "100",
        ],
        "c|2026-01": [
          "place": "1", "dense": "1", "strict": "1", "inside": "1", "active": "1", "last": "2", "tied": "2",
          "prize": "400",
        ],
        // d is out: neither ranked nor counted.
        "d|2026-01": [
          "place": "4", "dense": "3", "strict": "4", "inside": "2", "active": "", "last": "", "prize": "0",
        ],
        "e|2026-01": [
          "place": "5", "dense": "4", "strict": "5", "inside": "3", "active": "4", "last": "1", "tied": "1",
        ],
        "a|2026-02": [
          "place": "3", "dense": "2", "strict": "3", "active": "2", "tied": "1", "all": "50", "prize": "100",
        ],
        // b and d have 20 each; d was hired first.
        "b|2026-02": ["place": "1", "dense": "1", "strict": "2", "active": "1", "tied": "2", "prize": "400"],
        "c|2026-02": ["place": "4", "dense": "3", "strict": "4", "active": "3", "tied": "2", "prize": "0"],
        "d|2026-02": ["place": "1", "dense": "1", "strict": "1", "active": "", "prize": "400"],
        "e|2026-02": ["place": "4", "dense": "3", "strict": "5", "active": "3", "prize": "0"],
      ], tables: EndToEndRankTests.tables)
  }

  private static func people(_ lines: String, rows: String = "a | 5000 | X\n  b | 4000 | X\n  c | 3000 | Y") -> String {
    """
    language 1
    table people (id) {
      id    text
      want  USD
      team  text
    }
    rows {
      id | want | team
      \(rows)
    }
    sheet Pool {
      for each people
      \(lines)
    }
    """
  }

  @Test func partsSumToTheAmount() throws {
    try EndToEndShapeTests.check(
      EndToEndRankTests.people(
        """
        let wanted = sum(Pool.want in total)
        # 12,000 are wanted and 10,000 are there: each gets 5/6 of what it wants.
        show scaled = allocate min(10_000 USD, wanted) by want in steps of 0.01 USD
        show exact  = 3 * allocate min(10_000 USD, wanted) by want exactly
        show enough = allocate min(20_000 USD, wanted) by want in steps of 0.01 USD
        show equal  = allocate 9_000 USD by 1 exactly
        show within = allocate 9_000 USD by want per team in steps of 1 USD
        # 100 / 3 = 33.33…: the cent that is left goes to the first key, or as `ties by` says.
        show cents  = allocate 100 USD by 1 in steps of 0.01 USD
        show least  = allocate 100 USD by 1 in steps of 0.01 USD ties by want
        show back   = allocate (-100 USD) by 1 in steps of 0.01 USD
        show none   = allocate 0 USD by 0 exactly
        show other  = allocate 5 USD by 0 exactly else 1 USD
        show chosen = allocate 5 USD by 0 exactly when wanted > 1m USD else 2 USD
        """), "Pool",
      [
        // 10,000 * 5,000 / 12,000 = 4,166.66… has the largest remainder; three times that is exactly 12,500.
        // In X 9,000 are shared 5 : 4.
        "a": [
          "scaled": "4166.67", "exact": "12500", "enough": "5000", "equal": "3000", "within": "5000", "cents": "33.34",
          "least": "33.33", "back": "-33.34", "none": "0", "other": "1", "chosen": "2",
        ],
        "b": [
          "scaled": "3333.33", "exact": "10000", "enough": "4000", "equal": "3000", "within": "4000", "cents": "33.33",
          "least": "33.33", "back": "-33.33", "none": "0", "other": "1",
        ],
        "c": [
          "scaled": "2500", "exact": "7500", "enough": "3000", "equal": "3000", "within": "9000", "cents": "33.33",
          "least": "33.34", "back": "-33.33", "none": "0", "other": "1",
        ],
      ])
    // Contribution by month: January 90 : 80 : 90 : 70 : 0 of 330, February 10 : 20 : 0 : 20 : 0 of 50.
    try EndToEndShapeTests.check(
      EndToEndRankTests.head + """
        plan Team {
          for each reps
          during 2026-01 .. 2026-02
          paid monthly in USD, negative dropped
          pay equal        = allocate 9_000 USD by 1 in steps of 0.01 USD
          pay by_salary    = allocate 9_000 USD by salary in steps of 0.01 USD
          pay contribution = allocate 3_300 USD by sum(deals.points) in steps of 0.01 USD
        }
        """, "Team",
      [
        "a|2026-01": ["equal": "1800", "by_salary": "1000", "contribution": "900"],
        "b|2026-01": ["equal": "1800", "by_salary": "2000", "contribution": "800"],
        "c|2026-01": ["equal": "1800", "by_salary": "3000", "contribution": "900"],
        "d|2026-01": ["equal": "1800", "by_salary": "1000", "contribution": "700"],
        "e|2026-01": ["equal": "1800", "by_salary": "2000", "contribution": "0"],
        "a|2026-02": ["contribution": "660"], "b|2026-02": ["contribution": "1320"],
        "c|2026-02": ["contribution": "0"], "d|2026-02": ["contribution": "1320"], "e|2026-02": ["contribution": "0"],
      ], tables: EndToEndRankTests.tables)
  }

  /// Milestones of the quarter: 500 at 10 wins and 1,000 more at 20, each once. 8, then 12, then 24 wins: 0, 500, 1,000.
  /// A line paid each quarter shares and ranks in the quarter's last month only.
  @Test func milestonesArePaidOnceAndQuartersAtTheirEnd() throws {
    try EndToEndShapeTests.check(
      """
      language 1
      table people (id) {
        id    text
        want  USD
      }
      rows {
        id | want
        a  | 10
        b  | 20
      }
      table milestones (wins) {
        wins   number
        bonus  USD
      }
      rows {
        wins | bonus
        10   | 500
        20   | 1_000
      }
      table deals (id) dated closed {
        id      text
        owner   people
        closed  date
        wins    number
      }
      rows {
        id | owner | closed     | wins
        1  | a     | 2026-01-05 | 8
        2  | a     | 2026-02-05 | 4
        3  | a     | 2026-03-05 | 12
        4  | a     | 2026-04-05 | 10
      }
      plan Bonus {
        for each people
        during 2026-01 .. 2026-06
        paid monthly in USD, negative collected
        let won = sum(deals.wins over quarter to date)
        pay milestone = true up sum(milestones.bonus where wins <= this.won in total)
        pay shared each quarter  = allocate 100 USD by sum(deals.wins) in steps of 0.01 USD
        show place each quarter  = rank(won, least first, ties by id)
      }
      """, "Bonus",
      [
        "a|2026-01": ["milestone": "0", "shared": "0", "place": ""],
        "a|2026-02": ["milestone": "500", "shared": "0"],
        "a|2026-03": ["milestone": "1000", "shared": "100", "place": "2"],
        // April begins a new quarter with 10 wins; in May there is nothing to share by, and nothing is shared.
        "a|2026-04": ["milestone": "500", "shared": "0"], "a|2026-05": ["milestone": "0", "shared": "0"],
        "b|2026-03": ["milestone": "0", "shared": "0", "place": "1"], "b|2026-04": ["milestone": "0"],
        "b|2026-01": [:], "b|2026-02": [:], "b|2026-05": [:],
      ], period: "2026-01..2026-05")
  }

  @Test func whatCannotBeSharedOrToldApartIsRefused() throws {
    func codes(_ line: String) throws -> [String] { try EndToEndShapeTests.codes(EndToEndRankTests.people(line)) }
    #expect(try codes("show x = allocate 5 USD by 0 exactly") == ["E0958"])
    #expect(try codes("show x = allocate 5 USD by want - 4_000 USD exactly") == ["E0958"])
    #expect(try codes("show x = allocate want by 1 exactly") == ["E0958"])
    #expect(try codes("show x = allocate want by 1 per id exactly") == [])
    #expect(try codes("show x = allocate 5.001 USD by 1 in steps of 0.01 USD") == ["E0958"])
    #expect(try codes("show x = rank(5, least first, ties by team)") == ["E0958"])
    #expect(try codes("show x = rank(5, least first, ties by team, id)") == [])
    #expect(try codes("show x = rank(5, least first, ties by team where id != \"b\")") == [])
  }
}
