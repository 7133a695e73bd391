import Source
import Syntax

/// What the checker says of curves, matrices and rates of which several rows match.
extension Diagnostic {
  static func curveEndMissing(_ name: Name, isBelow: Bool, bound: SourceSpan?, result: String?) -> Diagnostic {
    let word = isBelow ? "below" : "above"
    let label = "the \(isBelow ? "first" : "last") point"
    return Diagnostic(
      "E0715", "`\(name.text)` does not say what holds \(word) its points", at: name.span, "no `\(word)` line",
      also: bound.map { [Label($0, label)] } ?? [],
      help: [
        Help(
          "add a line `\(word): …` with a value\(result.map { " (\($0))" } ?? ""), `held` (\(label)'s value goes on), `extended` (the line goes on) or `refused` (an error of the run)"
        )
      ])
  }

  static func pointsOutOfOrder(_ span: SourceSpan, previous: SourceSpan, isSame: Bool) -> Diagnostic {
    Diagnostic(
      "E0716", isSame ? "two points of a curve lie at the same place" : "the points of a curve do not ascend", at: span,
      isSame ? "has a value already" : "in front of the point before it", also: [Label(previous, "the point before")],
      help: isSame ? [Help("a value that jumps is for `rates`, whose tiers begin `from` or `above` a bound")] : [])
  }

  static func noPoints(_ name: Name) -> Diagnostic {
    Diagnostic(
      "E0716", "`\(name.text)` has no points", at: name.span, "no points", help: [Help("write them `at 100%: 100%`")])
  }

  static func extendedNeedsTwoPoints(_ span: SourceSpan, point: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0717", "no line leads through a single point", at: span, "which way does it go on?",
      also: [Label(point, "the only point")], help: [Help("add a point, or write `held`")])
  }

  static func curveNeedsNumbers(_ span: SourceSpan, found: String, name: String) -> Diagnostic {
    Diagnostic(
      "E0718", "a curve runs from numbers to numbers", at: span, "this is \(found)",
      help: [Help("for other values write `rates \(name)`, which has a row for each case")])
  }

  static func curveIsCalled(_ name: Name, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0718", "an amount goes through tiers, and `\(name.text)` is a curve", at: name.span, "not tiers",
      also: [Label(declared, "declared here")],
      help: [Help("multiply by its value instead, as in `target * \(name.text)(attained)`")])
  }

  static func matrixOutOfOrder(_ span: SourceSpan, previous: SourceSpan, _ what: String, isSame: Bool) -> Diagnostic {
    Diagnostic(
      "E0719",
      isSame ? "two \(what)s of a matrix begin at the same bound" : "the \(what)s of a matrix do not ascend", at: span,
      isSame ? "begins where the \(what) before it does" : "below the bound before it",
      also: [Label(previous, "the bound before")], notes: ["a \(what) ends where the next one begins"])
  }

  static func matrixOverlap(_ span: SourceSpan, _ other: SourceSpan, _ what: String, _ how: String) -> Diagnostic {
    Diagnostic(
      "E0719", "two \(what)s of a matrix are for the same values", at: span, how,
      also: [Label(other, "another \(what)")],
      help: [Help("say behind the type which of them counts, as in `-> percent most specific`")])
  }

  static func matchesNeedNumbers(_ span: SourceSpan, found: String, words: String) -> Diagnostic {
    Diagnostic(
      "E0720", "`\(words)` is for rates that give numbers", at: span, "this is \(found)",
      help: [Help("`first match` and `most specific` are for values of any type")])
  }
}

/// What the checker says of ranks and allocations.
extension Diagnostic {
  static func rankOutsideSheet(_ span: SourceSpan, what: String) -> Diagnostic {
    Diagnostic(
      "E0721", "\(what) is among the rows of a sheet or plan, and none stands here", at: span, "not a sheet's row",
      help: [Help("give it a line of its own in a sheet, and read that line here")])
  }

  static func notRanked(_ span: SourceSpan, type: String) -> Diagnostic {
    Diagnostic(
      "E0722", "rows are ranked by numbers, amounts, dates and periods", at: span, "this is \(type)",
      help: [Help("`ties by name` puts rows in the order of a text")])
  }

  static func tiesNeedSteps(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0723", "parts that are exact have no ties", at: span, "nothing is left to give away",
      help: [Help("leave out `ties by`, or write `in steps of …` instead of `exactly`")])
  }

  static func circleOfRows(_ span: SourceSpan, line: String, read: String) -> Diagnostic {
    Diagnostic(
      "E0724", "\(line) needs \(read) of other rows, which need \(line) themselves", at: span, "of all rows",
      notes: ["a line goes on from its own earlier value with `previous`, in each row by itself"],
      help: [Help("read what \(read) is made of, without what comes from `previous`")])
  }
}
