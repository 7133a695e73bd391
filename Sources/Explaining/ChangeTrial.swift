import Allot
import Columns
import Engine
import Source

/// Makes changes of cells and runs the plan again, to see whether they do what is said of them.
package struct ChangeTrial {
  private let plan: CompiledPlan
  private let data: DataLocation
  private let options: RunOptions
  /// The run without changes; made when it is needed first.
  private var live: LiveRun?

  package init(_ plan: CompiledPlan, _ data: DataLocation, options: RunOptions = RunOptions()) {
    self.plan = plan
    self.data = data
    self.options = options
  }

  /// For a run that is alive already.
  package init(_ plan: CompiledPlan, _ data: DataLocation, live: LiveRun) {
    self.init(plan, data)
    self.live = live
  }

  /// What comes of all the changes together; nil if none is known.
  mutating func outcome(of changes: [NeededChange]) -> RuleReview.Trial? {
    if changes.isEmpty { return nil }
    if let other = changes.first(where: { $0.change == nil }) { return .impossible(other.why) }
    do {
      let before = try started()
      let after = try before.applying(changes.compactMap(\.change))
      let found = differences(before.results, after.results)
      return found.isEmpty ? .changesNothing : .changes(found)
    } catch {
      switch error {
      case .change(let problem): return .impossible(problem.message)
      case .run(let error):
        let first = error.diagnostics.first
        return .fails(first.map { "\($0.message) (\($0.code))" } ?? "the run ends with an error")
      }
    }
  }

  private mutating func started() throws(LiveRunError) -> LiveRun {
    if let live { return live }
    let begun = try plan.live(data, options: options)
    live = begun
    return begun
  }

  /// The amounts that differ, in words; totals only where no line of the row does.
  private func differences(_ old: Results, _ new: Results) -> [String] {
    var found: [String] = []
    for table in new.outputs {
      guard
        let before = old.outputs.first(where: {
          $0.output.name == table.output.name && $0.output.kind == table.output.kind
        })
      else { continue }
      switch table.output.kind {
      case .plan, .replenish, .rules: break
      case .sheet, .detail, .orders, .closedPeriods, .orderEntries, .priorPeriods: continue
      }
      let keyCount = table.output.keys.count
      func key(_ table: OutputTable, _ row: Int) -> String {
        (0..<keyCount).map { table.text(row: row, column: $0) }.joined(separator: ", ")
      }
      let rows = Dictionary((0..<before.rowCount).map { (key(before, $0), $0) }) { first, _ in first }
      for row in 0..<table.rowCount {
        let name = key(table, row)
        for column in table.definitions.indices.dropFirst(keyCount) {
          let definition = table.definitions[column]
          guard definition.isAdditive, definition.name != "total" else { continue }
          let now = table.text(row: row, column: column)
          let then = rows[name].map { before.text(row: $0, column: column) } ?? ""
          guard now != then else { continue }
          let unit = definition.unit.map { " \($0)" } ?? ""
          let earlier = then.isEmpty ? "" : ", and not \(withThousands(then))\(unit)"
          found.append("\(definition.title ?? definition.name) of \(name) is \(withThousands(now))\(unit)\(earlier)")
        }
      }
    }
    return found
  }
}
