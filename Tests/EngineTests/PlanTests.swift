import Columns
import Engine
import IR
import Synchronization
import Testing

/// A small commission plan, from files to sorted rows.
@Suite struct PlanTests {
  static let tables = [
    "reps": "id,rate\nann,0.1\nbob,0.2\n",
    "deals": """
    id,owner,closed,stage,amount
    d1,ann,2026-01-05,Won,100.50
    d2,bob,2026-01-31,Won,200
    d3,ann,2026-02-01,Lost,999
    d4,ann,2026-02-28,Won,10
    d5,bob,2026-03-01,Won,30
    """,
  ]

  static func program() -> Program {
    var plan = ProgramBuilder()
    let reps = plan.scan("reps", [("id", .text), ("rate", .number)])
    let deals = plan.scan(
      "deals", [("id", .text), ("owner", .text), ("closed", .date), ("stage", .text), ("amount", .number)])
    let owner = plan.column(
      deals.frame, .row(reps.frame),
      .lookup(frame: reps.frame, theirs: [reps.columns[0]], keys: [deals.columns[1]], isRequired: true), name: "owner")
    plan.program.required.append(owner)
    let won = plan.text(deals.frame, "Won")
    let keep = plan.column(deals.frame, .bool, .compare(.equal, deals.columns[3], won))
    let kept = plan.filter(deals.frame, keep)
    let keptOwner = plan.gather(owner, at: kept.row)
    let keptAmount = plan.gather(deals.columns[4], at: kept.row)
    let keptClosed = plan.gather(deals.columns[2], at: kept.row)
    let keptMonth = plan.column(kept.frame, .period(.month), .periodOf(keptClosed, .month))
    let first = Period(.month, ordinal: 2026 * 12)
    let spine = plan.frame("Plan", .spine(entities: reps.frame, first: first, count: 3))
    let payee = plan.parent(spine)
    let month = plan.column(spine, .period(.month), .period, name: "month")
    let id = plan.gather(reps.columns[0], at: payee)
    let rate = plan.gather(reps.columns[1], at: payee)
    let bookings = plan.sum(keptAmount, [keptOwner, keptMonth], equal: [payee, month], in: spine)
    let pay = plan.column(spine, .number, .multiply(bookings, rate), name: "pay")
    plan.output("Plan", spine, [("payee", id), ("month", month), ("bookings", bookings), ("pay", pay)], keys: 2)
    return plan.program
  }

  @Test(arguments: [1, 2, 7]) func paysByMonth(threads: Int) {
    #expect(
      outcome(Self.program(), Self.tables, threads: threads) == """
        payee,month,bookings,pay
        ann,2026-01,100.5,10.05
        ann,2026-02,10,1
        ann,2026-03,0,0
        bob,2026-01,200,40
        bob,2026-02,0,0
        bob,2026-03,30,6
        """)
  }

  @Test func namesTheCellOfAnUnknownReference() {
    var tables = Self.tables
    tables["deals"] = tables["deals"]?.replacing("d4,ann", with: "d4,anm")
    #expect(
      outcome(Self.program(), tables)
        == "deals.csv:5 | `anm` in column `owner` is no key of `reps` | id d4 | the nearest key of `reps` is `ann`")
  }

  @Test func tellsItsPhases() {
    let phases = Phases()
    let options = RunOptions(observer: { phase in phases.list.withLock { $0.append(phase) } })
    let sources = Self.tables.mapValues { DataSource.bytes(Array($0.utf8), name: "table") }
    guard case .results = run(Self.program(), tables: sources, options: options) else {
      Issue.record("the plan fails")
      return
    }
    #expect(
      phases.list.withLock { $0 }
        == [.reading(table: "reps"), .reading(table: "deals"), .evaluating, .arranging, .done])
  }

  private final class Phases: Sendable {
    let list = Mutex<[RunPhase]>([])
  }
}
