import Columns
import IR
import Source

/// The values of a run, row by row, for those who ask where its results come from.
public protocol RunValues: Sendable {
  var program: Program { get }
  /// The number of rows of a frame; nil if it has none in this run.
  func rowCount(_ frame: FrameID) -> Int?
  /// A value; nil if it could not be computed.
  func value(_ column: ColumnID, row: Int) -> Value?
  /// The row of `frame`'s parent that a row stands for.
  func parentRow(_ frame: FrameID, row: Int) -> Int?
  /// The names and texts of what names a row.
  mutating func identity(_ frame: FrameID, row: Int) -> [NamedText]
  /// Where a row stands in its file; nil if it comes from no file.
  func place(_ frame: FrameID, row: Int) -> DataPlace?
  /// Where a row of a constant table stands in the plan; nil if it comes from none.
  func constantSpan(_ frame: FrameID, row: Int) -> SourceSpan?
  /// The rows of a frame that the rows of a result stand for, in the order of the result.
  func rows(of output: Output) -> [Int]
}

extension RunValues {
  /// The row of another frame that a column names; nil if it names none.
  public func row(_ column: ColumnID, row: Int) -> Int? {
    guard case .row = program[column].kind, case .number(let number)? = value(column, row: row) else { return nil }
    return number.denominator == 1 ? Int(exactly: number.numerator) : nil
  }
}
