import IR

/// Runs a compiled plan over tables.
///
/// ```
/// Program + CSV files
///   TableLoading     the columns that are needed, as exact values
///   Schedule         which steps, in which order
///   FrameRows        which rows each frame has: filter, unique, latest, keys, spine, pairs
///   Pipeline         row-by-row columns, in batches, on all threads
///   JoinIndexes      lookups and aggregates: KeyIndex, GroupTotals, WindowTable, WindowIndex, PrefixSums
///   Recurrence       columns that depend on themselves a period earlier, period by period
///   Findings         what is wrong, where, in words
///   Results          sorted columns, and their cells as text
///   Incremental      the same for changed tables: only what the changes reach
/// ```
///
/// A run either has results or findings, never both.
public enum Engine {}

// A column's kind is the program's notion of it, which also knows rows of frames.
public typealias ValueKind = IR.ValueKind
