import Columns
import Model
import Source
import Syntax

/// Orders that are stated: values of the row before, and totals up to a row.
extension Lowering {
  /// Where a sheet's rows stand in their order: the columns that tell groups apart, and the place in the group.
  struct Places {
    let groups: [ColumnID]
    let place: ColumnID
  }

  /// The places of a sheet's rows; nil if no order is stated.
  mutating func places(_ sheet: Int) -> Places? {
    let context = Context.sheet(sheet)
    guard let order = model.sheets[sheet].order else {
      guard let range = model.sheets[sheet].range else { return nil }
      // Along the range, within the row in front of it.
      let lowered = lowered(sheet)
      let groups = [entityRow(lowered, range.span)]
      let value = rangeColumn(lowered, range, range.span)
      let order = [RowSource.Ranking(value, isGreatest: false)]
      return Places(
        groups: groups, place: emit(.place(group: groups, order: order), .number, on: lowered.frame, range.span))
    }
    let groups = order.groups.map { lower($0, in: context) }
    return Places(groups: groups, place: place(order.keys, groups, order.span, in: context))
  }

  private mutating func place(
    _ keys: [TypedPick.Ranking], _ groups: [ColumnID], _ span: SourceSpan, in context: Context
  ) -> ColumnID {
    let order = keys.map { RowSource.Ranking(orderColumn($0.value, in: context), isGreatest: $0.isGreatest) }
    return emit(.place(group: groups, order: order), .number, on: frame(of: context), span)
  }

  /// What the rows of a result are sorted by in front of their keys: the groups and places of their order.
  mutating func printedOrder(_ sheet: Int) -> [ColumnID] {
    guard let order = model.sheets[sheet].order, let places = places(sheet) else {
      // Rows that nothing names stay in their order, and the parts of each together.
      let lowered = lowered(sheet)
      let isNamed = lowered.range == nil || keyColumns(sheet).count > 1
      return isNamed ? [] : [entityRow(lowered, model.sheets[sheet].span)]
    }
    return order.groups.map { orderColumn($0, in: .sheet(sheet)) } + [places.place]
  }

  /// A line's value in the row before; nil if the sheet's rows have no stated order.
  mutating func preceding(
    _ key: LineKey, initial: ColumnID, _ kind: ValueKind, _ span: SourceSpan
  ) -> ColumnID? {
    guard let places = places(key.sheet) else { return nil }
    if let known = previousColumns[key] { return known }
    let frame = frame(of: .sheet(key.sheet))
    // The line may still be in the making; until then its place is held by its first value.
    let column = emitUnshared(
      .preceding(of: initial, initial: initial, group: places.groups, place: places.place), kind, on: frame, span)
    previousColumns[key] = column
    if linesInProgress.contains(key) {
      pendingPrevious.append((column, key.sheet, key.line))
    } else {
      complete(column, with: lineColumn(key.sheet, key.line))
    }
    return column
  }

  /// Gives a column of earlier values the line that they are of.
  mutating func complete(_ column: ColumnID, with line: ColumnID) {
    switch program[column].operation {
    case .previous(_, let initial, let restarts):
      program.columns[Int(column.index)].operation = .previous(of: line, initial: initial, restarts: restarts)
    case .preceding(_, let initial, let group, let place):
      program.columns[Int(column.index)].operation =
        .preceding(of: line, initial: initial, group: group, place: place)
    default: break
    }
  }

  /// The sum up to each row; a row that does not count adds nothing.
  mutating func lower(_ total: TypedRunningTotal, _ span: SourceSpan, in context: Context) -> ColumnID {
    let frame = frame(of: context)
    guard case .sheet(let sheet) = context else { return constant(.missing, .number, on: frame, span) }
    var groups = lowered(sheet).hasPeriods ? [sheetColumn(sheet, .period, span)] : []
    groups += total.per.map { lower($0, in: context) }
    var value = lower(total.value, in: context)
    if let condition = total.condition {
      let counts = lower(condition, in: context)
      value = emit(
        .choose(counts, then: value, otherwise: number(0, on: frame, span)), .number, on: frame, total.value.span)
    }
    let place = place(total.order, groups, total.orderSpan, in: context)
    return emit(.runningSum(of: value, group: groups, order: [place]), .number, on: frame, span)
  }
}
