import Columns
import Engine
import IR
import TestSupport
import Testing

/// Columns along the periods of a spine.
@Suite struct RecurrenceTests {
  /// A recoverable draw: what is owed grows by what the draw exceeds the pay, and is recovered from later pay.
  static func draw() -> Program {
    var plan = ProgramBuilder()
    let reps = plan.scan("reps", [("id", .text), ("draw", .number)])
    let pays = plan.scan("pays", [("id", .text), ("month", .period(.month)), ("pay", .number)])
    let spine = plan.frame(
      "Draw", .spine(entities: reps.frame, first: Period(.month, ordinal: 2026 * 12), count: 4))
    let row = plan.parent(spine)
    let id = plan.gather(reps.columns[0], at: row)
    let draw = plan.gather(reps.columns[1], at: row)
    let month = plan.column(spine, .period(.month), .period)
    let pay = plan.sum(pays.columns[2], [pays.columns[0], pays.columns[1]], equal: [id, month], in: spine)
    let zero = plan.number(spine, "0")
    // owed comes after what reads it.
    let first = plan.program.columns.count
    let owedID = ColumnID(first + 8)
    let before = plan.column(spine, .number, .previous(of: owedID, initial: zero, restarts: nil))
    let over = plan.column(spine, .number, .subtract(pay, draw))
    let free = plan.column(spine, .number, .maximum(over, zero))
    let recovered = plan.column(spine, .number, .minimum(before, free))
    let short = plan.column(spine, .number, .negate(over))
    let advance = plan.column(spine, .number, .maximum(short, zero))
    let added = plan.column(spine, .number, .add(before, advance))
    let least = plan.column(spine, .number, .maximum(pay, draw))
    let owed = plan.column(spine, .number, .subtract(added, recovered))
    let paid = plan.column(spine, .number, .subtract(least, recovered))
    plan.output("Draw", spine, [("id", id), ("month", month), ("pay", pay), ("paid", paid), ("owed", owed)], keys: 2)
    return plan.program
  }

  @Test(arguments: [1, 2, 7]) func recoversADraw(threads: Int) {
    let tables = [
      "reps": "id,draw\nann,100\nbob,50\n",
      "pays": "id,month,pay\nann,2026-01,60\nann,2026-03,130\nann,2026-04,500\nbob,2026-02,50.5\n",
    ]
    #expect(
      outcome(Self.draw(), tables, threads: threads) == """
        id,month,pay,paid,owed
        ann,2026-01,60,100,40
        ann,2026-02,0,100,140
        ann,2026-03,130,100,110
        ann,2026-04,500,390,0
        bob,2026-01,0,50,50
        bob,2026-02,50.5,50,49.5
        bob,2026-03,0,50,99.5
        bob,2026-04,0,50,149.5
        """)
  }

  @Test func isTheSameForManyEntitiesAndThreads() {
    var random = SeededRandom(seed: 6)
    var reps = "id,draw\n"
    var pays = "id,month,pay\n"
    for rep in 0..<300 {
      reps += "r\(rep),\(Int.random(in: 0..<200, using: &random))\n"
      for month in 1...4 { pays += "r\(rep),2026-0\(month),\(Int.random(in: 0..<300, using: &random)).25\n" }
    }
    let one = outcome(Self.draw(), ["reps": reps, "pays": pays], threads: 1)
    #expect(one.split(separator: "\n").count == 1 + 300 * 4)
    for threads in [2, 7] { #expect(outcome(Self.draw(), ["reps": reps, "pays": pays], threads: threads) == one) }
  }

  @Test func restartsAndShifts() {
    var plan = ProgramBuilder()
    let reps = plan.scan("reps", [("id", .text)])
    let spine = plan.frame("S", .spine(entities: reps.frame, first: Period(.month, ordinal: 2026 * 12 + 1), count: 4))
    let row = plan.parent(spine)
    let id = plan.gather(reps.columns[0], at: row)
    let month = plan.column(spine, .period(.month), .period)
    let one = plan.number(spine, "1")
    let first = plan.column(spine, .date, .firstDay(month))
    let quarter = plan.column(spine, .period(.quarter), .periodOf(first, .quarter))
    let start = plan.column(spine, .date, .firstDay(quarter))
    let restarts = plan.column(spine, .bool, .compare(.equal, start, first))
    // A count that is its own earlier value plus one, from 1 at the first month of each quarter.
    let zero = plan.number(spine, "0")
    let countID = ColumnID(plan.program.columns.count + 1)
    let before = plan.column(spine, .number, .previous(of: countID, initial: zero, restarts: restarts))
    let count = plan.column(spine, .number, .add(before, one))
    let shifted = plan.column(spine, .date, .previous(of: first, initial: start, restarts: nil))
    let restarted = plan.column(spine, .date, .previous(of: first, initial: start, restarts: restarts))
    plan.output(
      "o", spine,
      [("id", id), ("month", month), ("count", count), ("shifted", shifted), ("restarted", restarted)], keys: 2)
    for threads in [1, 2] {
      #expect(
        outcome(plan.program, ["reps": "id\na\nb\n"], threads: threads) == """
          id,month,count,shifted,restarted
          a,2026-02,1,2026-01-01,2026-01-01
          a,2026-03,2,2026-02-01,2026-02-01
          a,2026-04,1,2026-03-01,2026-04-01
          a,2026-05,2,2026-04-01,2026-04-01
          b,2026-02,1,2026-01-01,2026-01-01
          b,2026-03,2,2026-02-01,2026-02-01
          b,2026-04,1,2026-03-01,2026-04-01
          b,2026-05,2,2026-04-01,2026-04-01
          """)
    }
  }
}
