import Columns
import Engine
import IR
import Testing

/// Programs as text, and what is wrong with programs that are not well formed.
@Suite struct ProgramTextTests {
  @Test func printsAProgram() {
    #expect(
      programText(PlanTests.program(), place: { $0.start == 130 ? "plan.allot:7" : "" }) == """
        input t0 reps from "reps.csv"
          id: text
          rate: number
        input t1 deals from "deals.csv"
          id: text
          owner: text
          closed: date
          stage: text
          amount: number

        frame f0 reps = scan t0
          named by id c0
          c0 id: text = input 0
          c1 rate: number = input 1

        frame f1 deals = scan t1                                                plan.allot:7
          named by id c2
          c2 id: text = input 0
          c3 owner: text = input 1
          c4 closed: date = input 2
          c5 stage: text = input 3
          c6 amount: number = input 4
          c7 owner: row of f0 = lookup f0 (c0) = (c3) required
          c8: text = constant "Won"
          c9: bool = c5 = c8

        frame f2 kept = filter f1 where c9
          c10: row of f1 = parent row
          c11 owner: row of f0 = gather c7 at c10
          c12 amount: number = gather c6 at c10
          c13 closed: date = gather c4 at c10
          c14: month = month of c13

        frame f3 Plan = spine f0 from 2026-01 for 3
          c15: row of f0 = parent row
          c16 month: month = period
          c17 id: text = gather c0 at c15
          c18 rate: number = gather c1 at c15
          c19: number = sum c12 of f2 (c11, c14) = (c15, c16)
          c20 pay: number = c19 * c18
        required c7

        output sheet Plan of f3
          key payee = c17
          key month = c16
          column bookings = c19 additive
          column pay = c20 additive
          by c17, c16

        """)
  }

  struct Slip: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var spoil: @Sendable (inout Program) -> Void

    init(_ expected: String, _ spoil: @escaping @Sendable (inout Program) -> Void) {
      testDescription = expected
      self.spoil = spoil
    }
  }

  static let slips = [
    Slip("c20 reads c21, which does not exist") { $0.columns[20].operation = .add(ColumnID(21), ColumnID(18)) },
    Slip("c20 reads c20, which comes later") { $0.columns[20].operation = .add(ColumnID(20), ColumnID(18)) },
    Slip("c20 reads c12, which is of another frame") { $0.columns[20].operation = .add(ColumnID(12), ColumnID(18)) },
    Slip("c20 takes a text, c17, for a number") { $0.columns[20].operation = .add(ColumnID(17), ColumnID(18)) },
    Slip("c20 is no number") { $0.columns[20].kind = .date },
    Slip("c18 gathers at rows of another frame") {
      $0.columns[18].operation = .gather(ColumnID(6), at: ColumnID(15))
    },
    Slip("c19 joins keys of different kinds") {
      $0.columns[19].operation = .aggregate(
        Aggregation(
          function: .sum, frame: FrameID(2), value: ColumnID(12), theirs: [ColumnID(14)], keys: [ColumnID(15)],
          window: nil))
    },
    Slip("f2 keeps rows by c8, which is no truth value") {
      $0.frames[2].rows = .filter(of: FrameID(1), keep: ColumnID(8))
    },
    Slip("c20 depends on all rows of itself") {
      $0.columns[19].operation = .previous(of: ColumnID(20), initial: ColumnID(18), restarts: nil)
      $0.columns[20].operation = .runningSum(of: ColumnID(19), group: [], order: [])
    },
    Slip("output Plan reads c6 as a column of f3") { $0.outputs[0].order = [ColumnID(6)] },
    Slip("c20 reads tiers that do not exist") { $0.columns[20].operation = .tierRate(table: 0, ColumnID(19)) },
  ]

  @Test(arguments: slips) func findsSlips(_ slip: Slip) {
    var program = PlanTests.program()
    #expect(verify(program) == [])
    slip.spoil(&program)
    let findings = verify(program)
    #expect(findings.contains(slip.testDescription), "\(findings)")
  }
}
