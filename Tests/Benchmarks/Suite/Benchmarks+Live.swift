import Allot
import Foundation

/// Changes of one deal or sale in a run that is kept, against the run itself.
extension Benchmarks {
  /// What a run that is kept took, and the changes after it.
  struct LiveFigures {
    var full = 0.0
    var changes: [Double] = []
    /// What the last results lack, or nil.
    var mistake: String?
  }

  /// Runs a workload over the tables in `folder`, changes a deal or a sale `count` times, and holds the last results
  /// against those of the changed tables.
  static func live(
    _ workload: Workload, _ compiled: CompiledPlan, _ data: BenchmarkData, folder: String, threads: Int, count: Int
  ) throws -> LiveFigures {
    var data = data
    var figures = LiveFigures()
    func time<Result>(_ body: () throws -> Result) rethrows -> (Result, Double) {
      let start = ContinuousClock.now
      let result = try body()
      return (result, (ContinuousClock.now - start) / .seconds(1))
    }
    var live: LiveRun
    (live, figures.full) = try time {
      try compiled.live(DataLocation(folder: folder), options: RunOptions(threads: threads))
    }
    for number in 0..<count {
      let change = data.change(number, ofSales: workload.name.hasPrefix("R"))
      let (next, seconds) = try time { try live.applying([change]) }
      live = next
      figures.changes.append(seconds)
    }
    var bytes: [UInt8] = []
    live.results.outputs[0].write(.csv, isComplete: false, threads: 1) { piece in
      bytes += piece
      return true
    }
    figures.mistake = workload.mistake(in: bytes, expected: workload.expected(data))
    return figures
  }
}

extension BenchmarkData {
  /// Changes a won deal's amount or a late sale's quantity, and answers the change as a run is told of it.
  mutating func change(_ number: Int, ofSales: Bool) -> TableChange {
    if ofSales {
      let sale = size.sales - 1 - number * 7_919 % max(1, size.sales / 10)
      saleQuantities[sale] += 3
      return .update(table: "sales", row: .number(sale), cells: ["quantity": "\(saleQuantities[sale])"])
    }
    var deal = number * 7_919 % size.deals
    while !dealIsWon[deal] { deal = (deal + 1) % size.deals }
    dealAmounts[deal] += 100
    var text = RowText()
    text.add(cents: dealAmounts[deal])
    return .update(
      table: "deals", row: .number(deal), cells: ["amount": String(decoding: text.take(), as: UTF8.self)])
  }
}
