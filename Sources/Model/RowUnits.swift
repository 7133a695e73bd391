import Columns

/// A column whose cells are in the unit that another column of the row names.
public struct RowUnitModel: Sendable {
  /// The column with the units' names.
  public var column: Int
  /// The unit that all cells are read in.
  public var unit: String
  /// The names that a row may have, in order, and how many of ``unit`` one of each is.
  public var factors: [(name: String, factor: Rational)]
}
