import Columns
import Model
import Source
import Syntax

extension Output {
  /// What has become of a line of a rule.
  public typealias Status = OrderStatus
}

/// The orders of replenishment rules.
extension Lowering {
  /// The quantity of an order; its status, reason and steps are noted.
  mutating func order(_ line: LineModel, _ sheet: Int, _ number: Int) -> ColumnID {
    let context = Context.sheet(sheet)
    let frame = frame(of: context)
    let key = LineKey(sheet: sheet, line: number)
    let steps = steps(line.steps, from: lower(line.value, in: context), sheet, line.span)
    var quantity = steps.value
    if line.value.type.quantity?.unit == Unit("units") {
      quantity = emit(
        .whole(quantity, step: self.number(1, on: frame, line.span)), .number, on: frame, line.span)
    } else {
      quantity = finite(quantity, on: frame, line.span)
    }
    reasonColumns[key] = steps.reason
    orderSteps[key] = steps
    statusColumns[key] = status(of: quantity, steps.ends, on: frame, line.nameSpan)
    return quantity
  }

  private mutating func status(
    of quantity: ColumnID, _ ends: [OrderOutcome: ColumnID], on frame: FrameID, _ span: SourceSpan
  ) -> ColumnID {
    func word(_ status: OrderStatus) -> ColumnID { constant(.text(status.rawValue), .text, on: frame, span) }
    func choose(_ test: ColumnID, _ then: ColumnID, _ otherwise: ColumnID) -> ColumnID {
      emit(.choose(test, then: then, otherwise: otherwise), .text, on: frame, span)
    }
    let orders = emit(.compare(.greater, quantity, number(0, on: frame, span)), .bool, on: frame, span)
    var status = choose(orders, word(.ordered), word(.none))
    for outcome in OrderOutcome.allCases {
      if let test = ends[outcome] { status = choose(test, word(OrderStatus(outcome)), status) }
    }
    return status
  }

  /// The status or the reason of an order.
  mutating func outcomeColumn(_ columns: KeyPath<Lowering, [LineKey: ColumnID]>, _ sheet: Int, _ line: Int) -> ColumnID
  {
    let quantity = lineColumn(sheet, line)
    return self[keyPath: columns][LineKey(sheet: sheet, line: line)] ?? quantity
  }

  /// The columns of a rule's orders: quantity, value and status of each.
  mutating func addOrders(_ sheet: Int, to output: inout Output) {
    let declaration = model.sheets[sheet]
    let frame = output.frame
    let zero = number(0, on: frame, declaration.span)
    for (index, line) in declaration.lines.enumerated() where line.kind == .order {
      let column = lineColumn(sheet, index)
      var ordered = outputColumn(line, sheet, column: column)
      ordered.isAdditive = true
      output.columns.append(ordered)
      let worth = declaration.worth(ofOrder: index)
      if let worth {
        var value = outputColumn(declaration.lines[worth], sheet, column: lineColumn(sheet, worth))
        value.isAdditive = true
        output.columns.append(value)
      }
      let status = outcomeColumn(\.statusColumns, sheet, index)
      output.columns.append(
        OutputColumn(
          name: declaration.outcomeName("status", ofOrder: index), title: nil, column: status, format: .plain,
          unit: nil, isAdditive: false))
      output.orders.append(
        Output.Order(
          quantity: column, value: worth.map { lineColumn(sheet, $0) }, status: status,
          reason: outcomeColumn(\.reasonColumns, sheet, index)))
      let nothing = constant(.text(OrderStatus.none.rawValue), .text, on: frame, line.span)
      let matters = emit(.compare(.notEqual, status, nothing), .bool, on: frame, line.span)
      output.isPrimary = output.isPrimary.map { emit(.or($0, matters), .bool, on: frame, line.span) } ?? matters
      var isAllowed = emit(.compare(.greaterOrEqual, column, zero), .bool, on: frame, line.span)
      if line.hasOutcomes {
        let isOpen = emit(.isMissing(column), .bool, on: frame, line.span)
        isAllowed = emit(.or(isOpen, isAllowed), .bool, on: frame, line.span)
      }
      program.checks.append(
        Check(
          text: "an order is not negative", frame: frame, condition: isAllowed, applies: nil,
          witnesses: [NamedColumn(line.name, column)], span: line.nameSpan))
    }
  }

  mutating func addReasons(_ sheet: Int, to output: inout Output) {
    let declaration = model.sheets[sheet]
    for line in declaration.lines.indices where declaration.lines[line].kind == .order {
      output.columns.append(
        OutputColumn(
          name: declaration.outcomeName("reason", ofOrder: line), title: nil,
          column: outcomeColumn(\.reasonColumns, sheet, line), format: .plain, unit: nil, isAdditive: false))
    }
  }
}
