import Allot
import Columns
import Model

extension Rule {
  static let idleCaps = Rule(
    .money, 5, "idle-caps", .warning,
    page: RulePage(
      "A cap that no sales reach, or a floor that no sales need.",
      why: """
        A step `at most` or `at least` never changes what stands in front of it, however much or little is sold. It reads
        like a limit of the plan and is none: a figure has too many digits, or the step belongs to another line.

        Returns are thought of: a floor is idle only if a negative total does not need it either. Where what is paid
        depends on values that are not known here, such as a factor of the payee, nothing is said.
        """,
      failing: pageText(
        "", "pay kicker = 500 USD when bookings >= 10_000 USD else 0 USD\n  then at most 5_000 USD"),
      mended: pageText(
        "", "pay kicker = 5% of bookings when bookings >= 10_000 USD else 0 USD\n  then at most 5_000 USD"),
      nearMisses: [
        RulePage.NearMiss(
          "a floor that returns need",
          pageText("", "pay commission = 5% of bookings\n  then at least 0 USD")),
        RulePage.NearMiss(
          "a factor of the payee, which may be any",
          pageText(
            "",
            "pay kicker = 500 USD when bookings >= 10_000 USD else 0 USD\n  then times payee.factor\n  then at most 600 USD"
          )),
      ]),
    check: .plan { review in
      var found: [Finding] = []
      for (number, sheet) in review.model.sheets.enumerated() where sheet.kind == .plan && review.isOwn(sheet.span) {
        for (place, line) in sheet.lines.enumerated() where line.kind == .pay {
          for step in line.steps.indices {
            if let finding = IdleCap(review, sheet: number, line: place, step: step)?.finding { found.append(finding) }
          }
        }
      }
      return found
    })
}

private struct IdleCap {
  let review: PlanReview
  let sheet: Int
  let line: Int
  let step: Int
  let bound: TypedExpression
  let isCap: Bool

  /// Nil iff the step is no cap and no floor that always counts, or stands behind another one of its kind, with which it
  /// is compared elsewhere.
  init?(_ review: PlanReview, sheet: Int, line: Int, step: Int) {
    let steps = review.model.sheets[sheet].lines[line].steps
    let model = steps[step]
    guard model.condition == nil, !steps.prefix(step).contains(where: { $0.isLimit }) else { return nil }
    switch model.action {
    case .atMost(let bound): (self.bound, isCap) = (bound, true)
    case .atLeast(let bound): (self.bound, isCap) = (bound, false)
    case .stop, .set, .times, .round, .end: return nil
    }
    self.review = review
    self.sheet = sheet
    self.line = line
    self.step = step
  }

  var finding: Finding? {
    let model = review.model.sheets[sheet].lines[line]
    // Totals below zero, of returns, are as good as any.
    guard let asked = NaturalQuestion(review, sheet: sheet, lines: [line], from: Rational(-1_000_000_000)) else {
      return nil
    }
    do throws(Undecided) {
      let all = try answers(review.model, asked.question) { evaluation throws(CurveStop) -> Piecewise<Comparison> in
        let start = try evaluation.value(of: model.value)
        let before = try evaluation.applying(Array(model.steps.prefix(step)), to: start, model.nameSpan)
        let limit = try evaluation.value(of: bound)
        return try evaluation.decided(bound.span) { () throws(Undecided) in try before.compared(with: limit) }
      }
      var isEver = false
      for (_, comparison) in all.flatMap({ $0.answer.cells }) {
        switch comparison {
        case .sign(let sign):
          if isCap ? sign > 0 : sign < 0 { return nil }
          isEver = true
        case .dependsOn: return nil
        case .refused: break
        }
      }
      guard isEver else { return nil }
    } catch {
      return nil
    }
    let limit = "`\(CurveWords(review).oneLine(bound.span))`"
    return Finding(
      isCap
        ? "`\(model.name)` never exceeds \(limit), whatever is sold" : "`\(model.name)` never falls below \(limit)",
      at: model.steps[step].span, "never changes anything",
      help: [Diagnostic.Help("take the step out, or write the limit that is meant")])
  }
}

extension TypedStep {
  /// True iff the step is a cap or a floor.
  fileprivate var isLimit: Bool {
    switch action {
    case .atMost, .atLeast: true
    case .stop, .set, .times, .round, .end: false
    }
  }
}
