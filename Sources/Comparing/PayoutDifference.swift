import Allot
import Columns
import IR

/// What another version of a plan changes for whom: amount by amount, and which change caused it.
///
/// The changes are made one after the other, in the order of the text, and the plan is run after each: what a run gives
/// more, or less, than the one before it is what that change causes. The parts therefore add up to the difference
/// between the versions exactly, whatever the changes have to do with each other.
public struct PayoutDifference: Sendable {
  /// What the amounts of one run are held against those of the run before it for.
  public enum Cause: Hashable, Sendable {
    /// Other data, with the old text.
    case data
    /// These changes, by their places among those of the comparison; several where none of them can be made alone.
    case changes([Int])
    /// What the texts, put together change by change, compute in another way than the files; nothing is known of such.
    case rest
  }

  /// One amount in both versions.
  public struct Amount: Sendable {
    public let result: String
    /// The keys of its row, as they are printed.
    public let row: [String]
    public let line: String
    public let title: String
    /// Nil for what has none, or one in each row.
    public let unit: String?
    public let format: OutputColumn.Format
    public let isAdditive: Bool
    /// Nil iff the version has no such row, or no amount in it.
    public let old: Rational?
    public let new: Rational?
    /// `ordered`, `unknown`; empty for what is no order, or where there is no such row.
    public let oldStatus: String
    public let newStatus: String
    /// What is new less what is old, where nothing counts as 0.
    public let delta: Rational
    /// What each cause contributes to it, by the places of ``PayoutDifference/causes``.
    public let parts: [Rational]

    /// True iff the versions give the same, and every change by itself does.
    var isSame: Bool {
      old == new && oldStatus == newStatus && parts.allSatisfy { $0.signum == 0 }
    }
  }

  /// What all amounts of one line, or one unit, add up to.
  public struct Total: Sendable {
    public let result: String
    /// The line; nil for all pay lines of a plan.
    public let line: String?
    /// What the line is called; nil for all pay lines of a plan.
    public let title: String?
    public let unit: String?
    public let format: OutputColumn.Format
    public let old: Rational
    public let new: Rational
    public let delta: Rational
    public let parts: [Rational]
    /// How many payees, or rows of orders, have more and less.
    public let gaining: Int
    public let losing: Int
    /// The same for each cause by itself.
    public let gainingByCause: [Int]
    public let losingByCause: [Int]
  }

  /// One plan, sheet or rule.
  public struct Result: Sendable {
    public let name: String
    public let title: String
    public let keys: [String]
    /// Those that differ, in the order in which the new version prints them.
    public let amounts: [Amount]
    public let totals: [Total]
    /// The number of amounts that have more digits than can be computed with; they are in none of the totals.
    public let omitted: Int
  }

  public let causes: [Cause]
  public let results: [Result]

  /// True iff no amount differs.
  public var isEmpty: Bool { results.allSatisfy { $0.amounts.isEmpty } }
}

/// Why there is nothing to compare: what is wrong with a version, or with its data.
public struct VersionFailure: Error, Sendable {
  public enum Side: String, Hashable, Sendable { case old, new }

  public let side: Side
  public let diagnostics: [Diagnostic]
  public let sources: SourceMap
  public let omitted: Int
  /// True iff something else must be asked for.
  public let isAboutOptions: Bool
}
