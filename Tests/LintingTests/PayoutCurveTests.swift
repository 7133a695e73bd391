import Allot
import Linting
import Model
import TestSupport
import Testing

/// A plan of one `pay` line over a quarter, with a payee for each place at which it is asked what is paid.
struct CurvePlan {
  var rates = ""
  var lines = ""
  var quota = 100_000
  var factor = "1"
  var law = ""

  func with(_ law: String) -> CurvePlan {
    var plan = self
    plan.law = law
    return plan
  }

  func text(sales: [Rational]) -> String {
    let rows = sales.indices.map { "  r\($0) | \(quota) | \(factor)\n" }.joined()
    let deals = sales.enumerated().map { "  d\($0) | r\($0) | 2026-03-31 | \($1)\n" }.joined()
    return """
      language 1
      table reps (id) {
        id      text
        quota   USD
        factor  number
      }
      rows {
        id | quota | factor
      \(rows)}
      table deals (id) dated closed {
        id      text
        owner   reps
        closed  date
        amount  USD
      }
      rows {
        id | owner | closed | amount
      \(deals)}
      \(rates)
      plan Curve {
        for each reps
        during 2026-Q1
        paid monthly in USD, negative collected
        credit bookings from deals to owner of amount
        let quota = payee.quota
        let attainment = percent((bookings over quarter to date) / quota)
      \(lines)
      \(law)
      }
      """
  }

  /// What the engine pays by `pay` at each of the attainments, as a multiple of the quota.
  func paid(at places: [Rational]) throws -> [Rational?] {
    let sales = try places.map { try #require($0.multiplying(Rational(quota))) }
    let plan = Plan(text: text(sales: sales))
    try #require(!plan.hasErrors, "\(DiagnosticRenderer(plan.sources).render(plan.diagnostics))")
    let results = try plan.compile().evaluate()
    let table = try #require(results.outputs.first { $0.output.name == "Curve" })
    var values: [String: Rational] = [:]
    let column = try #require(table.definitions.firstIndex { $0.name == "pay" })
    for row in 0..<table.rowCount where table.text(row: row, column: 1) == "2026-03" {
      if case .number(let value) = table.value(row: row, column: column) {
        values[table.text(row: row, column: 0)] = value
      }
    }
    return places.indices.map { values["r\($0)"] }
  }

  func curves(fixed: [String: Rational] = [:]) throws -> [CurveAnswer<PayoutCurve>] {
    let plan = Plan(text: text(sales: []))
    try #require(!plan.hasErrors, "\(DiagnosticRenderer(plan.sources).render(plan.diagnostics))")
    let sheet = plan.model.sheets[0]
    func place(_ name: String) throws -> Int { try #require(sheet.lines.firstIndex { $0.name == name }) }
    var lines: [Int: Rational] = [:]
    for (name, value) in fixed { lines[try place(name)] = value }
    let question = CurveQuestion(
      sheet: 0, variable: .line(try place("attainment")), from: .zero, to: nil, lines: lines)
    return try payoutCurves(plan.model, question, line: place("pay"))
  }
}

@Suite struct PayoutCurveTests {
  /// What is analysed is what the engine pays, to the cent, at every bound, beside it and in between.
  @Test func engineAgrees() throws {
    for seed in 1...150 {
      var random = SeededRandom(seed: UInt64(seed))
      let plan = CurvePlan.random(&random)
      let factor = try #require(Rational(decimal: plan.factor))
      let answers = try plan.curves(fixed: ["quota": Rational(plan.quota), "factor": factor])
      try #require(answers.count == 1)
      let curve = answers[0].answer
      let asked = try places(of: curve, plan, &random)
      for (place, paid) in zip(asked, try plan.paid(at: asked)) {
        let expected = try curve.amount(at: place)?.polynomial?.constant?
          .rounded(.half, toMultipleOf: Rational(Int64(1), scale: 2))
        #expect(paid == expected, "seed \(seed), at \(place) of \(plan.quota)\n\(plan.rates)\n\(plan.lines)")
      }
    }
  }

  /// Each place at which the curve is cut, a cent to both sides of it, and some others; the data hold whole cents.
  private func places(
    of curve: PayoutCurve, _ plan: CurvePlan, _ random: inout SeededRandom
  ) throws -> [Rational] {
    let quota = Rational(plan.quota)
    let coin = Rational(Int64(1), scale: 2)
    var sales: Set<Rational> = []
    for place in curve.pieces.places {
      let cents = try #require(place.multiplying(quota)?.rounded(.half, toMultipleOf: coin))
      for near in [cents.subtracting(coin), cents, cents.adding(coin)].compactMap({ $0 }) where near.signum >= 0 {
        sales.insert(near)
      }
    }
    for _ in 0..<12 {
      sales.insert(try #require(Rational(Int128(Int.random(in: 0...plan.quota * 400, using: &random)), scale: 2)))
    }
    return sales.compactMap { $0.dividing(quota) }.sorted()
  }
}

extension CurvePlan {
  /// A plan of random tiers, points, formula and steps.
  static func random(_ random: inout SeededRandom) -> CurvePlan {
    var plan = CurvePlan()
    plan.quota = [1_000, 80_000, 100_000, 123_457].randomElement(using: &random) ?? 1
    plan.factor = ["1", "1.25", "0.5"].randomElement(using: &random) ?? "1"
    func percent(_ range: ClosedRange<Int>) -> String { "\(Int.random(in: range, using: &random))%" }
    let mode = ["marginal", "whole"].randomElement(using: &random) ?? ""
    func tiers(_ name: String, _ mode: String) -> String {
      var bound = 0
      var text = "\(mode)rates \(name) (attainment: percent) -> percent {\n  from 0%: \(percent(0...9))"
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bound += Int.random(in: 1...80, using: &random)
        let word = Bool.random(using: &random) ? "from" : "above"
        let own = mode != "" && Int.random(in: 0..<4, using: &random) == 0 ? " whole" : ""
        text += "\n  \(word) \(bound)%: \(percent(0...19))\(own)"
      }
      return text + "\n}\n"
    }
    plan.rates = tiers("Ladder", mode + " ") + tiers("Steps", "")
    plan.rates += """
      curve Line (attainment: percent) -> percent {
        at 50%: \(percent(0...40))
        at 100%: \(percent(50...150))
        at 180%: \(percent(100...300))
        below: \(["held", "0%", "extended"].randomElement(using: &random) ?? "")
        above: \(["held", "250%", "extended"].randomElement(using: &random) ?? "")
      }
      """
    let starts = [
      "bookings through Ladder over quarter to date against quota",
      "Steps(attainment) * bookings",
      "(Line(attainment) * 10_000 USD) as monthly",
      "(10% of quota * Line(attainment)) as monthly",
      "max(2% of bookings, (Steps(attainment) * quota / 2) as monthly)",
      "min(bookings through Ladder over quarter to date against quota, \(percent(1...20)) of quota)",
      "\(percent(1...9)) of bookings when attainment > \(percent(10...150)) and attainment <= \(percent(150...300)) else 500 USD",
      "Steps(attainment) * (bookings - 5_000 USD)",
    ]
    let steps = [
      "then times factor", "then at most \(percent(1...30)) of quota", "then at least 250 USD",
      "then stop at 100 USD when attainment < \(percent(1...80))", "then set to it + 10 USD when it > 1_000 USD",
      "then stop at it * 2 when it >= 3_000 USD", "then times 110% when attainment >= 100%",
    ]
    plan.lines = "  let factor = payee.factor\n  pay pay = \(starts.randomElement(using: &random) ?? "")"
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      plan.lines += "\n    \(steps.randomElement(using: &random) ?? "")"
    }
    return plan
  }
}
