import Source
import TestSupport
import Testing

@testable import Syntax

private func read(_ text: String) -> ParsedFile { parse(SourceFile(path: "d", text: text), id: FileID(0)) }

@Suite struct DeclarationTests {
  @Test func headOfAFile() {
    let parsed = read(
      "language 1\nuse \"a.allot\"\nuse \"b.allot\"\n## Doc.\n##\n##   More.\nunit kg\nunit box = 12 units\n")
    #expect(parsed.diagnostics == [])
    #expect(parsed.syntax.language == 1)
    #expect(parsed.syntax.uses.map(\.text) == ["a.allot", "b.allot"])
    guard case .unit(let kg) = parsed.syntax.declarations[0], case .unit(let box) = parsed.syntax.declarations[1] else {
      Issue.record("not two units")
      return
    }
    #expect(kg.name.text == "kg" && kg.value == nil && kg.documentation == "Doc.\n\n  More.")
    #expect(box.value.map(shown) == "12 units" && box.documentation == nil)
  }

  @Test(
    arguments: [
      // Documentation stands directly in front, on lines of its own.
      ("## A.\nparam x = 1", "A."), ("## A.\r\n## B.\r\nparam x = 1", "A.\nB."), ("## A.\n\nparam x = 1", nil),
      ("# A.\nparam x = 1", nil), ("## A.\n# no\nparam x = 1", "A."), ("##A\nparam x = 1", "A"),
      ("language 1 ## A.\nparam x = 1", nil), ("\u{FEFF}## A.\nparam x = 1", "A."),
    ] as [(String, String?)])
  func documentation(_ text: String, _ expected: String?) {
    guard case .parameter(let parameter) = read(text).syntax.declarations.first else {
      Issue.record("no parameter")
      return
    }
    #expect(parameter.documentation == expected)
  }

  @Test func table() throws {
    let parsed = read(
      """
      table deals (id, line) dated closed latest by a, b unknown without rows per id from "d.csv" separated by "\\t" numbers "1.234,50" {
        ## The id.
        id text from "Id"
        on date from "On" as "MM/DD/YYYY"
        due money in currency
        m percent?
        s "A" | "B"?
        net = due
          - 5 USD
        total USD = (due
          + net)
        where due > 0 USD
        check "c" m >= 0%
      }
      rows {
        id | "a | b" |
        1  |         | x y
      }
      """)
    // `on` is a word of the language, and is read as the name that it was meant as.
    #expect(parsed.diagnostics.map(\.code) == ["E0127"])
    guard case .table(let table) = parsed.syntax.declarations.first else {
      Issue.record("no table")
      return
    }
    #expect(table.key.map(\.text) == ["id", "line"] && !table.isOneRow && table.dated?.text == "closed")
    #expect(table.latestBy.map(\.text) == ["a", "b"] && table.path?.text == "d.csv" && table.separator?.text == "\t")
    #expect(table.numberFormat?.text == "1.234,50" && table.unknownWithoutRows?.per.map(\.text) == ["id"])
    #expect(table.columns.map(\.name.text) == ["id", "on", "due", "m", "s", "net", "total"])
    #expect(table.columns[0].documentation == "The id." && table.columns[0].header?.text == "Id")
    #expect(table.columns[1].format?.text == "MM/DD/YYYY")
    guard case .moneyIn(let currency) = table.columns[2].type?.kind, case .optional = table.columns[3].type?.kind,
      case .optional(let inner) = table.columns[4].type?.kind, case .choices(let choices) = inner.kind
    else {
      Issue.record("other types")
      return
    }
    #expect(currency.text == "currency" && choices.map(\.text) == ["A", "B"])
    #expect(table.columns[5].type == nil && table.columns[5].value.map(shown) == "(due - 5 USD)")
    #expect(table.columns[6].type != nil && table.columns[6].value.map(shown) == "(due + net)")
    #expect(table.conditions.map(shown) == ["(due > 0 USD)"] && table.checks.map(\.text.text) == ["c"])
    #expect(table.rows?.map { $0.cells.map(\.text) } == [["id", "a | b", ""], ["1", "", "x y"]])
  }

  @Test func rates() throws {
    let parsed = read(
      """
      ## Doc.
      marginal rates R (a: percent, b: "x" | "y") -> USD / unit most specific {
        from 0%, "x" | "z": 4% whole
        above 50%, any: 5 USD when a > 1 else
          6 USD
        any, -1: (1
        + 2)
        -5, 3: 7 marginal
        below 100%
      }
      """)
    #expect(parsed.diagnostics == [])
    guard case .rates(let rates) = parsed.syntax.declarations.first else {
      Issue.record("no rates")
      return
    }
    #expect(rates.mode == .marginal && rates.precedence == .mostSpecific && rates.documentation == "Doc.")
    #expect(rates.axes.map(\.name.text) == ["a", "b"] && rates.rows.count == 4)
    #expect(rates.rows.map(\.mode) == [.whole, nil, nil, .marginal])
    #expect(rates.rows.map { shown($0.value) } == ["4 %", "(5 USD when (a > 1) else 6 USD)", "(1 + 2)", "7"])
    guard case .lowerBound(let low, true, _) = rates.rows[0].matchers[0],
      case .values(let values, _) = rates.rows[0].matchers[1],
      case .lowerBound(_, false, _) = rates.rows[1].matchers[0], case .any = rates.rows[1].matchers[1],
      case .values(let negative, _) = rates.rows[3].matchers[0]
    else {
      Issue.record("other matchers")
      return
    }
    #expect(shown(low) == "0 %" && values.map(shown) == ["\"x\"", "\"z\""] && negative.map(shown) == ["(- 5)"])
    #expect(rates.closing.map { shown($0.bound) } == "100 %" && rates.closing?.isIncluded == false)
  }

  @Test func plan() throws {
    let parsed = read(
      """
      plan P "Title" {
        for each a, b in t or u where x = 1 during 2026 each month paid quarterly in USD, negative collected
        credit c from deals where a where b to rep.manager, or split equally by s or split by s.share
          on closed of amount rounded half even to 0.01 USD
        ## Doc.
        let v each quarter starting 0 USD = previous(v) + 1 let w = 2
        show s "S" each month to 4 decimals = v
        pay p "P" each year = 5_000 USD when v > w else 0 USD
          then times 2 "why" when it > 1 USD
          then at most 6_000 USD
        order q from need {
          stop at 0 units "no" when it <= 0 units
          at least 5
          round up to sku.pack set to 3 at most 4 "x" }
        check "ok" v > 0
      }
      """)
    #expect(parsed.diagnostics == [], "\(parsed.diagnostics.map(\.message))")
    guard case .sheet(let sheet) = parsed.syntax.declarations.first else {
      Issue.record("no plan")
      return
    }
    #expect(sheet.kind == .plan && sheet.title?.text == "Title" && sheet.each == .month)
    guard case .keys(let keys, let tables) = sheet.rows?.source else {
      Issue.record("other rows")
      return
    }
    #expect(keys.map(\.text) == ["a", "b"] && tables.map(\.text) == ["t", "u"])
    #expect(sheet.rows?.condition.map(shown) == "(x = 1)" && sheet.during.map(shown) == "2026")
    #expect(sheet.payment?.every == .quarter && sheet.payment?.currency.text == "USD")
    #expect(sheet.payment?.negative == .collected)
    guard case .credit(let credit) = sheet.items[0], case .line(let v) = sheet.items[1],
      case .line(let s) = sheet.items[3], case .line(let p) = sheet.items[4], case .line(let q) = sheet.items[5],
      case .check = sheet.items[6]
    else {
      Issue.record("other items")
      return
    }
    #expect(credit.conditions.map(shown) == ["a", "b"] && credit.date?.text == "closed")
    #expect(shown(credit.amount) == "amount" && credit.rounding?.mode == .halfEven)
    guard case .to(let path) = credit.recipients[0], case .split(_, nil, nil, _) = credit.recipients[1],
      case .split(_, let share?, nil, _) = credit.recipients[2]
    else {
      Issue.record("other recipients")
      return
    }
    #expect(shown(path) == "rep.manager" && share.text == "share")
    #expect(v.each == .quarter && v.starting.map(shown) == "0 USD" && v.documentation == "Doc.")
    #expect(s.title?.text == "S" && s.decimals == 4 && s.each == .month)
    #expect(shown(p.value) == "(5000 USD when (v > w) else 0 USD)" && p.steps.count == 2)
    #expect(p.steps[0].reason?.text == "why" && p.steps[0].condition.map(shown) == "(it > 1 USD)")
    #expect(q.steps.count == 5 && q.steps[4].reason?.text == "x")
  }

  /// A fault is told once, and what stands beside it is read all the same.
  @Test(arguments: [
    ("table t {\n a text\n b ??\n c text\n}\nparam x = 1", ["E0120"], "t[a b c] x"),
    ("table t {\n a text\nparam x = 1", ["E0122"], "t[a] x"),
    ("plan p {\n let a = (1\n let b = 2\n}\nparam x = 1", ["E0121"], "p[a b] x"),
    ("plan p {\n let a = \n let b = 2\n}", ["E0120"], "p[a b]"),
    ("plan p {\n let = 3\n let b = 2\n}", ["E0120"], "p[ b]"),
    ("plan p {\n let a = 3\n lett b = 2\n let c = 1\n}", ["E0125"], "p[a c]"),
    ("plan p {\n order q from n {\n at least 3\n let b = 2\n}", ["E0122"], "p[q b]"),
    ("plan p {\n let a = 1 +\n}\nplan q {\n}", ["E0120"], "p[a] q[]"),
    ("plan p {\n let a = 1\nplan q {\n}", ["E0122"], "p[a] q[]"),
    ("plan {\n let a = 1\n}\nparam x = 1", ["E0120"], "[] x"),
    ("param x = \nparam y = 2", ["E0120"], "x y"), ("param x 5\nparam y = 2", ["E0120"], "x y"),
    ("foo\nparam y = 2", ["E0124"], "y"), ("}\nparam y = 2", ["E0123"], "y"),
    ("rates r (x: USD -> percent {\n from 0: 1%\n}\nparam y = 2", ["E0121"], "r[] y"),
    ("rates r (x: USD) -> percent {\n from 0 % 1\n from 5: 2%\n}\nparam y = 2", ["E0120"], "r[_ _] y"),
    ("table t { a text }\nrows {\n a | b\n 1\n 2 | 3\nparam y = 1", ["E0122", "E0140"], "t[a] y"),
    ("table t {\n a text\n rows {\n a\n }\nparam y = 1", ["E0122"], "t[a] y"),
    ("table t {\n a text\n total = sum(x\n b text\n c text\n}", ["E0121"], "t[a total b c]"),
    ("table t {\n plan text\n unit text\n use text\n}", [], "t[plan unit use]"),
    ("table t {\nplan text\nunit text\nwhere plan = \"a\"\n}", [], "t[plan unit]"),
    ("param x = \"open\nparam y = 2", ["E0108"], "x y"), ("param x = 3 @ 4\nparam y = @", ["E0103", "E0103"], "x y"),
    ("curve c (x: %) -> % {\n at 1%: 2%\n from 2%: 3%\n at 3%: 4%\n}\nparam y = 1", ["E0180"], "c[_ _] y"),
    ("curve c (x: %) -> % {\n at 1%: 2%\n below: 1%\n below: held\n}", ["E0180"], "c[_]"),
    ("curve c (x: %, y: %) -> % {\n at 1%: 2%\n}", ["E0180"], "c[_]"),
    ("matrix m (x: %, y: %) -> % {\n | 1% | 2%\n 3% | 4%\n 5% | 6% | 7%\n}\nparam y = 1", ["E0181"], "m[_ _] y"),
    ("matrix m (x: %, y: %) -> % {\n | 1%\n 3% | 4% | 5%\n}", ["E0181"], "m[]"),
    ("matrix m (x: %, y: %) -> % {\n | 1% | 2%\n 3% | | 5%\n 3% | 4% |\n}", ["E0181", "E0181"], "m[]"),
    ("matrix m (x: %, y: %) -> % {\n 3% | 4%\n 5% | 6%\n}\nparam y = 1", ["E0181"], "m[] y"),
    ("matrix m (x: %) -> % {\n | 1%\n 3% | 4%\n}", ["E0181"], "m[_]"),
    ("param x = if a\nparam y = 2", ["E0132"], "x y"), ("language 2", ["E0130"], ""),
    ("param x = 1\nlanguage 1", ["E0130"], "x"), ("language one\nparam x = 1", ["E0120"], "x"),
    ("use crm.allot\nparam x = 1", ["E0120"], "x"),
    ("calendar year from january\nparam x = 1", [], "calendar x"),
    ("calendar year from may, named by its end\nparam x = 1", [], "calendar x"),
    ("param x = 1\ncalendar year from may\nparam y = 1", ["E0188"], "x calendar y"),
    ("calendar year from Mai named by its end\nparam y = 1", ["E0186"], "calendar y"),
    ("calendar 4-4-5 weeks, year ends on the last day of may\nparam y = 1", ["E0186"], "calendar y"),
    ("calendar 4-4 weeks, year ends on the last sunday of may\nparam y = 1", ["E0187"], "calendar y"),
    ("calendar 12 periods, year ends on the last sunday of may\nparam y = 1", ["E0187"], "calendar y"),
    ("calendar 13 periods, year ends on the sunday nearest june 31\nparam y = 1", ["E0189"], "calendar y"),
    ("calendar 13 periods, year ends on the sunday nearest june\nparam y = 1", ["E0120"], "calendar y"),
    ("calendar 13 periods named by its end\nparam y = 1", ["E0120"], "calendar y"),
    ("calendar year from may named by end\nparam y = 1", ["E0120"], "calendar y"),
    ("calendar year from may named by its end 3\nparam y = 1", ["E0120"], "calendar y"),
    ("calendar fiscal\nparam y = 1", ["E0120"], "calendar y"),
    ("table t {\n calendar year from \"Cal\"\n periods text\n end text\n}", [], "t[calendar periods end]"),
    ("table t {\n id text\ncalendar year from may named by its end", ["E0122"], "t[id] calendar"),
  ])
  func faultsAreToldOnce(_ text: String, _ codes: [String], _ outline: String) {
    let parsed = read(text)
    #expect(parsed.diagnostics.map(\.code).sorted() == codes, "\(parsed.diagnostics.map(\.message))")
    #expect(parsed.syntax.declarations.map(DeclarationTests.outline).joined(separator: " ") == outline)
  }

  /// Examples and data, and the text around them after a fault.
  @Test(arguments: [
    ("data D { }", [], "D[]"),
    ("data D {\n  reps {\n    id\n    a\n  }\n  deals { }\n}\nparam x = 1", [], "D[reps deals] x"),
    (
      "example \"a\" for P {\n  given reps {\n    id | x\n    # note\n    a | \"|\"\n  }\n  given D\n}", [],
      "P[reps*2 D]"
    ),
    (
      "example \"a\" for P {\n  during 2026-Q1\n  as of 2026-03-01\n  param p = -1\n  expect error E0922\n}", [],
      "P[p code(\"E0922\")]"
    ),
    (
      "example \"a\"\n  for P {\n  expect error \"no row\"\n  expect { }\n  expect exactly { }\n  expect exactly S {\n  a\n  }\n}",
      [], "P[_*0 !_*0 !S*1 text(\"no row\")]"
    ),
    ("example \"a\" for P { given `table` { id\n a } expect exactly { id\n a } }", [], "P[table*2 !_*2]"),
    (
      "example \"a\" for P {\n  expect error {\n  id\n  }\n  expect `exactly` {\n  id\n  }\n}", [],
      "P[error*1 exactly*1]"
    ),
    // One mistake, one message, and the rest is read.
    (
      "example \"a\" for P {\n  gives reps {\n    id\n  }\n  expect {\n    id\n    a\n  }\n}\nparam x = 1", ["E0150"],
      "P[_*2] x"
    ),
    ("example \"a\" for P {\n  expect error 922\n}\nparam x = 1", ["E0151"], "P[] x"),
    ("example \"a\" for P {\n  given reps {\n    id | n\n    a\n  }\n}\nparam x = 1", ["E0140"], "P[reps*1] x"),
    ("example \"a\" for P {\n  as of 2026-03-01\n  as of 2026-03-02\n}", ["E0128"], "P[]"),
    ("example \"a\" for P {\n  expect {\n    id\n    a\n\nparam x = 1", ["E0122", "E0122"], "P[_*2] x"),
    ("example \"a\" for P {\n  given D\n\ntable t {\n  id text\n}", ["E0122"], "P[D] t[id]"),
    ("example \"a\" {\n  given D {\n    id\n  }\n}\nparam x = 1", ["E0120"], "[] x"),
    ("data {\n  reps {\n    id\n  }\n}\nparam x = 1", ["E0120"], "[] x"),
    // The words are names elsewhere.
    (
      "sheet s {\n  for each all\n  let data = 1\n  let example =\n    data over month\n  show given = expect + error\n}",
      [],
      "s[data example given]"
    ),
    ("table data {\n  data text\n  example text\n  given text\n}", [], "data[data example given]"),
  ])
  func examplesAreRead(_ text: String, _ codes: [String], _ outline: String) {
    let parsed = read(text)
    #expect(parsed.diagnostics.map(\.code).sorted() == codes, "\(parsed.diagnostics.map(\.message))")
    #expect(parsed.syntax.declarations.map(DeclarationTests.outline).joined(separator: " ") == outline)
  }

  /// The names of a declaration and of what stands in it.
  static func outline(_ declaration: Declaration) -> String {
    switch declaration {
    case .unit(let unit): return unit.name.text
    case .parameter(let parameter): return parameter.name.text
    case .calendar: return "calendar"
    case .schedule(let schedule): return schedule.name.text
    case .table(let table): return "\(table.name.text)[\(table.columns.map(\.name.text).joined(separator: " "))]"
    case .rates(let rates): return "\(rates.name.text)[\(rates.rows.map { _ in "_" }.joined(separator: " "))]"
    case .data(let data): return "\(data.name.text)[\(data.tables.map(\.table.text).joined(separator: " "))]"
    case .example(let example):
      let givens = example.givens.map { given in
        switch given {
        case .rows(let rows): "\(rows.table.text)*\(rows.rows.count)"
        case .data(let name): name.text
        }
      }
      let rows = example.expectedRows.map { "\($0.isExact ? "!" : "")\($0.sheet?.text ?? "_")*\($0.rows.count)" }
      let errors = example.expectedErrors.map { "\($0.match)" }
      let parts = givens + example.parameters.map(\.name.text) + rows + errors
      return "\(example.sheet.text)[\(parts.joined(separator: " "))]"
    case .define(let define):
      switch define.body {
      case .value: return "\(define.name.text)(\(define.parameters.map(\.name.text).joined(separator: " ")))"
      case .block(let lines, _): return "\(define.name.text)[\(lines.map(\.name.text).joined(separator: " "))]"
      }
    case .curve(let curve): return "\(curve.name.text)[\(curve.points.map { _ in "_" }.joined(separator: " "))]"
    case .sheet(let sheet):
      let items = sheet.items.map { item in
        switch item {
        case .credit(let credit): credit.name.text
        case .line(let line): line.name.text
        case .entry: "ordered"
        case .check(let check): check.text.text
        case .assertion(let law): "assert \(law.variable.text)"
        }
      }
      return "\(sheet.name.text)[\(items.joined(separator: " "))]"
    }
  }
}
