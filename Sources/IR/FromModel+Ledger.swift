import Columns
import Model
import Source
import Syntax

extension Lowering {
  /// What a plan's lines pay for the periods whose statements a ledger holds, as a result of its own.
  mutating func addClosedPeriods(_ sheet: Int, _ output: Output) {
    let declaration = model.sheets[sheet]
    guard declaration.kind == .plan, let days = options.closed[declaration.name], let unit = declaration.period else {
      return
    }
    let span = declaration.span
    let period = sheetColumn(sheet, .period, span)
    func test(_ comparison: Operation.Comparison, _ day: CalendarDate) -> ColumnID {
      let bound = Period(model.unit(unit), containing: day)
      let constant = constant(.period(bound), .period(bound.unit), on: output.frame, span)
      return emit(.compare(comparison, period, constant), .bool, on: output.frame, span)
    }
    let isLate = test(.greaterOrEqual, days.lowerBound)
    let isEarly = test(.lessOrEqual, days.upperBound)
    var closed = output
    closed.kind = .closedPeriods
    closed.shown = emit(.and(isLate, isEarly), .bool, on: output.frame, span)
    closed.columns = Array(output.columns.prefix(declaration.lines.count { $0.kind == .pay }))
    program.outputs.append(closed)
  }
}
