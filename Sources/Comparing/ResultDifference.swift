import Allot

/// What two runs differ in, without asking why: for changes whose cause is known.
extension PayoutDifference {
  /// The amounts of `new` that differ from those of `old`, with the totals of both.
  public init(from old: Results, of oldPlan: Plan, to new: Results, of newPlan: Plan) {
    let before = ResultCells(old, of: oldPlan, naming: Naming.same)
    let after = ResultCells(new, of: newPlan, naming: Naming.same)
    self = Telescope(causes: [], befores: [], afters: [], old: before, new: after).difference
  }
}
