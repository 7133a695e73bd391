import Allot
import Source

/// What two versions of a plan say differently: what is moved, laid out anew, commented or written with other digits
/// (`6_000`, `6k`) is no difference.
///
/// ```swift
/// let comparison = PlanComparison(old: try Plan.load(paths: ["old.allot"]), new: try Plan.load(paths: ["new.allot"]))
/// for change in comparison.changes { print(change.statement) }
/// ```
public struct PlanComparison: Sendable {
  public let old: Plan
  public let new: Plan
  /// In the order of the new text, renamings first.
  public let changes: [PlanChange]
  public let examples: ExampleChanges
  /// Both texts, piece by piece, with the changes that lead from one to the other.
  package let merged: MergedText
  /// New names by old ones, of plans, sheets and rules and of their lines.
  let renaming: Renaming

  public init(old: Plan, new: Plan) {
    let pairing = Pairing(OutlineReader.outlines(of: old), OutlineReader.outlines(of: new))
    var gathering = ChangeGathering(pairing)
    gathering.gather()
    self.old = old
    self.new = new
    changes = gathering.changes
    examples = gathering.examples
    merged = MergedText(slots: gathering.slots)
    renaming = pairing.renaming
  }

  /// True iff both versions compile to the same program, so that no data can tell them apart; false where one cannot be
  /// compiled without a period or a day.
  public var computesSame: Bool {
    func program(_ plan: Plan) -> String? {
      guard !plan.hasErrors, !plan.resultNames.isEmpty else { return nil }
      do throws(PlanError) { return try plan.compile().meaning } catch { return nil }
    }
    guard let old = program(old), let new = program(new) else { return false }
    return old == new
  }

  /// True iff nothing is said differently, examples included.
  public var isEmpty: Bool { changes.isEmpty && examples.isEmpty }
}
