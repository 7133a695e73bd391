import Columns
import Model
import Source

/// Sheets whose rows are pairs of a giver and a taker.
extension Lowering {
  /// What is paired: the amounts of both sides, in their orders.
  mutating func lower(_ match: MatchModel) -> Match { Match(giver: lower(match.giver), taker: lower(match.taker)) }

  private mutating func lower(_ side: MatchModel.Side) -> Match.Side {
    let rows = rowsOfRun(side.relation)
    let frame = frame(of: rows)
    let span = side.amount.span
    let zero = number(0, on: frame, span)
    let amount = lower(side.amount, in: rows)
    let group = side.group.map { lower($0, in: rows) }
    let order = side.order.map { RowSource.Ranking(orderColumn($0.value, in: rows), isGreatest: $0.isGreatest) }
    func test(_ comparison: Operation.Comparison, _ a: ColumnID, _ b: ColumnID) -> ColumnID {
      emit(.compare(comparison, a, b), .bool, on: frame, span)
    }
    func assured(_ value: ColumnID, _ holds: ColumnID, _ text: String) -> ColumnID {
      emit(.assure(value, holds: holds, text: text), .number, on: frame, span)
    }
    let positive = assured(amount, test(.greaterOrEqual, amount, zero), "an amount that is matched is below 0")
    // Only rows that have something must stand at places of their own.
    let isOpen = test(.greater, amount, zero)
    let keys = group + order.map(\.column) + [isOpen]
    let count = emit(
      .aggregate(
        Aggregation(function: .count, frame: frame, value: nil, theirs: keys, keys: keys, window: nil)), .number,
      on: frame, span)
    let isAlone = emit(
      .or(emit(.not(isOpen), .bool, on: frame, span), test(.equal, count, number(1, on: frame, span))), .bool,
      on: frame, span)
    let tested = assured(
      positive, isAlone, "another row has the same place: `in order of` does not tell them apart")
    return Match.Side(frame: frame, amount: tested, group: group, order: order)
  }

  /// A key of rows that are made of keys, or of pairs: the row of either side, and what the pair has of both amounts.
  mutating func keyValue(_ key: Int, _ type: StaticType, on frame: FrameID, _ span: SourceSpan) -> ColumnID {
    guard case .match(let match) = program[frame].rows else { return emit(.key(key), kind(of: type), on: frame, span) }
    if key > 1 { return emit(.key(0), .number, on: frame, span, name: "matched") }
    let side = key == 0 ? match.giver.frame : match.taker.frame
    let row = emit(key == 0 ? .parentRow : .rightRow, .row(side), on: frame, span)
    guard case .row(let whole) = kind(of: type), whole != side else { return row }
    // Some of a sheet's rows alone are paired.
    return gather(emit(.parentRow, .row(whole), on: side, span), at: row, on: frame, span)
  }

  /// The columns that name a pair: the keys of both sides.
  ///
  /// - Parameter rows: the rows of either side, over `frame`.
  mutating func matchKeys(
    _ match: MatchModel, _ names: [String], _ rows: [ColumnID], on frame: FrameID, _ span: SourceSpan
  ) -> [(name: String, column: ColumnID, type: StaticType)] {
    var keys: [[(name: String, column: ColumnID, type: StaticType)]] = []
    for (side, row) in zip(match.sides, rows) {
      switch side.relation {
      case .table(let table):
        let columns = model.tables[table].key.map { model.tables[table].columns[$0] }
        keys.append(
          zip(columns, tableIdentity(table, at: row, on: frame)).map { ($0.name, $1.column, $0.type) })
      case .sheet(let sheet):
        keys.append(
          keyColumns(sheet).map { ($0.name, gather($0.column, at: row, on: frame, span), $0.type) })
      case .credit, .shares: keys.append([])
      }
    }
    return match.names(of: keys.map { $0.map(\.name) }, names).map { part in
      let key = keys[part.side][part.key]
      return (part.name, key.column, key.type)
    }
  }
}
