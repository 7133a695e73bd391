import Columns
import Model
import Source
import Syntax

/// The credited rows that the rows of a plan hold: those of its people, in the periods that are computed.
struct HeldRows {
  let frame: FrameID
  let context: Context
  /// The plan's row that pays the credited row.
  let sheetRow: ColumnID
  let payee: ColumnID
  /// The pay period that pays it.
  let period: ColumnID
  let date: ColumnID
  let amount: ColumnID
  let source: ColumnID
  /// The key of the credited table's row.
  let key: [NamedColumn]
}

struct HeldRowsKey: Hashable {
  let sheet: Int
  let credit: Int
  let period: PeriodUnit
}

extension Lowering {
  /// - Parameter period: the period that each payment is for: the plan's, or a longer one.
  mutating func heldRows(of credit: Int, in sheet: Int, each period: PeriodUnit) -> HeldRows {
    let key = HeldRowsKey(sheet: sheet, credit: credit, period: period)
    if let known = heldRows[key] { return known }
    let unit = model.unit(model.sheets[sheet].period ?? period)
    let credited = lowered(sheet: sheet, credit: credit)
    let sheetFrame = lowered(sheet).frame
    let declaration = model.sheets[sheet].credits[credit]
    let span = declaration.span
    let frame = credited.frame
    // A line that is paid each quarter is paid in the month that holds the quarter's last day.
    var day = credited.date
    if model.unit(period) != unit {
      let longer = emit(.periodOf(day, model.unit(period)), .period(model.unit(period)), on: frame, span)
      day = emit(.lastDay(longer), .date, on: frame, span)
    }
    let own = emit(.periodOf(day, unit), .period(unit), on: frame, span)
    let row = emit(
      .lookup(
        frame: sheetFrame, theirs: [sheetColumn(sheet, .entity, span), sheetColumn(sheet, .period, span)],
        keys: [credited.payee, own], isRequired: false), .row(sheetFrame), on: frame, span)
    let isHeld = emit(.not(emit(.isMissing(row), .bool, on: frame, span)), .bool, on: frame, span)
    let held = filter(frame, keep: isHeld, declaration.name, span)
    let parent = emit(.parentRow, .row(frame), on: held, span)
    let source = gather(credited.source, at: parent, on: held, span)
    let payee = gather(credited.payee, at: parent, on: held, span)
    let result = HeldRows(
      frame: held, context: .filtered(held, of: .credit(sheet: sheet, credit: credit)),
      sheetRow: gather(row, at: parent, on: held, span), payee: payee,
      period: gather(own, at: parent, on: held, span), date: gather(credited.date, at: parent, on: held, span),
      amount: gather(credited.amount, at: parent, on: held, span), source: source,
      key: tableIdentity(declaration.table, at: source, on: held))
    heldRows[key] = result
    let person = gather(keyColumns(sheet)[0].column, at: result.sheetRow, on: held, span)
    program.frames[Int(held.index)].identity = result.key + [NamedColumn("payee", person)]
    return result
  }

  /// What tells the windows apart in which amounts add up.
  mutating func windows(of rows: HeldRows, _ scope: RunningScope?, _ sheet: Int, each period: PeriodUnit) -> [ColumnID]
  {
    let span = model.sheets[sheet].span
    switch scope {
    case .period(let unit):
      return [
        rows.payee, emit(.periodOf(rows.date, model.unit(unit)), .period(model.unit(unit)), on: rows.frame, span),
      ]
    case nil:
      return [
        rows.payee,
        emit(.periodOf(rows.date, model.unit(period)), .period(model.unit(period)), on: rows.frame, span),
      ]
    case .plan:
      // What lies before the plan is computed for other windows only, and is no part of this one.
      guard let first = model.sheets[sheet].during?.first, lowered(sheet).planStart != nil else { return [rows.payee] }
      let start = constant(.date(first), .date, on: rows.frame, span)
      let isInside = emit(.compare(.greaterOrEqual, rows.date, start), .bool, on: rows.frame, span)
      let one = number(1, on: rows.frame, span)
      let part = emit(
        .choose(isInside, then: one, otherwise: number(0, on: rows.frame, span)), .number, on: rows.frame, span)
      return [rows.payee, part]
    }
  }

  /// The order of the rows: by pay period, so that what was paid never changes; then as it is written, or by date; then
  /// by key. Rows that are still equal are alike in all that counts.
  mutating func order(
    of rows: HeldRows, _ written: [TypedExpression], amounts: [ColumnID]
  ) -> [ColumnID] {
    var order: [ColumnID] = []
    for column in written {
      order.append(readable(lower(column, in: rows.context), type: column.type, on: rows.frame))
    }
    if order.isEmpty { order = [rows.date] }
    return [rows.period] + order + rows.key.map(\.column) + [rows.date] + amounts
  }
}
