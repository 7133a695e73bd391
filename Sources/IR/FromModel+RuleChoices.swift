import Columns
import Model
import Source
import Syntax

extension Output {
  /// The status of a row for which a rule is chosen that does not have it.
  public static let notInRule = RuleChoiceModel.Status.notInRule
}

/// Sheets that say which rule counts.
extension Lowering {
  /// Says which rows are printed, counts those without a rule, and holds the laws of the rules that count.
  mutating func complete(_ output: inout Output, _ sheet: Int, _ choice: RuleChoiceModel) {
    let declaration = model.sheets[sheet]
    let frame = output.frame
    let span = declaration.span
    for index in output.columns.indices where ["value", "quantity"].contains(output.columns[index].name) {
      output.columns[index].isAdditive = true
    }
    guard let place = declaration.lines.firstIndex(where: { $0.name == "status" }) else { return }
    let status = lineColumn(sheet, place)
    func says(_ word: String, _ comparison: Operation.Comparison) -> ColumnID {
      let text = constant(.text(word), .text, on: frame, span)
      return emit(.compare(comparison, status, text), .bool, on: frame, span)
    }
    func line(_ name: String) -> ColumnID? {
      declaration.lines.firstIndex { $0.name == name }.map { lineColumn(sheet, $0) }
    }
    if let quantity = line("quantity"), let reason = line("reason") {
      output.orders = [Output.Order(quantity: quantity, value: line("value"), status: status, reason: reason)]
    }
    output.isPrimary = says(RuleChoiceModel.Status.nothing, .notEqual)
    output.isWithoutRule = says(RuleChoiceModel.Status.noRule, .equal)
    let number = lower(choice.number, in: .sheet(sheet))
    for (index, one) in choice.choices.enumerated() {
      guard case .rule(let rule, let order) = one, let row = choice.rows[index] else { continue }
      let at = lower(row, in: .sheet(sheet))
      let wanted = self.number(index, on: frame, span)
      let isChosen = emit(.compare(.equal, number, wanted), .bool, on: frame, span)
      let isThere = emit(.not(emit(.isMissing(at), .bool, on: frame, span)), .bool, on: frame, span)
      let counts = emit(.and(isChosen, isThere), .bool, on: frame, span)
      addLaws(ofRule: rule, order, at: at, where: counts, on: frame)
    }
  }

  /// The laws of a rule hold in the rows in which it counts.
  private mutating func addLaws(
    ofRule rule: Int, _ order: Int, at row: ColumnID, where counts: ColumnID, on frame: FrameID
  ) {
    let declaration = model.sheets[rule]
    let line = declaration.lines[order]
    let ordered = lineColumn(rule, order)
    let rules = self.frame(of: .sheet(rule))
    let quantity = gather(ordered, at: row, on: frame, line.span)
    let zero = number(0, on: rules, line.span)
    let isAllowed = emit(.compare(.greaterOrEqual, ordered, zero), .bool, on: rules, line.span)
    let isKnown = emit(.not(emit(.isMissing(quantity), .bool, on: frame, line.span)), .bool, on: frame, line.span)
    program.checks.append(
      Check(
        text: "an order is not negative", frame: frame, condition: gather(isAllowed, at: row, on: frame, line.span),
        applies: emit(.and(counts, isKnown), .bool, on: frame, line.span),
        witnesses: [NamedColumn(line.name, quantity)], span: line.nameSpan))
    for check in declaration.checks {
      let condition = lower(check.condition, in: .sheet(rule))
      let witnesses = witnesses(of: check.condition, in: .sheet(rule)).map {
        NamedColumn($0.name, gather($0.column, at: row, on: frame, check.span))
      }
      program.checks.append(
        Check(
          text: check.text, frame: frame, condition: gather(condition, at: row, on: frame, check.span),
          applies: counts, witnesses: witnesses, span: check.span))
    }
  }
}
