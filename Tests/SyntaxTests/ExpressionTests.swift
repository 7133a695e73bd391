import Source
import TestSupport
import Testing

@testable import Syntax

/// An expression in full parentheses, so that a test can say how it was read.
func shown(_ expression: Expression) -> String {
  func unit(_ unit: UnitExpression) -> String {
    unit.numerator.map(\.text).joined(separator: "*") + unit.denominator.map { "/" + $0.text }.joined()
  }
  func rounding(_ clause: RoundingClause) -> String { "\(clause.mode.rawValue) to \(shown(clause.step))" }
  func list(_ expressions: [Expression]) -> String { expressions.map(shown).joined(separator: ", ") }
  switch expression.kind {
  case .number(let digits, let of): return digits + (of.map { " " + unit($0) } ?? "")
  case .text(let text): return "\"\(text)\""
  case .bool(let value): return "\(value)"
  case .missing: return "missing"
  case .date(let date): return "date \(date.year) \(date.month) \(date.day)"
  case .period(let period): return "\(period.unit.rawValue) \(period.year) \(period.number)"
  case .span(let count, let unit): return "\(count) x \(unit.rawValue)"
  case .name(let name): return name
  case .thisRow: return "this"
  case .it: return "it"
  case .today: return "today"
  case .relativePeriod(let offset, let unit): return "\(unit.rawValue) \(offset)"
  case .member(let base, let name): return "\(shown(base)).\(name.text)"
  case .lookup(let table, let keys, let date, let isOptional):
    let version = date.map { (keys.isEmpty ? "" : " ") + "as of \(shown($0))" } ?? ""
    return "\(shown(table))[\(list(keys))\(version)]\(isOptional ? "?" : "")"
  case .pick(let pick):
    var result = "{pick \(pick.table.text)"
    if let condition = pick.condition { result += " where \(shown(condition))" }
    if let window = pick.window { result += " over \(shown(window))" }
    for ranking in pick.order { result += " by \(ranking.isGreatest ? "greatest" : "least") \(shown(ranking.value))" }
    return result + "}"
  case .isTied(let a, let negated): return "(\(shown(a)) is\(negated ? " not" : "") tied)"
  case .call(let name, let arguments):
    return "\(name.text)(\(list(arguments.map(\.value))))"
  case .decimals(let a, let clause): return "\(shown(a)) to \(clause.count)"
  case .aggregate(let a):
    var result = "{\(a.function.rawValue) \(shown(a.operand))"
    if let condition = a.condition { result += " where \(shown(condition))" }
    if let window = a.window { result += " over \(shown(window))" }
    if let per = a.per { result += " per [\(per.map(\.text).joined(separator: ", "))]" }
    if let via = a.via { result += " via \(via.map(\.text).joined(separator: "."))" }
    if let on = a.on { result += " on \(on.text)" }
    if let each = a.each { result += " each \(each.part.rawValue)" }
    if let decimals = a.decimals { result += " to \(decimals.count)" }
    return result + "}"
  case .running(let r):
    let order = r.order.map { "\($0.isGreatest ? "greatest" : "least") \(shown($0.value))" }.joined(separator: ", ")
    let per = r.per.map { " per [\($0.map(\.text).joined(separator: ", "))]" } ?? ""
    let test = r.condition.map { " where \(shown($0))" } ?? ""
    return "{running \(shown(r.value)) by \(order)\(per)\(test)}"
  case .rank(let r):
    let ties =
      switch r.ties {
      case .standard: "standard"
      case .dense: "dense"
      case .by(let names): "[\(names.map(\.text).joined(separator: ", "))]"
      }
    let per = r.per.map { " per [\($0.map(\.text).joined(separator: ", "))]" } ?? ""
    let test = r.condition.map { " where \(shown($0))" } ?? ""
    return "{rank \(shown(r.value)) \(r.isGreatestFirst ? "down" : "up") ties \(ties)\(per)\(test)}"
  case .allocate(let a):
    let per = a.per.map { " per [\($0.map(\.text).joined(separator: ", "))]" } ?? ""
    let manner =
      switch a.manner {
      case .proportional(let weight): "by \(shown(weight))"
      case .levelling(let start, let weight): "levelling \(shown(start)) / \(shown(weight))"
      case .inOrder: "in order"
      case .oneByOne(let one):
        "one \(shown(one.pack)) to \(shown(one.start)) / \(shown(one.weight))"
          + (one.counting.map { " counting \(shown($0))" } ?? "")
      }
    let order = a.order.map { " \($0.isGreatest ? "down" : "up") \(shown($0.value))" }.joined()
    let cap = a.cap.map { " at most \(shown($0))" } ?? ""
    let step = a.step.map { " in \(shown($0))" } ?? ""
    let rest = a.leavesRest ? " leaving" : ""
    return
      "{\(shown(a.pool)) \(manner)\(order)\(per)\(cap)\(step)\(rest) ties [\(a.ties.map(\.text).joined(separator: ", "))]}"
  case .unary(let sign, let operand): return "(\(sign.rawValue) \(shown(operand)))"
  case .binary(let sign, let a, let b, _): return "(\(shown(a)) \(sign.rawValue) \(shown(b)))"
  case .isInfinite(let a, let negated): return "(\(shown(a)) is\(negated ? " not" : "") infinite)"
  case .isMissing(let a, let negated): return "(\(shown(a)) is\(negated ? " not" : "") missing)"
  case .inList(let a, let list_, let negated): return "(\(shown(a))\(negated ? " not" : "") in list \(list(list_)))"
  case .inWindow(let a, let b, let negated): return "(\(shown(a))\(negated ? " not" : "") in \(shown(b)))"
  case .conditional(let a, let c, let b): return "(\(shown(a)) when \(shown(c)) else \(shown(b)))"
  case .otherwise(let a, let b): return "(\(shown(a)) else \(shown(b)))"
  case .scheduled(let a, let schedule): return "(\(shown(a)) on \(shown(schedule)))"
  case .over(let a, let w): return "(\(shown(a)) over \(shown(w)))"
  case .through(let t):
    let against = t.against.map { " against \(shown($0))" } ?? ""
    let order = t.order.isEmpty ? "" : " by \(t.order.map(\.text).joined(separator: ", "))"
    return "(\(shown(t.amount)) through \(t.rates.text) over \(shown(t.window))\(against)\(order))"
  case .trueUp(let a): return "(true up \(shown(a)))"
  case .previous(let a): return "(previous \(shown(a)))"
  case .round(let a, let clause): return "(\(shown(a)) rounded \(rounding(clause)))"
  case .convert(let a, let to, let rate): return "(\(shown(a)) to \(unit(to)) at \(shown(rate)))"
  case .restate(let a, let unit): return "(\(shown(a)) as \(unit.rawValue))"
  case .window(let window):
    switch window {
    case .toDate(let unit): return "<\(unit.rawValue) to date>"
    case .planToDate: return "<plan to date>"
    case .whole(let unit): return "<\(unit.rawValue)>"
    case .allTime: return "<all time>"
    case .counted(let window):
      let word =
        window.isForward ? window.includesEdge ? "from" : "after" : window.includesEdge ? "through" : "before"
      let length = "\(shown(window.count)) \(window.unit?.rawValue ?? "day")"
      return "<\(window.isForward ? "next" : "last") \(length) \(word) \(shown(window.edge))>"
    }
  case .range(let a, let b): return "(\(shown(a)) .. \(shown(b)))"
  case .error: return "ERROR"
  }
}

@Suite struct ExpressionTests {
  @Test(arguments: [
    ("20 units / 30 days * 45 days", "((20 units / 30 days) * 45 days)"),
    ("rank(a + 1, greatest first, ties standard)", "{rank (a + 1) down ties standard}"),
    ("rank(a, least first, ties by b, c per d, e where f)", "{rank a up ties [b, c] per [d, e] where f}"),
    ("rank(a, least first, ties dense where f or g per d) + 1", "({rank a up ties dense per [d] where (f or g)} + 1)"),
    ("rank + allocate", "(rank + allocate)"), ("allocate when rank else c", "(allocate when rank else c)"),
    ("allocate a + 1 USD by b * 2 exactly", "{(a + 1 USD) by (b * 2) ties []}"),
    ("allocate 5 by 1 per d, e in steps of 1 ties by f else 0", "({5 by 1 per [d, e] in 1 ties [f]} else 0)"),
    (
      "allocate t levelling (a + b) / c at most d in steps of 6 units leaving the rest ties by e",
      "{t levelling (a + b) / c at most d in 6 units leaving ties [e]}"
    ),
    (
      "allocate 500 in order of greatest v, k per d at most c exactly",
      "{500 in order down v up k per [d] at most c ties []}"
    ),
    (
      "allocate 500 units by w at most c in order of tier exactly leaving the rest",
      "{500 units by w up tier at most c leaving ties []}"
    ),
    (
      "allocate at least 5 USD counting price one 6 units at a time to the smallest s / w at most c ties by k",
      "{5 USD one 6 units to s / w counting price at most c leaving ties [k]}"
    ),
    ("allocate t one p at a time to the smallest a * b / c", "{t one p to (a * b) / c leaving ties []}"),
    ("levelling + leaving + rest + smallest", "(((levelling + leaving) + rest) + smallest)"),
    ("a + b * c - d", "((a + (b * c)) - d)"), ("-a * b", "((- a) * b)"), ("a - -b", "(a - (- b))"),
    ("2.5k", "2500"), ("270k USD", "270000 USD"), ("1_000.50", "1000.50"), ("0.0005k", "0.5"), ("1.2345m", "1234500"),
    ("6%", "6 %"), ("0.5 %", "0.5 %"), ("10% of a + b", "((10 % of a) + b)"), ("5 `my unit`", "5 my unit"),
    ("2 months", "2 x month"), ("1 quarter", "1 x quarter"), ("30 days", "30 days"), ("0 units", "0 units"),
    ("this month", "month 0"), ("previous quarter", "quarter -1"), ("next month", "month 1"), ("next", "next"),
    ("this.x", "this.x"), ("this", "this"), ("previous(owed) + 1", "((previous owed) + 1)"),
    ("2026-Q1", "quarter 2026 1"), ("2026-03", "month 2026 3"), ("2026-W14", "week 2026 14"),
    ("2026-03-31", "date 2026 3 31"), ("2026-Q1 .. 2026-Q3", "(quarter 2026 1 .. quarter 2026 3)"),
    ("a when b else c", "(a when b else c)"), ("a else b else c", "(a else (b else c))"),
    ("a when b else c when d else e", "(a when b else (c when d else e))"),
    ("a or b and not c = d", "(a or (b and (not (c = d))))"), ("not a or b", "((not a) or b)"),
    ("a is missing and b is not missing", "((a is missing) and (b is not missing))"),
    ("a in (1, 2)", "(a in list 1, 2)"), ("a not in (1, 2)", "(a not in list 1, 2)"), ("a in (1)", "(a in list 1)"),
    ("a in 1 .. 5", "(a in (1 .. 5))"), ("a in (1 .. 5)", "(a in (1 .. 5))"),
    ("d in (today - 3 days) .. today", "(d in ((today - 3 days) .. today))"),
    ("d in this month", "(d in month 0)"), ("d not in month to date", "(d not in <month to date>)"),
    ("a over month to date", "(a over <month to date>)"), ("a over w", "(a over w)"),
    ("a over 2026-Q1", "(a over quarter 2026 1)"), ("a over b .. c", "(a over (b .. c))"),
    ("(a over plan to date) / q", "((a over <plan to date>) / q)"), ("a over all time", "(a over <all time>)"),
    ("a over last 30 days before today", "(a over <last 30 day before today>)"),
    ("a over next 30 days after today", "(a over <next 30 day after today>)"),
    ("days(next (n + 1) weeks from d - 1 day)", "days(<next (n + 1) week from (d - 1 day)>)"),
    ("next + 1", "(next + 1)"),
    ("days(w on S[d]) / 2", "(days((w on S[d])) / 2)"), ("d not in Working", "(d not in Working)"),
    ("days(next 3 months after next month)", "days(<next 3 month after month 1>)"), ("next(a)", "next(a)"),
    ("last (n + 1) months through d", "<last (n + 1) month through d>"), ("last(x)", "last(x)"), ("last.x", "last.x"),
    ("month", "<month>"), ("month(d)", "month(d)"), ("month.x", "month.x"), ("days(month)", "days(<month>)"),
    (
      "a through R over quarter to date against q in order of closed, id",
      "(a through R over <quarter to date> against q by closed, id)"
    ),
    ("a + b through R over month", "((a + b) through R over <month>)"),
    ("true up a over year to date", "(true up (a over <year to date>))"), ("true and false", "(true and false)"),
    ("t[a, b as of last_day(m) + 1 day]?.c", "t[a, b as of (last_day(m) + 1 day)]?.c"),
    ("t[as of d].c", "t[as of d].c"), ("pick + valid * everyone", "(pick + (valid * everyone))"),
    (
      "(pick d where a = b by least c + 1, e, greatest f).x",
      "{pick d where (a = b) by least (c + 1) by least e by greatest f}.x"
    ),
    ("(pick d by least least, greatest)", "{pick d by least least by least greatest}"),
    ("pick d by least c over month is not tied", "({pick d over <month> by least c} is not tied)"),
    ("a rounded to 0.01 USD", "(a rounded half to 0.01 USD)"),
    ("a rounded up to 12 units", "(a rounded up to 12 units)"),
    ("a rounded half even to b", "(a rounded half even to b)"), ("a as monthly", "(a as month)"),
    ("a to USD at r", "(a to USD at r)"), ("a to USD / unit at fx[d]", "(a to USD/unit at fx[d])"),
    ("t[k1, k2]?.c", "t[k1, k2]?.c"), ("t[k].c.d", "t[k].c.d"), ("p.on", "p.on"), ("f()", "f()"),
    ("f(a, b)", "f(a, b)"),
    ("min(a, b)", "min(a, b)"), ("min(a)", "{min a}"), ("min(a over month)", "{min a over <month>}"), ("min", "min"),
    ("max(a, b, c)", "max(a, b, c)"), ("count(T where x = 1)", "{count T where (x = 1)}"), ("count", "count"),
    ("count distinct(T.c)", "{count distinct T.c}"), ("any(T where c)", "{any T where c}"), ("any", "any"),
    ("every(a = b)", "{every (a = b)}"), ("avg(x per a, b)", "{avg x per [a, b]}"),
    ("sum(a over b - 7 days .. c + 1 day per d)", "{sum a over ((b - 7 days) .. (c + 1 day)) per [d]}"),
    ("sqrt(a * b to 4 decimals)", "sqrt((a * b) to 4)"), ("f(a to USD at b, c)", "f((a to USD at b), c)"),
    (
      "sample deviation(a.b where c over last 3 days before d each day to 2 decimals)",
      "{sample deviation a.b where c over <last 3 day before d> each day to 2}"
    ),
    ("population variance(x over month each week)", "{population variance x over <month> each week}"),
    ("product(x per a)", "{product x per [a]}"), ("product(x, y)", "product(x, y)"),
    ("product * sample", "(product * sample)"),
    ("sample", "sample"), ("deviation(x)", "deviation(x)"), ("variance(x, y)", "variance(x, y)"),
    ("sum(x in total)", "{sum x per []}"), ("sum(x where a in total)", "{sum x where a per []}"),
    ("sum(x where a in total.b)", "{sum x where (a in total.b)}"),
    ("sum(x where a > b over month)", "{sum x where (a > b) over <month>}"),
    ("sum((x over month) where a)", "{sum (x over <month>) where a}"),
    ("sum(x where f(y over month) over year)", "{sum x where f((y over <month>)) over <year>}"),
    (
      "sum(a.b where c over quarter per d via e.f on g)",
      "{sum a.b where c over <quarter> per [d] via e.f on g}"
    ),
    ("sum(a when b else c where d)", "{sum (a when b else c) where d}"),
    ("\"a\\u{20AC}\\n\"", "\"a€\n\""), ("`a b`.`c d`", "a b.c d"), ("经销商", "经销商"),
    ("a\n+ b", "(a + b)"), ("f\n", "f"), ("it < sku.moq", "(it < sku.moq)"), ("-1 USD", "(- 1 USD)"),
    // What is written otherwise elsewhere is read as what it means.
    ("a == b && c", "((a = b) and c)"), ("a ≤ b", "(a <= b)"), ("if a then b else c", "(b when a else c)"),
    ("IF(a, b, c)", "(b when a else c)"), ("if (a) then b else c", "(b when a else c)"),
    ("if a then 1 elif b then 2 else 3", "(1 when a else (2 when b else 3))"),
    ("if a then 1 else if b then 2 else 3", "(1 when a else (2 when b else 3))"),
    ("case when a then 1 when b then 2 else 3 end", "(1 when a else (2 when b else 3))"), ("'x'", "\"x\""),
  ])
  func expressionsAreReadAs(_ text: String, _ expected: String) {
    let parsed = parseExpression(SourceFile(path: "e", text: text), id: FileID(0))
    #expect(shown(parsed.expression) == expected)
    let isForeign = ["==", "≤", "if", "IF", "case", "'"].contains { text.contains($0) }
    #expect(parsed.diagnostics.isEmpty != isForeign, "\(parsed.diagnostics.map(\.message))")
    #expect(
      parsed.expression.span
        == SourceSpan(file: FileID(0), start: 0, end: text.utf8.count - (text.last == "\n" ? 1 : 0)))
  }

  @Test(arguments: [
    ("a < b < c", "E0131"), ("a ? b : c", "E0132"), ("a when b", "E0133"), ("a over month / b", "E0134"),
    ("a through R", "E0135"), ("last 30 days", "E0136"), ("next 30 days before d", "E0136"), ("sum(a, b)", "E0137"),
    ("(a, b)", "E0137"),
    ("previous(a, b)", "E0137"), ("1.5 months", "E0138"), ("99999999999999999999 months", "E0138"),
    ("sum(a over b over c)", "E0128"), ("sum(a per b in total)", "E0128"), ("f(a", "E0121"), ("t[a", "E0121"),
    ("a)", "E0123"), ("a b", "E0120"), ("a +", "E0120"), ("", "E0120"), ("over", "E0120"), ("1 000", "E0112"),
    ("a = > b", "E0120"), ("5 months ago", "E0120"), ("x rounded", "E0120"), ("a as weekly monthly", "E0120"),
  ])
  func faultsHaveOneMessage(_ text: String, _ code: String) {
    let parsed = parseExpression(SourceFile(path: "e", text: text), id: FileID(0))
    #expect(parsed.diagnostics.map(\.code) == [code], "\(parsed.diagnostics.map(\.message))")
  }
}
