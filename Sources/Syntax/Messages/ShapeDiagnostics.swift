import Source

/// What is wrong with the form of a curve or of a matrix.
extension Diagnostic {
  static func curveAxes(_ name: String, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .curveForm, "a curve depends on one value", at: span, "a second one",
      help: [Help("`matrix \(name)` depends on two values, and `rates \(name)` on any number")])
  }

  static func curveLine(_ found: String, word: String?, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .curveForm, "no line of a curve starts with \(found)", at: span, "expected `at`, `below` or `above`",
      notes: ["a curve has points, as in `at 100%: 100%`, and then `below: …` and `above: …`"],
      help: word == "from" ? [Help("a point is written `at`", edits: [Edit(span, "at")])] : [])
  }

  static func curveEndTwice(_ word: String, _ span: SourceSpan, earlier: SourceSpan) -> Diagnostic {
    syntax(
      .curveForm, "the curve says twice what holds \(word) its points", at: span, "the second time",
      also: [Label(earlier, "the first time")], help: [Help("keep one of them")])
  }

  static func matrixAxes(_ count: Int, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .matrixForm, "a matrix depends on two values", at: span,
      count == 1 ? "this depends on one" : "this depends on \(count)",
      help: [Help("the first is for the lines, the second for the columns; `rates` may depend on any number of values")]
    )
  }

  static func matrixWithoutHeader(axis: String, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .matrixForm, "the matrix does not begin with its columns", at: span, "expected `|` and the first column",
      notes: [
        "the first line says for which \(axis.isEmpty ? "values" : "`\(axis)`") each column is: `| from 0% | from 20%`"
      ])
  }

  static func matrixCellMissing(column: Int, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .matrixForm, "cell \(column) of the line is empty", at: span, "no value behind this bar",
      notes: ["nothing is silently zero: write the value of every cell"])
  }

  static func matrixWidth(_ count: Int, columns: Int, _ span: SourceSpan, header: SourceSpan) -> Diagnostic {
    syntax(
      .matrixForm,
      "the line has \(cells(count)), and the matrix has \(columns == 1 ? "1 column" : "\(columns) columns")",
      at: span, count > columns ? "a cell too many" : "\(cells(columns - count)) missing",
      also: [Label(header, "the columns")])
  }

  private static func cells(_ count: Int) -> String { count == 1 ? "1 cell" : "\(count) cells" }
}

/// What is wrong with the form of a rank.
extension Diagnostic {
  static func rankWithoutOrder(_ rank: SourceSpan, found: String, at span: SourceSpan) -> Diagnostic {
    syntax(
      .rankForm, "expected what comes first, found \(found)", at: span,
      "expected `, greatest first` or `, least first`",
      also: [Label(rank, "this rank")], help: [Help("write `rank(points, greatest first, ties standard)`")])
  }

  static func rankWithoutTies(_ rank: SourceSpan, found: String, at span: SourceSpan) -> Diagnostic {
    syntax(
      .rankForm, "expected what happens to ties, found \(found)", at: span, "expected `, ties …`",
      also: [Label(rank, "this rank")],
      help: [
        Help("rows with equal values have the places 1, 1, 3 with `ties standard`, and 1, 1, 2 with `ties dense`"),
        Help("`ties by hired, id` tells them apart by columns"),
      ])
  }

  static func spreadWithoutDivisor(_ name: Name, _ spread: Word) -> Diagnostic {
    syntax(
      .spreadForm, "`\(name.text)` does not say what it divides by", at: name.span, "of a sample, or of all there is?",
      help: [
        Help("`sample \(spread.rawValue)(…)` divides by n - 1: the rows are a sample of what may come"),
        Help("`population \(spread.rawValue)(…)` divides by n: the rows are all there is"),
      ])
  }
}
