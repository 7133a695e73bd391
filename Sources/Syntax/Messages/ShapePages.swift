import Source

extension DiagnosticPage {
  /// The pages about curves and matrices.
  static let shapePages: [DiagnosticPage] = [
    SyntaxCode.curveForm.page(
      "a curve with a line that is no point",
      """
      A curve depends on one value. It has points, `at 100%: 100%`, between which it is straight, and says once what holds
      `below:` the first point and `above:` the last.
      """,
      failing: "curve c (x: percent) -> percent {\n  from 0%: 0%\n  at 100%: 100%\n  below: refused\n  above: held\n}",
      mended: "curve c (x: percent) -> percent {\n  at 0%: 0%\n  at 100%: 100%\n  below: refused\n  above: held\n}"),
    SyntaxCode.matrixForm.page(
      "a matrix with a cell too few or too many",
      """
      A matrix depends on two values. Its first line has a `|` and a condition for each column; every other line has a
      condition and then as many cells.
      """,
      failing: "matrix m (x: USD, y: percent) -> percent {\n  | from 0% | from 20%\n  from 0 USD | 1%\n}",
      mended: "matrix m (x: USD, y: percent) -> percent {\n  | from 0% | from 20%\n  from 0 USD | 1% | 2%\n}"),
  ]
}
