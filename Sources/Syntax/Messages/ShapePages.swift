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
    SyntaxCode.rankForm.page(
      "a rank that leaves open which place two equal rows have",
      """
      A rank says what comes first, `greatest first` or `least first`, and what happens to rows with equal values: `ties
      standard` (1, 1, 3), `ties dense` (1, 1, 2), or `ties by hired, id`, which tells them apart.
      """,
      failing: "sheet s {\n  for each reps\n  show place = rank(points, greatest first)\n}",
      mended: "sheet s {\n  for each reps\n  show place = rank(points, greatest first, ties standard)\n}"),
    SyntaxCode.allocateForm.page(
      "an allocation that leaves open how its parts are rounded",
      """
      `allocate E by W` gives each row its part of E in proportion to W; other manners are `levelling S / W`, `in order of
      K` and `one P at a time to the smallest S / W`. The parts are fractions, `exactly`, or whole steps that sum to E, `in
      steps of 0.01 USD`.
      """,
      failing: "sheet s {\n  for each reps\n  show part = allocate pool by weight\n}",
      mended: "sheet s {\n  for each reps\n  show part = allocate pool by weight exactly\n}"),
    SyntaxCode.spreadForm.page(
      "a deviation or a variance that does not say what it divides by",
      """
      A deviation divides the squares by n - 1 if the rows are a sample of what may come, and by n if they are all there
      is. The two differ, most of all where there are few rows: write `sample deviation(…)` or `population deviation(…)`.
      """,
      failing: "sheet s {\n  for each skus\n  show sigma = deviation(sales.quantity over month)\n}",
      mended:
        "sheet s {\n  for each skus\n  show sigma = sample deviation(sales.quantity over month to 4 decimals)\n}"),
    SyntaxCode.allocateRatio.page(
      "an allocation that levels what is no ratio",
      """
      `levelling S / W` raises (S + part) / W of all rows to one level, and `to the smallest S / W` gives to the row where
      it is smallest. S is what a row has already; W is what it is measured by: its target, its sales a day, or 1.
      """,
      failing: "sheet s {\n  for each stores\n  show part = allocate 500 units levelling on_hand exactly\n}",
      mended: "sheet s {\n  for each stores\n  show part = allocate 500 units levelling on_hand / daily exactly\n}"),
    SyntaxCode.matchForm.page(
      "a match that leaves open who is paired first",
      """
      `for each giver, taker in match A.x in order of … to B.y in order of …` pairs the rows of A with those of B. It has a
      name for the row of either side, and each side says who comes first.
      """,
      failing: "sheet s {\n  for each giver, taker in match surplus.excess to shortage.lack in order of dealer\n}",
      mended:
        "sheet s {\n  for each giver, taker in match surplus.excess in order of dealer to shortage.lack in order of dealer\n}"
    ),
  ]
}
