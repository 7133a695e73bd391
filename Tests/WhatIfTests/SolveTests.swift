import Allot
import Testing
import WhatIf

/// Plans in a currency without coins, so that every amount up to a few hundred can be tried.
private func yen(_ rates: String, _ lines: String) -> TestData {
  TestData(
    plan: """
      language 1
      table reps (id) {
        id  text
      }
      table deals (id) dated closed {
        id      text
        owner   reps
        closed  date
        amount  JPY
      }
      table quotas (rep, quarter) {
        rep      reps
        quarter  quarter
        target   JPY
      }
      param start = 100%
      \(rates)
      plan Pay {
        for each reps
        during 2026-Q1
        paid monthly in JPY, negative carried forward
        credit sold from deals to owner on closed of amount
        let quota = quotas[payee, this quarter].target
        \(lines)
      }
      """,
    tables: [
      "reps": "id\nann\nbob\n",
      "deals": "id,owner,closed,amount\nd1,ann,2026-01-10,30\nd2,ann,2026-02-10,20\nd3,bob,2026-02-10,500\n",
      "quotas": "rep,quarter,target\nann,2026-Q1,100\nbob,2026-Q1,100\n",
    ])
}

@Suite struct SolveTests {
  struct Plan: Sendable, CustomTestStringConvertible {
    let name: String
    let data: TestData
    let line: String
    /// Whether the curve of the line is known.
    let isExact: Bool

    var testDescription: String { name }
  }

  private static let marginal = """
    marginal rates R (a: percent) -> percent {
      from   0%: 10%
      from 100%: 40%
      from 150%: 5%
    }
    """
  private static let whole = """
    whole rates R (a: percent) -> percent {
      from    0%: 10%
      above 100%: 20%
    }
    """
  private static let through = "sold through R over quarter to date against quota"

  static let plans = [
    Plan(name: "marginal", data: yen(marginal, "pay p = \(through)"), line: "p", isExact: true),
    Plan(
      name: "marginal, against what is looked up",
      data: yen(marginal, "pay p = sold through R over quarter to date against quotas[payee, this quarter].target"),
      line: "p", isExact: true),
    Plan(name: "whole, with a cliff", data: yen(whole, "pay p = \(through)"), line: "p", isExact: true),
    Plan(name: "capped", data: yen(marginal, "pay p = \(through)\n then at most 25 JPY"), line: "p", isExact: false),
    Plan(name: "of the month", data: yen("", "pay p = 7% of sold"), line: "p", isExact: true),
    Plan(
      name: "falling behind a bound",
      data: yen("", "pay p = 10% of sold when sold <= 120 JPY else max(0 JPY, 30 JPY - 10% of sold)"), line: "p",
      isExact: true),
    Plan(
      name: "kicker",
      data: yen("", "pay p each quarter = 40 JPY when (sold over quarter to date) / quota >= 120% else 0 JPY"),
      line: "p", isExact: true),
    Plan(
      name: "two windows",
      data: yen(whole, "pay p = sold * R((sold over quarter to date) / quota)"), line: "p", isExact: false),
    Plan(
      name: "total", data: yen(marginal, "pay p = \(through)\npay q = 3% of sold"), line: "total", isExact: false),
    Plan(
      name: "total over one window",
      data: yen(marginal, "pay p = \(through)\npay q = true up 3% of (sold over quarter to date)"), line: "total",
      isExact: true),
  ]

  private static let another = Unknown.another(
    table: "deals", like: .key(["d2"]), cells: [NamedText("id", "n"), NamedText("closed", "2026-03-01")],
    column: "amount")

  private static func number(_ value: Int) -> Rational { Rational(value) }

  @Test(arguments: plans)
  func theAnswerIsTheSmallestThatIsFoundByTryingAll(_ plan: Plan) throws {
    let scenario = try plan.data.scenario()
    let measure = Measure(plan.line, in: "Pay", for: ["ann"], period: "2026-03")
    let watch = try scenario.watch(measure)
    let last = 160
    var values: [Rational] = []
    for x in 0...last {
      values.append(try #require(try watch.value(with: [SolveTests.another.change(to: "\(x) JPY")]).number))
    }
    for target in [13, 26, 300] {
      for goal in [Goal.atLeast(Rational(target)), .equal(Rational(target))] {
        let solution = try scenario.solve(SolveTests.another, for: goal, of: measure, to: "\(last) JPY")
        let expected = values.firstIndex { value in
          switch goal {
          case .atLeast(let target): value >= target
          case .equal(let target): value == target
          case .above(let target): value > target
          case .atMost, .below: false
          }
        }
        let note: Comment = "\(plan.name), \(goal): \(solution.statement); \(solution.method)"
        switch solution.outcome {
        case .found(let point, let before):
          #expect(point.x == expected.map { Rational($0) }, note)
          #expect(point.value == .number(values[expected ?? 0]), note)
          #expect(before?.value == expected.flatMap { $0 > 0 ? .number(values[$0 - 1]) : nil }, note)
        case .passedOver(let before, let after):
          #expect(expected == nil, note)
          let place = try #require(Int(exactly: after.x.numerator))
          #expect(before.x == Rational(place - 1), note)
          #expect(after.value == .number(values[place]) && before.value == .number(values[place - 1]), note)
          let target = goal.target
          #expect(
            (values[place] > target) != (values[place - 1] > target) && values[place] != target, note)
        case .unreachable(let nearest, _):
          #expect(expected == nil, note)
          let best = try #require(values.min { apart($0, goal.target) < apart($1, goal.target) })
          #expect(nearest.x == values.firstIndex(of: best).map { Rational($0) }, note)
        }
        if case .exact = solution.certainty {
          #expect(plan.isExact, note)
        } else {
          #expect(!plan.isExact, note)
        }
      }
    }
  }

  private func apart(_ a: Rational, _ b: Rational) -> Rational { a.subtracting(b)?.magnitude ?? .zero }

  @Test func otherUnknowns() throws {
    let data = yen(
      SolveTests.marginal, "pay p = \(SolveTests.through)\nshow left = quota - (sold over quarter to date)")
    let scenario = try data.scenario()
    let bob = Measure("p", in: "Pay", for: ["bob"], period: "2026-02")
    func statement(_ unknown: Unknown, _ goal: Goal, _ measure: Measure, from: String? = nil) throws -> String {
      let solution = try scenario.solve(unknown, for: goal, of: measure, from: from)
      // What is said is so in a run over the changed texts.
      if let change = solution.change {
        let changed = try scenario.applying(change)
        #expect(try changed.rows == changed.freshRows())
        #expect(try changed.watch(measure).value.number.map { isMet(goal, $0) } == true)
      }
      return solution.statement
    }
    // bob has sold 500 of 100: 10 + 20 + 17.5.
    #expect(
      try statement(
        .cell(table: "quotas", row: .key(["bob", "2026-Q1"]), column: "target"), .atLeast(Rational(60)), bob)
        == "154 JPY gives 60 JPY; 153 JPY gives 59 JPY")
    #expect(
      try statement(.tier(rates: "R", tier: "100%", part: .rate), .atLeast(Rational(50)), bob)
        == "44% gives 50 JPY; 43.99% gives 49 JPY")
    #expect(
      try statement(.cell(table: "deals", row: .key(["d3"]), column: "closed"), .atMost(.zero), bob, from: "2026-02-01")
        == "2026-03-01 gives 0 JPY; 2026-02-28 gives 48 JPY")
    #expect(
      try statement(
        .cell(table: "deals", row: .key(["d3"]), column: "amount"), .below(Rational(-400)),
        Measure("quota - (sold over quarter to date)", in: "Pay", for: ["bob"], period: "2026-02"))
        == "501 JPY gives -401 JPY; 500 JPY gives -400 JPY"
    )
  }

  private func isMet(_ goal: Goal, _ value: Rational) -> Bool {
    switch goal {
    case .atLeast(let target): value >= target
    case .atMost(let target): value <= target
    case .equal(let target): value == target
    case .above(let target): value > target
    case .below(let target): value < target
    }
  }
}
