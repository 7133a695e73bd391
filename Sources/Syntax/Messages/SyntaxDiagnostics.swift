import Source

/// What may be wrong with the order of tokens.
extension Diagnostic {
  static func syntax(
    _ code: SyntaxCode, _ message: String, at span: SourceSpan, _ label: String, also secondary: [Label] = [],
    notes: [String] = [], help: [Help] = []
  ) -> Diagnostic {
    Diagnostic(.error, code.rawValue, message, at: span, label, also: secondary, notes: notes, help: help)
  }

  // MARK: - Structure

  static func expected(
    _ what: String, found: String, at span: SourceSpan, also secondary: [Label], help: [Help]
  ) -> Diagnostic {
    let short = what.index(ofFirst: ", as in").map { String(what[..<$0]) } ?? what
    return syntax(
      .expected, "expected \(what), found \(found)", at: span, "expected \(short)", also: secondary, help: help)
  }

  static func unclosed(
    _ open: String, _ close: String, or other: String, opening: SourceSpan, found: String, at span: SourceSpan
  ) -> Diagnostic {
    syntax(
      .unclosed, "expected `\(close)` or \(other), found \(found)", at: span, "expected `\(close)`",
      also: [Label(opening, "this `\(open)` is not closed")])
  }

  static func unclosedBlock(_ what: String, opening: SourceSpan, found: String, at span: SourceSpan) -> Diagnostic {
    let empty = SourceSpan(file: span.file, start: Int(span.start), end: Int(span.start))
    return syntax(
      .unclosedBlock, "the block of `\(what)` is not closed in front of \(found)", at: span, "expected `}`",
      also: [Label(opening, "this `{` is not closed")],
      help: [Help("the block ends with `}` on a line of its own", edits: [Edit(empty, "\n}")])])
  }

  static func strayBrace(_ span: SourceSpan) -> Diagnostic {
    syntax(
      .strayClosing, "this `}` closes nothing", at: span, "no block is open here",
      help: [Help("leave it out, or look for a `}` too many above", edits: [Edit(span, "")])])
  }

  static func strayClosing(_ sign: String, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .strayClosing, "this `\(sign)` closes nothing", at: span, "nothing is open here",
      help: [Help("leave it out, or open what it closes", edits: [Edit(span, "")])])
  }

  static func tooDeep(limit: Int, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .tooDeep, "the expression is nested more than \(limit) levels deep", at: span, "too deep here",
      help: [Help("give parts of it names with `let`, or list values with `in (…)`")])
  }

  static func unknownLanguage(_ version: String, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .language, "the language `\(version)` is not known to this program", at: span, "this program reads language 1",
      help: [Help("a newer program may read it; this one reads `language 1`")])
  }

  static func misplacedLanguage(_ span: SourceSpan) -> Diagnostic {
    syntax(
      .language, "`language` stands behind other lines", at: span, "not the first line",
      help: [Help("`language 1` stands once, in front of everything else")])
  }

  static func unknownDeclaration(_ found: String, word: String?, _ span: SourceSpan) -> Diagnostic {
    let words = [
      "table", "rates", "curve", "matrix", "plan", "sheet", "replenish", "define", "param", "unit", "calendar", "data",
      "example", "use",
    ]
    return syntax(
      .unknownDeclaration, "no declaration starts with \(found)", at: span, "expected a declaration",
      notes: [
        "the declarations start with \(listed(words + ["marginal rates", "whole rates", "reached rates", "entered rates", "adding rates"]))"
      ],
      help: similar(word, among: words + ["marginal", "whole", "language"], span))
  }

  static func unknownItem(_ found: String, word: String?, _ span: SourceSpan) -> Diagnostic {
    let words = ["for", "during", "each", "paid", "grouped", "credit", "let", "show", "pay", "order", "check"]
    return syntax(
      .unknownItem, "no line of a plan or sheet starts with \(found)", at: span, "expected a line",
      notes: [
        "the lines start with \(listed(["for each", "in order of"] + words.dropFirst().map { $0 == "grouped" ? "grouped by" : $0 }))"
      ],
      help: similar(word, among: words, span))
  }

  static func lineWithoutWord(_ name: String, _ span: SourceSpan) -> Diagnostic {
    let empty = SourceSpan(file: span.file, start: Int(span.start), end: Int(span.start))
    return syntax(
      .unknownItem, "the line `\(name)` does not start with its kind", at: span, "expected `let`, `show` or `pay`",
      help: [
        Help("`let` names a value, `show` also prints it, `pay` also pays it", edits: [Edit(empty, "let ")])
      ])
  }

  static func unknownStep(_ found: String, word: String?, at span: SourceSpan) -> Diagnostic {
    let words = ["stop", "set", "times", "at", "round", "unknown", "conflict"]
    return syntax(
      .unknownStep, "no step starts with \(found)", at: span, "expected a step",
      notes: [
        "the steps are `stop at`, `set to`, `times`, `at least`, `at most` and `round … to`; an order has `unknown` and "
          + "`conflict` besides"
      ],
      help: similar(word, among: words, span))
  }

  static func reservedName(_ text: String, _ what: String, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .reservedName, "`\(text)` is a word of the language, not \(what)", at: span, "a word of the language",
      help: [.quoting(text, at: span)])
  }

  static func repeatedClause(_ text: String, _ span: SourceSpan, earlier: SourceSpan) -> Diagnostic {
    syntax(
      .repeatedClause, "`\(text)` stands here a second time", at: span, "the second one",
      also: [Label(earlier, "the first one")], help: [Help("keep one of the two")])
  }

  // MARK: - Expressions

  static func chainedComparison(middle: String, rightSpan: SourceSpan, sign: SourceSpan) -> Diagnostic {
    let end = SourceSpan(file: rightSpan.file, start: Int(rightSpan.end), end: Int(rightSpan.end))
    return syntax(
      .chainedComparison, "a comparison is compared again", at: sign, "the second comparison",
      also: [Label(rightSpan, "compared twice")],
      help: [Help("two comparisons are joined by `and`", edits: [Edit(end, " and \(middle)")])])
  }

  static func conditionForm(_ word: String, _ span: SourceSpan, edit: Edit?) -> Diagnostic {
    syntax(
      .conditionForm, "`\(word)` does not start a condition", at: span, "not how a condition is written",
      help: [Help("the value stands first: `A when C else B`", edits: edit.map { [$0] } ?? [])])
  }

  static func ternary(_ span: SourceSpan) -> Diagnostic {
    syntax(
      .conditionForm, "`?` does not choose between values", at: span, "not how a condition is written",
      help: [Help("a choice is written `A when C else B`")])
  }

  static func conditionalWithoutElse(value: SourceSpan, at span: SourceSpan, found: String) -> Diagnostic {
    syntax(
      .conditionalWithoutElse, "expected `else` and a value, found \(found)", at: span, "expected `else`",
      also: [Label(value, "this value holds only on a condition")],
      help: [Help("say what holds otherwise: `A when C else B`; B may be `0 USD` or `missing`")])
  }

  static func operatorBehindPhrase(
    _ sign: String, phrase: String, operand: SourceSpan, bound: SourceSpan?, at span: SourceSpan
  ) -> Diagnostic {
    func parentheses(_ inner: SourceSpan) -> [Edit] {
      [
        Edit(SourceSpan(file: inner.file, start: Int(inner.start), end: Int(inner.start)), "("),
        Edit(SourceSpan(file: inner.file, start: Int(inner.end), end: Int(inner.end)), ")"),
      ]
    }
    let ofBound = bound.map {
      [Help("if it belongs to the bound, put the bound in parentheses", edits: parentheses($0))]
    }
    return syntax(
      .operatorBehindPhrase, "`\(sign)` follows a phrase with `\(phrase)` that is not in parentheses", at: span,
      "goes on with the value", also: [Label(operand, "ends in `\(phrase)`")],
      help: (ofBound ?? []) + [Help("put the phrase in parentheses", edits: parentheses(operand))])
  }

  static func throughWithoutOver(rates: String, found: String, at span: SourceSpan) -> Diagnostic {
    syntax(
      .throughWithoutOver, "expected `over` and a window behind `through \(rates)`, found \(found)", at: span,
      "expected `over`",
      help: [
        Help("say over which days the amount adds up, as in `through \(rates) over quarter to date`"),
        Help("the rate alone is `\(rates)(x)`"),
      ])
  }

  static func windowWithoutEnd(_ phrase: SourceSpan, found: String, at span: SourceSpan) -> Diagnostic {
    syntax(
      .windowWithoutEnd, "expected `before` or `through` and a day, found \(found)", at: span,
      "expected the window's end", also: [Label(phrase, "this window does not say where it ends")],
      help: [Help("`before today` leaves the day itself out, `through today` takes it in")])
  }

  static func windowWithoutBeginning(_ phrase: SourceSpan, found: String, at span: SourceSpan) -> Diagnostic {
    syntax(
      .windowWithoutEnd, "expected `after` or `from` and a day, found \(found)", at: span,
      "expected the window's beginning", also: [Label(phrase, "this window does not say where it begins")],
      help: [Help("`after today` leaves the day itself out, `from today` takes it in")])
  }

  static func aggregateTakesOne(_ function: String, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .oneExpression, "`\(function)` takes one expression, found a `,`", at: span, "a second expression follows",
      help: [Help("restrict or group its rows with words: `where`, `over`, `per`, `via`, `on`")])
  }

  static func previousTakesOne(_ span: SourceSpan) -> Diagnostic {
    syntax(
      .oneExpression, "`previous` takes one expression", at: span, "a second expression",
      help: [Help("the value of the first period is written in the line: `let x starting 0 USD = …`")])
  }

  static func listOutsideIn(_ span: SourceSpan, opening: SourceSpan) -> Diagnostic {
    syntax(
      .oneExpression, "parentheses hold one expression, found a `,`", at: span, "a second expression follows",
      also: [Label(opening, "opened here")], help: [Help("a list of values stands behind `in`, as in `x in (a, b)`")])
  }

  static func spanNotWhole(_ digits: String, _ unit: PeriodUnit, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .spanNotWhole, "`\(digits)` \(unit.rawValue)s are not a whole number of \(unit.rawValue)s", at: span,
      "expected a whole number",
      help: [Help("\(unit.rawValue)s are counted whole; parts of them are counted in `days`")])
  }

  // MARK: - Tables

  static func columnWithoutType(_ name: String, at span: SourceSpan) -> Diagnostic {
    syntax(
      .columnForm, "the column `\(name)` has no type", at: span, "expected a type",
      help: [Help("behind its name stands its type, as in `\(name) text`, or `=` and its value")])
  }

  static func colonBeforeType(_ name: String, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .columnForm, "a `:` stands between the column `\(name)` and its type", at: span, "nothing stands here",
      help: [Help("the type follows the name", edits: [Edit(span, "")])])
  }

  static func rowLength(_ count: Int, header: Int, _ row: SourceSpan, header headerSpan: SourceSpan) -> Diagnostic {
    syntax(
      .rowLength, "the row has \(cells(count)), the header has \(header)", at: row, cells(count),
      also: [Label(headerSpan, cells(header))],
      help: [Help("a cell without a value is left blank between its bars; a `|` inside a cell is put between quotes")])
  }

  static func textBehindCell(_ span: SourceSpan) -> Diagnostic {
    syntax(
      .rowLength, "a cell goes on behind its closing quote", at: span, "expected `|` or the end of the line",
      help: [Help("put the whole cell between quotes; a quote inside is written `\\\"`")])
  }

  private static func cells(_ count: Int) -> String { count == 1 ? "1 cell" : "\(count) cells" }

  // MARK: - Rates

  static func arrowForm(_ sign: String, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .tierForm, "`\(sign)` does not lead to the type of the result", at: span, "expected `->`",
      help: [Help("the type of the result follows `->`", edits: [Edit(span, "->")])])
  }

  static func tierArrow(_ sign: String, _ span: SourceSpan, edit: SourceSpan) -> Diagnostic {
    syntax(
      .tierForm, "`\(sign)` does not lead to a tier's value", at: span, "expected `:`",
      help: [Help("the value follows `:`", edits: [Edit(edit, ":")])])
  }

  static func tierWithUpperBound(_ span: SourceSpan, edit: Edit) -> Diagnostic {
    syntax(
      .tierBound, "the tier has a second bound", at: span, "the second bound",
      notes: ["a tier ends where the next one begins, so that there are no gaps and no overlaps"],
      help: [
        Help("leave the second bound out; behind the last tier it may stand alone, as in `up to 100%`", edits: [edit])
      ])
  }

  static func upperBoundTier(_ sign: String, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .tierBound, "the tier starts with an upper bound, `\(sign)`", at: span, "an upper bound",
      notes: ["a tier ends where the next one begins, so that there are no gaps and no overlaps"],
      help: [Help("say where the tier begins: `from x` takes x in, `above x` leaves it out")])
  }

  static func comparisonTier(_ sign: String, instead word: String, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .tierBound, "the tier's bound is written with `\(sign)`", at: span, "not how a bound is written",
      help: [Help("`from x` takes x in, `above x` leaves it out", edits: [Edit(span, word)])])
  }

  static func intervalTier(_ span: SourceSpan, edit: Edit?, sign: SourceSpan) -> Diagnostic {
    syntax(
      .tierBound, "the tier is written as an interval", at: span, "two bounds",
      notes: ["a tier ends where the next one begins, so that there are no gaps and no overlaps"],
      help: [
        Help("say where the tier begins: `from x` takes x in, `above x` leaves it out", edits: edit.map { [$0] } ?? [])
      ])
  }

  static func tierWidth(_ count: Int, axes: [String], _ span: SourceSpan) -> Diagnostic {
    let conditions = count == 1 ? "1 condition" : "\(count) conditions"
    return syntax(
      .tierWidth,
      "the tier has \(conditions), the rates depend on \(axes.count) \(axes.count == 1 ? "value" : "values")", at: span,
      "expected a condition for \(listed(axes))", help: [Help("`any` stands for a value that does not matter")])
  }

  static func secondClosing(_ span: SourceSpan, earlier: SourceSpan) -> Diagnostic {
    syntax(
      .closingBound, "the rates are closed twice", at: span, "the second upper bound",
      also: [Label(earlier, "the first upper bound")], help: [Help("keep the one behind the last tier")])
  }

  static func tierBehindClosing(_ span: SourceSpan, closing: SourceSpan) -> Diagnostic {
    syntax(
      .closingBound, "a tier stands behind the bound that closes the rates", at: span, "behind the closing bound",
      also: [Label(closing, "the rates are closed here")], help: [Help("the closing bound stands behind the last tier")]
    )
  }

  // MARK: - Credits and lines

  static func creditWithoutTo(_ name: String, swallowedOf: Bool, found: String, at span: SourceSpan) -> Diagnostic {
    syntax(
      .creditClauses, "expected `to` and who is credited, found \(found)", at: span, "expected `to`",
      notes: swallowedOf ? ["the `of` in front was read as a part of the condition, as in `10% of amount`"] : [],
      help: [Help("a credit reads `credit \(name) from T where C to WHO on DATE of AMOUNT`, in this order")])
  }

  static func creditWithoutOf(_ name: String, swallowedOf: Bool, found: String, at span: SourceSpan) -> Diagnostic {
    syntax(
      .creditClauses, "expected `of` and the credited amount, found \(found)", at: span, "expected `of`",
      notes: swallowedOf ? ["the `of` in front was read as a part of the condition, as in `10% of amount`"] : [],
      help: [Help("a credit reads `credit \(name) from T where C to WHO on DATE of AMOUNT`, in this order")])
  }

  static func colonForEqual(_ span: SourceSpan) -> Diagnostic {
    syntax(
      .foreignSign, "`:` does not lead to a line's value", at: span, "expected `=`",
      help: [Help("the value follows `=`", edits: [Edit(span, "=")])])
  }

  static func dateOutsideLookup(_ span: SourceSpan) -> Diagnostic {
    syntax(
      .dateOutsideLookup, "`as of` stands outside of the brackets of a lookup", at: span, "as of when is what?",
      help: [Help("it stands behind the keys: `salaries[payee as of closed].salary`")])
  }

  static func pickWithoutOrder(_ table: String, found: String, at span: SourceSpan) -> Diagnostic {
    syntax(
      .pickWithoutOrder, "expected `by` and what ranks the rows of `\(table)`, found \(found)", at: span,
      "which row?", help: [Help("a pick is the row with the greatest or the least value: `by greatest closed`")])
  }

  static func stepsOutsidePay(_ kind: String, _ span: SourceSpan) -> Diagnostic {
    syntax(
      .stepsOutsidePay, "a `\(kind)` line has steps", at: span, "a step",
      help: [
        Help("steps follow a `pay` line, or stand in the block of an `order`; elsewhere use `min`, `max`, `rounded`")
      ])
  }

  // MARK: - Parts

  /// Words in backquotes: `a`, `b` or `c`.
  static func listed(_ words: [String]) -> String {
    let quoted = words.map { "`\($0)`" }
    guard quoted.count > 1 else { return quoted.first ?? "" }
    return quoted.dropLast().joined(separator: ", ") + " and " + quoted[quoted.count - 1]
  }

  static func similar(_ word: String?, among words: [String], _ span: SourceSpan) -> [Help] {
    guard let word else { return [] }
    return suggestions(for: word, among: words).prefix(1).map {
      Help("there is a word with a similar name: `\($0)`", edits: [Edit(span, $0)])
    }
  }
}

extension Diagnostic.Help {
  /// Puts backquotes around a word, so that it is a name.
  static func quoting(_ text: String, at span: SourceSpan) -> Diagnostic.Help {
    Diagnostic.Help("in backquotes it is a name", edits: [Diagnostic.Edit(span, "`\(text)`")])
  }
}

extension String {
  /// Where `needle` starts for the first time.
  fileprivate func index(ofFirst needle: String) -> String.Index? {
    indices.first { self[$0...].hasPrefix(needle) }
  }
}
