import Columns
import Engine
import IR
import Testing

/// What a failed run says: each thing once, with the place where it arose.
@Suite struct FindingTests {
  typealias Case = FrameTests.Case

  /// Deals credited to reps by month, with a ratio that fails where `count` is zero.
  static func ratios(_ plan: inout ProgramBuilder) {
    let reps = plan.scan("reps", [("id", .text)])
    let deals = plan.scan("deals", [("id", .text), ("owner", .text), ("amount", .number), ("count", .number)])
    let owner = plan.column(
      deals.frame, .row(reps.frame),
      .lookup(frame: reps.frame, theirs: [reps.columns[0]], keys: [deals.columns[1]], isRequired: true))
    plan.program.required.append(owner)
    let ratio = plan.column(
      deals.frame, .number, .divide(deals.columns[2], deals.columns[3], zeroIsMissing: false), name: "ratio")
    let spine = plan.frame("Plan", .spine(entities: reps.frame, first: Period(.month, ordinal: 24_312), count: 2))
    let payee = plan.parent(spine)
    let id = plan.gather(reps.columns[0], at: payee)
    let month = plan.column(spine, .period(.month), .period)
    let total = plan.sum(ratio, [owner], equal: [payee], in: spine)
    let twice = plan.column(spine, .number, .add(total, total))
    plan.output("Plan", spine, [("payee", id), ("month", month), ("total", total), ("twice", twice)], keys: 2)
  }

  static let cases = [
    Case(
      "a fault of one row that many results contain is reported once, where it arose",
      ["reps": "id\nann\nbob\n", "deals": "id,owner,amount,count\nd1,ann,5,1\nd2,bob,7,0\nd3,bob,8,2\nd4,bob,9,0\n"],
      """
      deals.csv:3 | a division by zero | id d2 | with amount 7, count 0
      deals.csv:5 | a division by zero | id d4 | with amount 9, count 0
      """, ratios),
    Case(
      "a reference to nothing", ["reps": "id\nann\nbob\n", "deals": "id,owner,amount,count\nd1,Ann,5,0\nd2,zoe,7,0\n"],
      """
      deals.csv:2 | `Ann` in column `owner` is no key of `reps` | id d1 | the nearest key of `reps` is `ann`
      deals.csv:3 | `zoe` in column `owner` is no key of `reps` | id d2
      """, ratios),
    Case(
      "cells that cannot be read", ["reps": "id\nann\n", "deals": "id,owner,amount,count\nd1,ann,x,1\nd2,ann,,1\n"],
      """
      deals.csv:2:8 | `x` in column `amount` is not a number like 1234.50
      deals.csv:3:8 | a cell in column `amount` is empty
      """, ratios),
    Case(
      "a table without a file", ["reps": "id\nann\n"], "deals | no file is given for the table `deals`", ratios),
    Case(
      "a column that is not there", ["reps": "id\nann\n", "deals": "id,owner,amounts,count\n"],
      """
      deals.csv:1:1 | there is no column `amount` | there is a column `amounts` | there is a column `count` \
      | the columns of the file are `id`, `owner`, `amounts`, `count`
      """,
      ratios),
    Case(
      "a lookup by several keys names the nearest",
      [
        "quotas": "rep,quarter,target\nann,2026-Q1,5\nann,2026-Q2,6\nbob,2026-Q1,9\n",
        "t": "rep,quarter\nann,2026-Q1\nann,2026-Q4\nbo,2026-Q1\n",
      ],
      """
      t.csv:3 | `quotas` has no row for `ann`, `2026-Q4`; the nearest is `ann, 2026-Q2` | rep ann
      t.csv:4 | `quotas` has no row for `bo`, `2026-Q1`; the nearest is `bob, 2026-Q1` | rep bo
      """
    ) { plan in
      let quotas = plan.scan("quotas", [("rep", .text), ("quarter", .period(.quarter)), ("target", .number)])
      let t = plan.scan("t", [("rep", .text), ("quarter", .period(.quarter))])
      let row = plan.column(
        t.frame, .row(quotas.frame),
        .lookup(
          frame: quotas.frame, theirs: [quotas.columns[0], quotas.columns[1]], keys: t.columns, isRequired: true))
      let target = plan.gather(quotas.columns[2], at: row)
      plan.output("o", t.frame, [("rep", t.columns[0]), ("target", target)])
    },
    Case(
      "a filter that fails", ["t": "id,n\na,1\nb,0\n"],
      "t.csv:3 | a division by zero | id b | with n 0"
    ) { plan in
      let t = plan.scan("t", [("id", .text), ("n", .number)])
      let one = plan.number(t.frame, "1")
      let inverse = plan.column(t.frame, .number, .divide(one, t.columns[1], zeroIsMissing: false))
      let keep = plan.column(t.frame, .bool, .compare(.greater, inverse, one))
      let kept = plan.filter(t.frame, keep)
      let id = plan.gather(t.columns[0], at: kept.row)
      plan.output("o", kept.frame, [("id", id)])
    },
    Case(
      "laws that do not hold, with their witnesses", ["t": "id,n,m\na,1,2\nb,3,2\nc,,2\nd,9,\n"],
      """
      t.csv:3 | the check `n stays below m` does not hold | id b | with n 3, m 2
      t.csv:4 | the check `n stays below m` has no value to judge | id c | with n , m 2
      """
    ) { plan in
      let t = plan.scan("t", [("id", .text), ("n?", .number), ("m?", .number)])
      let holds = plan.column(t.frame, .bool, .compare(.less, t.columns[1], t.columns[2]))
      let absent = plan.column(t.frame, .bool, .isMissing(t.columns[2]))
      let applies = plan.column(t.frame, .bool, .not(absent))
      plan.program.checks.append(
        Check(
          text: "n stays below m", frame: t.frame, condition: holds, applies: applies,
          witnesses: [NamedColumn("n", t.columns[1]), NamedColumn("m", t.columns[2])],
          span: plan.program[holds].span))
      plan.output("o", t.frame, [("id", t.columns[0])])
    },
    Case(
      "values outside the tiers, and days that are not", ["t": "id,n,d\na,-1,2026-01-31\nb,1,2026-01-30\n"],
      """
      t.csv:2 | `R` has no tier for -1 | id a | with n -1
      t.csv:2 | 2026-01-31 + 1 months is not in the calendar | id a | with d 2026-01-31
      t.csv:3 | 2026-01-30 + 1 months is not in the calendar | id b | with d 2026-01-30
      """
    ) { plan in
      let t = plan.scan("t", [("id", .text), ("n", .number), ("d", .date)])
      plan.program.tiers.append(OperationTests.tiers(["0"], [true], ["0.1"]))
      let rate = plan.column(t.frame, .number, .tierRate(table: 0, t.columns[1]))
      let one = plan.number(t.frame, "1")
      let next = plan.column(t.frame, .date, .addMonths(t.columns[2], one, isClamped: false))
      plan.output("o", t.frame, [("id", t.columns[0]), ("rate", rate), ("next", next)])
    },
    Case(
      "too many digits, a missing value and parts that are not whole", ["t": "id,n\na,99999999999999999\nb,\nc,0.5\n"],
      """
      t.csv:2 | a number with more digits than can be computed with | id a
      t.csv:3 | a value that must be there is missing | id b | with n\u{20}
      t.csv:4 | 0.5 is not a whole multiple of 1 | id c | with n 0.5
      """
    ) { plan in
      let t = plan.scan("t", [("id", .text), ("n?", .number)])
      let one = plan.number(t.frame, "1")
      let whole = plan.column(t.frame, .number, .whole(t.columns[1], step: one))
      let square = plan.column(t.frame, .number, .multiply(t.columns[1], t.columns[1]))
      let fourth = plan.column(t.frame, .number, .multiply(square, square))
      let required = plan.column(t.frame, .number, .require(t.columns[1]))
      plan.output(
        "o", t.frame, [("id", t.columns[0]), ("whole", whole), ("fourth", fourth), ("required", required)])
    },
  ]

  @Test(arguments: cases) func saysWhatIsWrong(_ test: Case) {
    for threads in [1, 2] { #expect(outcome(test.program, test.tables, threads: threads) == test.expected) }
  }

  @Test func isBounded() {
    var plan = ProgramBuilder()
    Self.ratios(&plan)
    var deals = "id,owner,amount,count\n"
    for deal in 0..<1_000 { deals += "d\(deal),nobody,1,1\n" }
    let text = outcome(plan.program, ["reps": "id\nann\n", "deals": deals], errorLimit: 2)
    #expect(
      text == """
        deals.csv:2 | `nobody` in column `owner` is no key of `reps` | id d0
        deals.csv:3 | `nobody` in column `owner` is no key of `reps` | id d1
        and 998 more
        """)
  }
}
