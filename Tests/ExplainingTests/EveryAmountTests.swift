import Allot
import Explaining
import Foundation
import Testing

/// A line of an example's `run.txt`, as what a run is asked for.
struct AskedRun: CustomTestStringConvertible, Sendable {
  let folder: String
  let file: String
  var options = CompileOptions()

  var testDescription: String { "\(folder)/\(file) \(options.only.joined()) \(options.period ?? "")" }

  static var root: URL {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
  }

  static func all() throws -> [AskedRun] {
    let examples = root.appendingPathComponent("examples")
    var result: [AskedRun] = []
    for folder in try FileManager.default.contentsOfDirectory(atPath: examples.path).sorted() {
      let list = examples.appendingPathComponent(folder).appendingPathComponent("run.txt")
      guard FileManager.default.fileExists(atPath: list.path) else { continue }
      for line in String(decoding: try Data(contentsOf: list), as: UTF8.self).split(separator: "\n") {
        let words = line.components(separatedBy: " > ")[0].split(separator: " ").map(String.init)
        var run = AskedRun(folder: folder, file: words[1])
        var place = 2
        while place + 1 < words.count {
          switch words[place] {
          case "--period": run.options.period = words[place + 1]
          case "--as-of": run.options.asOf = words[place + 1]
          case "--plan": run.options.only = [words[place + 1].split(separator: ".").map(String.init)[0]]
          default: break
          }
          place += words[place] == "--all" ? 1 : 2
        }
        run.options.isExplained = true
        if !result.contains(where: { $0.folder == folder && $0.file == run.file && $0.options == run.options }) {
          result.append(run)
        }
      }
    }
    return result
  }
}

/// What was found of many amounts.
struct Tally {
  var amounts = 0
  var leaves = 0
  var opaque = 0
  var wrong: [String] = []
  var opaqueWords: [String: Int] = [:]

  /// True iff a column is what is paid or ordered; of a sheet, every number.
  static func isAmount(_ column: Int, of table: OutputTable) -> Bool {
    let definition = table.definitions[column]
    switch table.output.kind {
    case .plan: return definition.isAdditive || definition.name == "carried" || definition.name == "paid"
    case .replenish, .rules: return table.output.orders.contains { $0.quantity == definition.column }
    case .sheet, .orders, .detail, .closedPeriods, .orderEntries, .priorPeriods: return true
    }
  }

  /// Takes every amount of a run in.
  mutating func add(_ run: inout ExplainedRun, _ name: String) {
    let tables = run.results.outputs
    for table in tables {
      for column in table.definitions.indices.dropFirst(table.output.keys.count)
      where table.kinds[column] == .number && Tally.isAmount(column, of: table) {
        // Of a result with hundreds of rows, some that lie apart; `ROWS=all` takes them all.
        let takesAll = table.rowCount <= 100 || ProcessInfo.processInfo.environment["ROWS"] == "all"
        for row in stride(from: 0, to: table.rowCount, by: takesAll ? 1 : table.rowCount / 12) {
          let definition = table.definitions[column]
          guard case .number(let value) = table.value(row: row, column: column), !value.isInfinite else { continue }
          guard let explanation = run.explanation(of: table.output.name, row: row, column: definition.name) else {
            wrong.append("\(name): \(table.output.name) \(row) \(definition.name) is not explained")
            continue
          }
          amounts += 1
          leaves += explanation.leafCount
          for leaf in explanation.root.leaves where leaf.kind == .formula {
            opaque += 1
            opaqueWords["\(name): \(leaf.label)", default: 0] += 1
          }
          if explanation.root.value != value || !explanation.verify() {
            wrong.append("\(name): \(table.output.name) \(row) \(definition.name) does not add up to \(value)")
          }
        }
      }
    }
  }
}

@Suite struct EveryAmountTests {
  /// The leaves of every amount of the repository's examples sum exactly to it.
  @Test func leavesSumToTheAmount() throws {
    var tally = Tally()
    for asked in try AskedRun.all() {
      let folder = AskedRun.root.appendingPathComponent("examples/\(asked.folder)").path
      let plan = try Plan.load(paths: ["\(folder)/\(asked.file)"])
      var run = try ExplainedRun(plan.compile(asked.options), DataLocation(folder: folder))
      tally.add(&run, "\(asked.folder)/\(asked.file)")
    }
    #expect(tally.wrong.isEmpty, "\(tally.wrong.prefix(20))")
    #expect(tally.amounts > 2_000)
    // What cannot be a sum: shares of allocations, deviations, differences of dates.
    #expect(tally.opaque * 100 < tally.leaves, "\(tally.opaqueWords)")
  }

  /// So do those of the examples that stand in the plans' texts.
  @Test func leavesOfExamplesSumToTheAmount() throws {
    var tally = Tally()
    let folder = AskedRun.root.appendingPathComponent("examples")
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    for case let file as URL in files where file.pathExtension == "allot" {
      let plan = try Plan.load(paths: [file.path])
      for example in plan.examples {
        guard case .program(let program, let model) = plan.program(of: example, traced: .amounts) else { continue }
        let run = KeptRun(program, keeping: program.trace?.columns ?? [])
        guard case .results(let results) = run.outcome else { continue }
        var explained = ExplainedRun(run, results: results, model, plan.sources)
        tally.add(&explained, "\(file.lastPathComponent): \(example.title)")
      }
    }
    #expect(tally.wrong.isEmpty, "\(tally.wrong.prefix(20))")
    #expect(tally.amounts > 2_000)
    #expect(tally.opaque * 20 < tally.leaves)
  }
}
