import Allot

/// What two runs differ in, without asking why: for changes whose cause is known.
extension PayoutDifference {
  /// The amounts of `new` that differ from those of `old`, with the totals of both. Results whose rows stand for the
  /// same keys are held against each other column by column, so that few differences are found at once among many rows.
  public init(from old: Results, of oldPlan: Plan, to new: Results, of newPlan: Plan) {
    var rows: [String: [Int]] = [:]
    for table in new.outputs where [.plan, .sheet, .replenish, .rules].contains(table.output.kind) {
      let other = old.outputs.first { other in
        other.output.name == table.output.name && other.output.kind == table.output.kind
      }
      guard let other else { continue }
      rows[table.output.name] = table.rowsDiffering(from: other)
    }
    let before = ResultCells(old, of: oldPlan, rows: rows)
    let after = ResultCells(new, of: newPlan, rows: rows)
    self = Telescope(causes: [], befores: [], afters: [], old: before, new: after).difference
  }
}
