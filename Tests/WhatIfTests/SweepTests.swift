import Allot
import Testing
import WhatIf

@Suite struct SweepTests {
  private static let next = Unknown.another(
    table: "deals", like: .key(["d2"]), cells: [NamedText("id", "n"), NamedText("closed", "2026-03-01")],
    column: "amount")

  @Test func aSweepShowsEveryValueAndWhereItJumps() throws {
    let scenario = try TestData.sales.scenario()
    let measure = Measure("total", in: "Pay", for: ["ann"], period: "2026-03")
    let sweep = try scenario.sweep(SweepTests.next, from: "0 USD", to: "100_000 USD", by: "20_000 USD", of: measure)
    let points = sweep.points.map { point in
      "\(point.text): \(point.value.number.map(sweep.watch.label) ?? "-") \(point.delta?.description ?? "")"
    }
    // 70,000 of 100,000 are sold; the kicker comes at 120,000.
    #expect(
      points == [
        "0 USD: 0.00 ", "20_000 USD: 800.00 800", "40_000 USD: 2,000.00 1200", "60_000 USD: 4,100.00 2100",
        "80_000 USD: 5,700.00 1600", "100_000 USD: 7,300.00 1600",
      ])
    #expect(
      try scenario.sweep(SweepTests.next, from: "40_000", to: "60_000", by: "2_500", of: measure).jumps.map {
        "\($0.before.text) -> \($0.after.text): \($0.after.delta?.description ?? "")"
      } == ["49_999.99 USD -> 50_000 USD: 500"])
    let days = try scenario.sweep(
      .cell(table: "deals", row: .key(["d4"]), column: "closed"), from: "2026-01-30", to: "2026-02-02", by: "1 day",
      of: Measure("booked", in: "Pay", for: ["bob"], period: "2026-02"))
    #expect(days.points.map(\.text) == ["2026-01-30", "2026-01-31", "2026-02-01", "2026-02-02"])
    #expect(days.points.map { $0.value.number.map(days.watch.label) } == ["0.00", "0.00", "90,000.50", "90,000.50"])
    let rate = try scenario.sweep(
      .tier(rates: "Accelerator", tier: "0%", part: .rate), from: "0%", to: "10%", of: Measure("commission", in: "Pay"))
    #expect(rate.points.count == 21 && rate.points.last?.text == "10%")
    #expect(throws: ScenarioError.self) {
      try scenario.sweep(SweepTests.next, from: "0 USD", to: "1_000_000 USD", by: "1 USD", of: measure)
    }
  }

  @Test func aCurveIsDrawnToTheWidth() throws {
    let points: [BlockCurve.Point] = [
      (.zero, .zero), (Rational(50), Rational(40)), (Rational(51), Rational(80)), (Rational(100), Rational(80)),
    ]
    let curve = BlockCurve(
      points, jumps: [Rational(51)], present: Rational(25), xText: { "\($0) 元" }, yText: { "\($0) 元" })
    #expect(
      curve.lines(width: 40, height: 4) == [
        "80 元 │                 ████████████████",
        "      │                 ████████████████",
        "      │         ▁▂▃▄▅▆▇█████████████████",
        " 0 元 │ ▁▂▃▄▅▆▇█████████████████████████",
        "      └────────●───────▲────────────────",
        "       0 元          50 元        100 元",
      ])
    for line in curve.lines(width: 40, height: 4) { #expect(displayWidth(of: line) <= 40) }
    let plain = curve.lines(width: 30, height: 3, isASCII: true)
    #expect(plain[3].contains("*"))
    #expect(plain[0].contains("#") && !plain.joined().contains("█"))
    #expect(curve.lines(width: 10, height: 4).isEmpty)
    let below = BlockCurve(
      [(.zero, Rational(-10)), (Rational(1), nil), (Rational(2), Rational(10))], xText: { "\($0)" }, yText: { "\($0)" })
    #expect(below.lines(width: 20, height: 2).last == "     0      1      2")
  }

  @Test func theNextDealIsLikeTheLastCreditedOne() throws {
    let scenario = try TestData.sales.scenario()
    func next(_ period: String, _ person: String) throws -> String {
      try scenario.nextCredit(for: Measure("commission", in: "Pay", for: [person], period: period)).description
    }
    #expect(try next("2026-02", "ann") == "amount of one more of deals like d2 with id = one more")
    #expect(
      try next("2026-03", "ann")
        == "amount of one more of deals like d2 with id = one more, closed = 2026-03-31")
    #expect(try next("2026-Q1", "bob") == "amount of one more of deals like d5 with id = one more")
    #expect(throws: ScenarioError.self) { try next("2026-03", "cid") }
    // What she must sell for a target, in one sentence.
    let measure = Measure("total", in: "Pay", for: ["ann"], period: "2026-03")
    let goal = Goal.atLeast(try scenario.target("5_000 USD", for: measure))
    let solution = try scenario.solve(try scenario.nextCredit(for: measure), for: goal, of: measure)
    #expect(solution.statement == "71,249.94 USD gives 5,000.00 USD; 71,249.93 USD gives 4,999.99 USD")
    // A ratio is asked for in percent; lines that are added up are added up over the months.
    let attained = Measure("attained", in: "Pay", for: ["ann"], period: "2026-03")
    #expect(try scenario.target("120%", for: attained) == Rational(decimal: "1.2"))
    let both = Measure("commission + kicker", in: "Pay", for: ["ann"], period: "2026-Q1")
    #expect(try scenario.watch(both).combination == .sum(rows: 3))
    #expect(try scenario.watch(both).value == .number(Rational(2_800)))
    let exact = Goal.equal(try scenario.target("3_000 USD", for: measure))
    let cliff = try scenario.solve(try scenario.nextCredit(for: measure), for: exact, of: measure)
    #expect(
      cliff.statement
        == "nothing gives exactly 3,000.00 USD: 2,800.00 USD at 49,999.99 USD, 3,300.00 USD at 50,000 USD")
  }
}
