import Columns
import Model
import Source
import Syntax

extension Lowering {
  /// An aggregate of a table that is unknown without rows: missing where no row of the window is found by `joins`.
  mutating func lower(
    _ aggregate: TypedAggregate, knownBy joins: [TypedAggregate.Join], _ kind: ValueKind, _ span: SourceSpan,
    in context: Context
  ) -> ColumnID {
    var plain = aggregate
    plain.knownBy = nil
    var rows = plain
    rows.function = .count
    rows.value = nil
    rows.each = nil
    rows.condition = nil
    rows.joins = joins
    let value = lower(plain, kind, span, in: context)
    let count = lower(rows, .number, span, in: context)
    let frame = frame(of: context)
    let isKnown = emit(.compare(.greater, count, number(0, on: frame, span)), .bool, on: frame, span)
    return emit(
      .choose(isKnown, then: value, otherwise: constant(.missing, kind, on: frame, span)), kind, on: frame, span)
  }
}
