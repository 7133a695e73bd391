/// A vector of values of one kind, of one table's rows or of a batch of them.
///
/// ```
/// storage   | v0 | v1 | v2 | …        one element a row, or exactly one if `isConstant`
/// validity  |  1 |  0 |  1 | …        nil: every value is present
/// faults    { 7: division by zero }   nil: no row failed; a value at a faulty row means nothing
/// ```
///
/// A fault travels with its row through every kernel, and is reported only if the row's value is used in the end: so
/// both branches of a conditional may be computed over all rows.
public struct Column: Sendable {
  public enum Storage: Sendable {
    case bools([Bool])
    /// Text (codes of a ``TextPool``), dates (days since 1970-01-01), periods (``Period/ordinal``), and row numbers.
    case codes([Int32])
    /// Exact decimals: each value is its integer divided by 10 to the power of `scale`.
    case integers([Int64], scale: Int)
    case wide([Int128], scale: Int)
    /// Numbers that are divided by the same one, which is above 0 and no power of ten.
    ///
    /// Only the operations on a batch hold numbers so; a column that is kept is ``Column/settled()``.
    case fractions([Int64], over: Int64)
    case rationals([Rational])
  }

  public var storage: Storage
  public var validity: Bitmap?
  public var faults: [Int32: Fault]?
  /// The number of rows that the column stands for.
  public let count: Int
  /// True iff `storage` holds one element that stands for every row.
  public let isConstant: Bool

  public init(
    _ storage: Storage, count: Int, isConstant: Bool = false, validity: Bitmap? = nil, faults: [Int32: Fault]? = nil
  ) {
    self.storage = storage
    self.count = count
    self.isConstant = isConstant
    self.validity = validity
    self.faults = faults
  }
}
