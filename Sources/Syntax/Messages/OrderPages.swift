import Source

/// What is wrong with the form of an order.
extension Diagnostic {
  static func runningWithoutOrder(_ running: SourceSpan, found: String, at span: SourceSpan) -> Diagnostic {
    syntax(
      .runningForm, "expected `in order of` and what puts the rows in order, found \(found)", at: span,
      "in which order?", also: [Label(running, "this running total")],
      help: [Help("write `running(value in order of greatest value, sku)`")])
  }
}

extension DiagnosticPage {
  /// The pages about orders of rows.
  static let orderPages: [DiagnosticPage] = [
    SyntaxCode.runningForm.page(
      "a running total without an order",
      """
      `running(E in order of K)` adds E up row by row. What has been reached at a row depends on the order, so it is
      written: `running(value in order of greatest value, sku)`.
      """,
      failing: "sheet s {\n  for each skus\n  show so_far = running(value)\n}",
      mended: "sheet s {\n  for each skus\n  show so_far = running(value in order of greatest value, sku)\n}")
  ]
}
