import Source

extension DiagnosticPage {
  /// The pages about picks and versions of rows.
  static let rowPages: [DiagnosticPage] = [
    SyntaxCode.dateOutsideLookup.page(
      "an `as of` that belongs to no lookup",
      """
      `as of` says which version of a row is wanted, so it stands where the row is looked up: behind the keys, inside the
      brackets, as in `salaries[payee as of closed].salary`.
      """,
      failing: "sheet s {\n  show x = salaries[payee].salary as of closed\n}",
      mended: "sheet s {\n  show x = salaries[payee as of closed].salary\n}"),
    SyntaxCode.pickWithoutOrder.page(
      "a `pick` that does not say which row",
      """
      A pick is one row of a table: the one with the greatest or the least value of what stands behind `by`. Which row comes
      first in the file does not matter and is never asked for.
      """,
      failing: "sheet s {\n  let d = pick deals where won\n}",
      mended: "sheet s {\n  let d = pick deals where won by greatest closed\n}"),
  ]
}
