import Allot
import TestSupport
import Testing

/// Defines in plans that run, against figures that were computed by hand.
@Suite struct EndToEndDefineTests {
  /// What ann and bo earn from January on.
  static func head(_ defines: String) -> String {
    """
    language 1
    table sellers (id) {
      id   text
      base USD
    }
    rows {
      id  | base
      ann | 3_000
      bo  | 1_000
    }
    table earnings (seller, month) {
      seller  sellers
      month   month
      earned  USD
    }
    rows {
      seller | month   | earned
      ann    | 2026-01 | 2_000
      ann    | 2026-02 | 4_500
      ann    | 2026-03 | 3_200
      bo     | 2026-01 | 1_500
      bo     | 2026-02 | 0
      bo     | 2026-03 | 900
    }
    table deals (id) dated closed {
      id      text
      owner   sellers
      closed  date
      amount  USD
      cost    USD
    }
    rows {
      id | owner | closed     | amount | cost
      d1 | ann   | 2026-01-10 | 100    | 60
      d2 | ann   | 2026-02-10 | 200    | 50
      d3 | bo    | 2026-03-10 | 70     | 80
    }
    param floor = 10 USD
    \(defines)

    plan P {
      for each sellers
      during 2026-Q1
      paid monthly in USD, negative dropped
      credit sales from deals to owner of amount
      let earned = earnings[payee, this month].earned

    """
  }

  static let draw = """
    define Draw (earned: M, draw: M) in M {
      let recovered = min(previous(owed), max(earned - draw, 0 M))
      let owed starting 0 M = previous(owed) + max(draw - earned, 0 M) - recovered
      let paid = max(earned, draw) - recovered
      check "what is paid less what is earned is owed" owed = ((paid - earned) over plan to date)
    }
    """

  /// Each case: the defines, the lines of the plan, and what the line `x` is, ann's three months and then bo's.
  static let cases: [(defines: String, lines: String, expected: [String])] = [
    // A draw of 3,000: ann owes 1,000 after January and has paid it off in February; bo, with a draw of 1,000, is never
    // short in January, owes 1,000 after February and 1,100 after March.
    (draw, "let d = Draw(earned, payee.base)\n show x = d.paid", ["3000", "3500", "3200", "1500", "1000", "1000"]),
    (
      draw, "let d = Draw(draw: payee.base, earned: earned)\n show x = d.owed", ["1000", "0", "0", "0", "1000", "1100"]
    ),
    // Another draw in the same plan keeps its own balance: with 4,000, ann owes 2,000, 1,500, 2,300.
    (
      draw, "let a = Draw(earned, 1 USD)\n let d = Draw(earned + 0 USD, 4_000 USD)\n show x = d.owed",
      ["2000", "1500", "2300", "2500", "6500", "9600"]
    ),
    // Values of earlier periods, and of several.
    (draw, "let d = Draw(earned, payee.base)\n show x = previous(d.owed)", ["0", "1000", "0", "0", "0", "1000"]),
    (
      draw, "let d = Draw(earned, payee.base)\n show x = d.paid over plan to date",
      ["3000", "6500", "9700", "1500", "2500", "3500"]
    ),
    // A line of the plan that is called as one of the block's, or as a parameter, is another.
    (
      draw,
      "let owed = 7 USD\n let draw = payee.base\n let recovered = Draw(earned: earned, draw: draw)\n show x = recovered.owed + owed",
      ["1007", "7", "7", "7", "1007", "1107"]
    ),
    // A block within a block, with its argument computed by the outer one.
    (
      draw
        + "\ndefine Twice (earned: M) in M {\n let inner = Draw(2 * earned, draw: floor_of)\n let floor_of = 5_000 M\n"
        + " let left = inner.owed\n}",
      "let t = Twice(earned)\n show x = t.left + t.inner.owed - t.left",
      // 5,000 against 4,000, 9,000, 6,400 and 3,000, 0, 1,800.
      ["1000", "0", "0", "2000", "7000", "10200"]
    ),
    // A value, called in an expression, by names and with a default.
    (
      "define Less (a: M, by: M = 1 M) in M = a - by", "show x = Less(earned)",
      ["1999", "4499", "3199", "1499", "-1", "899"]
    ),
    (
      "define Less (a: M, by: M = 1 M) in M = a - by", "show x = Less(by: Less(earned, 500 USD), a: earned)",
      ["500", "500", "500", "500", "500", "500"]
    ),
    // In another unit.
    (
      "define Less (a: M, by: M = 1 M) in M = a - by", "show x = Less(5 units) / 1 units * 1 USD",
      ["4", "4", "4", "4", "4", "4"]
    ),
    // Inside an aggregate it is computed per row: 40, 150, and -10 raised to the floor of 10.
    (
      "define Margin (revenue: M, cost: M) in M = max(revenue - cost, 0 M)\n"
        + "define Floored (m: USD) = max(m, floor)",
      "show x = sum(Floored(Margin(deals.amount, cost: deals.cost)))", ["40", "150", "0", "0", "0", "10"]
    ),
    // A credit that is handed in stays one: its total to date.
    (
      "define Sofar (sold: USD) {\n let all = sold over plan to date\n let now = sold\n}",
      "let s = Sofar(sales)\n show x = s.all + 1000 * s.now", ["100100", "200300", "300", "0", "0", "70070"]
    ),
    // A line of a quarter, in a plan of months.
    (
      "define Top (earned: M, least: M) in M {\n let top each quarter = max(least - (earned over quarter), 0 M)\n"
        + " let due = top else 0 M\n}",
      "let t = Top(earned, least: 10_000 USD)\n show x = t.due", ["0", "0", "300", "0", "0", "7600"]
    ),
    // What may be missing, and what is asked of it.
    (
      "define Or (a: M?, b: M) in M = a + 0 M when a is not missing else b",
      "show x = Or(earnings[payee, previous month]?.earned, 5 USD)", ["5", "2000", "4500", "5", "1500", "0"]
    ),
    // A parameter called as a word of the calendar, a date, a text and a row.
    (
      "define Base (who: sellers, month: month, word: text, day: date) =\n"
        + " who.base + earnings[who, month].earned when word = \"both\" and day in month else who.base",
      "show x = Base(payee, this month, \"both\", 2026-02-03)", ["3000", "7500", "3000", "1000", "1000", "1000"]
    ),
  ]

  static func values(_ plan: String) throws -> [String]? {
    guard case .results(let results) = try Scenario(plan: plan, tables: []).run() else { return nil }
    let rows = try #require(results["P"])
    return try rows.keys.sorted().map { key in
      guard case .number(let value)? = rows[key]?["x"] else {
        throw NoNumber(key: key)
      }
      return "\(value)"
    }
  }

  struct NoNumber: Error {
    let key: String
  }

  @Test(arguments: cases.indices) func figuresAreThoseComputedByHand(_ index: Int) throws {
    let (defines, lines, expected) = EndToEndDefineTests.cases[index]
    let plan = EndToEndDefineTests.head(defines) + lines + "\n}\n"
    #expect(try EndToEndDefineTests.values(plan) == expected, "\(lines)")
  }

  /// Lines of a block are read from another sheet as those of its own are.
  @Test func blocksAreReadThroughTheirSheet() throws {
    let plan =
      EndToEndDefineTests.head(EndToEndDefineTests.draw) + "let d = Draw(earned, payee.base)\n show y = d.paid\n}\n"
        + """
        sheet S {
          for each all
          show paid = sum(P.d.paid)
          show short = count(P where d.owed > 0 USD)
          show sums = sum(P.d.owed where P.d.paid > this.least)
          let least = 2_999 USD
        }
        """
    guard case .results(let results) = try Scenario(plan: plan, tables: []).run() else {
      Issue.record("does not run")
      return
    }
    // 3,000 + 3,500 + 3,200 and 1,500 + 1,000 + 1,000; owed in three rows; of those, ann's January is over 2,999.
    let row = results["S"]?[""]
    #expect(row?["paid"] == .number(Rational(13_200)))
    #expect(row?["short"] == .number(Rational(3)))
    #expect(row?["sums"] == .number(Rational(1_000)))
  }

  /// The checks of a block hold per use; the message names the row, the block and the check.
  @Test func checksNameTheirBlock() throws {
    let defines = "define Small (a: M) in M {\n let half = a / 2\n check \"half is small\" half < 1_200 M\n}"
    let text =
      EndToEndDefineTests.head(defines) + "let fine = Small(1 USD)\n let bad = Small(earned)\n show x = bad.half\n}\n"
    let plan = Plan(text: text)
    #expect(!plan.hasErrors)
    do throws(RunError) {
      _ = try plan.compileForTest().evaluate()
      Issue.record("the check holds")
    } catch {
      let first = try #require(error.diagnostics.first)
      #expect(error.diagnostics.count == 2)
      #expect(first.code == "E0930" && first.message.contains("`bad: half is small`"))
      #expect(first.notes.contains { $0.contains("`ann`") && $0.contains("2026-02") })
    }
  }
}

extension Plan {
  fileprivate func compileForTest() -> CompiledPlan {
    do {
      return try compile()
    } catch {
      preconditionFailure("the plan compiles")
    }
  }
}
