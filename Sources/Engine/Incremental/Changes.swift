import Columns
import IR

/// Where a column differs from the base: the values of some of its rows.
struct ColumnChange: Sendable {
  /// Rows that are there, ascending; every row that the base does not have is among them.
  let rows: [Int32]
  /// One element for each of ``rows``.
  let values: Column
}

/// Where a frame's rows differ from the base: rows keep their numbers, those that are gone leave gaps, and new ones
/// come behind all others.
///
/// ```
/// base      0  1  2  3  4
/// now       0  1  -  3  4  5  6        dead: [2], two appended
/// ```
struct FrameChange: Sendable {
  /// The rows of the base that are gone, ascending.
  var dead: [Int32] = []
  /// The number of new rows.
  var appended = 0
  /// The row of the parent that each new row stands for; empty for rows of tables and of keys.
  var parents: [Int32] = []
  /// The right side's row of each new pair; -1 where there is none.
  var rights: [Int32] = []
  /// The number of the period of each new row of a spine.
  var periods: [Int32] = []
  /// The keys of the new rows of a frame of keys.
  var keys: [Column] = []

  var isEmpty: Bool { dead.isEmpty && appended == 0 }
}

/// What cannot be computed from a change alone: then everything is computed anew, which also says what is wrong.
struct NeedsFullRun: Error {}

/// How much was computed for a change.
public struct Effort: Hashable, Sendable {
  /// The number of columns of which a value was computed.
  public var columns = 0
  /// The number of values that were computed, over all columns.
  public var values = 0
  /// True iff everything was computed anew, by a run over the changed tables.
  public var isFullRun = false

  public init() {}
}
