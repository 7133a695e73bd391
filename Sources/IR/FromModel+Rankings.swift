import Columns
import Model
import Source

/// Ranks: places among all rows of a sheet's period.
extension Lowering {
  /// What the rows have in common among which a row is ranked or has its part, over the rows' frame.
  struct Group {
    let frame: FrameID
    let keys: [ColumnID]
    let span: SourceSpan
  }

  /// ```
  /// value     90   80   90   70
  /// position   1    3    2    4     by value, in any order among equals
  /// standard   1    3    1    4     the least position of the equal values
  /// dense      1    2    1    3     how many values have begun: a running count of least positions
  /// ```
  mutating func lower(_ ranking: TypedRanking, _ span: SourceSpan, in context: Context) -> ColumnID {
    guard case .sheet(let sheet) = context else { return constant(.missing, .number, on: frame(of: context), span) }
    let condition = ranking.condition.map { lower($0, in: context) }
    let group = group(sheet, ranking.per, span, and: condition)
    let frame = group.frame
    let key = sortKey(ranking, in: context, span)
    let one = number(1, on: frame, span)
    let position: ColumnID
    var place: ColumnID
    switch ranking.ties {
    case .standard, .dense:
      position = emit(.runningSum(of: one, group: group.keys, order: [key]), .number, on: frame, span)
      let least = aggregate(.minimum, position, group, [key])
      place = least
      if case .dense = ranking.ties {
        let isFirst = emit(.compare(.equal, position, least), .bool, on: frame, span)
        let begun = emit(
          .choose(isFirst, then: one, otherwise: number(0, on: frame, span)), .number, on: frame, span)
        place = emit(.runningSum(of: begun, group: group.keys, order: [key]), .number, on: frame, span)
      }
    case .by(let ties):
      let order = ties.map { orderColumn($0, in: context) }
      position = emit(.runningSum(of: one, group: group.keys, order: [key] + order), .number, on: frame, span)
      let count = aggregate(.count, nil, group, [key] + order)
      let isAlone = emit(.compare(.equal, count, one), .bool, on: frame, span)
      place = emit(
        .assure(position, holds: isAlone, text: "another row has the same place: `ties by` does not tell them apart"),
        .number, on: frame, span)
    }
    guard let condition else { return place }
    let missing = constant(.missing, .number, on: frame, span)
    return emit(.choose(condition, then: place, otherwise: missing), .number, on: frame, span)
  }

  /// A number that ascends in the order of the places.
  private mutating func sortKey(_ ranking: TypedRanking, in context: Context, _ span: SourceSpan) -> ColumnID {
    let frame = frame(of: context)
    var value = lower(ranking.value, in: context)
    if case .period = ranking.value.type.value { value = emit(.firstDay(value), .date, on: frame, span) }
    switch ranking.value.type.value {
    case .date, .period:
      let origin = constant(.date(CalendarDate(days: 0)), .date, on: frame, span)
      value = emit(.daysBetween(value, origin), .number, on: frame, span)
    default: break
    }
    return ranking.isGreatestFirst ? emit(.negate(value), .number, on: frame, span) : value
  }

  // ---- Groups ----

  mutating func group(
    _ sheet: Int, _ per: [TypedExpression], _ span: SourceSpan, and condition: ColumnID? = nil
  ) -> Group {
    let context = Context.sheet(sheet)
    var keys = lowered(sheet).hasPeriods ? [sheetColumn(sheet, .period, span)] : []
    keys += per.map { lower($0, in: context) } + [condition].compactMap { $0 }
    return Group(frame: frame(of: context), keys: keys, span: span)
  }

  /// A function of the rows of a row's group that are equal in `columns` too.
  mutating func aggregate(
    _ function: Aggregation.Function, _ value: ColumnID?, _ group: Group, _ columns: [ColumnID]
  ) -> ColumnID {
    let keys = group.keys + columns
    let aggregation = Aggregation(
      function: function, frame: group.frame, value: value, theirs: keys, keys: keys, window: nil)
    return emit(.aggregate(aggregation), .number, on: group.frame, group.span)
  }

  /// A column to sort by, as people read it: a reference by its key.
  mutating func orderColumn(_ expression: TypedExpression, in context: Context) -> ColumnID {
    readable(lower(expression, in: context), type: expression.type, on: frame(of: context))
  }
}
