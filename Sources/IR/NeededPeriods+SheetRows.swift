import Columns
import Model
import Syntax

/// The periods that are read by way of single rows of sheets, and by which rows there are.
extension NeededPeriods {
  /// Asks for all that decides which rows a sheet has.
  mutating func needRows(of sheet: Int) {
    guard sheetsWithRows.insert(sheet).inserted else { return }
    for part in model.sheets[sheet].range?.expressions ?? [] { visit(part, [Place(sheet: sheet, days: nil)]) }
    switch model.sheets[sheet].rows {
    case .one: break
    case .table(_, let condition):
      if let condition { visit(condition, [Place()]) }
    case .sheet(let source, let condition):
      needRows(of: source)
      let days = wanted(source)
      if let days { need(source, days) }
      if let condition { visit(condition, [Place(sheet: source, days: days)]) }
    case .keys(_, _, let sources):
      for source in sources {
        guard case .sheet(let other) = source.relation else { continue }
        needRows(of: other)
        let days = wanted(other)
        if let days { need(other, days) }
        for column in source.columns { visit(column, [Place(sheet: other, days: days)]) }
      }
      for side in model.sheets[sheet].match?.sides ?? [] {
        guard case .sheet(let other) = side.relation else { continue }
        needRows(of: other)
        let days = wanted(other)
        if let days { need(other, days) }
        for part in [side.amount] + side.group + side.order.map(\.value) {
          visit(part, [Place(sheet: other, days: days)])
        }
      }
      if let condition = model.sheets[sheet].keyCondition { visit(condition, [Place(sheet: sheet, days: nil)]) }
    }
  }

  /// Asks for what a computed column reads, which is the same for all who read the column.
  mutating func needColumn(_ column: Int, of table: Int) {
    guard let value = model.tables[table].columns[column].value,
      readColumns.insert(Column(table: table, column: column)).inserted
    else { return }
    visit(value, [Place()])
  }

  /// Asks for what decides which rows a credit has, whose they are and how much they count.
  mutating func needCredit(_ number: Int, of sheet: Int) {
    guard readCredits.insert(.credit(sheet: sheet, credit: number)).inserted else { return }
    let credit = model.sheets[sheet].credits[number]
    let parts = [
      credit.condition, credit.recipient, credit.date, credit.amount, credit.rounding?.step, credit.split?.via,
      credit.rollUp?.date, credit.rollUp?.condition,
    ]
    for part in parts.compactMap({ $0 }) { visit(part, [Place()]) }
  }

  /// The days of a sheet's rows among which the row is that an expression gives; nil if they have no periods.
  mutating func daysRead(
    of sheet: Int, at row: TypedExpression, _ places: [Place]
  ) -> ClosedRange<CalendarDate>? {
    guard model.sheets[sheet].period != nil else { return nil }
    switch row.kind {
    case .field(.sheet(let own), .entity, _):
      guard case .sheet(sheet, _) = model.sheets[own].rows else { break }
      return wanted(sheet)
    case .member(.sheet(let own), .entity, _):
      guard case .sheet(sheet, _) = model.sheets[own].rows else { break }
      return wanted(sheet)
    case .field(.sheet(let own), .line(let line), _):
      return daysRead(of: sheet, at: model.sheets[own].lines[line].value, places)
    case .sheetRow(sheet, let keys, _):
      guard let key = keys.first(where: { $0.theirs.isPeriod }) else { break }
      return read(sheet, window(of: key.mine), row, places)
    case .pick(let pick): return read(sheet, windowed(pick.rows).window, row, places)
    case .conditional(let a, _, let b), .otherwise(let a, let b):
      let days = [daysRead(of: sheet, at: a, places), daysRead(of: sheet, at: b, places)].compactMap { $0 }
      guard let first = days.first, let last = days.last else { return nil }
      return min(first.lowerBound, last.lowerBound)...max(first.upperBound, last.upperBound)
    default: break
    }
    return read(sheet, nil, row, places)
  }

  /// A pick's rows with the window in which they are: the row's own period, where they are found by it.
  func windowed(_ rows: TypedAggregate) -> TypedAggregate {
    guard rows.window == nil,
      let own = rows.joins.first(where: { if case .rowPeriod = $0.mine.kind { true } else { false } })
    else { return rows }
    var result = rows
    result.window = window(of: own.mine)
    return result
  }

  private func window(of period: TypedExpression) -> TypedWindow {
    TypedWindow(
      from: TypedExpression(.call(.firstDay, [period]), .date, period.span),
      through: TypedExpression(.call(.lastDay, [period]), .date, period.span), basis: nil, scope: nil,
      span: period.span)
  }
}

extension TypedExpression {
  fileprivate var isPeriod: Bool {
    switch kind {
    case .field(.sheet, .period, _), .member(.sheet, .period, _): true
    default: false
    }
  }
}
