import Allot
import Columns
import Model

extension Rule {
  static let capsBelowTiers = Rule(
    .money, 6, "caps-below-tiers", .warning,
    page: RulePage(
      "A cap that is reached before the last tiers begin.",
      why: """
        The accelerator of the upper tiers is announced, and never paid: the cap is reached below their bound. Raise the
        cap, or take the tiers out. The finding says where the cap is reached.
        """,
      failing: pageText(
        """
        marginal rates Ladder (month_sales: USD) -> percent {
          from       0 USD: 5%
          from 100_000 USD: 8%
          from 200_000 USD: 12%
        }
        """, "pay commission = bookings through Ladder over month\n  then at most 10_000 USD"),
      mended: pageText(
        """
        marginal rates Ladder (month_sales: USD) -> percent {
          from       0 USD: 5%
          from 100_000 USD: 8%
          from 200_000 USD: 12%
        }
        """, "pay commission = bookings through Ladder over month\n  then at most 20_000 USD"),
      nearMisses: []),
    check: .plan { review in
      var found: [Finding] = []
      for (number, sheet) in review.model.sheets.enumerated() where sheet.kind == .plan && review.isOwn(sheet.span) {
        for place in sheet.lines.indices {
          if let finding = cap(review, sheet: number, line: place) { found.append(finding) }
        }
      }
      return found
    })

  private static func cap(_ review: PlanReview, sheet: Int, line: Int) -> Finding? {
    let model = review.model.sheets[sheet].lines[line]
    guard case .through(let through) = model.value.kind, through.method == .running, let step = model.steps.first,
      step.condition == nil, case .atMost(let limit) = step.action,
      let asked = NaturalQuestion(review, sheet: sheet, lines: [line])
    else { return nil }
    // The place on the axis of the tiers is the place of the question: a share of the quota, or the total itself.
    switch asked.question.variable {
    case .multiple(_, let against): if through.against?.span != against.span { return nil }
    case .credit: if through.against != nil { return nil }
    case .line: return nil
    }
    let rates = review.model.rates[through.rates]
    guard let tiers = TierCurve(rates, rates.rows, in: review.model) else { return nil }
    do throws(Undecided) {
      let all = try answers(review.model, asked.question) { evaluation throws(CurveStop) -> Piecewise<Comparison> in
        let before = try evaluation.value(of: model.value)
        let limit = try evaluation.value(of: limit)
        return try evaluation.decided(step.span) { () throws(Undecided) in try before.compared(with: limit) }
      }
      guard all.count == 1, let place = reached(all[0].answer) else { return nil }
      guard let tier = tiers.tiers.bounds.indices.first(where: { $0 > 0 && tiers.tiers.bounds[$0].value >= place })
      else { return nil }
      let bound = ExactText.quantity(tiers.tiers.bounds[tier].value, asked.quantity)
      return Finding(
        "the cap of `\(model.name)` is reached at \(asked.place(place)), so that the tiers of `\(rates.name)` from \(bound) on pay nothing",
        at: step.span, "reached at \(asked.place(place)) of what is sold",
        also: review.isOwn(rates.rows[tier].span) ? [Diagnostic.Label(rates.rows[tier].span, "never pays more")] : [],
        help: [Diagnostic.Help("raise the cap, or take the tiers out that it hides")])
    } catch {
      return nil
    }
  }

  /// The place from which on the first amount is never less than the second; nil if there is none.
  private static func reached(_ comparison: Piecewise<Comparison>) -> Rational? {
    var place: Rational?
    for (cell, element) in comparison.cells {
      switch element {
      case .sign(let sign) where sign >= 0:
        if place == nil {
          switch cell {
          case .point(let point): place = point
          case .gap(let interval): place = interval.lower
          }
        }
      case .sign: place = nil
      case .dependsOn, .refused: return nil
      }
    }
    return place
  }
}
