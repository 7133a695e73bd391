import Source
import Syntax

/// What the checker says about grains, windows, flows, recurrences and rates.
extension Diagnostic {
  // ---- E05: grains, windows, flows ----

  static func relationColumnAsValue(
    _ span: SourceSpan, relation: String, column: String, key: [String], isAmount: Bool, rows: String?
  ) -> Diagnostic {
    let here = rows.map { " for each \($0)" } ?? ""
    let function = isAmount ? "sum" : "count distinct"
    return Diagnostic(
      "E0501", "`\(column)` is one value for each row of `\(relation)`, and here one value is wanted\(here)",
      at: span, "which row's?",
      help: [Help("say how its rows come together: `\(function)(\(relation).\(column))`")]
        + (key.isEmpty
          ? [] : [Help("or look one row up by its key: `\(relation)[\(key.joined(separator: ", "))].\(column)`")]))
  }

  static func belongsToOuterRow(_ name: Name, relation: String) -> Diagnostic {
    Diagnostic(
      "E0501", "inside the parentheses, names are columns of \(relation), and `\(name.text)` is of the row outside",
      at: name.span, "of the row outside",
      help: [Help("write `this.\(name.text)`", edits: [Edit(name.span, "this.\(name.text)")])])
  }

  static func periodsDiffer(
    _ sign: String, _ a: TypedExpression, _ p: PeriodUnit, _ b: TypedExpression, _ q: PeriodUnit, _ at: SourceSpan
  ) -> Diagnostic {
    let (short, unit, long) = isLonger(q, than: p) ? (a, p, q) : (b, q, p)
    var edits: [Edit] = []
    // Only a bare credit can be gathered over another window as it stands.
    if case .aggregate(let aggregate) = short.kind, case .credit = aggregate.relation,
      aggregate.window?.span == short.span
    {
      let file = short.span.file
      edits = [
        Edit(SourceSpan(file: file, start: Int(short.span.start), end: Int(short.span.start)), "("),
        Edit(
          SourceSpan(file: file, start: Int(short.span.end), end: Int(short.span.end)),
          " over \(long.rawValue) to date)"),
      ]
    }
    return Diagnostic(
      "E0502", "an amount per \(p.rawValue) and an amount per \(q.rawValue) stand on the two sides of `\(sign)`",
      at: at, "two periods",
      also: [Label(a.span, "for a \(p.rawValue)"), Label(b.span, "for a \(q.rawValue)")],
      notes: ["a \(unit.rawValue)'s amount held against a \(long.rawValue)'s looks too small, and pays the wrong rate"],
      help: [
        Help("gather both over one period, such as `over \(long.rawValue) to date`", edits: edits),
        Help("if the amount is meant for another period than the one it is kept by, say so: `… as \(unit.rawValue)ly`"),
      ])
  }

  static func periodsDifferFrom(_ value: TypedExpression, _ p: PeriodUnit, _ q: PeriodUnit, what: String) -> Diagnostic
  {
    Diagnostic(
      "E0502", "\(what) is an amount per \(q.rawValue), and this is one per \(p.rawValue)", at: value.span,
      "for a \(p.rawValue)")
  }

  static func longerPeriodPaid(_ span: SourceSpan, line: String, each: PeriodUnit, basis: PeriodUnit) -> Diagnostic {
    Diagnostic(
      "E0502", "an amount for a \(basis.rawValue) would be paid every \(each.rawValue)", at: span,
      "for a \(basis.rawValue)",
      help: [
        Help("pay it once, in the \(basis.rawValue)'s last \(each.rawValue): `pay \(line) each \(basis.rawValue) = …`"),
        Help("if it is meant to be paid every \(each.rawValue), say so: `… as \(each.rawValue)ly`"),
      ])
  }

  static func longerPeriodSummed(_ span: SourceSpan, each: PeriodUnit, basis: PeriodUnit) -> Diagnostic {
    Diagnostic(
      "E0502", "an amount for a \(basis.rawValue) would be added up every \(each.rawValue)", at: span,
      "for a \(basis.rawValue)",
      notes: ["each \(each.rawValue) of a \(basis.rawValue) has it, and so it would count several times"],
      help: [
        Help("gather it once, where rows are for each \(basis.rawValue)"),
        Help("if it is meant for every \(each.rawValue), say so: `… as \(each.rawValue)ly`"),
      ])
  }

  static func runningPaid(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0503", "a running total would be paid again and again", at: span, "grows from period to period",
      notes: ["a total `to date` holds what earlier periods have paid already"],
      help: [
        Help(
          "pay only what has been added since: `true up …`",
          edits: [Edit(SourceSpan(file: span.file, start: Int(span.start), end: Int(span.start)), "true up ")])
      ])
  }

  static func paidAgain(_ span: SourceSpan, each period: PeriodUnit) -> Diagnostic {
    Diagnostic(
      "E0503", "rows of other periods would be paid for again every \(period.rawValue)", at: span,
      "not of one \(period.rawValue)",
      notes: ["these days are not the row's own period, so several payments hold the same rows"],
      help: [
        Help("gather what is paid over the row's own period, or run it up: `true up … over year to date`"),
        Help("if it is meant to be paid every \(period.rawValue), say so: `… as \(period.rawValue)ly`"),
      ])
  }

  static func runningSummed(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0503", "a running total is added up over periods", at: span, "grows from period to period",
      notes: ["each period's total `to date` holds the earlier ones, so they would count twice"])
  }

  static func trueUpOfPlain(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0504", "`true up` is for a running total, and this is none", at: span, "not `to date`",
      help: [Help("drop `true up`, or gather the amount `over quarter to date`")])
  }

  static func noSharedDimension(_ span: SourceSpan, relation: String, row: String) -> Diagnostic {
    Diagnostic(
      "E0505", "nothing says which rows of \(relation) belong to a row of \(row)", at: span, "not joined",
      help: [
        Help(
          "name the path with `via owner.team`, columns of one name with `per region`, or take all rows with `in total`"
        )
      ])
  }

  static func ambiguousJoin(_ span: SourceSpan, relation: String, table: String, paths: [String]) -> Diagnostic {
    Diagnostic(
      "E0506", "rows of \(relation) name a row of `\(table)` in \(paths.count) ways", at: span, "which one?",
      help: [Help("choose one: " + paths.map { "`via \($0)`" }.joined(separator: " or "))])
  }

  static func viaLeadsElsewhere(_ span: SourceSpan, found: String, row: String) -> Diagnostic {
    Diagnostic(
      "E0506", "`via` leads to something that a row of \(row) does not name", at: span, "this is \(found)")
  }

  static func noDate(_ span: SourceSpan, table: String) -> Diagnostic {
    let table = table.filter { $0 != "`" }
    return Diagnostic(
      "E0507", "`\(table)` does not say which of its dates counts", at: span, "has no `dated`",
      help: [Help("declare it: `table \(table) (…) dated closed`, or write `on closed` here")])
  }

  static func windowMustBeWritten(_ span: SourceSpan, table: String) -> Diagnostic {
    Diagnostic(
      "E0507", "with `per` or `in total` the days that count must be written", at: span, "which days?",
      help: [Help("add `over month`, `over quarter to date` or `over all time`")])
  }

  static func periodsNeeded(_ span: SourceSpan, what: String) -> Diagnostic {
    Diagnostic(
      "E0508", "\(what) needs rows that have a period", at: span, "no periods here",
      help: [Help("a plan has them by `paid monthly`, a sheet by `each month`")])
  }

  static func periodTooShort(_ span: SourceSpan, unit: PeriodUnit, period: PeriodUnit) -> Diagnostic {
    Diagnostic(
      "E0508", "a \(unit.rawValue) is not made of whole \(period.rawValue)s, which the rows are for", at: span,
      "the rows are for \(period.rawValue)s")
  }

  static func planToDateNeedsDuring(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0508", "`plan to date` needs to know when the plan begins", at: span, "since when?",
      help: [Help("add `during 2026` to the plan")])
  }

  static func eachNotLonger(_ span: SourceSpan, each: PeriodUnit, period: PeriodUnit?) -> Diagnostic {
    let rows = period.map { "they are for each \($0.rawValue)" } ?? "they have no period"
    return Diagnostic(
      "E0508", "`each \(each.rawValue)` needs rows for shorter periods, and \(rows)", at: span,
      period.map { "rows for \($0.rawValue)s" } ?? "rows without periods")
  }

  static func windowNeeded(_ span: SourceSpan, found: String) -> Diagnostic {
    Diagnostic(
      "E0509", "a window of days is wanted here", at: span, "this is \(found)",
      help: [Help("such as `last 30 days before today`, `quarter to date`, `2026-Q1` or `all time`")])
  }

  static func windowOfPeriods(_ span: SourceSpan, unit: PeriodUnit, isForward: Bool) -> Diagnostic {
    let unit = unit.rawValue
    let (verb, example) = isForward ? ("begins", "next 3 \(unit)s from") : ("ends", "last 3 \(unit)s through")
    return Diagnostic(
      "E0509", "a window that \(verb) with a \(unit) is counted in \(unit)s, by a whole number", at: span,
      "not in \(unit)s", help: [Help("such as `\(example) this \(unit)`")])
  }

  static func windowLength(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0509", "a window has a whole number of days or periods, one at least", at: span, "not such a number")
  }

  static func windowEndsFirst(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0509", "the window ends before it begins", at: span, "the later one stands first")
  }

  static func twoWindows(_ span: SourceSpan, _ other: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0509", "two windows are given for one total", at: span, "a second window", also: [Label(other, "the other one")]
    )
  }

  static func overNeedsPeriods(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0510", "`over` gathers a credit, an aggregate, or a line of rows that have periods", at: span, "none of these",
      help: [Help("put the window inside the aggregate: `sum(deals.amount over quarter to date)`")])
  }

  static func aggregateNeedsTable(_ span: SourceSpan, function: String) -> Diagnostic {
    Diagnostic(
      "E0510", "`\(function)` does not say whose rows it takes", at: span, "no table is named",
      help: [Help("name the table in front of the column: `\(function)(deals.amount)`")]
        + (function == "min" || function == "max" ? [Help("or give it two values: `\(function)(a, b)`")] : []))
  }

  static func aggregateNeedsColumn(_ span: SourceSpan, function: String, table: String) -> Diagnostic {
    Diagnostic(
      "E0510", "`\(function)` needs a column of `\(table)`", at: span, "of which column?",
      help: [Help("write `\(function)(\(table).amount)`; `count(\(table))` counts rows")])
  }

  // ---- E06: recurrences ----

  static func cycle(_ names: [String], spans: [SourceSpan], isOfLines: Bool, shadowed: String?) -> Diagnostic {
    let ring = (names + [names.first ?? ""]).map { "`\($0)`" }.joined(separator: " -> ")
    let last = spans.last ?? SourceSpan(file: FileID(0), start: 0, end: 0)
    let what = isOfLines ? "these lines" : "these"
    return Diagnostic(
      "E0601",
      names.count == 1
        ? "`\(names[0])` needs its own value" : "\(what) need each other's values: \(ring)",
      at: last, names.count == 1 ? "itself" : "needed here again",
      also: spans.dropLast().map { Label($0, "needed here") },
      notes: shadowed.map { ["a line's name hides the column `\(names[0])` of `\($0)`"] } ?? [],
      help: shadowed != nil && names.count == 1
        ? [
          Help("give the line another name than the column's"),
          Help("or write the name in front: `\(shadowed ?? "").\(names[0])`"),
        ]
        : isOfLines
          ? [Help("read an earlier period's value with `previous(x)`, or take one of them out of the circle")] : [])
  }

  static func rowsOfThemselves(_ span: SourceSpan, rows: String, by others: [String]) -> Diagnostic {
    let way = others.isEmpty ? "" : ", by way of " + others.joined(separator: ", ")
    return Diagnostic(
      "E0603", "which rows \(rows) has depends on these rows\(way)", at: span, "which rows count?",
      help: [Help("let the condition read only the row's own columns and other tables")])
  }

  static func chainTooLong(_ span: SourceSpan, name: String) -> Diagnostic {
    Diagnostic(
      "E0604", "\(name) is at the end of a chain of more than \(Checker.chainLimit) values", at: span, "too far",
      help: [Help("bring some of the steps together in one expression")])
  }

  static func previousNeedsLine(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0602", "`previous` reads a line of the same sheet", at: span, "not a line",
      help: [Help("give the value a name with `let`, and read `previous(name)`")])
  }

  static func previousNeedsStart(_ span: SourceSpan, line: Name, row: String) -> Diagnostic {
    Diagnostic(
      "E0602", "`\(line.text)` has no value before the first \(row)", at: span, "what is it in the first \(row)?",
      also: [Label(line.span, "no `starting` here")],
      help: [Help("say what it starts with: `let \(line.text.split(separator: ".").last ?? "x") starting 0 USD = …`")])
  }

  // ---- E07: rates ----

  static func tiersOutOfOrder(_ span: SourceSpan, previous: SourceSpan, isSame: Bool) -> Diagnostic {
    Diagnostic(
      "E0701", isSame ? "two tiers begin at the same bound" : "the tiers are not in ascending order", at: span,
      isSame ? "begins where the tier before it does" : "below the bound before it",
      also: [Label(previous, "the bound before")],
      notes: ["a tier ends where the next one begins"])
  }

  static func noTiers(_ name: Name) -> Diagnostic {
    Diagnostic("E0702", "`\(name.text)` has no tiers", at: name.span, "no tiers")
  }

  static func tierNeedsBound(_ span: SourceSpan, name: String, example: String) -> Diagnostic {
    Diagnostic(
      "E0702", "a tier of `\(name)` does not say where it begins", at: span, "no `from` or `above`",
      help: [Help("write the least value that it is for, as in `from \(example)`")])
  }

  static func boundHasNoOrder(_ span: SourceSpan, found: String) -> Diagnostic {
    Diagnostic(
      "E0702", "a tier begins at a number, an amount or a date", at: span, "this is \(found)",
      help: [Help("for a row that is for some values only, write them without `from`: `\"A\" | \"B\": 5%`")])
  }

  static func closingNeedsTiers(_ span: SourceSpan, name: String) -> Diagnostic {
    Diagnostic(
      "E0702", "only tiers on one axis are closed by a bound", at: span,
      "`\(name)` has no such tiers")
  }

  static func modeNeedsTiers(_ name: Name, mode: String, axes: Int) -> Diagnostic {
    Diagnostic(
      "E0703", "`\(mode)` is for tiers on one axis, which give numbers", at: name.span,
      axes > 1 ? "this has \(axes) axes" : "this has no such tiers",
      help: [Help("write `rates \(name.text)` without `\(mode)`")])
  }

  static func throughNeedsTiers(_ name: Name, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0703", "an amount goes through tiers on one axis, and `\(name.text)` is no such table", at: name.span,
      "not tiers on one axis", also: [Label(declared, "declared here")],
      help: [Help("multiply by its rate instead, as in `sum(bookings.amount * \(name.text)(…))`")])
  }

  static func throughNeedsMode(_ name: Name, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0703", "`\(name.text)` does not say whether a tier pays its slice or everything", at: name.span,
      "which of the two?",
      also: [Label(declared, "declared here")],
      help: [
        Help(
          "begin the declaration with `marginal rates` (each slice at its own rate) or `whole rates` (all at the rate reached)"
        )
      ])
  }

  static func axisIsNoRatio(_ name: Name, axis: String, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0704", "`against` measures an amount by another, so `\(name.text)` needs an axis in percent", at: name.span,
      "laid out in \(axis)",
      also: [Label(declared, "its axis is \(axis)")])
  }

  static func axisDiffers(_ name: Name, axis: String, amount: String, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0704", "the tiers of `\(name.text)` are in \(axis), and the amount is in \(amount)", at: name.span,
      "tiers in \(axis)",
      also: [Label(declared, "declared here")],
      help: axis == "percent" ? [Help("say what the amount is measured by: `against quota`")] : [])
  }

  static func orderNeedsCredit(_ name: Name) -> Diagnostic {
    Diagnostic(
      "E0705", "`in order of` is for a credit, whose rows can be put in order", at: name.span, "no credit's column")
  }
}
