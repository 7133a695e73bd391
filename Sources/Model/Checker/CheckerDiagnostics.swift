import Source
import Syntax

/// What the checker says about names and declarations. Each message stands alone; codes have pages in the catalogue.
extension Diagnostic {
  /// The nearest known names as a note's sentence, and the edit to the first.
  private static func nearest(_ name: Name, among known: some Sequence<String>) -> [Help] {
    let near = suggestions(for: name.text, among: known)
    guard let first = near.first else { return [] }
    let list = near.map { "`\($0)`" }.joined(separator: ", ")
    return [Help("a similar name exists: \(list)", edits: [Edit(name.span, first)])]
  }

  /// Names that stand in a message, at most eight.
  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
    return names.count > 8 ? shown + " and \(names.count - 8) more" : shown
  }

  // ---- E02: names and declarations ----

  static func unknownName(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0201", "nothing here is called `\(name.text)`", at: name.span, "unknown name", help: nearest(name, among: known)
    )
  }

  static func declaredTwice(_ name: Name, before: Name) -> Diagnostic {
    Diagnostic(
      "E0202", "`\(name.text)` is declared twice", at: name.span, "declared again here",
      also: [Label(before.span, "first declared here")],
      help: [Help("give one of the two another name")])
  }

  static func unitDeclaredTwice(_ name: Name) -> Diagnostic {
    Diagnostic("E0202", "the unit `\(name.text)` exists already", at: name.span, "declared again here")
  }

  static func unknownColumn(_ name: Name, table: String, known: [String]) -> Diagnostic {
    let table = table.filter { $0 != "`" }
    let near = nearest(name, among: known)
    let notes = near.isEmpty && !known.isEmpty ? ["`\(table)` has \(list(known))"] : []
    return Diagnostic(
      "E0203", "`\(table)` has no column `\(name.text)`", at: name.span, "unknown column", notes: notes, help: near)
  }

  static func unknownUnit(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0204", "no unit is called `\(name.text)`", at: name.span, "unknown unit",
      notes: ["currencies, `units` and `days` are known; others are declared: `unit \(name.text)`"],
      help: nearest(name, among: known))
  }

  static func unknownType(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0205", "no type, unit or table is called `\(name.text)`", at: name.span, "unknown type",
      notes: [
        "a column is text, bool, date, timestamp, month, quarter, year, week, number, percent, a unit, or a table's name"
      ],
      help: nearest(name, among: known))
  }

  static func unknownTable(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0206", "no table is called `\(name.text)`", at: name.span, "unknown table", help: nearest(name, among: known))
  }

  static func unknownRates(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0206", "no rates are called `\(name.text)`", at: name.span, "unknown rates", help: nearest(name, among: known))
  }

  static func unknownFunction(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      "E0207", "no function or rates table is called `\(name.text)`", at: name.span, "unknown function",
      help: nearest(name, among: known))
  }

  static func argumentCount(_ name: Name, found: Int, expected: [String]) -> Diagnostic {
    Diagnostic(
      "E0208", "`\(name.text)` is given \(found) value\(found == 1 ? "" : "s"), which is not what it takes",
      at: name.span,
      notes: ["it takes (\(expected.joined(separator: ", ")))"])
  }

  static func keyCount(_ span: SourceSpan, table: String, found: Int, key: [String]) -> Diagnostic {
    let expected = key.isEmpty ? "it has no key" : "its key is (\(key.joined(separator: ", ")))"
    return Diagnostic(
      "E0208", "`\(table)` is looked up by \(found) value\(found == 1 ? "" : "s"), but \(expected)", at: span)
  }

  static func headerMissing(_ name: Name, kind: String, what: String) -> Diagnostic {
    let example = what == "paid" ? "paid monthly in USD, negative carried forward" : "for each reps"
    return Diagnostic(
      "E0209",
      "the \(kind) `\(name.text)` does not say \(what == "paid" ? "when and in what it is paid" : "what it has a row for")",
      at: name.span, help: [Help("add a line such as `\(example)`")])
  }

  static func negativePolicyMissing(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0210", "the plan does not say what happens to a total below zero", at: span, "no `negative …` here",
      notes: ["a return or a lower quota can make a period's total negative"],
      help: [
        Help(
          "add one of `negative carried forward` (later pay is reduced), `negative collected` (it is paid back), "
            + "`negative dropped` (it is forgiven)")
      ])
  }

  static func onlyInPlans(_ span: SourceSpan, what: String) -> Diagnostic {
    Diagnostic("E0211", "\(what) belongs in a plan that has a row for each payee", at: span)
  }

  static func onlyInReplenish(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0211", "an `order` line belongs in a `replenish` rule", at: span)
  }

  static func notConstant(_ span: SourceSpan, what: String) -> Diagnostic {
    Diagnostic(
      "E0212", "\(what) must be known without any data", at: span, "not a constant",
      notes: ["literals, params and arithmetic on them are constants"])
  }

  static func periodNeeded(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0212", "`during` needs a period", at: span, notes: ["such as `2026`, `2026-Q1` or `2026-01 .. 2026-06`"])
  }

  static func numberTooLong(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0213", "the number has more digits than can be held exactly", at: span, "at most 38 digits")
  }

  static func relationAsValue(_ name: Name, isTable: Bool) -> Diagnostic {
    Diagnostic(
      "E0214", "`\(name.text)` is a \(isTable ? "table" : "sheet"), not a value", at: name.span,
      help: [Help("aggregate it, as in `sum(\(name.text).amount)`, or look a row up, as in `\(name.text)[key].column`")]
    )
  }

  static func ratesAsValue(_ name: Name) -> Diagnostic {
    Diagnostic(
      "E0214", "`\(name.text)` is a rates table, not a value", at: name.span,
      help: [
        Help(
          "give it a value, as in `\(name.text)(x)`, or pay through it, as in `bookings through \(name.text) over quarter to date`"
        )
      ])
  }

  static func noMembers(_ name: Name, of type: String) -> Diagnostic {
    Diagnostic("E0215", "`.\(name.text)` follows \(type), which has no columns", at: name.span)
  }

  static func lookupNeedsTable(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0215", "`[ ]` looks a row up in a table, and this is no table", at: span)
  }

  static func thisOutsideRows(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0215", "`this` is the row at hand, and there is none here", at: span)
  }

  static func itOutsideSteps(_ span: SourceSpan) -> Diagnostic {
    Diagnostic("E0215", "`it` is the running value of a step, and this is no step", at: span)
  }

  static func recipientIsNoPayee(_ span: SourceSpan, found: String, payees: String) -> Diagnostic {
    Diagnostic(
      "E0216", "a credit goes to a row of `\(payees)`, which the plan is for", at: span, "this is \(found)",
      help: [Help("declare the column with the type `\(payees)`")])
  }

  static func splitNeedsReferences(_ name: Name, to row: String, and payees: String) -> Diagnostic {
    Diagnostic(
      "E0216", "`\(name.text)` cannot split the credit", at: name.span,
      notes: [
        "it needs one column of type `\(row)` (the row that is split) and one of type `\(payees)` (who gets a share)"
      ])
  }

  static func keyMayBeMissing(_ name: Name) -> Diagnostic {
    Diagnostic("E0217", "the key column `\(name.text)` may be missing", at: name.span, "`?` makes it optional")
  }

  static func referenceNeedsOneKey(_ name: Name, table: Name) -> Diagnostic {
    Diagnostic(
      "E0217", "`\(name.text)` refers to `\(table.text)`, which is not keyed by one column", at: name.span,
      also: [Label(table.span, "declared here")],
      help: [Help("look the row up with all its keys instead: `\(table.text)[a, b].column`")])
  }

  static func datedNeedsDate(_ name: Name, type: String) -> Diagnostic {
    Diagnostic("E0217", "`\(name.text)` is not a date", at: name.span, "this is \(type)")
  }

  static func rowWidth(_ span: SourceSpan, cells: Int, expected: Int, header: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0218", "the row has \(cells) cell\(cells == 1 ? "" : "s") and the header \(expected)", at: span,
      also: [Label(header, "the header")])
  }

  static func conditionOnKeys(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0219", "`where` here needs a table: rows made of keys have no columns yet", at: span,
      help: [Help("put the condition on the table itself: a `where` line inside `table … { }`")])
  }

  static func keysDiffer(_ name: Name, _ first: String, _ second: String) -> Diagnostic {
    Diagnostic(
      "E0219", "`\(name.text)` is not the same thing in all these tables", at: name.span,
      "\(first) in one, \(second) in another")
  }

  // ---- E03: types and units ----

  static func unitsDiffer(
    _ sign: String, _ a: TypedExpression, _ x: Quantity, _ b: TypedExpression, _ y: Quantity, _ at: SourceSpan
  ) -> Diagnostic {
    let both = x.unit.currency != nil && y.unit.currency != nil
    return Diagnostic(
      "E0301", "\(x.unitDescription) and \(y.unitDescription) cannot stand on the two sides of `\(sign)`", at: at,
      both ? "two currencies" : "two units",
      also: [Label(a.span, "this is \(x.unitDescription)"), Label(b.span, "this is \(y.unitDescription)")],
      notes: [both ? "no exchange rate is ever assumed" : "amounts of different units are never mixed"],
      help: both
        ? [Help("convert one of them at a rate: `amount to \(x.unit) at fx[\"\(y.unit)\", month(closed)].rate`")] : [])
  }

  static func percentWithAmount(
    _ sign: String, _ a: TypedExpression, _ x: Quantity, _ b: TypedExpression, _ y: Quantity, _ at: SourceSpan
  ) -> Diagnostic {
    let amount = x.form == .percent ? y : x
    let kind = amount.unit.currency != nil ? "money" : amount.unit.description
    return Diagnostic(
      "E0302",
      "a percent is not \(kind): percent and \(amount.unitDescription) cannot stand on the two sides of `\(sign)`",
      at: at,
      also: [Label(a.span, "this is \(x.unitDescription)"), Label(b.span, "this is \(y.unitDescription)")],
      help: [Help("to take 10 percent of an amount, write `10% of amount`; to add it, `110% of amount`")])
  }

  static func percentWithNumber(_ value: TypedExpression, _ at: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0303", "a plain number stands where a percent is meant", at: value.span, "50% or 50 times?",
      help: [Help("write the percent sign: `120%` for 1.2")])
  }

  static func literalNeedsUnit(_ value: TypedExpression, unit: Quantity, _ at: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0304", "a plain number stands beside \(unit.unitDescription)", at: value.span, "a number of what?",
      help: [
        Help(
          "write the unit after it",
          edits: [
            Edit(
              SourceSpan(file: value.span.file, start: Int(value.span.end), end: Int(value.span.end)),
              " \(unit.unitDescription)")
          ])
      ])
  }

  static func typeExpected(_ span: SourceSpan, what: String, expected: String, found: String) -> Diagnostic {
    Diagnostic("E0305", "\(what) must be \(expected)", at: span, "this is \(found)")
  }

  static func amountNeeded(_ span: SourceSpan, what: String, found: String) -> Diagnostic {
    Diagnostic("E0305", "\(what) must be an amount", at: span, "this is \(found)")
  }

  static func conditionNeeded(_ span: SourceSpan, what: String, found: String) -> Diagnostic {
    Diagnostic("E0305", "\(what) needs a condition, true or false", at: span, "this is \(found)")
  }

  static func cannotCombine(
    _ sign: String, _ a: TypedExpression, _ x: String, _ b: TypedExpression, _ y: String, _ at: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      "E0306", "\(x) and \(y) cannot be combined by `\(sign)`", at: at,
      also: [Label(a.span, "this is \(x)"), Label(b.span, "this is \(y)")])
  }

  static func notOrdered(_ sign: String, _ span: SourceSpan, type: String) -> Diagnostic {
    Diagnostic("E0306", "`\(sign)` needs values that have an order", at: span, "this is \(type)")
  }

  static func moneyTimesMoney(
    _ a: TypedExpression, _ x: Quantity, _ b: TypedExpression, _ y: Quantity, _ at: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      "E0307", "money times money is nothing that can be paid", at: at,
      also: [Label(a.span, "this is \(x.unitDescription)"), Label(b.span, "this is \(y.unitDescription)")],
      help: [Help("one of the two is meant to be a number or a percent")])
  }

  static func daysWithSpan(_ days: TypedExpression, _ span: TypedExpression, _ at: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0308", "days and months cannot be compared: a month has 28 to 31 days", at: at,
      also: [Label(days.span, "a count of days"), Label(span.span, "a calendar span")],
      help: [Help("write both in days, or compare dates: `today - 2 months`")])
  }

  static func spanNeedsDate(_ at: SourceSpan, found: String, _ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0308", "a calendar span is added to a date, and this is \(found)", at: at,
      also: [Label(span, "a month has 28 to 31 days, so this is no fixed count of days")],
      help: [Help("write it in days, such as `60 days`, if you mean a count")])
  }

  static func noSuchChoice(_ span: SourceSpan, text: String, options: [String]) -> Diagnostic {
    let near = suggestions(for: text, among: options)
    return Diagnostic(
      "E0309", "\"\(text)\" is not one of the values that the column may have", at: span, "never equal",
      notes: ["the values are " + options.map { "\"\($0)\"" }.joined(separator: ", ")],
      help: near.first.map { [Help("there is \"\($0)\"", edits: [Edit(span, "\"\($0)\"")])] } ?? [])
  }

  static func convertFirst(_ value: TypedExpression) -> Diagnostic {
    Diagnostic(
      "E0310", "every row has its own currency here", at: value.span, "not yet in one currency",
      help: [Help("convert it at a rate: `amount to USD at fx[currency, month(closed)].rate`")])
  }

  static func convertToMoney(_ span: SourceSpan, found: String) -> Diagnostic {
    Diagnostic("E0310", "`to … at` converts into a currency, and `\(found)` is none", at: span)
  }

  static func payInOtherUnit(_ span: SourceSpan, found: String, currency: String, paid: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0311", "the plan pays \(currency), and this is \(found)", at: span, "this is \(found)",
      also: [Label(paid, "paid in \(currency)")])
  }

  static func mayBeMissing(_ span: SourceSpan, what: String, sources: [SourceSpan]) -> Diagnostic {
    let others = sources.filter { $0 != span }.map { Label($0, "this may be missing") }
    return Diagnostic(
      "E0401", "\(what) needs a value, and this may be missing", at: span, others.isEmpty ? "may be missing" : "",
      also: others,
      notes: ["a missing value is not zero"],
      help: [Help("say what holds then: `… else 0 USD`, or test it: `is missing`")])
  }

  // ---- E05: grains, windows, flows ----

  static func columnOfOtherTable(_ name: Name, table: String, row: String?, period: PeriodUnit?) -> Diagnostic {
    relationColumnAsValue(name.span, relation: table, column: name.text, row: row, period: period)
  }

  static func relationColumnAsValue(
    _ span: SourceSpan, relation: String, column: String, row: String?, period: PeriodUnit?
  ) -> Diagnostic {
    let here = row.map { " in each row of \($0)" } ?? ""
    let when = period.map { " and \($0.rawValue)" } ?? ""
    return Diagnostic(
      "E0501", "`\(column)` is one value for each row of `\(relation)`, and here one value is wanted\(here)\(when)",
      at: span,
      "which row's?",
      help: [
        Help(
          "say how its rows come together: `sum(\(relation).\(column))`, or look one up: `\(relation)[key].\(column)`")
      ])
  }

  static func belongsToOuterRow(_ name: Name, relation: String) -> Diagnostic {
    Diagnostic(
      "E0501", "inside the parentheses, names are columns of \(relation), and `\(name.text)` is of the row outside",
      at: name.span,
      help: [Help("write `this.\(name.text)`", edits: [Edit(name.span, "this.\(name.text)")])])
  }

  static func periodsDiffer(
    _ sign: String, _ a: TypedExpression, _ p: PeriodUnit, _ b: TypedExpression, _ q: PeriodUnit, _ at: SourceSpan
  ) -> Diagnostic {
    Diagnostic(
      "E0502", "an amount per \(p.rawValue) and an amount per \(q.rawValue) stand on the two sides of `\(sign)`",
      at: at,
      also: [Label(a.span, "gathered over a \(p.rawValue)"), Label(b.span, "set for a \(q.rawValue)")],
      help: [
        Help(
          "gather both over one period, such as `over \(longer(p, q).rawValue) to date`, or say how one of them is meant: `… as \(adverb(p))`"
        )
      ])
  }

  static func periodsDifferFrom(_ value: TypedExpression, _ p: PeriodUnit, _ q: PeriodUnit, what: String) -> Diagnostic
  {
    Diagnostic("E0502", "\(what) is an amount per \(q.rawValue), and this is one per \(p.rawValue)", at: value.span)
  }

  private static func longer(_ a: PeriodUnit, _ b: PeriodUnit) -> PeriodUnit { isLonger(a, than: b) ? a : b }

  private static func adverb(_ unit: PeriodUnit) -> String { unit.rawValue + "ly" }

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
    Diagnostic("E0506", "`via` must lead to something that a row of \(row) names", at: span, "this is \(found)")
  }

  static func noDate(_ span: SourceSpan, table: String) -> Diagnostic {
    let table = table.filter { $0 != "`" }
    return Diagnostic(
      "E0507", "`\(table)` does not say which of its dates counts", at: span,
      help: [Help("declare it: `table \(table) (…) dated closed`, or write `on closed` here")])
  }

  static func windowMustBeWritten(_ span: SourceSpan, table: String) -> Diagnostic {
    Diagnostic(
      "E0507", "with `per` or `in total` the days that count must be written", at: span,
      help: [Help("add `over month`, `over quarter to date` or `over all time`")])
  }

  static func periodsNeeded(_ span: SourceSpan, what: String) -> Diagnostic {
    Diagnostic(
      "E0508", "\(what) needs rows that have a period", at: span,
      help: [Help("a plan has them by `paid monthly`, a sheet by `each month`")])
  }

  static func periodTooShort(_ span: SourceSpan, unit: PeriodUnit, period: PeriodUnit) -> Diagnostic {
    Diagnostic("E0508", "a \(unit.rawValue) is not made of whole \(period.rawValue)s, which the rows are for", at: span)
  }

  static func planToDateNeedsDuring(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0508", "`plan to date` needs to know when the plan begins", at: span,
      help: [Help("add `during 2026` to the plan")])
  }

  static func eachNotLonger(_ span: SourceSpan, each: PeriodUnit, period: PeriodUnit?) -> Diagnostic {
    let rows = period.map { "they are for each \($0.rawValue)" } ?? "they have no period"
    return Diagnostic(
      "E0508", "`each \(each.rawValue)` needs rows for shorter periods, and \(rows)", at: span)
  }

  static func windowNeeded(_ span: SourceSpan, found: String) -> Diagnostic {
    Diagnostic(
      "E0509", "a window of days is wanted here", at: span, "this is \(found)",
      help: [Help("such as `last 30 days before today`, `quarter to date`, `2026-Q1` or `all time`")])
  }

  static func windowEndsInPeriod(_ span: SourceSpan, unit: PeriodUnit) -> Diagnostic {
    Diagnostic(
      "E0509", "a window that ends with a \(unit.rawValue) is counted in \(unit.rawValue)s, by a whole number",
      at: span,
      help: [Help("such as `last 3 \(unit.rawValue)s through this \(unit.rawValue)`")])
  }

  static func twoWindows(_ span: SourceSpan, _ other: SourceSpan) -> Diagnostic {
    Diagnostic("E0509", "two windows are given for one total", at: span, also: [Label(other, "the other one")])
  }

  static func overNeedsPeriods(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0510", "`over` gathers a credit, an aggregate, or a line of rows that have periods", at: span,
      help: [Help("put the window inside the aggregate: `sum(deals.amount over quarter to date)`")])
  }

  static func aggregateNeedsTable(_ span: SourceSpan, function: String) -> Diagnostic {
    Diagnostic(
      "E0510", "`\(function)` does not say whose rows it takes", at: span,
      help: [Help("name the table in front of the column: `\(function)(deals.amount)`")])
  }

  static func aggregateNeedsColumn(_ span: SourceSpan, function: String, table: String) -> Diagnostic {
    Diagnostic(
      "E0510", "`\(function)` needs a column of `\(table)`", at: span,
      help: [Help("write `\(function)(\(table).amount)`; `count(\(table))` counts rows")])
  }

  // ---- E06: recurrences ----

  static func cycle(_ names: [String], spans: [SourceSpan]) -> Diagnostic {
    let ring = (names + [names.first ?? ""]).map { "`\($0)`" }.joined(separator: " -> ")
    let last = spans.last ?? SourceSpan(file: FileID(0), start: 0, end: 0)
    return Diagnostic(
      "E0601",
      names.count == 1
        ? "\(ring.prefix { $0 != " " }) needs its own value" : "these lines need each other's values: \(ring)",
      at: last, "needed here again", also: spans.dropLast().map { Label($0, "needed here") },
      help: [Help("read an earlier period's value with `previous(x)`, or take one of them out of the circle")])
  }

  static func previousNeedsLine(_ span: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0602", "`previous` reads a line of the same sheet", at: span, "not a line",
      help: [Help("give the value a name with `let`, and read `previous(name)`")])
  }

  static func previousNeedsStart(_ span: SourceSpan, line: Name) -> Diagnostic {
    Diagnostic(
      "E0602", "`\(line.text)` has no value before the first period", at: span,
      also: [Label(line.span, "no `starting` here")],
      help: [Help("say what it starts with: `let \(line.text) starting 0 USD = …`")])
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
    Diagnostic("E0702", "`\(name.text)` has no tiers", at: name.span)
  }

  static func tierNeedsBound(_ span: SourceSpan, name: String) -> Diagnostic {
    Diagnostic("E0702", "every tier of `\(name)` needs a bound", at: span, "no `from` or `above`")
  }

  static func modeNeedsTiers(_ name: Name, mode: String) -> Diagnostic {
    Diagnostic(
      "E0703", "`\(mode)` is for tiers on one axis, and `\(name.text)` has none", at: name.span,
      help: [Help("write `rates \(name.text)` without `\(mode)`")])
  }

  static func throughNeedsMode(_ name: Name, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0703", "`\(name.text)` does not say whether a tier pays its slice or everything", at: name.span,
      also: [Label(declared, "declared here")],
      help: [
        Help(
          "begin the declaration with `marginal rates` (each slice at its own rate) or `whole rates` (all at the rate reached)"
        )
      ])
  }

  static func matcherCount(_ span: SourceSpan, found: Int, axes: [String], name: Name) -> Diagnostic {
    Diagnostic(
      "E0704",
      "the row has \(found) value\(found == 1 ? "" : "s") before the colon, and `\(name.text)` has \(axes.count) ax\(axes.count == 1 ? "is" : "es")",
      at: span, also: [Label(name.span, "(\(axes.joined(separator: ", ")))")],
      help: [Help("write `any` for an axis that does not matter")])
  }

  static func axisIsNoRatio(_ name: Name, axis: String, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0705", "`against` measures an amount by another, so `\(name.text)` needs an axis in percent", at: name.span,
      also: [Label(declared, "its axis is \(axis)")])
  }

  static func axisDiffers(_ name: Name, axis: String, amount: String, declared: SourceSpan) -> Diagnostic {
    Diagnostic(
      "E0705", "`\(name.text)` is laid out in \(axis), and \(amount) goes through it", at: name.span,
      also: [Label(declared, "declared here")],
      help: axis == "percent" ? [Help("say what the amount is measured by: `against quota`")] : [])
  }

  static func orderNeedsCredit(_ name: Name) -> Diagnostic {
    Diagnostic("E0706", "`in order of` is for a credit, whose rows can be put in order", at: name.span)
  }
}

extension Diagnostic {
  /// An error, as almost all of these are.
  private init(
    _ code: String, _ message: String, at span: SourceSpan, _ label: String = "", also: [Label] = [],
    notes: [String] = [], help: [Help] = []
  ) {
    self.init(.error, code, message, at: span, label, also: also, notes: notes, help: help)
  }
}
