import Allot
import Columns
import Model

extension Rule {
  static let fallingTotalPay = Rule(
    .money, 4, "falling-total-pay", .warning,
    page: RulePage(
      "A plan that pays less, all in all, for selling more.",
      why: """
        Taken together, the `pay` lines of the plan pay less where the credit grows. A cap, a condition or a threshold
        stands the wrong way round: `when attained < 100%` where `>=` is meant, or a bonus that a whole rate takes away.
        The finding says what is paid on both sides of the place, exactly.

        Plans whose pay depends on several credits, on earlier periods or on single rows are not looked at. A table of rates
        that pays less by itself is `falling-pay`.
        """,
      failing: pageText(
        "", "pay commission = 5% of bookings\npay starter    = 500 USD when bookings <= 10_000 USD else 0 USD"),
      mended: pageText(
        "", "pay commission = 5% of bookings\npay starter    = 500 USD when bookings >= 10_000 USD else 0 USD"),
      nearMisses: [
        RulePage.NearMiss(
          "a line that falls as another one rises by as much",
          pageText(
            "",
            """
            let earned = 5% of bookings
            pay commission = earned
            pay top_up     = max(1_000 USD - earned, 0 USD)
            """))
      ]),
    check: .plan { review in
      var found: [Finding] = []
      for (number, sheet) in review.model.sheets.enumerated() where sheet.kind == .plan && review.isOwn(sheet.span) {
        found += FallingTotal(review, number).findings
      }
      return found
    })
}

private struct FallingTotal {
  let review: PlanReview
  let sheet: Int

  init(_ review: PlanReview, _ sheet: Int) {
    self.review = review
    self.sheet = sheet
  }

  var findings: [Finding] {
    let plan = review.model.sheets[sheet]
    let lines = plan.lines.indices.filter { plan.lines[$0].kind == .pay }
    guard !lines.isEmpty, let asked = NaturalQuestion(review, sheet: sheet, lines: lines) else { return [] }
    // Of a table that falls by itself, another rule speaks.
    let falling = Set(ReviewedTiers.all(in: review).filter { $0.paysByTotal && !$0.falls.isEmpty }.map(\.rates.name))
    if review.nodes.contains(where: { node in
      guard case .through(let through) = node.expression.kind else { return false }
      return falling.contains(review.model.rates[through.rates].name)
    }) {
      return []
    }
    do throws(Undecided) {
      let totals = try answers(review.model, asked.question) { evaluation throws(CurveStop) -> PayoutCurve in
        var total = evaluation.constant(.zero)
        for line in lines {
          let paid = try evaluation.value(ofLine: line, at: plan.lines[line].nameSpan)
          let before = total
          total = try evaluation.decided(plan.lines[line].nameSpan) { () throws(Undecided) in try before.plus(paid) }
        }
        return total
      }
      for answer in totals {
        if let finding = try fall(answer, asked, plan, lines) { return [finding] }
      }
      return []
    } catch {
      return []
    }
  }

  /// The first fall of the total in one case of the conditions; nil if it never falls, or is a deduction all in all.
  private func fall(
    _ answer: CurveAnswer<PayoutCurve>, _ asked: NaturalQuestion, _ plan: SheetModel, _ lines: [Int]
  ) throws(Undecided) -> Finding? {
    if answer.cases.count > 1 { return nil }
    let curve = answer.answer
    let signs = try curve.signs
    if signs.cells.allSatisfy({ $0.element == .sign(0) || $0.element == .sign(-1) }) { return nil }
    let type = StaticType.quantity(Unit(plan.currency?.code ?? ""))
    let words = CurveWords(review)
    let place = plan.lines[lines[0]].nameSpan
    let notes = words.cases(answer.cases)
    for jump in try curve.jumps where try jump.sign == -1 {
      let before = words.amount(jump.before, type, answer.symbols)
      let after = words.amount(jump.after, type, answer.symbols)
      let side = jump.isBehind ? ("at", "just above it") : ("just below", "at it")
      return Finding(
        "the plan pays \(before) with \(asked.variable) \(side.0) \(asked.place(jump.place)), and \(after) \(side.1)",
        at: place, "selling more pays less", notes: notes)
    }
    if let slope = try curve.slopesDown.first {
      return Finding(
        "the plan pays less and less as \(asked.variable) grows above \(asked.place(slope.lower))", at: place,
        "selling more pays less", notes: notes)
    }
    return nil
  }
}
