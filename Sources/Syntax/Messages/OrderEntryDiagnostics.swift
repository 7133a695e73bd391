import Source

/// What is wrong with the form of a line that says how an order enters the position.
extension Diagnostic {
  static func orderEntryForm(_ span: SourceSpan) -> Diagnostic {
    syntax(
      .orderEntryForm, "the line does not say how an order enters the position", at: span,
      "expected `counts in` or `joins` behind it",
      help: [
        Help("`ordered counts in stock.in_transit` adds its quantity to a column of the row with the same key"),
        Help("`ordered joins orders (dealer = dealer, quantity = quantity)` makes it a row of a table"),
      ])
  }
}

extension DiagnosticPage {
  /// The page about lines that say how an order enters the position.
  static let orderEntryPages: [DiagnosticPage] = [
    SyntaxCode.orderEntryForm.page(
      "an `ordered` line that does not say where orders go",
      """
      `ordered counts in TABLE.COLUMN` adds what is ordered to a column of the row with the rule's key; `ordered joins
      TABLE (COLUMN = VALUE, …)` makes each order a row of a table.
      """,
      failing: "replenish R {\n  for each stock\n  order quantity from 5 units\n  ordered in stock.in_transit\n}",
      mended: "replenish R {\n  for each stock\n  order quantity from 5 units\n  ordered counts in stock.in_transit\n}")
  ]
}
