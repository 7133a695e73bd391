import Allot
import Foundation
import Testing

/// What-if questions to a run; random changes of random plans are part of every end-to-end test (``Scenario/checkLive``).
@Suite struct LiveRunTests {
  private static let folder = "\(Package.root.path)/examples/regular-rep"

  private static func compiled(parameters: [NamedText] = []) throws -> CompiledPlan {
    try Plan.load(paths: ["\(folder)/plan.allot"]).compile(CompileOptions(period: "2026-Q1", parameters: parameters))
  }

  private static func rows(_ results: Results) -> [String] {
    results.outputs.flatMap { table in
      (0..<table.rowCount).map { row in
        table.definitions.indices.map { table.text(row: row, column: $0) }.joined(separator: ",")
      }
    }
  }

  /// The rows that are in one run and not in the other.
  private static func difference(_ before: LiveRun, _ after: LiveRun) -> [String] {
    let (old, new) = (Set(rows(before.results)), Set(rows(after.results)))
    return old.subtracting(new).map { "- " + $0 }.sorted() + new.subtracting(old).map { "+ " + $0 }.sorted()
  }

  @Test func changesReachOnlyWhatDependsOnThem() throws {
    let live = try LiveRunTests.compiled().live(DataLocation(folder: LiveRunTests.folder))
    let before = LiveRunTests.rows(live.results)
    let february = TableChange.RowName.cells(["id": "D-1004"])
    let less = try live.applying([.update(table: "deals", row: february, cells: ["amount": "70,000.00"])])
    #expect(
      LiveRunTests.difference(live, less) == [
        "- ann,2026-02,3000.00,10800.00,13800.00,0.00,270000.01",
        "+ ann,2026-02,3000.00,5400.00,8400.00,0.00,270000.00",
      ])
    #expect(!less.effort.isFullRun && less.effort.values < 200, "\(less.effort)")

    // By number and by the file's own header; the next change sees the one before.
    let gone = try less.applying([
      .delete(table: "deals", row: .cells(["Opportunity ID": "D-1003", "amount": "200,000.00"]))
    ])
    #expect(
      LiveRunTests.difference(less, gone) == [
        "- ann,2026-02,3000.00,5400.00,8400.00,0.00,270000.00",
        "+ ann,2026-02,3000.00,1400.00,4400.00,0.00,70000.00",
      ])
    let new = try gone.applying([
      .insert(
        table: "deals",
        cells: [
          "id": "D-9", "owner": "ann", "stage": "Closed Won", "closed": "02/03/2026", "amount": "200,000.00",
          "Account Name": "A, \"B\" & C",
        ]),
      .update(table: "reps", row: .number(0), cells: ["base_salary": "3100"]),
    ])
    #expect(LiveRunTests.rows(new.results).contains("ann,2026-02,3100.00,5400.00,8500.00,0.00,270000.00"))
    #expect(!new.effort.isFullRun)
    // The change before the change: what was inserted has a number behind all others.
    let count = try #require(live.results.files.first { $0.table == "deals" }).rows
    let undone = try new.applying([
      .delete(table: "deals", row: .number(count)),
      .update(table: "reps", row: .number(0), cells: ["base_salary": "3000"]),
    ])
    #expect(LiveRunTests.rows(undone.results) == LiveRunTests.rows(gone.results))
    #expect(LiveRunTests.rows(try new.rebased().results) == LiveRunTests.rows(new.results))
    // All of them are values.
    #expect(LiveRunTests.rows(live.results) == before)
  }

  @Test func failuresSayWhatARunSays() throws {
    let live = try LiveRunTests.compiled().live(DataLocation(folder: LiveRunTests.folder))
    func failure(_ change: TableChange) -> String {
      do {
        _ = try live.applying([change])
        return "no error"
      } catch {
        switch error {
        case .change(let problem): return problem.message
        case .run(let error): return error.findings.map { "\($0.place.map { "\($0)" } ?? "") \($0.message)" }.joined()
        }
      }
    }
    let file = "\(LiveRunTests.folder)/opportunities.csv (changed)"
    let row = TableChange.RowName.cells(["id": "D-1002"])
    #expect(
      failure(.update(table: "deals", row: row, cells: ["owner": "nan"]))
        == "\(file):3 `nan` in column `Owner ID` is no key of `reps`")
    #expect(failure(.update(table: "deals", row: row, cells: ["amount": "much"])).hasPrefix("\(file):3:"))
    #expect(
      failure(.update(table: "deals", row: row, cells: ["id": "D-1001"])).contains(
        "two rows of `deals` have the key `D-1001`"))
    #expect(failure(.insert(table: "deal", cells: [:])) == "no table `deal` is read from a file")
    #expect(failure(.insert(table: "deals", cells: ["price": "1"])) == "the table `deals` has no column `price`")
    #expect(failure(.delete(table: "deals", row: .cells(["id": "D-7"]))) == "no row of `deals` has `D-7` in `id`")
    #expect(failure(.delete(table: "deals", row: .number(-1))) == "no row of `deals` has the number -1")
    #expect(
      failure(.delete(table: "deals", row: .cells(["owner": "ann"]))) == "several rows of `deals` have `ann` in `owner`"
    )
  }

  @Test func anotherPlanComputesOnlyWhatDiffers() throws {
    func plan(_ percent: Int, _ extra: String = "") throws -> CompiledPlan {
      let text = """
        language 1
        param rate = 4%
        table reps (id) { id text }
        table deals (id) dated closed {
          id      text
          owner   reps
          closed  date
          amount  USD
        }
        plan P {
          for each reps
          during 2026-01 .. 2026-02
          paid monthly in USD, negative collected
          credit sales from deals to owner on closed of amount
          pay commission = sales * rate
          \(extra)
        }
        """
      return try Plan(text: text).compile(CompileOptions(parameters: [NamedText("rate", "\(percent)%")]))
    }
    let rows = (1...50).map { "d\($0),\($0 % 2 == 0 ? "ann" : "ben"),2026-0\(1 + $0 % 2)-05,\($0)00.00\n" }
    let data = DataLocation(tables: [
      "reps": .bytes(Array("id\nann\nben\n".utf8), name: "reps.csv"),
      "deals": .bytes(Array(("id,owner,closed,amount\n" + rows.joined()).utf8), name: "deals.csv"),
    ])
    let live = try plan(4).live(data)
    let change = TableChange.update(table: "deals", row: .cells(["id": "d2"]), cells: ["amount": "1200"])
    let changed = try live.applying([change])
    let other = try changed.replacing(plan: plan(5, "show doubled = 2 * commission"))
    #expect(
      LiveRunTests.rows(other.results)
        == LiveRunTests.rows(try plan(5, "show doubled = 2 * commission").live(data).applying([change]).results))
    #expect(other.results.outputs[0].text(row: 0, column: 2) == "3300.00")
    let back = try live.replacing(plan: plan(7))
    #expect(!back.effort.isFullRun && back.effort.values < 40, "the deals are not read or summed again: \(back.effort)")
    #expect(back.results.outputs[0].text(row: 0, column: 2) == "4550.00")
  }
}
