import Allot
import Comparing
import Foundation
import WhatIf

/// Changes as somebody asks for them, each with what it changes for whom, against a run over all tables.
extension Benchmarks {
  /// What one kind of change took.
  struct WhatIfFigure {
    let name: String
    /// The change, and what it changes, of each round; the first one makes what further ones use.
    var changes: [Double] = []
    var differences: [Double] = []
    /// How many amounts the last one moved.
    var moved = 0
  }

  struct WhatIfFigures {
    /// Runs over all tables.
    var runs: [Double] = []
    var figures: [WhatIfFigure] = []
    /// What the last results lack, or nil.
    var mistake: String?
  }

  /// Asks what would be if, of a workload of commissions over the tables in `folder`: `rounds` changes of each kind.
  static func whatIf(
    _ workload: Workload, folder: String, threads: Int, rounds: Int
  ) throws -> WhatIfFigures {
    func time<Result>(_ body: () throws -> Result) rethrows -> (Result, Double) {
      let start = ContinuousClock.now
      let result = try body()
      return (result, (ContinuousClock.now - start) / .seconds(1))
    }
    let plan = try Plan.load(paths: ["\(plans)/\(workload.plan).allot"])
    let data = DataLocation(folder: folder)
    let options = RunOptions(threads: threads)
    let start = try Scenario(plan, data: data, runOptions: options)
    let compiled = try plan.compile()
    var result = WhatIfFigures()
    var figures = kinds(0).map { WhatIfFigure(name: $0.0) }
    var last = start
    for round in 0..<rounds {
      result.runs.append(try time { try compiled.evaluate(data, options: options) }.1)
      for (place, (_, change)) in kinds(round).enumerated() {
        let (changed, seconds) = try time { try start.applying(change) }
        let (difference, more) = time { changed.difference(from: start) }
        figures[place].changes.append(seconds)
        figures[place].differences.append(more)
        figures[place].moved = difference.results.reduce(0) { $0 + $1.amounts.count }
        last = changed
      }
    }
    result.figures = figures
    // The last change is held against a run over what the files would be.
    var tables: [String: DataSource] = [:]
    for file in last.changedFiles { tables[file.table] = .bytes(file.new, name: file.path) }
    let whole = try last.plan.compile(last.options).evaluate(
      DataLocation(folder: folder, tables: tables), options: options)
    if bytes(whole) != bytes(last.results) { result.mistake = "the results are not those of the changed tables" }
    return result
  }

  private static func bytes(_ results: Results) -> [UInt8] {
    var bytes: [UInt8] = []
    for table in results.outputs {
      table.write(.csv, isComplete: true, threads: 1) { piece in
        bytes += piece
        return true
      }
    }
    return bytes
  }

  /// The kinds of changes, on other rows in each round.
  private static func kinds(_ round: Int) -> [(String, ScenarioChange)] {
    func deal(_ number: Int) -> ScenarioChange.RowName { .number(number + 37 * round) }
    let rep = "R0000\(1 + round % 9)"
    return [
      ("one deal's amount", .update(table: "deals", row: deal(1), cells: [NamedText("amount", "12_345.67 USD")])),
      ("one deal is won", .update(table: "deals", row: deal(2), cells: [NamedText("stage", "Closed Won")])),
      ("one more deal", .insert(table: "deals", like: deal(3), cells: [NamedText("deal_id", "D99999999")])),
      (
        "one deal by its key",
        .update(table: "deals", row: .key(["D0000000\(1 + round % 9)"]), cells: [NamedText("amount", "999 USD")])
      ),
      (
        "one quota",
        .update(table: "quotas", row: .key([rep, "2024-Q2"]), cells: [NamedText("quota", "250_000 USD")])
      ),
      ("a tier's rate", .tier(rates: "Accelerator", tier: "100%", part: .rate, text: "\(10 + round)%")),
    ]
  }
}
