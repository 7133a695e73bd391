import Allot
import Testing
import WhatIf

@Suite struct PipelineTests {
  /// Two people with open deals, one of which they share, and one deal that nothing can win.
  private static func data(_ rates: String, _ line: String, open: [(owner: String, amount: Int, chance: String)])
    -> TestData
  {
    let deals = open.enumerated().map { "o\($0),\($1.owner),Open,2026-02-01,2026-03-20,\($1.amount),\($1.chance)\n" }
    return TestData(
      plan: """
        language 1
        table reps (id) {
          id  text
        }
        table deals (id) dated closed {
          id        text
          owner     reps
          stage     "Open" | "Won" | "Lost"
          closed    date
          expected  date
          amount    JPY
          chance    percent
        }
        table splits (deal, rep) {
          deal   deals
          rep    reps
          share  percent
        }
        \(rates)
        plan Pay {
          for each reps
          during 2026-Q1
          paid monthly in JPY, negative carried forward
          credit sold from deals where stage = "Won" to owner, or split by splits.share on closed of amount
          \(line)
        }
        """,
      tables: [
        "reps": "id\nann\nbob\ncid\n",
        "deals": "id,owner,stage,closed,expected,amount,chance\n"
          + "d1,ann,Won,2026-01-10,2026-01-10,30,100%\n" + deals.joined(),
        "splits": "deal,rep,share\no1,ann,50%\no1,bob,50%\n",
      ])
  }

  private static let whole = "whole rates R (s: JPY) -> percent {\n from 0 JPY: 10%\n from 100 JPY: 20%\n}"
  private static let through = "pay p = sold through R over quarter to date"

  private static func pipeline(seed: UInt64 = 1, draws: Int = 60) -> Pipeline {
    Pipeline(
      table: "deals", where: "stage = \"Open\"",
      won: [NamedText("stage", "Won"), NamedText("closed", "expected")], probability: "chance", amount: "amount",
      seed: seed, draws: draws)
  }

  @Test func theExpectedPayoutIsThatOfAllOutcomes() throws {
    let open = [("ann", 40, "50%"), ("ann", 60, "25%"), ("bob", 90, "1/3"), ("cid", 10, "0%")].map {
      (owner: $0.0, amount: $0.1, chance: $0.2)
    }
    let chances = ["1/2", "1/4", "1/3", "0"].compactMap { Rational(decimal: $0) }
    let scenario = try PipelineTests.data(PipelineTests.whole, PipelineTests.through, open: open).scenario()
    let measure = Measure("p", in: "Pay", period: "2026-Q1")
    let forecast = try scenario.forecast(PipelineTests.pipeline(), of: measure)
    #expect(forecast.rows.map(\.probability) == chances)
    #expect(forecast.payouts.map(\.keys) == [["ann"], ["bob"], ["cid"]])
    #expect(forecast.payouts.map(\.rows) == [[0, 1], [1, 2], [3]])
    // Every outcome by a run of its own.
    for payout in forecast.payouts {
      var sum = Rational.zero
      var values: [Rational] = []
      for outcome in 0..<16 {
        var weight = Rational.one
        var changes: [ScenarioChange] = []
        for (place, row) in forecast.rows.enumerated() {
          let isWon = outcome & (1 << place) != 0
          let chance = try #require(isWon ? chances[place] : Rational.one.subtracting(chances[place]))
          weight = try #require(weight.multiplying(chance))
          if isWon { changes.append(row.change) }
        }
        let changed = try scenario.applying(changes)
        #expect(try changed.rows == changed.freshRows())
        let own = Measure("p", in: "Pay", for: payout.keys, period: "2026-Q1")
        let value = try #require(try changed.watch(own).value.number)
        if weight.signum > 0 { values.append(value) }
        sum = try #require(weight.multiplying(value).flatMap { sum.adding($0) })
        if outcome == 0 { #expect(payout.present == value) }
        if outcome == 15 { #expect(payout.ifAllAreWon == value) }
      }
      let rounded = try #require(sum.rounded(.half, toMultipleOf: Rational(Int64(1), scale: 12)))
      #expect(payout.expected.value == rounded, "\(payout)")
      #expect(payout.expected.least == values.min() && payout.expected.greatest == values.max())
    }
    #expect(
      forecast.payouts.map(\.expected.statement) == [
        "exact over 8 outcomes, each one run", "exact over 8 outcomes, each one run",
        "exact over 1 outcomes, each one run",
      ])
    // 40 * 50% + 60 * 25% / 2 = 27.5 beside 30: nobody is paid for the deal that is half of 15.
    #expect(forecast.payouts[0].ofExpectedAmount == Rational(6))
    #expect(forecast.total(\.present) == Rational(3))
  }

  /// Fourteen deals of one person: more outcomes than are run.
  private static let many = (0..<14).map { (owner: "cid", amount: 7 + 5 * $0, chance: "\(20 + 5 * $0)%") }

  @Test(arguments: [
    (whole, through, true),
    (whole, "pay p = sold * R(sold over quarter to date)", false),
  ])
  func manyOutcomes(_ rates: String, _ line: String, _ isByCurve: Bool) throws {
    let scenario = try PipelineTests.data(rates, line, open: PipelineTests.many).scenario()
    let measure = Measure("p", in: "Pay", for: ["cid"], period: "2026-03")
    let forecast = try scenario.forecast(PipelineTests.pipeline(), of: measure)
    let payout = try #require(forecast.payouts.first)
    #expect(forecast.payouts.count == 1 && payout.rows.count == 13)
    // What each outcome pays, by hand: o1 is split between two others.
    var expected = 0.0
    for outcome in 0..<(1 << 14) {
      var weight = 1.0
      var total = 0
      for (place, deal) in PipelineTests.many.enumerated() {
        let chance = Double(20 + 5 * place) / 100
        let isWon = outcome & (1 << place) != 0
        weight *= isWon ? chance : 1 - chance
        if isWon, place != 1 { total += deal.amount }
      }
      let rate = total >= 100 ? 0.2 : 0.1
      let paid = (Double(total) * rate).rounded(.toNearestOrAwayFromZero)
      expected += weight * paid
    }
    let value = try #require(Double(payout.expected.value.description(decimals: 12)))
    switch payout.expected.method {
    case .exact(let outcomes, true):
      #expect(isByCurve && abs(value - expected) < 1e-6, "\(value), \(expected), \(outcomes)")
    case .simulated(let draws, let seed, let error):
      let own = try #require(Double(error.description(decimals: 6)))
      #expect(!isByCurve && draws == 60 && seed == 1 && abs(value - expected) < 4 * own, "\(value), \(expected)")
      let again = try scenario.forecast(PipelineTests.pipeline(), of: measure)
      #expect(again.payouts.map(\.expected) == forecast.payouts.map(\.expected))
      let other = try scenario.forecast(PipelineTests.pipeline(seed: 2), of: measure)
      #expect(other.payouts.map(\.expected) != forecast.payouts.map(\.expected))
    case .exact, .certain: Issue.record("\(payout.expected)")
    }
  }

  @Test func whatIsWrongWithAPipelineIsSaid() throws {
    let scenario = try PipelineTests.data(
      PipelineTests.whole, PipelineTests.through, open: [("ann", 5, "120%"), ("ann", 5, "20%")]
    )
    .scenario()
    func message(_ change: (inout Pipeline) -> Void) -> String {
      var pipeline = PipelineTests.pipeline()
      change(&pipeline)
      do throws(ScenarioError) {
        _ = try scenario.forecast(pipeline, of: Measure("p"))
        return ""
      } catch {
        return error.reason
      }
    }
    #expect(message { _ in } == "the probability of `o0` is `120%`, and 0% to 100% is expected")
    #expect(message { $0.table = "deal" } == "there is no table `deal`")
    #expect(message { $0.condition = "stag = \"Open\"" }.contains("`stag`"))
    #expect(
      message {
        $0.probability = "20%"; $0.won = [NamedText("stage", "Wonn")]
      }.contains("`Wonn`"))
  }
}
