import Allot
import Linting
import Model
import TestSupport
import Testing

/// Laws about one plan, with what is said of each.
@Suite struct LawTests {
  private static let plan = """
    language 1
    table reps (id) {
      id      text
      target  USD
      tier    "A" | "B"
      bonus   USD?
    }
    rows {
      id | target | tier | bonus
      ann | 10_000 | A |
    }
    table quotas (rep, quarter) {
      rep      reps
      quarter  quarter
      target   USD
    }
    rows {
      rep | quarter | target
      ann | 2026-Q1 | 100_000
    }
    table scores (rep, quarter) {
      rep      reps
      quarter  quarter
      csat     percent
      factor   number
    }
    rows {
      rep | quarter | csat | factor
      ann | 2026-Q1 | 90% | 1.3
    }
    table deals (id) dated closed {
      id      text
      owner   reps
      closed  date
      amount  USD
      arr     USD
    }
    rows {
      id | owner | closed | amount | arr
    }
    marginal rates Accelerator (attainment: percent) -> percent {
      from   0%: 4%
      from  50%: 6%
      from 100%: 9%
      from 150%: 12%
      up to 400%
    }
    reached rates Reached (attainment: percent) -> percent {
      from   0%: 4%
      from 100%: 9%
    }
    curve Payout (attainment: percent) -> percent {
      at  50%:   0%
      at 100%: 100%
      at 150%: 200%
      below: 0%
      above: held
    }
    plan AE {
      for each reps
      during   2026-Q1
      paid     monthly in USD, negative carried forward
      credit bookings from deals to owner of amount
      credit arr      from deals to owner of arr
      let quota      = quotas[payee, this quarter].target
      let to_date    = bookings over quarter to date
      let attainment = to_date / quota
      let target     = payee.target
      let csat       = scores[payee, this quarter].csat
      let factor     = scores[payee, this quarter].factor
      let extra      = payee.bonus else 0 USD
      pay commission = bookings through Accelerator over quarter to date against quota
      pay reached    = bookings through Reached over quarter to date against quota in order of closed, id
      pay kicker each quarter = 5_000 USD when attainment >= 120% else 0 USD
        then stop at 0 USD when csat < 85%
        then times factor
        then at most 6_000 USD
      pay incentive each quarter = payee.target * Payout(attainment)
      pay squared each quarter = bookings * min(attainment, 200%) * 1%
      pay subscribed = 2% of arr
      pay split = 1% of bookings when payee.tier = "A" else 2% of bookings
      pay twice = (1% of bookings when csat < 50% else 2% of bookings) when csat > 60% else 9% of bookings
      pay whole_usd = (1% of bookings) rounded to 1 USD
      pay debt = 1% of bookings then at most it - extra
      show months = count(bookings)

      LAW
    }
    """

  private static let laws: [(law: String, said: String)] = [
    // Proved.
    ("commission <= 12% of to_date for attainment in 0% .. 250%", "holds for `attainment` in 0% .. 250%"),
    ("commission <= 12% of to_date for attainment in 0% .. 250%", "`quota` is taken to be above zero"),
    ("commission <= 8.6% of to_date for attainment in 0% .. 250% with quota = 80_000 USD", "holds"),
    ("incentive = target for attainment = 100%", "holds for `attainment` = 100%"),
    ("kicker <= 6_000 USD for attainment >= 0% with factor = 1.3", "holds for `attainment` from 0% on"),
    ("split <= 2% of bookings for attainment >= 0%", "holds"),
    ("split >= 1% of bookings for bookings >= 0 USD", "holds"),
    ("squared <= 8% of quota for attainment in 0% .. 400%", "holds"),
    ("commission >= 0 USD and commission <= 40% of quota for attainment in 0% .. 400%", "holds"),
    ("subscribed < 10_000 USD for arr in 0 USD .. 499_999.99 USD", "holds"),
    ("commission + subscribed <= 12% of bookings for attainment in 0% .. 250% with arr = 0 USD", "holds"),
    // Refuted, with the first value that breaks it and both sides there.
    (
      "commission <= 6% of to_date for attainment in 0% .. 250%",
      "is broken at 133.34%, of `attainment` in 0% .. 250%; broken above about 133.33%"
    ),
    (
      "commission <= 6% of to_date for attainment in 0% .. 140%",
      "at 133.34%, `commission` is 8.0006% of `quota` and `6% of to_date` is 8.0004% of `quota`"
    ),
    (
      "commission < 5_000 USD for attainment in 0% .. 400% with quota = 100_000 USD",
      "broken at 100%, of `attainment` in 0% .. 400%; broken from 100% on; at 100%, `commission` is 5_000 USD"
    ),
    ("kicker < 6_000 USD for attainment >= 0% with factor = 1.3", "broken at 120%"),
    ("kicker < 6_000 USD for attainment >= 0% with factor = 1.3", "where `csat < 85%` does not hold"),
    ("kicker < 6_000 USD for attainment in 0% .. 119.99% with factor = 1.3", "holds"),
    ("split <= 1% of bookings for bookings in 0 USD .. 10 USD", "where `payee.tier = \"A\"` does not hold"),
    ("twice < 9% of bookings for attainment in 1% .. 2%", "where `csat > 60%` does not hold"),
    (
      "incentive != target for attainment in 0% .. 250%",
      "is broken at 100%, of `attainment` in 0% .. 250%; broken at 100%"
    ),
    ("incentive = target for attainment = 99%", "`incentive` is 98% of `target` and `target` is `target`"),
    ("squared <= 3.99% of quota for attainment in 0% .. 150%", "holds"),
    ("squared <= 4% of quota for attainment in 0% .. 250%", "broken at 200.01%"),
    // Not decided, with the reason.
    ("commission <= 10_000 USD for attainment in 0% .. 250%", "which of two amounts is greater depends on `quota`"),
    ("reached <= 9% of to_date for attainment in 0% .. 250%", "each row earns by itself"),
    ("subscribed <= 9% of bookings for attainment in 0% .. 250%", "`arr` comes to does not follow from the variable"),
    ("whole_usd <= 9% of bookings for bookings in 0 USD .. 9 USD", "the value is rounded"),
    ("kicker <= 6_000 USD for attainment in 0% .. 250%", "depends on `factor`; not decided"),
    ("commission <= 99% of to_date for attainment in 0% .. 500%", "outside of `Accelerator`, which stops the run"),
    ("twice < 2% of bookings for attainment in 1% .. 2%", "two conditions meet that are about one value"),
    ("debt <= 1% of bookings for bookings in 0 USD .. 9 USD", "cannot be decided"),
    ("months <= 9 for attainment in 0% .. 5%", "depends on the single rows of `bookings`"),
    ("kicker < 6_000 USD for attainment = 200%", "say what the law is about: `with factor = VALUE`"),
    ("commission <= 10_000 USD for bookings in 0 USD .. 9 USD", "the place in the tiers depends on `quota`"),
    ("incentive <= 20_000 USD for attainment in 0% .. 250% with target = 10_000 USD", "holds"),
    ("total pay <= 12% of to_date for attainment in 0% .. 250%", "cannot be decided"),
  ]

  /// The message on each law, with its label, its notes and its help.
  @Test func isSaid() throws {
    let written = LawTests.laws.map { "  assert \($0.law)" }.joined(separator: "\n")
    let plan = Plan(text: LawTests.plan.replacing("  LAW", with: written))
    try #require(!plan.hasErrors, "\(DiagnosticRenderer(plan.sources).render(plan.diagnostics))")
    var settings = LintSettings(today: CalendarDate(year: 2026, month: 1, day: 1))
    settings.set(.info, for: try #require(Rule.named("proved-asserts")))
    let asserts = ["refuted-asserts", "undecided-asserts", "proved-asserts"].compactMap { Rule.named($0)?.code }
    let found = Linter(settings).findings(in: plan).map(\.diagnostic).filter { asserts.contains($0.code) }
      .sorted { $0.primary.span < $1.primary.span }
    try #require(found.count == LawTests.laws.count)
    for ((law, expected), finding) in zip(LawTests.laws, found) {
      let said = ([finding.message, finding.primary.text] + finding.notes + finding.help.map(\.text))
        .joined(separator: "; ")
      #expect(said.contains(expected), "\(law)\n\(said)")
    }
  }

  /// Nothing that is proved is broken by the engine, and what is said to be broken is.
  @Test func engineAgrees() throws {
    var random = SeededRandom(seed: 7)
    var proved = 0
    var refuted = 0
    for _ in 0..<150 {
      let plan = CurvePlan.random(&random)
      let share = Int.random(in: 1...30, using: &random)
      let last = Int.random(in: 50...400, using: &random)
      let law =
        "assert pay <= \(share)% of quota + 300 USD for attainment in 0% .. \(last)%"
        + " with quota = \(plan.quota) USD, factor = \(plan.factor)"
      let model = Plan(text: plan.with(law).text(sales: []))
      try #require(!model.hasErrors, "\(DiagnosticRenderer(model.sources).render(model.diagnostics))")
      let assertion = model.model.sheets[0].assertions[0]
      let bound = try #require(Rational(plan.quota * share).dividing(Rational(100))?.adding(Rational(300)))
      switch assertion.verdict(model.model, sheet: 0) {
      case .proved:
        proved += 1
        let places = (0..<20).compactMap { _ in Rational(Int128(Int.random(in: 0...last, using: &random)), scale: 2) }
        for (place, paid) in zip(places, try plan.paid(at: places)) {
          #expect(try #require(paid) <= bound, "at \(place)\n\(law)\n\(plan.lines)\n\(plan.rates)")
        }
      case .refuted(let found):
        refuted += 1
        // A bound that is broken by less than a cent is not broken by what is rounded to it.
        let coin = Rational(Int64(1), scale: 2)
        let paid = try #require(try plan.paid(at: [found.place])[0]?.adding(coin))
        #expect(paid > bound, "at \(found.place)\n\(law)\n\(plan.lines)\n\(plan.rates)")
        #expect(found.sides?.left.polynomial?.constant ?? bound > bound)
      case .undecided(let undecided): Issue.record("\(undecided.reason)\n\(plan.lines)\n\(plan.rates)")
      }
    }
    #expect(proved > 15 && refuted > 15, "\(proved) proved, \(refuted) refuted")
  }
}
