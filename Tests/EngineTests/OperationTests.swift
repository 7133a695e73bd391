import Columns
import Engine
import IR
import Source
import Testing

/// Every row-by-row operation, over missing values too.
@Suite struct OperationTests {
  typealias Case = FrameTests.Case

  static let numbers = ["t": "id,a,b\n1,7,2\n2,-7,2\n3,,2\n4,0.5,-0.25\n"]

  /// A case over `numbers` with the columns `a` and `b`.
  static func number(
    _ name: String, _ expected: String, _ kind: IR.ValueKind = .number,
    _ build: (inout ProgramBuilder, FrameID, ColumnID, ColumnID) -> IR.Operation
  ) -> Case {
    Case(
      name, numbers,
      "id,x\n" + expected.split(separator: " ").enumerated().map { "\($0 + 1),\($1)" }.joined(separator: "\n")
    ) {
      plan in
      let t = plan.scan("t", [("id", .number), ("a?", .number), ("b", .number)])
      let operation = build(&plan, t.frame, t.columns[1], t.columns[2])
      let x = plan.column(t.frame, kind, operation)
      let shown = plan.column(t.frame, .text, .constant(.text("?")))
      let isMissing = plan.column(t.frame, .bool, .isMissing(x))
      _ = shown
      _ = isMissing
      plan.output("o", t.frame, [("id", t.columns[0]), ("x", x)])
    }
  }

  static let values = [
    number("add", "9 -5 _ 0.25") { _, _, a, b in .add(a, b) },
    number("subtract", "5 -9 _ 0.75") { _, _, a, b in .subtract(a, b) },
    number("multiply", "14 -14 _ -0.125") { _, _, a, b in .multiply(a, b) },
    number("divide", "3.5 -3.5 _ -2") { _, _, a, b in .divide(a, b, zeroIsMissing: false) },
    number("divide by zero or missing", "_ _ _ _") { plan, frame, a, _ in
      .divide(a, plan.number(frame, "0"), zeroIsMissing: true)
    },
    number("divide without end", "2.333333 -2.333333 _ 0.166667") { plan, frame, a, _ in
      .divide(a, plan.number(frame, "3"), zeroIsMissing: false)
    },
    number("negate", "-7 7 _ -0.5") { _, _, a, _ in .negate(a) },
    number("absolute", "7 7 _ 0.5") { _, _, a, _ in .absolute(a) },
    number("minimum", "2 -7 _ -0.25") { _, _, a, b in .minimum(a, b) },
    number("maximum", "7 2 _ 0.5") { _, _, a, b in .maximum(a, b) },
    number("round up", "8 -8 _ 0.5") { _, _, a, b in .round(a, .up, step: b) },
    number("round to a constant", "7 -7 _ 1") { plan, frame, a, _ in
      .round(a, .half, step: plan.number(frame, "1"))
    },
    number("whole", "7 -7 _ 0.5") { plan, frame, a, _ in .whole(a, step: plan.number(frame, "0.5")) },
    number("greater", "true false _ true", .bool) { _, _, a, b in .compare(.greater, a, b) },
    number("not equal", "true true _ true", .bool) { _, _, a, b in .compare(.notEqual, a, b) },
    number("is missing", "false false true false", .bool) { _, _, a, _ in .isMissing(a) },
    number("not", "true true false true", .bool) { plan, frame, a, _ in
      .not(plan.column(frame, .bool, .isMissing(a)))
    },
    number("coalesce", "7 -7 2 0.5") { _, _, a, b in .coalesce(a, b) },
    number("choose", "7 2 _ 0.5") { plan, frame, a, b in
      .choose(plan.column(frame, .bool, .compare(.greater, a, b)), then: a, otherwise: b)
    },
    number("and settles before a fault", "false false false false", .bool) { plan, frame, a, b in
      let zero = plan.number(frame, "0")
      let never = plan.column(frame, .bool, .compare(.equal, b, zero))
      let broken = plan.column(frame, .number, .divide(a, zero, zeroIsMissing: false))
      return .and(never, plan.column(frame, .bool, .compare(.less, broken, b)))
    },
    number("or settles before a missing value", "true true true true", .bool) { plan, frame, a, b in
      let zero = plan.number(frame, "0")
      let always = plan.column(frame, .bool, .compare(.notEqual, b, zero))
      return .or(always, plan.column(frame, .bool, .compare(.less, a, b)))
    },
    number("the fault of the branch not taken", "7 -7 _ 0.5") { plan, frame, a, b in
      let zero = plan.number(frame, "0")
      let broken = plan.column(frame, .number, .divide(a, zero, zeroIsMissing: false))
      return .choose(plan.column(frame, .bool, .compare(.equal, b, zero)), then: broken, otherwise: a)
    },
    number("require what is there", "2 2 2 -0.25") { _, _, _, b in .require(b) },
    number("uniform columns", "6 6 6 6") { plan, frame, _, _ in
      .multiply(plan.number(frame, "2"), plan.number(frame, "3"))
    },
    number("row number", "0 1 2 3", .row(FrameID(0))) { _, _, _, _ in .rowNumber },
    number("tier rate", "30 10 _ 20") { plan, frame, a, _ in
      plan.program.tiers.append(tiers(["-10", "0", "5"], [true, true, false], ["10", "20", "30"]))
      return .tierRate(table: 0, a)
    },
    number("marginal tiers", "1.1 0 0.2 0.05") { plan, frame, a, b in
      plan.program.tiers.append(tiers(["0", "5", "10"], [true, true, true], ["0.1", "0.3", "0.5"]))
      let positive = plan.column(
        frame, .number, .maximum(plan.column(frame, .number, .coalesce(a, b)), plan.number(frame, "0")))
      return .tierAmount(table: 0, positive, against: nil)
    },
    number("tiers against a quota", "2.1 0 0.2 0.05") { plan, frame, a, b in
      plan.program.tiers.append(tiers(["0", "0.5", "1"], [true, true, true], ["0.1", "0.2", "0.5"]))
      let positive = plan.column(
        frame, .number, .maximum(plan.column(frame, .number, .coalesce(a, b)), plan.number(frame, "0")))
      let quota = plan.column(frame, .number, .absolute(plan.column(frame, .number, .multiply(b, b))))
      let quotas = plan.column(frame, .number, .maximum(quota, plan.number(frame, "2")))
      return .tierAmount(table: 0, positive, against: quotas)
    },
  ]

  static func tiers(_ bounds: [String], _ isIncluded: [Bool], _ rates: [String], whole: [Bool]? = nil) -> TierTable {
    TierTable(
      name: "R", bounds: bounds.compactMap { Rational(decimal: $0) }, isIncluded: isIncluded,
      rates: rates.compactMap { Rational(decimal: $0) }, isWhole: whole ?? bounds.map { _ in false }, end: nil,
      includesEnd: false, span: SourceSpan(file: FileID(0), start: 0, end: 0))
  }

  static let others = [
    Case(
      "text", ["t": "id,a\n1,North\n2,South\n3,\n"],
      "id,starts,contains,less,same\n1,true,true,true,false\n2,false,false,false,true\n3,,,,"
    ) { plan in
      let t = plan.scan("t", [("id", .number), ("a?", .text)])
      let no = plan.text(t.frame, "No")
      let ort = plan.text(t.frame, "ort")
      let south = plan.text(t.frame, "South")
      let starts = plan.column(t.frame, .bool, .startsWith(t.columns[1], no))
      let contains = plan.column(t.frame, .bool, .contains(t.columns[1], ort))
      let less = plan.column(t.frame, .bool, .compare(.less, t.columns[1], south))
      let same = plan.column(t.frame, .bool, .compare(.equal, t.columns[1], south))
      plan.output(
        "o", t.frame,
        [("id", t.columns[0]), ("starts", starts), ("contains", contains), ("less", less), ("same", same)])
    },
    Case(
      "time",
      ["t": "id,d,e,s\n1,2026-01-31,2026-03-30,2026-01-31 23:59:59\n2,2026-03-15,2025-12-16,1969-12-31 00:00:00\n"],
      """
      id,plus,days,months,clamped,day,month,first,last,next
      1,2026-02-03,58,1,2026-02-28,2026-01-31,2026-01,2026-01-01,2026-01-31,2026-04
      2,2026-03-18,-89,-2,2026-04-15,1969-12-31,2026-03,2026-03-01,2026-03-31,2026-06
      """
    ) { plan in
      let t = plan.scan("t", [("id", .number), ("d", .date), ("e", .date), ("s", .timestamp)])
      let three = plan.number(t.frame, "3")
      let one = plan.number(t.frame, "1")
      let plus = plan.column(t.frame, .date, .addDays(t.columns[1], three))
      let days = plan.column(t.frame, .number, .daysBetween(t.columns[2], t.columns[1]))
      let months = plan.column(t.frame, .number, .monthsBetween(t.columns[1], t.columns[2]))
      let clamped = plan.column(t.frame, .date, .addMonths(t.columns[1], one, isClamped: true))
      let day = plan.column(t.frame, .date, .dateOf(timestamp: t.columns[3]))
      let month = plan.column(t.frame, .period(.month), .periodOf(t.columns[1], .month))
      let first = plan.column(t.frame, .date, .firstDay(month))
      let last = plan.column(t.frame, .date, .lastDay(month))
      let next = plan.column(t.frame, .period(.month), .shiftPeriod(month, by: 3))
      plan.output(
        "o", t.frame,
        [
          ("id", t.columns[0]), ("plus", plus), ("days", days), ("months", months), ("clamped", clamped),
          ("day", day), ("month", month), ("first", first), ("last", last), ("next", next),
        ])
    },
    Case(
      "rates by several axes", ["t": "id,role,n\n1,Hunter,5\n2,Hunter,50\n3,Farmer,5\n4,Cook,99\n"],
      "id,rate\n1,0.1\n2,0.2\n3,0.3\n4,0.4"
    ) {
      plan in
      let t = plan.scan("t", [("id", .number), ("role", .text), ("n", .number)])
      plan.program.keyedRates.append(rates(.firstMatch))
      let rate = plan.column(t.frame, .number, .matchRates(table: 0, [t.columns[1], t.columns[2]]))
      plan.output("o", t.frame, [("id", t.columns[0]), ("rate", rate)])
    },
    Case(
      "the most specific rates", ["t": "id,role,n\n1,Hunter,5\n2,Hunter,50\n3,Farmer,5\n4,Cook,99\n"],
      "id,rate\n1,0.1\n2,0.2\n3,0.3\n4,0.4"
    ) {
      plan in
      let t = plan.scan("t", [("id", .number), ("role", .text), ("n", .number)])
      var table = rates(.mostSpecific)
      table.rows.reverse()
      plan.program.keyedRates.append(table)
      let rate = plan.column(t.frame, .number, .matchRates(table: 0, [t.columns[1], t.columns[2]]))
      plan.output("o", t.frame, [("id", t.columns[0]), ("rate", rate)])
    },
    Case(
      "rates that match twice", ["t": "id,role,n\n1,Hunter,5\n2,Cook,1\n"],
      "t.csv:2 | 2 rows of `K` match role Hunter, n 5: rows 1, 4 | id 1 | with role Hunter, n 5"
    ) { plan in
      let t = plan.scan("t", [("id", .number), ("role", .text), ("n", .number)])
      plan.program.keyedRates.append(rates(.only))
      let rate = plan.column(t.frame, .number, .matchRates(table: 0, [t.columns[1], t.columns[2]]))
      plan.output("o", t.frame, [("id", t.columns[0]), ("rate", rate)])
    },
  ]

  static func rates(_ precedence: KeyedRates.Precedence) -> KeyedRates {
    let span = SourceSpan(file: FileID(0), start: 0, end: 0)
    func row(_ matchers: [KeyedRates.Matcher], _ value: String) -> KeyedRates.Row {
      KeyedRates.Row(matchers: matchers, value: .number(Rational(decimal: value) ?? .zero), span: span)
    }
    let hunter = KeyedRates.Matcher.values([.text("Hunter")])
    return KeyedRates(
      name: "K", axisNames: ["role", "n"], precedence: precedence,
      rows: [
        row([hunter, .from(.zero, isIncluded: true)], "0.1"),
        row([hunter, .from(Rational(50), isIncluded: true)], "0.2"),
        row([.values([.text("Farmer"), .text("Gatherer")]), .from(.zero, isIncluded: true)], "0.3"),
        row([.any, .any], "0.4"),
      ], span: span)
  }

  @Test(arguments: values + others) func computesRows(_ test: Case) {
    let expected = test.expected.replacing("_", with: "")
    for threads in [1, 2, 7] {
      #expect(outcome(test.program, test.tables, threads: threads) == expected)
    }
  }
}
