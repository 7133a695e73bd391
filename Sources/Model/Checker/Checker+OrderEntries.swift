import Source
import Syntax

/// Lines that say how an order enters the position.
extension Checker {
  /// Checks an `ordered` line; nil after a message.
  mutating func checkOrderEntry(_ syntax: OrderEntrySyntax, of sheet: Int) -> OrderEntryModel? {
    let orders = lineSyntax[sheet].indices.filter { lineSyntax[sheet][$0].kind == .order }
    guard sheetSyntax[sheet].kind == .replenish, let order = orders.first, orders.count == 1 else {
      report(.entryNeedsOrder(syntax.span, isRule: sheetSyntax[sheet].kind == .replenish, orders: orders.count))
      return nil
    }
    if brokenSheets.contains(sheet) { return nil }
    switch syntax.target {
    case .column(let table, let column):
      guard let index = self.table(table) else { return nil }
      return entry(into: index, column, syntax.span, order: order, of: sheet)
    case .row(let table, let values):
      guard let index = self.table(table) else { return nil }
      return entry(joining: index, table, values, syntax.span, order: order, of: sheet)
    }
  }

  private mutating func entry(
    into table: Int, _ column: Name, _ span: SourceSpan, order: Int, of sheet: Int
  ) -> OrderEntryModel? {
    let declaration = model.tables[table]
    guard let place = declaration.columns.firstIndex(where: { $0.name == column.text }) else {
      report(.unknownColumn(column, table: declaration.name, known: declaration.columns.map(\.name)))
      return nil
    }
    let type = columnType(table: table, column: place, at: column.span)
    let ordered = lineType(sheet: sheet, line: order, at: column.span)
    if type.isPoison || ordered.isPoison { return nil }
    func fail(_ why: String) -> OrderEntryModel? {
      report(.entryIntoColumn(column, why: why, declared: declaration.columns[place].span))
      return nil
    }
    if tableSyntax[table].columns[place].value != nil { return fail("it is computed") }
    if type.quantity == nil || type.quantity?.unit != ordered.quantity?.unit {
      let (own, wanted) = (describe(type.optional(false)), describe(ordered.optional(false)))
      return fail("it holds \(own), and the order is in \(wanted)")
    }
    if type.isOptional { return fail("it may be missing, and nothing can be added to what is not known") }
    let keys = rowKeys(of: sheet, span)
    let columns = declaration.key.compactMap { key -> (column: Int, value: TypedExpression)? in
      let own = declaration.columns[key]
      return keys.first { $0.name == own.name && $0.value.type.value == own.type.value }.map { (key, $0.value) }
    }
    guard !columns.isEmpty, columns.count == declaration.key.count, columns.count == keys.count else {
      let names = declaration.key.map { declaration.columns[$0].name }
      let rows = names.isEmpty ? "no key" : "a row for each \(names.joined(separator: ", "))"
      let own = keys.map(\.name).joined(separator: ", ")
      return fail("`\(declaration.name)` has \(rows), and the rule one for each \(own)")
    }
    return OrderEntryModel(table: table, order: order, target: .column(place, keys: columns), span: span)
  }

  private mutating func entry(
    joining table: Int, _ name: Name, _ values: [OrderEntrySyntax.Assignment], _ span: SourceSpan, order: Int,
    of sheet: Int
  ) -> OrderEntryModel? {
    let count = diagnostics.count
    let declaration = model.tables[table]
    var columns: [(column: Int, value: TypedExpression)] = []
    var seen: [String: Name] = [:]
    for assignment in values {
      let column = assignment.column
      guard let place = declaration.columns.firstIndex(where: { $0.name == column.text }) else {
        report(.unknownColumn(column, table: declaration.name, known: declaration.columns.map(\.name)))
        continue
      }
      if seen.updateValue(column, forKey: column.text) != nil {
        report(.entryRow(column.span, "`\(column.text)` is given twice", label: "again"))
      }
      if tableSyntax[table].columns[place].value != nil {
        report(.entryRow(column.span, "`\(column.text)` is computed, and no row of `\(declaration.name)` is given it"))
        continue
      }
      let type = columnType(table: table, column: place, at: column.span)
      if case .moneyInColumn = type.value {
        report(.entryRow(column.span, "`\(column.text)` is money in each row's own currency, and cannot be given"))
        continue
      }
      let what = "`\(column.text)` of the row that the order becomes"
      var value = coerce(check(assignment.value, in: rowScope(sheet)), to: type, what: what)
      if !type.isOptional { value = required(value, what: what) }
      columns.append((place, value))
    }
    let open = declaration.columns.indices.filter { place in
      tableSyntax[table].columns[place].value == nil && !declaration.columns[place].type.isOptional
        && !declaration.columns[place].type.isPoison && seen[declaration.columns[place].name] == nil
    }
    if diagnostics.count == count, !open.isEmpty {
      let names = open.map { "`\(declaration.columns[$0].name)`" }.joined(separator: ", ")
      report(
        .entryRow(
          name.span, "the row of `\(declaration.name)` that the order becomes has no \(names)",
          label: "may not be missing there"))
    }
    if diagnostics.count != count || columns.contains(where: \.value.type.isPoison) { return nil }
    return OrderEntryModel(table: table, order: order, target: .row(columns), span: span)
  }
}

extension Diagnostic {
  static func entryNeedsOrder(_ span: SourceSpan, isRule: Bool, orders: Int) -> Diagnostic {
    Diagnostic(
      "E0279",
      isRule
        ? "the rule has \(orders == 0 ? "no order" : "\(orders) orders"), and `ordered` speaks of one"
        : "`ordered` says how an order enters the position, and belongs in a `replenish` rule", at: span,
      isRule ? "which order?" : "no rule")
  }

  static func entryIntoColumn(_ column: Name, why: String, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0279", "an order cannot be added to `\(column.text)`: \(why)", at: column.span, "not to be added to",
      also: [Label(declared, "declared here")],
      help: [
        Help(
          "name an amount in the order's unit, of a table with the rule's keys; or make the order a row: "
            + "`ordered joins orders (…)`")
      ])
  }

  static func entryRow(_ span: SourceSpan, _ message: String, label: String = "not to be given") -> Diagnostic {
    Diagnostic("E0280", message, at: span, label)
  }
}
