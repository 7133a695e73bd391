import Source

/// What is wrong with the form of a type.
extension Diagnostic {
  static func optionalBeforeIn(_ unit: String, _ span: SourceSpan, column: String) -> Diagnostic {
    Diagnostic(
      .error, SyntaxCode.typeForm.rawValue, "the `?` of a type stands at its end", at: span,
      "in the middle of the type",
      help: [Help("write `\(unit) in \(column)?`")])
  }
}

extension DiagnosticPage {
  /// The page about the form of types.
  static let typePages: [DiagnosticPage] = [
    SyntaxCode.typeForm.page(
      "a type with its `?` in the middle",
      "A `?` says that a cell may be empty, and stands behind the whole type: `units in uom?`, `money in currency?`.",
      failing: "table stock {\n  uom  text\n  left  units? in uom\n}",
      mended: "table stock {\n  uom  text\n  left  units in uom?\n}")
  ]
}
