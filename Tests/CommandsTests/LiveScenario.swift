import Allot
import TestSupport
import Testing

/// What a run or a live run gives, with every cell as it is printed and the exact value behind it.
enum LiveOutcome: Equatable {
  case results([String])
  case failed([String])

  init(_ results: Results) {
    var lines: [String] = []
    for table in results.outputs {
      lines.append(table.output.name + ": " + table.definitions.map(\.name).joined(separator: ","))
      for row in 0..<table.rowCount {
        var cells: [String] = []
        for column in table.definitions.indices {
          cells.append(table.text(row: row, column: column))
          cells.append(table.value(row: row, column: column).description)
        }
        lines.append(cells.joined(separator: ",") + (table.isPrimary[row] ? "" : " not primary"))
      }
    }
    for file in results.files { lines.append("\(file.table) \(file.path) \(file.rows)") }
    self = .results(lines)
  }

  init(_ error: RunError) { self = .failed(error.diagnostics.map { "\($0)" } + ["\(error.omitted)"]) }
}

extension Scenario {
  /// Changes tables at random, row by row, and compares the live run after each step with a run over the changed tables.
  func checkLive(_ seed: UInt64, steps: Int = 4) throws {
    let plan = Plan(text: plan)
    guard !plan.hasErrors else { return }
    let compiled = try plan.compile(CompileOptions(period: period, asOf: asOf, withDetail: withDetail))
    var random = SeededRandom(seed: seed &+ 77)
    var tables = self.tables.map { LiveTable(table: $0) }
    guard !tables.isEmpty else { return }
    var live: LiveRun
    do throws(LiveRunError) {
      live = try compiled.live(data(tables))
    } catch {
      return
    }
    let first = LiveOutcome(live.results)
    let start = live
    for step in 0..<steps {
      var next = tables
      var changes: [TableChange] = []
      for _ in 0..<(random.chance(1, in: 4) ? 3 : 1) {
        let place = random.number(0...next.count - 1)
        if let change = next[place].change(&random) { changes.append(change) }
      }
      let wanted = run(compiled, next)
      do throws(LiveRunError) {
        let changed = try live.applying(changes)
        compare(LiveOutcome(changed.results), wanted, "seed \(seed), step \(step)", changes)
        live = changed
        tables = next
      } catch {
        compare(outcome(error), wanted, "seed \(seed), step \(step)", changes)
        // What failed changes nothing.
        compare(LiveOutcome(live.results), run(compiled, tables), "seed \(seed), before step \(step)", changes)
      }
    }
    #expect(LiveOutcome(start.results) == first, "seed \(seed): a live run is a value")
    for step in 0..<2 {
      guard let other = try changedPlan(&random) else { continue }
      let wanted = run(other, tables)
      do throws(LiveRunError) {
        let changed = try live.replacing(plan: other)
        compare(LiveOutcome(changed.results), wanted, "seed \(seed), plan \(step)", [])
        var next = tables
        let place = random.number(0...next.count - 1)
        guard let change = next[place].change(&random) else { continue }
        let changedAgain = run(other, next)
        do throws(LiveRunError) {
          compare(
            LiveOutcome(try changed.applying([change]).results), changedAgain, "seed \(seed), plan \(step)", [change])
        } catch {
          compare(outcome(error), changedAgain, "seed \(seed), plan \(step)", [change])
        }
      } catch {
        compare(outcome(error), wanted, "seed \(seed), plan \(step)", [])
      }
    }
  }

  private func outcome(_ error: LiveRunError) -> LiveOutcome {
    switch error {
    case .run(let error): LiveOutcome(error)
    case .change(let problem): .failed([problem.message])
    }
  }

  /// The plan with another number in it; nil if it means nothing then.
  private func changedPlan(_ random: inout SeededRandom) throws -> CompiledPlan? {
    let bytes = Array(plan.utf8)
    let digits = bytes.indices.filter { place in
      let isDigit = (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(bytes[place])
      let isAlone = place > 0 && bytes[place - 1] == UInt8(ascii: " ")
      return isDigit && isAlone
    }
    if digits.isEmpty { return nil }
    var text = bytes
    text[random.pick(digits)] = UInt8(ascii: "0") + UInt8(random.number(1...9))
    let changed = Plan(text: String(decoding: text, as: UTF8.self))
    if changed.hasErrors { return nil }
    do throws(PlanError) {
      return try changed.compile(CompileOptions(period: period, asOf: asOf, withDetail: withDetail))
    } catch {
      return nil
    }
  }

  private func data(_ tables: [LiveTable]) -> DataLocation {
    var sources: [String: DataSource] = [:]
    for table in tables { sources[table.table.name] = table.source }
    return DataLocation(tables: sources)
  }

  private func run(_ compiled: CompiledPlan, _ tables: [LiveTable]) -> LiveOutcome {
    do throws(RunError) {
      return LiveOutcome(try compiled.evaluate(data(tables)))
    } catch {
      return LiveOutcome(error)
    }
  }

  private func compare(_ found: LiveOutcome, _ wanted: LiveOutcome, _ what: String, _ changes: [TableChange]) {
    guard found != wanted else { return }
    var lines: [String] = []
    switch (found, wanted) {
    case (.results(let a), .results(let b)):
      lines = a.filter { !b.contains($0) }.map { "has    " + $0 } + b.filter { !a.contains($0) }.map { "wanted " + $0 }
      if lines.isEmpty { lines = ["the same rows in another order"] }
    case (.failed, .results), (.results, .failed), (.failed, .failed): lines = ["\(found)", "wanted \(wanted)"]
    }
    Issue.record("\(what): \(changes)\n\(lines.prefix(12).joined(separator: "\n"))\n\(plan)\n\(self.text)")
  }
}

/// A table whose rows change.
private struct LiveTable {
  var table: MemoryTable
  /// The rows by number; nil for one that is gone.
  var rows: [[String]?]
  var isChanged = false

  init(table: MemoryTable) {
    self.table = table
    rows = table.rows
  }

  var source: DataSource {
    var text = table
    text.rows = rows.compactMap { $0 }
    guard isChanged, case .bytes(let bytes, let name) = text.source else { return text.source }
    return .bytes(bytes, name: name + " (changed)")
  }

  /// Makes a random change; nil if there is nothing to change.
  mutating func change(_ random: inout SeededRandom) -> TableChange? {
    let there = rows.indices.filter { rows[$0] != nil }
    guard !there.isEmpty else { return nil }
    isChanged = true
    let number = random.pick(there)
    let own = rows[number] ?? []
    func other(_ column: Int) -> String {
      let texts = there.compactMap { rows[$0]?[column] }
      return random.chance(1, in: 60) ? "?" : random.pick(texts)
    }
    switch random.number(0...5) {
    case 0:
      rows[number] = nil
      return .delete(table: table.name, row: .number(number))
    case 1:
      var new = own
      for column in new.indices where random.chance(1, in: 2) { new[column] = other(column) }
      // A key of its own, where the first column holds one.
      if random.chance(3, in: 4) { new[0] += "x" }
      rows.append(new)
      return .insert(table: table.name, cells: Dictionary(uniqueKeysWithValues: zip(table.header, new)))
    default:
      let column = random.number(0...own.count - 1)
      var new = own
      new[column] = other(column)
      rows[number] = new
      return .update(table: table.name, row: .number(number), cells: [table.header[column]: new[column]])
    }
  }
}
