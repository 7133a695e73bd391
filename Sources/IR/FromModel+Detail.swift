import Columns
import Model
import Source
import Syntax

extension Lowering {
  /// What each credited row earns of a line, as a table of its own.
  mutating func addDetail(_ sheet: Int, _ index: Int, _ line: LineModel) {
    guard let parts = model.shares(sheet: sheet, line: index), let currency = model.sheets[sheet].currency,
      let unit = model.sheets[sheet].period, case .credit(_, let creditIndex) = parts.credit,
      let rows = heldRows(ofLine: index, sheet), let share = share(sheet, index)
    else { return }
    let lowered = lowered(sheet)
    let span = line.span
    let frame = rows.frame
    let payee = gather(keyColumns(sheet)[0].column, at: rows.sheetRow, on: frame, span)
    func amount(_ name: String, _ column: ColumnID, of credit: Int, isAdditive: Bool) -> OutputColumn {
      let unit = model.sheets[sheet].credits[credit].amount.type.quantity?.unit
      return OutputColumn(
        name: name, title: nil, column: column, format: .number(.all(minimum: unit?.currency?.minorDigits ?? 0)),
        unit: unit.map { $0.description }, isAdditive: isAdditive)
    }
    func plain(_ name: String, _ column: ColumnID) -> OutputColumn {
      OutputColumn(name: name, title: nil, column: column, format: .plain, unit: nil, isAdditive: false)
    }
    var columns = [
      plain("date", rows.date), amount("credit", rows.amount, of: creditIndex, isAdditive: true),
    ]
    var order = order(of: rows, [], amounts: [rows.amount])
    if case .through(let through) = parts.value, let earnings = rowEarnings(through, sheet, line.value.span) {
      order = earnings.order
      var counted = creditIndex
      if case .credit(_, let other)? = through.counted { counted = other }
      if let column = earnings.counted { columns.append(amount("counted", column, of: counted, isAdditive: true)) }
      columns.append(amount("position", earnings.position, of: counted, isAdditive: false))
    }
    // What is paid is rounded, and what is only shown is exact.
    let exact = format(of: line.value.type, decimals: line.decimals).format
    columns.append(
      OutputColumn(
        name: line.name, title: line.title, column: share,
        format: line.kind == .pay ? .number(.fixed(currency.minorDigits)) : exact,
        unit: line.value.type.quantity.map { $0.unit.description }, isAdditive: true))
    var detail = Output(
      kind: .detail, name: "\(model.sheets[sheet].name).\(line.name)", title: line.title, frame: frame,
      shown: shown(sheet, lowered).map { gather($0, at: rows.sheetRow, on: frame, span) }, isPrimary: nil,
      keys: [plain("payee", payee), plain(unit.rawValue, rows.period)] + rows.key.map { plain($0.name, $0.column) },
      columns: columns, order: [payee, rows.period] + order)
    detail.owner = model.sheets[sheet].name
    program.outputs.append(detail)
  }
}
