import Source

/// What is wrong with the form of an order or of a range.
extension Diagnostic {
  static func rangeWithoutEnd(_ name: String, found: String, at span: SourceSpan) -> Diagnostic {
    syntax(
      .rangeForm, "expected `..` and the last value of `\(name)`, found \(found)", at: span, "up to where?",
      help: [Help("a range has two bounds, and both belong to it: `day in today .. today + 30 days`")])
  }

  static func rangeBehindKeys(_ keys: [String], range: String, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .rangeForm, "the range `\(range)` stands behind keys of which nothing says where they occur", at: span,
      "in which tables?",
      help: [Help("name the tables first: `for each \(keys.joined(separator: ", ")) in stock, \(range) in …`")])
  }

  static func runningWithoutOrder(_ running: SourceSpan, found: String, at span: SourceSpan) -> Diagnostic {
    syntax(
      .runningForm, "expected `in order of` and what puts the rows in order, found \(found)", at: span,
      "in which order?", also: [Label(running, "this running total")],
      help: [Help("write `running(value in order of greatest value, sku)`")])
  }
}

extension DiagnosticPage {
  /// The pages about orders of rows.
  static let rowOrderPages: [DiagnosticPage] = [
    SyntaxCode.rangeForm.page(
      "a range of rows without an end",
      """
      `for each stock, day in today .. today + 30 days` has a row for each row of `stock` and each day of the range, both
      bounds included. In front of the range stands a table, keys `in` tables, `all`, or nothing.
      """,
      failing: "sheet s {\n  for each stock, day in today\n}",
      mended: "sheet s {\n  for each stock, day in today .. today + 30 days\n}"),
    SyntaxCode.runningForm.page(
      "a running total without an order",
      """
      `running(E in order of K)` adds E up row by row. What has been reached at a row depends on the order, so it is
      written: `running(value in order of greatest value, sku)`.
      """,
      failing: "sheet s {\n  for each skus\n  show so_far = running(value)\n}",
      mended: "sheet s {\n  for each skus\n  show so_far = running(value in order of greatest value, sku)\n}"),
  ]
}
