import Columns
import Model
import Source

extension Lowering {
  /// The value itself, with a fault where it is infinite, in a place that needs a number.
  mutating func finite(_ value: ColumnID, on frame: FrameID, _ span: SourceSpan) -> ColumnID {
    guard model.usesInfinite else { return value }
    return emit(.finite(value), .number, on: frame, span)
  }
}
